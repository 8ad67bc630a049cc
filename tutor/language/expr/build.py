"""Small constructors that keep trees well-formed: no sum of one term, no negative Number.

They tidy only what a person would never write (`sum_of([x])` is `x`); they do no algebra.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Negation, Number, Product, Quotient, Sum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr

ZERO = Number("0")
ONE = Number("1")
TWO = Number("2")


def number(value: int | Fraction) -> Expr:
    """An exact rational as a tree: `3`, `-3`, `2/3`, `-(2/3)`."""
    if value < 0:
        return Negation(number(-value))
    if isinstance(value, Fraction) and value.denominator != 1:
        return Quotient(Number(str(value.numerator)), Number(str(value.denominator)))
    return Number(str(int(value)))


def negated(e: Expr) -> Expr:
    """Minus something; minus a minus is nothing."""
    return e.operand if isinstance(e, Negation) else Negation(e)


def sum_of(terms: Iterable[Expr]) -> Expr:
    """The sum of any number of terms: 0 for none, the term itself for one."""
    found = tuple(terms)
    if len(found) > 1:
        return Sum(found)
    return found[0] if found else ZERO


def product_of(factors: Iterable[Expr]) -> Expr:
    """The product of any number of factors: 1 for none, the factor itself for one."""
    found = tuple(factors)
    if len(found) > 1:
        return Product(found)
    return found[0] if found else ONE


def rational(e: Expr) -> int | Fraction | None:
    """The value of `3`, `-3`, `2/3`, `-(2/3)`, `-2/3`, `0.5` as written; None for anything else."""
    match e:
        case Number():
            return e.value
        case Negation(inner):
            value = rational(inner)
            return None if value is None else -value
        case Quotient(Number() as n, Number() as d) if d.value != 0:
            return Fraction(n.value) / d.value
        case Quotient(Negation(Number() as n), Number() as d) if d.value != 0:
            return -Fraction(n.value) / d.value
        case _:
            return None
