# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""The chain rule: the inner derivative is lost, misplaced, or the composition is taken for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import composition, linear_coefficient
from tutor.language.expr.nodes import Call, Derivative, Power, Product, Quotient, Sum

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_LAW = r"(f(g(x)))' = f'(g(x))\,g'(x)"
_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"
_EXAMS = (
    "derivativecalculus.com/derivative-exam-mistakes; freelivecalculators.com chain-rule mistakes"
)
_SIYEPU = "Siyepu (2015), IJ STEM Educ. 2:16, doi 10.1186/s40594-015-0029-5"
_MAHARAJ = "Maharaj & Ntuli (2018), S. Afr. J. Sci. 114(11/12) #5008"


@misconception(
    "diff.chain.missing_inner",
    instead_of="diff.chain",
    says="You differentiated the outer function and kept the inside, as you should; the inside has a derivative too, and it is not there yet.",
    contrast=(r"(f(g(x)))' = f'(g(x))", _LAW),
    examples=["d/dx(cos(x^3)) -> d/du(cos(u)) where u = x^3"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_06; mathmistakes.info 23; {_EXAMS}; AIP Conf. Proc. 1974, 050009 (2018); {_MAHARAJ}",
    refines=("diff.linearity.lost_coefficients",),  # (2x + 1)^5: the inside as if its slope were 1
)
def missing_inner(e: Expr) -> Expr | None:
    f = composition(e)
    return f.slope_at(f.inner) if f else None


@misconception(
    "diff.chain.missing_linear_factor",
    instead_of="diff.chain",
    says="The inside is a multiple of the variable, not the variable itself: what does that number do when you differentiate?",
    contrast=(r"(f(mx))' = f'(mx)", r"(f(mx))' = m\,f'(mx)"),
    examples=["d/dx(sin(8*x)) -> d/du(sin(u)) where u = 8*x"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_01; {_EXAMS}",
    refines=("diff.chain.missing_inner", "diff.linearity.lost_coefficients"),
)
def missing_linear_factor(e: Expr) -> Expr | None:
    f = composition(e)
    if f is None or linear_coefficient(f.inner, f.node.variable) is None:
        return None
    return f.slope_at(f.inner)


@misconception(
    "diff.chain.outer_at_x",
    instead_of="diff.chain",
    says="The derivative of the outer function has to be taken at the inside, just as it stands, not at the variable.",
    contrast=(r"(f(g(x)))' = f'(x)\,g'(x)", _LAW),
    examples=["d/dx(cos(x^3)) -> (d/du(cos(u)) where u = x)*d/dx(x^3)"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_01, CR_Diff_02; meangreenmath.com 2014-06-12 (placement of the inner derivative)",
)
def outer_at_x(e: Expr) -> Expr | None:
    f = composition(e)
    return Product((f.slope_at(f.node.variable), f.inner_derivative)) if f else None


@misconception(
    "diff.chain.outer_at_inner_derivative",
    instead_of="diff.chain",
    says="The inside stays as it is within the outer derivative; its own derivative comes in as a factor, not in its place.",
    contrast=(r"(f(g(x)))' = f'(g'(x))", _LAW),
    examples=["d/dx(cos(x^3)) -> d/du(cos(u)) where u = d/dx(x^3)"],
    evidence="documented",
    source=f"{_SIYEPU}; meangreenmath.com 2014-06-12 (placement of the inner derivative)",
)
def outer_at_inner_derivative(e: Expr) -> Expr | None:
    f = composition(e)
    return f.slope_at(f.inner_derivative) if f else None


@misconception(
    "diff.chain.nested_stops_early",
    instead_of="diff.chain",
    says="You went through two layers, and both are done well; there is one more layer inside.",
    contrast=(r"(f(g(h(x))))' = f'(g(h))\,g'(h)", r"(f(g(h(x))))' = f'(g(h))\,g'(h)\,h'(x)"),
    examples=["d/dx(sin(e^(2*x))) -> (d/du(sin(u)) where u = e^(2*x))*(d/du(e^u) where u = 2*x)"],
    evidence="documented",
    source=f"mathmistakes.info 28 (compound chain rule); {_MAHARAJ}",
    refines=(
        "diff.chain.missing_inner",
        "diff.chain.missing_linear_factor",
        "diff.linearity.lost_coefficients",
    ),
)
def nested_stops_early(e: Expr) -> Expr | None:
    f = composition(e)
    g = composition(f.inner_derivative) if f else None
    return Product((f.slope_at(f.inner), g.slope_at(g.inner))) if f and g else None


@misconception(
    "diff.chain.divide_by_inner",
    instead_of="diff.chain",
    says="Dividing by the derivative of the inside undoes the chain rule: that is for going back, when you integrate.",
    contrast=(r"(f(g(x)))' = \frac{f'(g(x))}{g'(x)}", _LAW),
    examples=["d/dx(sin(8*x)) -> (d/du(sin(u)) where u = 8*x)/(d/dx(8*x))"],
    evidence="author",
    source="teaching experience; no published source known",
)
def divide_by_inner(e: Expr) -> Expr | None:
    f = composition(e)
    return Quotient(f.slope_at(f.inner), f.inner_derivative) if f else None


@misconception(
    "diff.chain.keeps_exponent",
    instead_of="diff.power",
    says="The exponent came down and the inner derivative is there; the exponent that stays behind has to change as well.",
    contrast=(r"(g^n)' = n\,g^n\,g'", r"(g^n)' = n\,g^{n-1}\,g'"),
    examples=["d/dx((x^3 + 2)^4) -> 4*(x^3 + 2)^4*d/dx(x^3 + 2)"],
    evidence="documented",
    source="senseofstudy.com/math/mistakes/chain-rule",
    refines=("diff.power.no_decrement",),
)
def keeps_exponent(e: Expr) -> Expr | None:
    f = composition(e)
    match e:
        case Derivative(Power(base, n) as body) if f and base == f.inner:
            return Product((n, body, f.inner_derivative))
        case _:
            return None


@misconception(
    "diff.chain.composition_as_product",
    instead_of="diff.chain",
    says="This is one function applied to another, not one times the other: the product rule has nothing to do here.",
    contrast=(r"(f(g(x)))' = f'(x)\,g(x) + f(x)\,g'(x)", _LAW),
    examples=["d/dx(cos(x^3)) -> d/dx(cos(x))*x^3 + cos(x)*d/dx(x^3)"],
    evidence="documented",
    source=f"senseofstudy.com/math/mistakes/chain-rule; {_SIYEPU}",
)
def composition_as_product(e: Expr) -> Expr | None:
    f = composition(e)
    if f is None or not isinstance(f.outer, Call):
        return None
    function = f.outer_at(f.node.variable)
    return Sum((Product((f.node.of(function), f.inner)), Product((function, f.inner_derivative))))
