"""The fault run: the expert's work with a few misconceptions in place of their sound siblings.

It explains wrong final answers, not only wrong steps: every outcome is what a learner ends with who works
soundly but for the faults listed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.diagnosis.evaluation import Points, UnfitError
from tutor.diagnosis.expert import next_line, tidy, values
from tutor.diagnosis.fingerprint import key
from tutor.diagnosis.outcome import Outcome, goals_of, subject_of
from tutor.language.expr.nodes import Derivative, Verb, Where
from tutor.language.expr.views import holds_inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.diagnosis.misconception import Misconception
    from tutor.diagnosis.outcome import Origin
    from tutor.language.expr.nodes import Expr

_SOUND = 2_000  # lines of one sound run, far more than any takes
_EVERYWHERE = 1_000  # uses of one idea wherever it fits
_DEPTH = 40  # goals inside goals; a rule that leads back to its own goal ends here


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a run stands: how many faults are left, the points, and the goals it is inside of."""

    left: int
    points: Points
    above: tuple[Expr, ...] = ()

    def after(self, ids: tuple[str, ...]) -> _Here:
        """The same place with some faults spent."""
        return _Here(self.left - len(ids), self.points, self.above) if ids else self


@dataclass(slots=True)
class FaultRun:
    """All outcomes of one problem, bounded by a count.

    Args:
        misconceptions: those that may be used.
        limit: how many outcomes may be made; a run that would pass it stops.
        always: use a misconception wherever it fits, as one idea, instead of at chosen places.
    """

    misconceptions: tuple[Misconception, ...]
    limit: int
    always: bool = False
    made: int = 0
    _known: dict[object, tuple[Outcome, ...]] = field(default_factory=dict)

    def outcomes(self, e: Expr, most: int, points: Points) -> tuple[Outcome, ...]:
        """What `e` may become with at most `most` faults, the expert's outcome first."""
        here = _Here(_EVERYWHERE if self.always else most, points)
        return tuple(self._finished(e, goals_of(e), e, "written", here))

    def _finished(
        self, line: Expr, goals: tuple[Expr, ...], subject: Expr, origin: Origin, here: _Here
    ) -> Iterator[Outcome]:
        """The outcomes of a line, from those of its goals."""
        found: set[object] = set()
        for parts in self._choices(goals, here):
            if self.made >= self.limit:
                return
            self.made += 1
            try:
                bound = {goal: part.values for goal, part in parts}
                fingerprint = here.points.fingerprint(line, bound)
            except UnfitError:
                continue
            ids = tuple(id_ for _, part in parts for id_ in part.ids)
            new = (key(fingerprint, exact=here.points.exact), ids)
            if new not in found:
                found.add(new)
                yield Outcome(fingerprint, ids, subject, line, parts, origin)

    def _choices(
        self, goals: tuple[Expr, ...], here: _Here
    ) -> Iterator[tuple[tuple[Expr, Outcome], ...]]:
        """Every way to take one outcome for each goal, with no more faults in all than are left."""
        if not goals:
            yield ()
            return
        first, rest = goals[0], goals[1:]
        for outcome in self._of_goal(first, here):
            for others in self._choices(rest, here.after(outcome.ids)):
                yield ((first, outcome), *others)

    def _of_goal(self, goal: Expr, here: _Here) -> tuple[Outcome, ...]:
        """The outcomes of one goal, the expert's first."""
        known = (goal, here.left, here.points, self.always and goal in here.above)
        if known not in self._known:
            if len(here.above) > _DEPTH:
                return ()
            inside = _Here(here.left, here.points, (*here.above, goal))
            self._known[known] = _without_benign(self._alternatives(goal, inside), here.points)
        return self._known[known]

    def _alternatives(self, goal: Expr, here: _Here) -> Iterator[Outcome]:
        """The expert's outcome and those of every misconception that fits."""
        subject = subject_of(goal)
        mistaken: list[tuple[str, Expr]] = []
        if here.left > 0 and not (self.always and goal in here.above[:-1]):
            mistaken = [(m.id, made) for m in self.misconceptions for made in m.variants(goal)]
        if not (self.always and mistaken):
            yield from self._soundly(goal, subject, here)
        for id_, made in mistaken:
            for o in self._finished(made, goals_of(made), subject, "made", here.after((id_,))):
                yield Outcome(o.values, (id_, *o.ids), subject, made, o.parts, o.origin, id_)

    def _soundly(self, goal: Expr, subject: Expr, here: _Here) -> Iterator[Outcome]:
        """The expert's next line of a goal, with what may go wrong in what it leaves to do."""
        match goal:
            case Verb("solve_for", (equation, _)):
                yield from self._finished(goal, goals_of(equation), subject, "made", here)
            case Derivative(body) if holds_inert(body):
                yield from self._repeated(goal, here)
            case _:
                after = next_line(goal)
                if after is not None and after != goal:
                    yield from self._finished(after, goals_of(after), subject, "made", here)
                elif isinstance(goal, Where):
                    yield from self._evaluated(goal, subject, here)

    def _repeated(self, goal: Derivative, here: _Here) -> Iterator[Outcome]:
        """A derivative of something that is itself to be done: the inside first, tidied, then the outside."""
        body = goal.body
        for inner in self._finished(body, goals_of(body), body, "written", here):
            again = goal.of(tidy(inner.tree()))
            for outer in self._of_goal(again, here.after(inner.ids)):
                ids = inner.ids + outer.ids
                yield Outcome(outer.values, ids, body, again, ((again, outer),), before=inner)

    def _evaluated(self, goal: Where, subject: Expr, here: _Here) -> Iterator[Outcome]:
        """A derivative to be taken at a value: at points where its names have the values bound to them."""
        bindings = values(goal.bindings)
        goals = tuple(dict.fromkeys(g for _, part in bindings for g in goals_of(part)))
        for chosen in self._choices(goals, here):
            bound = {g: outcome.values for g, outcome in chosen}
            ids = tuple(id_ for _, outcome in chosen for id_ in outcome.ids)
            try:
                there = {name: here.points.fingerprint(part, bound)[0] for name, part in bindings}
            except UnfitError:
                continue
            points = Points({**here.points.values, **there}, here.points.exact)
            inside = _Here(here.left - len(ids), points, here.above)
            for o in self._finished(goal.body, goals_of(goal.body), subject, "same", inside):
                parts = ((goal.body, o), *chosen)
                yield Outcome(o.values, o.ids + ids, subject, goal, parts, "same")


def expert(e: Expr, points: Points) -> Outcome | None:
    """What `e` comes to without a fault; None where no way is known or it has no value."""
    return next(iter(FaultRun((), _SOUND).outcomes(e, 0, points)), None)


def _without_benign(found: Iterator[Outcome], points: Points) -> tuple[Outcome, ...]:
    """The outcomes without those mistakes that change nothing here."""
    keyed = [(o, key(o.values, exact=points.exact)) for o in found]
    sound = {value for o, value in keyed if not o.ids}
    return tuple(o for o, value in keyed if not o.ids or value not in sound)
