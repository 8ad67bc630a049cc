"""What is measured of a tree, how much of each is allowed, and how measures are put together."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

CAP: Final = 1e12  # terms and degrees beyond this are alike
HUGE: Final = 2.0**200  # sizes beyond this are alike
_NO_NAMES: Final[frozenset[str]] = frozenset()
SMALL: Final = 256  # bits up to which the exact value of a constant is worked out


@dataclass(frozen=True, slots=True)
class Bounds:
    """The largest measures that any route may meet: the bound itself is allowed, one more is not.

    Args:
        bits: of the numerator or denominator of an exact constant.
        exponent: a whole exponent, and the degree that exponents inside each other come to.
        argument: log2 of a constant in an exponential or a trigonometric function.
        factorial: the argument of a factorial.
        binomial: the upper argument of a binomial coefficient.
        order: of derivatives, those inside each other added up.
        matrix: rows or columns, whichever is less.
        entries: of a vector or a matrix.
        terms: of a sum or a product as written.
    """

    bits: int = 4_096
    exponent: int = 1_000_000
    argument: int = 64
    factorial: int = 500
    binomial: int = 512
    order: int = 5
    matrix: int = 10
    entries: int = 100
    terms: int = 10_000


BOUNDS: Final = Bounds()


class Cost(NamedTuple):
    """The measures of a tree.

    Args:
        nodes, depth, nesting: size, height, functions inside functions.
        names: those without a value.
        bits: of the longest exact constant anywhere inside, multiplied out.
        top, bottom: log2 of numerator and denominator of the tree's own largest coefficient; of an
            irrational constant, how far log2 of its size is from 0 above and below.
        degree, terms: of numerator and denominator together, multiplied out; at most 10^12.
        order: of derivatives inside each other.
        algebraic: made of rational numbers and roots alone, so that its powers are written out.
        value: the exact value of a small rational.
        passed: the first bound passed, a field of `Bounds`; None if none is.
    """

    nodes: int = 1
    depth: int = 1
    nesting: int = 0
    names: frozenset[str] = frozenset()
    bits: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    degree: float = 0.0
    terms: float = 1.0
    order: int = 0
    algebraic: bool = True
    value: int | Fraction | None = None
    passed: str | None = None

    @property
    def constant(self) -> bool:
        """Whether there are no names inside."""
        return not self.names

    @property
    def magnitude(self) -> float:
        """An upper bound of log2 of a constant's size, 0 for what is at most 1."""
        if self.value is None:
            return self.top
        return max(self.top - self.bottom, 0.0) if self.value else 0.0


def gathered(inside: Sequence[Cost]) -> Cost:
    """What every node takes over from its parts; the rest is up to the node."""
    if not inside:
        return Cost()
    if len(inside) == 1:
        (c,) = inside
        return c._replace(nodes=c.nodes + 1, depth=c.depth + 1, value=None)
    nodes, depth, nesting, names, order, passed, algebraic = 1, 0, 0, _NO_NAMES, 0, None, True
    bits = top = bottom = degree = terms = 0.0
    # one pass over plain numbers: this runs for every node of every answer
    for c in inside:
        nodes += c.nodes
        depth = max(depth, c.depth)
        nesting = max(nesting, c.nesting)
        names = names | c.names if c.names else names
        bits = max(bits, c.bits)
        top = max(top, c.top)
        bottom = max(bottom, c.bottom)
        degree = max(degree, c.degree)
        terms = max(terms, c.terms)
        order = max(order, c.order)
        algebraic = algebraic and c.algebraic
        passed = passed or c.passed
    return Cost(
        nodes,
        depth + 1,
        nesting,
        names,
        bits,
        top,
        bottom,
        degree,
        terms,
        order,
        algebraic,
        None,
        passed,
    )


def checked(c: Cost, bounds: Bounds) -> Cost:
    """The bounds that hold for whatever node it is."""
    longest = max(c.bottom, c.top)
    bits, terms, passed = c.bits, c.terms, c.passed
    if c.algebraic and longest + 1 > bits:
        bits = min(longest + 1, HUGE)
    if not c.names:
        terms = 1.0
        if passed is None and c.algebraic and longest >= bounds.bits:  # 2^n has n + 1 bits
            passed = "bits"
    if passed is None and c.degree > bounds.exponent:
        passed = "exponent"
    if bits == c.bits and terms == c.terms and passed is c.passed:
        return c
    return c._replace(bits=bits, terms=terms, passed=passed)


def passing(c: Cost, bound: str, *, when: bool = True) -> Cost:
    """The same measures, with a bound passed if none was before."""
    return c._replace(passed=bound) if when and c.passed is None else c


def valued(c: Cost, value: int | Fraction | None) -> Cost:
    """A constant with its exact value, and the sizes that follow from it."""
    if value is None:
        return c
    top = log2(abs(value.numerator)) if value else 0.0
    small = max(top, log2(value.denominator)) <= SMALL
    return c._replace(top=top, bottom=log2(value.denominator), value=value if small else None)


def exact_values(inside: Sequence[Cost], longest: float) -> list[int | Fraction] | None:
    """The exact values of all parts, if they and what is made of them are small."""
    if longest > SMALL:
        return None
    known = [c.value for c in inside if c.value is not None]
    return known if len(known) == len(inside) else None


def inside_function(base: Cost) -> Cost:
    """One function around it."""
    return base._replace(nesting=base.nesting + 1)


def opaque(base: Cost) -> Cost:
    """A function of names: a generator of its own, whatever stands in it."""
    made = inside_function(base)._replace(top=0.0, bottom=0.0, terms=1.0, algebraic=False)
    return made if base.constant else made._replace(degree=1.0, algebraic=True)


def irrational(base: Cost, size: float) -> Cost:
    """An irrational constant whose log2 is no further than `size` from 0."""
    return opaque(base)._replace(top=min(size, HUGE), bottom=min(size, HUGE))
