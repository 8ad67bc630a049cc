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
    Chain,
    Derivative,
    HigherDerivative,
    Interval,
    Listing,
    Logic,
    Matrix,
    Negation,
    Power,
    Product,
    Quotient,
    Relation,
    Set,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.language.expr.paths import subexpressions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

Shape: TypeAlias = "tuple[int | str, ...]"
_NUMBER_VALUED = frozenset({"det", "trace", "rank", "norm", "dot"})
_SAME_SHAPE = frozenset({"inverse", "conjugate"})
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
    match e:
        case Vector(entries):
            return (len(entries),) if all(shape(x, scope) == () for x in entries) else None
        case Matrix(rows):
            return (len(rows), len(rows[0]))
        case Symbol(name):
            kind = scope.kind(name)
            return None if kind.base == "function" else kind.shape
        case Sum(terms):
            return _common(shape(term, scope) for term in terms)
        case Negation(body) | Quotient(body, _) | Derivative(body) | HigherDerivative(body):
            return shape(body, scope)
        case Where(body, _):
            return shape(body, scope)
        case Product(factors):
            return _product(shape(factor, scope) for factor in factors)
        case Power(base, _):
            return shape(base, scope)
        case Call(function, arguments):
            return _call(function, tuple(shape(argument, scope) for argument in arguments))
        case Word() | Set() | Interval() | Listing() | Relation() | Chain() | Logic() | Verb():
            return None
        case _:
            return ()


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


def _common(shapes: Iterable[Shape | None]) -> Shape | None:
    """The shape that all share."""
    found = list(shapes)
    return found[0] if all(s == found[0] for s in found) else None


def _product(shapes: Iterable[Shape | None]) -> Shape | None:
    whole: Shape = ()
    for factor in shapes:
        if factor is None:
            return None
        match whole, factor:
            case _, ():
                pass
            case (), _:
                whole = factor
            case (m, a), (b, k) if a == b:
                whole = () if m == k == 1 else (m, k)
            case (m, a), (b,) if a == b:
                whole = () if m == 1 else (m,)
            case (a,), (b, k) if a == b:
                whole = (k,)
            case _:
                return None
    return whole


def _call(function: str, arguments: tuple[Shape | None, ...]) -> Shape | None:
    if function in _NUMBER_VALUED:
        return ()
    first = arguments[0] if arguments else ()
    if function == "cross":
        return (3,)
    if function in _SAME_SHAPE:
        return first
    if function in ("transpose", "adjoint"):
        match first:
            case (m, n):
                return (n, m)
            case (n,):
                return (1, n)
            case _:
                return first
    return () if all(argument == () for argument in arguments) else None


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
