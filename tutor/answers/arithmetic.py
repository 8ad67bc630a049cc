"""The exact value of arithmetic on written numbers, for comparisons that need no oracle."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Call, Negation, Number, Power, Product, Quotient, Sum

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_LARGEST_EXPONENT = 100
_LONGEST = 4096  # bits


def rational_value(e: Expr) -> Fraction | None:
    """The value of `3/4 + 0.5^2`, `7%`, `-(1/3)`; None for anything that is not plain arithmetic.

    Also None beyond 4,096 bits, and for a division by zero: the oracle says more about these.
    """
    match e:
        case Number():
            value: Fraction | None = Fraction(e.value)
        case Negation(operand):
            inner = rational_value(operand)
            value = None if inner is None else -inner
        case Sum(terms):
            found = _values(terms)
            value = None if found is None else sum(found, Fraction(0))
        case Product(factors):
            found = _values(factors)
            value = None if found is None else prod(found, start=Fraction(1))
        case Quotient(numerator, denominator):
            found = _values((numerator, denominator))
            value = None if found is None or not found[1] else found[0] / found[1]
        case Power(base, exponent):
            found = _values((base, exponent))
            value = None if found is None else _power(*found)
        case Call("percent", (operand,)):
            inner = rational_value(operand)
            value = None if inner is None else inner / 100
        case _:
            return None
    return value if value is not None and _is_short(value) else None


def _values(parts: tuple[Expr, ...]) -> list[Fraction] | None:
    found: list[Fraction] = []
    for part in parts:
        value = rational_value(part)
        if value is None:
            return None
        found.append(value)
    return found


def _power(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator != 1 or abs(exponent) > _LARGEST_EXPONENT:
        return None
    if not base and exponent <= 0:
        return None
    return base ** int(exponent)


def _is_short(value: Fraction) -> bool:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) <= _LONGEST
