"""How a derivative is worked out: outermost operation first, left to right, then tidied.

Constants, powers of the variable and their multiples are done in one step, all of them at once where the
first of them comes up; everything else is one rule a step. A derivative inside a derivative is worked out
and tidied before the outer one begins.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.derivation.strategies.tidying import FOLD, SETTLE, SETTLE_NUMBERS, TIDY, is_tidy
from tutor.derivation.strategy import (
    At,
    atomic,
    check,
    innermost,
    label,
    orelse,
    outermost,
    prefer,
    repeat,
    repeat1,
    seq,
    sub,
    use,
)
from tutor.derivation.verb import Method, VerbRecord
from tutor.language.expr.functions import ELEMENTARY
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    HigherDerivative,
    Matrix,
    Negation,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
)
from tutor.language.expr.paths import at, children, subexpressions
from tutor.language.expr.views import depends_on, holds_inert, size

if TYPE_CHECKING:
    from tutor.language.expr.nodes import (
        Expr,
    )
    from tutor.language.expr.paths import Path

FUNCTIONS = (
    "diff.log",
    "diff.log_base",
    "diff.sin",
    "diff.cos",
    "diff.tan",
    "diff.cot",
    "diff.sec",
    "diff.csc",
    "diff.asin",
    "diff.acos",
    "diff.atan",
    "diff.acot",
    "diff.asec",
    "diff.acsc",
    "diff.sinh",
    "diff.cosh",
    "diff.tanh",
    "diff.coth",
    "diff.sech",
    "diff.csch",
    "diff.asinh",
    "diff.acosh",
    "diff.atanh",
    "diff.sigmoid",
    "diff.abs",
    "diff.erf",
)
_OF_THE_VARIABLE = (
    "diff.power",
    "diff.exp",
    "diff.exp_base",
    "diff.sqrt",
    "diff.root",
    *FUNCTIONS,
    "diff.unknown",
)
_BY_PARTS = (
    "diff.constant_factor",
    "diff.sum",
    "diff.product",
    "diff.reciprocal",
    "diff.quotient",
)
_EASY = ("diff.constant", "diff.identity", "diff.unknown", "diff.power", "diff.constant_factor")


def is_inert_derivative(e: Expr) -> bool:
    """Whether it is a derivative of something that holds no other one."""
    return isinstance(e, Derivative) and not holds_inert(e.body)


def _is_easy_body(f: Expr, x: str) -> bool:
    match f:
        case _ if not depends_on(f, x):
            return True
        case Symbol():
            return True
        case Call(function, (Symbol(),)):
            return function.rstrip("'") not in ELEMENTARY
        case Power(Symbol(), n):
            return not depends_on(n, x)
        case Negation(u):
            return _is_easy_body(u, x)
        case Product(factors):
            moving = [factor for factor in factors if depends_on(factor, x)]
            return len(moving) == 1 and _is_easy_body(moving[0], x)
        case Quotient(u, c):
            return not depends_on(c, x) and _is_easy_body(u, x)
        case _:
            return False


def _is_easy(e: Expr) -> bool:
    """A derivative that needs no more than the power rule: done in one step."""
    return isinstance(e, Derivative) and not e.partial and _is_easy_body(e.body, e.variable.name)


def _is_easy_sum(e: Expr) -> bool:
    return (
        isinstance(e, Derivative)
        and not e.partial
        and isinstance(e.body, Sum)
        and all(_is_easy_body(term, e.variable.name) for term in e.body.terms)
    )


def _is_linear(e: Expr) -> bool:
    """Whether an inner derivative is that of m*x + c: a number, done along with the chain rule."""
    match e:
        case Derivative(u, x):
            return (_is_easy(e) or _is_easy_sum(e)) and not _is_higher(u, x.name)
        case _:
            return False


def _is_higher(f: Expr, x: str) -> bool:
    return any(isinstance(part, Power) and depends_on(part, x) for _, part in subexpressions(f))


_EASY_LEAD = (
    "diff.power",
    "diff.unknown",
    "diff.constant_factor",
    "diff.identity",
    "diff.constant",
)
_EASY_STEP = atomic(
    repeat1(
        outermost(
            seq(
                check(lambda e: _is_easy(e) or _is_easy_sum(e)),
                repeat1(outermost(use("diff.sum", *_EASY))),
                SETTLE,
            )
        )
    ),
    lead=_EASY_LEAD,
)

_OUTER = seq(
    use("diff.chain"),
    sub((0, 0), use(*_OF_THE_VARIABLE)),
    sub((0,), use("subst.back")),
    sub((0,), seq(FOLD, repeat(innermost(use("alg.multiply_exponents"))))),
)
_CHAIN = seq(
    _OUTER,
    orelse(
        seq(
            sub((1,), seq(check(_is_linear), repeat1(outermost(use("diff.sum", *_EASY))))),
            SETTLE_NUMBERS,
        ),
        SETTLE,
    ),
)

_LOG_METHOD = seq(
    check(lambda e: isinstance(e, Derivative) and isinstance(e.body, Power)),
    use("diff.log_method"),
    sub((1, 0), seq(use("alg.log_of_power"), FOLD)),
    SETTLE,
)
_HARD_STEP = orelse(
    atomic(seq(use(*_OF_THE_VARIABLE, *_BY_PARTS), SETTLE)),
    atomic(_LOG_METHOD),
    atomic(_CHAIN),
)


def _first_derivative(e: Expr) -> Path | None:
    """The first thing to differentiate, in reading order."""
    return next((path for path, part in subexpressions(e) if is_inert_derivative(part)), None)


def _region(e: Expr) -> Path | None:
    """Where work goes on: in the first entry that is not finished, at its innermost derivative of derivatives."""
    path: Path = ()
    if isinstance(e, Vector | Matrix):
        path = next(((i,) for i, part in enumerate(children(e)) if holds_inert(part)), ())
    while True:
        outer = next(
            (
                here
                for here, part in subexpressions(at(e, path))
                if isinstance(part, Derivative) and holds_inert(part.body)
            ),
            None,
        )
        if outer is None:
            return path
        path = (*path, *outer, 0)


def _first_is_easy(e: Expr) -> bool:
    """Whether the next derivative needs no more than the power rule.

    A sum of powers counts unless it is all there is to do: then the sum rule is shown.
    """
    path = _first_derivative(e)
    if path is None:
        return False
    first = at(e, path)
    return _is_easy(first) or (bool(path) and _is_easy_sum(first))


STEP = prefer(
    seq(check(_first_is_easy), _EASY_STEP),
    outermost(seq(check(is_inert_derivative), _HARD_STEP)),
)
"""One step at any derivative of the line, the first in reading order before the others."""

DIFFERENTIATE = repeat(
    orelse(
        atomic(repeat1(outermost(use("diff.repeat")))),
        atomic(repeat1(outermost(use("partial.repeat")))),
        atomic(repeat1(outermost(use("partial.hold")))),
        At(
            _region,
            seq(check(holds_inert), label("differentiate", seq(repeat1(STEP), TIDY))),
        ),
    )
)


def measure(e: Expr) -> tuple[int, ...]:
    """Problems not begun, derivatives that wait for another one, the sizes of the others, the largest first."""
    unbegun = sum(
        isinstance(part, Verb) and part.name != "solve_for" for _, part in subexpressions(e)
    )
    inert = [
        part for _, part in subexpressions(e) if isinstance(part, Derivative | HigherDerivative)
    ]
    waiting = sum(
        part.order - 1 if isinstance(part, HigherDerivative) else holds_inert(part.body)
        for part in inert
    )
    ready = [part for part in inert if not holds_inert(part.body)]
    return unbegun, waiting, *sorted(map(_weight, ready), reverse=True)


def _weight(e: Derivative | HigherDerivative) -> int:
    """The size of what is to be differentiated; a power counts for the product its logarithm is."""
    powers = sum(isinstance(part, Power) for _, part in subexpressions(e))
    extra = 3 * e.order if isinstance(e, HigherDerivative) else 0
    return size(e) + 3 * powers + e.partial + extra


_REWRITTEN = seq(
    sub(
        (0,),
        atomic(repeat1(seq(innermost(use("alg.root_as_power", "alg.quotient_as_product")), FOLD))),
    ),
    DIFFERENTIATE,
)
"""Roots and quotients written as powers first: then the power rule does it."""


def _can_be_rewritten(e: Expr) -> bool:
    return isinstance(e, Derivative) and any(
        isinstance(part, Root)
        or (isinstance(part, Quotient) and depends_on(part.denominator, e.variable.name))
        for _, part in subexpressions(e.body)
    )


_TAKE_LOGARITHM_APART = repeat1(
    outermost(use("alg.log_of_product", "alg.log_of_quotient", "alg.log_of_power"))
)
_BY_LOGARITHM = seq(
    use("diff.log_method"),
    At(_first_derivative, atomic(sub((0,), seq(_TAKE_LOGARITHM_APART, FOLD)))),
    DIFFERENTIATE,
)
"""The logarithm taken apart first: a product becomes a sum."""


def _has_factors(e: Expr) -> bool:
    """Whether the logarithm comes apart: a product or quotient of two things that vary, or a power of such."""
    match e:
        case Derivative(Product(factors), x):
            return sum(depends_on(f, x.name) for f in factors) > 1
        case Derivative(Quotient(u, v), x):
            return depends_on(u, x.name) and depends_on(v, x.name)
        case Derivative(Power(u, v), x):
            return depends_on(u, x.name) and depends_on(v, x.name)
        case _:
            return False


def _suitable(e: Expr) -> bool:
    """A derivative, or a line on the way from one: nothing else is still to be done."""
    parts = [part for _, part in subexpressions(e)]
    return any(isinstance(part, Derivative | HigherDerivative) for part in parts) and not any(
        isinstance(part, Verb | Where | Relation) for part in parts
    )


diff = VerbRecord(
    id="diff",
    suitable=_suitable,
    ready=is_tidy,
    relation="equal",
    methods=MappingProxyType(
        {
            "rules": Method(strategy=DIFFERENTIATE),
            "rewrite": Method(strategy=_REWRITTEN, suits=_can_be_rewritten),
            "log": Method(strategy=_BY_LOGARITHM, suits=_has_factors),
        }
    ),
    measure=measure,
    examples=(
        "diff(x^3 - 4*x + 7, x)",
        "diff(x*sin(x^2), x)",
        "diff(1/sqrt(x), x)",
        "diff(x^x, x)",
        "diff(sin(3*x), x, 2)",
        "partial(x^2*y, x, y)",
    ),
)
