"""One question: its reference is read and checked once, then any number of responses are graded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tutor.answers.feedback import Feedback, tell
from tutor.answers.naming import claims
from tutor.answers.relation import Reference
from tutor.answers.tolerance import tolerance as tolerance_of
from tutor.errors import NotationError
from tutor.grading.computed import computed
from tutor.grading.request import (
    forms_of,
    notation_of,
    relation_of,
    scope_of,
    trusted,
    with_given,
)
from tutor.grading.result import Result, written
from tutor.grading.values import tree
from tutor.language.notation import read
from tutor.oracle.certificate import Nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.answers.form import Form
    from tutor.answers.relation import AnswerRelation, Judge, Verdict
    from tutor.diagnosis import Finding
    from tutor.grading.request import Notation
    from tutor.grading.result import FormStatus, Status
    from tutor.language.expr.nodes import Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A reference answer that is ready to grade; safe from any thread. Made by `prepare`.

    Args:
        reference: the answer with all that the question says about it.
        relation: what counts as right.
        judge: the relation's judge, which has looked at the reference.
        forms: how a right answer must be written.
        notation: how responses are typed.
        problem: what was asked; then a wrong response is also diagnosed.
    """

    reference: Reference
    relation: AnswerRelation
    judge: Judge
    forms: tuple[Form, ...] = ()
    notation: Notation = "auto"
    problem: Expr | None = None

    def grade(self, response: object) -> Result:
        """The result for one response: text or a Python value. Raises: CallerError for a value of no use."""
        start = perf_counter()
        try:
            result = self._among(self._readings(response))
        except NotationError as error:
            result = unreadable(error)
        return replace(result, ms=round((perf_counter() - start) * 1000, 3))

    def _readings(self, response: object) -> tuple[Expr, ...]:
        """The readings of a response whose kind the answer admits; all of them if it admits none."""
        found: list[Expr] = []
        scope = self.reference.scope

        def understand(text: str) -> Expr:
            reading = read(text, scope, notation=self.notation, verbs=scope.policy.verbs)
            if text is response:
                found.extend(reading.alternatives)
            return reading.tree

        first = tree(response, understand)
        readings = (first, *found)
        if len(readings) == 1:
            return readings
        admitted = tuple(
            reading
            for reading in readings
            if self.relation.accepts(with_given(reading, scope), self.reference)
        )
        return admitted or readings

    def _among(self, readings: tuple[Expr, ...]) -> Result:
        """The one result that all readings share; `ambiguous` where two are decided differently.

        A reading that could not be decided leaves the whole undecided.
        """
        results = [self._graded(reading) for reading in readings]
        decided = [result for result in results if result.status != "undecided"]
        for other in decided[1:]:
            first = decided[0]
            if (other.status, other.score, other.form) != (first.status, first.score, first.form):
                return ambiguous(_tree(first), _tree(other))
        return self._diagnosed(min(results, key=lambda result: result.status != "undecided"))

    def _graded(self, reading: Expr) -> Result:
        response = with_given(reading, self.reference.scope)
        verdict = self.judge(response)
        form, lacking = self._form(reading) if verdict.value == "equal" else (None, ())
        status = _status(verdict, form, is_asked=bool(self.forms))
        leak = self.reference.scope.policy.leak
        remarks = (*verdict.feedback, *lacking, *_about(verdict, status))
        return Result(
            status=status,
            score=_score(verdict, status),
            value=verdict.value,
            form=form,
            response=reading,
            certificate=verdict.certificate,
            feedback=tuple(remark for remark in remarks if remark.may_be_told(leak)),
            parts=verdict.parts,
        )

    def _form(self, reading: Expr) -> tuple[FormStatus | None, tuple[Feedback, ...]]:
        """Whether a right answer has the forms asked for, and what to say of those it lacks.

        None where none was asked, and where a bound stopped the question.
        """
        if not self.forms:
            return None, ()
        as_value = (claims(reading) or (reading,))[-1]
        held = [(form, form.holds(as_value, self.reference)) for form in self.forms]
        lacking = tuple(form.feedback for form, holds in held if holds is False)
        if lacking:
            return "missing", lacking
        return (None if any(holds is None for _, holds in held) else "ok"), ()

    def _diagnosed(self, result: Result) -> Result:
        """The result with what may have gone wrong, where the problem is known."""
        if self.problem is None or result.status not in ("incorrect", "partial"):
            return result
        if result.value != "different":
            return result
        return replace(result, misconceptions=self._findings(_tree(result)))

    def _findings(self, response: Expr) -> tuple[Finding, ...]:
        from tutor.diagnosis import diagnose

        assert self.problem is not None
        value = (claims(response) or (response,))[-1]
        return diagnose(self.problem, value, self.reference.scope).misconceptions


