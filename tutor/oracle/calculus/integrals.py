"""Definite integrals: an antiderivative that is continuous inside, and its limits at the two ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle.budget import Budget
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.calculus.antiderivative import antiderivative
from tutor.oracle.calculus.limits import Approach, limit
from tutor.oracle.calculus.powers import contains, putting
from tutor.oracle.calculus.span import Span, holds
from tutor.oracle.conditions import Conditions, holds_of
from tutor.oracle.field import infinity
from tutor.oracle.graph.signs import NEGATIVE, NOT_REAL, ZERO, signs

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.oracle.building.build import Builder
    from tutor.oracle.calculus.limits import Limit
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph


def value(b: Builder, body: Expr, x: str, low: Expr, high: Expr) -> Limit:
    """The integral of an expression between two ends, which may be infinite.

    The integrand must be proved to be defined inside the interval, and its antiderivative to be
    continuous there; at the ends the antiderivative may have a limit only.

    Raises: Unsupported where no rule finds an antiderivative, or one of the two is not proved.
    """
    graph, budget = b.graph, Budget()
    f, inner = b.as_function_of(body, (x,))
    if not isinstance(f, int):
        raise Unsupported("integrate")
    ends: list[Limit] = [infinity(end) or b.scalar(end) for end in (low, high)]
    name = graph.name(x)
    found = antiderivative(graph, f, name, budget)
    if found is None:
        raise Unsupported("integrate")
    smooth = where_continuous(graph, found)
    inner.extend(smooth)
    turned = ends[0] == "oo" or ends[1] == "-oo"
    span = Span(
        *(end if isinstance(end, int) else None for end in (ends[::-1] if turned else ends))
    )
    for condition in inner:
        if not contains(graph, condition[1], name):
            b.need(*condition)
        elif not holds(graph, condition, name, span, budget):
            raise Unsupported("integrate")
    ways = (-1, 1) if turned else _ways(graph, ends)
    approaches = [Approach(end, way) for end, way in zip(ends, ways, strict=True)]
    return _difference(graph, *(_at_end(graph, found, smooth, name, a) for a in approaches))


def where_continuous(graph: Graph, root: int) -> Conditions:
    """Where a node is continuous. Raises: Unsupported for what jumps inside its domain."""
    found = Conditions()
    for id_ in graph.order(root):
        match graph.node[id_]:
            case ("product", _, factors):
                for factor, exp in factors:
                    if exp < 0:
                        found.add("nz", factor)
            case ("root", radicand, n) if n % 2 == 0 or not graph.real_odd_roots:
                found.add("nonneg", radicand)
            case ("function", "log", (arg,)):
                found.add("nz", arg)
            case ("function", "asin", (arg,)):
                found.add("unit", arg)
            case ("function", "exp" | "sin" | "cos" | "atan" | "erf" | "abs", _):
                pass
            case ("function" | "unknown", *_):
                raise Unsupported("integrate")
            case _:
                pass
    return found


def _ways(graph: Graph, ends: list[Limit]) -> tuple[int, int]:
    """From which side each end is come to: from above the lower one."""
    low, high = ends
    if isinstance(low, int) and isinstance(high, int):
        difference = signs(graph, graph.minus(high, low))
        if not difference & (ZERO | NOT_REAL) and difference == NEGATIVE:
            return -1, 1
    return 1, -1


def _at_end(
    graph: Graph, found: int, smooth: Conditions, x: int, approach: Approach
) -> Limit | None:
    end = approach.place
    if isinstance(end, int):
        moved: list[Condition] = [
            (kind, putting(graph, id_, x, end)) for kind, id_ in smooth if contains(graph, id_, x)
        ]
        if all(_holds_at(graph, condition) for condition in moved):
            return putting(graph, found, x, end)
    return limit(graph, found, (), x, approach)


def _holds_at(graph: Graph, condition: Condition) -> bool:
    kind, id_ = condition
    value_ = graph.value(id_)
    if value_ is not None:
        return holds_of(kind, value_)
    possible = signs(graph, id_)
    match kind:
        case "nz":
            return not possible & (ZERO | NOT_REAL)
        case "pos":
            return not possible & (ZERO | NEGATIVE | NOT_REAL)
        case "nonneg":
            return not possible & (NEGATIVE | NOT_REAL)
        case _:
            return False


def _difference(graph: Graph, low: Limit | None, high: Limit | None) -> Limit:
    """The value at the upper end less that at the lower. Raises: Unsupported where there is none."""
    match low, high:
        case int(), int():
            return graph.minus(high, low)
        case int(), "oo" | "-oo":
            return high
        case "-oo", int() | "oo":
            return "oo"
        case "oo", int() | "-oo":
            return "-oo"
        case _:
            raise Unsupported("integrate")
