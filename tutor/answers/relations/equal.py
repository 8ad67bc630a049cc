"""`equal`: the same value wherever both are defined; vectors and matrices entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.answers.arrays import array, describe, fitted, named, shape
from tutor.answers.feedback import tell
from tutor.answers.naming import claims, refuse_decimal_comma, unnamed
from tutor.answers.relation import Verdict, part, relation
from tutor.answers.tolerance import within
from tutor.errors import CallerError
from tutor.language.expr.nodes import Negation, Relation, Set, Sum, Vector, Word
from tutor.language.kinds import kind_of
from tutor.language.kinds.kind import sequence
from tutor.oracle import Prepared
from tutor.oracle import equal as equal_values
from tutor.oracle.certificate import Counterexample, Nothing
from tutor.oracle.unevaluated import holds_unevaluated

if TYPE_CHECKING:
    from tutor.answers.arrays import Array, Shape
    from tutor.answers.feedback import Feedback
    from tutor.answers.relation import Judge, Part, Reference
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate


def _accepts(response: Expr, reference: Reference) -> bool:
    """Whether a reading is a number where a number is asked for, an array where an array is."""
    wanted = shape(unnamed(reference.answer), reference.scope)
    return all(
        bool(shape(claim, reference.scope)) == bool(wanted) for claim in claims(response)
    ) and bool(claims(response))


@relation(
    "equal",
    means="the same value wherever both are defined; vectors and matrices entry by entry",
    accepts=_accepts,
)
def equal(reference: Reference) -> Judge:
    """Look at the reference once. Raises: CallerError (`answer_kind`) if it is not a value."""
    answer = unnamed(reference.answer)
    wanted = shape(answer, reference.scope)
    if wanted is None:
        from tutor.language.writing import to_text

        raise CallerError("answer_kind", f"`equal` compares values; {to_text(answer)} is not one")
    compare = _Entries(reference, laid) if (laid := array(answer)) else _Whole(reference, answer)

    def judge(response: Expr) -> Verdict:
        found = claims(response)
        if not found:
            if not wanted:
                refuse_decimal_comma(response)
            if _may_be_right(response, answer, reference.scope):
                return Verdict(Nothing(("kind",)))
            return _no_value(response, wanted, reference.scope)
        if not wanted and shape(response, reference.scope):
            refuse_decimal_comma(response)
        verdicts = [compare(claim) for claim in found]
        return min(verdicts, key=lambda verdict: _ORDER[verdict.value])

    return judge


_ORDER = {"different": 0, "undecided": 1, "equal": 2}


class _Number:
    """One number or expression against one: within the tolerance, else by the oracle."""

    def __init__(self, reference: Reference, answer: Expr) -> None:
        self.reference = reference
        self.answer = answer
        self.prepared = Prepared(answer, reference.scope)

    def __call__(self, response: Expr) -> Certificate:
        allowed = self.reference.tolerance
        if allowed is not None:
            close = within(response, self.answer, allowed, self.reference.scope)
            if close is not None:
                return close
        return self.prepared.compare(response).certificate


class _Whole:
    """An answer compared in one piece: a number, an expression, an array that has no entries to show."""

    def __init__(self, reference: Reference, answer: Expr) -> None:
        self.scope = reference.scope
        self.shape = shape(answer, reference.scope)
        self.compare = _Number(reference, answer)

    def __call__(self, response: Expr) -> Verdict:
        got = shape(response, self.scope)
        if got is not None and self.shape is not None and len(got) != len(self.shape):
            return _misshapen(got, self.shape, response)
        certificate = self.compare(response)
        return Verdict(certificate, feedback=_why(certificate))


class _Entries:
    """A vector or matrix compared entry by entry; an n-vector may come as a row or a column."""

    def __init__(self, reference: Reference, answer: Array) -> None:
        self.scope = reference.scope
        self.answer = answer
        self.whole = None if reference.tolerance else Prepared(answer.tree, reference.scope)
        self.entries = tuple(_Number(reference, entry) for entry in answer.entries)

    def __call__(self, response: Expr) -> Verdict:
        laid = array(response)
        if laid is None:
            return self._unlaid(response)
        same = fitted(laid, self.answer)
        if same is None:
            return _misshapen(laid.shape, self.answer.shape)
        if self.whole is not None:
            certificate = self.whole.compare(same.tree).certificate
            verdict = Verdict(certificate, self._all_right())
            if verdict.value == "equal":
                return verdict
        return self._entry_by_entry(same)

    def _unlaid(self, response: Expr) -> Verdict:
        """A response whose entries only the oracle can work out (`A^-1`), or no array at all."""
        got = shape(response, self.scope)
        if got == ():
            return _misshapen(got, self.answer.shape)
        whole = self.whole or Prepared(self.answer.tree, self.scope)
        certificate = whole.compare(response).certificate
        parts: tuple[Part, ...] = ()
        if Verdict(certificate).value == "equal":
            parts = self._all_right()
        return Verdict(certificate, parts, _why(certificate))

    def _all_right(self) -> tuple[Part, ...]:
        return tuple(part(self.answer.index(k), "equal") for k in range(len(self.entries)))

    def _entry_by_entry(self, response: Array) -> Verdict:
        certificates = [
            compare(entry) for compare, entry in zip(self.entries, response.entries, strict=True)
        ]
        outcomes = [Verdict(certificate).value for certificate in certificates]
        parts = tuple(part(self.answer.index(k), outcome) for k, outcome in enumerate(outcomes))
        worst = min(range(len(outcomes)), key=lambda k: _ORDER[outcomes[k]])
        where = self.answer.index(worst)
        certificate = _located(certificates[worst], where)
        if outcomes[worst] != "different":
            return Verdict(certificate, parts)
        right = outcomes.count("equal")
        feedback = [*_why(certificate), tell("entry", place=_place(where))]
        if right:
            feedback.append(tell("some_right", right=str(right), all=str(len(outcomes))))
        elif self._is_transposed(response):
            feedback.append(tell("transposed"))
        return Verdict(certificate, parts, tuple(feedback))

    def _is_transposed(self, response: Array) -> bool:
        if self.whole is None or response.is_line:
            return False
        other = response.transposed
        return other.shape == self.answer.shape and (
            self.whole.compare(other.tree).outcome == "equal"
        )


def _may_be_right(response: Expr, answer: Expr, scope: Scope) -> bool:
    """Whether a response that is no value may yet say what the answer says.

    "It does not exist" of an answer that cannot be shown to have a value, and `{x | 1 < x}` of `(1, oo)`, which
    may be a point or an interval.
    """
    if isinstance(response, Word) and response.text in ("DNE", "undefined"):
        return holds_unevaluated(answer) or equal_values(answer, answer, scope).outcome != "equal"
    sort = kind_of(response, scope).sort
    pair = kind_of(answer, scope) == sequence(2)
    finite = isinstance(response, Set) and not any(
        isinstance(e, Relation) for e in response.members
    )
    return pair and sort in ("set", "interval", "statement") and not finite


def _no_value(response: Expr, wanted: Shape, scope: Scope) -> Verdict:
    """A statement, a set, a list or a word where a value is asked for."""
    certificate = Counterexample({}, named(None), named(wanted))
    sort = kind_of(response, scope).sort
    if sort == "statement":
        return Verdict(certificate, feedback=(tell("statement"),))
    got = _SORTS.get(sort, "no value")
    return Verdict(certificate, feedback=(tell("kind", got=got, wanted=describe(wanted)),))


_SORTS = {
    "set": "a set",
    "interval": "an interval",
    "list": "several values",
    "word": "a word",
}


def _misshapen(got: Shape, wanted: Shape, response: Expr | None = None) -> Verdict:
    written = "two values" if _is_around(response) else describe(got)
    code = "shape" if got and wanted and len(got) == len(wanted) else "kind"
    certificate = Counterexample({}, named(got), named(wanted))
    return Verdict(certificate, feedback=(tell(code, got=written, wanted=describe(wanted)),))


def _is_around(e: Expr | None) -> bool:
    """Whether this is `5 ± 2`, which is no vector to the one who wrote it."""
    match e:
        case Vector((Sum((*low, Negation(less))), Sum((*high, more)))):
            return low == high and less == more
        case _:
            return False


def _located(certificate: Certificate, where: tuple[int, ...]) -> Certificate:
    if isinstance(certificate, Counterexample):
        return Counterexample(certificate.at, certificate.response, certificate.answer, where)
    return certificate


def _why(certificate: Certificate) -> tuple[Feedback, ...]:
    """What a counterexample says to the learner."""
    if not isinstance(certificate, Counterexample):
        return ()
    point = ", ".join(f"{name} = {value}" for name, value in certificate.at.items())
    if certificate.response == "undefined":
        return (tell("undefined_at", at=point) if point else tell("undefined"),)
    if not point:
        return ()
    got, wanted = certificate.response, certificate.answer
    return (
        tell("differs_at", at=point),
        tell("differs_by_value", at=point, got=got, wanted=wanted),
    )


def _place(where: tuple[int, ...]) -> str:
    """A place in words, counted from 1 as people do."""
    match where:
        case (row, column):
            return f"row {row + 1}, column {column + 1}"
        case (entry,):
            return f"entry {entry + 1}"
        case _:
            return "your answer"
