"""Multiplying out, where it stays small: arguments of functions are kept multiplied out."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.oracle.budget import Budget
    from tutor.oracle.graph.graph import Graph, Rational

SMALL = 64  # terms


def expand(graph: Graph, id_: int, limit: int = SMALL, budget: Budget | None = None) -> int:
    """The node with its products of sums multiplied out, unless one could give more than `limit` terms.

    Args:
        budget: charged for every term made on the way, which may be far more than are left: the powers
            of a sum are multiplied out one after another. None is for limits so small that it does not matter.

    Raises: Overrun if the budget is passed.
    """
    match graph.node[id_]:
        case ("sum", value, terms):
            if not any(_has_sums(graph, term) for term, _ in terms):
                return id_
            new = [(expand(graph, term, limit, budget), coef) for term, coef in terms]
            return graph.sum(new, value)
        case ("product", _, _) if _has_sums(graph, id_):
            return _multiply_out(graph, id_, limit, budget)
        case _:
            return id_


def expanded_factors(graph: Graph, id_: int) -> tuple[Rational, tuple[tuple[int, int], ...]]:
    """The node as a product whose sums are multiplied out inside; the product itself stays."""
    coef, factors = graph.factors(id_)
    new = [(expand(graph, f) if graph.node[f][0] == "sum" else f, k) for f, k in factors]
    if all(f == g for (f, _), (g, _) in zip(factors, new, strict=True)):
        return coef, factors
    return graph.factors(graph.product(new, coef))


def _has_sums(graph: Graph, id_: int) -> bool:
    node = graph.node[id_]
    return node[0] == "product" and any(
        exp > 0 and graph.node[factor][0] == "sum" for factor, exp in node[2]
    )


def _multiply_out(graph: Graph, id_: int, limit: int, budget: Budget | None) -> int:
    coef, factors = graph.factors(id_)
    size = 1
    for factor, exp in factors:
        node = graph.node[factor]
        if node[0] == "sum" and exp > 0:
            width = len(node[2]) + bool(node[1])
            if exp > limit:
                return id_
            size *= comb(width - 1 + exp, exp)
            if size > limit:
                return id_
    rest = [(f, k) for f, k in factors if k < 0 or graph.node[f][0] != "sum"]
    found = graph.product(rest, coef)
    for factor, exp in factors:
        if exp > 0 and graph.node[factor][0] == "sum":
            for _ in range(exp):
                found = _distribute(graph, found, factor, budget)
    return expand(graph, found, limit, budget)  # a sum inside a term of a sum


def _distribute(graph: Graph, left: int, right: int, budget: Budget | None) -> int:
    """The product of two sums as the sum of the products of their terms."""
    value, terms = graph.terms(left)
    constant, others = graph.terms(right)
    if budget is not None:
        budget.charge("terms", len(terms) * len(others))
    pairs = [(graph.times(t, u), c * d) for t, c in terms for u, d in others]
    pairs += [(t, c * constant) for t, c in terms]
    pairs += [(u, d * value) for u, d in others]
    return graph.sum(pairs, value * constant)
