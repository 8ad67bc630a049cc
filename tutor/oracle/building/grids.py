"""Vectors and matrices compared: shapes first, then entry by entry, each down the whole ladder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Matrix, Vector
from tutor.oracle import ladder
from tutor.oracle.building import entries
from tutor.oracle.building.build import Builder
from tutor.oracle.certificate import Counterexample, Evidence, Nothing, Proof
from tutor.oracle.stage import Pair, Side

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.building.build import Value
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.conditions import Conditions
    from tutor.oracle.graph.graph import Graph


@dataclass(frozen=True, slots=True)
class Built:
    """One side as built.

    Args:
        value: a node or a grid.
        conditions: where it is defined, as a whole.
        tree: the raw tree.
    """

    value: Value
    conditions: Conditions
    tree: Expr


def compare(
    graph: Graph, response: Built, answer: Built, scope: Scope, assumed: Conditions
) -> Certificate:
    """Equal if all entries are, different if one is or the shapes differ, else undecided.

    Entries are told by their row and column from 0, those of a vector by their position alone.
    """
    one, other = _as_grids(graph, response, answer, scope)
    if isinstance(one, int) or isinstance(other, int) or one.shape != other.shape:
        return Counterexample({}, _shape(one), _shape(other))
    as_vectors = one.is_vector and other.is_vector
    found: list[Certificate] = []
    for k in range(len(one.ids)):
        where = (k,) if as_vectors else divmod(k, one.columns)
        pair = Pair(
            graph,
            Side(one.ids[k], response.conditions, _entry(response.tree, k)),
            Side(other.ids[k], answer.conditions, _entry(answer.tree, k)),
            scope,
            assumed,
        )
        certificate = ladder.decide(pair)
        if isinstance(certificate, Counterexample):
            return replace(certificate, where=where)
        found.append(certificate)
    return _together(found)


def _as_grids(graph: Graph, response: Built, answer: Built, scope: Scope) -> tuple[Value, Value]:
    """The two values; a multiple of the identity I beside a square matrix as the matrix it is."""
    one, other = response.value, answer.value
    if isinstance(one, int):
        return _identity_like(graph, one, other, scope), other
    if isinstance(other, int):
        return one, _identity_like(graph, other, one, scope)
    return one, other


def _identity_like(graph: Graph, id_: int, pattern: Value, scope: Scope) -> Value:
    if isinstance(pattern, int) or entries.IDENTITY not in graph.free(id_):
        return id_
    builder = Builder(graph, scope)
    factor = entries.identity_multiple(builder, id_)
    return entries.identity(graph, pattern.rows).times(builder, factor)


def _shape(value: Value) -> str:
    return "a number" if isinstance(value, int) else value.text()


def _entry(tree: Expr, k: int) -> Expr | None:
    """The raw tree of one entry, where the whole was written entry by entry."""
    match tree:
        case Vector(parts):
            return parts[k]
        case Matrix(rows):
            return [part for row in rows for part in row][k]
        case _:
            return None


def _together(found: list[Certificate]) -> Certificate:
    """One certificate for all entries: as weak as the weakest."""
    tried = [reason for c in found if isinstance(c, Nothing) for reason in c.tried]
    if any(isinstance(c, Nothing) for c in found):
        return Nothing(tuple(dict.fromkeys(tried)))
    evidence = [c for c in found if isinstance(c, Evidence)]
    if evidence:
        return Evidence(
            min(c.points for c in evidence),
            min(c.digits for c in evidence),
            "|".join(dict.fromkeys(c.seed for c in evidence)),
        )
    methods = dict.fromkeys(c.method for c in found if isinstance(c, Proof))
    return Proof("entries", {"methods": tuple(methods)})
