"""Views: ways to look at a tree that rules, strategies and forms share.

A view is a pair of functions. The one that looks gives the parts, or None where the tree cannot be
seen that way; the one that builds makes a tree of such parts. Building from what was seen gives the
same value, not always the same tree. All are syntactic: `x - x + 2` is not free of `x`.

| look | build | the tree is seen as |
| --- | --- | --- |
| `as_terms` | `sum_of` | a sum of terms, signs inside them |
| `as_factors` | `product_of` | a product of factors |
| `constant_times` | `times` | `c*f`, `c` free of a name |
| `power_of` | `power` | `base^exponent` |
| `linear_in` | `linear` | `m*x + c`, `m` and `c` free of `x` |

Polynomials with rational coefficients are in `polynomial.py`, order put aside is in `order.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.build import ONE, ZERO, product_of, sum_of
from tutor.language.expr.nodes import (
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
)
from tutor.language.expr.paths import children

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr


def is_free_of(e: Expr, *names: str) -> bool:
    """Whether none of the names occurs anywhere in `e`, a derivative's own variable included."""
    if isinstance(e, Symbol):
        return e.name not in names
    return all(is_free_of(child, *names) for child in children(e))


def as_terms(e: Expr) -> tuple[Expr, ...]:
    """The terms of a sum, nested sums opened and signs pulled in: `a - (b - c)` gives a, -b, c."""
    match e:
        case Sum(terms):
            return tuple(part for term in terms for part in as_terms(term))
        case Negation(Sum() | Negation() as inner):
            return tuple(negated(part) for part in as_terms(inner))
        case _:
            return (e,)


def as_factors(e: Expr) -> tuple[Expr, ...]:
    """The factors of a product, nested products opened; a minus becomes the factor -1."""
    match e:
        case Product(factors):
            return tuple(part for factor in factors for part in as_factors(factor))
        case Negation(Number()):
            return (e,)
        case Negation(operand):
            return (Negation(ONE), *as_factors(operand))
        case _:
            return (e,)


def negated(e: Expr) -> Expr:
    """Minus `e`, without a double minus."""
    return e.operand if isinstance(e, Negation) else Negation(e)


def constant_times(e: Expr, x: str) -> tuple[Expr, Expr]:
    """`(c, f)` with `e = c*f`, `c` free of `x` and `f` as small as the writing allows.

    `(1, e)` where nothing can be taken out, `(e, 1)` where all of it can. A denominator free of `x`
    belongs to `c`: `3*x^2/5` is `(3/5, x^2)`.
    """
    if is_free_of(e, x):
        return e, ONE
    match e:
        case Negation(operand):
            c, f = constant_times(operand, x)
            return negated(c), f
        case Product(factors):
            seen = [constant_times(factor, x) for factor in factors]
            return _product(c for c, _ in seen), _product(f for _, f in seen)
        case Quotient(numerator, denominator):
            c, f = constant_times(numerator, x)
            k, g = constant_times(denominator, x)
            return _quotient(c, k), _quotient(f, g)
        case _:
            return ONE, e


def times(c: Expr, f: Expr) -> Expr:
    """`c*f` as a person writes it: no factor 1, a minus in front, no nested product."""
    if ONE in (c, f):
        return f if c == ONE else c
    if isinstance(c, Negation):
        return negated(times(c.operand, f))
    if isinstance(f, Negation):
        return negated(times(c, f.operand))
    match c:
        case Quotient(n, d) if n == ONE:
            return Quotient(f, d)
        case _:
            return Product((*_opened(c), *_opened(f)))


def power_of(e: Expr) -> tuple[Expr, Expr]:
    """`(base, exponent)` of anything: `x` is `x^1`, `sqrt(x)` is `x^(1/2)`, `1/x^2` is `x^(-2)`."""
    match e:
        case Power(base, exponent):
            return base, exponent
        case Root(radicand, index):
            return radicand, Quotient(ONE, index)
        case Quotient(numerator, denominator) if numerator == ONE:
            base, exponent = power_of(denominator)
            return base, negated(exponent)
        case _:
            return e, ONE


def power(base: Expr, exponent: Expr) -> Expr:
    """`base^exponent` as a person writes it: no exponent 1, no exponent 0."""
    if exponent == ONE:
        return base
    return ONE if exponent == ZERO else Power(base, exponent)


def linear_in(e: Expr, x: str) -> tuple[Expr, Expr] | None:
    """`(m, c)` with `e = m*x + c`, both free of `x`; None unless each term shows it.

    `m` is 0 for what is free of `x`. A sum in a product with `x` in it is opened one level only when
    the rest is free of `x`: `2*(x + 1)` is `(2, 2*1)`.
    """
    if is_free_of(e, x):
        return ZERO, e
    match e:
        case Symbol():
            return ONE, ZERO
        case Negation(operand):
            seen = linear_in(operand, x)
            return seen and (_minus(seen[0]), _minus(seen[1]))
        case Sum(terms):
            found = [linear_in(term, x) for term in terms]
            whole = [pair for pair in found if pair is not None]
            if len(whole) < len(found):
                return None
            return _sum(m for m, _ in whole), _sum(c for _, c in whole)
        case Product() | Quotient():
            k, f = constant_times(e, x)
            seen = None if f == e else linear_in(f, x)
            return seen and (_scaled(k, seen[0]), _scaled(k, seen[1]))
        case _:
            return None


def linear(m: Expr, x: str, c: Expr) -> Expr:
    """`m*x + c` as a person writes it."""
    slope = ZERO if m == ZERO else times(m, Symbol(x))
    return sum_of(part for part in (slope, c) if part != ZERO)


def _opened(e: Expr) -> tuple[Expr, ...]:
    return e.factors if isinstance(e, Product) else (e,)


def _product(factors: Iterable[Expr]) -> Expr:
    """A product without factors 1; minus signs are gathered in front."""
    kept: list[Expr] = []
    minus = False
    for factor in factors:
        part = factor
        if isinstance(part, Negation):
            minus, part = not minus, part.operand
        if part != ONE:
            kept += _opened(part)
    return Negation(product_of(kept)) if minus else product_of(kept)


def _quotient(a: Expr, b: Expr) -> Expr:
    if b == ONE:
        return a
    if isinstance(a, Negation):
        return Negation(_quotient(a.operand, b))
    return Quotient(a, b)


def _minus(e: Expr) -> Expr:
    return ZERO if e == ZERO else negated(e)


def _scaled(k: Expr, e: Expr) -> Expr:
    return ZERO if e == ZERO else times(k, e)


def _sum(parts: Iterable[Expr]) -> Expr:
    return sum_of(part for part in parts if part != ZERO)
