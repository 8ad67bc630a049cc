"""Numbers of a program as trees: exact rationals, and decimals with the digits that they are written with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import CallerError, NotationError
from tutor.language.expr.build import number
from tutor.language.expr.nodes import Negation, Number

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from tutor.language.expr.nodes import Expr

MOST_DIGITS = 100
_MOST_BITS = 332  # 2^332 has a hundred digits
_PLAIN_EXPONENT = 30  # a decimal beyond this is written with an exponent
_MOST_EXPONENT = 400


def rational(value: int | Fraction) -> Expr:
    """An exact rational: `3`, `-(2/3)`. Raises: NotationError (`limit_digits`)."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MOST_BITS:
        raise _too_long()
    return number(value)


def decimal(value: Decimal) -> Expr:
    """The decimal as written: two decimals stay two decimals, but for the `.0` that programs add.

    Raises: NotationError (`limit_digits`), CallerError (`value_not_finite`).
    """
    if not value.is_finite():
        raise CallerError("value_not_finite", "A value must be a finite number.")
    sign, digits, _ = value.as_tuple()
    if len(digits) > MOST_DIGITS or abs(value.adjusted()) > _MOST_EXPONENT:
        raise _too_long()
    size = value.copy_abs()
    if abs(value.adjusted()) <= _PLAIN_EXPONENT:
        text = f"{size:f}"
    else:
        mantissa, _, exponent = f"{size:e}".partition("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    found = Number(text.removesuffix(".0"))
    return Negation(found) if sign and size else found


def _too_long() -> NotationError:
    return NotationError(
        "limit_digits", f"This number has too many digits (at most {MOST_DIGITS}).", (0, 0)
    )
