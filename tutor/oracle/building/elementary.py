"""The functions of the language in terms of the graph's few kernels, each with its domain.

tan is sin/cos, hyperbolic functions are exponentials, inverse hyperbolic ones logarithms, max and
min are absolute values. What a function demands of a point is recorded here, before anything cancels.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import comb, factorial
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.graph import kernels
from tutor.oracle.graph.complexes import conjugate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.oracle.building.build import Builder, Value

MAX_FACTORIAL = 500
MAX_BINOMIAL = 20  # a binomial of a name over a number up to this is a polynomial
HALF = Fraction(1, 2)


def call(b: Builder, function: str, values: list[Value]) -> Value:
    """The language's function applied to built arguments. Raises: Unsupported."""
    if all(isinstance(value, int) for value in values) and function in SCALAR:
        return SCALAR[function](b, *values)
    from tutor.oracle.building import entries

    return entries.call(b, function, values)


def _entire(text: str) -> Callable[[Builder, int], int]:
    """A function of the graph that is defined everywhere."""

    def apply(b: Builder, u: int) -> int:
        return kernels.function(b.graph, text, (u,))

    return apply


def _reciprocal(text: str) -> Callable[[Builder, int], int]:
    """1/sin or 1/cos."""

    def apply(b: Builder, u: int) -> int:
        below = kernels.function(b.graph, text, (u,))
        b.need("nz", below)
        return b.graph.power(below, -1)

    return apply


def _quotient(above: str, below: str) -> Callable[[Builder, int], int]:
    """A sine over a cosine, or the reverse: tan and cot."""

    def apply(b: Builder, u: int) -> int:
        top = kernels.function(b.graph, above, (u,))
        return b.graph.times(top, _reciprocal(below)(b, u))

    return apply


def _of_reciprocal(function: Callable[[Builder, int], int]) -> Callable[[Builder, int], int]:
    """asec(u) is acos(1/u), acsc(u) is asin(1/u)."""

    def apply(b: Builder, u: int) -> int:
        b.need("nz", u)
        return function(b, b.graph.power(u, -1))

    return apply


def _asin(b: Builder, u: int) -> int:
    if not b.graph.complex:
        b.need("unit", u)
    return kernels.function(b.graph, "asin", (u,))


def _acos(b: Builder, u: int) -> int:
    return b.graph.sum(((b.graph.constant("pi"), HALF), (_asin(b, u), -1)))


def _atan(b: Builder, u: int) -> int:
    if b.graph.complex:
        b.need("nz", b.graph.sum(((b.graph.power(u, 2), 1),), 1))
    return kernels.function(b.graph, "atan", (u,))


def _acot(b: Builder, u: int) -> int:
    """pi/2 - atan(u), told only for u >= 0: below, books differ."""
    if not b.graph.complex:
        b.need("nonneg", u)
    return b.graph.sum(((b.graph.constant("pi"), HALF), (_atan(b, u), -1)))


def _exponentials(b: Builder, u: int) -> tuple[int, int]:
    turn = kernels.exp(b.graph, u)
    return turn, b.graph.power(turn, -1)


def _sinh(b: Builder, u: int) -> int:
    up, down = _exponentials(b, u)
    return b.graph.sum(((up, HALF), (down, -HALF)))


def _cosh(b: Builder, u: int) -> int:
    up, down = _exponentials(b, u)
    return b.graph.sum(((up, HALF), (down, HALF)))


def _over(
    above: Callable[[Builder, int], int], below: Callable[[Builder, int], int]
) -> Callable[[Builder, int], int]:
    def apply(b: Builder, u: int) -> int:
        bottom = below(b, u)
        b.need("nz", bottom)
        return b.graph.product(((above(b, u), 1), (bottom, -1)))

    return apply


def _one(b: Builder, _: int) -> int:
    return b.graph.number(1)


def _log(b: Builder, u: int) -> int:
    b.need("nz" if b.graph.complex else "pos", u)
    return kernels.log(b.graph, u)


def _log_to_base(b: Builder, u: int, base: int | None = None) -> int:
    if base is None:
        return _log(b, u)
    top, bottom = _log(b, u), _log(b, base)
    b.need("nz", bottom)
    return b.graph.product(((top, 1), (bottom, -1)))


