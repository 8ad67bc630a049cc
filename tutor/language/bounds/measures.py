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
    value: Fraction | None = None
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
    return Cost(
        nodes=1 + sum(c.nodes for c in inside),
        depth=1 + max(c.depth for c in inside),
        nesting=max(c.nesting for c in inside),
        names=frozenset().union(*(c.names for c in inside)),
        bits=max(c.bits for c in inside),
        top=max(c.top for c in inside),
        bottom=max(c.bottom for c in inside),
        degree=max(c.degree for c in inside),
        terms=max(c.terms for c in inside),
        order=max(c.order for c in inside),
        algebraic=all(c.algebraic for c in inside),
        passed=next((c.passed for c in inside if c.passed), None),
    )


def checked(c: Cost, bounds: Bounds) -> Cost:
    """The bounds that hold for whatever node it is."""
    longest = max(c.top, c.bottom)
    # 2^n has n + 1 bits
    over = c.algebraic and c.constant and longest >= bounds.bits
    deep = c.degree > bounds.exponent
    passed = c.passed or ("bits" if over else "exponent" if deep else None)
    written = max(c.bits, longest + 1) if c.algebraic else c.bits
    return c._replace(bits=min(written, HUGE), passed=passed)


def passing(c: Cost, bound: str, *, when: bool = True) -> Cost:
    """The same measures, with a bound passed if none was before."""
    return c._replace(passed=bound) if when and c.passed is None else c


def valued(c: Cost, value: Fraction | None) -> Cost:
    """A constant with its exact value, and the sizes that follow from it."""
    if value is None:
        return c
    top = log2(abs(value.numerator)) if value else 0.0
    small = max(top, log2(value.denominator)) <= SMALL
    return c._replace(top=top, bottom=log2(value.denominator), value=value if small else None)


def exact_values(inside: Sequence[Cost], longest: float) -> list[Fraction] | None:
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
