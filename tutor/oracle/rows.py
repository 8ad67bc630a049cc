"""Row equivalence of explicit matrices: the same reduced row echelon form.

A pivot must be *proved* not to be 0 (a number, or a quantity with a known sign); otherwise the
question stays undecided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Matrix, Verb
from tutor.oracle import kronecker
from tutor.oracle.budget import Budget
from tutor.oracle.building.build import Builder
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.certificate import Counterexample, Nothing, Proof
from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.graph import Graph
from tutor.oracle.graph.signs import NOT_REAL, ZERO, signs

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.building.entries import Grid
    from tutor.oracle.certificate import Certificate

Rows = list[list[int]]


def row_equivalent(before: Expr, after: Expr, scope: Scope) -> Certificate:
    """Whether two matrices, or one verb around two matrices, are row equivalent."""
    graph = Graph(scope)
    one, other = (_grid(graph, tree, scope) for tree in (before, after))
    if one.shape != other.shape:
        return Counterexample({}, other.text(), one.text())
    return same_row_space(graph, _rows(one), _rows(other))


def same_row_space(graph: Graph, one: Rows, other: Rows) -> Certificate:
    """Whether two matrices of one width have the same reduced row echelon form, empty rows apart."""
    budget = Budget()
    left, right = reduced(graph, one, budget), reduced(graph, other, budget)
    if left is None or right is None:
        return Nothing(("row_equivalent",))
    if _same(graph, left, right, budget):
        return Proof("row_equivalent", {"rank": len(left)})
    if all(graph.is_number(id_) for row in (*left, *right) for id_ in row):
        return Counterexample({}, f"rank {len(right)}", f"rank {len(left)}")
    return Nothing(("row_equivalent",))


def reduced(graph: Graph, rows: Rows, budget: Budget) -> Rows | None:
    """The non-zero rows of the reduced row echelon form; None where a pivot cannot be told from 0."""
    rows = [list(row) for row in rows]
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = None
        for k in range(done, len(rows)):
            zero = _is_zero(graph, rows[k][column], budget)
            if zero is None:
                return None
            if not zero:
                pivot = k
                break
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        inverse = graph.power(rows[done][column], -1)
        top = rows[done] = [expand(graph, graph.times(id_, inverse)) for id_ in rows[done]]
        for k, row in enumerate(rows):
            if k != done:
                rows[k] = [
                    expand(graph, graph.sum(((id_, 1), (graph.times(row[column], t), -1))))
                    for id_, t in zip(row, top, strict=True)
                ]
        done += 1
    return rows[:done]


def _is_zero(graph: Graph, id_: int, budget: Budget) -> bool | None:
    value = graph.value(id_)
    if value is not None:
        return not value
    found = signs(graph, id_)
    if not found & (ZERO | NOT_REAL):
        return False
    return True if kronecker.is_zero(graph, id_, budget) else None


def _same(graph: Graph, one: Rows, other: Rows, budget: Budget) -> bool:
    if len(one) != len(other):
        return False
    pairs = [(a, b) for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True)]
    return all(a == b or kronecker.are_equal(graph, a, b, budget) is True for a, b in pairs)


def _grid(graph: Graph, e: Expr, scope: Scope) -> Grid:
    match e:
        case Verb(_, (Matrix() as inside, *_)):
            return _grid(graph, inside, scope)
        case _:
            builder = Builder(graph, scope)
            found = builder.value(e)
            if isinstance(found, int) or len(builder.conditions):
                raise Unsupported("shape")
            return found


def _rows(grid: Grid) -> Rows:
    return [list(grid.row(k)) for k in range(grid.rows)]
