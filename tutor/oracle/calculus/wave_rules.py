"""Antiderivatives of products with exponentials, sines and cosines: by parts, by odd and even powers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.calculus.powers import in_powers, line, not_zero, polynomial, slope
from tutor.oracle.graph import kernels
from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.signs import NEGATIVE, signs

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph, Pairs

HALF = Fraction(1, 2)
MOST_WAVES = 8  # factors
_MOST_TERMS = 60


def _polynomial_times_wave(graph: Graph, factors: Pairs, x: int) -> int | None:
    """p*e^u, p*sin u, p*cos u and e^u sin v, for a polynomial p and lines u and v: by parts."""
    rest: list[tuple[int, int]] = []
    exponents: list[tuple[int, int]] = []
    wave: tuple[str, int] | None = None
    for f, k in factors:
        match graph.node[f]:
            case ("function", "exp", (arg,)):
                exponents.append((arg, k))
            case ("function", "sin" | "cos" as text, (arg,)) if wave is None and k == 1:
                wave = (text, arg)
            case _:
                rest.append((f, k))
    powers = in_powers(graph, graph.product(rest), x)
    if powers is None:
        return None
    exponent = graph.sum(exponents)
    if wave is None:
        if not exponents:
            return None
        return _by_parts(graph, powers, x, exponent) or _under_bell(graph, powers, x, exponent)
    angle = line(graph, wave[1], x)
    if angle is None or not not_zero(graph, angle[0]):
        return None
    if not exponents:
        return _wave_by_parts(graph, powers, x, wave, angle[0])
    growth = line(graph, exponent, x)
    if growth is None or max(powers) > 0:
        return None
    return graph.times(powers[0], _damped(graph, exponent, growth[0], wave, angle[0]))


def _by_parts(graph: Graph, powers: dict[int, int], x: int, exponent: int) -> int | None:
    """Of p*e^u: e^u*(p/a - p'/a^2 + p''/a^3 ...)."""
    found = line(graph, exponent, x)
    if found is None or not not_zero(graph, found[0]):
        return None
    parts, sign, k = [], 1, 1
    while powers:
        p = polynomial(graph, powers, x)
        parts.append(graph.product(((p, 1), (found[0], -k)), sign))
        powers, sign, k = slope(powers, graph), -sign, k + 1
    return graph.times(kernels.exp(graph, exponent), graph.plus(*parts))


def _wave_by_parts(
    graph: Graph, powers: dict[int, int], x: int, wave: tuple[str, int], a: int
) -> int:
    """Of p*cos u: p sin u/a + p' cos u/a^2 - p'' sin u/a^3 ...; of p*sin u the same a quarter turn later."""
    text, u = wave
    turn = {"cos": (("sin", 1), ("cos", 1), ("sin", -1), ("cos", -1))}
    turn["sin"] = (("cos", -1), ("sin", 1), ("cos", 1), ("sin", -1))
    parts, k = [], 0
    while powers:
        name, sign = turn[text][k % 4]
        p = polynomial(graph, powers, x)
        kernel = kernels.function(graph, name, (u,))
        parts.append(graph.product(((p, 1), (kernel, 1), (a, -k - 1)), sign))
        powers, k = slope(powers, graph), k + 1
    return graph.plus(*parts)


def _damped(graph: Graph, exponent: int, a: int, wave: tuple[str, int], b: int) -> int:
    """Of e^u sin v and e^u cos v, with slopes a and b."""
    sine, cosine = (kernels.function(graph, text, (wave[1],)) for text in ("sin", "cos"))
    if wave[0] == "sin":
        inner = graph.minus(graph.times(a, sine), graph.times(b, cosine))
    else:
        inner = graph.plus(graph.times(a, cosine), graph.times(b, sine))
    below = graph.plus(graph.power(a, 2), graph.power(b, 2))
    return graph.product(((kernels.exp(graph, exponent), 1), (inner, 1), (below, -1)))


def _under_bell(graph: Graph, powers: dict[int, int], x: int, exponent: int) -> int | None:
    """Of p*e^q with q = -a*x^2 + b*x + c: Q*e^q and a multiple of the bell e^q itself, Q' + Q*q' = p - rest."""
    inner = in_powers(graph, exponent, x)
    if inner is None or max(inner, default=0) != 2 or signs(graph, inner[2]) != NEGATIVE:
        return None
    zero = graph.number(0)
    curve, line_ = graph.scale(inner[2], 2), inner.get(1, zero)
    rest, outer = dict(powers), {}
    for degree in range(max(rest), 0, -1):
        c = graph.product(((rest.pop(degree, zero), 1), (curve, -1)))
        outer[degree - 1] = c
        for power, less in (
            (degree - 1, graph.times(c, line_)),
            (degree - 2, graph.scale(c, degree - 1)),
        ):
            if power >= 0:
                rest[power] = graph.minus(rest.get(power, zero), less)
    bell = graph.times(rest.get(0, zero), _bell(graph, inner, x))
    return graph.plus(graph.times(polynomial(graph, outer, x), kernels.exp(graph, exponent)), bell)


def _bell(graph: Graph, powers: dict[int, int], x: int) -> int:
    """Of e^(-a*x^2 + b*x + c) with a > 0: by erf, after completing the square."""
    zero = graph.number(0)
    a, b, c = graph.scale(powers[2], -1), powers.get(1, zero), powers.get(0, zero)
    root = kernels.root(graph, a, 2)
    shift = graph.product(((b, 1), (root, -1)), Fraction(-1, 2))
    peak = graph.plus(c, graph.product(((b, 2), (a, -1)), Fraction(1, 4)))
    inner = expand(graph, graph.plus(graph.times(root, x), shift))
    pi = kernels.root(graph, graph.constant("pi"), 2)
    scale = graph.product(((pi, 1), (root, -1), (kernels.exp(graph, peak), 1)), Fraction(1, 2))
    return graph.times(scale, kernels.function(graph, "erf", (inner,)))


def _powers_of_waves(graph: Graph, factors: Pairs, x: int) -> int | None:
    """sin^m u cos^n u with an odd exponent, which gives up one factor."""
    found = _waves(graph, factors)
    if found is None:
        return None
    u, m, n = found
    a = line(graph, u, x)
    if a is None or not not_zero(graph, a[0]):
        return None
    sine, cosine = (kernels.function(graph, text, (u,)) for text in ("sin", "cos"))
    if m % 2 or n % 2:
        kept, other, k, sign = (cosine, n, m, -1) if m % 2 else (sine, m, n, 1)
        return _odd_waves(graph, kept, other, k, graph.product(((a[0], -1),), sign))
    return None


def halved_angles(graph: Graph, factors: Pairs) -> int | None:
    """sin^m u cos^n u with even exponents, by the cosine of 2u; None for anything else."""
    found = _waves(graph, factors)
    if found is None or found[1] % 2 or found[2] % 2:
        return None
    u, m, n = found
    double = kernels.function(graph, "cos", (graph.scale(u, 2),))
    lower, upper = (graph.sum(((double, half),), HALF) for half in (-HALF, HALF))
    return graph.product(((lower, m // 2), (upper, n // 2)))


def _waves(graph: Graph, factors: Pairs) -> tuple[int, int, int] | None:
    """u, m and n of sin^m u cos^n u."""
    found = {"sin": 0, "cos": 0}
    angles = set()
    for f, k in factors:
        match graph.node[f]:
            case ("function", "sin" | "cos" as text, (arg,)) if k > 0:
                found[text] += k
                angles.add(arg)
            case _:
                return None
    if len(angles) != 1 or not 2 <= sum(found.values()) <= MOST_WAVES:
        return None
    return angles.pop(), found["sin"], found["cos"]


def _odd_waves(graph: Graph, kept: int, other: int, k: int, scale: int) -> int:
    """Of kept^other times the odd power k of its partner, by w = kept: w^other (1 - w^2)^((k-1)/2)."""
    one_less = graph.sum(((graph.power(kept, 2), -1),), 1)
    spread = expand(graph, graph.product(((one_less, (k - 1) // 2), (kept, other))), _MOST_TERMS)
    value, terms = graph.terms(spread)
    parts: list[tuple[int, int | Fraction]] = [(kept, value)]
    for term, coef in terms:
        exp = graph.factors(term)[1][0][1]
        parts.append((graph.power(kept, exp + 1), Fraction(coef, exp + 1)))
    return graph.times(scale, graph.sum(parts))


def _square_of_wave(graph: Graph, factors: Pairs, x: int) -> int | None:
    """1/cos^2 u by tan, 1/sin^2 u by cot."""
    match factors:
        case ((f, -2),) if graph.node[f][:2] in (("function", "sin"), ("function", "cos")):
            _, text, (u,) = graph.node[f]
        case _:
            return None
    found = line(graph, u, x)
    if found is None or not not_zero(graph, found[0]):
        return None
    sine, cosine = (kernels.function(graph, name, (u,)) for name in ("sin", "cos"))
    above, below, sign = (sine, cosine, 1) if text == "cos" else (cosine, sine, -1)
    return graph.product(((above, 1), (below, -1), (found[0], -1)), sign)


RULES = (_polynomial_times_wave, _powers_of_waves, _square_of_wave)
