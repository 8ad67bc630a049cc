"""Different, because the two sides leave different residues modulo the prime 2^61 - 1.

For rational functions too large to be worked out: the exponents may have six digits. Unequal
residues at a point are a genuine difference at that rational point, for equal rationals have equal
residues. Equal residues prove nothing: x^(2^61 - 1) - x vanishes everywhere modulo the prime.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle import exact
from tutor.oracle.certificate import Counterexample
from tutor.oracle.points import domain, witness
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.oracle.budget import Budget
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph, Rational
    from tutor.oracle.stage import Pair

PRIME = (1 << 61) - 1
POINTS = 60


def decide(pair: Pair, budget: Budget) -> Counterexample | None:
    """A counterexample at a point with unequal residues, or None."""
    graph = pair.graph
    response, answer = pair.response.root, pair.answer.root
    if graph.flags[response] | graph.flags[answer]:
        return None
    conditions = list(dict.fromkeys(pair.conditions()))
    roots = [response, answer, *(id_ for _, id_ in conditions)]
    for k, point in enumerate(domain.candidates(pair, pair.names())):
        if k == POINTS:
            break
        known = residues(graph, roots, point, budget)
        one, other = known[response], known[answer]
        if one is None or other is None or one == other:
            continue
        if not _all_hold(graph, conditions, known, point, budget):
            continue
        texts = [witness.value_text(pair, root, point, budget) for root in (response, answer)]
        if texts[0] is not None and texts[1] is not None:
            return Counterexample(witness.written(point), texts[0], texts[1])
    return None


def residues(
    graph: Graph, roots: list[int], point: Mapping[str, Rational], budget: Budget
) -> dict[int, int | None]:
    """Every node below the roots modulo the prime; None where a denominator has no inverse, or a kernel stands."""
    order = graph.order(*roots)
    budget.charge("visits", len(order))
    found: dict[int, int | None] = {}
    for id_ in order:
        match graph.node[id_]:
            case ("number", value):
                found[id_] = residue(value)
            case ("name", text):
                found[id_] = residue(point[text])
            case ("sum", value, terms):
                found[id_] = _sum(residue(value), terms, found)
            case ("product", coef, factors):
                found[id_] = _product(residue(coef), factors, found)
            case _:
                found[id_] = None
    return found


def residue(value: Rational) -> int | None:
    """A rational modulo the prime, or None if the prime divides its denominator."""
    if not value.denominator % PRIME:
        return None
    if value.denominator == 1:
        return value.numerator % PRIME
    return value.numerator * pow(value.denominator, -1, PRIME) % PRIME


def _sum(
    total: int | None, terms: tuple[tuple[int, Rational], ...], found: Mapping[int, int | None]
) -> int | None:
    for term, coef in terms:
        value, factor = found[term], residue(coef)
        if total is None or value is None or factor is None:
            return None
        total += value * factor
    return None if total is None else total % PRIME


def _product(
    total: int | None, factors: tuple[tuple[int, int], ...], found: Mapping[int, int | None]
) -> int | None:
    for factor, exp in factors:
        value = found[factor]
        if total is None or value is None or (exp < 0 and not value):
            return None
        total = total * pow(value, exp, PRIME) % PRIME
    return total


def _all_hold(
    graph: Graph,
    conditions: list[Condition],
    known: Mapping[int, int | None],
    point: Mapping[str, Rational],
    budget: Budget,
) -> bool:
    """Whether all conditions are proved at the point: a residue that is not 0 comes from no 0."""
    open_ = [c for c in conditions if not (c[0] == "nz" and known[c[1]])]
    open_ = [c for c in open_ if not domain.always(graph, c)]
    if not open_:
        return True
    values = exact.values(graph, [id_ for _, id_ in open_], point, budget)
    return all(exact.holds(graph, condition, values) for condition in open_)


STAGE = Stage("modular", decide)
