"""Where a side is defined: conditions read off the raw tree, before anything cancels.

The graph forgets: `x/x` is the node 1. Only this list still knows that x must not be 0. It is an
ordered list, never a set, so that nothing depends on the hash seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.oracle.graph.graph import Rational

Kind: TypeAlias = Literal["nz", "pos", "nonneg", "unit", "integer", "zero", "power"]
"""What must hold of the node:

- `nz`       it is not 0 (denominators, negative exponents, tan, sec)
- `pos`      it is > 0 (logarithms, variable exponents)
- `nonneg`   it is >= 0 (even roots)
- `unit`     it lies in [-1, 1] (asin, acos)
- `integer`  it is an integer (factorials; together with `nonneg`)
- `zero`     it is 0 (the curve of an implicit derivative, a constraint of the scope): holds on no open
             set, so a point counts only if this is proved exactly
- `power`    the node is `("function", "power", (u, v))` with an integer v: u is not 0, or v >= 0
"""
Condition: TypeAlias = tuple[Kind, int]


class Conditions:
    """An ordered list of `(kind, id)` without repetitions; iterate it, or take its length.

    A condition on a number that holds is not kept; one that fails is kept and makes the side
    undefined everywhere.
    """

    __slots__ = ("_items",)

    def __init__(self) -> None:
        self._items: dict[Condition, None] = {}

    def __iter__(self) -> Iterator[Condition]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def add(self, kind: Kind, node: int) -> None:
        """Record that `kind` must hold of the node with this id."""
        self._items[kind, node] = None

    def extend(self, other: Conditions) -> None:
        """Record all conditions of another list after one's own."""
        self._items.update(other._items)


def holds_of(kind: Kind, value: Rational) -> bool:
    """Whether a condition holds of a rational number; a `power` was decided when it became one."""
    match kind:
        case "nz":
            return value != 0
        case "pos":
            return value > 0
        case "nonneg":
            return value >= 0
        case "unit":
            return -1 <= value <= 1
        case "integer":
            return value.denominator == 1
        case "zero":
            return value == 0
        case "power":
            return True
