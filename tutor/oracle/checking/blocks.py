"""Vectors and matrices of plain trees, worked out by definition: Leibniz, cofactors, minors.

Part of the second opinion behind `verify`; nothing is simplified.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from tutor.language.expr.build import product_of, sum_of
from tutor.language.expr.nodes import Negation, Number, Product, Quotient, Sum
from tutor.oracle.checking.arithmetic import value
from tutor.oracle.checking.slopes import Unspelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.expr.nodes import Expr

MAX_LEIBNIZ = 5
MAX_ENTRIES = 100
ONE = Number("1")


@dataclass(frozen=True, slots=True)
class Block:
    """A vector or matrix of plain trees, row by row."""

    rows: int
    columns: int
    entries: tuple[Expr, ...]

    def row(self, k: int) -> tuple[Expr, ...]:
        """One row."""
        return self.entries[k * self.columns : (k + 1) * self.columns]

    def column(self, k: int) -> tuple[Expr, ...]:
        """One column."""
        return self.entries[k :: self.columns]


def bounded(block: Block) -> Block:
    """The same block, if it is neither empty nor too large. Raises: Unspelled."""
    if not 0 < len(block.entries) <= MAX_ENTRIES:
        raise Unspelled
    return block


def dot(one: Sequence[Expr], other: Sequence[Expr]) -> Expr:
    """The sum of the products."""
    return sum_of([Product(pair) for pair in zip(one, other, strict=True)])


def block(found: Expr | Block) -> Block:
    """The value, which must be a block. Raises: Unspelled."""
    if isinstance(found, Block):
        return found
    raise Unspelled


def crossed(u: Sequence[Expr], v: Sequence[Expr], k: int) -> Expr:
    """Component k of the cross product."""
    i, j = (k + 1) % 3, (k + 2) % 3
    return Sum((Product((u[i], v[j])), Negation(Product((u[j], v[i])))))


def determinant(rows: Sequence[Sequence[Expr]]) -> Expr:
    """Leibniz: the sum over all permutations."""
    n = len(rows)
    if n > MAX_LEIBNIZ or any(len(row) != n for row in rows):
        raise Unspelled
    terms: list[Expr] = []
    for order in permutations(range(n)):
        term = product_of([rows[k][order[k]] for k in range(n)])
        swaps = sum(order[i] > order[j] for i in range(n) for j in range(i + 1, n))
        terms.append(Negation(term) if swaps % 2 else term)
    return sum_of(terms)


def rank(rows: Sequence[Sequence[Expr]]) -> int:
    """The size of the largest square of rows and columns whose determinant is not 0."""
    height, width = len(rows), len(rows[0])
    for size in range(min(height, width), 0, -1):
        for lines in combinations(range(height), size):
            for columns in combinations(range(width), size):
                minor = determinant([[rows[i][j] for j in columns] for i in lines])
                try:
                    if value(minor, {}):
                        return size
                except ArithmeticError as unknown:
                    raise Unspelled from unknown
    return 0


def inverse(a: Block) -> Block:
    """Cofactors across the diagonal, over the determinant."""
    rows = [a.row(k) for k in range(a.rows)]
    det = determinant(rows)
    if a.rows == 1:
        return Block(1, 1, (Quotient(ONE, det),))
    entries: list[Expr] = []
    for i in range(a.rows):
        for j in range(a.rows):
            minor = [
                [part for k, part in enumerate(row) if k != i]
                for r, row in enumerate(rows)
                if r != j
            ]
            cofactor = determinant(minor)
            entries.append(Quotient(Negation(cofactor) if (i + j) % 2 else cofactor, det))
    return Block(a.rows, a.rows, tuple(entries))
