"""What the nodes of arithmetic do to the measures: sizes add, degrees add, terms multiply."""

from __future__ import annotations

from fractions import Fraction
from math import log, log2, prod
from typing import TYPE_CHECKING, Final

from tutor.language.bounds.measures import (
    CAP,
    HUGE,
    SMALL,
    Cost,
    checked,
    exact_values,
    inside_function,
    irrational,
    opaque,
    passing,
    valued,
)
from tutor.language.expr.nodes import Constant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.bounds.measures import (
        Bounds,
    )
    from tutor.language.expr.nodes import Expr, Number

LOG2_E: Final = 1 / log(2)


def number(e: Number, bounds: Bounds) -> Cost:
    """A written number; one of many digits or a large power of ten by its length alone."""
    digits, _, exponent = e.text.lower().partition("e")
    if len(digits) > SMALL or len(exponent) > 4:
        shift = abs(int(exponent)) if exponent and len(exponent) < 20 else 0
        longest = (len(digits) + shift) * log2(10) if len(exponent) < 20 else HUGE
        return checked(Cost(top=longest), bounds)
    value = e.value
    top = log2(value.numerator) if value else 0.0
    bottom = log2(value.denominator)
    longest = max(top, bottom)
    return Cost(
        bits=longest + 1,
        top=top,
        bottom=bottom,
        value=value if longest <= SMALL else None,
        passed="bits" if longest >= bounds.bits else None,
    )


def add(inside: Sequence[Cost], base: Cost) -> Cost:
    """Terms over their common denominator."""
    bottom = sum(c.bottom for c in inside)
    top = max(c.top + bottom - c.bottom for c in inside) + log2(len(inside))
    known = exact_values(inside, max(top, bottom))
    made = base._replace(top=top, bottom=bottom, terms=min(sum(c.terms for c in inside), CAP))
    return valued(made, sum(known) if known else None)


def multiply(inside: Sequence[Cost], base: Cost) -> Cost:
    """Factors: sizes and degrees add, terms multiply."""
    top, bottom = sum(c.top for c in inside), sum(c.bottom for c in inside)
    known = exact_values(inside, max(top, bottom))
    made = base._replace(
        top=min(top, HUGE),
        bottom=min(bottom, HUGE),
        degree=min(sum(c.degree for c in inside), CAP),
        terms=min(prod(c.terms for c in inside), CAP),
    )
    return valued(made, prod(known) if known else None)


def inverse(c: Cost) -> Cost:
    """One over it."""
    value = Fraction(1) / c.value if c.value else None
    return c._replace(top=c.bottom, bottom=c.top, value=value)


def power(e: Expr, below: Cost, above: Cost, base: Cost, bounds: Bounds) -> Cost:
    """A base with an exponent: written out, a generator of its own, or nothing at all."""
    if e == Constant("e"):
        return exponential(above, base, bounds) if above.constant else opaque(base)
    if not above.constant:
        return opaque(base)
    m = above.value
    if m is None and not above.algebraic:
        return _irrational_power(below, above, base, bounds)
    if below.value in (0, 1, -1) or e == Constant("i"):
        return _unit_power(below, m, base)
    if m is None or max(abs(m.numerator), m.denominator) > bounds.exponent:
        # a constant is written out, so its length is what counts; a root of a number is algebraic
        irrational = m is None and above.top < SMALL
        if irrational:
            return _irrational_power(below, above, base, bounds)
        return passing(base, "bits" if below.constant and below.algebraic else "exponent")
    return _rational_power(below, m, base)


def _unit_power(below: Cost, m: int | Fraction | None, base: Cost) -> Cost:
    """`1^m`, `(-1)^m`, `0^m`, `i^m` cost nothing, however large `m` is."""
    plain = base._replace(top=below.top, bottom=below.bottom)
    if m is None or m.denominator != 1 or below.value is None or (not below.value and m <= 0):
        return plain
    odd = m.numerator % 2 == 1
    return valued(plain, below.value if odd else below.value**2)


def _rational_power(below: Cost, m: int | Fraction, base: Cost) -> Cost:
    whole = abs(m.numerator)
    lower, upper = (below.bottom, below.top) if m < 0 else (below.top, below.bottom)
    top, bottom = min(lower * whole, HUGE), min(upper * whole, HUGE)
    made = base._replace(
        top=top,
        bottom=bottom,
        degree=min(below.degree * whole, CAP),
        terms=_power_terms(below.terms, whole),
    )
    if m.denominator != 1:
        # the root of what was written out
        return made._replace(nesting=base.nesting + 1, terms=1.0)
    known = exact_values((below,), max(top, bottom))
    return valued(made, Fraction(known[0]) ** int(m) if known and known[0] else None)


def _power_terms(terms: float, exponent: int) -> float:
    """C(t - 1 + m, t - 1), the terms of a sum of `t` to the power `m`; at most 10^12."""
    if terms <= 1 or exponent <= 1:
        return terms if exponent else 1.0
    fewer, more = sorted((terms - 1, float(exponent)))
    total, k = 1.0, 1
    while k <= fewer and total < CAP:
        total *= (more + k) / k
        k += 1
    return min(total, CAP)


def _irrational_power(below: Cost, above: Cost, base: Cost, bounds: Bounds) -> Cost:
    """`2^sqrt(2)`, `x^pi`: a function of its exponent."""
    if not below.constant:
        return opaque(base)
    size = max(below.top, below.bottom)
    argument = above.magnitude + (log2(size) if size > 1 else 0.0)
    return passing(
        irrational(base, 2.0 ** min(argument, 200.0)), "argument", when=argument > bounds.argument
    )


def root(below: Cost, index: Cost, base: Cost) -> Cost:
    """A root of something, which is a generator; of a number it is as much smaller."""
    n = index.value
    made = inside_function(base)._replace(top=below.top, bottom=below.bottom, terms=1.0)
    if n is None or n <= 0:
        return made
    return made._replace(top=below.top / float(n), bottom=below.bottom / float(n))


def exponential(argument: Cost, base: Cost, bounds: Bounds) -> Cost:
    """The exponential of a constant."""
    size = 2.0 ** min(argument.magnitude, 200.0) * LOG2_E
    return passing(irrational(base, size), "argument", when=argument.magnitude > bounds.argument)
