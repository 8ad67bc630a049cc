"""How one text was understood: the tree, other possible trees, and what should be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tutor.errors import CallerError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr, Span

SHOWN: Final = ("unicode", "mathml", "speech")
"""What a Read result may show besides text and LaTeX: the names of properties of a Reading."""


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

    @property
    def text(self) -> str:
        """The first reading as text, which reads back to it."""
        return _written("text", self.tree)

    @property
    def latex(self) -> str:
        """The first reading as LaTeX, which reads back to it; without delimiters."""
        return _written("latex", self.tree)

    @property
    def unicode(self) -> str:
        """The first reading as a picture for a fixed-width font: several lines of equal width."""
        return _written("unicode", self.tree)

    @property
    def mathml(self) -> str:
        """The first reading as presentation MathML: one `math` element."""
        return _written("mathml", self.tree)

    @property
    def speech(self) -> str:
        """The first reading in spoken English."""
        return _written("speech", self.tree)

    def to_json(self, show: Iterable[str] = ()) -> dict[str, Any]:
        """The Read result of the contract, as plain data.

        Args:
            show: which of `SHOWN` to add: other ways in which the first reading is written.

        Raises: CallerError (`show_unknown`) for a name that is none of them.
        """
        from tutor.language.expr.plain import to_plain

        return {
            "status": "read",
            **_both(self.tree),
            **{kind: getattr(self, kind) for kind in map(_known, show)},
            "tree": to_plain(self.tree),
            "alternatives": [_both(other) for other in self.alternatives],
            "notes": [
                {"code": note.code, "text": note.text, "span": list(note.span)}
                for note in self.notes
            ],
            "error": None,
        }

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex}$"


def _known(kind: str) -> str:
    if kind not in SHOWN:
        raise CallerError("show_unknown", f"show is a list of {', '.join(SHOWN)}.")
    return kind


def _both(e: Expr) -> dict[str, str]:
    return {kind: _written(kind, e) for kind in ("text", "latex")}


def _written(kind: str, e: Expr) -> str:
    from tutor.language import writing

    text: str = getattr(writing, f"to_{kind}")(e)
    return text
