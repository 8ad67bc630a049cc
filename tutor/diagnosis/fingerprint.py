"""Values of trees at a few points: a filter that finds a response among thousands of outcomes.

Where everything is rational in its names, values are residues modulo 2^61 - 1 and exact; elsewhere they are
complex numbers at real points of size one, compared relatively: an absolute tolerance once took x^90 for the
derivative of x^91. A fingerprint never decides anything: what it finds is confirmed by the oracle.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.diagnosis.evaluation import PRIME, Points
from tutor.language.expr.build import rational
from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Number,
    Power,
    Root,
    Symbol,
)
from tutor.language.expr.paths import children, free_names, subexpressions

if TYPE_CHECKING:
    from tutor.diagnosis.evaluation import Fingerprint, Values
    from tutor.language.expr.nodes import (
        Expr,
    )

POINTS = 3
_DIGITS = 9  # of a complex value that count when two outcomes are merged
_SIMPLE = 12  # largest numerator and denominator of a factor that somebody may have lost
REGIONS = ((1.1, 2.2), (0.3, 0.9), (2.5, 6.0), (-0.9, -0.3))
"""Where real points may lie: of size one first; a root or a logarithm may need another side of something."""

_TURN = (math.sqrt(5) - 1) / 2  # the golden ratio spreads any number of names evenly


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
