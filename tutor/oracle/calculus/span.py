"""What holds of an expression on the whole of an open interval.

The interval is written by a name that is positive: `x = (a + b*t)/(1 + t)` runs through all numbers
between a and b, `x = a + t` through all above a. A polynomial whose coefficients in t have one sign
has that sign; where they do not, the interval is halved. What else contains x is looked at in balls
that cover the interval piece by piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.calculus.powers import contains, in_powers, polynomial, putting
from tutor.oracle.cas import balls, evaluate
from tutor.oracle.conditions import holds_of
from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.signs import NEGATIVE, NOT_REAL, POSITIVE, REAL, ZERO, signs

if TYPE_CHECKING:
    from tutor.oracle.budget import Budget
    from tutor.oracle.cas.evaluate import Values
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph

INSIDE = "positive t"  # no learner's name has a space in it; see `Graph.kind`
_HALVINGS = 5
_PIECES = 64
_BITS = 128
_MOST_TERMS = 400


@dataclass(frozen=True, slots=True)
class Span:
    """An open interval, each end a node or None where it has none."""

    low: int | None
    high: int | None

    def value(self, graph: Graph, x: int) -> int:
        """All numbers inside, by a name that is positive; the name itself where there are no ends."""
        t = graph.name(INSIDE)
        if self.low is None:
            return x if self.high is None else graph.minus(self.high, t)
        if self.high is None:
            return graph.plus(self.low, t)
        above = graph.plus(self.low, graph.times(self.high, t))
        return graph.product(((above, 1), (graph.sum(((t, 1),), 1), -1)))


def holds(graph: Graph, condition: Condition, x: int, span: Span, budget: Budget) -> bool:
    """Whether a condition is proved at every point of the interval."""
    kind, id_ = condition
    if not contains(graph, id_, x):
        value = graph.value(id_)
        return value is not None and holds_of(kind, value)
    match kind:
        case "nz":
            found = not sign(graph, id_, x, span) & (ZERO | NOT_REAL)
        case "pos":
            found = sign(graph, id_, x, span) == POSITIVE
        case "nonneg":
            found = not sign(graph, id_, x, span) & (NEGATIVE | NOT_REAL)
        case "unit":
            found = all(
                not sign(graph, graph.sum(((id_, c),), 1), x, span) & (NEGATIVE | NOT_REAL)
                for c in (1, -1)
            )
        case _:
            return False
    return found or _in_balls(graph, condition, x, span, budget)


def sign(graph: Graph, id_: int, x: int, span: Span) -> int:
    """The signs that a node can have inside the interval."""
    coef, factors = graph.factors(id_)
    found = signs(graph, graph.number(coef))
    for factor, exp in factors:
        one = _sign_of_factor(graph, factor, x, span, _HALVINGS)
        found = _times(found, one, exp)
    return found


def _times(found: int, one: int, exp: int) -> int:
    if (found | one) & NOT_REAL:
        return REAL | NOT_REAL
    if exp % 2 == 0:
        one = (one & ZERO) | (POSITIVE if one & ~ZERO else 0)
    turned = found & ZERO | (POSITIVE if found & NEGATIVE else 0)
    turned |= NEGATIVE if found & POSITIVE else 0
    total = (found if one & POSITIVE else 0) | (turned if one & NEGATIVE else 0)
    return total | (ZERO if one & ZERO or found & ZERO else 0)


def _sign_of_factor(graph: Graph, id_: int, x: int, span: Span, halvings: int) -> int:
    if not contains(graph, id_, x):
        return signs(graph, id_)
    match graph.node[id_]:
        case ("root", radicand, n):
            inside = sign(graph, radicand, x, span)
            return inside if n % 2 and graph.real_odd_roots else inside & ~NEGATIVE
        case ("function", "abs", (arg,)):
            inside = sign(graph, arg, x, span)
            return inside & ~NEGATIVE | (POSITIVE if inside & NEGATIVE else 0)
        case _:
            pass
    powers = in_powers(graph, id_, x)
    if powers is None:
        return signs(graph, expand(graph, putting(graph, id_, x, span.value(graph, x))))
    found = signs(graph, _spread(graph, powers, x, span))
    middle = _middle(graph, span)
    if found in (POSITIVE, NEGATIVE) or middle is None or not halvings:
        return found
    halves = (Span(span.low, middle), Span(middle, span.high))
    pieces = signs(graph, putting(graph, id_, x, middle))
    for half in halves:
        pieces |= _sign_of_factor(graph, id_, x, half, halvings - 1)
        if pieces & ZERO or pieces & (POSITIVE | NEGATIVE) == POSITIVE | NEGATIVE:
            return found
    return pieces


def _spread(graph: Graph, powers: dict[int, int], x: int, span: Span) -> int:
    """A polynomial on the interval: times a power of 1 + t, so that nothing is divided."""
    t = graph.name(INSIDE)
    if span.low is None or span.high is None:
        value = span.value(graph, x)
        found = polynomial(graph, powers, value)
        return expand(graph, found, _MOST_TERMS)
    above = graph.plus(span.low, graph.times(span.high, t))
    below = graph.sum(((t, 1),), 1)
    n = max(powers)
    parts = [graph.product(((c, 1), (above, k), (below, n - k))) for k, c in powers.items()]
    return expand(graph, graph.plus(*parts), _MOST_TERMS)


def _middle(graph: Graph, span: Span) -> int | None:
    if span.low is None or span.high is None:
        return None
    low, high = graph.value(span.low), graph.value(span.high)
    return None if low is None or high is None else graph.number(Fraction(low + high) / 2)


# --- in balls ---


def _in_balls(graph: Graph, condition: Condition, x: int, span: Span, budget: Budget) -> bool:
    """Whether the condition is proved on pieces that cover the closed interval; only x may be free."""
    if span.low is None or span.high is None or not balls.available():
        return False
    if graph.masks[condition[1]] != graph.masks[x]:
        return False
    if graph.masks[span.low] or graph.masks[span.high]:
        return False
    with balls.precision(_BITS):
        ends = evaluate.Program(graph, [span.low, span.high]).run({}, budget)
        program = evaluate.Program(graph, [condition[1]])
        low, high = ends[span.low], ends[span.high]
        name = graph.node[x][1]
        for k in range(_PIECES):
            piece = balls.hull(
                low + (high - low) * k / _PIECES, low + (high - low) * (k + 1) / _PIECES
            )
            values: Values = program.run({name: piece}, budget)
            if evaluate.holds(condition, values, graph) is not True:
                return False
    return True
