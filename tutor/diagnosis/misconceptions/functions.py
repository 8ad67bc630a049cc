# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Exponentials, logarithms and the trigonometric functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.views import depends_on
from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import composition, linear_coefficient, shifted, without_constant
from tutor.language.expr.build import ONE
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    Negation,
    Power,
    Product,
    Quotient,
    Sum,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"
_SIYEPU_2013 = "Siyepu (2013), J. Math. Behavior 32"
_SIYEPU_2015 = "Siyepu (2015), IJ STEM Educ. 2:16, doi 10.1186/s40594-015-0029-5"
_COMMON = "asymptotestudios.com/guides/common-derivative-mistakes"
_E = Constant("e")
_TRIGONOMETRIC = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})


@misconception(
    "diff.exp.missing_log_base",
    instead_of="diff.exp_base",
    says="Only one base has an exponential that is its own derivative, and it is not this one: a factor is missing.",
    contrast=(r"(a^x)' = a^x", r"(a^x)' = a^x \ln a"),
    examples=["d/dx(3^x) -> 3^x"],
    evidence="documented",
    source=_SIYEPU_2013,
)
def missing_log_base(e: Expr) -> Expr | None:
    match e:
        case Derivative(Power(a, n) as f, x) if n == x and a != _E and not depends_on(a, x.name):
            return f
        case _:
            return None


@misconception(
    "diff.exp.extra_exponent_rule",
    instead_of="diff.exp",
    says="You lowered the exponent of an exponential; lowering belongs to powers of the variable.",
    contrast=(r"(e^{kx})' = k\,e^{kx-1}", r"(e^{kx})' = k\,e^{kx}"),
    examples=["d/dx(e^(2*x)) -> d/dx(2*x)*e^(2*x - 1)", "d/dx(e^x) -> e^(x - 1)"],
    evidence="documented",
    source=_SIYEPU_2013,
)
def extra_exponent_rule(e: Expr) -> Expr | None:
    match e:
        case Derivative(Power(a, u), x) if a == _E and depends_on(u, x.name):
            lowered: Expr = Power(_E, shifted(u, -1))
        case Derivative(Call("exp", (u,)), x) if depends_on(u, x.name):
            lowered = Call("exp", (shifted(u, -1),))
        case _:
            return None
    return lowered if u == x else Product((e.of(u), lowered))


@misconception(
    "diff.exp.inner_lost_exponent",
    instead_of="diff.chain",
    says="The factor in front is right; the exponent of an exponential stays whole when you differentiate.",
    contrast=(r"(e^{mx})' = m\,e^x", r"(e^{mx})' = m\,e^{mx}"),
    examples=["d/dx(e^(2*x)) -> d/dx(2*x)*e^x"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_01, CR_Diff_02",
    refines=("diff.chain.outer_at_x",),
)
def inner_lost_exponent(e: Expr) -> Expr | None:
    f = composition(e)
    if f is None or linear_coefficient(f.inner, f.node.variable) is None:
        return None
    match f.outer:
        case Power(a, _) if a == _E:
            return Product((f.inner_derivative, Power(_E, f.node.variable)))
        case Call("exp"):
            return Product((f.inner_derivative, Call("exp", (f.node.variable,))))
        case _:
            return None


@misconception(
    "diff.log.reciprocal_of_log",
    instead_of="diff.log",
    says="The derivative of the logarithm has no logarithm left in it: one over what, exactly?",
    contrast=(r"(\ln x)' = \frac{1}{\ln x}", r"(\ln x)' = \frac{1}{x}"),
    examples=["d/dx(ln(x)) -> 1/ln(x)"],
    evidence="documented",
    source=f"mathmistakes.info Common Calculus Mistakes 22 (quotient rule); {_COMMON}",
)
def reciprocal_of_log(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("log", (u,)) as f, x) if u == x:
            return Quotient(ONE, f)
        case _:
            return None


@misconception(
    "diff.log.missing_inner",
    instead_of="diff.chain",
    says="One over the inside is the first half; the inside varies too, and its derivative belongs above the line.",
    contrast=(r"(\ln g)' = \frac{1}{g}", r"(\ln g)' = \frac{g'}{g}"),
    examples=["d/dx(ln(x^3 + 1)) -> 1/(x^3 + 1)"],
    evidence="documented",
    source=f"derivativecalculus.com/derivative-exam-mistakes; freelivecalculators.com chain-rule mistakes; {_STACK}/CR_Diff_06",
    refines=("diff.chain.missing_inner", "diff.chain.missing_linear_factor"),
)
def log_missing_inner(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("log", (g,)), x) if depends_on(g, x.name) and g != x:
            return Quotient(ONE, g)
        case _:
            return None


@misconception(
    "diff.log.drop_factor",
    instead_of="diff.chain",
    says="Above the line you have the factor of the inside; below it the whole inside has to stand, not the variable alone.",
    contrast=(r"(\ln(ax))' = \frac{a}{x}", r"(\ln(ax))' = \frac{a}{ax}"),
    examples=["d/dx(ln(9*x)) -> 9/x"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_06",
    refines=("diff.chain.outer_at_x",),
)
def drop_factor(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("log", (g,)), x) if (a := linear_coefficient(g, x)) is not None:
            return Quotient(a, x)
        case _:
            return None


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
        case Derivative(Call(name, (Sum(terms) as u,)), x) if without_constant(u, x) is u:
            each = (
                Negation(e.of(Call(name, (term.operand,))))
                if isinstance(term, Negation)
                else e.of(Call(name, (term,)))
                for term in terms
            )
            return Sum(tuple(each))
        case _:
            return None
