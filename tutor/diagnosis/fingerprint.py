"""Values of trees at a few points: a filter that finds a response among thousands of outcomes.

Where everything is rational in its names, values are residues modulo 2^61 - 1 and exact; elsewhere they are
complex numbers at real points of size one, compared relatively: an absolute tolerance once took x^90 for the
derivative of x^91. A fingerprint never decides anything: what it finds is confirmed by the oracle.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from fractions import Fraction
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
from tutor.language.expr.paths import children, free_names, subexpressions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.language.expr.nodes import (
        Expr,
    )

Values: TypeAlias = tuple[complex, ...]
Fingerprint: TypeAlias = tuple[Values, ...]  # one Values for each entry; a scalar has one

PRIME = 2**61 - 1
POINTS = 3
_DIGITS = 9  # of a complex value that count when two outcomes are merged
_SIMPLE = 12  # largest numerator and denominator of a factor that somebody may have lost
_EXPONENT = 4096  # largest written exponent that is tried
REGIONS = ((1.1, 2.2), (0.3, 0.9), (2.5, 6.0), (-0.9, -0.3))
"""Where real points may lie: of size one first; a root or a logarithm may need another side of something."""

_TURN = (math.sqrt(5) - 1) / 2  # the golden ratio spreads any number of names evenly


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
        return len(next(iter(self.values.values()), (0,) * POINTS))

    def fingerprint(self, e: Expr, bound: Mapping[Expr, Fingerprint]) -> Fingerprint:
        """The values of `e`, whose parts in `bound` have the values given there.

        Raises: UnfitError where `e` holds what has no value here, or is undefined at one of the points.
        """
        try:
            return _Evaluation(self, bound).entries(e)
        except (ArithmeticError, ValueError, RecursionError) as error:
            raise UnfitError from error


def points(
    *trees: Expr, unknown: str | None = None, region: tuple[float, float] = REGIONS[0]
) -> Points:
    """Points for all names of `trees`, the same on every run and every machine.

    Args:
        region: where real points lie; residues know no sides.
        unknown: the name of a derivative that an equation is to be solved for: it is 0 at the even points
            and 1 at the odd ones, which otherwise agree two by two, so that a linear equation can be solved.
    """
    names = sorted(frozenset().union(*(free_names(e) | _kernels(e) for e in trees)))
    exact = all(_is_rational(e) for e in trees)
    copies = 1 if unknown is None else 2
    values = {
        name: tuple(v for v in _spread(index, None if exact else region) for _ in range(copies))
        for index, name in enumerate(names)
    }
    if unknown is not None:
        values[unknown] = tuple(point % 2 for point in range(2 * POINTS))
    return Points(values, exact)


def same(a: Fingerprint, b: Fingerprint, *, exact: bool) -> bool:
    """Whether two fingerprints agree, entry by entry and point by point."""
    if len(a) != len(b):
        return False
    pairs = [pair for x, y in zip(a, b, strict=True) for pair in zip(x, y, strict=True)]
    return all(x == y if exact else _close(x, y) for x, y in pairs)


def ratio(a: Fingerprint, b: Fingerprint, *, exact: bool) -> Fraction | None:
    """The simple constant k with a = k*b at all points, if there is one: 2, -1, 1/3 ..."""
    pairs = (pair for x, y in zip(a, b, strict=False) for pair in zip(x, y, strict=True))
    x, y = next(((x, y) for x, y in pairs if y != 0), (0, 0))
    if y == 0:
        return None
    for bottom in range(1, _SIMPLE + 1):
        top = _residue_near_zero(x, y, bottom) if exact else round((x / y).real * bottom)
        if 0 < abs(top) <= _SIMPLE and same(_times(a, bottom), _times(b, top), exact=exact):
            return Fraction(top, bottom)
    return None


def _residue_near_zero(x: complex, y: complex, bottom: int) -> int:
    """The residue of bottom*x/y, between -PRIME/2 and PRIME/2."""
    found = int(x.real) * pow(int(y.real), -1, PRIME) * bottom % PRIME
    return found if found <= PRIME // 2 else found - PRIME


def key(print_: Fingerprint, *, exact: bool) -> Fingerprint | tuple[str, ...]:
    """What outcomes are merged by: the residues themselves, or the leading digits."""
    if exact:
        return print_
    return tuple(f"{v.real:.{_DIGITS}g}{v.imag:+.{_DIGITS}g}" for row in print_ for v in row)


def is_real(print_: Fingerprint) -> bool:
    """Whether no value has left the real numbers."""
    return all(abs(v.imag) <= 1e-9 * abs(v) for row in print_ for v in row)


def _times(a: Fingerprint, k: int) -> Fingerprint:
    def scaled(v: complex) -> complex:
        return v * k % PRIME if isinstance(v, int) else v * k

    return tuple(tuple(scaled(v) for v in row) for row in a)


def _close(x: complex, y: complex) -> bool:
    return abs(x - y) <= 1e-9 * max(abs(x), abs(y)) + 1e-15


def _spread(index: int, region: tuple[float, float] | None) -> Values:
    """The values of one name: real numbers in a region, or residues far apart."""
    if region is None:
        return tuple(pow(7 + 2 * index, 40 + point, PRIME) for point in range(POINTS))
    low, high = region
    turns = (_TURN * (1 + index * POINTS + point) % 1 for point in range(POINTS))
    return tuple(low + (high - low) * turn for turn in turns)


def _kernels(e: Expr) -> frozenset[str]:
    """Unknown functions of plain names: `y(x)` takes the value of a name `y`."""
    return frozenset(
        part.function
        for _, part in subexpressions(e)
        if isinstance(part, Call) and part.function not in FUNCTIONS
    )


def _is_rational(e: Expr) -> bool:
    match e:
        case Number() | Symbol():
            return True
        case Power(base, exponent):
            return isinstance(rational(exponent), int) and _is_rational(base)
        case Call(name, _) if name in FUNCTIONS:
            return False
        case Constant() | Root():
            return False
        case _:
            return all(map(_is_rational, children(e)))


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
