"""Counterexamples that a person can check: the smallest point that shows the difference, both values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle import exact
from tutor.oracle.certificate import Counterexample
from tutor.oracle.points import domain, points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.oracle.budget import Budget
    from tutor.oracle.graph.graph import Rational
    from tutor.oracle.stage import Pair

BITS = 256


def exact_difference(pair: Pair, budget: Budget) -> Counterexample | None:
    """A rational point where all conditions hold exactly and the exact values differ, or None."""
    graph = pair.graph
    response, answer = pair.response.root, pair.answer.root
    conditions = list(dict.fromkeys(pair.conditions()))
    roots = [response, answer, *(id_ for _, id_ in conditions)]
    names = pair.names()
    for point in domain.candidates(pair, names):
        known = exact.values(graph, roots, point, budget)
        one, other = known[response], known[answer]
        if one is None or other is None or one == other:
            continue
        if all(exact.holds(graph, condition, known) for condition in conditions):
            return Counterexample(written(point), exact.text(one), exact.text(other))
    return None


def written(point: Mapping[str, Rational]) -> dict[str, str]:
    """A point as certificates write it."""
    return {name: points.text(value) for name, value in point.items()}


def value_text(pair: Pair, root: int, point: Mapping[str, Rational], budget: Budget) -> str | None:
    """The value of a node at a point, exact or to 12 digits; None where neither can be had."""
    known = exact.values(pair.graph, [root], point, budget)[root]
    if known is not None:
        return exact.text(known)
    from tutor.oracle.cas import balls, evaluate

    if not balls.available():
        return None
    with balls.precision(BITS):
        program = evaluate.Program(pair.graph, [root], exactly=True)
        found = program.run(point, budget)[root]
        return balls.text(found) if balls.is_finite(found) else None
