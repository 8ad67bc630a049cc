"""How derivatives in several variables are worked out: entry by entry, then at the point if there is one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.derivation.strategies.differentiate import DIFFERENTIATE, measure
from tutor.derivation.strategies.tidying import CLEAN, TIDY, is_tidy
from tutor.derivation.strategy import atomic, check, orelse, repeat, seq, sub, use
from tutor.derivation.verb import Method, VerbRecord
from tutor.language.expr.nodes import Derivative, HigherDerivative, Verb, Where
from tutor.language.expr.paths import subexpressions
from tutor.language.expr.views import bound_values, depends_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

_AT_POINT = seq(
    orelse(
        seq(
            check(lambda e: isinstance(e, Where)),
            sub((0,), DIFFERENTIATE),
            atomic(seq(use("subst.value"), CLEAN)),
        ),
        DIFFERENTIATE,
    ),
    TIDY,
)


def _is(name: str) -> Callable[[Expr], bool]:
    def suitable(e: Expr) -> bool:
        return isinstance(e, Verb) and e.name == name

    return suitable


def _at(test: Callable[[Expr], bool]) -> Callable[[Expr], bool]:
    """A problem of this kind, or one at a point: `gradient(...) where x = 3`."""

    def suitable(e: Expr) -> bool:
        return test(e) or (isinstance(e, Where) and test(e.body))

    return suitable


def _record(verb: str, opening: str, examples: tuple[str, ...]) -> VerbRecord:
    """A verb whose first rule writes it as partial derivatives."""
    begin = atomic(
        seq(
            orelse(
                use(opening), seq(check(lambda e: isinstance(e, Where)), sub((0,), use(opening)))
            ),
            CLEAN,
        )
    )
    return VerbRecord(
        id=verb,
        suitable=_at(_is(verb)),
        ready=is_tidy,
        relation="equal",
        methods=MappingProxyType({"entries": Method(strategy=seq(begin, _AT_POINT))}),
        measure=measure,
        examples=examples,
    )


gradient = _record(
    "gradient",
    "grad.assemble",
    ("gradient(x^3*y, [x, y])", "gradient(x*y^2, [x, y]) where x = 1, y = 3"),
)
jacobian = _record("jacobian", "jac.entry", ("jacobian([x*y, x + sin(y)], [x, y])",))
hessian = _record("hessian", "hess.entry", ("hessian(x^3*y + y^2, [x, y])",))
directional = _record(
    "directional",
    "dirder.normalise",
    ("directional(x^2 + x*y, [x, y]; at=[1, 2], along=[3, 4])",),
)

_TOTAL = seq(
    repeat(orelse(use("total.sum"), use("total.path"))),
    sub((0,), DIFFERENTIATE),
    atomic(seq(use("subst.back"), CLEAN)),
    TIDY,
)
_SUBSTITUTE = seq(atomic(seq(use("subst.value"), CLEAN)), DIFFERENTIATE)


def _is_total(e: Expr) -> bool:
    """Whether something is differentiated by a free name that it depends on by way of a bound one."""
    if not isinstance(e, Where):
        return False
    values = bound_values(e)
    return any(
        isinstance(part, Derivative)
        and part.variable.name not in values
        and any(depends_on(part.body, name) for name in values)
        for _, part in subexpressions(e.body)
    )


def _is_as_set(e: Expr) -> bool:
    """Whether it is still the problem as set, not a line on the way."""
    return isinstance(e, Where) and isinstance(e.body, Derivative)


total = VerbRecord(
    id="total",
    suitable=_is_total,
    ready=is_tidy,
    relation="equal",
    methods=MappingProxyType(
        {
            "paths": Method(strategy=_TOTAL),
            "substitute": Method(strategy=_SUBSTITUTE, suits=_is_as_set),
        }
    ),
    measure=measure,
    examples=("diff(x^2*y, t) where x = t^3, y = t^2",),
)

_POINT = seq(sub((0,), DIFFERENTIATE), atomic(seq(use("subst.value"), CLEAN)), TIDY)


def _is_derivative_at_point(e: Expr) -> bool:
    """A derivative at a point, or a line on the way from one."""
    return (
        isinstance(e, Where)
        and not _is_total(e)
        and any(isinstance(p, Derivative | HigherDerivative) for _, p in subexpressions(e.body))
    )


diff_at_point = VerbRecord(
    id="diff_at_point",
    suitable=_is_derivative_at_point,
    ready=is_tidy,
    relation="equal",
    methods=MappingProxyType({"rules": Method(strategy=_POINT)}),
    measure=measure,
    examples=("diff(x^3, x) where x = 2",),
)