def _log_of(base: int) -> Callable[[Builder, int], int]:
    def apply(b: Builder, u: int) -> int:
        return _log_to_base(b, u, b.graph.number(base))

    return apply


def _real_only(b: Builder) -> None:
    if b.graph.complex:
        raise Unsupported("complex")


def _asinh(b: Builder, u: int) -> int:
    _real_only(b)
    g = b.graph
    return kernels.log(g, g.plus(u, kernels.root(g, g.sum(((g.power(u, 2), 1),), 1), 2)))


def _acosh(b: Builder, u: int) -> int:
    _real_only(b)
    g = b.graph
    b.need("nonneg", g.sum(((u, 1),), -1))
    return kernels.log(g, g.plus(u, kernels.root(g, g.sum(((g.power(u, 2), 1),), -1), 2)))


def _atanh(b: Builder, u: int) -> int:
    _real_only(b)
    g = b.graph
    up, down = g.sum(((u, 1),), 1), g.sum(((u, -1),), 1)
    return g.sum(((_log(b, up), HALF), (_log(b, down), -HALF)))


def _max(b: Builder, *values: int) -> int:
    _real_only(b)

    def larger(u: int, v: int) -> int:
        apart = kernels.absolute(b.graph, b.graph.minus(u, v))
        return b.graph.sum(((u, HALF), (v, HALF), (apart, HALF)))

    return reduce(larger, values)


def _min(b: Builder, *values: int) -> int:
    negative = [b.graph.scale(value, -1) for value in values]
    return b.graph.scale(_max(b, *negative), -1)


def _sign(b: Builder, u: int) -> int:
    _real_only(b)
    return kernels.sign(b.graph, u)


def _floor(b: Builder, u: int) -> int:
    _real_only(b)
    return kernels.function(b.graph, "floor", (u,))


def _ceiling(b: Builder, u: int) -> int:
    return b.graph.scale(_floor(b, b.graph.scale(u, -1)), -1)


def _sigmoid(b: Builder, u: int) -> int:
    below = b.graph.sum(((kernels.exp(b.graph, b.graph.scale(u, -1)), 1),), 1)
    b.need("nz", below)
    return b.graph.power(below, -1)


def _gamma(b: Builder, u: int) -> int:
    value = b.graph.value(u)
    if value is not None and value.denominator == 1:
        if value <= 0:
            b.need("nz", b.graph.number(0))  # a pole: undefined everywhere
            return b.graph.number(0)
        if value <= MAX_FACTORIAL:
            return b.graph.number(factorial(int(value) - 1))
    return kernels.function(b.graph, "gammafn", (u,))


def _factorial(b: Builder, u: int) -> int:
    """The factorial of a whole u >= 0; that of u + k is taken back to that of u."""
    g = b.graph
    b.need("integer", u)
    b.need("nonneg", u)
    value = g.value(u)
    if value is not None:
        if value.denominator == 1 and 0 <= value <= MAX_FACTORIAL:
            return g.number(factorial(int(value)))
        return g.kernel(("function", "factorial", (u,)))
    return _shifted_factorial(b, u)


def _shifted_factorial(b: Builder, u: int) -> int:
    g = b.graph
    shift, _ = g.terms(u)
    if shift.denominator != 1 or not -MAX_BINOMIAL <= shift <= MAX_BINOMIAL:
        return g.kernel(("function", "factorial", (u,)))
    base = g.sum(((u, 1),), -shift)
    steps = [g.sum(((base, 1),), k) for k in range(min(0, int(shift)) + 1, max(0, int(shift)) + 1)]
    exp = 1 if shift > 0 else -1
    kernel = g.kernel(("function", "factorial", (base,)))
    return g.product([(kernel, 1), *((step, exp) for step in steps)])


def _binomial(b: Builder, n: int, k: int) -> int:
    g = b.graph
    top, bottom = g.value(n), g.value(k)
    if bottom is not None and bottom.denominator == 1 and bottom >= 0:
        if top is not None and top.denominator == 1 and 0 <= top <= MAX_FACTORIAL + 12:
            return g.number(comb(int(top), int(bottom)))
        if bottom <= MAX_BINOMIAL:
            steps = [(g.sum(((n, 1),), -j), 1) for j in range(int(bottom))]
            return g.product(steps, Fraction(1, factorial(int(bottom))))
    for id_ in (n, k):
        b.need("integer", id_)
        b.need("nonneg", id_)
    above, below, rest = (_free_factorial(b, id_) for id_ in (n, k, g.minus(n, k)))
    return g.product(((above, 1), (below, -1), (rest, -1)))


