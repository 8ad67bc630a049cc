"""An expression as it is written, seen as terms and factors: the exact views that forms ask for.

Nothing is multiplied out or collected here, except by `polynomial`, which the question whether a factor
splits further needs. Whatever is no sum, product, quotient or whole power is a kernel: one letter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from tutor.answers.arithmetic import rational_value
from tutor.language.expr.nodes import (
    Derivative,
    HigherDerivative,
    Matrix,
    Negation,
    Power,
    Product,
    Quotient,
    Sum,
    Vector,
    Verb,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.language.expr.nodes import Expr

Monomial: TypeAlias = "frozenset[tuple[Expr, int]]"
Terms: TypeAlias = "Mapping[Monomial, Fraction]"
ONE: Monomial = frozenset()
MAX_EXPONENT = 1_000
MAX_TERMS = 2_000
MAX_WORK = 200_000


@dataclass(frozen=True, slots=True)
class Factor:
    """A base with a whole exponent, negative below a fraction bar."""

    base: Expr
    exponent: int


def values(e: Expr) -> tuple[Expr, ...]:
    """The entries of a vector or matrix, each looked at by itself; else the expression alone."""
    match e:
        case Vector(entries):
            return entries
        case Matrix(rows):
            return tuple(entry for row in rows for entry in row)
        case _:
            return (e,)


def is_to_do(e: Expr) -> bool:
    """Whether something is still to be worked out at the top: a derivative, a verb."""
    return isinstance(e, Derivative | HigherDerivative | Verb)


def terms(e: Expr) -> Iterator[Expr]:
    """The terms of a sum, of sums inside it as well; subtracted ones as Negations."""
    if isinstance(e, Sum):
        for term in e.terms:
            yield from terms(term)
    else:
        yield e


def factors(e: Expr, exponent: int = 1) -> Iterator[Factor]:
    """The factors of a product as written, of products and quotients inside it as well; signs dropped."""
    match e:
        case Negation(operand):
            yield from factors(operand, exponent)
        case Product(parts):
            for part in parts:
                yield from factors(part, exponent)
        case Quotient(numerator, denominator):
            yield from factors(numerator, exponent)
            yield from factors(denominator, -exponent)
        case Power(base, index) if (n := _whole(index)) is not None:
            yield from factors(base, exponent * n)
        case _:
            yield Factor(e, exponent)


def monomial(term: Expr) -> Monomial:
    """The letters of one term with their exponents, its numbers left out."""
    powers: Counter[Expr] = Counter()
    for factor in factors(term):
        if rational_value(factor.base) is None:
            powers[factor.base] += factor.exponent
    return frozenset((base, n) for base, n in powers.items() if n)


def polynomial(e: Expr) -> Terms | None:
    """`e` multiplied out over Q in its kernels; None where a kernel stands below a bar, or for the bounds."""
    return _Expander().terms(e)


class _Expander:
    """Multiplies out, counting the work. A None that comes back ends the whole."""

    def __init__(self) -> None:
        self.work = 0

    def terms(self, e: Expr) -> Terms | None:
        number = rational_value(e)
        if number is not None:
            return {ONE: number} if number else {}
        match e:
            case Negation(operand):
                inside = self.terms(operand)
                return None if inside is None else {m: -c for m, c in inside.items()}
            case Sum(parts):
                return self._sum(parts)
            case Product(parts):
                whole: Terms | None = {ONE: Fraction(1)}
                for part in parts:
                    whole = self._product(whole, self.terms(part))
                return whole
            case Quotient(numerator, denominator):
                divisor = rational_value(denominator)
                inside = self.terms(numerator)
                if not divisor or inside is None:
                    return None
                return {m: c / divisor for m, c in inside.items()}
            case Power(base, index) if (n := _whole(index)) is not None and n >= 0:
                return self._power(self.terms(base), n)
            case _:
                return {frozenset({(e, 1)}): Fraction(1)}

    def _sum(self, parts: tuple[Expr, ...]) -> Terms | None:
        total: dict[Monomial, Fraction] = {}
        for part in parts:
            inside = self.terms(part)
            if inside is None:
                return None
            for m, c in inside.items():
                total[m] = total.get(m, Fraction(0)) + c
        return {m: c for m, c in total.items() if c}

    def _product(self, left: Terms | None, right: Terms | None) -> Terms | None:
        if left is None or right is None:
            return None
        self.work += len(left) * len(right)
        if self.work > MAX_WORK:
            return None
        total: dict[Monomial, Fraction] = {}
        for m, c in left.items():
            for n, d in right.items():
                both = _times(m, n)
                total[both] = total.get(both, Fraction(0)) + c * d
        return {m: c for m, c in total.items() if c} if len(total) <= MAX_TERMS else None

    def _power(self, base: Terms | None, n: int) -> Terms | None:
        if base is not None and len(base) == 1:
            ((m, c),) = base.items()
            if n * max(c.numerator.bit_length(), c.denominator.bit_length()) > MAX_WORK:
                return None
            return {frozenset((b, k * n) for b, k in m): c**n} if n else {ONE: Fraction(1)}
        whole: Terms | None = {ONE: Fraction(1)}
        for _ in range(n):
            whole = self._product(whole, base)
        return whole


def _times(m: Monomial, n: Monomial) -> Monomial:
    if not m or not n:
        return m or n
    powers = Counter(dict(m))
    for base, k in n:
        powers[base] += k
    return frozenset(powers.items())


def _whole(e: Expr) -> int | None:
    value = rational_value(e)
    if value is None or value.denominator != 1 or abs(value) > MAX_EXPONENT:
        return None
    return int(value)
