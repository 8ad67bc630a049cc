"""Closed forms of sums and products with bounds: polynomials times powers of a number, exponential series.

The index is a whole number; so are the bounds, which goes on record. A sum without terms is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Symbol
from tutor.language.expr.paths import subexpressions, substitute
from tutor.oracle.building import elementary
from tutor.oracle.building.exponents import is_whole
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.calculus.powers import contains, in_powers, polynomial, putting
from tutor.oracle.conditions import holds_of
from tutor.oracle.field import infinity
from tutor.oracle.graph import kernels
from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.signs import NEGATIVE, NOT_REAL, POSITIVE, ZERO, signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.oracle.building.build import Builder
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph

_MOST_DEGREE = 12
_MOST_TERMS = 200


@dataclass(frozen=True, slots=True)
class _Term:
    """`p(k) * r^k / k!^m` for one r: what a term of a sum is made of.

    Args:
        powers: the coefficients of p by powers of k.
        ratio: r, a node without k.
        factorials: m, 0 or 1.
    """

    powers: Mapping[int, int]
    ratio: int
    factorials: int


def value(b: Builder, name: str, body: Expr, index: str, bounds: tuple[Expr, Expr]) -> int:
    """The value of a sum or of a product. Raises: Unsupported where no rule finds it."""
    graph, (low, high) = b.graph, bounds
    if any(_counts(part, index) for _, part in subexpressions(body)):
        raise Unsupported(name)  # x_k stands for x_1, x_2 ...
    own = f"integer {index}"  # a name of our own: see `Graph.kind`
    found, inner = b.as_function_of(substitute(body, {index: Symbol(own)}), (own,))
    first = b.scalar(low)
    if not isinstance(found, int):
        raise Unsupported(name)
    k = graph.name(own)
    for condition in inner:
        if not contains(graph, condition[1], k):
            b.conditions.add(*condition)
        elif not _holds_from(graph, condition, k, first):
            raise Unsupported(name)
    if infinity(high) == "oo" and name == "sum":
        return _series(b, found, k, first)
    last = b.scalar(high)
    b.need("integer", graph.minus(last, first))
    b.need("nonneg", graph.sum(((last, 1), (first, -1)), 1))
    return (
        _finite(b, found, k, first, last) if name == "sum" else _product(b, found, k, first, last)
    )


def _counts(e: Expr, index: str) -> bool:
    return isinstance(e, Symbol) and index in e.name.partition("_")[2]


def _holds_from(graph: Graph, condition: Condition, k: int, first: int) -> bool:
    """Whether a condition holds at every index from the first one on."""
    kind, id_ = condition
    if kind == "power":  # u^v with a whole v: defined where v >= 0
        kind, id_ = "nonneg", graph.node[id_][2][1]
    moved = expand(graph, putting(graph, id_, k, graph.plus(first, graph.name("nonnegative t"))))
    known = graph.value(moved)
    if known is not None:
        return holds_of(kind, known)
    found = signs(graph, moved)
    match kind:
        case "nz":
            return not found & (ZERO | NOT_REAL)
        case "pos":
            return found == POSITIVE
        case "nonneg":
            return not found & (NEGATIVE | NOT_REAL)
        case "integer":
            whole = expand(graph, id_)
            return is_whole(graph, whole)
        case _:
            return False


def _terms(graph: Graph, f: int, k: int) -> list[_Term]:
    """A node as a sum of terms with different ratios. Raises: Unsupported."""
    constant, pairs = graph.terms(expand(graph, f, _MOST_TERMS))
    shares: dict[tuple[int, int], list[int]] = {}
    one = graph.number(1)
    if constant:
        shares[one, 0] = [graph.number(constant)]
    for term, coef in pairs:
        rest, ratio, factorials = [], one, 0
        for factor, exp in graph.factors(term)[1]:
            match graph.node[factor]:
                case ("function", "exp", (arg,)) if contains(graph, arg, k):
                    ratio = graph.times(ratio, graph.power(_base(graph, arg, k), exp))
                case ("function", "power", (base, exponent)) if contains(graph, exponent, k):
                    powers = in_powers(graph, exponent, k)
                    if contains(graph, base, k) or powers is None or set(powers) != {1}:
                        raise Unsupported("sum")
                    times = graph.value(powers[1])
                    if times is None or times.denominator != 1:
                        raise Unsupported("sum")
                    ratio = graph.times(ratio, graph.power(base, int(times) * exp))
                case ("function", "factorial", (arg,)) if arg == k and exp == -1:
                    factorials = 1
                case _:
                    rest.append((factor, exp))
        shares.setdefault((ratio, factorials), []).append(graph.product(rest, coef))
    found = []
    for (ratio, factorials), nodes in shares.items():
        powers = in_powers(graph, graph.plus(*nodes), k)
        if powers is None or max(powers, default=0) > _MOST_DEGREE:
            raise Unsupported("sum")
        found.append(_Term(powers, ratio, factorials))
    return found


def _base(graph: Graph, arg: int, k: int) -> int:
    """r, where e^arg is r^k."""
    powers = in_powers(graph, arg, k)
    if powers is None or set(powers) != {1}:
        raise Unsupported("sum")
    return kernels.exp(graph, powers[1])


def _finite(b: Builder, f: int, k: int, first: int, last: int) -> int:
    """S(last) - S(first - 1), where S(k) - S(k - 1) is the term."""
    graph = b.graph
    parts = []
    for term in _terms(graph, f, k):
        if term.factorials:
            raise Unsupported("sum")
        found = _summed(b, term, k)
        before = graph.sum(((first, 1),), -1)
        parts += [(putting(graph, found, k, last), 1), (putting(graph, found, k, before), -1)]
    return graph.sum(parts)


def _summed(b: Builder, term: _Term, k: int) -> int:
    """S with S(k) - S(k - 1) = p(k) * r^k, solved from the highest power downwards.

    With S(k) = q(k) * r^k it says q(k) - q(k - 1)/r = p(k): for r = 1 q has one degree more than p.
    """
    graph = b.graph
    plain = graph.value(term.ratio) == 1
    if not plain:
        b.need("nz", term.ratio)
        b.need("nz", graph.sum(((term.ratio, 1),), -1))
    inverse = graph.power(term.ratio, -1)
    rest = dict(term.powers)
    q: dict[int, int] = {}
    for degree in range(max(rest, default=0), -1, -1):
        top = rest.pop(degree, None)
        if top is None or graph.value(top) == 0:
            continue
        if plain:  # k^(d+1) - (k-1)^(d+1) begins with (d + 1) k^d
            exp, c = degree + 1, graph.scale(top, Fraction(1, degree + 1))
        else:
            exp = degree
            less = graph.sum(((inverse, -1),), 1)
            c = graph.times(top, graph.power(less, -1))
        q[exp] = c
        for j in range(degree):
            step = Fraction((-1) ** (exp - j) * comb(exp, j))
            change = graph.scale(graph.times(c, inverse), step)
            rest[j] = graph.plus(rest.get(j, graph.number(0)), change)
    power = graph.number(1) if plain else kernels.integer_power(graph, term.ratio, k)
    return graph.times(polynomial(graph, q, k), power)


def _series(b: Builder, f: int, k: int, first: int) -> int:
    """An infinite sum: of p(k)*r^k where |r| < 1, which goes on record; of p(k)*r^k/k! from 0 on."""
    graph = b.graph
    parts = []
    for term in _terms(graph, f, k):
        if term.factorials:
            parts.append((_exponential(graph, term, first), 1))
            continue
        b.need("pos", graph.sum(((kernels.absolute(graph, term.ratio), -1),), 1))
        before = graph.sum(((first, 1),), -1)
        parts.append((putting(graph, _summed(b, term, k), k, before), -1))
    return graph.sum(parts)


def _exponential(graph: Graph, term: _Term, first: int) -> int:
    """The sum of k(k-1)...(k-j+1) r^k/k! is r^j e^r; powers of k are written by such products."""
    start = graph.value(first)
    if start not in (0, 1):
        raise Unsupported("sum")
    shares: dict[int, list[int]] = {}
    for power, c in term.powers.items():
        for j, count in enumerate(_partitions(power)):
            shares.setdefault(j, []).append(graph.scale(c, count))
    inner = graph.plus(
        *(
            graph.times(graph.plus(*nodes), graph.power(term.ratio, j))
            for j, nodes in shares.items()
        )
    )
    found = graph.times(inner, kernels.exp(graph, term.ratio))
    if start == 1 and 0 in term.powers:
        found = graph.minus(found, term.powers[0])
    return found


def _partitions(n: int) -> list[int]:
    """k^n as a sum of falling products: in how many ways n things fall into j groups, for j = 0 ... n."""
    row = [1]
    for _ in range(n):
        row = [
            (j * row[j] if j < len(row) else 0) + (row[j - 1] if j else 0)
            for j in range(len(row) + 1)
        ]
    return row


def _product(b: Builder, f: int, k: int, first: int, last: int) -> int:
    """The product of k + c for a whole c by factorials, of what does not depend on k as a power."""
    graph = b.graph
    coef, factors = graph.factors(f)
    count = graph.sum(((last, 1), (first, -1)), 1)
    parts = []
    constants = [(g, exp) for g, exp in factors if not contains(graph, g, k)]
    outside = graph.product(constants, coef)
    if graph.value(outside) != 1:
        b.need_power(outside, count)
        parts.append((kernels.integer_power(graph, outside, count), 1))
    for factor, exp in factors:
        if not contains(graph, factor, k):
            continue
        powers = in_powers(graph, factor, k)
        if powers is None or max(powers) != 1 or graph.value(powers[1]) != 1:
            raise Unsupported("product")
        shift = powers.get(0, graph.number(0))
        below = graph.sum(((first, 1), (shift, 1)), -1)
        known = graph.value(below)
        if known is None or known < 0 or known.denominator != 1:
            raise Unsupported("product")
        for node, sign in ((graph.plus(last, shift), 1), (below, -1)):
            found = elementary.call(b, "factorial", [node])
            assert isinstance(found, int)
            parts.append((found, sign * exp))
    return graph.product(parts)
