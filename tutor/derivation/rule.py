"""What a rule is: a sound rewrite of one node, with its law, its reason and its examples.

A rule sees one node and nothing else. Its examples are its tests and its documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

Link: TypeAlias = Literal[
    "equal", "row_equivalent", "same_solutions", "up_to_constant", "rounded", "introduces"
]
Level: TypeAlias = Literal["outline", "textbook", "arithmetic"]
Binding: TypeAlias = "Expr | tuple[Expr, ...] | str"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One use of a rule on one node.

    Args:
        after: what the node becomes.
        bindings: what the rule's letters stand for here; they fill `why` and the hints.
        conditions: relations that must hold for the step to be right (`x != 0`).
        changed: which part of the node became which parts of `after`, as paths inside each.
    """

    after: Expr
    bindings: Mapping[str, Binding] = field(default_factory=dict)
    conditions: tuple[Expr, ...] = ()
    changed: tuple[tuple[Path, tuple[Path, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A sound rewrite, by name.

    Args:
        id: dotted, topic first, never changed: `diff.chain`.
        name: what a teacher calls it: `Chain rule`.
        law: the general statement, in LaTeX.
        why: one sentence with `{bindings}` in it.
        rewrite: from a node to its Rewrite, or None where it does not apply.
        examples: `"before -> after"` in the learner's language.
        source: where the rule is stated.
        link: how the line before hangs together with the line after.
        level: the coarsest level that shows it.
        asks: questions with checkable answers, `(binding, question)`.
    """

    id: str
    name: str
    law: str
    why: str
    rewrite: Callable[[Expr], Rewrite | None]
    examples: tuple[str, ...]
    source: str
    link: Link = "equal"
    level: Level = "textbook"
    asks: tuple[tuple[str, str], ...] = ()

    def __call__(self, e: Expr) -> Rewrite | None:
        """Use the rule on one node."""
        return self.rewrite(e)


def rule(
    id: str,  # noqa: A002 the word of the contract
    *,
    name: str,
    law: str,
    why: str,
    examples: list[str],
    source: str,
    link: Link = "equal",
    level: Level = "textbook",
    asks: tuple[tuple[str, str], ...] = (),
) -> Callable[[Callable[[Expr], Rewrite | None]], Rule]:
    """Make a Rule of the function below it. Registers nothing: the shelf is read by the catalogue."""

    def make(rewrite: Callable[[Expr], Rewrite | None]) -> Rule:
        return Rule(
            id=id,
            name=name,
            law=law,
            why=why,
            rewrite=rewrite,
            examples=tuple(examples),
            source=source,
            link=link,
            level=level,
            asks=asks,
        )

    return make
