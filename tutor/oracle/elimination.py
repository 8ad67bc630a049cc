"""Equations that hold throughout (`p + q = 1`, the curve of an implicit derivative) solved for a name.

A name that occurs linearly, with a coefficient proved not to be 0, is exchanged for its value on
both sides. What is proved afterwards holds at every point that satisfies the equation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.oracle import kronecker
from tutor.oracle.budget import Budget
from tutor.oracle.building.differentiate import differentiate
from tutor.oracle.conditions import Conditions
from tutor.oracle.graph.kernels import SHIFTED
from tutor.oracle.graph.signs import NOT_REAL, ZERO, signs

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph
    from tutor.oracle.stage import Pair, Side


def eliminated(pair: Pair) -> Pair | None:
    """The question with one name fewer for every equation that can be solved; None if none can."""
    found: Pair | None = None
    for _ in range(len(pair.graph.names)):
        values = _solved(found or pair)
        if values is None:
            break
        found = _put_in(found or pair, values)
    return found


def _solved(pair: Pair) -> dict[int, int] | None:
    """A name and its value, from the first equation that is linear in one."""
    graph = pair.graph
    nonzero = {id_ for kind, id_ in pair.conditions() if kind == "nz"}
    for kind, id_ in pair.conditions():
        if kind != "zero":
            continue
        for text in graph.free(id_):
            name = graph.name(text)
            slope = differentiate(graph, id_, text, Conditions())
            if graph.masks[slope] & graph.masks[name] or _counts(pair, name):
                continue
            if slope in nonzero or not signs(graph, slope) & (ZERO | NOT_REAL):
                start = graph.rebuild(id_, {name: graph.number(0)}.get)
                if is_line(graph, id_, start, slope, name):
                    return {name: graph.product(((start, 1), (slope, -1)), -1)}
    return None


def is_line(graph: Graph, id_: int, start: int, slope: int, name: int) -> bool:
    """Whether a node is `start + slope*name`: a constant slope does not tell, that of |x|/x is 0."""
    line = graph.plus(start, graph.times(slope, name))
    return line == id_ or kronecker.are_equal(graph, id_, line, Budget()) is True


def _counts(pair: Pair, name: int) -> bool:
    """Whether whole powers or factorials depend on a name: they are not what they seem at 0, and
    nothing may take the place of a whole number.
    """
    graph = pair.graph
    mask = graph.masks[name]
    if graph.scope.kind(graph.node[name][1]).base == "integer":
        return True
    roots = [pair.response.root, pair.answer.root, *(id_ for _, id_ in pair.conditions())]
    return any(
        graph.node[part][:2] in SHIFTED and graph.masks[part] & mask for part in graph.order(*roots)
    )


def _put_in(pair: Pair, values: dict[int, int]) -> Pair:
    def side(old: Side) -> Side:
        root = pair.graph.rebuild(old.root, values.get)
        return replace(old, root=root, conditions=conditions(old.conditions), tree=None)

    def conditions(old: Conditions) -> Conditions:
        new = Conditions()
        for kind, id_ in old:
            changed = pair.graph.rebuild(id_, values.get)
            if kind == "power" and pair.graph.node[changed][:2] != ("function", "power"):
                continue
            if (kind, pair.graph.value(changed)) != ("zero", 0):
                new.add(kind, changed)
        return new

    return replace(
        pair,
        response=side(pair.response),
        answer=side(pair.answer),
        assumed=conditions(pair.assumed),
    )
