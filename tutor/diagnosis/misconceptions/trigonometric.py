# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Trigonometric functions: signs, the tangent, powers and sums inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import shifted
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    Negation,
    Power,
    Product,
    Sum,
)
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"
_SIYEPU_2015 = "Siyepu (2015), IJ STEM Educ. 2:16, doi 10.1186/s40594-015-0029-5"
_COMMON = "asymptotestudios.com/guides/common-derivative-mistakes"
_TRIGONOMETRIC = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})


@misconception(
    "diff.trig.cos_sign",
    instead_of="diff.cos",
    says="The cosine turns into the right function; think of its slope just after zero to get the sign.",
    contrast=(r"(\cos x)' = \sin x", r"(\cos x)' = -\sin x"),
    examples=["d/dx(cos(x)) -> sin(x)"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_01; {_COMMON}; {_SIYEPU_2015}",
)
def cos_sign(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("cos", (u,)), x) if u == x:
            return Call("sin", (x,))
        case _:
            return None


@misconception(
    "diff.trig.sin_sign",
    instead_of="diff.sin",
    says="The sine turns into the right function; think of its slope at zero to get the sign.",
    contrast=(r"(\sin x)' = -\cos x", r"(\sin x)' = \cos x"),
    examples=["d/dx(sin(x)) -> -cos(x)"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_06, CR_Diff_04",
)
def sin_sign(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("sin", (u,)), x) if u == x:
            return Negation(Call("cos", (x,)))
        case _:
            return None


@misconception(
    "diff.trig.tan",
    instead_of="diff.tan",
    says="That is another trigonometric function, not the derivative of the tangent: write it as sine over cosine and work it out.",
    contrast=(r"(\tan x)' = \cot x \text{ (or } \sec x\text{)}", r"(\tan x)' = \sec^2 x"),
    examples=["d/dx(tan(x)) -> cot(x)"],
    evidence="documented",
    source=_SIYEPU_2015,
)
def tan(e: Expr) -> tuple[Expr, ...] | None:
    match e:
        case Derivative(Call("tan", (u,)), x) if u == x:
            return Call("cot", (x,)), Call("sec", (x,))
        case _:
            return None


@misconception(
    "diff.trig.power_of_function",
    instead_of="diff.chain",
    says="The outer function is the power, the inner one the trigonometric function: only one of them is differentiated at a time.",
    contrast=(r"(\sin^n x)' = n\cos^{n-1} x", r"(\sin^n x)' = n\sin^{n-1} x\,\cos x"),
    examples=["d/dx(cos(x)^5) -> 5*(d/dx(cos(x)))^4"],
    evidence="documented",
    source=_SIYEPU_2015,
    refines=("diff.chain.outer_at_inner_derivative",),
)
def power_of_function(e: Expr) -> Expr | None:
    match e:
        case Derivative(Power(Call(name) as f, n), x) if (
            name in _TRIGONOMETRIC and depends_on(f, x.name) and not depends_on(n, x.name)
        ):
            return Product((n, Power(e.of(f), shifted(n, -1))))
        case _:
            return None


@misconception(
    "diff.trig.linear_extrapolation",
    instead_of="diff.chain",
    says="A function of a sum is not the sum of the functions: take the whole sum as the inside.",
    contrast=(
        r"(\sin(f+g))' = f'\cos f + g'\cos g",
        r"(\sin(f+g))' = (f' + g')\cos(f+g)",
    ),
    examples=["d/dx(cos(x^2 + x)) -> d/dx(cos(x^2)) + d/dx(cos(x))"],
    evidence="documented",
    source=f"{_SIYEPU_2015}; E. Schechter, Common Errors in College Math (math.vanderbilt.edu/~schectex/commerrs)",
)
def linear_extrapolation(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call(name, (Sum(terms) as u,)), x) if depends_on(u, x.name):
            each = (
                Negation(e.of(Call(name, (term.operand,))))
                if isinstance(term, Negation)
                else e.of(Call(name, (term,)))
                for term in terms
            )
            return Sum(tuple(each))
        case _:
            return None
