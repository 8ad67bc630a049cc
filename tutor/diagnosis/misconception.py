"""What a misconception is: an unsound rewrite that learners are known to make.

Another type than Rule, one floor above it, so that no derivation can ever use one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

Grade: TypeAlias = Literal["documented", "analogue", "author"]
Mistaken: TypeAlias = "Expr | tuple[Expr, ...] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """An unsound rewrite, by name.

    Args:
        id: dotted, topic first, never changed: `diff.chain.missing_inner`.
        instead_of: the id of the rule it is used in place of; None where there is no sound sibling.
        says: one sentence to the learner who made it; gives no answer away.
        contrast: the unsound law and the sound one, in LaTeX.
        rewrite: from a node to what a learner makes of it; to several, where one idea is carried out
            in more than one way; None where it does not apply.
        examples: `"before -> wrong after"` in the learner's language.
        evidence: how well it is known.
        source: where it is described.
        refines: ids of wider misconceptions that this is a case of: where both explain a response,
            this one is told.
    """

    id: str
    instead_of: str | None
    says: str
    contrast: tuple[str, str]
    rewrite: Callable[[Expr], Mistaken]
    examples: tuple[str, ...]
    evidence: Grade
    source: str
    refines: tuple[str, ...] = ()

    def variants(self, e: Expr) -> tuple[Expr, ...]:
        """All that a learner with this idea may make of one node; empty where it does not apply."""
        match self.rewrite(e):
            case None:
                return ()
            case tuple() as several:
                return several
            case one:
                return (one,)

    def __call__(self, e: Expr) -> Expr | None:
        """Make the mistake on one node, in the commonest way."""
        return next(iter(self.variants(e)), None)


def misconception(
    id: str,  # noqa: A002 the word of the contract
    *,
    instead_of: str | None,
    says: str,
    contrast: tuple[str, str],
    examples: list[str],
    evidence: Grade,
    source: str,
    refines: tuple[str, ...] = (),
) -> Callable[[Callable[[Expr], Mistaken]], Misconception]:
    """Make a Misconception of the function below it. Registers nothing."""

    def make(rewrite: Callable[[Expr], Mistaken]) -> Misconception:
        return Misconception(
            id=id,
            instead_of=instead_of,
            says=says,
            contrast=contrast,
            rewrite=rewrite,
            examples=tuple(examples),
            evidence=evidence,
            source=source,
            refines=refines,
        )

    return make
