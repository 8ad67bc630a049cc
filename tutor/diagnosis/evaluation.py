"""Values of trees at several points at once, exact or real: plain Python numbers, no algebra system."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tutor.language.expr.build import rational
from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from tutor.language.expr.nodes import (
        Expr,
    )

Values: TypeAlias = tuple[complex, ...]
Fingerprint: TypeAlias = tuple[Values, ...]  # one Values for each entry; a scalar has one

PRIME = 2**61 - 1
_EXPONENT = 4096  # largest written exponent that is tried


class UnfitError(ArithmeticError):
    """A tree, or a point, that has no fingerprint."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The points of one question: for each name its values, and whether they are residues.

    Compared by identity: points that names of a `where` were added to are other points.

    Args:
        values: every name that may occur, with its value at each point.
        exact: residues modulo PRIME rather than complex numbers.
    """

    values: Mapping[str, Values]
    exact: bool

    @property
    def count(self) -> int:
        """At how many points values are taken."""
        return len(next(iter(self.values.values()), (0,)))

    def fingerprint(self, e: Expr, bound: Mapping[Expr, Fingerprint]) -> Fingerprint:
        """The values of `e`, whose parts in `bound` have the values given there.

        Raises: UnfitError where `e` holds what has no value here, or is undefined at one of the points.
        """
        try:
            return _Evaluation(self, bound).entries(e)
        except (ArithmeticError, ValueError, RecursionError) as error:
            raise UnfitError from error


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """One walk over one tree, at all points at once."""

    at: Points
    bound: Mapping[Expr, Fingerprint]

    def entries(self, e: Expr) -> Fingerprint:
        """The values of a scalar, or of every entry of a vector or matrix in the order written."""
        if e in self.bound:
            return self.bound[e]
        match e:
            case Vector(entries):
                return tuple(row for part in entries for row in self.entries(part))
            case Matrix(rows):
                return tuple(v for row in rows for part in row for v in self.entries(part))
            case Sum(terms):
                return self._add([self.entries(term) for term in terms])
            case Negation(operand):
                return tuple(self._each(lambda v: -v, row) for row in self.entries(operand))
            case Product(factors):
                return self._multiply([self.entries(factor) for factor in factors])
            case Quotient(numerator, denominator):
                below = self._each(self._inverse, self.scalar(denominator))
                return self._multiply([self.entries(numerator), (below,)])
            case _:
                return (self._leaf(e),)

    def scalar(self, e: Expr) -> Values:
        """The values of something that must be one number at each point."""
        found = self.entries(e)
        if len(found) != 1:
            raise UnfitError
        return found[0]

    def _leaf(self, e: Expr) -> Values:
        """What is one number, or stands for one."""
        match e:
            case Number():
                return (self._number(e.value),) * self.at.count
            case Symbol(name):
                return self._named(name)
            case Constant("pi"):
                return (self._real(math.pi),) * self.at.count
            case Constant("e"):
                return (self._real(math.e),) * self.at.count
            case Constant("i"):
                return (self._real(1) * 1j,) * self.at.count
            case Power(Constant("e"), exponent):
                return self._each(cmath.exp, self._inexact(exponent))
            case Power(base, exponent):
                return self._power(self.scalar(base), exponent)
            case Root(radicand, index):
                return self._root(self._inexact(radicand), index)
            case Call("dot", (u, v)):
                pairs = zip(self.entries(u), self.entries(v), strict=True)
                return self._add([self._multiply([(x,), (y,)]) for x, y in pairs])[0]
            case Call("norm", (u,)):
                squares = [self._multiply([(x,), (x,)]) for x in self.entries(u)]
                return self._each(cmath.sqrt, self._add(squares)[0])
            case Call("log", (u, base)):
                below = self._each(cmath.log, self._inexact(base))
                above = self._each(cmath.log, self._inexact(u))
                return tuple(a / b for a, b in zip(above, below, strict=True))
            case Call(name, (u,)) if name in _FUNCTIONS:
                return self._each(_FUNCTIONS[name], self._inexact(u))
            case Call(name, (Symbol(),)) if name not in FUNCTIONS:
                return self._named(name)
            case Verb("solve_for", (Relation("=", left, right), _)):
                return self._solved(self.scalar(left), self.scalar(right))
            case Where(body, bindings):
                return self._where(body, bindings)
            case _:
                raise UnfitError

    def _number(self, value: int | Fraction) -> complex:
        if not self.at.exact:
            return float(value)
        return value.numerator * pow(value.denominator, -1, PRIME) % PRIME

    def _named(self, name: str) -> Values:
        if name not in self.at.values:
            raise UnfitError
        return self.at.values[name]

    def _real(self, value: float) -> float:
        if self.at.exact:
            raise UnfitError
        return value

    def _inexact(self, e: Expr) -> Values:
        self._real(0)
        return self.scalar(e)

    def _each(self, change: Callable[[complex], complex], row: Values) -> Values:
        if not self.at.exact:
            return tuple(change(v) for v in row)
        return tuple(int(change(v).real) % PRIME for v in row)

    def _inverse(self, v: complex) -> complex:
        return pow(v, -1, PRIME) if isinstance(v, int) and self.at.exact else 1 / v

    def _add(self, terms: list[Fingerprint]) -> Fingerprint:
        if len({len(term) for term in terms}) != 1:
            raise UnfitError
        rows = (zip(*entry, strict=True) for entry in zip(*terms, strict=True))
        return tuple(tuple(self._wrap(sum(values)) for values in row) for row in rows)

    def _multiply(self, factors: list[Fingerprint]) -> Fingerprint:
        """Numbers times at most one vector; vectors do not multiply here."""
        arrays = [f for f in factors if len(f) != 1]
        if len(arrays) > 1:
            raise UnfitError
        found = arrays[0] if arrays else ((1,) * self.at.count,)
        for (row,) in (f for f in factors if len(f) == 1):
            found = tuple(
                tuple(self._wrap(a * b) for a, b in zip(entry, row, strict=True)) for entry in found
            )
        return found

    def _wrap(self, v: complex) -> complex:
        return v % PRIME if isinstance(v, int) and self.at.exact else v

    def _power(self, base: Values, exponent: Expr) -> Values:
        written = rational(exponent)
        if isinstance(written, int) and abs(written) <= _EXPONENT:
            if self.at.exact:
                return tuple(pow(int(v.real), written, PRIME) for v in base)
            return tuple(v**written for v in base)
        if self.at.exact:
            return self._exact_power(base, self.scalar(exponent))
        return tuple(v**n for v, n in zip(base, self.scalar(exponent), strict=True))

    def _exact_power(self, base: Values, exponents: Values) -> Values:
        """A power whose exponent is an unfinished integer, such as 3 - 1."""
        n = exponents[0]
        if any(m != n for m in exponents) or not isinstance(n, int):
            raise UnfitError
        n = n if n <= PRIME // 2 else n - PRIME
        if abs(n) > _EXPONENT:
            raise UnfitError
        return tuple(pow(int(v.real), n, PRIME) for v in base)

    def _root(self, row: Values, index: Expr) -> Values:
        degree = rational(index)
        if not isinstance(degree, int) or degree < 2:
            raise UnfitError
        return tuple(_real_root(v, degree) for v in row)

    def _solved(self, left: Values, right: Values) -> Values:
        """The root of a linear equation whose two sides are known where the unknown is 0 and where it is 1."""
        found: list[complex] = []
        gaps = [self._wrap(a - b) for a, b in zip(left, right, strict=True)]
        for at_zero, at_one in zip(gaps[::2], gaps[1::2], strict=True):
            slope = self._wrap(at_one - at_zero)
            root = self._wrap(-at_zero * self._inverse(slope))
            found += [root, root]
        return tuple(found)

    def _where(self, body: Expr, bindings: tuple[Expr, ...]) -> Values:
        values = dict(self.at.values)
        for binding in bindings:
            match binding:
                case Relation("=", Symbol(name), value):
                    values[name] = self.scalar(value)
                case _:
                    raise UnfitError
        return _Evaluation(Points(values, self.at.exact), self.bound).scalar(body)


def _real_root(v: complex, degree: int) -> complex:
    if isinstance(v, complex) and v.imag:
        return complex(v ** (1 / degree))
    real = complex(v).real
    if real < 0 and degree % 2 == 0:
        return complex(complex(real) ** (1 / degree))
    return math.copysign(abs(real) ** (1 / degree), real)


def _abs(v: complex) -> complex:
    return abs(v)


def _sign(v: complex) -> complex:
    return v / abs(v) if v else 0


_FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "cot": lambda v: 1 / cmath.tan(v),
    "sec": lambda v: 1 / cmath.cos(v),
    "csc": lambda v: 1 / cmath.sin(v),
    "asin": cmath.asin,
    "acos": cmath.acos,
    "atan": cmath.atan,
    "acot": lambda v: cmath.atan(1 / v),
    "asec": lambda v: cmath.acos(1 / v),
    "acsc": lambda v: cmath.asin(1 / v),
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "coth": lambda v: 1 / cmath.tanh(v),
    "sech": lambda v: 1 / cmath.cosh(v),
    "csch": lambda v: 1 / cmath.sinh(v),
    "asinh": cmath.asinh,
    "acosh": cmath.acosh,
    "atanh": cmath.atanh,
    "exp": cmath.exp,
    "log": cmath.log,
    "log2": lambda v: cmath.log(v) / math.log(2),
    "log10": cmath.log10,
    "abs": _abs,
    "sign": _sign,
    "sigmoid": lambda v: 1 / (1 + cmath.exp(-v)),
    "percent": lambda v: v / 100,
    "degrees": lambda v: v * math.pi / 180,
}
