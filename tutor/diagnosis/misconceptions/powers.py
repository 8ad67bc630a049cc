# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""The power rule, and the power rule where it has no business: exponentials, x in base and exponent, roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import is_negative, power_of_variable, shifted, times
from tutor.language.expr.build import ONE, TWO, rational
from tutor.language.expr.nodes import Call, Derivative, Power, Product, Quotient, Root, Symbol
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_LAW = r"(x^n)' = n\,x^{n-1}"
_SQRT = r"(\sqrt{x})' = \frac{1}{2\sqrt{x}}"
_STACK = "STACK sample library (maths/moodle-qtype_stack)"
_SIYEPU = "Siyepu (2013), J. Math. Behavior 32"
_AIP = "AIP Conf. Proc. 1974, 050009 (2018)"
_GRADE_12 = "public-textbooks.pages.dev Grade 12 calc-intro common-mistakes"


@misconception(
    "diff.power.no_decrement",
    instead_of="diff.power",
    says="The exponent came down in front; now see what has to happen to the exponent that stays.",
    contrast=(r"(x^n)' = n\,x^n", _LAW),
    examples=["d/dx(x^8) -> 8*x^8"],
    evidence="documented",
    source=f"{_SIYEPU}; {_AIP}",
)
def no_decrement(e: Expr) -> Expr | None:
    if (power := power_of_variable(e)) is None:
        return None
    c, x, n = power
    return times(c, n, Power(x, n))


@misconception(
    "diff.power.missing_coefficient",
    instead_of="diff.power",
    says="You lowered the exponent; before it is lowered, the old exponent comes down as a factor.",
    contrast=(r"(x^n)' = x^{n-1}", _LAW),
    examples=["d/dx(x^8) -> x^7"],
    evidence="documented",
    source=f"{_STACK}, Calculus-Refresher/CR_Diff_01",
)
def missing_coefficient(e: Expr) -> Expr | None:
    if (power := power_of_variable(e)) is None:
        return None
    c, x, n = power
    return times(c, Power(x, shifted(n, -1)))


@misconception(
    "diff.power.increment_negative",
    instead_of="diff.power",
    says="One less than a negative number lies further from zero, not nearer to it: look at the new exponent again.",
    contrast=(r"(x^{-n})' = -n\,x^{-n+1}", r"(x^{-n})' = -n\,x^{-n-1}"),
    examples=["d/dx(x^(-2)) -> -2*x^(-1)"],
    evidence="documented",
    source=f"{_SIYEPU}; {_GRADE_12}",
)
def increment_negative(e: Expr) -> Expr | None:
    match power_of_variable(e):
        case (c, x, n) if is_negative(n):
            return times(c, n, Power(x, shifted(n, 1)))
        case _:
            return None


@misconception(
    "diff.power.integrates",
    instead_of="diff.power",
    says="You went the other way and found an antiderivative; here the question is how fast the function changes.",
    contrast=(r"(x^n)' = \frac{x^{n+1}}{n+1}", _LAW),
    examples=["d/dx(x^5) -> x^6/6", "d/dx(x) -> x^2/2", "d/dx(7) -> 7*x"],
    evidence="documented",
    source=f"{_STACK}, Topics/Calculus/Integration/Int_Reciprocal_1",
)
def integrates(e: Expr) -> Expr | None:
    match e:
        case Derivative(Symbol() as x, y) if x == y:
            return Quotient(Power(x, TWO), TWO)
        case Derivative(c, x) if not depends_on(c, x.name):
            return Product((c, x))  # a constant is c*x^0
    match power_of_variable(e):
        case (c, x, n) if rational(n) == -1:
            return times(c, Call("log", (x,)))
        case (c, x, n):
            return Quotient(times(c, Power(x, shifted(n, 1))), shifted(n, 1))
        case _:
            return None


@misconception(
    "diff.power.on_exponential",
    instead_of="diff.exp_base",
    says="The variable stands in the exponent here, not in the base, and the power rule is for a fixed exponent.",
    contrast=(r"(a^x)' = x\,a^{x-1}", r"(a^x)' = a^x \ln a"),
    examples=["d/dx(3^x) -> x*3^(x - 1)"],
    evidence="documented",
    source=f"asymptotestudios.com/guides/common-derivative-mistakes; {_SIYEPU}",
)
def on_exponential(e: Expr) -> Expr | None:
    match e:
        case Derivative(Power(a, u), x) if not _is_e(a) and _only_above(a, u, x):
            return Product((u, Power(a, shifted(u, -1))))
        case _:
            return None


