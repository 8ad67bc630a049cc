"""The one door to python-flint: balls, which are numbers with a proven error bound.

A Ball is flint's `arb` (real) or `acb` (complex), or its `fmpq` where the value is known exactly.
flint keeps one precision for the whole process, so everything here happens inside `precision`, which
takes the one lock, sets the precision and puts the old one back. A stranger who changes it meanwhile can
only widen a ball, never falsify it.

Comparisons answer True, False or None; None means that the ball is too wide to tell. What is not
finite is never told, let alone "violated": flint gives nan both for log(-1) and for log of a ball
that touches 0.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from math import isqrt
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Ball: TypeAlias = Any
"""An `arb`, an `acb` or a `fmpq`: flint ships no types."""

EXACT_BITS = 4_096
"""A rational above this many bits goes on as a ball: flint must never grow a learner-sized number."""
_TEXT_BITS = 180
_FARTHEST = 2_000  # powers of 2
_WIDEST = 1 << 20
"""log2 of the largest magnitude whose integer part is looked at."""


class Undefined(ArithmeticError):  # noqa: N818 it says what was found; no error of anybody's
    """The operation has proven not to be defined there (a denominator is 0, not merely near 0)."""


class Unclear(ArithmeticError):  # noqa: N818 as above
    """The balls are too wide to tell, or the operation is none of ours."""


_lock = RLock()


def _renew_lock() -> None:
    """A forked child must not wait for a lock that a thread of its parent held."""
    global _lock  # noqa: PLW0603 the lock guards one library in one process
    _lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)


@cache
def _flint() -> Any:
    """The module, or None where it is not installed or refuses to load (subinterpreters)."""
    try:
        import flint
    except ImportError:
        return None
    return flint


def available() -> bool:
    """Whether there are balls at all; without flint every question to them stays undecided."""
    return _flint() is not None


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Hold flint at so many bits; everything below is called inside. May be nested in one thread."""
    context = _flint().ctx
    with _lock:
        before = context.prec
        context.prec = bits
        try:
            yield
        finally:
            context.prec = before


def bits() -> int:
    """The precision at present."""
    return int(_flint().ctx.prec)


# Making balls.


def exact(value: int | Fraction) -> Ball:
    """A rational as itself, so that zero, order and integrality can be decided; a ball if it is huge."""
    if isinstance(value, Fraction):
        if value.numerator.bit_length() + value.denominator.bit_length() > EXACT_BITS:
            return ball(value)
        return _flint().fmpq(value.numerator, value.denominator)
    return ball(value) if value.bit_length() > EXACT_BITS else _flint().fmpq(value)


def ball(value: int | Fraction) -> Ball:
    """A rational as a ball: faster than an exact one, and all that a difference needs."""
    arb = _flint().arb
    if isinstance(value, Fraction):
        return arb(value.numerator) / value.denominator
    return arb(value)


def pi() -> Ball:
    """The circle constant."""
    return _flint().arb.pi()


def e() -> Ball:
    """Euler's number."""
    return _flint().arb.const_e()


def nan() -> Ball:
    """What is not defined, or not clear: every comparison with it is False."""
    return _flint().arb.nan()


def complex_ball(real: Ball, imaginary: Ball) -> Ball:
    """A complex ball from two real ones."""
    return _flint().acb(real, imaginary)


def around(middle: Fraction, radius: Fraction) -> Ball:
    """The ball of that radius."""
    return hull(ball(middle - radius), ball(middle + radius))


def middle(value: Ball) -> Fraction:
    """The middle of a real ball, 0 for what is next to nothing. Raises: Unclear where it is not real and finite."""
    if not is_real(value) or not is_finite(value):
        raise Unclear
    if not magnitude_at_most(value, _FARTHEST):
        raise Unclear
    if magnitude_at_most(value, -_FARTHEST):
        return Fraction(0)
    mantissa, exponent = inexact(value).mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def hull(a: Ball, b: Ball) -> Ball:
    """A real ball that holds both, and all between."""
    return inexact(a).union(inexact(b))


def inexact(value: Ball) -> Ball:
    """The same value without its exactness, as every method of `arb` wants it."""
    flint = _flint()
    return flint.arb(value) if type(value) is flint.fmpq else value


def is_exact(value: Ball) -> bool:
    """Whether the value is a rational kept as such."""
    return type(value) is _flint().fmpq


def trimmed(value: Ball) -> Ball:
    """The value, as a ball once it has outgrown EXACT_BITS."""
    if is_exact(value):
        bits = int(value.p.bit_length()) + int(value.q.bit_length())
        return inexact(value) if bits > EXACT_BITS else value
    return value


# Asking balls.


def sign(value: Ball) -> int | None:
    """-1, 0 or 1 where proved, None where unclear; nan is unclear."""
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if is_zero(value) else None


def is_zero(value: Ball) -> bool:
    """Whether the value is 0 and nothing else."""
    return bool(value == 0)


def excludes_zero(value: Ball) -> bool:
    """Whether the value is finite and proved not to be 0; complex balls as well."""
    return is_finite(value) and bool(value != 0)


def is_finite(value: Ball) -> bool:
    """Whether the ball bounds the value at all."""
    return is_exact(value) or bool(value.is_finite())


def integer(value: Ball, *, bits: int = 64) -> int | None:
    """The integer that the value is known to be exactly, if it has at most so many bits."""
    if is_exact(value):
        small = value.q == 1 and int(value.p.bit_length()) <= bits
        return int(value.p) if small else None
    if (
        is_real(value)
        and value.is_exact()
        and magnitude_at_most(value, bits)
        and value.is_integer()
    ):
        return int(value.unique_fmpz())
    return None


