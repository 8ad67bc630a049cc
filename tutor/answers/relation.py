"""What an answer relation is: what counts as right when a response is held against a reference answer.

A relation looks at the reference once (`prepare`) and gives a judge, which then sees one response after
another. A relation is one file of the shelf `relations/`, found by the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tutor.catalogue import entries
from tutor.language.scope import EMPTY
from tutor.oracle.certificate import Equivalence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.answers.feedback import Feedback
    from tutor.answers.tolerance import Tolerance
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate, Outcome

PartStatus: TypeAlias = Literal["correct", "incorrect", "undecided"]
_AS_STATUS: Mapping[str, PartStatus] = MappingProxyType(
    {"equal": "correct", "different": "incorrect", "undecided": "undecided"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a response is held against: the answer, and all that the question says about it.

    Args:
        answer: the reference answer, given values put in, verbs carried out.
        scope: names, conditions and policy of the question.
        tolerance: how far a number may be off; None is exact.
        options: those of the relation, as the request wrote them.
    """

    answer: Expr
    scope: Scope = EMPTY
    tolerance: Tolerance | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One entry, member or label of an answer, and whether it is right.

    Args:
        where: indices from 0, or a label.
    """

    where: tuple[int | str, ...]
    status: PartStatus

    def to_json(self) -> dict[str, object]:
        """The object of the contract."""
        return {"where": list(self.where), "status": self.status}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a relation found: equal, different or undecided, and why.

    Args:
        certificate: a proof or evidence for equal, a counterexample for different.
        parts: which entries are right, where the answer has several.
        feedback: for the learner; what may be told is filtered later.
    """

    certificate: Certificate
    parts: tuple[Part, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    @property
    def value(self) -> Outcome:
        """`equal`, `different` or `undecided`."""
        return Equivalence(self.certificate).outcome

    @property
    def score(self) -> Fraction:
        """0 to 1: everything when equal, else the share of the parts that are right."""
        if self.value == "equal":
            return Fraction(1)
        if self.value == "undecided" or not self.parts:
            return Fraction(0)
        return Fraction(sum(part.status == "correct" for part in self.parts), len(self.parts))


def part(where: tuple[int | str, ...], outcome: Outcome) -> Part:
    """The part at `where` for what the oracle said about it."""
    return Part(where, _AS_STATUS[outcome])


Judge: TypeAlias = "Callable[[Expr], Verdict]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRelation:
    """A relation, by name.

    Args:
        id: the word of the contract: `equal`, `set`, `antiderivative`.
        means: what right means, one sentence.
        prepare: looks at the reference once and gives the judge of responses; raises CallerError
            (`answer_kind`) for a reference that this relation cannot compare.
        accepts: whether one reading of a response is of a kind this reference can be compared with;
            settles texts with two readings, such as `2i + 3j`.
        options: names of the options it takes.
    """

    id: str
    means: str
    prepare: Callable[[Reference], Judge]
    accepts: Callable[[Expr, Reference], bool] = field(default=lambda _response, _reference: True)
    options: tuple[str, ...] = ()


def relation(
    id: str,  # noqa: A002 the word of the contract
    *,
    means: str,
    accepts: Callable[[Expr, Reference], bool] | None = None,
    options: tuple[str, ...] = (),
) -> Callable[[Callable[[Reference], Judge]], AnswerRelation]:
    """Make an AnswerRelation of the function below it. Registers nothing."""

    def make(prepare: Callable[[Reference], Judge]) -> AnswerRelation:
        settle = {} if accepts is None else {"accepts": accepts}
        return AnswerRelation(id=id, means=means, prepare=prepare, options=options, **settle)

    return make


@cache
def relations() -> Mapping[str, AnswerRelation]:
    """Every relation on the shelf, by id."""
    return MappingProxyType(dict(entries("tutor.answers.relations", AnswerRelation)))