@misconception(
    "diff.power.on_exp_e",
    instead_of="diff.exp",
    says="The number e with the variable in its exponent is no power of the variable: the power rule does not apply.",
    contrast=(r"(e^x)' = x\,e^{x-1}", r"(e^x)' = e^x"),
    examples=["d/dx(e^x) -> x*e^(x - 1)", "d/dx(e^(2*x)) -> (2*x)*e^(2*x - 1)"],
    evidence="documented",
    source=f"{_SIYEPU}; asymptotestudios.com/guides/common-derivative-mistakes",
)
def on_exp_e(e: Expr) -> Expr | None:
    match e:
        case Derivative(Power(a, u), x) if _is_e(a) and depends_on(u, x.name):
            return Product((u, Power(a, shifted(u, -1))))
        case Derivative(Call("exp", (u,)), x) if depends_on(u, x.name):
            return Product((u, Call("exp", (shifted(u, -1),))))
        case _:
            return None


@misconception(
    "diff.xx.power_rule",
    instead_of="diff.log_method",
    says="The variable stands in the base and in the exponent, so neither the power rule nor the exponential rule fits: take logarithms first.",
    contrast=(r"(f^g)' = g\,f^{g-1}", r"(f^g)' = f^g\left(g' \ln f + g\,\frac{f'}{f}\right)"),
    examples=["d/dx(x^x) -> x*x^(x - 1)"],
    evidence="documented",
    source="E. Schechter, Common Errors in College Math (math.vanderbilt.edu/~schectex/commerrs)",
)
def power_rule_on_both(e: Expr) -> tuple[Expr, ...] | None:
    match e:
        case Derivative(Power(f, g), x) if depends_on(f, x.name) and depends_on(g, x.name):
            bare = Product((g, Power(f, shifted(g, -1))))
            return (bare,) if f == x else (bare, Product((*bare.factors, e.of(f))))
        case _:
            return None


@misconception(
    "diff.sqrt.of_derivative",
    instead_of="diff.sqrt",
    says="The root of the derivative is not the derivative of the root: write the root as a power.",
    contrast=(r"(\sqrt{g})' = \sqrt{g'}", r"(\sqrt{g})' = \frac{g'}{2\sqrt{g}}"),
    examples=["d/dx(sqrt(x^3 + 1)) -> sqrt(d/dx(x^3 + 1))"],
    evidence="documented",
    source=f"{_GRADE_12}; mathmistakes.info 28 (compound chain rule)",
)
def root_of_derivative(e: Expr) -> Expr | None:
    match e:
        case Derivative(Root(g, index), x) if depends_on(g, x.name) and g != x:
            return Root(e.of(g), index)
        case _:
            return None


@misconception(
    "diff.sqrt.missing_half",
    instead_of="diff.sqrt",
    says="A square root is a power as well; when its exponent comes down, a factor appears that is not here yet.",
    contrast=(r"(\sqrt{x})' = \frac{1}{\sqrt{x}}", _SQRT),
    examples=["d/dx(sqrt(x)) -> 1/sqrt(x)"],
    evidence="documented",
    source=f"{_GRADE_12}; {_AIP}",
    refines=("diff.power.missing_coefficient",),
)
def missing_half(e: Expr) -> Expr | None:
    match e:
        case Derivative(Root(g, index) as root, x) if g == x and index == TWO:
            return Quotient(ONE, root)
        case Derivative(Power(g, n), x) if g == x and rational(n) == rational(Quotient(ONE, TWO)):
            return Power(x, shifted(n, -1))
        case _:
            return None


def _only_above(a: Expr, u: Expr, x: Symbol) -> bool:
    """Whether the variable stands in the exponent and not in the base."""
    return depends_on(u, x.name) and not depends_on(a, x.name)


def _is_e(a: Expr) -> bool:
    from tutor.language.expr.nodes import Constant

    return a == Constant("e")
