"""Puts drawn values for names into a tree, and tidies only what the values made untidy.

An author writes `a*n*x^(n - 1)`; with a = 2 and n = 3 a learner should read `6*x^2`, not
`2*3*x^(3 - 1)`. Parts without a drawn name stay exactly as the author wrote them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.language.expr.build import ONE, ZERO, number, product_of, rational, sum_of
from tutor.language.expr.nodes import (
    Derivative,
    HigherDerivative,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from tutor.language.expr.paths import children, rebuild

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr

MAX_EXPONENT = 20


def fill(e: Expr, values: Mapping[str, Expr]) -> Expr:
    """`e` with the values for its names, tidied where they went in."""
    return _fill(e, values) if values else e


def whole_number(e: Expr) -> int | None:
    """The integer that a tree of numbers comes to; None for anything else."""
    value = rational(_tidy_all(e))
    return int(value) if value is not None and Fraction(value).denominator == 1 else None


def _tidy_all(e: Expr) -> Expr:
    inside = children(e)
    return tidy(rebuild(e, tuple(_tidy_all(child) for child in inside)) if inside else e)


def _fill(e: Expr, values: Mapping[str, Expr]) -> Expr:
    """The same object where nothing changed, so that untouched parts stay as written."""
    if isinstance(e, Symbol):
        return values.get(e.name, e)
    inside = children(e)
    filled = tuple(_fill(child, values) for child in inside)
    if all(a is b for a, b in zip(inside, filled, strict=True)):
        return e
    if isinstance(e, Derivative | HigherDerivative):
        # What one differentiates by is a name in its own right, never a drawn value.
        filled = (filled[0], *inside[1:])
    return tidy(rebuild(e, filled))


def tidy(e: Expr) -> Expr:
    """One node with its numbers put together: no `1*x`, no `x + 0`, no `x^1`, no `2*3`, no `- -x`."""
    match e:
        case Negation(Negation(inner)):
            return inner
        case Negation(Number("0")):
            return ZERO
        case Negation(Product((Negation(first), *rest))):
            return product_of((first, *rest))
        case Sum(terms):
            return _tidy_sum(terms)
        case Product(factors):
            return _tidy_product(factors)
        case Quotient(top, bottom):
            return _tidy_quotient(e, top, bottom)
        case Power(base, exponent):
            return _tidy_power(e, base, exponent)
        case _:
            return e


def _tidy_sum(terms: tuple[Expr, ...]) -> Expr:
    """Numbers meet where the first of them stood; sums inside become terms."""
    flat: list[Expr] = []
    for term in terms:
        flat.extend(term.terms if isinstance(term, Sum) else (term,))
    flat[1:] = map(_subtracted, flat[1:])
    total: int | Fraction = 0
    place: int | None = None
    rest: list[Expr] = []
    for term in flat:
        value = rational(term)
        if value is None:
            rest.append(term)
        else:
            total += value
            place = len(rest) if place is None else place
    if place is not None and total != 0:
        rest.insert(place, number(total))
    return sum_of(rest)


def _subtracted(term: Expr) -> Expr:
    """A later term with a minus in front is taken away: `x - 2*y`, not `x + (-2)*y`."""
    match term:
        case Product((Negation(first), *rest)):
            return Negation(product_of((first, *rest)))
        case _:
            return term


def _tidy_product(factors: tuple[Expr, ...]) -> Expr:
    """Integers meet where the first of them stood; a minus comes out to the front."""
    flat: list[Expr] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else (factor,))
    coefficient = 1
    place: int | None = None
    rest: list[Expr] = []
    for factor in flat:
        inner = factor.operand if isinstance(factor, Negation) else factor
        coefficient = -coefficient if inner is not factor else coefficient
        value = rational(inner)
        if isinstance(value, int):
            coefficient *= value
            place = len(rest) if place is None else place
        else:
            rest.append(inner)
    if coefficient == 0:
        return ZERO
    if abs(coefficient) != 1:
        rest.insert(place or 0, number(abs(coefficient)))
    if coefficient < 0:
        # `-3*x` is read as minus three times x: the sign belongs to the first factor.
        rest[:1] = [Negation(rest[0])] if rest else [Negation(ONE)]
    return product_of(rest)


def _tidy_quotient(e: Expr, top: Expr, bottom: Expr) -> Expr:
    above, below = rational(top), rational(bottom)
    if below == 1:
        return top
    if above is not None and below:
        return number(Fraction(above) / Fraction(below))
    return e


def _tidy_power(e: Expr, base: Expr, exponent: Expr) -> Expr:
    under, above = rational(base), rational(exponent)
    if above == 1:
        return base
    if under is None:
        return ONE if above == 0 else e
    if isinstance(above, int) and abs(above) <= MAX_EXPONENT and (under != 0 or above > 0):
        return number(Fraction(under) ** above)
    return e
