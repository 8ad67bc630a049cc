"""An antiderivative of a node by rule: linearity, powers, parts, substitution, partial fractions.

What a rule gives is not believed: it counts only once its derivative is proved to be the integrand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle import kronecker
from tutor.oracle.building.differentiate import differentiate
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.calculus import power_rules, wave_rules
from tutor.oracle.calculus.powers import contains, putting
from tutor.oracle.certificate import Proof
from tutor.oracle.conditions import Conditions
from tutor.oracle.graph.expansion import expand

if TYPE_CHECKING:
    from tutor.oracle.budget import Budget
    from tutor.oracle.graph.graph import Graph, Pairs

_DEPTH = 3  # of substitutions and parts inside one another
_MOST_TERMS = 60
_SUBSTITUTED = "substituted u"  # no learner's name has a space in it


def antiderivative(graph: Graph, f: int, x: int, budget: Budget) -> int | None:
    """A node whose derivative by the name is `f` wherever both are defined; None where no rule finds one."""
    found = _Search(graph, budget).sum(f, x, _DEPTH)
    if found is None:
        return None
    try:
        back = differentiate(graph, found, graph.node[x][1], Conditions())
    except Unsupported:
        return None
    return (
        found
        if kronecker.are_equal(graph, back, f, budget) or _proved(graph, back, f, budget)
        else None
    )


def _proved(graph: Graph, one: int, other: int, budget: Budget) -> bool:
    """Whether two nodes agree wherever what they are made of is defined."""
    from tutor.oracle.ladder import PROVING, attempt
    from tutor.oracle.stage import Pair, Side

    nothing = Conditions()
    pair = Pair(graph, Side(one, nothing), Side(other, nothing), graph.scope, nothing)
    return any(isinstance(attempt(id_, pair, budget)[0], Proof) for id_ in PROVING)


class _Search:
    """Rules tried one after another, substitutions inside one another to a small depth. Raises: Overrun."""

    def __init__(self, graph: Graph, budget: Budget) -> None:
        self.graph = graph
        self.budget = budget

    def sum(self, f: int, x: int, depth: int) -> int | None:
        """An antiderivative term by term, or of the whole as one product."""
        graph = self.graph
        value, terms = graph.terms(expand(graph, f, _MOST_TERMS))
        parts = [(x, value)]
        for term, coef in terms:
            found = self._term(term, x, depth)
            if found is None:
                # as one product it may still have one, where its terms have none of their own
                return self._term(f, x, depth) if graph.node[f][0] == "product" else None
            parts.append((found, coef))
        return graph.sum(parts)

    def _term(self, term: int, x: int, depth: int) -> int | None:
        graph = self.graph
        coef, factors = graph.factors(term)
        outside = [(f, k) for f, k in factors if not contains(graph, f, x)]
        inside = tuple((f, k) for f, k in factors if contains(graph, f, x))
        found = self._of_product(inside, x, depth)
        return None if found is None else graph.product([*outside, (found, 1)], coef)

    def _of_product(self, factors: Pairs, x: int, depth: int) -> int | None:
        for rule in (*power_rules.RULES, *wave_rules.RULES):
            found = rule(self.graph, factors, x)
            if found is not None:
                return found
        halved = wave_rules.halved_angles(self.graph, factors)
        if halved is not None:
            return self.sum(halved, x, depth)
        return self._by_substitution(self.graph.product(factors), x, depth - 1) if depth else None

    def _by_substitution(self, f: int, x: int, depth: int) -> int | None:
        """g(u)*u' by w = u, for everything in the integrand that may be u, the outermost first."""
        graph = self.graph
        w = graph.name(_SUBSTITUTED + " " * depth)
        order = graph.order(f)
        for u in reversed(order):
            if u in (x, f) or not contains(graph, u, x):
                continue
            self.budget.charge("visits", len(order))
            try:
                du = differentiate(graph, u, graph.node[x][1], Conditions())
            except Unsupported:
                continue
            if graph.value(du) == 0:
                continue
            rest = _exchanged(graph, graph.product(((f, 1), (du, -1))), u, w)
            if contains(graph, rest, x):
                continue
            found = self.sum(rest, w, depth)
            if found is not None:
                return putting(graph, found, w, u)
        return None


def _exchanged(graph: Graph, f: int, u: int, w: int) -> int:
    """The node with w in the place of u, and of its multiples and powers."""
    found = graph.rebuild(f, {u: w}.get)
    node = graph.node[u]
    if node[0] == "product" and node[1] == 1 and len(node[2]) == 1:  # u = x^k: powers of it
        base, k = node[2][0]
        found = graph.rebuild(found, lambda id_: _power_of(graph, id_, base, k, w))
    return found


def _power_of(graph: Graph, id_: int, base: int, k: int, w: int) -> int | None:
    node = graph.node[id_]
    if node[0] != "product":
        return None
    exps = dict(node[2])
    exp = exps.get(base, 0)
    if not exp or exp % k:
        return None
    rest = [(f, n) for f, n in node[2] if f != base]
    return graph.product([*rest, (w, exp // k)], node[1])
