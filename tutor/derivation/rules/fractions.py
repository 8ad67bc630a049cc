"""Fractions: multiplied, divided, cancelled, split."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ONE, ZERO, number, product_of, rational, sum_of
from tutor.language.expr.nodes import (
    Constant,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
)
from tutor.language.expr.views import (
    base_and_exponent,
    canonical,
    factors_of,
    negative,
    power_of,
    split_sign,
    terms_of,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_EXPONENTS = "OpenStax, College Algebra, 1.2 Exponents and Scientific Notation"
_FRACTIONS = "OpenStax, College Algebra, 1.6 Rational Expressions"


@rule(
    "alg.multiply_fractions",
    name="Multiply fractions",
    law=r"a \cdot \frac{b}{c} = \frac{a b}{c}",
    why="Numerators multiply, denominators multiply.",
    examples=["x*(2/y) -> x*2/y", "(a/b)*(c/d) -> a*c/(b*d)"],
    source=_FRACTIONS + ", Multiplying Rational Expressions",
)
def multiply_fractions(e: Expr) -> Rewrite | None:
    match e:
        case Product(factors) if any(isinstance(f, Quotient) for f in factors):
            top: list[Expr] = []
            bottom: list[Expr] = []
            for factor in factors:
                if isinstance(factor, Quotient):
                    top.extend(factors_of(factor.numerator))
                    bottom.extend(factors_of(factor.denominator))
                else:
                    top.append(factor)
            return Rewrite(Quotient(product_of(top), product_of(bottom)))
        case _:
            return None


@rule(
    "alg.divide_fractions",
    name="Fraction inside a fraction",
    law=r"\frac{a/b}{c} = \frac{a}{b c},\quad \frac{a}{b/c} = \frac{a c}{b}",
    why="Dividing by a fraction is multiplying by its reciprocal.",
    examples=["(a/b)/c -> a/(b*c)", "a/(b/c) -> a*c/b"],
    source=_FRACTIONS + ", Dividing Rational Expressions",
)
def divide_fractions(e: Expr) -> Rewrite | None:
    match e:
        case Quotient(Quotient(a, b), c):
            return Rewrite(Quotient(a, product_of((*factors_of(b), *factors_of(c)))))
        case Quotient(a, Quotient(b, c)):
            top = product_of((*factors_of(a), *factors_of(c)))
            return Rewrite(Quotient(top, b), {}, (Relation("!=", c, ZERO),))
        case _:
            return None


@rule(
    "alg.cancel_factor",
    name="Cancel a common factor",
    law=r"\frac{a u}{b u} = \frac{a}{b}, \quad u \neq 0",
    why="{u} divides numerator and denominator.",
    examples=["x^2/x -> x", "x*sin(x)/x^3 -> sin(x)/x^2", "(x*y - 2*x)/x^3 -> (y - 2)/x^2"],
    source=_FRACTIONS + ", Simplifying Rational Expressions",
    asks=(("u", "Which factor do numerator and denominator share?"),),
)
def cancel_factor(e: Expr) -> Rewrite | None:
    if not isinstance(e, Quotient):
        return None
    terms = [_powers(term) for term in terms_of(e.numerator)]
    below = _powers(e.denominator)
    shared: dict[str, Fraction] = {}
    for key, (_, have) in below.items():
        least = min((term[key][1] if key in term else Fraction(0)) for term in terms)
        if least > 0 and have > 0:
            shared[key] = min(least, have)
    if not shared:
        return None
    upper = [_without(term, shared) for term in terms_of(e.numerator)]
    lower = _without(e.denominator, shared)
    gone = [below[key][0] for key, k in shared.items() if below[key][1] == k]
    common = product_of(power_of(below[key][0], number(k)) for key, k in shared.items())
    return Rewrite(
        sum_of(upper) if lower == ONE else Quotient(sum_of(upper), lower),
        {"u": common},
        tuple(Relation("!=", u, ZERO) for u in gone),
    )


def _powers(term: Expr) -> dict[str, tuple[Expr, Fraction]]:
    """The factors of a term that are not numbers, by canonical base, with rational exponents."""
    found: dict[str, tuple[Expr, Fraction]] = {}
    for factor in factors_of(split_sign(term)[1]):
        if rational(factor) is not None:
            continue
        base, exponent = _rational_power(factor)
        key = canonical(base)
        found[key] = (base, exponent + (found[key][1] if key in found else 0))
    return found


def _rational_power(factor: Expr) -> tuple[Expr, Fraction]:
    base, exponent = base_and_exponent(factor)
    value = rational(exponent)
    return (factor, Fraction(1)) if value is None else (base, Fraction(value))


def _without(term: Expr, shared: dict[str, Fraction]) -> Expr:
    """A term with the shared powers taken out, order kept."""
    outside, inner = split_sign(term)
    left = dict(shared)
    kept: list[Expr] = []
    for factor in factors_of(inner):
        base, exponent = _rational_power(factor)
        key = canonical(base)
        if rational(factor) is None and left.get(key, 0) > 0:
            taken = min(left[key], exponent)
            left[key] -= taken
            if exponent != taken:
                kept.append(power_of(base, number(exponent - taken)))
        else:
            kept.append(factor)
    rest = product_of(kept)
    return negative(rest) if outside < 0 else rest


@rule(
    "alg.clear_fractions",
    name="Clear fractions inside a fraction",
    law=r"\frac{a/d + b}{c} = \frac{a + b d}{c d}",
    why="Multiply numerator and denominator by {d}.",
    examples=["(x/y + 2)/z -> (x + 2*y)/(z*y)", "x/(1 + 1/y) -> x*y/(y + 1)"],
    source=_FRACTIONS + ", Simplifying Complex Rational Expressions",
    asks=(("d", "By what can you multiply so that the small fractions go away?"),),
)
def clear_fractions(e: Expr) -> Rewrite | None:
    match e:
        case Quotient(top, bottom):
            small = [
                inner.denominator
                for side in (top, bottom)
                if isinstance(side, Sum)
                for _, inner in map(split_sign, side.terms)
                if isinstance(inner, Quotient)
            ]
            if not small:
                return None
            d = small[0]
            return Rewrite(Quotient(_scaled(top, d), _scaled(bottom, d)), {"d": d})
        case _:
            return None


def _scaled(side: Expr, d: Expr) -> Expr:
    """A numerator or denominator times `d`: term by term if it is a sum with a fraction over `d` in it."""
    if not isinstance(side, Sum) or not any(_over(t, d) for t in side.terms):
        return product_of((*factors_of(side), *factors_of(d)))
    terms: list[Expr] = []
    for term in side.terms:
        sign, inner = split_sign(term)
        match inner:
            case Quotient(a, b) if b == d:
                scaled = a
            case _:
                scaled = product_of((*factors_of(inner), *factors_of(d)))
        terms.append(negative(scaled) if sign < 0 else scaled)
    return Sum(tuple(terms))


def _over(term: Expr, d: Expr) -> bool:
    inner = split_sign(term)[1]
    return isinstance(inner, Quotient) and inner.denominator == d


@rule(
    "alg.common_denominator",
    name="Common denominator",
    law=r"\frac{a}{c} + \frac{b}{d} = \frac{a d + b c}{c d}",
    why="Write the fractions over the common denominator {d}.",
    examples=[
        "2/x + 3/y -> (2*y + 3*x)/(x*y)",
        "(x + 1)/y - x/y -> (x + 1 - x)/y",
        "z + 1/x + 2/x -> z + (1 + 2)/x",
    ],
    source=_FRACTIONS + ", Adding and Subtracting Rational Expressions",
    asks=(("d", "Which denominator can all the fractions have?"),),
)
def common_denominator(e: Expr) -> Rewrite | None:
    if not isinstance(e, Sum):
        return None
    signed = [split_sign(term) for term in e.terms]
    at = [i for i, (_, inner) in enumerate(signed) if isinstance(inner, Quotient)]
    if len(at) < 2:
        return None
    bottoms = list(
        dict.fromkeys(inner.denominator for _, inner in signed if isinstance(inner, Quotient))
    )
    numerators: list[Expr] = []
    for sign, inner in (signed[i] for i in at):
        assert isinstance(inner, Quotient)
        others = [f for d in bottoms if d != inner.denominator for f in factors_of(d)]
        scaled = product_of((*factors_of(inner.numerator), *others)) if others else inner.numerator
        numerators.append(negative(scaled) if sign < 0 else scaled)
    shared = product_of(f for d in bottoms for f in factors_of(d))
    top = sum_of(t for n in numerators for t in terms_of(n))
    fraction = Quotient(top, shared)
    terms = [fraction if i == at[0] else term for i, term in enumerate(e.terms) if i not in at[1:]]
    return Rewrite(sum_of(terms), {"d": shared})


@rule(
    "alg.split_fraction",
    name="Split a fraction",
    law=r"\frac{a + b}{c} = \frac{a}{c} + \frac{b}{c}",
    why="Every term of the numerator over {c}.",
    examples=["(x + 2*y)/z -> x/z + 2*y/z", "(x - 1)/y -> x/y - 1/y"],
    source=_FRACTIONS + ", Adding and Subtracting Rational Expressions",
)
def split_fraction(e: Expr) -> Rewrite | None:
    match e:
        case Quotient(Sum(terms), c):
            return Rewrite(
                Sum(
                    tuple(
                        Negation(Quotient(t.operand, c))
                        if isinstance(t, Negation)
                        else Quotient(t, c)
                        for t in terms
                    )
                ),
                {"c": c},
            )
        case _:
            return None


@rule(
    "alg.quotient_as_product",
    name="Quotient as a product",
    law=r"\frac{u}{v^n} = u\,v^{-n}",
    why="Dividing by {v} is multiplying by a power with negative exponent.",
    examples=["1/x^7 -> x^(-7)", "sin(x)/x -> sin(x)*x^(-1)"],
    source=_EXPONENTS + ", Using the Negative Rule of Exponents",
)
def quotient_as_product(e: Expr) -> Rewrite | None:
    match e:
        case Quotient(u, v) if not isinstance(v, Number | Constant):
            base, n = _rational_power(v)
            powered = Power(base, number(-n))
            return Rewrite(product_of((*factors_of(u), powered)), {"u": u, "v": v})
        case _:
            return None
