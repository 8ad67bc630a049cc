"""Determinants, inverses and ranks of explicit matrices of nodes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.building.refusals import Unsupported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.oracle.graph.graph import Graph, Rational

MAX_SYMBOLIC = 5  # order of a determinant with names in it
MAX_NUMERIC = 10
MAX_INVERSE = 4  # order of an inverse with names in it


def determinant(graph: Graph, rows: Sequence[Sequence[int]]) -> int:
    """The determinant, by elimination for numbers and by minors otherwise. Raises: Unsupported."""
    numbers = _numbers(graph, rows)
    if numbers is not None and len(rows) <= MAX_NUMERIC:
        return graph.number(_eliminated(numbers)[0])
    if len(rows) > MAX_SYMBOLIC:
        raise Unsupported("det")
    return _minor(graph, rows, tuple(range(len(rows))), {})


def inverse(graph: Graph, rows: Sequence[Sequence[int]]) -> tuple[int, list[list[int]]]:
    """The determinant and the inverse, which means nothing where the determinant is 0. Raises: Unsupported."""
    n = len(rows)
    if n > MAX_INVERSE and (_numbers(graph, rows) is None or n > MAX_NUMERIC):
        raise Unsupported("inverse")
    det = determinant(graph, rows)
    if n == 1:
        return det, [[graph.power(det, -1)]]
    found = [[_entry(graph, rows, det, row=i, column=j) for j in range(n)] for i in range(n)]
    return det, found


def rank(graph: Graph, rows: Sequence[Sequence[int]]) -> int:
    """The rank of a matrix of rational numbers. Raises: Unsupported for others."""
    numbers = _numbers(graph, rows)
    if numbers is None:
        raise Unsupported("rank")
    return _eliminated(numbers)[1]


def _entry(graph: Graph, rows: Sequence[Sequence[int]], det: int, *, row: int, column: int) -> int:
    """One entry of the inverse: the cofactor across the diagonal over the determinant."""
    kept = [
        [id_ for k, id_ in enumerate(line) if k != row]
        for j, line in enumerate(rows)
        if j != column
    ]
    sign = -1 if (row + column) % 2 else 1
    return graph.product(((determinant(graph, kept), 1), (det, -1)), sign)


def _minor(
    graph: Graph,
    rows: Sequence[Sequence[int]],
    columns: tuple[int, ...],
    known: dict[tuple[int, ...], int],
) -> int:
    """The determinant of the last rows and the given columns, expanded along its first row."""
    if not columns:
        return graph.number(1)
    if columns not in known:
        row = rows[len(rows) - len(columns)]
        terms: list[tuple[int, Rational]] = []
        for k, column in enumerate(columns):
            if graph.value(row[column]) == 0:
                continue
            inner = _minor(graph, rows, columns[:k] + columns[k + 1 :], known)
            terms.append((graph.times(row[column], inner), -1 if k % 2 else 1))
        known[columns] = graph.sum(terms)
    return known[columns]


def _numbers(graph: Graph, rows: Sequence[Sequence[int]]) -> list[list[Fraction]] | None:
    found: list[list[Fraction]] = []
    for row in rows:
        values = [graph.value(id_) for id_ in row]
        found.append([Fraction(value) for value in values if value is not None])
        if len(found[-1]) != len(row):
            return None
    return found


def _eliminated(rows: list[list[Fraction]]) -> tuple[Fraction, int]:
    """The determinant (of a square matrix) and the rank."""
    det, rank_ = Fraction(1), 0
    for column in range(len(rows[0])):
        pivot = next((k for k in range(rank_, len(rows)) if rows[k][column]), None)
        if pivot is None:
            det = Fraction(0)
            continue
        if pivot != rank_:
            rows[pivot], rows[rank_] = rows[rank_], rows[pivot]
            det = -det
        top = rows[rank_]
        det *= top[column]
        for row in rows[rank_ + 1 :]:
            if row[column]:
                factor = row[column] / top[column]
                row[column:] = [
                    a - factor * t for a, t in zip(row[column:], top[column:], strict=True)
                ]
        rank_ += 1
        if rank_ == len(rows):
            break
    return det, rank_
