"""A node as a polynomial in one name, its coefficients nodes without that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.signs import NOT_REAL, ZERO, signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.oracle.graph.graph import Graph

MOST_TERMS = 400  # that multiplying out may give


def contains(graph: Graph, id_: int, x: int) -> bool:
    """Whether a name occurs in a node."""
    return bool(graph.masks[id_] & graph.masks[x])


def in_powers(graph: Graph, id_: int, x: int) -> dict[int, int] | None:
    """The coefficients by their power of the name, none of them 0; None for what is no polynomial in it."""
    value, terms = graph.terms(expand(graph, id_, MOST_TERMS))
    parts: dict[int, list[int]] = {0: [graph.number(value)]} if value else {}
    for term, coef in terms:
        if not contains(graph, term, x):
            parts.setdefault(0, []).append(graph.scale(term, coef))
            continue
        _, factors = graph.factors(term)
        power = dict(factors).get(x, 0)
        rest = graph.product([(f, k) for f, k in factors if f != x], coef)
        if power < 1 or contains(graph, rest, x):
            return None
        parts.setdefault(power, []).append(rest)
    found = {power: graph.plus(*nodes) for power, nodes in sorted(parts.items())}
    return {power: node for power, node in found.items() if graph.value(node) != 0}


def line(graph: Graph, id_: int, x: int) -> tuple[int, int] | None:
    """Slope and start of a node that is linear in the name, the slope not the number 0."""
    powers = in_powers(graph, id_, x)
    if powers is None or max(powers, default=0) != 1:
        return None
    return powers[1], powers.get(0, graph.number(0))


def not_zero(graph: Graph, id_: int) -> bool:
    """Whether a node is proved to be 0 nowhere."""
    return not signs(graph, id_) & (ZERO | NOT_REAL)


def polynomial(graph: Graph, powers: Mapping[int, int], x: int) -> int:
    """The node with these coefficients."""
    return graph.plus(*(graph.times(c, graph.power(x, k)) for k, c in powers.items()))


def slope(powers: Mapping[int, int], graph: Graph) -> dict[int, int]:
    """The coefficients of the derivative."""
    return {k - 1: graph.scale(c, k) for k, c in powers.items() if k}


def putting(graph: Graph, id_: int, old: int, new: int) -> int:
    """The node with another in the place of a name."""
    return graph.rebuild(id_, {old: new}.get)
