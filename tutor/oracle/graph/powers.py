"""What happens when powers of the same kernel meet in a product.

Each law holds at every point where the raw expression is defined: `sqrt(x)^2 = x` because an even
root has recorded x >= 0.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.graph import kernels

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph, Rational

ROUNDS = 8  # a root of a root of a root ... each round takes one layer off
JOINED = 20_000  # bits: roots of numbers whose product is longer stay apart


def settle(graph: Graph, coef: Rational, found: dict[int, int]) -> Rational:
    """Bring the powers in `found` (id -> exponent) to their canonical form; gives the new coefficient."""
    for _ in range(ROUNDS):
        before = list(found.items())
        exps: dict[int, list[int]] = {}
        roots: dict[int, list[int]] = {}
        for id_, exp in before:
            match graph.node[id_]:
                case ("constant", "i"):
                    coef = _imaginary(coef, found, id_, exp)
                case ("function", "exp", (arg,)):
                    exps.setdefault(graph.term(arg)[1], []).append(id_)
                case ("root", radicand, _):
                    roots.setdefault(radicand, []).append(id_)
                case ("function", "abs", (arg,)) if not graph.complex and not 0 <= exp <= 1:
                    found[id_] = exp % 2
                    coef = _put(graph, coef, found, arg, exp - exp % 2)
                case ("function", "sign", _) if not graph.complex and not 1 <= exp <= 2 and exp:
                    found[id_] = 2 - exp % 2
                case ("function", "power", (base, _)) if graph.value(base) == -1:
                    found[id_] = exp % 2
                case _:
                    pass
        for inside, ids in exps.items():
            coef = _join_exps(graph, coef, found, inside, ids)
        for inside, ids in roots.items():
            coef = _join_roots(graph, coef, found, inside, ids)
        coef = _join_surds(graph, coef, found)
        if list(found.items()) == before:
            break
    return coef


def _put(graph: Graph, coef: Rational, found: dict[int, int], id_: int, exp: int) -> Rational:
    """Multiply by `node^exp`; gives the new coefficient."""
    inner, parts = graph.factors(id_)
    for factor, k in parts:
        found[factor] = found.get(factor, 0) + k * exp
    return graph.power_of_number(coef, inner, exp, found)


def _imaginary(coef: Rational, found: dict[int, int], id_: int, exp: int) -> Rational:
    found[id_] = exp % 2
    return -coef if exp % 4 in (2, 3) else coef


def _join_exps(
    graph: Graph, coef: Rational, found: dict[int, int], inside: int, ids: list[int]
) -> Rational:
    """`exp(t/2) * exp(t/3)` is `exp(t/6)^5`: one kernel for each monomial t."""
    total = Fraction(0)
    for id_ in ids:
        denominator = graph.term(graph.node[id_][2][0])[0].denominator
        total += Fraction(found[id_], denominator)
        if len(ids) == 1 and total.denominator == denominator:
            return coef
    for id_ in ids:
        del found[id_]
    if not total:
        return coef
    new = kernels.exp_of_monomial(graph, Fraction(1, total.denominator), inside)
    return _put(graph, coef, found, new, total.numerator)


def _join_roots(
    graph: Graph, coef: Rational, found: dict[int, int], radicand: int, ids: list[int]
) -> Rational:
    """All roots of one radicand become a whole power and one root with an exponent below its index."""
    total = sum((Fraction(found[id_], graph.node[id_][2]) for id_ in ids), Fraction(0))
    if len(ids) == 1 and 0 < total < 1 and total.denominator == graph.node[ids[0]][2]:
        return coef
    for id_ in ids:
        del found[id_]
    floor = total.numerator // total.denominator
    rest = total - floor
    if rest:
        new = kernels.root(graph, radicand, rest.denominator)
        coef = _put(graph, coef, found, new, rest.numerator)
    return _put(graph, coef, found, radicand, floor) if floor else coef


def _join_surds(graph: Graph, coef: Rational, found: dict[int, int]) -> Rational:
    """`sqrt(2)*sqrt(3)` is `sqrt(6)`: one root of a number for each index."""
    surds: dict[int, list[tuple[int, Rational]]] = {}
    for id_ in found:
        match graph.node[id_]:
            case ("root", radicand, n) if (
                value := graph.value(radicand)
            ) is not None and value > 0:
                surds.setdefault(n, []).append((id_, value))
            case _:
                pass
    for n, several in surds.items():
        length = sum(found[id_] * value.numerator.bit_length() for id_, value in several)
        if len(several) < 2 or length > JOINED:
            continue
        joined: Rational = 1
        for id_, radicand_value in several:
            joined *= radicand_value ** found.pop(id_)
        coef = _put(graph, coef, found, kernels.root(graph, graph.number(joined), n), 1)
    return coef
