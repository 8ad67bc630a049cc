"""Where both sides are defined: points proved to be common ones, sides defined nowhere.

`equal` means "the same value wherever both sides are defined, and there is such a point": a proof
counts only once a common point was found here, exactly or in balls.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from tutor.oracle import exact
from tutor.oracle.budget import Overrun
from tutor.oracle.graph.graph import whole
from tutor.oracle.graph.signs import NEGATIVE, NOT_REAL, POSITIVE, ZERO, signs
from tutor.oracle.points import points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tutor.oracle.budget import Budget
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph, Rational
    from tutor.oracle.stage import Pair

SEEDED = 40  # points drawn after the fixed ones
BITS = 128


def candidates(pair: Pair, names: tuple[str, ...]) -> Iterator[Mapping[str, Rational]]:
    """Rational points that the kinds of the names admit: those a person can check come first."""
    where = {
        name: replace(domain, complex=False) if domain.complex else domain
        for name, domain in points.domains(pair.scope, names).items()
    }
    found = chain(
        points.small(where),
        points.fixed(where),
        points.far(where),
        islice(points.seeded(where, "|".join(names)), SEEDED),
    )
    for point in found:
        yield {name: whole(value) for name, value in point.items()}  # type: ignore[arg-type]


def common_point(pair: Pair, budget: Budget) -> Mapping[str, Rational] | None:
    """A point at which all conditions of both sides are proved to hold, or None.

    A `zero` condition is left out: an implicit derivative is asked for on its curve, whether or
    not a rational point of that curve is at hand.
    """
    return point_where(pair, pair.conditions(), budget)


def point_where(
    pair: Pair, conditions: Iterable[Condition], budget: Budget
) -> Mapping[str, Rational] | None:
    """A point at which these conditions are proved to hold, or None."""
    graph = pair.graph
    wanted = [c for c in conditions if c[0] != "zero" and not always(graph, c)]
    if any(graph.is_number(id_) for _, id_ in wanted):
        return None
    names = graph.free(*(id_ for _, id_ in wanted))
    if not wanted:
        return {}
    unclear = False
    try:
        for point in candidates(pair, names):
            verdict = _exactly(graph, wanted, point, budget)
            if verdict:
                return point
            unclear = unclear or verdict is None
            if not names:
                break
    except Overrun:
        unclear = True
    return _in_balls(pair, wanted, names, budget) if unclear else None


def always(graph: Graph, condition: Condition) -> bool:
    """Whether a condition holds at every point, by the signs of the node."""
    kind, id_ = condition
    if kind in ("integer", "unit", "power", "zero"):
        return False
    found = signs(graph, id_)
    match kind:
        case "nz":
            return not found & ZERO
        case "pos":
            return found == POSITIVE
        case _:
            return not found & (NEGATIVE | NOT_REAL)


def _exactly(
    graph: Graph, wanted: list[Condition], point: Mapping[str, Rational], budget: Budget
) -> bool | None:
    """Whether all conditions hold at a point: False if one fails, None if one cannot be told."""
    known = exact.values(graph, [id_ for _, id_ in wanted], point, budget)
    answers = [exact.holds(graph, condition, known) for condition in wanted]
    if all(answers):
        return True
    return False if False in answers else None


def _in_balls(
    pair: Pair, wanted: list[Condition], names: tuple[str, ...], budget: Budget
) -> Mapping[str, Rational] | None:
    from tutor.oracle.cas import balls, evaluate

    if not balls.available():
        return None
    budget.restart()
    with balls.precision(BITS):
        program = evaluate.Program(pair.graph, [id_ for _, id_ in wanted], exactly=True)
        for point in candidates(pair, names):
            found = program.run(point, budget)
            if all(evaluate.holds(condition, found, pair.graph) for condition in wanted):
                return point
            if not names:
                return None
    return None
