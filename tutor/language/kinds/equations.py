"""Equations: both sides have one shape."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Number
from tutor.language.kinds.arithmetic import same_shape
from tutor.language.kinds.kind import differ
from tutor.language.kinds.words import a, misfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.kinds.arithmetic import Part
    from tutor.language.kinds.kind import Kind


def equated(parts: Sequence[Part]) -> None:
    """Refuse sides of an equation that cannot be equal, whatever their entries."""
    for (e, one), (f, other) in pairwise(parts):
        if any(isinstance(side, Number) and side.value == 0 for side in (e, f)):
            continue  # A x = 0 has the zero vector on its right
        if contradiction(one, other):
            misfit(
                "shape" if one.is_array and other.is_array else "kind",
                f"{a(one, capital=True)} cannot equal {a(other)}.",
                e,
                f,
            )


def contradiction(one: Kind, other: Kind) -> bool:
    """Whether two kinds can certainly not be equal; n entries may stand in a row or a column.

    Entries in brackets may also be a list of numbers: `x = [1,2]` says nothing wrong of a number x.
    """
    if not (one.certain and other.certain):
        return False
    if one.is_array and other.is_array:
        return same_shape(one, other) is None and not _one_line(one, other)
    if "sequence" in (one.sort, other.sort):
        return False
    sorts = {one.sort, other.sort}
    arrays = {"vector", "transposed", "matrix"}
    return "number" in sorts and bool(sorts & arrays) and not (_single(one) or _single(other))


def _one_line(one: Kind, other: Kind) -> bool:
    """Whether both have their entries in one line, and as many: a row for a column."""
    if not (one.is_vector and other.is_vector):
        return False
    sizes = [next((n for n in kind.shape if n != 1), 1) for kind in (one, other)]
    return not differ(*sizes)


def _single(kind: Kind) -> bool:
    return kind.is_array and all(n == 1 for n in kind.shape)
