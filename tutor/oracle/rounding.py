"""Whether a decimal is another value, rounded to the places it shows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Number
from tutor.language.expr.paths import subexpressions
from tutor.oracle.building.build import Builder
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.certificate import Counterexample, Equivalence, Nothing, Proof
from tutor.oracle.graph.graph import Graph

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

BITS = 256


def rounded(before: Expr, after: Expr, scope: Scope) -> Equivalence:
    """Whether |before - after| is at most half a unit of the last place that `after` shows."""
    places = _places(after)
    graph = Graph(scope)
    builder = Builder(graph, scope)
    one, other = builder.scalar(before), builder.scalar(after)
    apart = graph.minus(one, other)
    if graph.masks[apart]:
        raise Unsupported("rounded")
    half = Fraction(1, 2 * 10**places)
    value = graph.value(apart)
    if value is None:
        return Equivalence(_in_balls(graph, apart, half, places))
    if -half <= value <= half:
        return Equivalence(Proof("rounded", {"places": places}))
    return Equivalence(Counterexample({}, str(graph.value(other)), str(graph.value(one))))


def _in_balls(
    graph: Graph, apart: int, half: Fraction, places: int
) -> Proof | Counterexample | Nothing:
    from tutor.oracle.budget import Budget
    from tutor.oracle.cas import balls, evaluate

    if not balls.available():
        return Nothing(("rounded",))
    with balls.precision(BITS):
        found = evaluate.Program(graph, [apart]).run({}, Budget())[apart]
        size, bound = abs(found), balls.ball(half)
        if bool(size <= bound):
            return Proof("rounded", {"places": places})
        if bool(size > bound):
            return Counterexample({}, balls.text(found), "0")
    return Nothing(("rounded",))


def _places(e: Expr) -> int:
    """The fewest decimal places among the numbers with a point, 0 if there is none."""
    found = [
        len(part.text.partition(".")[2])
        for _, part in subexpressions(e)
        if isinstance(part, Number) and "." in part.text and "e" not in part.text.lower()
    ]
    return min(found, default=0)
