"""Why a line is wrong: faults on the way, a slip in the line, a misread problem.

All of it works on fingerprints first; whatever is told was confirmed by the oracle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from tutor.derivation import derive
from tutor.diagnosis.accept import worked
from tutor.diagnosis.evaluation import UnfitError
from tutor.diagnosis.expert import tidy, unknown_of
from tutor.diagnosis.fingerprint import REGIONS, is_real, points, ratio, same
from tutor.diagnosis.ranking import Explanation
from tutor.diagnosis.run import FaultRun, expert
from tutor.diagnosis.slips import Edit, edits, losses, readings
from tutor.language.expr.build import number
from tutor.language.expr.nodes import Product
from tutor.language.expr.views import canonical
from tutor.oracle import equal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from tutor.diagnosis.evaluation import Fingerprint, Points
    from tutor.diagnosis.misconception import Misconception
    from tutor.diagnosis.outcome import Outcome
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope


@dataclass(frozen=True, slots=True)
class Budgets:
    """How much may be tried: counts, never seconds, so that a verdict is the same on every machine.

    Args:
        one_fault, two_faults: outcomes of a fault run.
        edits: trees one slip away from the response.
        readings: problems that the problem may have been taken for.
        confirmations: candidates put before the oracle in one stage.
    """

    one_fault: int = 2_000
    two_faults: int = 20_000
    edits: int = 500
    readings: int = 200
    confirmations: int = 12


DEFAULT = Budgets()


@dataclass(frozen=True, slots=True)
class _Ends:
    """The response and the right value at some points; None where one has no value there."""

    points: Points
    given: Outcome | None
    right: Outcome | None

    @property
    def are_real(self) -> bool:
        """Whether both are real there, so that no root or logarithm is on a side of its own."""
        return all(end is not None and is_real(end.values) for end in (self.given, self.right))


@dataclass(frozen=True)
class Case:
    """A wrong response to a problem, and what may explain it.

    Args:
        problem: what is to be done: the problem itself, or the last line that was right.
        response: the value the learner gave.
        scope: what the names mean.
        shelf: the misconceptions that may be used.
        budgets: how much may be tried.
    """

    problem: Expr
    response: Expr
    scope: Scope
    shelf: Mapping[str, Misconception]
    budgets: Budgets

    @cached_property
    def points(self) -> Points:
        """Where fingerprints are taken."""
        return self._ends.points

    @property
    def given(self) -> Fingerprint | None:
        """The fingerprint of the response; None if it has none."""
        return self._ends.given.values if self._ends.given else None

    @property
    def right(self) -> Outcome | None:
        """What the expert ends with; None where that is not known."""
        return self._ends.right

    @cached_property
    def _ends(self) -> _Ends:
        """The response and the right value at points where both are real, if there are such."""
        tried: list[_Ends] = []
        for region in REGIONS:
            at = points(
                self.problem, self.response, unknown=unknown_of(self.problem), region=region
            )
            tried.append(_Ends(at, expert(self.response, at), self._right(at)))
            if at.exact or tried[-1].are_real:
                return tried[-1]
        return next((ends for ends in tried if ends.given and ends.right), tried[0])

    @cached_property
    def single(self) -> tuple[Outcome, ...]:
        """The outcomes with one fault, in one place."""
        run = FaultRun(tuple(self.shelf.values()), self.budgets.one_fault)
        return tuple(o for o in run.outcomes(self.problem, 1, self.points) if o.ids)

    def _right(self, at: Points) -> Outcome | None:
        """The expert's result, or that of the whole derivation for verbs that take more than a rule a node."""
        found = expert(self.problem, at)
        return found or (None if self._derived is None else expert(self._derived, at))

    @cached_property
    def _derived(self) -> Expr | None:
        derivation = derive(self.problem, self.scope)
        return derivation.result if derivation.status == "done" else None

    def one_fault(self) -> tuple[Explanation, ...]:
        """One misconception, in one place or wherever it fits."""
        return self._explained((*self.single, *self._throughout()))

    def two_faults(self) -> tuple[Explanation, ...]:
        """Two misconceptions."""
        if self.given is None:
            return ()
        run = FaultRun(tuple(self.shelf.values()), self.budgets.two_faults)
        outcomes = run.outcomes(self.problem, 2, self.points)
        return self._explained(o for o in outcomes if len(o.ids) == 2)

    def fault_and_factor(self) -> tuple[Explanation, ...]:
        """One misconception, and a sign or a constant factor lost besides."""
        return self._explained(self.single, up_to_factor=True)

    def _throughout(self) -> Iterator[Outcome]:
        """Outcomes of one misconception used wherever it fits: the same slip twice is one idea."""
        ids = [id_ for o in self.single for id_ in o.ids]
        for id_ in dict.fromkeys(id_ for id_ in ids if ids.count(id_) > 1):
            run = FaultRun((self.shelf[id_],), self.budgets.one_fault, always=True)
            yield from (o for o in run.outcomes(self.problem, 1, self.points) if len(o.ids) > 1)

    def _explained(
        self, outcomes: Iterable[Outcome], *, up_to_factor: bool = False
    ) -> tuple[Explanation, ...]:
        """The outcomes that the response is equal to."""
        if self.given is None:
            return ()
        found: list[Explanation] = []
        proved: dict[Expr, bool] = {}
        for outcome in outcomes:
            factor = self._factor(outcome, up_to_factor=up_to_factor)
            if factor is None or len(proved) >= self.budgets.confirmations:
                continue
            predicted = tidy(outcome.tree())
            if factor != 1:
                predicted = Product((number(factor), predicted))
            if predicted not in proved:
                proved[predicted] = self._is_equal(predicted, self.response)
            if proved[predicted]:
                same_form = canonical(predicted) == canonical(tidy(self.response))
                found.append(Explanation(outcome.faults(), same_form))
        return tuple(found)

    def _factor(self, outcome: Outcome, *, up_to_factor: bool) -> int | Fraction | None:
        """By which factor the response differs from an outcome, if that counts as explained."""
        assert self.given is not None
        if up_to_factor:
            return ratio(self.given, outcome.values, exact=self.points.exact)
        return 1 if same(self.given, outcome.values, exact=self.points.exact) else None

    def slip(self) -> Edit | None:
        """The one edit that makes the response right; on the whole of it first."""
        if self.given is None or self.right is None:
            return None
        factor = ratio(self.given, self.right.values, exact=self.points.exact)
        if factor is not None and factor != 1:
            return Edit("sign" if factor == -1 else "factor", (), self.response)
        for edit in islice(edits(self.response), self.budgets.edits):
            if self._fits(edit.after, self.right.values) and self._is_equal(
                edit.after, self.problem
            ):
                return edit
        for loss in islice(self._losses(), self.budgets.edits):
            if self._fits(loss.after, self.given) and self._is_equal(loss.after, self.response):
                return Edit(loss.kind, (), self.response)
        return None

    def _losses(self) -> Iterator[Edit]:
        """What is left of the right value, as the rules leave it and as it is written in the end."""
        assert self.right is not None
        forms = (tidy(self.right.tree()), worked(self.problem))
        for form in dict.fromkeys(forms):
            if form is not None:
                yield from losses(form)

    def misreading(self) -> Edit | None:
        """The problem one edit away that the response answers soundly."""
        if self.given is None:
            return None
        for reading in islice(readings(self.problem), self.budgets.readings):
            outcome = expert(reading.after, self.points)
            if outcome is None or not same(outcome.values, self.given, exact=self.points.exact):
                continue
            if self._is_equal(self.response, reading.after):
                return reading
        return None

    def _fits(self, e: Expr, values: Fingerprint) -> bool:
        try:
            return same(self.points.fingerprint(e, {}), values, exact=self.points.exact)
        except UnfitError:
            return False

    def _is_equal(self, a: Expr, b: Expr) -> bool:
        return equal(a, b, self.scope).outcome == "equal"
