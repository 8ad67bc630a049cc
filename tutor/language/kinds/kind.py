"""The kinds of expressions, and when two sizes are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from tutor.language import scope

Sort: TypeAlias = Literal[
    "number",
    "vector",
    "sequence",
    "transposed",
    "matrix",
    "set",
    "interval",
    "statement",
    "distribution",
    "word",
    "list",
    "function",
    "unknown",
]
Size: TypeAlias = "int | str | None"
"""A number, a letter of the question, or None where it is not known."""


class Kind(NamedTuple):
    """What an expression is; `scope.Kind` is what a name was declared to be.

    A `sequence` is written in brackets, `[1,2]` or `(1,2)`: a vector, point, list or interval, as the question
    has it; in arithmetic a vector, row or column. `transposed` is a sequence with a raised T: a row, or the
    column that `[1,2]^T` stands for in a line of text.

    Shapes: `(n,)` for a vector, a sequence and a transposed one, `(rows, columns)` for a matrix; else empty.

    Args:
        certain: whether it follows from what is written and declared; a name that nobody declared is
            a number that is not certain, and so is what hangs on it.
    """

    sort: Sort
    shape: tuple[Size, ...] = ()
    certain: bool = True

    @property
    def is_array(self) -> bool:
        """Whether it is a vector or a matrix."""
        return self.sort in ARRAYS

    @property
    def is_vector(self) -> bool:
        """Whether it is a vector, a row or a column."""
        return self.sort in LINES or (self.sort == "matrix" and 1 in self.shape)

    @property
    def is_column(self) -> bool:
        """Whether a dot or a cross beside it is a product of vectors: a vector that is no row."""
        column = self.sort == "matrix" and self.shape[1] == 1
        return self.sort in ("vector", "sequence") or column

    @property
    def is_matrix(self) -> bool:
        """Whether it is a matrix of more than one row and column."""
        return self.sort == "matrix" and 1 not in self.shape

    @property
    def is_square(self) -> bool:
        """Whether it may be a square matrix."""
        return self.sort == "matrix" and not differ(*self.shape)

    @property
    def vague(self) -> Kind:
        """The same, but not certain."""
        return self._replace(certain=False) if self.certain else self


LINES = frozenset({"vector", "sequence", "transposed"})
ARRAYS = LINES | {"matrix"}

NUMBER = Kind("number")
UNDECLARED = Kind("number", certain=False)
UNKNOWN = Kind("unknown", certain=False)
SET = Kind("set")
INTERVAL = Kind("interval")
STATEMENT = Kind("statement")
DISTRIBUTION = Kind("distribution")
WORD = Kind("word")
LIST = Kind("list", certain=False)
FUNCTION = Kind("function", certain=False)
SOME_MATRIX = Kind("matrix", (None, None), certain=False)


def vector(n: Size) -> Kind:
    """A column of n entries."""
    return Kind("vector", (n,))


def sequence(n: Size) -> Kind:
    """N entries in brackets."""
    return Kind("sequence", (n,))


def matrix(rows: Size, columns: Size) -> Kind:
    """A matrix of a shape."""
    return Kind("matrix", (rows, columns))


def differ(one: Size, other: Size) -> bool:
    """Whether two sizes cannot be the same: two numbers or two letters that differ, or a letter and 1."""
    if one == other or one is None or other is None:
        return False
    return type(one) is type(other) or 1 in (one, other)


def common(one: Size, other: Size) -> Size:
    """The one of two sizes that says more: a number, then a letter."""
    if isinstance(one, int) or other is None:
        return one
    return other if isinstance(other, int) or one is None else one


def declared_kind(kind: scope.Kind) -> Kind:
    """The kind of a name that was declared so."""
    match kind.base:
        case "vector":
            return Kind("vector", kind.shape)
        case "matrix" | "symmetric":
            return Kind("matrix", kind.shape)
        case "function":
            return FUNCTION
        case _:
            return NUMBER
