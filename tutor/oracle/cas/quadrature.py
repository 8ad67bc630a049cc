"""Integrals, limits and sums by numbers alone, to look again at what rules have found.

mpmath integrates; limits are read off next to the place. The results are numbers to about ten
digits, not enclosures: they can contradict a claim, never support a proof.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from tutor.language.expr.nodes import Symbol, Word
from tutor.oracle.cas import balls
from tutor.oracle.cas.balls import Unclear, Undefined
from tutor.oracle.field import infinity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tutor.language.expr.nodes import Expr, Verb
    from tutor.oracle.cas.balls import Ball

Evaluate: TypeAlias = "Callable[[Expr, Mapping[str, Ball]], Ball]"
"""The value of an expression where some more names have values."""
Function: TypeAlias = "Callable[[Fraction], Fraction]"
End: TypeAlias = "Fraction | str"
"""A number, `oo` or `-oo`."""

_ERROR = Fraction(1, 10**10)  # relative
_DIGITS = 25  # of mpmath's numbers
_NEAR = (48, 56)  # how near to a place, in powers of 2
_LEAST = Fraction(1, 2**30)  # of 1 - t: further out nothing is told of e^(-x^2)
_FAR = (20, 40)  # where an integral without end is cut off
_MOST_TERMS = 500


def value(e: Verb, evaluate: Evaluate) -> Ball:
    """A ball around the number that a head comes to. Raises: Unclear where it comes to none."""
    match e.name, e.arguments:
        case "integrate", (body, Symbol(x), low, high):
            f = _function(body, x, evaluate)
            found = _integral(f, _end(low, evaluate), _end(high, evaluate))
        case "limit", _:
            near = list(_next_to(e, evaluate))
            found = near[0][1]
            if any(abs(v - found) > _room(found) for pair in near for v in pair):
                raise Unclear
        case "sum" | "product" as name, (body, Symbol(k), low, high):
            f = _function(body, k, evaluate)
            found = _sum(name, f, _end(low, evaluate), _end(high, evaluate))
        case _:
            raise Unclear
    return balls.around(found, _room(found))


def _room(found: Fraction) -> Fraction:
    return _ERROR * max(Fraction(1), abs(found))


def tendency(e: Verb, evaluate: Evaluate) -> str:
    """`oo` or `-oo` for a head that seems to grow without bound, else an empty text."""
    try:
        match e.name, e.arguments:
            case "limit", _:
                pairs = list(_next_to(e, evaluate))
            case "integrate", (body, Symbol(x), low, high):
                f, ends = _function(body, x, evaluate), [_end(p, evaluate) for p in (low, high)]
                near, far = (_integral(f, *_cut(ends, k), strict=False) for k in _FAR)
                pairs = [(near, far)]
            case _:
                return ""
    except Unclear:
        return ""
    if all(far > 0 and far > near + 1 for near, far in pairs):
        return "oo"
    return "-oo" if all(far < 0 and far < near - 1 for near, far in pairs) else ""


def _function(body: Expr, name: str, evaluate: Evaluate) -> Function:
    def at(t: Fraction) -> Fraction:
        try:
            return balls.middle(evaluate(body, {name: balls.ball(t)}))
        except Undefined as nowhere:
            raise Unclear from nowhere

    return at


def _end(e: Expr, evaluate: Evaluate) -> End:
    return infinity(e) or balls.middle(evaluate(e, {}))


def _cut(ends: list[End], k: int) -> list[End]:
    """Infinite ends exchanged for far ones, finite ones moved inwards a little."""
    large, small = Fraction(2**k), Fraction(1, 2**k)
    return [
        (large if end == "oo" else -large)
        if isinstance(end, str)
        else end + (small if j == 0 else -small)
        for j, end in enumerate(ends)
    ]


def _integral(f: Function, low: End, high: End, *, strict: bool = True) -> Fraction:
    """An end at infinity is brought to 1 by x = t/(1 - t)."""
    if isinstance(low, str) and isinstance(high, str):
        parts = _integral(f, low, Fraction(0)), _integral(f, Fraction(0), high)
        return parts[0] + parts[1]
    if isinstance(low, str):
        return -_integral(f, high, low)
    if isinstance(high, str):
        way = 1 if high == "oo" else -1

        def inside(t: Fraction) -> Fraction:
            rest = max(1 - t, _LEAST)
            return way * f(low + way * t / rest) / rest**2

        return _integral(inside, Fraction(0), Fraction(1))
    from mpmath import mp

    f((low + high) / 2)  # where it has no value, neither has an integral from a place to itself
    with mp.workdps(_DIGITS):
        ends = [_number(low), _number(high)]
        found, error = mp.quad(lambda t: _number(f(_rational(t))), ends, error=True)
        if strict and not error < mp.mpf(10) ** -11 * max(1, abs(found)):
            raise Unclear
        return _rational(found)


def _number(q: Fraction) -> Any:
    from mpmath import mp

    return mp.mpf(q.numerator) / q.denominator


def _rational(t: Any) -> Fraction:
    from mpmath import mp

    mantissa, exponent = mp.mpf(abs(t)).man_exp
    return (-1 if t < 0 else 1) * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _next_to(e: Verb, evaluate: Evaluate) -> Iterator[tuple[Fraction, Fraction]]:
    """Two values ever nearer to the place of a limit: on the side that is named, or on each side where
    the expression is defined.
    """
    match e.arguments:
        case (body, Symbol(x), place):
            f, at = _function(body, x, evaluate), _end(place, evaluate)
        case _:
            raise Unclear
    side = dict(e.options).get("side")
    ways = [way for way, word in ((1, "right"), (-1, "left")) if side in (None, Word(word))]
    found = 0
    for way in ways if isinstance(at, Fraction) else ways[:1]:
        try:
            yield tuple(f(_beside(at, way, k)) for k in _NEAR)  # type: ignore[misc]
        except Unclear:
            continue
        found += 1
    if not found:
        raise Unclear


def _beside(at: End, way: int, k: int) -> Fraction:
    if isinstance(at, str):
        return Fraction(2**k if at == "oo" else -(2**k))
    return at + Fraction(way, 2**k)


def _sum(name: str, f: Function, low: End, high: End) -> Fraction:
    if isinstance(low, str) or low.denominator != 1 or high == "-oo":
        raise Unclear
    if high == "oo":
        return _series(f, low) if name == "sum" else _unclear()
    assert isinstance(high, Fraction)
    if high.denominator != 1 or not -1 <= high - low <= _MOST_TERMS:
        raise Unclear
    total = Fraction(0 if name == "sum" else 1)
    for k in range(int(low), int(high) + 1):
        total = total + f(Fraction(k)) if name == "sum" else total * f(Fraction(k))
    return total


def _series(f: Function, low: Fraction) -> Fraction:
    """Terms until twenty in a row are too small to matter."""
    total, small = Fraction(0), 0
    for k in range(_MOST_TERMS):
        term = f(low + k)
        total += term
        small = small + 1 if abs(term) < _ERROR**2 else 0
        if small > 20:
            return total
    raise Unclear


def _unclear() -> Fraction:
    raise Unclear
