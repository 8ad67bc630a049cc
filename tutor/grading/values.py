"""What a caller may hand over instead of text: Python, NumPy and SymPy values, and what is made of them.

A value means what its own notation would mean as a text: a list is `[..]`, a tuple `(..)`, a list of
lists a matrix, a set `{..}`, a dict a labelled answer `P = .., D = ..`. No library is imported here:
whoever made the value has it loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING, Any

from tutor.errors import CallerError, NotationError
from tutor.language.expr.build import negated, product_of, sum_of
from tutor.language.expr.build import rational as rational_value
from tutor.language.expr.nodes import (
    Constant,
    Interval,
    Listing,
    Logic,
    Matrix,
    Node,
    Number,
    Relation,
    Set,
    Symbol,
    Vector,
    Word,
)
from tutor.language.expr.numerals import decimal, rational

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.language.expr.nodes import Expr

    Read = Callable[[str], Expr]

_MOST_ENTRIES = 100
_DEEPEST = 8
_NO_ENTRY = (Word, Set, Listing, Relation, Logic, Interval)
WHAT_CAN = (
    "Hand over text, a number, a Fraction, a Decimal, a list, a tuple, a set, a dict, a NumPy array of at"
    " most two dimensions, or a SymPy object."
)


def tree(value: object, read: Read) -> Expr:
    """The tree of a Python value; texts, also those inside lists, go through `read`.

    A float is the decimal that `repr` writes, exactly. The rows of a matrix are equally long.

    Raises: NotationError (`limit_digits`, `limit_entries` ...), CallerError (`value_type`,
        `value_shape`, `value_name`, `value_not_finite`).
    """
    return _tree(value, read, 0)


def _tree(value: object, read: Read, depth: int) -> Expr:
    if depth > _DEEPEST:
        raise CallerError("value_shape", "This value holds lists inside lists too deeply.")
    match value:
        case str():
            return read(value)
        case Node():
            return value  # type: ignore[return-value]
        case bool():
            return Word("true" if value else "false")
        case int() | Fraction():
            return rational(value)
        case _ if library := _library(value):
            return _foreign(value, library, read, depth)
        case float():
            return decimal(Decimal(repr(value)))
        case Decimal():
            return decimal(value)
        case complex():
            return _complex(Decimal(repr(value.real)), Decimal(repr(value.imag)))
        case list() | range():
            return _list([_tree(part, read, depth + 1) for part in _counted(value)])
        case tuple():
            return _tuple([_tree(part, read, depth + 1) for part in _counted(value)])
        case set() | frozenset():
            return _set(_tree(part, read, depth + 1) for part in _counted(value))
        case Mapping():
            return _labelled(value, read, depth)
        case Rational():
            return rational(Fraction(int(value.numerator), int(value.denominator)))
        case _ if hasattr(value, "to_numpy"):  # the tables of pandas and polars
            return _tree(value.to_numpy(), read, depth + 1)
        case _:
            raise CallerError(
                "value_type",
                f"A value of the type {type(value).__name__:.60} cannot be read as maths. {WHAT_CAN}",
            )


def _complex(real: Decimal, imaginary: Decimal) -> Expr:
    """`a + b i`; a part that is zero is not written unless both are."""
    if not imaginary:
        return decimal(real)
    size = decimal(imaginary.copy_abs())
    times_i = Constant("i") if size == Number("1") else product_of((size, Constant("i")))
    signed = negated(times_i) if imaginary < 0 else times_i
    return sum_of((decimal(real), signed)) if real else signed


def _list(parts: list[Expr]) -> Expr:
    """A vector; a matrix where every part is a row."""
    if not parts:
        raise CallerError("value_shape", "An empty list is no vector.")
    rows = [part.entries for part in parts if isinstance(part, Vector) and part.bracket == "["]
    if len(rows) < len(parts):
        return Vector(tuple(parts))
    if any(len(row) != len(rows[0]) for row in rows):
        raise CallerError("value_shape", "The rows of a matrix must be equally long.")
    _bound(len(rows) * len(rows[0]))
    if any(isinstance(entry, _NO_ENTRY) for row in rows for entry in row):
        raise CallerError("value_type", "The entries of a matrix are numbers or expressions.")
    return Matrix(tuple(rows))


def _tuple(parts: list[Expr]) -> Expr:
    """A point; a tuple of one is a vector, for `(x)` is x."""
    return Vector(tuple(parts), "(") if len(parts) > 1 else _list(parts)


def _set(members: Iterable[Expr]) -> Expr:
    """A set whose order does not depend on the run: numbers by size, then the rest by what is written."""
    from tutor.language.writing import to_text

    def place(e: Expr) -> tuple[bool, Fraction, str]:
        value = rational_value(e)
        return value is None, Fraction(value or 0), to_text(e)

    return Set(tuple(sorted(members, key=place)))


def _labelled(value: Mapping[Any, Any], read: Read, depth: int) -> Expr:
    """`P = .., D = ..`: every value under its own name."""
    if depth:
        raise CallerError("value_shape", "A dict can only be the whole answer.")
    parts = tuple(
        Relation("=", _label(name, read), _tree(part, read, depth + 1))
        for name, part in _counted(value.items())
    )
    if not parts:
        raise CallerError("value_shape", "An empty dict is no labelled answer.")
    return Listing(parts) if len(parts) > 1 else parts[0]


def _label(name: object, read: Read) -> Expr:
    """A label as it reads before `=`; a SymPy symbol is its name."""
    if isinstance(name, str):
        try:
            match read(f"{name} = 0"):
                case Relation("=", Symbol() | Word() as label):
                    return label
                case _:
                    pass
        except NotationError:
            pass
    elif _library(name):
        found = _tree(name, read, 1)
        if isinstance(found, Symbol):
            return found
    raise CallerError("value_name", f"{name!s:.60} is no name for a part of an answer.")


def _counted(parts: Iterable[Any]) -> list[Any]:
    """The parts of a value, as many as a matrix may have entries."""
    found: list[Any] = []
    for part in parts:
        found.append(part)
        _bound(len(found))
    return found


def _bound(size: int) -> None:
    if size > _MOST_ENTRIES:
        raise NotationError(
            "limit_entries", f"A matrix or a list may have {_MOST_ENTRIES} entries at most.", (0, 0)
        )


def _foreign(value: Any, library: str, read: Read, depth: int) -> Expr:
    """A value of a library that the caller uses: known by the name of its package alone."""
    if library == "numpy":
        return _numpy(value, read, depth)
    from tutor.oracle.cas.foreign import NotOurs, from_sympy

    try:
        return from_sympy(value)
    except NotOurs as error:
        raise CallerError("value_type", f"{error} {WHAT_CAN}") from error


def _numpy(value: Any, read: Read, depth: int) -> Expr:
    """A number, a vector or a matrix of NumPy; entries keep the digits that their own type writes."""
    match getattr(value, "shape", None):
        case ():
            return _scalar(value[()], read, depth)
        case (size,):
            _bound(size)
            return _list([_tree(value[i], read, depth + 1) for i in range(size)])
        case (rows, columns):
            _bound(rows * columns)
            parts = [
                Vector(tuple(_tree(value[i, j], read, depth + 1) for j in range(columns)))
                for i in range(rows)
                if columns
            ]
            return _list([*parts])
        case _:
            raise CallerError(
                "value_shape", f"A NumPy array can have two dimensions at most. {WHAT_CAN}"
            )


def _scalar(value: Any, read: Read, depth: int) -> Expr:
    match getattr(getattr(value, "dtype", None), "kind", "O"):
        case "b":
            return Word("true" if value else "false")
        case "i" | "u":
            return rational(int(value))
        case "f":
            return decimal(_written(value))
        case "c":
            return _complex(_written(value.real), _written(value.imag))
        case "U":
            return read(str(value))
        case "O" if _library(value) != "numpy":
            return _tree(value, read, depth + 1)
        case _:
            raise CallerError(
                "value_type",
                f"A NumPy value of the type {type(value).__name__:.60} cannot be read as maths. {WHAT_CAN}",
            )


def _written(value: Any) -> Decimal:
    """The shortest decimal of a float in its own precision."""
    try:
        return Decimal(str(value))
    except ArithmeticError as error:  # a masked entry
        raise CallerError("value_not_finite", "A value must be a finite number.") from error


def _library(value: object) -> str:
    """The package a value's class comes from, `sympy` for classes made at run time by it."""
    for base in type(value).__mro__:
        root = (base.__module__ or "").partition(".")[0]  # SymPy's own functions have none
        if root in ("numpy", "sympy"):
            return root
    return ""
