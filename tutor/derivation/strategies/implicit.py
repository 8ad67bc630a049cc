"""How an implicit derivative is worked out: differentiate both sides, then solve for y'."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.derivation.strategies.differentiate import DIFFERENTIATE, measure
from tutor.derivation.strategies.tidying import CLEAN, SETTLE, TIDY, is_tidy
from tutor.derivation.strategy import (
    atomic,
    check,
    innermost,
    label,
    repeat,
    repeat1,
    seq,
    try_,
    use,
)
from tutor.derivation.verb import Method, VerbRecord
from tutor.language.expr.nodes import Call, Product, Quotient, Relation, Sum, Verb
from tutor.language.expr.paths import subexpressions

if TYPE_CHECKING:
    from tutor.derivation.strategy import Strategy
    from tutor.language.expr.nodes import Expr


def _holds_prime(e: Expr) -> bool:
    return any(
        isinstance(part, Call) and part.function.endswith("'") for _, part in subexpressions(e)
    )


def _in_brackets(e: Expr) -> bool:
    """Whether y' stands inside a bracket that has to be multiplied out before terms can be moved."""
    match e:
        case Product(factors):
            return any(isinstance(f, Sum) and _holds_prime(f) for f in factors)
        case Quotient(Sum() as top, _):
            return _holds_prime(top)
        case _:
            return False


_OPEN_ONE = innermost(seq(check(_in_brackets), use("alg.expand", "alg.split_fraction")))
_OPEN_BRACKETS = seq(atomic(seq(repeat1(_OPEN_ONE), CLEAN)), TIDY)


def _then_tidied(rule: str) -> Strategy:
    return atomic(seq(use(rule), CLEAN))


_SOLVE = seq(
    repeat(_OPEN_BRACKETS),
    try_(_then_tidied("implicit.collect")),
    try_(_then_tidied("implicit.factor")),
    _then_tidied("implicit.divide"),
    try_(_then_tidied("implicit.back")),
    TIDY,
)


def _suitable(e: Expr) -> bool:
    """The problem, or the equation on the way to y'."""
    match e:
        case Verb("implicit_diff", (Relation("="), _, _)) | Verb("solve_for", (Relation("="), _)):
            return True
        case _:
            return False


implicit_diff = VerbRecord(
    id="implicit_diff",
    suitable=_suitable,
    ready=is_tidy,
    relation="equal",
    methods=MappingProxyType(
        {
            "rules": Method(
                strategy=seq(
                    try_(use("diff.implicit")),
                    DIFFERENTIATE,
                    label("solve for the derivative", _SOLVE),
                )
            ),
            "partials": Method(
                strategy=seq(atomic(seq(use("implicit.partials"), SETTLE)), DIFFERENTIATE),
                suits=lambda e: isinstance(e, Verb) and e.name == "implicit_diff",
            ),
        }
    ),
    measure=measure,
    examples=("implicit_diff(x^2 + y^2 = 25, y, x)", "implicit_diff(x^2 + x*y + y^3 = 7, y, x)"),
)
