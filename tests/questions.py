"""Questions for the oracle's stages, put together from two texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Chain
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.oracle.building.build import Builder
from tutor.oracle.graph.graph import Graph
from tutor.oracle.stage import Pair, Side

if TYPE_CHECKING:
    from tutor.language.scope import Scope
    from tutor.oracle.conditions import Conditions


def pair(response: str, answer: str, scope: Scope = EMPTY, *, over_c: bool = False) -> Pair:
    graph = Graph(scope, complex=over_c)

    def side(text: str) -> Side:
        tree = read(text, scope).tree
        builder = Builder(graph, scope)
        root = builder.value(tree)
        assert isinstance(root, int)
        return Side(root, builder.conditions, tree)

    return Pair(graph, side(response), side(answer), scope, assumed(graph, scope))


def assumed(graph: Graph, scope: Scope) -> Conditions:
    """The scope's inequalities as conditions."""
    builder = Builder(graph, scope)
    for condition in scope.conditions:
        operators, sides = (
            (condition.operators, condition.operands)
            if isinstance(condition, Chain)
            else ((condition.operator,), (condition.left, condition.right))  # type: ignore[union-attr]
        )
        for operator, left, right in zip(operators, sides[:-1], sides[1:], strict=True):
            low, high = (left, right) if operator == "<" else (right, left)
            builder.need("pos", graph.minus(builder.scalar(high), builder.scalar(low)))
    return builder.conditions
