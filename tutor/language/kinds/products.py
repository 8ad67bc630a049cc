"""The kinds of products: numbers scale, arrays multiply where columns and rows fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Symbol
from tutor.language.kinds.arithmetic import needs_value
from tutor.language.kinds.kind import (
    NUMBER,
    UNDECLARED,
    UNKNOWN,
    Kind,
    differ,
    matrix,
    vector,
)
from tutor.language.kinds.words import a, around, count, followed, misfit, swapped, unturned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from tutor.language.kinds.arithmetic import Part
    from tutor.language.kinds.kind import Size


_COLUMNS = frozenset({"vector", "sequence"})


def multiplied(parts: Sequence[Part]) -> Kind:
    """A product in the order written.

    `A x^T y` fits as A (x^T y): a factor that does not fit waits for what follows. The product of
    matrices is associative, so whatever can be grouped at all is grouped.
    """
    waiting: list[Part] = []
    certain = True
    for part in parts:
        needs_value(part)
        e, kind = part
        certain = certain and kind.certain
        while waiting:
            found = times(waiting[-1][1], kind)
            if found is None:
                break
            if not kind.is_array:
                e = waiting[-1][0]  # the last array is the one to point at
            kind = found
            waiting.pop()
        waiting.append((e, kind))
    if len(waiting) == 1:
        kind = waiting[0][1]
        return kind if certain else kind.vague
    if certain:
        _refuse(*_first_misfit(parts))
    return UNKNOWN


def times(left: Kind, right: Kind) -> Kind | None:
    """The product of two factors; None where columns and rows do not fit."""
    if left.sort == "number":
        if right.sort == "number":
            return NUMBER if left.certain and right.certain else UNDECLARED
        return right if right.is_array else UNKNOWN
    if right.sort == "number":
        return left if left.is_array else UNKNOWN
    if not left.is_array or not right.is_array:
        return UNKNOWN
    if 1 == left.shape[0] == left.shape[-1]:
        return right.vague
    if 1 == right.shape[0] == right.shape[-1]:
        return left.vague
    for rows, inner in _as_left(left, right):
        for depth, columns in _as_right(left, right):
            if not differ(inner, depth):
                return _made(rows, columns, left, right)
    return None


def _as_left(left: Kind, right: Kind) -> tuple[tuple[Size, Size], ...]:
    """The rows and columns that a left factor may have."""
    match left.sort:
        case "matrix":
            return (_grid(left),)
        case "vector":
            return ((left.shape[0], 1),)
        case "sequence" if right.sort == "transposed":
            return ((left.shape[0], 1),)
        case "sequence" if right.sort in _COLUMNS:
            return ()
        case "sequence" if right.sort == "matrix":
            return (1, left.shape[0]), (left.shape[0], 1)
        case _:
            return ((1, left.shape[0]),)


def _as_right(left: Kind, right: Kind) -> tuple[tuple[Size, Size], ...]:
    """The rows and columns that a right factor may have."""
    match right.sort:
        case "matrix":
            return (_grid(right),)
        case "vector":
            return ((right.shape[0], 1),)
        case "sequence" if left.sort in ("transposed", "vector"):
            return ((right.shape[0], 1),)
        case "sequence":
            return (right.shape[0], 1), (1, right.shape[0])
        case _:
            return (1, right.shape[0]), (right.shape[0], 1)


def _grid(kind: Kind) -> tuple[Size, Size]:
    rows, columns = kind.shape
    return rows, columns


def _made(rows: Size, columns: Size, left: Kind, right: Kind) -> Kind:
    """A row times a column is a number; one column is a vector."""
    if rows == 1 and columns == 1:
        return NUMBER
    if columns == 1:
        return vector(rows)
    if rows == 1 and right.sort == "matrix" and left.sort in ("sequence", "transposed"):
        return Kind(left.sort, (columns,))
    return matrix(rows, columns)


def _first_misfit(parts: Sequence[Part]) -> tuple[Part, Part]:
    """The first two factors that do not fit, numbers left out; the left one with all before it at worst."""
    (before, so_far), *rest = [part for part in parts if part[1].is_array]
    alone = so_far
    for e, kind in rest:
        found = times(so_far, kind)
        if found is None:
            return (before, alone if times(alone, kind) is None else so_far), (e, kind)
        before, alone, so_far = e, kind, found
    raise AssertionError("a product that fits from left to right fits")


def _refuse(left: Part, right: Part) -> NoReturn:
    (e, one), (f, other) = left, right
    if one.sort in _COLUMNS and other.sort in _COLUMNS:
        u, v = (
            side.name if isinstance(side, Symbol) else name for side, name in ((e, "u"), (f, "v"))
        )
        misfit(
            "kind",
            "Two vectors cannot be multiplied like numbers:"
            f" for their inner product write dot({u}, {v}).",
            e,
            f,
            edits=(around("dot(", e, ", ", f, ")"), around("", e, "^T ", f, "")),
        )
    if one.sort in _COLUMNS and other.sort == "matrix":
        text = f"{a(one, capital=True)} is a column and cannot stand before {a(other)}"
        if times(_turned(one), other):
            misfit("shape", f"{text}: transpose it.", e, f, edits=(followed(e, "^T"),))
        if times(other, one):
            misfit("shape", f"{text}. Wrong order?", e, f, edits=(swapped(e, f),))
        misfit("shape", f"{text}.", e, f)
    # of two rows or columns only those of one length can have been meant to meet
    meant = one.is_matrix or other.is_matrix or one.shape == other.shape
    turned = (
        (unturned(e) or followed(e, "^T")) if meant and times(_turned(one), other) else None,
        (unturned(f) or followed(f, "^T")) if meant and times(one, _turned(other)) else None,
    )
    exchanged = swapped(e, f) if meant and times(other, one) else None
    columns = 1 if one.sort == "vector" else one.shape[-1]
    need = count(columns, "row" if other.sort == "matrix" else "entry")
    misfit(
        "shape",
        f"{a(one, capital=True)} cannot multiply {a(other)}:"
        f" {count(columns, 'column')} {'needs' if columns == 1 else 'need'} {need}."
        + (" Rows and columns swapped?" if any(turned) else " Wrong order?" if exchanged else ""),
        e,
        f,
        edits=(*turned, exchanged),
    )


def _turned(kind: Kind) -> Kind:
    """What a transpose makes of it."""
    match kind.sort, kind.shape:
        case "matrix", (m, n):
            return vector(n) if m == 1 else matrix(n, m)
        case "vector", (n,):
            return matrix(1, n)
        case "sequence", (n,):
            return Kind("transposed", (n,))
        case "transposed", (n,):
            return Kind("sequence", (n,))
        case _:
            return kind


def transposed(kind: Kind) -> Kind:
    """The transpose: of a column a row, of a row a column."""
    turned = _turned(kind)
    return turned if kind.certain else turned.vague
