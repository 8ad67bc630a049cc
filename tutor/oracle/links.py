"""How two lines of a derivation hang together: each link is checked, none is taken on trust.

A line may be an expression, a relation, a list or a verb with a matrix in it. What cannot be checked is
undecided, never wrong.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.language.expr.nodes import (
    Chain,
    Interval,
    Listing,
    Logic,
    Relation,
    Set,
    Symbol,
    Vector,
    Verb,
)
from tutor.language.expr.paths import children, subexpressions
from tutor.language.scope import EMPTY
from tutor.oracle import ladder, rows, solutions
from tutor.oracle.budget import Overrun
from tutor.oracle.building.build import Builder
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.certificate import Equivalence, Nothing, Proof
from tutor.oracle.conditions import Conditions
from tutor.oracle.field import needs_complex
from tutor.oracle.graph.graph import Graph
from tutor.oracle.question import equal
from tutor.oracle.rounding import rounded
from tutor.oracle.stage import Pair, Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

Link: TypeAlias = Literal[
    "equal", "row_equivalent", "same_solutions", "up_to_constant", "rounded", "introduces"
]
_CONTAINERS = (Relation, Chain, Logic, Listing, Set, Interval, Vector, Verb)


def linked(before: Expr, after: Expr, link: Link, scope: Scope = EMPTY) -> Equivalence:
    """Whether `after` follows from `before` in the way that `link` says."""
    try:
        match link:
            case "equal":
                return equal_lines(before, after, scope)
            case "row_equivalent":
                return Equivalence(rows.row_equivalent(before, after, scope))
            case "same_solutions":
                return Equivalence(solutions.same_solutions(before, after, scope))
            case "up_to_constant":
                return _pairwise(before, after, scope, _constant_apart)
            case "rounded":
                return _pairwise(before, after, scope, rounded)
            case "introduces":
                return _pairwise(before, after, scope, _introduced)
    except Unsupported as reason:
        return Equivalence(Nothing((f"unsupported:{reason}",)))
    except Overrun as stopped:
        return Equivalence(Nothing((f"build:{stopped.counter}",)))
    except (RecursionError, MemoryError, OverflowError):
        return Equivalence(Nothing(("build:depth",)))


def equal_lines(before: Expr, after: Expr, scope: Scope) -> Equivalence:
    """Two lines with equal parts: the same kind of line, whose parts are equal one by one."""
    return _pairwise(before, after, scope, equal)


def _pairwise(
    before: Expr,
    after: Expr,
    scope: Scope,
    compare: Callable[[Expr, Expr, Scope], Equivalence],
) -> Equivalence:
    """The comparison of two expressions, carried into lines that hold several."""
    try:
        found = compare(before, after, scope)
    except Unsupported as reason:
        found = Equivalence(Nothing((f"unsupported:{reason}",)))
    if found.outcome != "undecided" or not _same_frame(before, after):
        return found
    parts = [
        _pairwise(one, other, scope, compare)
        for one, other in zip(children(before), children(after), strict=True)
    ]
    if parts and all(part.outcome == "equal" for part in parts):
        return Equivalence(Proof("parts"))
    tried = [reason for part in parts for reason in getattr(part.certificate, "tried", ())]
    return Equivalence(Nothing(tuple(dict.fromkeys(tried))))


def _same_frame(before: Expr, after: Expr) -> bool:
    """Whether two lines are one container around other parts."""
    if type(before) is not type(after) or not isinstance(before, _CONTAINERS):
        return False
    return len(children(before)) == len(children(after)) and _frame(before) == _frame(after)


def _frame(e: Expr) -> tuple[object, ...]:
    match e:
        case Relation(operator, _, _):
            return (operator,)
        case Chain(_, operators):
            return operators
        case Logic(word, _):
            return (word,)
        case Interval(_, _, left, right):
            return (left, right)
        case Verb(name, _, options):
            return (name, tuple(option for option, _ in options))
        case _:
            return ()


def _constant_apart(before: Expr, after: Expr, scope: Scope) -> Equivalence:
    """Whether two expressions have the same derivative by the variable of the integral."""
    variable = _variable(before) or _variable(after)
    if variable is None:
        return equal(before, after, scope)
    graph = Graph(scope, complex=needs_complex(scope, before, after))
    sides = []
    for tree in (before, after):
        builder = Builder(graph, scope)
        found = builder.derivative(tree, variable, 1)
        if not isinstance(found, int):
            raise Unsupported("shape")
        sides.append(Side(found, builder.conditions))
    return Equivalence(ladder.decide(Pair(graph, sides[0], sides[1], scope, Conditions())))


def _variable(e: Expr) -> str | None:
    """The variable of the first integral in a line, else its only name."""
    for _, part in subexpressions(e):
        match part:
            case Verb("integrate", (_, Symbol(name))):
                return name
            case _:
                pass
    names = dict.fromkeys(part.name for _, part in subexpressions(e) if isinstance(part, Symbol))
    return next(iter(names)) if len(names) == 1 else None


def _introduced(before: Expr, after: Expr, scope: Scope) -> Equivalence:
    """Equal once y(x) is called y and y'(x) is called y' on both sides."""
    graph = Graph(scope, complex=needs_complex(scope, before, after))
    sides = [_side(graph, tree, scope) for tree in (before, after)]
    sides = [_with_names(graph, side) for side in sides]
    return Equivalence(ladder.decide(Pair(graph, sides[0], sides[1], scope, Conditions())))


def _side(graph: Graph, tree: Expr, scope: Scope) -> Side:
    builder = Builder(graph, scope)
    return Side(builder.scalar(tree), builder.conditions)


def _with_names(graph: Graph, side: Side) -> Side:
    """The side with names in the place of unknown functions of one argument."""

    def name_of(id_: int) -> int | None:
        match graph.node[id_]:
            case ("unknown", text, (arg,), (order,)) if graph.node[arg][0] == "name":
                return graph.name(text + "'" * order)
            case _:
                return None

    conditions = Conditions()
    for kind, id_ in side.conditions:
        conditions.add(kind, graph.rebuild(id_, name_of))
    return replace(side, root=graph.rebuild(side.root, name_of), conditions=conditions)