def is_real(value: Ball) -> bool:
    """Whether the value is a real ball or a rational, not a complex ball."""
    return type(value) is not _flint().acb


def rational(value: Ball) -> Fraction | None:
    """The exact rational that the value is, where it is known to be one and is short enough to print."""
    if is_exact(value):
        found = Fraction(int(value.p), int(value.q))
    elif is_real(value) and value.is_exact() and value.is_finite():
        mantissa, exponent = value.man_exp()
        if not -_TEXT_BITS < int(exponent) < _TEXT_BITS:
            return None
        found = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    else:
        return None
    bits = max(found.numerator.bit_length(), found.denominator.bit_length())
    return found if bits <= _TEXT_BITS else None


def magnitude_at_most(value: Ball, bits: int) -> bool:
    """Whether |value| <= 2^bits is proved: asked before anything as long as the number itself is made."""
    return bool(abs(value) <= _flint().arb(2) ** bits)


def apart(a: Ball, b: Ball) -> bool | None:
    """True if the values are proved to differ, False if proved equal, None if unclear."""
    difference = a - b
    if excludes_zero(difference):
        return True
    return False if is_zero(difference) else None


def agreement(a: Ball, b: Ball) -> int:
    """How many decimal digits the two values are proved to share, relative to the larger of 1 and |b|.

    0 where the balls are too wide, or where they differ; never more than the precision has.
    """
    flint = _flint()
    bound = flint.arb(inexact(a - b).abs_upper())
    scale = flint.arb(1).max(flint.arb(inexact(b).abs_lower()))
    if not bound.is_finite() or not scale.is_finite():
        return 0
    least, most = 0, bits() * 30_103 // 100_000
    while least < most:
        middle = (least + most + 1) // 2
        if bound * flint.arb(10) ** middle <= scale:
            least = middle
        else:
            most = middle - 1
    return least


def text(value: Ball, digits: int = 12) -> str:
    """The value for a person: an exact rational if it is a short one, else that many correct digits."""
    found = rational(value)
    if found is not None:
        return str(found)
    if is_real(value):
        if not value > 0 and not value < 0 and abs(value) <= _flint().arb(10) ** -digits:
            return "0"  # to that many places
        return str(inexact(value).str(digits, radius=False))
    real, imaginary = text(value.real, digits), text(abs(value.imag), digits)
    if imaginary == "0":
        return real
    sign_, tail = ("-" if value.imag < 0 else ""), ("i" if imaginary == "1" else f"{imaginary}*i")
    return f"{sign_}{tail}" if real == "0" else f"{real} {sign_ or '+'} {tail}"


# Operations whose flint form would need the domain to be known, or could grow without bound.


def power(base: Ball, exponent: int) -> Ball:
    """An integer power; 0^0 is 1. Raises: Undefined for a negative power of 0, Unclear if it may be one."""
    if exponent == 0:
        return exact(1)
    if exponent < 0:
        return exact(1) / nonzero(power(base, -exponent))
    if is_exact(base):
        bits = int(base.p.bit_length()) + int(base.q.bit_length())
        if bits * exponent <= EXACT_BITS:
            return base**exponent
        base = inexact(base)
    return base**exponent


def nonzero(value: Ball) -> Ball:
    """The value, proved not to be 0. Raises: Undefined if it is 0, Unclear if it may be."""
    if excludes_zero(value):
        return value
    if is_zero(value):
        raise Undefined
    raise Unclear


def positive(value: Ball) -> Ball:
    """The value, proved to be above 0. Raises: Undefined, Unclear."""
    match sign(value):
        case 1:
            return value
        case None:
            raise Unclear
        case _:
            raise Undefined


def nonnegative(value: Ball) -> Ball:
    """The value, proved not to be below 0. Raises: Undefined, Unclear."""
    if value >= 0:
        return value
    if value < 0:
        raise Undefined
    raise Unclear


def within(value: Ball, low: int, high: int) -> Ball:
    """The value, proved to lie in [low, high]. Raises: Undefined, Unclear."""
    if value >= low and value <= high:
        return value
    if value < low or value > high:
        raise Undefined
    raise Unclear


def real_root(value: Ball, index: int) -> Ball:
    """The real root: odd ones of any number, even ones of what is not negative. Raises: Undefined, Unclear."""
    if index % 2 == 0:
        nonnegative(value)
    elif value < 0:
        return -real_root(-value, index)
    elif not value >= 0:
        raise Unclear
    if is_zero(value):
        return value
    if is_exact(value):
        if index == 2:
            found = _exact_square_root(value)
            if found is not None:
                return found
        value = inexact(value)
    return value.sqrt() if index == 2 else value.root(index)


def whole(value: Ball) -> Ball:
    """The greatest integer not above. Raises: Unclear where the ball reaches across one."""
    if is_exact(value):
        return _flint().fmpq(value.floor())
    if not magnitude_at_most(value, _WIDEST):
        raise Unclear
    found = value.floor()
    if not found.is_exact():
        raise Unclear
    return found


def _exact_square_root(value: Ball) -> Ball | None:
    above, below = int(value.p), int(value.q)
    if max(above.bit_length(), below.bit_length()) > 2 * _TEXT_BITS:
        return None
    top, bottom = isqrt(above), isqrt(below)
    if top * top == above and bottom * bottom == below:
        return _flint().fmpq(top, bottom)
    return None
