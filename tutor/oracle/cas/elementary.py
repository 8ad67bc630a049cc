"""The elementary functions on balls, each with its own domain: once over the reals, once over C.

A function takes balls and gives a ball; it raises Undefined where the arguments are proved to be outside
its domain, Unclear where they may be. Over C every function is the principal branch; a ball that
crosses a branch cut gives a ball around both banks, which is wide but true.
"""

from __future__ import annotations

from functools import reduce
from math import comb, factorial, gcd, lcm
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.oracle.cas import balls
from tutor.oracle.cas.balls import (
    Unclear,
    Undefined,
    exact,
    inexact,
    integer,
    is_real,
    nonzero,
    positive,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.oracle.cas.balls import Ball

MAX_FACTORIAL = 500
"""Factorials and binomials above this are left to other stages: nothing learner-sized is built."""
_ANGLE_BITS = 64
"""log2 of the largest argument of exp and the trigonometric functions: beyond it nothing is clear anyway."""


def finite(value: Ball) -> Ball:
    """The value, proved to be bounded. Raises: Unclear."""
    if balls.is_finite(value):
        return value
    raise Unclear


def _entire(method: str) -> Callable[[Ball], Ball]:
    """A function defined everywhere, by the name of flint's method."""

    def apply(u: Ball) -> Ball:
        if not balls.magnitude_at_most(u, _ANGLE_BITS):
            raise Unclear
        return finite(getattr(_number(u), method)())

    return apply


def _number(u: Ball) -> Ball:
    return u if not is_real(u) else inexact(u)


def _over(one: Callable[[Ball], Ball], other: Callable[[Ball], Ball]) -> Callable[[Ball], Ball]:
    """The quotient of two functions, undefined where the lower one is 0."""

    def apply(u: Ball) -> Ball:
        return one(u) / nonzero(other(u))

    return apply


def _of_reciprocal(function: Callable[[Ball], Ball]) -> Callable[[Ball], Ball]:
    """asec(u) = acos(1/u) and its like."""

    def apply(u: Ball) -> Ball:
        return function(exact(1) / nonzero(u))

    return apply


def _one(_: Ball) -> Ball:
    return exact(1)


def _log(u: Ball) -> Ball:
    return inexact(positive(u)).log()


def _log_any(u: Ball, base: Ball | None = None) -> Ball:
    if base is None:
        return _log(u)
    return _log(u) / nonzero(_log(base))


def _asin(u: Ball) -> Ball:
    return finite(inexact(within(u, -1, 1)).asin())


def _acos(u: Ball) -> Ball:
    return finite(inexact(within(u, -1, 1)).acos())


def _acot(u: Ball) -> Ball:
    """Books differ below 0 (atan(1/u) or pi/2 - atan(u)): there it is not told."""
    if not u >= 0:
        raise Unclear
    return balls.pi() / 2 - inexact(u).atan()


def _acosh(u: Ball) -> Ball:
    if u < 1:
        raise Undefined
    if not u >= 1:
        raise Unclear
    return finite(inexact(u).acosh())


def _atanh(u: Ball) -> Ball:
    if u >= 1 or u <= -1:
        raise Undefined
    if not (u > -1 and u < 1):
        raise Unclear
    return finite(inexact(u).atanh())


def _sign(u: Ball) -> Ball:
    found = balls.sign(u)
    if found is None:
        raise Unclear
    return exact(found)


def _ceiling(u: Ball) -> Ball:
    return -balls.whole(-u)


def _max(*arguments: Ball) -> Ball:
    return reduce(lambda a, b: a if a >= b else inexact(a).max(inexact(b)), arguments)


def _min(*arguments: Ball) -> Ball:
    return reduce(lambda a, b: a if a <= b else inexact(a).min(inexact(b)), arguments)


def _sigmoid(u: Ball) -> Ball:
    return exact(1) / (1 + _exp(-u))


def _gamma(u: Ball) -> Ball:
    n = integer(u)
    if n is not None and n <= 0:
        raise Undefined
    if not balls.magnitude_at_most(u, _ANGLE_BITS):
        raise Unclear
    return finite(_number(u).gamma())


def _counts(u: Ball) -> int:
    """A whole number that is not negative. Raises: Undefined below 0, Unclear for what is not whole."""
    n = integer(u)
    if n is None:
        raise Unclear
    if n < 0:
        raise Undefined
    return n


def _factorial(u: Ball) -> Ball:
    n = _counts(u)
    return exact(factorial(n)) if n <= MAX_FACTORIAL else _gamma(exact(n + 1))


def _binomial(u: Ball, v: Ball) -> Ball:
    n, k = _counts(u), _counts(v)
    if n > MAX_FACTORIAL:
        raise Unclear
    return exact(comb(n, k))


def _integers(arguments: tuple[Ball, ...]) -> list[int]:
    found = [integer(u) for u in arguments]
    if any(n is None for n in found):
        raise Unclear
    return [n for n in found if n is not None]


def _gcd(*arguments: Ball) -> Ball:
    return exact(gcd(*_integers(arguments)))


def _lcm(*arguments: Ball) -> Ball:
    return exact(lcm(*_integers(arguments)))


_exp = _entire("exp")
_sin, _cos = _entire("sin"), _entire("cos")
_sinh, _cosh, _tanh = _entire("sinh"), _entire("cosh"), _entire("tanh")


REAL: Mapping[str, Callable[..., Ball]] = MappingProxyType(
    {
        "sin": _sin,
        "cos": _cos,
        "tan": _over(_sin, _cos),
        "cot": _over(_cos, _sin),
        "sec": _over(_one, _cos),
        "csc": _over(_one, _sin),
        "asin": _asin,
        "acos": _acos,
        "atan": lambda u: inexact(u).atan(),
        "acot": _acot,
        "asec": _of_reciprocal(_acos),
        "acsc": _of_reciprocal(_asin),
        "sinh": _sinh,
        "cosh": _cosh,
        "tanh": _tanh,
        "coth": _over(_cosh, _sinh),
        "sech": _over(_one, _cosh),
        "csch": _over(_one, _sinh),
        "asinh": lambda u: inexact(u).asinh(),
        "acosh": _acosh,
        "atanh": _atanh,
        "exp": _exp,
        "log": _log_any,
        "log2": lambda u: _log_any(u, exact(2)),
        "log10": lambda u: _log_any(u, exact(10)),
        "abs": abs,
        "norm": abs,
        "sign": _sign,
        "floor": balls.whole,
        "ceiling": _ceiling,
        "max": _max,
        "min": _min,
        "gcd": _gcd,
        "lcm": _lcm,
        "sigmoid": _sigmoid,
        "gammafn": _gamma,
        "erf": lambda u: inexact(u).erf(),
        "factorial": _factorial,
        "binomial": _binomial,
        "re": lambda u: u,
        "im": lambda _: exact(0),
        "conjugate": lambda u: u,
        "percent": lambda u: u / 100,
        "degrees": lambda u: u * balls.pi() / 180,
    }
)
"""Every elementary function of the language over the reals."""


def lowered(value: Ball) -> Ball:
    """A complex ball whose imaginary part is exactly 0 as the real ball that it is."""
    return (
        value if is_real(value) or value.imag != 0 or not balls.is_zero(value.imag) else value.real
    )


def lifted(value: Ball) -> Ball:
    """Any ball as a complex one."""
    return balls.complex_ball(inexact(value), exact(0)) if is_real(value) else value


def _principal(method: str) -> Callable[[Ball], Ball]:
    """The complex function of flint with that name: principal branch, not finite at its poles."""

    def apply(u: Ball) -> Ball:
        if not balls.magnitude_at_most(u, _ANGLE_BITS):
            raise Unclear
        return lowered(finite(getattr(lifted(u), method)()))

    return apply


def _complex_log(u: Ball, base: Ball | None = None) -> Ball:
    top = lowered(finite(lifted(nonzero(u)).log()))
    return top if base is None else top / nonzero(_complex_log(base))


def principal_root(u: Ball, index: int) -> Ball:
    """The root whose angle is the index-th part of that of u; 0 of 0."""
    if balls.is_zero(u):
        return u
    if is_real(u) and u >= 0:
        return balls.real_root(u, index)
    z = lifted(u)
    return lowered(finite(z.sqrt() if index == 2 else z.root(index)))


def _real_only(name: str) -> Callable[..., Ball]:
    """An order or a count has no meaning off the real line; a ball around it does not tell."""
    function = REAL[name]

    def apply(*arguments: Ball) -> Ball:
        if not all(is_real(u) for u in arguments):
            raise Unclear
        return function(*arguments)

    return apply


_c_sin, _c_cos = _principal("sin"), _principal("cos")
_c_sinh, _c_cosh = _principal("sinh"), _principal("cosh")
_c_exp, _c_asin, _c_acos = _principal("exp"), _principal("asin"), _principal("acos")

COMPLEX: Mapping[str, Callable[..., Ball]] = MappingProxyType(
    {
        "sin": _c_sin,
        "cos": _c_cos,
        "tan": _over(_c_sin, _c_cos),
        "cot": _over(_c_cos, _c_sin),
        "sec": _over(_one, _c_cos),
        "csc": _over(_one, _c_sin),
        "asin": _c_asin,
        "acos": _c_acos,
        "atan": _principal("atan"),
        "asec": _of_reciprocal(_c_acos),
        "acsc": _of_reciprocal(_c_asin),
        "sinh": _c_sinh,
        "cosh": _c_cosh,
        "tanh": _over(_c_sinh, _c_cosh),
        "coth": _over(_c_cosh, _c_sinh),
        "sech": _over(_one, _c_cosh),
        "csch": _over(_one, _c_sinh),
        "asinh": _principal("asinh"),
        "acosh": _principal("acosh"),
        "atanh": _principal("atanh"),
        "exp": _c_exp,
        "log": _complex_log,
        "log2": lambda u: _complex_log(u, exact(2)),
        "log10": lambda u: _complex_log(u, exact(10)),
        "abs": abs,
        "norm": abs,
        "sigmoid": lambda u: exact(1) / nonzero(1 + _c_exp(-u)),
        "erf": _principal("erf"),
        "re": lambda u: u if is_real(u) else u.real,
        "im": lambda u: exact(0) if is_real(u) else u.imag,
        "conjugate": lambda u: u if is_real(u) else u.conjugate(),
        "percent": lambda u: u / 100,
        "degrees": lambda u: u * balls.pi() / 180,
        **{
            name: _real_only(name)
            for name in (
                "acot",
                "sign",
                "floor",
                "ceiling",
                "max",
                "min",
                "gcd",
                "lcm",
                "gammafn",
                "factorial",
                "binomial",
            )
        },
    }
)
"""The same over C."""
