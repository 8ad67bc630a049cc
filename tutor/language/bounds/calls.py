"""What functions, derivatives and arrays do to the measures; no value is worked out."""

from __future__ import annotations

from fractions import Fraction
from math import lgamma, log2
from typing import TYPE_CHECKING, Final

from tutor.language.bounds.arithmetic import LOG2_E, exponential, multiply
from tutor.language.bounds.measures import CAP, Cost, irrational, opaque, passing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.bounds.measures import Bounds

_GROWING: Final = frozenset({"exp", "sinh", "cosh", "coth", "sech", "csch"})
_PERIODIC: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_WITHIN_TWO: Final = frozenset(
    {"sin", "cos", "tanh", "sigmoid", "erf", "asin", "acos", "atan", "acot", "sign"}
)
_MARKS: Final = frozenset({"abs", "percent", "degrees", "transpose", "re", "im", "conjugate"})


def call(function: str, inside: Sequence[Cost], base: Cost, bounds: Bounds) -> Cost:
    """A function of its arguments."""
    if not inside:
        return base
    first = inside[0]
    if function in _MARKS:
        return _mark(function, first, base)
    if not base.constant:
        return opaque(base)
    match function:
        case "factorial":
            return _factorial(first, base, bounds, bounds.factorial)
        case "gammafn":
            return _factorial(first, base, bounds, bounds.factorial + 1)
        case "binomial":
            return _binomial(first, base, bounds)
        case "log" | "log2" | "log10":
            return irrational(base, log2(max(first.top, first.bottom, 2.0)))
        case _ if function in _GROWING:
            return exponential(first, base, bounds)
        case _ if function in _PERIODIC:
            over = first.magnitude > bounds.argument
            return passing(
                irrational(base, 1.0 if function in _WITHIN_TWO else 64.0), "argument", when=over
            )
        case _ if function in _WITHIN_TWO:
            return irrational(base, 2.0)
        case _:
            return irrational(base, max(base.top, base.bottom))


def _mark(function: str, inside: Cost, base: Cost) -> Cost:
    if function == "percent":
        return multiply((inside, Cost(bottom=log2(100), value=Fraction(1, 100))), base)
    if function == "degrees":
        return base._replace(algebraic=False)
    value = abs(Fraction(inside.value)) if inside.value is not None and function == "abs" else None
    return base._replace(value=value)


def _factorial(inside: Cost, base: Cost, bounds: Bounds, most: int) -> Cost:
    """The size of `n!` follows from `n`; nothing is multiplied."""
    n = inside.value
    if n is None:
        return passing(
            irrational(base, inside.top), "factorial", when=inside.top > log2(bounds.factorial)
        )
    if abs(Fraction(n)) > most:
        return passing(base, "factorial")
    if n.denominator != 1 or n < 0:
        return irrational(base, float(abs(Fraction(n))) * 10)
    return base._replace(top=lgamma(float(n) + 1) * LOG2_E)


def _binomial(inside: Cost, base: Cost, bounds: Bounds) -> Cost:
    n = inside.value
    over = inside.top > log2(bounds.binomial) if n is None else abs(Fraction(n)) > bounds.binomial
    size = inside.top if n is None else float(abs(Fraction(n)))
    return passing(base._replace(top=size), "binomial", when=over)


def derivative(base: Cost, order: int, bounds: Bounds) -> Cost:
    """Each order turns a term into as many as it has factors."""
    total = base.order + order
    grown = min(base.terms * float(base.nodes) ** min(order, 12), CAP)
    return passing(base._replace(order=total, terms=grown), "order", when=total > bounds.order)


def grid(base: Cost, rows: int, columns: int, bounds: Bounds) -> Cost:
    """Entries side by side; the powers of a matrix grow by its order as well."""
    order = min(rows, columns)
    made = base._replace(top=base.top + (log2(order) if order > 1 else 0.0))
    wide = passing(made, "matrix", when=order > bounds.matrix)
    return passing(wide, "entries", when=rows * columns > bounds.entries)
