"""The kinds of sums, quotients and powers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tutor.language.expr.nodes import Constant, Matrix, Negation, Number, Symbol
from tutor.language.kinds.kind import (
    NUMBER,
    UNDECLARED,
    UNKNOWN,
    Kind,
    common,
    differ,
)
from tutor.language.kinds.words import a, around, enclosed, followed, misfit, unturned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.expr.nodes import Expr, Quotient
    from tutor.language.kinds.words import Edit

Part: TypeAlias = "tuple[Expr, Kind]"
_NO_VALUES = frozenset({"set", "interval", "statement", "word"})


def needs_value(part: Part) -> None:
    """Refuse a set, an interval, a statement or a word where a number or an array must stand."""
    e, kind = part
    if kind.sort in _NO_VALUES and kind.certain:
        misfit(
            "kind",
            f"Here stands {a(kind)}, but a number, a vector or a matrix is needed.",
            e,
        )


def added(parts: Sequence[Part]) -> Kind:
    """A sum: all terms have one shape."""
    total, so_far = parts[0][1], parts[0][0]
    needs_value(parts[0])
    for part in parts[1:]:
        needs_value(part)
        total = _plus((so_far, total), part)
        if part[1].is_array or not total.is_array:
            so_far = part[0]
    return total


def _plus(left: Part, right: Part) -> Kind:
    (e, one), (f, other) = left, right
    if one.sort == other.sort == "number":
        return NUMBER if one.certain or other.certain else UNDECLARED
    if one.is_array and other.is_array:
        found = same_shape(one, other)
        if found is None or _turned_apart(one, other):
            if one.certain and other.certain:
                _cannot_add(left, right)
            return UNKNOWN
        return found
    array, number = (one, other) if one.is_array else (other, one)
    if not array.is_array or number.sort != "number":
        return UNKNOWN
    if not number.certain or _is_zero(f if number is other else e):
        return array  # a name that stands where only an array can
    if array.certain and not _is_single(array):
        _cannot_add(left, right)
    return UNKNOWN


def same_shape(one: Kind, other: Kind) -> Kind | None:
    """What two arrays of one shape are, the more telling of both; None if their shapes differ.

    n entries may stand in a row or in a column.
    """
    if one.sort == "matrix" and other.sort == "matrix":
        if any(differ(m, n) for m, n in zip(one.shape, other.shape, strict=True)):
            return None
        if (_is_n_by_n(one) and differ(*other.shape)) or (_is_n_by_n(other) and differ(*one.shape)):
            return None
        rows, columns = (common(m, n) for m, n in zip(one.shape, other.shape, strict=True))
        return Kind("matrix", (rows, columns), one.certain or other.certain)
    if one.sort != "matrix" and other.sort != "matrix":
        if differ(*one.shape, *other.shape):
            return None
        order = ("vector", "sequence", "transposed")
        sort = min(one.sort, other.sort, key=order.index)
        return Kind(sort, (common(*one.shape, *other.shape),), one.certain or other.certain)
    grid, line = (one, other) if one.sort == "matrix" else (other, one)
    (rows, columns), (n,) = grid.shape, line.shape
    if columns == 1 or (columns is None and not differ(rows, n)):
        return None if differ(rows, n) else line
    if rows == 1 or (rows is None and not differ(columns, n)):
        return None if differ(columns, n) else grid
    return None


def _is_n_by_n(kind: Kind) -> bool:
    """Whether it is square by its own letter: then a 2×3 matrix is none such, whatever n is."""
    return isinstance(kind.shape[0], str) and kind.shape[0] == kind.shape[1]


def _turned_apart(one: Kind, other: Kind) -> bool:
    """Whether one is a column and the other a row, which only an equation may mix."""
    for line, grid in ((one, other), (other, one)):
        if line.sort == "vector" and grid.sort == "matrix" and grid.shape[0] == 1:
            return grid.shape[1] != 1 and line.shape != (1,)
    return False


def _is_single(kind: Kind) -> bool:
    return all(size == 1 for size in kind.shape)


def _is_zero(e: Expr) -> bool:
    return isinstance(e, Number) and e.value == 0


def _cannot_add(left: Part, right: Part) -> None:
    (e, one), (f, other) = left, right
    if not (one.is_array and other.is_array):
        number, array = (f, one) if one.is_array else (e, other)
        square = array.sort == "matrix" and array.is_square
        misfit(
            "kind",
            f"{a(one, capital=True)} and {a(other)} cannot be added"
            + (": write a multiple of the identity I." if square else "."),
            e,
            f,
            edits=(_multiple_of_identity(number) if square else None,),
        )
    if same_shape(one, other) is not None:
        misfit(
            "shape",
            "A column and a row cannot be added: transpose one of them.",
            e,
            f,
            edits=(unturned(f), unturned(e), followed(f, "^T"), followed(e, "^T")),
        )
    needed = "the same shape" if one.is_matrix or other.is_matrix else "the same number of entries"
    misfit(
        "shape",
        f"{a(one, capital=True)} and {a(other)} cannot be added: both need {needed}.",
        e,
        f,
        edits=(unturned(f), unturned(e), followed(f, "^T"), followed(e, "^T")),
    )


def _multiple_of_identity(number: Expr) -> Edit | None:
    number = number.operand if isinstance(number, Negation) else number
    if isinstance(number, Number) and number.text == "1":
        return number.span and ((number.span, ("I",)),)
    return followed(number, " I")


def divided(whole: Quotient, above: Kind, below: Kind) -> Kind:
    """A quotient: an array may be divided by a number, nothing by an array."""
    needs_value((whole.numerator, above))
    needs_value((whole.denominator, below))
    if below.is_array and not _is_single(below):
        if not below.certain:
            return UNKNOWN
        what = "matrix" if below.sort == "matrix" else "vector"
        instead = ": multiply by its inverse." if what == "matrix" and below.is_square else "."
        misfit(
            "kind",
            f"One cannot divide by a {what}{instead}",
            whole.denominator,
            edits=(_by_the_inverse(whole),) if instead != "." else (),
        )
    if above.is_array:
        return above if below.sort == "number" else UNKNOWN
    if above.sort == "number" and below.sort == "number":
        return NUMBER if above.certain else UNDECLARED
    return UNKNOWN


def _by_the_inverse(whole: Quotient) -> Edit | None:
    above, below = whole.numerator, whole.denominator
    if not isinstance(below, Symbol | Matrix):
        return None
    if isinstance(above, Number) and above.text == "1" and whole.span and below.span:
        return ((whole.span, (below.span, "^-1")),)
    return around("", above, " ", below, "^-1")


def raised(base: Part, exponent: Part) -> Kind:
    """A power: of a number, or of a square matrix."""
    needs_value(base)
    (e, kind), (f, power) = base, exponent
    if power.is_array and power.certain:
        return _array_exponent(base, exponent)
    if kind.sort == "matrix":
        if kind.certain and power.certain and not kind.is_square:
            what = "an inverse" if _is_minus_one(f) else "powers"
            misfit("shape", f"Only a square matrix has {what}: here stands {a(kind)}.", e)
        return kind
    if kind.sort == "vector" and kind.certain and not _is_single(kind) and power.sort == "number":
        misfit(
            "kind",
            "A vector has no powers: its length squared is ||v||^2."
            if isinstance(f, Number) and f.text == "2"
            else "A vector has no powers.",
            e,
            f,
            edits=(enclosed("||", e, "||"),) if isinstance(f, Number) and f.text == "2" else (),
        )
    if kind.is_array:
        return UNKNOWN
    return kind if kind.sort == "number" and power.sort == "number" else UNKNOWN


def rooted(radicand: Part, index: Part) -> Kind:
    """A root: of a number; of a matrix some books have one, of a vector none."""
    needs_value(radicand)
    e, kind = radicand
    if kind.is_array and kind.certain and not _is_single(kind) and kind.sort != "sequence":
        if not kind.is_square:
            misfit("kind", f"A root needs a number: here stands {a(kind)}.", e)
        return kind.vague
    if index[1].is_array and index[1].certain:
        misfit("kind", f"Which root is a number: here stands {a(index[1])}.", index[0])
    return kind if kind.sort == "number" else UNKNOWN


def _is_minus_one(e: Expr) -> bool:
    return isinstance(e, Negation) and isinstance(e.operand, Number) and e.operand.text == "1"


def _array_exponent(base: Part, exponent: Part) -> Kind:
    """`e^A` is the matrix exponential; nothing else has an array above."""
    (e, kind), (f, power) = base, exponent
    if isinstance(e, Constant) and e.name == "e":
        return power.vague
    if kind.certain and (kind.sort == "number" or kind.is_array) and power.sort != "transposed":
        misfit("kind", f"An exponent is a number, and here stands {a(power)}.", f)
    return UNKNOWN
