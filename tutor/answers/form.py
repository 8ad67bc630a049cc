"""What a form is: how an answer must be written, apart from its value.

A form looks at the tree as written and at nothing else; it never asks whether the value is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.answers.feedback import Feedback
from tutor.catalogue import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.answers.relation import Reference
    from tutor.language.expr.nodes import Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form, by name.

    Args:
        id: the word of the contract: `expanded`, `factored`.
        means: the definition, one sentence.
        says: to the learner whose answer lacks it; gives no answer away.
        holds: whether a response has the form; None where a bound stopped the question.
    """

    id: str
    means: str
    says: str
    holds: Callable[[Expr, Reference], bool | None]

    @property
    def feedback(self) -> Feedback:
        """What the learner is told when the form is missing."""
        return Feedback(f"form_{self.id}", said=self.says)


def form(
    id: str,  # noqa: A002 the word of the contract
    *,
    means: str,
    says: str,
) -> Callable[[Callable[[Expr, Reference], bool | None]], Form]:
    """Make a Form of the function below it. Registers nothing."""

    def make(holds: Callable[[Expr, Reference], bool | None]) -> Form:
        return Form(id=id, means=means, says=says, holds=holds)

    return make


@cache
def forms() -> Mapping[str, Form]:
    """Every form on the shelf, by id."""
    return MappingProxyType(dict(entries("tutor.answers.forms", Form)))
