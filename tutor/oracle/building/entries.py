"""Vectors and matrices as grids of nodes: a vector of n entries is an n x 1 matrix, never 1 x n.

Explicit ones and names of a declared size are worked out entry by entry. A shape with letters in it
has no grid until the scope has numbers for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Matrix, Vector
from tutor.language.kinds.words import count
from tutor.oracle.building.determinants import determinant, inverse, rank
from tutor.oracle.building.differentiate import differentiate
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.conditions import Conditions
from tutor.oracle.field import SYMBOLIC
from tutor.oracle.graph import kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.language.scope import Kind
    from tutor.oracle.building.build import Builder, Value
    from tutor.oracle.graph.graph import Graph, Rational

MAX_ENTRIES = 100
IDENTITY = "I"  # a name that means the identity beside a matrix, unless it is declared
MAX_POWER = 64


@dataclass(frozen=True, slots=True)
class Grid:
    """Nodes in rows and columns.

    Shapes: `ids` runs row by row and has `rows * columns` members.

    Args:
        is_vector: whether it was written, declared or computed as a vector; it has one column.
    """

    rows: int
    columns: int
    ids: tuple[int, ...]
    is_vector: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    def text(self) -> str:
        """The shape in words, for a certificate."""
        if self.is_vector:
            return f"a vector with {count(self.rows, 'entry')}"
        return f"a {self.rows} x {self.columns} matrix"

    def at(self, row: int, column: int) -> int:
        """One entry, counted from 0."""
        return self.ids[row * self.columns + column]

    def row(self, k: int) -> tuple[int, ...]:
        """One row."""
        return self.ids[k * self.columns : (k + 1) * self.columns]

    def column(self, k: int) -> tuple[int, ...]:
        """One column."""
        return self.ids[k :: self.columns]

    def each(self, change: Callable[[int], int]) -> Grid:
        """The same grid with every entry changed."""
        return Grid(self.rows, self.columns, tuple(map(change, self.ids)), self.is_vector)

    def scaled(self, b: Builder, coef: Rational) -> Grid:
        """Every entry times a rational."""
        return self.each(lambda id_: b.graph.scale(id_, coef))

    def times(self, b: Builder, factor: int) -> Grid:
        """Every entry times a node."""
        return self.each(lambda id_: b.graph.times(id_, factor))

    def transposed(self) -> Grid:
        """Rows become columns."""
        ids = tuple(id_ for k in range(self.columns) for id_ in self.column(k))
        return Grid(self.columns, self.rows, ids)

    def to_the(self, b: Builder, exponent: int) -> Grid:
        """A whole power of a square grid; a negative one inverts. Raises: Unsupported."""
        if self.rows != self.columns or abs(exponent) > MAX_POWER:
            raise Unsupported("matrix_power")
        base = self
        if exponent < 0:
            base, exponent = inverted(b, self), -exponent
        found = identity(b.graph, self.rows)
        while exponent:
            if exponent & 1:
                found = _product(b.graph, found, base)
            exponent >>= 1
            if exponent:
                base = _product(b.graph, base, base)
        return found


def identity(graph: Graph, n: int) -> Grid:
    """The n x n identity."""
    one, zero = graph.number(1), graph.number(0)
    return Grid(n, n, tuple(one if i == j else zero for i in range(n) for j in range(n)))


def identity_multiple(b: Builder, id_: int) -> int:
    """The factor c of a node c*I, where I is no declared name. Raises: Unsupported for any other node."""
    graph = b.graph
    name = graph.name(IDENTITY)
    if IDENTITY in b.scope.kinds or IDENTITY in b.scope.given:
        raise Unsupported("shape")
    factor = differentiate(graph, id_, IDENTITY, Conditions())
    rest = graph.rebuild(id_, {name: graph.number(0)}.get)
    if graph.value(rest) != 0 or graph.masks[factor] & graph.masks[name]:
        raise Unsupported("shape")
    return factor


def _without_identity(b: Builder, id_: int) -> int:
    """A number as it stands, or the factor of a multiple of I."""
    graph = b.graph
    has_identity = IDENTITY in graph.free(id_) and IDENTITY not in b.scope.kinds
    return identity_multiple(b, id_) if has_identity else id_


def vector(ids: Sequence[int]) -> Grid:
    """Entries as a vector."""
    return Grid(len(ids), 1, tuple(ids), is_vector=True)


def inverted(b: Builder, grid: Grid) -> Grid:
    """The inverse; its determinant must not be 0."""
    det, ids = inverse(b.graph, _rows(grid))
    b.need("nz", det)
    return Grid(grid.rows, grid.columns, tuple(id_ for row in ids for id_ in row))


# --- making grids ---


def written(b: Builder, e: Vector | Matrix) -> Grid:
    """A vector or matrix in brackets; a vector of equally long vectors is a matrix of their rows."""
    match e:
        case Vector(entries):
            values = [b.value(entry) for entry in entries]
            ids = tuple(value for value in values if isinstance(value, int))
            if len(ids) != len(values):
                raise Unsupported("nested")
            return _bounded(vector(ids))
        case Matrix(rows):
            ids = tuple(b.scalar(entry) for row in rows for entry in row)
            return _bounded(Grid(len(rows), len(rows[0]) if rows else 0, ids))


def named(b: Builder, name: str, kind: Kind) -> Grid:
    """A declared vector or matrix: its entries are the names `v[1]`, `A[1,2]`. Raises: Unsupported."""
    if any(isinstance(size, str) for size in kind.shape):
        raise Unsupported(SYMBOLIC)
    sizes = [int(size) for size in kind.shape]
    graph = b.graph
    if kind.base == "vector":
        (n,) = sizes
        return _bounded(vector([graph.name(f"{name}[{i}]") for i in range(1, n + 1)]))
    rows, columns = sizes

    def entry(i: int, j: int) -> int:
        if kind.base == "symmetric" and i > j:
            i, j = j, i
        return graph.name(f"{name}[{i},{j}]")

    places = [(i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)]
    return _bounded(Grid(rows, columns, tuple(entry(i, j) for i, j in places)))


def _bounded(grid: Grid) -> Grid:
    if not 0 < len(grid.ids) <= MAX_ENTRIES:
        raise Unsupported("size")
    return grid


# --- operations ---


def added(
    b: Builder, grids: Sequence[tuple[Grid, int]], numbers: Sequence[tuple[int, int]]
) -> Grid:
    """A sum of grids of one shape; a number counts as a multiple of the identity I. Raises: Unsupported."""
    first = grids[0][0]
    if numbers:
        multiple = identity_multiple(b, b.graph.sum(numbers))
        grids = [*grids, (identity(b.graph, first.rows).times(b, multiple), 1)]
    if any(grid.shape != first.shape for grid, _ in grids):
        raise Unsupported("shape")
    ids = tuple(
        b.graph.sum([(grid.ids[k], coef) for grid, coef in grids]) for k in range(len(first.ids))
    )
    return Grid(*first.shape, ids, any(grid.is_vector for grid, _ in grids))


def multiplied(b: Builder, values: Sequence[Value]) -> Value:
    """A product from left to right; numbers scale, and a row times a column is a number."""
    found = values[0]
    for value in values[1:]:
        found = _times(b, found, value)
    return found


def _times(b: Builder, left: Value, right: Value) -> Value:
    if isinstance(left, int):
        if isinstance(right, int):
            return b.graph.times(left, right)
        return right.times(b, _without_identity(b, left))
    if isinstance(right, int):
        return left.times(b, _without_identity(b, right))
    if left.columns != right.rows:
        raise Unsupported("shape")
    found = _product(b.graph, left, right)
    return found.ids[0] if found.shape == (1, 1) and left.columns > 1 else found


def _product(graph: Graph, left: Grid, right: Grid) -> Grid:
    columns = [right.column(k) for k in range(right.columns)]
    ids = tuple(_dot(graph, left.row(i), column) for i in range(left.rows) for column in columns)
    return _bounded(Grid(left.rows, right.columns, ids, right.is_vector))


def _dot(graph: Graph, one: Sequence[int], other: Sequence[int]) -> int:
    return graph.plus(*(graph.times(u, v) for u, v in zip(one, other, strict=True)))


def _rows(grid: Grid) -> list[tuple[int, ...]]:
    return [grid.row(k) for k in range(grid.rows)]


def call(b: Builder, function: str, values: Sequence[Value]) -> Value:
    """A named operation on vectors and matrices. Raises: Unsupported."""
    graph = b.graph
    match function, values:
        case "transpose", (Grid() as a,):
            return a.transposed()
        case "adjoint", (Grid() as a,) if not graph.complex:
            return a.transposed()
        case "det", (Grid() as a,) if a.rows == a.columns:
            return determinant(graph, _rows(a))
        case "trace", (Grid() as a,) if a.rows == a.columns:
            return graph.plus(*(a.at(k, k) for k in range(a.rows)))
        case "inverse", (Grid() as a,) if a.rows == a.columns:
            return inverted(b, a)
        case "rank", (Grid() as a,):
            return graph.number(rank(graph, _rows(a)))
        case "dot", (Grid() as u, Grid() as v) if 1 in u.shape and len(u.ids) == len(v.ids):
            return _dot(graph, u.ids, v.ids)
        case "cross", (Grid() as u, Grid() as v) if len(u.ids) == len(v.ids) == 3:
            return _cross(graph, u, v)
        case "norm", (Grid() as u,):
            return _norm(graph, u, graph.number(2))
        case "norm", (Grid() as u, int() as kind):
            return _norm(graph, u, kind)
        case "abs", (Grid() as u,) if u.is_vector:
            return _norm(graph, u, graph.number(2))
        case "abs", (Grid() as a,) if a.rows == a.columns:
            return determinant(graph, _rows(a))
        case "diag", _:
            return _diagonal(graph, values)
        case _:
            raise Unsupported(function)


def _cross(graph: Graph, u: Grid, v: Grid) -> Grid:
    (a, b, c), (x, y, z) = u.ids, v.ids
    pairs = [(b, z, c, y), (c, x, a, z), (a, y, b, x)]
    return vector([graph.minus(graph.times(p, q), graph.times(r, s)) for p, q, r, s in pairs])


def _norm(graph: Graph, u: Grid, kind: int) -> int:
    """The Euclidean norm of a vector, or the sum of its absolute values; of a matrix, books differ."""
    if graph.complex or 1 not in u.shape:
        raise Unsupported("norm")
    match graph.value(kind):
        case 2:
            return kernels.root(graph, _dot(graph, u.ids, u.ids), 2)
        case 1:
            return graph.plus(*(kernels.absolute(graph, id_) for id_ in u.ids))
        case _:
            raise Unsupported("norm")


def _diagonal(graph: Graph, values: Sequence[Value]) -> Grid:
    """diag(a, b, c), or diag of one vector: a diagonal matrix."""
    if len(values) == 1 and isinstance(values[0], Grid) and values[0].is_vector:
        ids = values[0].ids
    else:
        ids = tuple(value for value in values if isinstance(value, int))
        if len(ids) != len(values):
            raise Unsupported("diag")
    n, zero = len(ids), graph.number(0)
    return _bounded(
        Grid(n, n, tuple(ids[i] if i == j else zero for i in range(n) for j in range(n)))
    )
