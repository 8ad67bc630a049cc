# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Quotients and reciprocals: the wrong order, sign or denominator, or no quotient rule at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.language.expr.build import TWO
from tutor.language.expr.nodes import Derivative, Negation, Power, Product, Quotient, Sum
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_LAW = r"\left(\frac{f}{g}\right)' = \frac{f'g - fg'}{g^2}"
_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher/CR_Diff_05"
_MISTAKES = "mathmistakes.info Common Calculus Mistakes 22 (quotient rule)"


def _parts(e: Expr) -> tuple[Expr, Expr, Expr, Expr] | None:
    """f, g, f' g and f g' of a quotient whose denominator varies."""
    match e:
        case Derivative(Quotient(f, g), x) if depends_on(g, x.name):
            return f, g, Product((e.of(f), g)), Product((f, e.of(g)))
        case _:
            return None


@misconception(
    "diff.quotient.of_derivatives",
    instead_of="diff.quotient",
    says="Numerator and denominator cannot be differentiated apart from each other: while one changes, the other matters.",
    contrast=(r"\left(\frac{f}{g}\right)' = \frac{f'}{g'}", _LAW),
    examples=["d/dx(x^2/(3*x + 1)) -> d/dx(x^2)/(d/dx(3*x + 1))"],
    evidence="documented",
    source=f"{_STACK}; P. Dawkins, Common Math Errors (tutorial.math.lamar.edu/Extras/CommonErrors)",
)
def of_derivatives(e: Expr) -> Expr | None:
    match e:
        case Derivative(Quotient(f, g), x) if depends_on(f, x.name) and depends_on(g, x.name):
            return Quotient(e.of(f), e.of(g))
        case _:
            return None


@misconception(
    "diff.quotient.reversed",
    instead_of="diff.quotient",
    says="Everything is there; the two terms above the line stand in the wrong order, and with a minus between them the order counts.",
    contrast=(r"\left(\frac{f}{g}\right)' = \frac{fg' - f'g}{g^2}", _LAW),
    examples=["d/dx(x^2/(3*x + 1)) -> (x^2*d/dx(3*x + 1) - d/dx(x^2)*(3*x + 1))/(3*x + 1)^2"],
    evidence="documented",
    source=f"{_STACK}; {_MISTAKES}",
)
def reversed_terms(e: Expr) -> Expr | None:
    if (parts := _parts(e)) is None:
        return None
    _, g, first, second = parts
    return Quotient(Sum((second, Negation(first))), Power(g, TWO))


@misconception(
    "diff.quotient.plus",
    instead_of="diff.quotient",
    says="Check the sign between the two terms above the line: the plus belongs to another rule.",
    contrast=(r"\left(\frac{f}{g}\right)' = \frac{f'g + fg'}{g^2}", _LAW),
    examples=["d/dx(x^2/(3*x + 1)) -> (d/dx(x^2)*(3*x + 1) + x^2*d/dx(3*x + 1))/(3*x + 1)^2"],
    evidence="documented",
    source=_STACK,
)
def plus(e: Expr) -> Expr | None:
    if (parts := _parts(e)) is None:
        return None
    _, g, first, second = parts
    return Quotient(Sum((first, second)), Power(g, TWO))


@misconception(
    "diff.quotient.denominator_not_squared",
    instead_of="diff.quotient",
    says="What stands above the line is right; what does the rule do with the denominator itself?",
    contrast=(r"\left(\frac{f}{g}\right)' = \frac{f'g - fg'}{g}", _LAW),
    examples=["d/dx(x^2/(3*x + 1)) -> (d/dx(x^2)*(3*x + 1) - x^2*d/dx(3*x + 1))/(3*x + 1)"],
    evidence="documented",
    source=f"AIP Conf. Proc. 1974, 050009 (2018); {_STACK}",
)
def denominator_not_squared(e: Expr) -> Expr | None:
    if (parts := _parts(e)) is None:
        return None
    _, g, first, second = parts
    return Quotient(Sum((first, Negation(second))), g)


@misconception(
    "diff.quotient.divide_by_f2",
    instead_of="diff.quotient",
    says="What stands above the line is right; below it you put the square of the wrong one of the two functions.",
    contrast=(r"\left(\frac{f}{g}\right)' = \frac{f'g - fg'}{f^2}", _LAW),
    examples=["d/dx(x^2/(3*x + 1)) -> (d/dx(x^2)*(3*x + 1) - x^2*d/dx(3*x + 1))/(x^2)^2"],
    evidence="documented",
    source=_STACK,
)
def divide_by_numerator(e: Expr) -> Expr | None:
    if (parts := _parts(e)) is None:
        return None
    f, _, first, second = parts
    return Quotient(Sum((first, Negation(second))), Power(f, TWO))


@misconception(
    "diff.quotient.lost_parentheses",
    instead_of="diff.quotient",
    says="The numerator is a sum and has to be multiplied as a whole, minus sign included: put it in brackets first.",
    contrast=(r"f'g - f_1 + f_2\,g' \text{ for } f = f_1 + f_2", r"f'g - (f_1 + f_2)\,g'"),
    examples=[
        "d/dx((x + e^x)/x^3) -> (d/dx(x + e^x)*x^3 - x + e^x*d/dx(x^3))/(x^3)^2",
    ],
    evidence="documented",
    source=f"{_MISTAKES}; E. Schechter, Common Errors in College Math (math.vanderbilt.edu/~schectex/commerrs)",
)
def lost_parentheses(e: Expr) -> Expr | None:
    match e:
        case Derivative(Quotient(Sum((first, *between, last)) as f, g), x) if depends_on(g, x.name):
            product = Product((last, e.of(g)))
            if isinstance(last, Negation):
                product = Product((last.operand, e.of(g)))
            end = Negation(product) if isinstance(last, Negation) else product
            top = Sum((Product((e.of(f), g)), Negation(first), *between, end))
            return Quotient(top, Power(g, TWO))
        case _:
            return None


@misconception(
    "diff.reciprocal.invert_derivative",
    instead_of="diff.reciprocal",
    says="Differentiating what is below the line does not differentiate the fraction: write it as a power first.",
    contrast=(
        r"\left(\frac{1}{f}\right)' = \frac{1}{f'}",
        r"\left(\frac{1}{f}\right)' = -\frac{f'}{f^2}",
    ),
    examples=["d/dx(1/x^3) -> 1/(d/dx(x^3))"],
    evidence="documented",
    source="public-textbooks.pages.dev Grade 12 calc-intro common-mistakes; STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher/CR_Diff_09",
)
def invert_derivative(e: Expr) -> Expr | None:
    match e:
        case Derivative(Quotient(c, f), x) if not depends_on(c, x.name) and depends_on(f, x.name):
            return Quotient(c, e.of(f))
        case _:
            return None
