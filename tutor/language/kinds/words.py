"""Kinds in words, and what is said of a part whose shapes do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias

from tutor.language.expr.nodes import Call, Matrix, Number, Power, Symbol, Vector

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Span
    from tutor.language.kinds.kind import Kind, Size

Change: TypeAlias = "tuple[Span, tuple[Span | str, ...]]"
"""A place in the text, and what to put there: words, and what stands at other places."""
Edit: TypeAlias = "tuple[Change, ...]"

_AN = frozenset("aefhilmnorsxAEFHILMNORSX8")
_CLOSED = (Symbol, Vector, Matrix, Call, Power)


@dataclass(frozen=True, slots=True)
class Fault:
    """A part whose shapes or kinds cannot be right.

    Args:
        code: `shape` for sizes, `kind` for what sort of thing it is.
        text: one or two sentences for the learner.
        span: the place of the smallest part at fault; None in a tree that was not read from a text.
        edits: changes of the text that may be meant, best first; not yet tried.
    """

    code: Literal["shape", "kind"]
    text: str
    span: Span | None = None
    edits: tuple[Edit, ...] = ()

    def edited(self, text: str) -> tuple[str, ...]:
        """The whole text after each of the edits."""
        return tuple(_edited(text, edit) for edit in self.edits)


class Misfit(Exception):  # noqa: N818 an outcome, not an error of ours
    """Raised by a rule; the walk turns it into the Fault of the node at hand."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault


def misfit(
    code: Literal["shape", "kind"], text: str, *places: Expr, edits: tuple[Edit | None, ...] = ()
) -> NoReturn:
    """Raise a Misfit about the stretch of text from the first place to the last."""
    spans = [place.span for place in places if place.span is not None]
    span = (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None
    raise Misfit(Fault(code, text, span, tuple(edit for edit in edits if edit)))


def a(kind: Kind, *, capital: bool = False) -> str:
    """A kind with its article: `a number`, `an n-vector`, `a 2×3 matrix`."""
    said = _noun(kind)
    article = "an" if said[0] in _AN and (len(said) < 2 or not said[1].isalpha()) else "a"
    if said[:3] in ("11-", "11×", "18-", "18×") or said.startswith("interval"):
        article = "an"
    return f"{article.capitalize() if capital else article} {said}"


def _noun(kind: Kind) -> str:
    match kind.sort, kind.shape:
        case "matrix", (None, _) | (_, None):
            return "matrix"
        case ("matrix", (1, n)) | ("transposed", (n,)) if n != 1:
            return f"row of {count(n, 'entry')}"
        case "matrix", (m, n):
            return f"{m}×{n} matrix"
        case "vector" | "sequence" | "transposed", (None,):
            return "vector"
        case "vector" | "sequence" | "transposed", (n,):
            return f"{n}-vector"
        case "unknown", _:
            return "value"
        case sort, _:
            return sort


def count(n: Size, one: str) -> str:
    """`1 entry`, `3 entries`, `n rows`."""
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{'some' if n is None else n} {one if n == 1 else many}"


def swapped(one: Expr, other: Expr) -> Edit | None:
    """Two parts in each other's place."""
    if not _closed(one, other) or one.span is None or other.span is None:
        return None
    return (one.span, (other.span,)), (other.span, (one.span,))


def around(before: str, one: Expr, between: str, other: Expr, after: str) -> Edit | None:
    """Two parts that stand side by side, written another way: `dot(u, v)` for `u*v`."""
    if not _closed(one, other) or one.span is None or other.span is None:
        return None
    whole = (one.span[0], other.span[1])
    return ((whole, (before, one.span, between, other.span, after)),)


def followed(one: Expr, mark: str) -> Edit | None:
    """Something behind a part: `A^T` for `A`."""
    return enclosed("", one, mark)


def enclosed(before: str, one: Expr, after: str) -> Edit | None:
    """Something around a part: `||v||` for `v`."""
    if not isinstance(one, Number | Symbol | Vector | Matrix) or one.span is None:
        return None
    return ((one.span, (before, one.span, after)),)


def unturned(one: Expr) -> Edit | None:
    """A part without its raised T."""
    match one:
        case Call("transpose", (inner,), span=outer) if outer and inner.span and _closed(inner):
            return ((outer, (inner.span,)),)
        case _:
            return None


def _closed(*parts: Expr) -> bool:
    """Whether the places of these parts hold all that belongs to them, brackets too."""
    return all(isinstance(part, _CLOSED) for part in parts)


def _edited(text: str, edit: Edit) -> str:
    made: list[str] = []
    at = 0
    for (start, end), pieces in sorted(edit):
        made.append(text[at:start])
        made += [piece if isinstance(piece, str) else text[slice(*piece)] for piece in pieces]
        at = end
    return "".join([*made, text[at:]])