def prepare(
    *,
    answer: object,
    relation: str = "equal",
    names: Mapping[str, str] | None = None,
    given: Mapping[str, Any] | None = None,
    form: str | Iterable[str] | None = (),
    tolerance: Mapping[str, object] | None = None,
    problem: object | None = None,
    notation: str = "auto",
    options: Mapping[str, Any] | None = None,
    policy: Mapping[str, Any] | None = None,
) -> Question:
    """Read and check a reference answer once; `Question.grade` then grades one response after another.

    Args:
        answer: text, a Python number, a SymPy expression, a NumPy array or a list; a verb in it is carried out.
        relation: what counts as right.
        names: each name's kind, or a condition on it.
        given: names with values, usable in every text.
        form: forms that a response must also have.
        tolerance: `{"abs": 0.01}`, `{"rel": 1e-6}`, `{"decimals": 2}`, `{"sigfigs": 3}`; None is exact.
        problem: what was asked; then a wrong response is also diagnosed.
        notation: `auto`, `text`, `latex`.
        options: for the relation.
        policy: how the question is read and told.

    Raises: CallerError for a request that does not follow the contract.
    """
    scope = scope_of(names, given, policy)
    chosen = relation_of(relation, options)
    notation_ = notation_of(notation)
    asked = forms_of(form)
    allowed = tolerance_of(tolerance)
    stated = trusted(answer, "answer", scope)
    task = None if problem is None else trusted(problem, "problem", scope)
    reference = Reference(
        answer=computed(with_given(stated, scope), scope),
        scope=scope,
        tolerance=allowed,
        options=dict(options or {}),
    )
    return Question(
        reference=reference,
        relation=chosen,
        judge=chosen.prepare(reference),
        forms=asked,
        notation=notation_,
        problem=task,
    )


def grade(response: object, *, answer: object, **question: Any) -> Result:
    """Grade one response; the arguments of the question are those of `prepare`."""
    start = perf_counter()
    result = prepare(answer=answer, **question).grade(response)
    return replace(result, ms=round((perf_counter() - start) * 1000, 3))


def unreadable(error: NotationError) -> Result:
    """The result for a response that cannot be read."""
    remark = Feedback(error.code, error.span, said=error.text)
    return Result(status="unreadable", feedback=(remark,), error=mistake(error))


def mistake(error: NotationError) -> dict[str, Any]:
    """The `error` of the contract for a text that cannot be read."""
    return {
        "code": error.code,
        "text": error.text,
        "span": list(error.span),
        "expected": list(error.expected),
        "repairs": list(error.repairs),
    }


def ambiguous(first: Expr, second: Expr) -> Result:
    """The result for two readings that grade differently: both are told, neither is marked."""
    forms = [written(first)["text"], written(second)["text"]]
    remark = tell("ambiguous", first=forms[0], second=forms[1])
    error = {
        "code": "ambiguous",
        "text": remark.text,
        "span": None,
        "expected": [],
        "repairs": forms,
    }
    return Result(status="unreadable", feedback=(remark,), error=error)


def _status(verdict: Verdict, form: FormStatus | None, *, is_asked: bool) -> Status:
    """The status for a value and a form; a right value in another form is half of what was asked."""
    match verdict.value:
        case "equal" if form == "missing":
            return "partial"
        case "equal" if is_asked and form is None:
            return "undecided"
        case "equal":
            return "correct"
        case "different":
            return "partial" if verdict.score else "incorrect"
        case "undecided":
            return "undecided"


def _score(verdict: Verdict, status: Status) -> float:
    if status == "undecided":
        return 0.0
    if status == "partial" and verdict.value == "equal":
        return 0.5
    return float(verdict.score)


def _about(verdict: Verdict, status: Status) -> tuple[Feedback, ...]:
    """What is said of every verdict of its kind."""
    if status != "undecided":
        return ()
    tried = verdict.certificate.tried if isinstance(verdict.certificate, Nothing) else ()
    costly = any(stage.startswith(("bound", "build")) for stage in tried)
    return (tell("too_costly" if costly else "undecided"),)


def _tree(result: Result) -> Expr:
    assert result.response is not None
    return result.response
