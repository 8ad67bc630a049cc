"""What the expert does with one thing still to be done: the derivation shelf's own rules, one at a time.

The fault run needs the strategy's choice at a single node, without whole lines and without the oracle's check of
every step: here it is taken from the same shelf in the same order, so that no rule is written twice.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tutor.derivation.working import rules
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    Power,
    Relation,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import subexpressions, transform
from tutor.language.expr.views import INERT, depends_on, holds_inert

if TYPE_CHECKING:
    from tutor.derivation.rule import Rule
    from tutor.language.expr.nodes import Expr

_TIDYING = 12  # rules used on one node; each makes it smaller, so few are ever needed


def is_goal(e: Expr) -> bool:
    """Whether `e` itself is still to be done."""
    return isinstance(e, INERT) or (isinstance(e, Where) and holds_inert(e))


def next_line(e: Expr) -> Expr | None:
    """What the expert makes of the goal `e` in one step; None where no rule is known.

    For a `where` None means that nothing is left but to finish its body and put the values in.
    """
    match e:
        case Where(body) if any(isinstance(part, Verb) for _, part in subexpressions(body)):
            return None  # what the verb asks for is worked out first, and then evaluated
        case Derivative(Call("log", (Power(u, v) as power,)) as log, x) if depends_on(
            u, x.name
        ) and depends_on(v, x.name):
            # the chain rule would lead back to the power that the logarithm was taken of
            step = rules()["alg.log_of_power"](Call(log.function, (power,)))
            return e.of(step.after) if step else None
        case _:
            for rule in rules().values():
                if not rule.id.startswith("alg.") and (step := rule(e)) is not None:
                    return step.after
            return None


def tidy(e: Expr) -> Expr:
    """`e` after the arithmetic that nobody writes down: numbers folded, zeros and ones gone."""
    return transform(e, _tidy_node)


def _tidy_node(e: Expr) -> Expr:
    for _ in range(_TIDYING):
        for rule in _arithmetic():
            if (step := rule(e)) is not None and step.after != e:
                e = step.after
                break
        else:
            break
    return e


@cache
def _arithmetic() -> tuple[Rule, ...]:
    wanted = ("alg.identities", "alg.fold_numbers", "alg.signs", "alg.drop_brackets")
    return tuple(rule for id_, rule in rules().items() if id_ in wanted)


def values(bindings: tuple[Expr, ...]) -> tuple[tuple[str, Expr], ...]:
    """The names that a `where` binds, with what they are bound to."""
    return tuple(
        (b.left.name, b.right)
        for b in bindings
        if isinstance(b, Relation) and isinstance(b.left, Symbol)
    )


def unknown_of(e: Expr) -> str | None:
    """The name of the derivative that an implicit problem solves for: `y'`; None for other problems."""
    match e:
        case Verb("implicit_diff", (_, Symbol(y), *_)):
            return f"{y}'"
        case _:
            return None
