"""How one text was understood: the tree, other possible trees, and what should be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Span


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying about a text that could be read: a convention used, a mark replaced."""

    code: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read.

    Args:
        source: the text as typed.
        tree: the first reading.
        alternatives: other readings of the same text, at most three, none equal to `tree`.
        notes: conventions used while reading.
    """

    source: str
    tree: Expr
    alternatives: tuple[Expr, ...] = ()
    notes: tuple[Note, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The Read result of the contract, as plain data."""
        from tutor.language.expr.plain import to_plain

        return {
            "status": "read",
            **_written(self.tree),
            "tree": to_plain(self.tree),
            "alternatives": [_written(other) for other in self.alternatives],
            "notes": [
                {"code": note.code, "text": note.text, "span": list(note.span)}
                for note in self.notes
            ],
            "error": None,
        }

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {_written(self.tree)['latex']}$"


def _written(e: Expr) -> dict[str, str]:
    from tutor.language.writing import to_latex, to_text

    return {"text": to_text(e), "latex": to_latex(e)}
