"""Polynomials in one name over the rationals: coefficients from the constant upwards."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.graph.expansion import expand

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph

MAX_DEGREE = 60


def polynomial(graph: Graph, id_: int) -> list[Fraction] | None:
    """The coefficients of a node that is a polynomial in its only name, or None."""
    if graph.flags[id_]:
        return None
    value, terms = graph.terms(expand(graph, id_))
    found: dict[int, Fraction] = {0: Fraction(value)}
    for term, coef in terms:
        match graph.node[term]:
            case ("name", _):
                exp = 1
            case ("product", 1, ((base, k),)) if graph.node[base][0] == "name" and k > 0:
                exp = k
            case _:
                return None
        if exp > MAX_DEGREE:
            return None
        found[exp] = found.get(exp, Fraction(0)) + coef
    return trimmed([found.get(k, Fraction(0)) for k in range(max(found) + 1)])


def square_free(p: list[Fraction]) -> list[Fraction]:
    """The product of the distinct irreducible factors, with leading coefficient 1."""
    derivative = trimmed([k * c for k, c in enumerate(p)][1:])
    shared = _gcd(p, derivative)
    return _monic(divided(p, shared)[0])


def _gcd(a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    while b:
        a, b = b, divided(a, b)[1]
    return _monic(a)


def divided(a: list[Fraction], b: list[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    """Quotient and remainder."""
    rest = list(a)
    quotient = [Fraction(0)] * max(1, len(a) - len(b) + 1)
    while len(rest) >= len(b):
        factor = rest[-1] / b[-1]
        shift = len(rest) - len(b)
        quotient[shift] = factor
        for k, c in enumerate(b):
            rest[shift + k] -= factor * c
        rest = trimmed(rest)
    return trimmed(quotient), rest


def _monic(p: list[Fraction]) -> list[Fraction]:
    return [c / p[-1] for c in p]


def trimmed(p: list[Fraction]) -> list[Fraction]:
    """Without zeros at the top."""
    while p and not p[-1]:
        p = p[:-1]
    return p
