# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Higher derivatives: stopping early, squaring, and the factor that comes in each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import composition, linear_coefficient
from tutor.language.expr.build import number
from tutor.language.expr.nodes import Derivative, HigherDerivative, Number, Power, Quotient

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"
_LAW = r"f'' = (f')'"


@misconception(
    "diff.second.only_once",
    instead_of="diff.repeat",
    says="This is right as far as it goes, but the question asks you to differentiate more often than you did.",
    contrast=(r"f'' = f'", _LAW),
    examples=["diff(x^5, x, 2) -> d/dx(x^5)"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_03 (higher derivatives), CR_Diff_09",
)
def stops_early(e: Expr) -> Expr | None:
    match e:
        case HigherDerivative(f, x, 2, partial):
            return Derivative(f, x, partial)
        case HigherDerivative(f, x, order, partial) if order > 2:
            return HigherDerivative(f, x, order - 1, partial)
        case _:
            return None


@misconception(
    "diff.second.square_of_first",
    instead_of="diff.repeat",
    says="To differentiate twice is not to square: take what you found the first time and differentiate that.",
    contrast=(r"f'' = (f')^2", _LAW),
    examples=["diff(x^5, x, 2) -> (d/dx(x^5))^2"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_09",
)
def power_of_first(e: Expr) -> Expr | None:
    match e:
        case HigherDerivative(f, x, order, partial) if order > 1:
            return Power(Derivative(f, x, partial), Number(str(order)))
        case _:
            return None


@misconception(
    "diff.second.factor_once",
    instead_of="diff.repeat",
    says="The factor of the inside comes in every time you differentiate, not only the first time.",
    contrast=(r"(f(mx))'' = m\,f''(mx)", r"(f(mx))'' = m^2 f''(mx)"),
    examples=["diff(cos(4*x), x, 2) -> diff(cos(4*x), x, 2)/4"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_03 (higher derivatives)",
    refines=(
        "diff.chain.missing_inner",
        "diff.chain.missing_linear_factor",
        "diff.linearity.lost_coefficients",
    ),
)
def factor_once(e: Expr) -> Expr | None:
    match e:
        case HigherDerivative(f, x, order) if order > 1:
            g = composition(Derivative(f, x))
            m = linear_coefficient(g.inner, x) if g else None
            if m is None:
                return None
            lost = m if order == 2 else Power(m, number(order - 1))
            return Quotient(e, lost)
        case _:
            return None
