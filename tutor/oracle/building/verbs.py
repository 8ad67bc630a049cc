"""The verbs that the oracle computes by itself: derivatives of every kind, and matrix operations.

Other verbs have no value here: `derivation` works them out, the oracle compares the results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import Call, Relation, Symbol, Vector, Word
from tutor.oracle.building.differentiate import differentiate
from tutor.oracle.building.entries import Grid, vector
from tutor.oracle.building.refusals import Infinite, Unsupported
from tutor.oracle.conditions import Conditions
from tutor.oracle.elimination import is_line
from tutor.oracle.unevaluated import written_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.expr.nodes import Expr, Verb
    from tutor.oracle.building.build import Builder, Value
    from tutor.oracle.calculus.limits import Limit


def value(b: Builder, e: Verb) -> Value:
    """What a verb gives. Raises: Unsupported for every verb that is not listed here."""
    match e.name, e.arguments:
        case "implicit_diff", (Relation("=", left, right), Symbol(y), Symbol(x)):
            return _implicit(b, left, right, y, x)
        case "solve_for", (Relation("=", left, right), Symbol() | Call() as unknown):
            return _solve(b, left, right, unknown)
        case "gradient", (body, Vector(names)):
            return vector(_derivatives(b, body, names, 1)[0])
        case "jacobian", (Vector(bodies), Vector(names)):
            return _grid([_derivatives(b, body, names, 1)[0] for body in bodies])
        case "hessian", (body, Vector(names)):
            return _grid(_derivatives(b, body, names, 2))
        case "integrate", (body, Symbol(x)):
            return _integral(b, body, x)
        case "sum" | "product", _ if (terms := written_out(e)) is not None:
            return b.value(terms)
        case "integrate" | "limit" | "sum" | "product", _:
            return _finite(head(b, e))
        case name, arguments if name in FUNCTIONS:
            return b.value(Call(name, arguments))
        case _:
            raise Unsupported(e.name)


def head(b: Builder, e: Verb) -> Limit:
    """The value of an integral, a limit, a sum or a product, which may be infinite. Raises: Unsupported."""
    from tutor.oracle.calculus import integrals, limits, sums

    if b.graph.complex:
        raise Unsupported(e.name)
    match e.name, e.arguments:
        case "integrate", (body, Symbol(x), low, high):
            return integrals.value(b, body, x, low, high)
        case "limit", (body, Symbol(x), at):
            return limits.value(b, body, x, at, _side(e))
        case "sum" | "product", (body, Symbol(index), low, high):
            return sums.value(b, e.name, body, index, (low, high))
        case _:
            raise Unsupported(e.name)


def _side(e: Verb) -> str:
    """`right` or `left` for a limit from that side, else an empty text."""
    match dict(e.options).get("side"):
        case Word("right" | "left" as side):
            return side
        case _:
            return ""


def _finite(found: Limit) -> int:
    if isinstance(found, int):
        return found
    raise Infinite


def _implicit(b: Builder, left: Expr, right: Expr, y: str, x: str) -> Value:
    """dy/dx on the curve left = right: minus the derivative by x over the derivative by y."""
    graph = b.graph
    one, inner = b.as_function_of(left, (y, x))
    other, more = b.as_function_of(right, (y, x))
    if not (isinstance(one, int) and isinstance(other, int)):
        raise Unsupported("shape")
    inner.extend(more)
    curve = graph.minus(one, other)
    inner.add("zero", curve)
    above = differentiate(graph, curve, x, inner)
    below = differentiate(graph, curve, y, inner)
    inner.add("nz", below)
    return b.put_in(graph.product(((above, 1), (below, -1)), -1), inner, (y, x))


def _solve(b: Builder, left: Expr, right: Expr, unknown: Expr) -> Value:
    """The one z with left = right, where left - right is linear in z (a name, or y'(x))."""
    graph = b.graph
    names = (unknown.name,) if isinstance(unknown, Symbol) else ()
    inside = type(b)(graph, b.scope)
    inside.free = (*b.free, *names)
    z = inside.scalar(unknown)
    if graph.node[z][0] not in ("name", "unknown"):
        raise Unsupported("solve_for")
    difference = graph.minus(inside.scalar(left), inside.scalar(right))
    moving = "solve_for z"  # no learner's name has a space in it
    fresh = graph.name(moving)
    line = graph.rebuild(difference, {z: fresh}.get)
    nowhere = Conditions()
    slope = differentiate(graph, line, moving, nowhere)
    if graph.masks[slope] & graph.masks[fresh]:
        raise Unsupported("solve_for")
    start = graph.rebuild(line, {fresh: graph.number(0)}.get)
    if not is_line(graph, line, start, slope, fresh):
        raise Unsupported("solve_for")
    inside.need("nz", slope)
    return b.put_in(graph.product(((start, 1), (slope, -1)), -1), inside.conditions, names)


def _integral(b: Builder, body: Expr, x: str) -> Value:
    """An indefinite integral: a quantity of which only the derivative by x is known."""
    found, inner = b.as_function_of(body, (x,))
    if not isinstance(found, int) or x in b.scope.given:
        raise Unsupported("integrate")
    b.conditions.extend(inner)
    return b.graph.kernel(("function", "integral", (found, b.graph.name(x))))


def _derivatives(b: Builder, body: Expr, names: Sequence[Expr], order: int) -> list[list[int]]:
    """All first derivatives of a number as one row, or all second derivatives as a square."""
    if not all(isinstance(name, Symbol) for name in names):
        raise Unsupported("names")
    words = [name.name for name in names if isinstance(name, Symbol)]
    found, inner = b.as_function_of(body, words)
    if not isinstance(found, int):
        raise Unsupported("shape")
    rows = [[differentiate(b.graph, found, word, inner) for word in words]]
    if order == 2:
        rows = [[differentiate(b.graph, id_, w, inner) for w in words] for id_ in rows[0]]
    width = len(words)
    flat = Grid(len(rows), width, tuple(id_ for row in rows for id_ in row))
    placed = b.put_in(flat, inner, words)
    assert isinstance(placed, Grid)
    return [list(placed.row(k)) for k in range(placed.rows)]


def _grid(rows: list[list[int]]) -> Grid:
    return Grid(len(rows), len(rows[0]), tuple(id_ for row in rows for id_ in row))
