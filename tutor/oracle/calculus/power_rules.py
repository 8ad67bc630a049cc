"""Antiderivatives of products of powers, roots, logarithms and quotients of polynomials."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.calculus.partial_fractions import partial_fractions
from tutor.oracle.calculus.powers import in_powers, line, not_zero, polynomial
from tutor.oracle.graph import kernels
from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.signs import POSITIVE, signs
from tutor.oracle.graph.univariate import polynomial as rational_coefficients

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph, Pairs

HALF = Fraction(1, 2)


def _one_power(graph: Graph, factors: Pairs) -> tuple[Fraction, int, Fraction] | None:
    """`c * u^r` for a product of powers and roots of one u, as c, u and r; None for other products.

    1/sqrt(1 - x^2) stands in the graph as -sqrt(1 - x^2)/(x^2 - 1): what stands under a root is u.
    """
    roots = {graph.node[f][1] for f, _ in factors if graph.node[f][0] == "root"}
    base = roots.pop() if len(roots) == 1 else factors[0][0]
    content, parts = graph.factors(base)
    coef, exponent = Fraction(1), Fraction(0)
    for f, k in factors:
        node = graph.node[f]
        if node[0] == "root" and node[1] == base:
            exponent += Fraction(k, node[2])
        elif f == base:
            exponent += k
        elif parts == ((f, 1),):
            exponent += k
            coef /= Fraction(content) ** k
        else:
            return None
    return coef, base, exponent


def _power_of_line(graph: Graph, factors: Pairs, x: int) -> int | None:
    """(a*x + b)^r, where the factors are powers and roots of one line."""
    if not factors:
        return x
    power = _one_power(graph, factors)
    found = line(graph, power[1], x) if power else None
    if power is None or found is None or not not_zero(graph, found[0]):
        return None
    coef, _, exponent = power
    base = graph.plus(graph.times(found[0], x), found[1])
    if exponent == -1:
        return graph.product(((kernels.log(graph, base), 1), (found[0], -1)), coef)
    above = exponent + 1
    whole, rest = divmod(above.numerator, above.denominator)
    root = kernels.root(graph, base, above.denominator)
    raised = graph.product(((base, whole), (root, rest)))
    return graph.product(((raised, 1), (found[0], -1)), coef / above)


def _with_logarithm(graph: Graph, factors: Pairs, x: int) -> int | None:
    """x^r log x and atan x by parts."""
    match factors:
        case ((f, 1),) if graph.node[f][:2] == ("function", "atan") and graph.node[f][2] == (x,):
            square = graph.sum(((graph.power(x, 2), 1),), 1)
            half = Fraction(-1, 2)
            return graph.plus(graph.times(x, f), graph.scale(kernels.log(graph, square), half))
        case _:
            pass
    log = kernels.log(graph, x)
    rest = [(f, k) for f, k in factors if f != log]
    if dict(factors).get(log) not in (1, 2):
        return None
    power = Fraction(0)
    for f, k in rest:
        node = graph.node[f]
        if f != x and node[:2] != ("root", x):
            return None
        power += Fraction(k, node[2] if node[0] == "root" else 1)
    if power == -1:
        m = dict(factors)[log]
        return graph.scale(graph.power(log, m + 1), Fraction(1, m + 1))
    r = 1 / (power + 1)
    raised = graph.times(graph.product(rest), x)
    inner = graph.sum(((log, r),), -r * r)
    if dict(factors)[log] == 2:
        inner = graph.sum(((graph.power(log, 2), r), (log, -2 * r * r)), 2 * r**3)
    return graph.times(raised, inner)


def _quotient(graph: Graph, factors: Pairs, x: int) -> int | None:
    """A quotient of polynomials with rational coefficients, by partial fractions."""
    above = graph.product([(f, k) for f, k in factors if k > 0])
    below = graph.product([(f, -k) for f, k in factors if k < 0])
    if graph.masks[above] | graph.masks[below] != graph.masks[x]:
        return None
    top, bottom = rational_coefficients(graph, above), rational_coefficients(graph, below)
    if top is None or bottom is None or len(bottom) < 2:
        return None
    found = partial_fractions(top, bottom)
    if found is None:
        return None
    whole, simple = found
    parts = [graph.scale(graph.power(x, k + 1), c / (k + 1)) for k, c in enumerate(whole)]
    for p, q, k in simple:
        part = _simple_quotient(graph, p, q, k, x)
        if part is None:
            return None
        parts.append(part)
    return graph.plus(*parts)


def _simple_quotient(
    graph: Graph, p: list[Fraction], q: list[Fraction], k: int, x: int
) -> int | None:
    """Of p/q^k for a line or a quadratic q without rational zeros."""
    base = polynomial(graph, {n: graph.number(c) for n, c in enumerate(q) if c}, x)
    if len(q) == 2:
        scale = p[0] / q[1]
        if k == 1:
            return graph.scale(kernels.log(graph, base), scale)
        return graph.scale(graph.power(base, 1 - k), scale / (1 - k))
    if len(q) != 3:
        return None
    c, b, a = q
    share = p[1] / (2 * a)  # p = share*q' + rest
    rest = p[0] - share * b
    gap = 4 * a * c - b * b
    inner = graph.sum(((x, 2 * a),), b)
    if k > 1:
        ahead = graph.scale(graph.power(base, 1 - k), share / (1 - k))
        turned = graph.product(((inner, 1), (base, 1 - k)), rest / ((k - 1) * gap))
        left = rest * 2 * a * (2 * k - 3) / ((k - 1) * gap)
        lower = _simple_quotient(graph, [left, Fraction(0)], q, k - 1, x)
        return None if lower is None else graph.plus(ahead, turned, lower)
    logarithm = graph.scale(kernels.log(graph, base), share)
    root = kernels.root(graph, graph.number(abs(gap)), 2)
    if gap > 0:
        turn = kernels.function(
            graph, "atan", (expand(graph, graph.product(((inner, 1), (root, -1)))),)
        )
        return graph.plus(logarithm, graph.product(((turn, 1), (root, -1)), 2 * rest))
    ratio = graph.minus(
        kernels.log(graph, graph.minus(inner, root)), kernels.log(graph, graph.plus(inner, root))
    )
    return graph.plus(logarithm, graph.product(((ratio, 1), (root, -1)), rest))


def _absolute_line(graph: Graph, factors: Pairs, x: int) -> int | None:
    """|u| of a line u: u|u|/(2a)."""
    match factors:
        case ((f, 1),) if graph.node[f][:2] == ("function", "abs"):
            found = line(graph, graph.node[f][2][0], x)
        case _:
            return None
    if found is None or not not_zero(graph, found[0]):
        return None
    u = graph.node[f][2][0]
    return graph.product(((u, 1), (f, 1), (found[0], -1)), Fraction(1, 2))


def _circle(graph: Graph, factors: Pairs, x: int) -> int | None:
    """sqrt(c - a*x^2) and its inverse by asin, 1/(c + a*x^2) by atan, for positive a and c."""
    power = _one_power(graph, factors) if factors else None
    if power is None:
        return None
    coef, base, exponent = power
    powers = in_powers(graph, base, x)
    if powers is None or set(powers) != {0, 2} or exponent not in (HALF, -HALF, -1):
        return None
    a, c = graph.scale(powers[2], 1 if exponent == -1 else -1), powers[0]
    if signs(graph, a) != POSITIVE or signs(graph, c) != POSITIVE:
        return None
    side, start = kernels.root(graph, a, 2), kernels.root(graph, c, 2)
    arg = graph.product(((side, 1), (x, 1), (start, -1)))
    if exponent == -1:
        turn = kernels.function(graph, "atan", (arg,))
        return graph.product(((turn, 1), (side, -1), (start, -1)), coef)
    arc = graph.product(((kernels.function(graph, "asin", (arg,)), 1), (side, -1)), coef)
    if exponent < 0:
        return arc
    height = graph.product(((x, 1), (kernels.root(graph, base, 2), 1)), coef)
    return graph.scale(graph.plus(height, graph.times(c, arc)), HALF)


RULES = (_power_of_line, _with_logarithm, _circle, _absolute_line, _quotient)
