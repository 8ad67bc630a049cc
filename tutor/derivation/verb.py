"""What a verb record is: how one kind of problem is worked out, and when it is finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.derivation.strategy import Strategy
    from tutor.language.expr.nodes import Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to work a problem out.

    Args:
        strategy: the grammar of its steps.
        suits: whether it makes sense for a problem; the default method of a verb always does.
    """

    strategy: Strategy
    suits: Callable[[Expr], bool] = lambda _: True


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbRecord:
    """One verb of the problem language.

    Args:
        id: the name of the verb: `diff`, `implicit_diff`.
        suitable: whether a problem is one of this verb.
        ready: whether a line is an accepted final form.
        relation: under which relation two results are the same.
        methods: by name; the first is the default.
        measure: what gets smaller with every step, compared as tuples.
        examples: problems in the learner's language, easy ones first.
    """

    id: str
    suitable: Callable[[Expr], bool]
    ready: Callable[[Expr], bool]
    relation: str
    methods: Mapping[str, Method]
    measure: Callable[[Expr], tuple[int, ...]]
    examples: tuple[str, ...]
