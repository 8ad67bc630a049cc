"""Limits: the leading term next to a point, from both sides where neither is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tutor.oracle import kronecker
from tutor.oracle.budget import Budget
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.calculus.powers import contains, putting
from tutor.oracle.calculus.series import Expansion, NoSeries, Series
from tutor.oracle.field import infinity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr
    from tutor.oracle.building.build import Builder
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph

Limit: TypeAlias = "int | str"
"""A node, `oo` or `-oo`."""
_WAYS = {"right": (1,), "left": (-1,), "": (1, -1)}


@dataclass(frozen=True, slots=True)
class Approach:
    """A place that a name goes to, and from where.

    Args:
        place: a node, `oo` or `-oo`.
        way: 1 from above, -1 from below; what is infinite is come to from one side only.
    """

    place: Limit
    way: int

    def value(self, work: Expansion) -> int:
        """The numbers next to the place, by the name that falls to 0."""
        graph = work.graph
        if isinstance(self.place, int):
            return graph.sum(((self.place, 1), (work.h, self.way)))
        return graph.scale(graph.power(work.h, -1), -1 if self.place == "-oo" else 1)


def value(b: Builder, body: Expr, x: str, at: Expr, side: str) -> Limit:
    """The limit of an expression as a name goes to a place. Raises: Unsupported where no rule finds it.

    Args:
        side: `right`, `left`, or empty for both, as far as the expression is defined there.
    """
    found, inner = b.as_function_of(body, (x,))
    if not isinstance(found, int):
        raise Unsupported("limit")
    graph, name = b.graph, b.graph.name(x)
    place = infinity(at) or b.scalar(at)
    approaches = [Approach(place, way) for way in _WAYS[side]]
    if isinstance(place, str):
        approaches = approaches[:1]
    elif not side:  # at the edge of the domain there is one side only
        approaches = [a for a in approaches if not _outside(graph, inner, name, a)] or approaches
    limits = [limit(graph, found, inner, name, approach) for approach in approaches]
    for condition in inner:
        if not contains(graph, condition[1], name):
            b.conditions.add(*condition)
    first, *others = limits
    if first is None or not all(_same(graph, first, other) for other in others):
        raise Unsupported("limit")
    return first


def limit(
    graph: Graph, f: int, conditions: Iterable[Condition], x: int, approach: Approach
) -> Limit | None:
    """The limit of a node from one side; None where none is found."""
    work = Expansion(graph, Budget())
    moving = approach.value(work)
    try:
        for kind, id_ in conditions:
            if contains(graph, id_, x) and not _near(work, kind, putting(graph, id_, x, moving)):
                return None
        found = work.series(putting(graph, f, x, moving))
        if found.huge:
            return "oo" if found.huge > 0 else "-oo"
        if found.order <= 0:
            return None
        if not found.terms or min(found.terms) > 0:
            return graph.number(0)
        r, c = min(found.terms.items())
        if r == 0 and not contains(graph, c, work.log):
            return c
        return "oo" if work.sign(found) > 0 else "-oo"
    except NoSeries:
        return None


def _outside(graph: Graph, conditions: Iterable[Condition], x: int, approach: Approach) -> bool:
    """Whether a condition is proved to fail everywhere on one side, near the place."""
    work = Expansion(graph, Budget())
    moving = approach.value(work)
    for kind, id_ in conditions:
        if kind in ("pos", "nonneg") and contains(graph, id_, x):
            try:
                if work.sign(work.series(putting(graph, id_, x, moving))) < 0:
                    return True
            except NoSeries:
                continue
    return False


def _near(work: Expansion, kind: str, id_: int) -> bool:
    """Whether a condition holds on one side of the place, near it. Raises: NoSeries."""
    found = work.series(id_)
    match kind:
        case "nz":
            return work.sign(found) != 0
        case "pos":
            return work.sign(found) > 0
        case "nonneg":
            return found == Series() or work.sign(found) > 0
        case "unit":
            one = work.series(work.graph.number(1))
            turned = work.scaled(found, work.graph.number(-1))
            return all(work.sign(work.plus(end, one)) > 0 for end in (found, turned))
        case _:
            return False


def _same(graph: Graph, one: Limit, other: Limit | None) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one == other or kronecker.are_equal(graph, one, other, Budget()) is True
    return one == other
