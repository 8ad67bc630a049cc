"""The exact value of a plain tree at a rational point: fractions alone, no graph, no flint."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, isqrt, prod
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import (
    Call,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr

LONG = 100_000  # bits
MAX_FACTORIAL = 500
PRIME = (1 << 127) - 1


class Undefined(ArithmeticError):  # noqa: N818 a word for what is so
    """There is proved to be no value at the point."""


class Inexact(ArithmeticError):  # noqa: N818 a word for what is so
    """The value is not known to be rational, or too long to be worked out."""


def value(e: Expr, at: Mapping[str, Fraction]) -> Fraction:
    """The value of a tree. Raises: Undefined, Inexact."""
    match e:
        case Number():
            return Fraction(e.value)
        case Symbol(name) if name in at:
            return at[name]
        case Sum(terms):
            return sum(_all(terms, at), Fraction(0))
        case Negation(operand):
            return -value(operand, at)
        case Product(factors):
            return prod(_all(factors, at), start=Fraction(1))
        case Quotient(top, bottom):
            above, below = _all((top, bottom), at)
            if not below:
                raise Undefined
            return above / below
        case Power(base, exponent):
            fixed = not _moves(exponent) or _is_whole(exponent)
            return _power(*_all((base, exponent), at), fixed=fixed)
        case Root(radicand, index):
            return _root(*_all((radicand, index), at))
        case Call("abs", (u,)):
            return abs(value(u, at))
        case Call("percent", (u,)):
            return value(u, at) / 100
        case Call("factorial", (u,)):
            n = value(u, at)
            if n.denominator != 1 or n < 0:
                raise Undefined
            if n > MAX_FACTORIAL:
                raise Inexact
            return Fraction(factorial(int(n)))
        case _:
            raise Inexact


def _all(parts: tuple[Expr, ...], at: Mapping[str, Fraction]) -> list[Fraction]:
    """The values of all parts: one that is undefined makes the whole undefined, whatever is inexact."""
    found: list[Fraction] = []
    inexact = False
    for part in parts:
        try:
            found.append(value(part, at))
        except Inexact:
            inexact = True
    if inexact:
        raise Inexact
    return found


def _moves(e: Expr) -> bool:
    """Whether an exponent is anything but a whole number as written."""
    match e:
        case Number():
            return e.value.denominator != 1
        case Negation(inner):
            return _moves(inner)
        case _:
            return True


def _power(base: Fraction, exponent: Fraction, *, fixed: bool) -> Fraction:
    """A power with a whole number for an exponent; every other kind has rules that are not for fractions."""
    if not fixed:
        raise Inexact
    n = int(exponent)
    if not base and n < 0:
        raise Undefined
    if n and (base.numerator.bit_length() + base.denominator.bit_length()) * abs(n) > LONG:
        if base not in (0, 1, -1):
            raise Inexact
        return base ** (2 + n % 2)
    return base**n


def _root(radicand: Fraction, index: Fraction) -> Fraction:
    if index != 2 or radicand < 0:
        raise Inexact  # a negative radicand may have a root over the complex numbers
    found = Fraction(isqrt(radicand.numerator), isqrt(radicand.denominator))
    if found * found != radicand:
        raise Inexact
    return found


def residue(e: Expr, at: Mapping[str, Fraction]) -> int:
    """The value modulo a prime, for exponents too large to be worked out. Raises: Undefined, Inexact.

    Unequal residues prove that two rationals differ; equal ones prove nothing.
    """
    match e:
        case Number():
            return _residue_of(Fraction(e.value))
        case Symbol(name) if name in at:
            return _residue_of(at[name])
        case Sum(terms):
            return sum(residue(term, at) for term in terms) % PRIME
        case Negation(operand):
            return -residue(operand, at) % PRIME
        case Product(factors):
            return prod(residue(factor, at) for factor in factors) % PRIME
        case Quotient(top, bottom):
            return residue(top, at) * _inverse(residue(bottom, at)) % PRIME
        case Power(base, exponent) if not _moves(exponent) or _is_whole(exponent):
            n = int(value(exponent, at))
            found = residue(base, at)
            return pow(found if n >= 0 else _inverse(found), abs(n), PRIME)
        case _:
            raise Inexact


def _is_whole(e: Expr) -> bool:
    """Whether an exponent is made of whole numbers alone: `10^5`, `2*3`."""
    try:
        return value(e, {}).denominator == 1
    except ArithmeticError:
        return False


def _residue_of(q: Fraction) -> int:
    return q.numerator * _inverse(q.denominator % PRIME) % PRIME


def _inverse(n: int) -> int:
    if not n:
        raise Inexact
    return pow(n, -1, PRIME)
