"""What a caller may hand over instead of text: Python numbers, fractions, lists, NumPy and SymPy values.

None of these libraries is imported here: whoever made the value has it loaded.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tutor.errors import CallerError, NotationError
from tutor.language.expr.build import number, product_of, sum_of
from tutor.language.expr.nodes import Constant, Matrix, Negation, Node, Number, Vector, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

_MOST_DIGITS = 100
_MOST_ENTRIES = 100
_PLAIN_EXPONENT = 30  # a float beyond this is written with an exponent


def tree(value: object, read: Callable[[str], Expr]) -> Expr:
    """The tree of a Python value; texts, also those inside lists, go through `read`.

    A float is the decimal that `repr` writes, exactly. A list or one-dimensional array is a vector, a list
    of lists or two-dimensional array a matrix.

    Raises: NotationError (`limit_digits`, `limit_entries`), CallerError (`value_type`, `value_not_finite`).
    """
    match value:
        case str():
            return read(value)
        case Node():
            return value  # type: ignore[return-value]
        case bool():
            return Word("true" if value else "false")
        case int() | Fraction():
            return _rational(value)
        case float():
            return _decimal(Decimal(float.__repr__(value)))  # NumPy's floats print their type
        case Decimal():
            return _decimal(value)
        case complex():
            imaginary = product_of((_decimal(Decimal(repr(value.imag))), Constant("i")))
            return sum_of((_decimal(Decimal(repr(value.real))), imaginary))
        case list() | tuple():
            return _nested(list(value), read)
        case _:
            return _foreign(value, read)


def _rational(value: int | Fraction) -> Expr:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MOST_DIGITS * 10 / 3:
        raise NotationError(
            "limit_digits", f"A number may have {_MOST_DIGITS} digits at most.", (0, 0)
        )
    return number(value)


def _decimal(value: Decimal) -> Expr:
    if not value.is_finite():
        raise CallerError("value_not_finite", "a value must be a finite number")
    sign, digits, _ = value.as_tuple()
    if len(digits) > _MOST_DIGITS or abs(value.adjusted()) > 400:
        raise NotationError(
            "limit_digits", f"A number may have {_MOST_DIGITS} digits at most.", (0, 0)
        )
    size = abs(value)
    if abs(value.adjusted()) <= _PLAIN_EXPONENT:
        text = f"{size:f}"
    else:
        mantissa, _, exponent = f"{size:e}".partition("e")
        text = f"{mantissa}e{int(exponent)}"
    text = text.removesuffix(".0") if text.endswith(".0") else text
    return Negation(Number(text)) if sign and size else Number(text)


def _nested(value: list[Any], read: Callable[[str], Expr]) -> Expr:
    if value and all(isinstance(row, list | tuple) for row in value):
        width = len(value[0])
        if not width or any(len(row) != width for row in value):
            raise CallerError("value_type", "the rows of a matrix must have the same length")
        _bound(len(value) * width)
        return Matrix(tuple(tuple(tree(x, read) for x in row) for row in value))
    if not value:
        raise CallerError("value_type", "an empty list is no vector")
    _bound(len(value))
    return Vector(tuple(tree(x, read) for x in value))


def _bound(size: int) -> None:
    if size > _MOST_ENTRIES:
        raise NotationError(
            "limit_entries", f"A matrix may have {_MOST_ENTRIES} entries at most.", (0, 0)
        )


def _foreign(value: Any, read: Callable[[str], Expr]) -> Expr:
    """A value of a library that the caller uses: known by the name of its package alone."""
    match _library(value):
        case "numpy":
            return tree(value.item() if value.ndim == 0 else value.tolist(), read)
        case "sympy":
            from tutor.oracle.cas.bridge import NoEntry, from_sympy

            try:
                return from_sympy(value)
            except (NoEntry, RecursionError) as error:
                raise CallerError("value_type", "this SymPy value has no reading here") from error
        case _:
            raise CallerError(
                "value_type", f"A value of the type {type(value).__name__} cannot be read as maths."
            )


def _library(value: object) -> str:
    """The package a value's class comes from, `sympy` for classes made at run time by it."""
    for base in type(value).__mro__:
        root = base.__module__.partition(".")[0]
        if root in ("numpy", "sympy"):
            return root
    return ""
