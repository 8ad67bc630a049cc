"""Sine and cosine in canonical form: sign out, quarter turns out, the exact values of k*pi/12."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.graph import kernels, surds

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph, Rational


def sine_or_cosine(graph: Graph, text: str, arg: int) -> int:
    """A sine or cosine of a node that is multiplied out.

    In a complex graph both are written with `exp(i*u)`, so that Euler's formula holds by itself.
    """
    turns, rest = _without_pi(graph, arg)
    if graph.is_number(rest) and not graph.value(rest) and (exact := _exact(graph, text, turns)):
        return exact[0]
    if graph.complex:
        return _by_euler(graph, text, arg)
    negative = _leads_negative(graph, rest)
    if negative:
        rest, turns = graph.scale(rest, -1), -turns
    outer = -1 if negative and text == "sin" else 1
    quarters = (2 * turns.numerator) // turns.denominator
    left = turns - Fraction(quarters, 2)
    # cos(u) = sin(u + pi/2): count quarter turns from the sine
    position = (quarters + (text == "cos")) % 4
    if position >= 2:
        outer = -outer
    inside = graph.sum(((rest, 1), (graph.constant("pi"), left)))
    kernel = graph.kernel(("function", "cos" if position % 2 else "sin", (inside,)))
    return graph.scale(kernel, outer)


def inverse(graph: Graph, text: str, arg: int) -> int:
    """An asin or atan: both are odd; the values at 0, 1/2, 1 and their surds are exact."""
    if _leads_negative(graph, arg):
        return graph.scale(inverse(graph, text, graph.scale(arg, -1)), -1)
    for twelfths in range(7):
        turn = Fraction(twelfths, 12)
        sine, cosine = _exact(graph, "sin", turn), _exact(graph, "cos", turn)
        if text == "asin" and arg == sine[0]:
            return graph.scale(graph.constant("pi"), turn)
        tangent = graph.product(((sine[0], 1), (cosine[0], -1)))
        if text == "atan" and twelfths != 6 and arg == tangent:
            return graph.scale(graph.constant("pi"), turn)
    return graph.kernel(("function", text, (arg,)))


def on_the_circle(graph: Graph, turns: Rational) -> int | None:
    """exp(i*pi*turns) where it has an exact value."""
    cosine, sine = _exact(graph, "cos", Fraction(turns)), _exact(graph, "sin", Fraction(turns))
    if not cosine:
        return None
    return graph.plus(cosine[0], graph.times(graph.constant("i"), sine[0]))


def _without_pi(graph: Graph, arg: int) -> tuple[Fraction, int]:
    """A node as `turns*pi + rest`."""
    value, terms = graph.terms(arg)
    pi = graph.constant("pi")
    turns = sum((Fraction(c) for t, c in terms if t == pi), Fraction(0))
    if not turns:
        return turns, arg
    return turns, graph.sum([(t, c) for t, c in terms if t != pi], value)


def _leads_negative(graph: Graph, id_: int) -> bool:
    value, terms = graph.terms(id_)
    return terms[0][1] < 0 if terms else value < 0


def _exact(graph: Graph, text: str, turns: Fraction) -> tuple[int, ...]:
    """The sine or cosine of turns*pi, as a tuple of one node; empty if turns is no multiple of 1/12."""
    twelfths = turns * 12
    if twelfths.denominator != 1:
        return ()
    k = (int(twelfths) + (6 if text == "cos" else 0)) % 24
    sign = -1 if k >= 12 else 1
    k %= 12
    k = min(k, 12 - k)
    return (graph.scale(_sine_of_twelfths(graph, k), sign),)


def _sine_of_twelfths(graph: Graph, k: int) -> int:
    """sin(k*pi/12) for k in 0..6."""

    def root(n: int) -> int:
        return surds.root_of_number(graph, n, 2)

    quarter = Fraction(1, 4)
    match k:
        case 1:
            return graph.sum(((root(6), quarter), (root(2), -quarter)))
        case 5:
            return graph.sum(((root(6), quarter), (root(2), quarter)))
        case 3 | 4:
            return graph.scale(root(k - 1), Fraction(1, 2))
        case _:
            return graph.number(Fraction(k, 6) if k in (0, 6) else Fraction(1, 2))


def _by_euler(graph: Graph, text: str, arg: int) -> int:
    i = graph.constant("i")
    turn = kernels.exp(graph, graph.times(i, arg))
    back = graph.power(turn, -1)
    if text == "cos":
        return graph.sum(((turn, Fraction(1, 2)), (back, Fraction(1, 2))))
    return graph.times(graph.scale(i, Fraction(-1, 2)), graph.minus(turn, back))
