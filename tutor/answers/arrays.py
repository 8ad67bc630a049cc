"""The shape of an answer, and its entries where they can be laid out without doing algebra.

A shape is `()` for a number or expression, `(n,)` for a vector, `(m, n)` for a matrix; sizes are numbers
or letters, as in the Scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from tutor.language.expr.build import product_of, sum_of
from tutor.language.expr.nodes import (
    Call,
    Matrix,
    Negation,
    Product,
    Quotient,
    Sum,
    Vector,
)
from tutor.language.expr.paths import subexpressions
from tutor.language.kinds import kind_of

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

Shape: TypeAlias = "tuple[int | str, ...]"
_LARGEST = 2_000  # nodes of one array whose entries are laid out


@dataclass(frozen=True, slots=True)
class Array:
    """A vector or matrix, entry by entry, row by row."""

    shape: tuple[int, ...]
    entries: tuple[Expr, ...]

    @property
    def tree(self) -> Expr:
        """The array written out."""
        if len(self.shape) == 1:
            return Vector(self.entries)
        rows, columns = self.shape
        return Matrix(tuple(self.entries[r * columns : (r + 1) * columns] for r in range(rows)))

    def index(self, position: int) -> tuple[int, ...]:
        """Where the entry at `position` stands, from 0: `(i,)` or `(row, column)`."""
        return (position,) if len(self.shape) == 1 else divmod(position, self.shape[1])

    @property
    def transposed(self) -> Array:
        """Rows and columns exchanged; a vector becomes one row."""
        if len(self.shape) == 1:
            return Array((1, self.shape[0]), self.entries)
        rows, columns = self.shape
        swapped = tuple(self.entries[r * columns + c] for c in range(columns) for r in range(rows))
        return Array((columns, rows), swapped)

    @property
    def is_line(self) -> bool:
        """Whether it is a vector, one row or one column."""
        return len(self.shape) == 1 or 1 in self.shape


def shape(e: Expr, scope: Scope) -> Shape | None:
    """The shape of an expression; None where it is no value (a set, a statement) or cannot be told."""
    kind = kind_of(e, scope)
    match kind.sort:
        case "number":
            return ()
        case "transposed":
            sizes: tuple[int | str | None, ...] = (1, *kind.shape)
        case "vector" | "sequence" | "matrix":
            sizes = kind.shape
        case _:
            return None
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) else None


def array(e: Expr) -> Array | None:
    """The entries of a vector or matrix; None for anything else, or where laying out would blow up.

    Knows sums, multiples, quotients by a number, transposes and products; leaves powers, inverses and
    names of matrices to the oracle.
    """
    match e:
        case Vector(entries):
            plain = not any(isinstance(x, Vector | Matrix) for x in entries)
            return Array((len(entries),), entries) if plain else None
        case Matrix(rows):
            return Array((len(rows), len(rows[0])), tuple(x for row in rows for x in row))
        case Negation(operand):
            inside = array(operand)
            return inside and Array(inside.shape, tuple(map(Negation, inside.entries)))
        case Quotient(numerator, denominator):
            inside = array(numerator)
            if inside is None or holds_array(denominator):
                return None
            return Array(inside.shape, tuple(Quotient(x, denominator) for x in inside.entries))
        case Sum(terms):
            return _added([array(term) for term in terms])
        case Product(factors):
            return _multiplied(factors)
        case Call("transpose", (operand,)):
            inside = array(operand)
            return inside and inside.transposed
        case _:
            return None


def fitted(response: Array, answer: Array) -> Array | None:
    """The response in the shape of the answer, where the two mean the same thing.

    An n-vector may come as a row or a column; a row is not a column.
    """
    if response.shape == answer.shape:
        return response
    has_vector = 1 in (len(response.shape), len(answer.shape))
    same_length = len(response.entries) == len(answer.entries)
    if has_vector and same_length and response.is_line and answer.is_line:
        return Array(answer.shape, response.entries)
    return None


def holds_array(e: Expr) -> bool:
    """Whether a vector or matrix stands anywhere inside."""
    return any(isinstance(part, Vector | Matrix) for _, part in subexpressions(e))


def describe(size: Shape | None) -> str:
    """A shape in words for a learner."""
    match size:
        case ():
            return "a single number or expression"
        case (n,):
            return f"a vector with {n} entries" if n != 1 else "a vector with one entry"
        case (m, n):
            return f"a matrix with {m} rows and {n} columns"
        case _:
            return "something else"


def named(size: Shape | None) -> str:
    """A shape in the words of the contract, for certificates: `number`, `vector(3)`, `matrix(2,2)`."""
    match size:
        case ():
            return "number"
        case (n,):
            return f"vector({n})"
        case (m, n):
            return f"matrix({m},{n})"
        case _:
            return "no value"


def _added(terms: list[Array | None]) -> Array | None:
    found = [term for term in terms if term is not None]
    if len(found) < len(terms) or any(term.shape != found[0].shape for term in found):
        return None
    columns = zip(*(term.entries for term in found), strict=True)
    return _bounded(Array(found[0].shape, tuple(map(sum_of, columns))))


def _multiplied(factors: tuple[Expr, ...]) -> Array | None:
    scalars: list[Expr] = []
    whole: Array | None = None
    for factor in factors:
        inside = array(factor)
        if inside is None:
            if holds_array(factor):
                return None
            scalars.append(factor)
            continue
        whole = inside if whole is None else _matrix_product(whole, inside)
        if whole is None:
            return None
    if whole is None or not scalars:
        return whole
    return _bounded(
        Array(whole.shape, tuple(product_of((*scalars, entry)) for entry in whole.entries))
    )


def _matrix_product(left: Array, right: Array) -> Array | None:
    """The product of two matrices, or of a matrix and a vector on either side."""
    if len(left.shape) == len(right.shape) == 1:
        return None
    rows, inner = left.shape if len(left.shape) == 2 else (1, left.shape[0])
    depth, columns = right.shape if len(right.shape) == 2 else (right.shape[0], 1)
    if inner != depth:
        return None
    entries = tuple(
        sum_of(
            product_of((left.entries[r * inner + k], right.entries[k * columns + c]))
            for k in range(inner)
        )
        for r in range(rows)
        for c in range(columns)
    )
    is_vector = len(left.shape) == 1 or len(right.shape) == 1
    return _bounded(Array((len(entries),) if is_vector else (rows, columns), entries))


def _bounded(found: Array) -> Array | None:
    """The array, unless its entries have grown past what is worth comparing one by one."""
    nodes = (None for entry in found.entries for _ in subexpressions(entry))
    return found if sum(1 for _ in islice(nodes, _LARGEST + 1)) <= _LARGEST else None
