"""How far a number may be off, and whether a response is that close: decided exactly, never in floats.

Two rationals are compared as rationals; anything else by the sign of `allowed - |response - answer|`
in balls, at growing precision. A sign that stays unclear leaves the question undecided.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from tutor.answers.arithmetic import rational_value
from tutor.errors import CallerError
from tutor.language.expr.build import number, sum_of
from tutor.language.expr.nodes import Call, Negation, Product
from tutor.language.expr.paths import free_names
from tutor.oracle.certificate import Counterexample, Nothing, Proof

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate

Measure: TypeAlias = Literal["abs", "rel", "decimals", "sigfigs"]
_MEASURES: tuple[str, ...] = get_args(Measure)
_PRECISIONS = (128, 512, 2048)  # bits
_LARGEST_EXPONENT = 400  # decimal; the reader admits no literal beyond it
_MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class Tolerance:
    """One measure of closeness; every bound is included.

    `abs`: |r - a| <= t.  `rel`: |r - a| <= t |a|.  `decimals` n: |r - a| <= 10^-n / 2, so that r is
    a with n decimals, or better.  `sigfigs` n: the same, counted from the first digit of a.
    """

    measure: Measure
    amount: Fraction


def tolerance(request: object) -> Tolerance | None:
    """The tolerance that a request writes: `{"abs": 0.01}`; None and `{}` are exact.

    Raises: CallerError (`tolerance_bad`).
    """
    if request is None or request == {}:
        return None
    if not isinstance(request, dict) or len(request) != 1:
        raise CallerError("tolerance_bad", f"a tolerance is one of {', '.join(_MEASURES)}")
    ((measure, amount),) = request.items()
    if measure not in _MEASURES:
        raise CallerError("tolerance_bad", f"there is no tolerance {measure!r:.40}")
    value = _amount(amount)
    if measure in ("decimals", "sigfigs"):
        least = 0 if measure == "decimals" else 1
        if value is None or value.denominator != 1 or not least <= value <= _MOST_PLACES:
            raise CallerError("tolerance_bad", f"{measure} is a whole number of digits")
    elif value is None or value < 0:
        raise CallerError("tolerance_bad", f"{measure} is a number, 0 or more")
    return Tolerance(measure, value)


def within(response: Expr, answer: Expr, allowed: Tolerance, scope: Scope) -> Certificate | None:
    """Whether two numbers are close enough; None where one of them is not a number.

    Args:
        response, answer: without free names; both real.
    """
    if free_names(response) or free_names(answer):
        return None
    exact = rational_value(response), rational_value(answer)
    if exact[0] is not None and exact[1] is not None:
        return _among_rationals(exact[0], exact[1], allowed)
    return _in_balls(response, answer, allowed, scope)


def _amount(written: object) -> Fraction | None:
    """An int, a float (its shortest decimal) or a decimal text, as the exact rational it writes."""
    if isinstance(written, bool) or not isinstance(written, int | float | str | Fraction):
        return None
    if isinstance(written, Fraction):
        return written
    try:
        value = Decimal(str(written))
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        return None
    return Fraction(value)


def _among_rationals(response: Fraction, answer: Fraction, allowed: Tolerance) -> Certificate:
    if abs(response - answer) <= _largest_gap(answer, allowed):
        return _close(allowed)
    return Counterexample({}, _written(response), _written(answer))


def _largest_gap(answer: Fraction, allowed: Tolerance) -> Fraction:
    match allowed.measure:
        case "abs":
            return allowed.amount
        case "rel":
            return allowed.amount * abs(answer)
        case "decimals":
            return _half_a_unit(-int(allowed.amount))
        case "sigfigs":
            if not answer:
                return Fraction(0)
            return _half_a_unit(_leading(answer) + 1 - int(allowed.amount))


def _in_balls(response: Expr, answer: Expr, allowed: Tolerance, scope: Scope) -> Certificate | None:
    from tutor.oracle.cas.enclose import enclose

    for bits in _PRECISIONS:
        values = enclose(response, {}, scope, bits=bits), enclose(answer, {}, scope, bits=bits)
        if values[1].status == "undefined":
            return None
        if values[0].status == "undefined":
            return Counterexample({}, "undefined", values[1].text())
        bound = _bound(answer, allowed, scope, bits)
        if bound is None:
            continue
        gap = Call("abs", (sum_of((response, Negation(answer))),))
        sign = enclose(sum_of((bound, Negation(gap))), {}, scope, bits=bits).sign()
        if sign is not None and sign >= 0:
            return _close(allowed)
        if sign is not None:
            return Counterexample({}, values[0].text(), values[1].text())
    return Nothing(("tolerance",))


def _bound(answer: Expr, allowed: Tolerance, scope: Scope, bits: int) -> Expr | None:
    """The largest difference allowed, as a tree; None while the size of the answer is unclear."""
    match allowed.measure:
        case "abs":
            return number(allowed.amount)
        case "rel":
            return Product((number(allowed.amount), Call("abs", (answer,))))
        case "decimals":
            return number(_half_a_unit(-int(allowed.amount)))
        case "sigfigs":
            leading = _leading_in_balls(answer, scope, bits)
            if leading is None:
                return None
            return number(_half_a_unit(leading + 1 - int(allowed.amount)))


def _half_a_unit(exponent: int) -> Fraction:
    return Fraction(10) ** exponent / 2


def _leading(value: Fraction) -> int:
    """The decimal exponent of the first digit: 2 for 123, -3 for 0.0045."""
    size = abs(value)
    guess = len(str(size.numerator)) - len(str(size.denominator))
    return guess if Fraction(10) ** guess <= size else guess - 1


def _leading_in_balls(answer: Expr, scope: Scope, bits: int) -> int | None:
    """The same for any real number, by halving the range of exponents; None where unclear."""
    from tutor.oracle.cas.enclose import enclose

    size = Call("abs", (answer,))
    low, high = -_LARGEST_EXPONENT, _LARGEST_EXPONENT
    while high - low > 1:
        middle = (low + high) // 2
        power = Negation(number(Fraction(10) ** middle))
        sign = enclose(sum_of((size, power)), {}, scope, bits=bits).sign()
        if sign is None:
            return None
        low, high = (middle, high) if sign >= 0 else (low, middle)
    return low


def _close(allowed: Tolerance) -> Proof:
    return Proof("tolerance", {allowed.measure: _written(allowed.amount)})


def _written(value: Fraction) -> str:
    """A rational for a certificate; the long ones are cut, as all numbers that are shown."""
    text = str(value)
    return (
        text if len(text) <= 60 else f"{Decimal(value.numerator) / Decimal(value.denominator):.12g}"
    )
