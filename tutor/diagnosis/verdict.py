"""What a diagnosis says: one verdict, what lies behind it, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from tutor.derivation.step import Step
    from tutor.language.expr.paths import Path
    from tutor.oracle.certificate import Counterexample

Verdict: TypeAlias = Literal[
    "correct",
    "expected",
    "skipped",
    "detour",
    "form",
    "unknown_but_correct",
    "no_progress",
    "misconception",
    "slip",
    "carried_error",
    "misread",
    "wrong",
    "undecided",
]
ACCEPTED: frozenset[Verdict] = frozenset(
    {"correct", "expected", "skipped", "detour", "unknown_but_correct"}
)
REFUSED: frozenset[Verdict] = frozenset(
    {"misconception", "slip", "carried_error", "misread", "wrong"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One misconception that explains a response.

    Args:
        id: of the misconception.
        confidence: its share among all that explain the response, 0..1.
        where: the part of the problem that it was used on.
        text: one sentence for the learner; gives no answer away.
    """

    id: str
    confidence: float
    where: Path
    text: str

    def to_json(self) -> dict[str, object]:
        """One entry of the contract's `misconceptions`."""
        return {
            "id": self.id,
            "confidence": self.confidence,
            "where": list(self.where),
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What is to be said about a response.

    Args:
        verdict: what it is.
        rule: the rule used, for an accepted step; the one that was due, for a misconception.
        where: in the response, if the fault can be seen there (a slip, an entry); else in the problem.
        misconceptions: the best explanations, at most three, best first.
        witness: a point where response and right value differ.
        next: a good next step from the last line that was right.
        text: one sentence for the learner; empty where there is nothing to say.
        line: which line this is about: an index into the learner's own lines, their number for the response.
    """

    verdict: Verdict
    rule: str | None = None
    where: Path | None = None
    misconceptions: tuple[Finding, ...] = ()
    witness: Counterexample | None = None
    next: Step | None = None
    text: str = ""
    line: int = 0

    @property
    def status(self) -> Literal["done", "undecided"]:
        """The contract's status."""
        return "undecided" if self.verdict == "undecided" else "done"

    def to_json(self) -> dict[str, object]:
        """The fields of the contract's Diagnose result, as plain data."""
        return {
            "status": self.status,
            "verdict": self.verdict,
            "rule": self.rule,
            "where": None if self.where is None else list(self.where),
            "misconceptions": [m.to_json() for m in self.misconceptions],
            "witness": _witness(self.witness),
            "next": _next(self.next),
            "text": self.text,
            "line": self.line,
        }


def _witness(found: Counterexample | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "kind": found.kind,
        "at": dict(found.at),
        "response": found.response,
        "answer": found.answer,
        "where": list(found.where),
    }


def _next(step: Step | None) -> dict[str, object] | None:
    """The rule and its place; what the line becomes is a bottom-out hint and not told here."""
    if step is None:
        return None
    return {"rule": step.rule, "name": step.name, "law": step.law, "path": list(step.path)}
