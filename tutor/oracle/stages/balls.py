"""Balls under proven conditions: two sides that differ at one admissible point are different.

Agreement proves nothing and is not claimed here. The first stage is a glance at three points, which
sends most wrong answers home; the second looks at thirty, far out and in narrow domains as well, with
more digits, after the proofs have had their turn.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from tutor.oracle.cas import balls
from tutor.oracle.points import points, search
from tutor.oracle.points.trial import Trial, counterexample
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.oracle.budget import Budget
    from tutor.oracle.cas.evaluate import Values
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.points.points import Point
    from tutor.oracle.stage import Pair

_GLANCE_POINTS, _GLANCE_CANDIDATES, _GLANCE_BITS = 3, 9, 64
_POINTS, _BITS, _MORE_BITS = 30, 256, 1_024
_ENOUGH = 3
"""Fewer admissible points than this among the lists mean a narrow domain."""
_CONSTANT_BITS = 128


def glance(pair: Pair, budget: Budget) -> Certificate | None:
    """Three admissible points at 64 bits."""
    if not balls.available():
        return None
    trial = Trial(pair, budget)
    with balls.precision(_GLANCE_BITS if trial.where else _CONSTANT_BITS):
        if trial.on_a_curve:
            candidates = search.candidates(trial)
        elif trial.where:
            candidates = points.fixed(trial.where)
        else:
            candidates = iter(({},))
        found = trial.verified(islice(candidates, _GLANCE_CANDIDATES))
        refuting = _refuting(trial, islice(found, _GLANCE_POINTS))
    return None if refuting is None else counterexample(trial, refuting)


def look(pair: Pair, budget: Budget) -> Certificate | None:
    """Thirty admissible points at 256 bits; at 1,024 those where the two sides cannot be told apart."""
    if not balls.available():
        return None
    trial = Trial(pair, budget)
    admitted: list[Point] = []
    with balls.precision(_BITS):
        for point, values in islice(gathered(trial), _POINTS):
            if trial.differs(values):
                return counterexample(trial, point)
            admitted.append(point)
    with balls.precision(_MORE_BITS):
        refuting = _refuting(trial, trial.verified(iter(admitted[: _POINTS // 3])))
    return None if refuting is None else counterexample(trial, refuting)


def gathered(trial: Trial) -> Iterator[tuple[Point, Values]]:
    """Admissible points, the fixed lists first; of a narrow domain as well. Inside `precision`."""
    if not trial.where:
        yield from trial.verified(iter(({},)))
        return
    count = 0
    if not trial.on_a_curve:
        lists = (points.fixed(trial.where), points.far(trial.where), points.small(trial.where))
        for found in trial.verified(chain(*lists)):
            count += 1
            yield found
    if count < _ENOUGH:
        yield from trial.verified(search.candidates(trial))


def _refuting(trial: Trial, found: Iterator[tuple[Point, Values]]) -> Point | None:
    return next((point for point, values in found if trial.differs(values)), None)


glance_stage = Stage("balls", glance)
look_stage = Stage("balls.far", look)
