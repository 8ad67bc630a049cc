"""What grading gives back: status, value, form, parts, certificate and what the learner is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tutor.oracle.certificate import Nothing, to_json

if TYPE_CHECKING:
    from tutor.answers.feedback import Feedback
    from tutor.answers.relation import Part
    from tutor.diagnosis import Finding
    from tutor.language.expr.nodes import Expr
    from tutor.oracle.certificate import Certificate, Outcome

Status: TypeAlias = Literal["correct", "partial", "incorrect", "undecided", "unreadable"]
FormStatus: TypeAlias = Literal["ok", "missing"]

NOTHING: Certificate = Nothing()


@dataclass(frozen=True, kw_only=True)
class Result:
    """The grade result of the contract.

    Args:
        status: `correct`, `partial`, `incorrect`, `undecided`, `unreadable`.
        score: 0 to 1.
        value: what the relation found; None when the response could not be read.
        form: whether the forms asked for are there; None where none was asked, or the value is not right.
        response: the tree of the response as understood; None when unreadable.
        certificate: why.
        feedback: for the learner, within the question's policy of what may be told.
        misconceptions: what may have gone wrong, best first; needs the `problem`.
        parts: which entries are right.
        error: of a response that is unreadable: code, text, span, expected, repairs.
        ms: time spent, in milliseconds; the only field that differs between runs.
    """

    status: Status
    score: float = 0.0
    value: Outcome | None = None
    form: FormStatus | None = None
    response: Expr | None = None
    certificate: Certificate = NOTHING
    feedback: tuple[Feedback, ...] = ()
    misconceptions: tuple[Finding, ...] = ()
    parts: tuple[Part, ...] = ()
    error: dict[str, Any] | None = None
    ms: float = 0.0

    @property
    def read_as(self) -> dict[str, str] | None:
        """The response as understood, as text and LaTeX; written when asked for."""
        return None if self.response is None else written(self.response)

    def to_json(self) -> dict[str, object]:
        """The grade result of the contract, as plain data; `id` and `error` are added by the doors."""
        return {
            "status": self.status,
            "score": self.score,
            "value": self.value,
            "form": self.form,
            "read_as": self.read_as,
            "certificate": to_json(self.certificate),
            "feedback": [remark.to_json() for remark in self.feedback],
            "misconceptions": [found.to_json() for found in self.misconceptions],
            "parts": [part.to_json() for part in self.parts],
            "error": self.error,
            "ms": self.ms,
        }

    def __str__(self) -> str:
        """Status, the response as understood, and what the learner is told, a line each."""
        lines: list[str] = [self.status]
        if self.response is not None:
            lines.append(f"read as: {written(self.response)['text']}")
        return "\n".join((*lines, *(remark.text for remark in self.feedback)))

    def _repr_latex_(self) -> str | None:
        if self.response is None:
            return None
        return (
            f"$\\displaystyle {written(self.response)['latex']} \\quad \\text{{({self.status})}}$"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        bundle = {"text/plain": str(self)}
        latex = self._repr_latex_()
        return bundle if latex is None else bundle | {"text/latex": latex}


def written(e: Expr) -> dict[str, str]:
    """An expression as the contract writes it: `{"text", "latex"}`."""
    from tutor.language.writing import to_latex, to_text

    return {"text": to_text(e), "latex": to_latex(e)}
