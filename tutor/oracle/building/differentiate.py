"""The derivative of a node, by other code than the rules it checks.

Where the derivative does not exist although the function is defined (a root at 0, |u| at 0), the
condition goes on record.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.graph import kernels

if TYPE_CHECKING:
    from tutor.oracle.conditions import Conditions
    from tutor.oracle.graph.graph import Graph

HALF = Fraction(1, 2)


def differentiate(graph: Graph, root: int, name: str, conditions: Conditions) -> int:
    """The derivative of a node by a name; new conditions are added to the list.

    Raises: Unsupported where the graph knows no derivative (floor, factorial, a whole exponent).
    """
    mask = graph.masks[graph.name(name)]
    zero = graph.number(0)
    derivative: dict[int, int] = {}
    for id_ in graph.order(root):
        derivative[id_] = (
            _node(graph, id_, name, derivative, conditions) if graph.masks[id_] & mask else zero
        )
    return derivative[root]


def _node(graph: Graph, id_: int, name: str, d: dict[int, int], conditions: Conditions) -> int:
    match graph.node[id_]:
        case ("name", _):
            return graph.number(1)
        case ("sum", _, terms):
            return graph.sum([(d[t], c) for t, c in terms])
        case ("product", coef, factors):
            turns: list[tuple[int, int | Fraction]] = []
            for k, (f, exp) in enumerate(factors):
                others = [*factors[:k], (f, exp - 1), *factors[k + 1 :], (d[f], 1)]
                turns.append((graph.product(others), coef * exp))
            return graph.sum(turns)
        case ("root", radicand, n):
            conditions.add("nz", radicand)
            outer = graph.product(((id_, 1), (radicand, -1)), Fraction(1, n))
            return graph.times(outer, d[radicand])
        case ("function", "power", (base, exponent)):
            if d[exponent] != graph.number(0):
                raise Unsupported("derivative")
            less = graph.sum(((exponent, 1),), -1)
            conditions.add("power", graph.kernel(("function", "power", (base, less))))
            return graph.times(exponent, id_, graph.power(base, -1), d[base])
        case ("function", "integral", (body, variable)) if graph.node[variable] == ("name", name):
            return int(body)
        case ("function", text, (arg,)):
            return graph.times(_outer(graph, id_, text, arg, conditions), d[arg])
        case ("unknown", text, args, orders):
            parts = []
            for k, arg in enumerate(args):
                raised = (*orders[:k], orders[k] + 1, *orders[k + 1 :])
                parts.append(graph.times(kernels.unknown(graph, text, args, raised), d[arg]))
            return graph.plus(*parts)
        case _:
            raise Unsupported("derivative")


def _outer(graph: Graph, id_: int, text: str, u: int, conditions: Conditions) -> int:
    """The derivative of a function at its argument."""
    match text:
        case "sin":
            return kernels.function(graph, "cos", (u,))
        case "cos":
            return graph.scale(kernels.function(graph, "sin", (u,)), -1)
        case "exp":
            return id_
        case "log":
            conditions.add("nz", u)
            return graph.power(u, -1)
        case "atan":
            return graph.power(graph.sum(((graph.power(u, 2), 1),), 1), -1)
        case "asin":
            below = graph.sum(((graph.power(u, 2), -1),), 1)
            conditions.add("nz", below)
            return graph.power(kernels.root(graph, below, 2), -1)
        case "abs" if not graph.complex:
            conditions.add("nz", u)
            return graph.product(((id_, 1), (u, -1)))
        case "sign" if not graph.complex:
            conditions.add("nz", u)
            return graph.number(0)
        case "erf":
            bell = kernels.exp(graph, graph.scale(graph.power(u, 2), -1))
            below = graph.power(kernels.root(graph, graph.constant("pi"), 2), -1)
            return graph.scale(graph.times(bell, below), 2)
        case _:
            raise Unsupported("derivative")
