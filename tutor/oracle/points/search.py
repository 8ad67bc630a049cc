"""Looking for points of a narrow domain: where the fixed lists miss it, or where it is a curve.

Nothing found here is believed: a point counts only once all conditions are proved to hold at it. The
search walks along one name at a time: a condition that changes sign is bisected, one that never holds
is climbed to its peak, and the places between are tried.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, islice, pairwise
from math import isqrt
from typing import TYPE_CHECKING

from tutor.oracle.cas import balls
from tutor.oracle.points import points
from tutor.oracle.points.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.oracle.budget import Budget
    from tutor.oracle.cas.balls import Ball
    from tutor.oracle.cas.evaluate import Values
    from tutor.oracle.conditions import Condition
    from tutor.oracle.points.points import Domain, Point
    from tutor.oracle.stage import Pair

_COMMON_BITS = 128
_STARTS = 12
_ROUNDS = 2
_BISECTIONS = 24
_SIZES = tuple(
    map(
        Fraction,
        (
            "0",
            "1/100",
            "1/10",
            "1/4",
            "1/2",
            "1",
            "3/2",
            "2",
            "3",
            "4",
            "6",
            "10",
            "30",
            "100",
            "1000",
            "1000000",
        ),
    )
)
_GRID: tuple[Fraction, ...] = tuple(sorted({s for size in _SIZES for s in (size, -size)}))
_SHRINK = tuple(Fraction(1, 4**k) for k in range(20))
_CURVE_VALUES = tuple(
    map(
        Fraction,
        (
            "1",
            "2",
            "3",
            "4",
            "0",
            "5",
            "-1",
            "-2",
            "1/2",
            "3/5",
            "-3",
            "4/5",
            "12",
            "8",
            "-1/3",
            "6",
            "7",
            "5/13",
            "-4",
            "10",
        ),
    )
)


def candidates(trial: Trial) -> Iterator[Point]:
    """Points near one where all conditions hold, if the search finds one. Inside `balls.precision`."""
    if trial.on_a_curve:
        yield from _curve(trial)
        return
    found = _domain_point(trial)
    if found is not None:
        yield found
        yield from _around(trial, found)


def common_point(pair: Pair, budget: Budget) -> Point | None:
    """A point where all conditions of both sides are proved to hold, in a domain that the fixed lists miss."""
    if not balls.available():
        return None
    trial = Trial(pair, budget)
    with balls.precision(_COMMON_BITS):
        return next((point for point, _ in trial.verified(candidates(trial))), None)


# Narrow domains.


def _domain_point(trial: Trial) -> Point | None:
    """A point where every condition holds."""
    starts = islice(chain(points.fixed(trial.where), points.far(trial.where)), _STARTS)
    point = max(starts, key=lambda p: trial.holding(trial.values(p)), default=None)
    if point is None:
        return None
    for _ in range(_ROUNDS):
        for name, domain in trial.where.items():
            if domain.whole or domain.complex:
                continue
            point = _best_on_line(trial, point, name, domain)
            if trial.admits(trial.values(point)):
                return point
    return None


def _best_on_line(trial: Trial, point: Point, name: str, domain: Domain) -> Point:
    """The point with the most conditions proved, among those that differ from `point` in one name."""

    def values_at(x: Fraction) -> Values:
        return trial.values({**point, name: x})

    grid = _grid(domain)
    rows = [values_at(x) for x in grid]
    marks = list(grid)
    for condition in trial.conditions:
        marks += _edges(condition, grid, rows, values_at)
    marks = sorted(set(marks))
    between = [(a + b) / 2 for a, b in pairwise(marks)]
    best = max(
        (
            x
            for x in (point[name], *marks, *between)
            if isinstance(x, Fraction | int) and x in domain
        ),
        key=lambda x: trial.holding(values_at(Fraction(x))),
        default=point[name],
    )
    return {**point, name: best}


def _grid(domain: Domain) -> list[Fraction]:
    """Places along a line: everywhere, or crowded towards the ends of an interval."""
    if domain.low is None and domain.high is None:
        return [x for x in _GRID if x or domain.zero]
    images = {Fraction(domain.image(size, 0)) for size in _SIZES if size}
    return sorted(images)


def _margin(condition: Condition, values: Values) -> Ball:
    """A quantity that is above 0 where the condition holds; nan where there is none to follow."""
    kind, id_ = condition
    match kind:
        case "pos" | "nonneg":
            return balls.inexact(values[id_]).mid() if balls.is_real(values[id_]) else balls.nan()
        case "unit":
            return (
                1 - abs(balls.inexact(values[id_])).mid()
                if balls.is_real(values[id_])
                else balls.nan()
            )
        case _:
            return balls.nan()


def _edges(
    condition: Condition,
    grid: list[Fraction],
    rows: list[Values],
    values_at: Callable[[Fraction], Values],
) -> list[Fraction]:
    """Where along the line the condition begins or ends to hold, about."""
    margins = [_margin(condition, row) for row in rows]
    found: list[Fraction] = []
    for i in range(len(grid) - 1):
        if (margins[i] > 0 and margins[i + 1] < 0) or (margins[i] < 0 and margins[i + 1] > 0):
            rising = bool(margins[i + 1] > 0)
            found.append(_bisect(condition, grid[i], grid[i + 1], values_at, rising=rising))
    if not found and margins and all(margin < 0 for margin in margins):
        top = 0
        for i in range(len(margins)):
            if margins[i] > margins[top]:
                top = i
        low, high = grid[max(0, top - 1)], grid[min(len(grid) - 1, top + 1)]
        found.append(_peak(condition, low, high, values_at))
    return found


def _bisect(
    condition: Condition,
    low: Fraction,
    high: Fraction,
    values_at: Callable[[Fraction], Values],
    *,
    rising: bool,
) -> Fraction:
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if bool(_margin(condition, values_at(middle)) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _peak(
    condition: Condition, low: Fraction, high: Fraction, values_at: Callable[[Fraction], Values]
) -> Fraction:
    """About the largest margin between two places; the first place found where it is above 0."""
    for _ in range(_BISECTIONS):
        step = (high - low) / 4
        left, middle, right = low + step, low + 2 * step, high - step
        at_left, at_middle, at_right = (
            _margin(condition, values_at(x)) for x in (left, middle, right)
        )
        if at_middle > 0:
            return middle
        if at_left > at_middle:
            high = middle
        elif at_right > at_middle:
            low = middle
        else:
            low, high = left, right
    return (low + high) / 2


def _around(trial: Trial, centre: Point) -> Iterator[Point]:
    """Other points of the same domain: in each direction as far as the conditions hold."""
    for direction in points.fixed(trial.where):
        for shrink in _SHRINK:
            point = {
                name: _moved(value, direction[name], shrink, trial.where[name])
                for name, value in centre.items()
            }
            if trial.admits(trial.values(point)):
                yield point
                break


def _moved(
    value: points.Rational | points.Gaussian,
    direction: points.Rational | points.Gaussian,
    shrink: Fraction,
    domain: Domain,
) -> points.Rational | points.Gaussian:
    if domain.whole or isinstance(value, tuple) or isinstance(direction, tuple):
        return value
    moved = value + direction * shrink
    return moved if moved in domain else value


# Curves: a condition `zero` holds only at points made for it.


def _curve(trial: Trial) -> Iterator[Point]:
    """Rational points on the curves: all names but one are chosen, the last one is solved for."""
    zeros = [id_ for kind, id_ in trial.conditions if kind == "zero"]
    for i in range(len(_CURVE_VALUES)):
        for stride in (0, 3, 7):
            point: dict[str, points.Rational | points.Gaussian] = {
                name: _CURVE_VALUES[(i + stride * (k + 1)) % len(_CURVE_VALUES)]
                for k, name in enumerate(trial.where)
                if not trial.where[name].complex
            }
            if len(point) == len(trial.where):
                yield from _solved(trial, point, zeros, ())


def _solved(
    trial: Trial,
    point: dict[str, points.Rational | points.Gaussian],
    zeros: list[int],
    used: tuple[str, ...],
) -> Iterator[Point]:
    if not zeros:
        yield point
        return
    node = zeros[0]
    for name in reversed(trial.pair.graph.free(node)):
        if name in used:
            continue
        roots = _roots_of_quadratic(trial, point, node, name)
        for root in roots:
            if root in trial.where[name]:
                yield from _solved(trial, {**point, name: root}, zeros[1:], (*used, name))
        if roots:
            return


def _roots_of_quadratic(
    trial: Trial,
    point: dict[str, points.Rational | points.Gaussian],
    node: int,
    name: str,
) -> list[Fraction]:
    """The rational roots of the parabola through three values of the node along one name."""
    found = [balls.rational(trial.values({**point, name: x})[node]) for x in (0, 1, 2)]
    if any(value is None for value in found):
        return []
    c, one, two = (Fraction(value) for value in found if value is not None)
    a = (two - 2 * one + c) / 2
    b = one - a - c
    if not a:
        return [-c / b] if b else []
    square = b * b - 4 * a * c
    if square < 0:
        return []
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if top * top != square.numerator or bottom * bottom != square.denominator:
        return []
    root = Fraction(top, bottom)
    return list(dict.fromkeys([(-b + root) / (2 * a), (-b - root) / (2 * a)]))