def _free_factorial(b: Builder, u: int) -> int:
    """The factorial inside a binomial, which is 0 where n - k < 0: no condition of its own."""
    value = b.graph.value(u)
    if value is not None:
        if value.denominator == 1 and 0 <= value <= MAX_FACTORIAL:
            return b.graph.number(factorial(int(value)))
        return b.graph.kernel(("function", "factorial", (u,)))
    return _shifted_factorial(b, u)


def _several(text: str) -> Callable[..., int]:
    """Whole arguments in any order: gcd and lcm."""

    def apply(b: Builder, *values: int) -> int:
        from math import gcd, lcm

        for value in values:
            b.need("integer", value)
        numbers = [b.graph.value(value) for value in values]
        if all(n is not None and n.denominator == 1 for n in numbers):
            whole = [int(n) for n in numbers if n is not None]
            return b.graph.number(gcd(*whole) if text == "gcd" else lcm(*whole))
        return b.graph.kernel(("function", text, tuple(sorted(values))))

    return apply


def _re(b: Builder, u: int) -> int:
    if not b.graph.complex:
        return u
    return b.graph.sum(((u, HALF), (conjugate(b.graph, u), HALF)))


def _im(b: Builder, u: int) -> int:
    g = b.graph
    if not g.complex:
        return g.number(0)
    apart = g.minus(u, conjugate(g, u))
    return g.times(g.scale(g.constant("i"), -HALF), apart)


def _percent(b: Builder, u: int) -> int:
    return b.graph.scale(u, Fraction(1, 100)) if b.scope.policy.percent else u


def _degrees(b: Builder, u: int) -> int:
    return b.graph.times(b.graph.scale(u, Fraction(1, 180)), b.graph.constant("pi"))


def _norm(b: Builder, u: int, _: int | None = None) -> int:
    return kernels.absolute(b.graph, u)


def _dot(b: Builder, u: int, v: int) -> int:
    return b.graph.times(u, v)


def _inverse(b: Builder, u: int) -> int:
    b.need("nz", u)
    return b.graph.power(u, -1)


def _same(_: Builder, u: int) -> int:
    return u


SCALAR: Mapping[str, Callable[..., int]] = MappingProxyType(
    {
        "sin": _entire("sin"),
        "cos": _entire("cos"),
        "tan": _quotient("sin", "cos"),
        "cot": _quotient("cos", "sin"),
        "sec": _reciprocal("cos"),
        "csc": _reciprocal("sin"),
        "asin": _asin,
        "acos": _acos,
        "atan": _atan,
        "acot": _acot,
        "asec": _of_reciprocal(_acos),
        "acsc": _of_reciprocal(_asin),
        "sinh": _sinh,
        "cosh": _cosh,
        "tanh": _over(_sinh, _cosh),
        "coth": _over(_cosh, _sinh),
        "sech": _over(_one, _cosh),
        "csch": _over(_one, _sinh),
        "asinh": _asinh,
        "acosh": _acosh,
        "atanh": _atanh,
        "exp": _entire("exp"),
        "log": _log_to_base,
        "log2": _log_of(2),
        "log10": _log_of(10),
        "abs": _entire("abs"),
        "sign": _sign,
        "floor": _floor,
        "ceiling": _ceiling,
        "max": _max,
        "min": _min,
        "gcd": _several("gcd"),
        "lcm": _several("lcm"),
        "sigmoid": _sigmoid,
        "gammafn": _gamma,
        "erf": _entire("erf"),
        "factorial": _factorial,
        "binomial": _binomial,
        "re": _re,
        "im": _im,
        "conjugate": lambda b, u: conjugate(b.graph, u),
        "percent": _percent,
        "degrees": _degrees,
        "norm": _norm,
        "dot": _dot,
        "transpose": _same,
        "adjoint": lambda b, u: conjugate(b.graph, u),
        "det": _same,
        "trace": _same,
        "inverse": _inverse,
    }
)
