"""What is wrong with a response, and where: a ladder of stages, the first that answers wins.

A verdict against the learner needs a counterexample from the oracle; what the oracle cannot decide stays
undecided, even where a misconception matches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from tutor.catalogue import entries
from tutor.derivation import derive
from tutor.diagnosis import accept, ranking, slips
from tutor.diagnosis.answer import is_condition, value_of
from tutor.diagnosis.expert import unknown_of
from tutor.diagnosis.explain import DEFAULT, Case
from tutor.diagnosis.misconception import Misconception
from tutor.diagnosis.verdict import REFUSED, Diagnosis
from tutor.language.expr.nodes import Matrix
from tutor.language.expr.paths import substitute
from tutor.language.expr.views import canonical, holds_inert
from tutor.language.scope import EMPTY
from tutor.oracle import equal, linked
from tutor.oracle.certificate import Counterexample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tutor.diagnosis.explain import Budgets
    from tutor.diagnosis.ranking import Explanation
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Equivalence


NOT_EQUAL = "This is not equal to what was asked for; go through it once more, one rule at a time."


@cache
def misconceptions() -> Mapping[str, Misconception]:
    """Every misconception of the shelf by its id."""
    return entries("tutor.diagnosis.misconceptions", Misconception)


def diagnose(
    problem: Expr,
    response: Expr,
    scope: Scope = EMPTY,
    *,
    lines: Sequence[Expr] = (),
    budgets: Budgets = DEFAULT,
) -> Diagnosis:
    """What is to be said about a response to a problem.

    Args:
        lines: the learner's own earlier lines; each is diagnosed against the one before, and the report is
            about the first that fails. A response that follows soundly from a wrong line is a `carried_error`.
        budgets: how much may be tried; less of it never makes a verdict more certain.
    """
    given = dict(scope.given)
    problem = substitute(problem, given)
    written = [value_of(substitute(line, given), problem) for line in (*lines, response)]
    work = _Work(problem, accept.beginnings(problem))
    for index, line in enumerate(written):
        found = against(line, problem, scope)
        is_last = index == len(written) - 1
        match found.certificate:
            case Counterexample() as witness:
                wrong = _wrong(witness, *work.cases(line, scope, budgets))
                told = _carried(wrong, line, written[index + 1 :], scope)
                return replace(told, next=accept.next_step(work.states, scope), line=index)
            case _ if is_last:
                return replace(_not_wrong(found, work, line, scope), line=index)
            case _ if found.outcome == "equal":
                work = work.after(line)
            case _:
                pass
    raise AssertionError("a response is always the last line")


@dataclass(frozen=True, slots=True)
class _Work:
    """How far the learner has got.

    Args:
        line: the last line that was right, or the problem.
        states: where it stands in the methods of the problem.
        problem: the problem; the line itself at the beginning.
    """

    line: Expr
    states: tuple[accept.State, ...]
    problem: Expr | None = None

    def after(self, line: Expr) -> _Work:
        """With one more line that is right."""
        _, _, states = accept.judged(self.states, self.line, line)
        return _Work(line, states, self.problem or self.line)

    def cases(self, wrong: Expr, scope: Scope, budgets: Budgets) -> Iterator[Case]:
        """What a wrong line is held against: the line before, if anything was left to do there; the problem."""
        problem = self.problem or self.line
        start = self.line if holds_inert(self.line) else problem
        for e in dict.fromkeys((start, problem)):
            yield Case(e, wrong, scope, misconceptions(), budgets)


def against(line: Expr, problem: Expr, scope: Scope) -> Equivalence:
    """The oracle's word on a line: against the problem itself, or against its worked result.

    An equation that ties the names together allows right values that differ from the worked one elsewhere: then
    only the oracle's word on the problem itself counts against a line.
    A line of an equation to be solved is right if it has the same solutions.
    """
    if is_condition(problem) and is_condition(line):
        return linked(problem, line, "same_solutions", scope)
    found = equal(line, problem, scope)
    if found.outcome != "undecided" or not holds_inert(problem):
        return found
    derivation = derive(problem, scope)
    if derivation.status != "done":
        return found
    again = equal(line, derivation.result, scope)
    return again if again.outcome == "equal" or unknown_of(problem) is None else found


def _not_wrong(found: Equivalence, work: _Work, line: Expr, scope: Scope) -> Diagnosis:
    """Stages 1 and 3: a response that is right, or that cannot be decided."""
    if found.outcome == "undecided":
        return Diagnosis(verdict="undecided")
    if _repeats(line, work) and not accept.is_finished(line):
        return Diagnosis(verdict="no_progress", next=accept.next_step(work.states, scope))
    verdict, rule, states = accept.judged(work.states, work.line, line)
    return Diagnosis(verdict=verdict, rule=rule, next=accept.next_step(states, scope))


def _repeats(line: Expr, work: _Work) -> bool:
    """Whether a line says what stood there already; to write down an expression is to begin with it."""
    is_copied = work.problem is None and not holds_inert(line)
    return not is_copied and canonical(line) == canonical(work.line)


def _wrong(witness: Counterexample, *cases: Case) -> Diagnosis:
    """Stages 4b to 4g: a response that is proved to be different.

    Args:
        cases: the response to the last line that was right, if anything was left to do there, and to the problem.
    """
    where = _entry(cases[0].response, witness.where)
    refused = Diagnosis(verdict="wrong", witness=witness, where=where)
    for case in cases:
        if found := case.one_fault():
            return _named(refused, case, found)
    case = cases[-1]
    if edit := case.slip():
        return replace(refused, verdict="slip", where=edit.path, text=slips.SAYS[edit.kind])
    if found := case.two_faults() or case.fault_and_factor():
        return _named(refused, case, found)
    if reading := case.misreading():
        return replace(
            refused,
            verdict="misread",
            where=reading.path,
            text="This answers a slightly different question: compare what you copied with the problem.",
        )
    return replace(refused, text=NOT_EQUAL)


def _named(refused: Diagnosis, case: Case, found: Sequence[Explanation]) -> Diagnosis:
    """A response explained by misconceptions."""
    order = ranking.ranked(found, case.shelf)
    # where several ideas fit alike, what all of them come to can still be said
    slip = case.slip() if len(ranking.tied(order)) > 1 else None
    told = ranking.findings(
        order, case.problem, case.shelf, instead=slips.SAYS[slip.kind] if slip else None
    )
    first = told[0]
    return replace(
        refused,
        verdict="misconception",
        rule=case.shelf[first.id].instead_of,
        where=ranking.where(order),
        misconceptions=told,
        text=first.text,
    )


def _carried(wrong: Diagnosis, line: Expr, later: Sequence[Expr], scope: Scope) -> Diagnosis:
    """Stage 4a: a wrong line from which the learner went on soundly to the response."""
    if not later or wrong.verdict not in REFUSED:
        return wrong
    if equal(later[-1], line, scope).outcome != "equal":
        return wrong
    return replace(wrong, verdict="carried_error")


def _entry(line: Expr, where: tuple[int, ...]) -> Path | None:
    """The path of an entry of a vector or matrix that a witness points at."""
    if not where:
        return None
    if isinstance(line, Matrix) and len(where) == 2:
        return (where[0] * len(line.rows[0]) + where[1],)
    return where
