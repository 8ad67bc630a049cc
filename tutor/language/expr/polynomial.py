"""A tree seen as a polynomial in one name with rational coefficients, and written out from them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from tutor.language.expr.build import number, rational, sum_of
from tutor.language.expr.nodes import Negation, Number, Power, Product, Quotient, Sum, Symbol
from tutor.language.expr.views import power, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr

Coefficients: TypeAlias = "dict[int, Fraction]"

MAX_DEGREE: Final = 64
MAX_BITS: Final = 4_096


def polynomial_in(e: Expr, x: str, *, max_degree: int = MAX_DEGREE) -> Coefficients | None:
    """The exact coefficients of a polynomial in `x` alone, by degree, highest first; zeros left out.

    Division by a number is allowed, by `x` is not: `(x^2 + x)/x` is no polynomial as written.

    Args:
        max_degree: the largest degree worked out.

    Returns: None if `e` is written otherwise, or if a degree or a coefficient on the way passes the
        bound; `{}` for 0.
    """
    found = _coefficients(e, x, max_degree)
    if found is None:
        return None
    return {n: found[n] for n in sorted(found, reverse=True)}


def polynomial(coefficients: Mapping[int, Fraction | int], x: str) -> Expr:
    """A polynomial written out, highest degree first: `3*x^2 - x + 1/2`."""
    terms: list[Expr] = []
    for degree in sorted(coefficients, reverse=True):
        c = coefficients[degree]
        if c:
            size = times(number(c if c > 0 else -c), power(Symbol(x), number(degree)))
            terms.append(size if c > 0 else Negation(size))
    return sum_of(terms)


def _coefficients(e: Expr, x: str, most: int) -> Coefficients | None:
    match e:
        case Number():
            return _kept({0: Fraction(e.value)}, most)
        case Symbol(name):
            return _kept({1: Fraction(1)}, most) if name == x else None
        case Negation(operand):
            return _multiplied(_coefficients(operand, x, most), {0: Fraction(-1)}, most)
        case Sum(terms):
            total: Coefficients | None = {}
            for term in terms:
                total = _added(total, _coefficients(term, x, most), most)
            return total
        case Product(factors):
            result: Coefficients | None = {0: Fraction(1)}
            for factor in factors:
                result = _multiplied(result, _coefficients(factor, x, most), most)
            return result
        case Quotient(numerator, denominator):
            inverse = _inverse(_coefficients(denominator, x, most))
            return _multiplied(_coefficients(numerator, x, most), inverse, most)
        case Power(base, exponent):
            return _raised(_coefficients(base, x, most), rational(exponent), most)
        case _:
            return None


def _raised(base: Coefficients | None, n: int | Fraction | None, most: int) -> Coefficients | None:
    if base is None or not isinstance(n, int):
        return None
    if n < 0:
        return _raised(_inverse(base), -n, most)
    if base in ({0: 1}, {0: -1}):
        return base if n % 2 else {0: Fraction(1)}  # for any exponent
    longest = max((_bits(c) for c in base.values()), default=0)
    if n * max(base, default=0) > most or n * longest > 2 * MAX_BITS:
        return None
    result: Coefficients | None = {0: Fraction(1)}
    while n and result is not None:
        if n % 2:
            result = _multiplied(result, base, most)
        n //= 2
        square = _multiplied(base, base, most) if n else base
        if square is None:
            return None
        base = square
    return result


def _inverse(c: Coefficients | None) -> Coefficients | None:
    """One over a number other than 0; nothing else has an inverse that is a polynomial."""
    return {0: 1 / c[0]} if c is not None and set(c) == {0} else None


def _added(a: Coefficients | None, b: Coefficients | None, most: int) -> Coefficients | None:
    if a is None or b is None:
        return None
    total = dict(a)
    for n, c in b.items():
        total[n] = total.get(n, Fraction(0)) + c
    return _kept(total, most)


def _multiplied(a: Coefficients | None, b: Coefficients | None, most: int) -> Coefficients | None:
    if a is None or b is None or max(a, default=0) + max(b, default=0) > most:
        return None
    total: Coefficients = {}
    for n, c in a.items():
        for m, d in b.items():
            total[n + m] = total.get(n + m, Fraction(0)) + c * d
    return _kept(total, most)


def _kept(total: Coefficients, most: int) -> Coefficients | None:
    """Without zeros; None where a coefficient or the degree has grown past its bound."""
    kept = {n: c for n, c in total.items() if c}
    long = any(_bits(c) > MAX_BITS for c in kept.values())
    return None if long or max(kept, default=0) > most else kept


def _bits(c: Fraction) -> int:
    return max(c.numerator.bit_length(), c.denominator.bit_length())
