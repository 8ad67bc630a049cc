"""Powers and roots by the policy of the language, and what they demand of a point.

Rational exponents are reduced first; even roots need u >= 0, negative exponents u != 0; any other
exponent needs u > 0, unless it is a whole number by what it is made of.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Number
from tutor.language.expr.paths import free_names
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.graph import kernels
from tutor.oracle.graph.kernels import MAX_ROOT

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.oracle.building.build import Builder, Value
    from tutor.oracle.graph.graph import Graph, Rational


def written(b: Builder, base: Expr, exponent: Expr) -> Value:
    """A power as it stands in the tree, of a number or of a square matrix. Raises: Unsupported."""
    u, v = b.value(base), b.scalar(exponent)
    value = b.graph.value(v)
    if isinstance(u, int):
        if value is not None and not isinstance(exponent, Number):
            _need_of_moving_exponent(b, u, exponent)
        moving = value is None and not is_whole(b.graph, v)
        if moving and b.graph.value(u) == 0 and free_names(base):
            b.need("pos", u)  # `(0*x)^y`: 0 in the graph only
        return power(b, u, v)
    if value is None or value.denominator != 1:
        raise Unsupported("matrix_power")
    return u.to_the(b, int(value))


def root(b: Builder, u: int, index: int) -> int:
    """The root of a node; the index is a whole number from 2. Raises: Unsupported."""
    value = b.graph.value(index)
    if value is None or value.denominator != 1 or not 2 <= value <= MAX_ROOT:
        raise Unsupported("root")
    return rational_power(b, u, Fraction(1, int(value)))


def power(b: Builder, u: int, v: int) -> int:
    """u^v for any two nodes."""
    graph = b.graph
    value = graph.value(v)
    if value is not None:
        return rational_power(b, u, value)
    if graph.node[u] == ("function", "exp", (graph.number(1),)):
        return kernels.exp(graph, v)
    if is_whole(graph, v):
        b.need_power(u, v)
        return kernels.integer_power(graph, u, v)
    if graph.value(u) == 0:
        b.need("pos", v)
        return u
    b.need("nz" if graph.complex else "pos", u)
    constant, _ = graph.terms(v)
    rest = graph.sum(((v, 1),), -constant)
    moving = kernels.exp(graph, graph.times(rest, kernels.log(graph, u)))
    return graph.times(_fixed(graph, u, Fraction(constant)), moving)


def rational_power(b: Builder, u: int, exponent: Rational) -> int:
    """u^(p/q) in lowest terms."""
    q, graph = exponent.denominator, b.graph
    even = q % 2 == 0 or not graph.real_odd_roots
    if q > MAX_ROOT:  # 0.12345: a root that nobody would write
        b.need("nz" if graph.complex else "pos", u)
    elif q > 1 and even and not graph.complex:
        b.need("pos" if exponent < 0 else "nonneg", u)
    elif exponent < 0:
        b.need("nz", u)
    return _fixed(graph, u, Fraction(exponent))


def is_whole(graph: Graph, id_: int) -> bool:
    """Whether a node is a whole number by what it is made of: ints and names declared `integer`."""
    match graph.node[id_]:
        case ("number", value):
            return bool(value.denominator == 1)
        case ("name", text):
            return graph.kind(text) == "integer"
        case ("sum", value, terms):
            return value.denominator == 1 and all(
                c.denominator == 1 and is_whole(graph, t) for t, c in terms
            )
        case ("product", coef, factors):
            return coef.denominator == 1 and all(k > 0 and is_whole(graph, f) for f, k in factors)
        case _:
            return False


def _fixed(graph: Graph, u: int, exponent: Fraction) -> int:
    """u^(p/q) where its conditions are on record."""
    if exponent.denominator == 1:
        return graph.power(u, exponent.numerator)
    if exponent.denominator > MAX_ROOT:
        return kernels.exp(graph, graph.scale(kernels.log(graph, u), exponent))
    return graph.power(kernels.root(graph, u, exponent.denominator), exponent.numerator)


def _need_of_moving_exponent(b: Builder, u: int, exponent: Expr) -> None:
    """An exponent such as `y - y + 2` is a number in the graph only: as written, it moves."""
    moving = [n for n in free_names(exponent) if n not in b.scope.given or n in b.free]
    if any(b.scope.kind(name).base != "integer" for name in moving):
        b.need("nz" if b.graph.complex else "pos", u)
