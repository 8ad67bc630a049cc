"""One question put to the test at points: whether all conditions hold there, and both values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle.cas import balls
from tutor.oracle.cas.evaluate import Program, holds
from tutor.oracle.certificate import Counterexample
from tutor.oracle.graph.graph import UNKNOWN
from tutor.oracle.points import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.oracle.budget import Budget
    from tutor.oracle.cas.evaluate import Values
    from tutor.oracle.conditions import Condition
    from tutor.oracle.points.points import Domain, Point
    from tutor.oracle.stage import Pair

_DIGITS = 12
_MOST_DIGITS = 48
_EASY_BITS, _TEXT_BITS = 64, 192


class Trial:
    """A question made ready to be evaluated at many points.

    Args:
        pair: the question.
        budget: charged with every point.
        exactly: whether to keep rationals as such; needed where a condition wants a value to be 0, and
            where an unknown function must tell its arguments apart.

    Attributes:
        where: the domain of each name, names sorted.
    """

    def __init__(self, pair: Pair, budget: Budget, *, exactly: bool = False) -> None:
        self.pair = pair
        self.budget = budget
        self.conditions: tuple[Condition, ...] = tuple(dict.fromkeys(pair.conditions()))
        self.where: dict[str, Domain] = points.domains(pair.scope, pair.names())
        self.roots = (pair.response.root, pair.answer.root)
        self.on_a_curve = any(kind == "zero" for kind, _ in self.conditions)
        unknown = any(pair.graph.flags[root] & UNKNOWN for root in self.roots)
        nodes = [*self.roots, *(node for _, node in self.conditions)]
        self._program = Program(pair.graph, nodes, exactly=exactly or unknown or self.on_a_curve)

    def values(self, point: Point) -> Values:
        """The values of all nodes, whether or not the conditions hold. Inside `balls.precision`."""
        return self._program.run(point, self.budget)

    def unknowns(self, values: Values) -> Iterator[tuple[str, balls.Ball]]:
        """The values that unknown functions were given there."""
        return self._program.unknowns(values)

    def holding(self, values: Values) -> int:
        """How many of the conditions are proved to hold."""
        graph = self.pair.graph
        return sum(holds(condition, values, graph) is True for condition in self.conditions)

    def admits(self, values: Values) -> bool:
        """Whether every condition is proved to hold and both sides have a finite value."""
        graph = self.pair.graph
        return all(holds(c, values, graph) is True for c in self.conditions) and all(
            balls.is_finite(values[root]) for root in self.roots
        )

    def differs(self, values: Values) -> bool:
        """Whether the two sides are proved to differ."""
        response, answer = self.roots
        return balls.apart(values[response], values[answer]) is True

    def refutes(self, point: Point) -> bool:
        """Whether the point is a counterexample: conditions proved, values proved to differ."""
        values = self.values(point)
        return self.differs(values) and self.admits(values)

    def verified(self, candidates: Iterator[Point]) -> Iterator[tuple[Point, Values]]:
        """Those candidates at which every condition is proved to hold, with all values there."""
        for point in candidates:
            values = self.values(point)
            if self.admits(values):
                yield point, values


def counterexample(trial: Trial, point: Point) -> Counterexample:
    """The certificate for a point that refutes: a point that a person can check, if one refutes as well."""
    with balls.precision(_EASY_BITS):
        point = next(filter(trial.refutes, points.small(trial.where)), point)
    exact = Trial(trial.pair, trial.budget, exactly=True)
    with balls.precision(_TEXT_BITS):
        values = exact.values(point)
        if not exact.differs(values):
            values = trial.values(point)
        response, answer = (values[root] for root in trial.roots)
        at = {name: points.text(value) for name, value in point.items()}
        at |= {name: balls.text(value) for name, value in trial.unknowns(values)}
        return Counterexample(at, *_texts(response, answer))


def _texts(response: balls.Ball, answer: balls.Ball) -> tuple[str, str]:
    """Both values, with as many digits as it takes to see that they differ."""
    digits = _DIGITS
    while True:
        left, right = balls.text(response, digits), balls.text(answer, digits)
        if left != right or digits > _MOST_DIGITS:
            return left, right
        digits *= 2
