"""What deciding a tree could cost, bounded before anything expensive begins.

One fold up the tree composes the measures, so a tower of powers is caught although each power alone
is harmless. Nothing here builds a large number: sizes are logarithms. What is bounded is the
*expansion*, not the exponent: `(2*x + 1)^5000` is decided by arithmetic modulo a prime.

Source: the bounds follow a survey of 6,547 real answers, of which 0.4 % meet one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import log2, prod
from typing import TYPE_CHECKING, Any, Final

from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    HigherDerivative,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
    Vector,
)
from tutor.language.expr.paths import children

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

INFINITE: Final = float("inf")
TERMS_CAP: Final = 1e12
SMALL: Final = 256  # bits up to which a constant is worked out
GROWING: Final = frozenset({"exp", "sinh", "cosh", "tanh", "coth", "sech", "csch", "sigmoid"})
PERIODIC: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The largest measures that any route may meet; each is tested at the bound and one past it.

    Args:
        bits: of an exact constant that some route would write out.
        exponent: a whole exponent.
        argument: log2 of what stands in an exponential, a logarithm or a trigonometric function.
        factorial: the largest argument of a factorial.
        binomial: the largest upper argument of a binomial coefficient.
        order: of a derivative.
        matrix, entries: rows or columns, and entries of a matrix.
        terms: of a sum or a product.
    """

    bits: int = 4_096
    exponent: int = 1_000_000
    argument: int = 64
    factorial: int = 500
    binomial: int = 512
    order: int = 5
    matrix: int = 10
    entries: int = 100
    terms: int = 10_000


BOUNDS: Final = Bounds()


@dataclass(frozen=True, slots=True)
class Cost:
    """The measures of a tree.

    Args:
        nodes, depth, nesting: size, height, and functions inside functions.
        bits: of the longest exact constant that some route would write out.
        size: log2 of how large the value can be if it is a constant; 0 otherwise.
        degree: of the polynomials that stand above and below when written as one fraction.
        terms: of that expansion, at most 10^12.
        constant: no names inside.
        value: the exact value where it is a small rational, so that `x^(10^6)` has a whole exponent.
        passed: the first bound passed, or None.
    """

    nodes: int = 1
    depth: int = 1
    nesting: int = 0
    bits: float = 1
    size: float = 0
    degree: float = 0
    terms: float = 1
    constant: bool = True
    value: Fraction | None = None
    passed: str | None = None


def cost(e: Expr, bounds: Bounds = BOUNDS) -> Cost:
    """The measures of a tree, composed from those of its parts."""
    inside = [cost(child, bounds) for child in children(e)]
    base = Cost(
        nodes=1 + sum(c.nodes for c in inside),
        depth=1 + max((c.depth for c in inside), default=0),
        nesting=max((c.nesting for c in inside), default=0),
        bits=max((c.bits for c in inside), default=1),
        size=max((c.size for c in inside), default=0),
        degree=max((c.degree for c in inside), default=0),
        terms=max((c.terms for c in inside), default=1),
        constant=all(c.constant for c in inside),
        passed=next((c.passed for c in inside if c.passed), None),
    )
    found = _node(e, inside, base, bounds)
    return _settled(_with(found, value=_value(e, inside)), bounds)


def too_costly(e: Expr, bounds: Bounds = BOUNDS) -> str | None:
    """The name of the first bound that a tree passes, a field of `Bounds`; None if it passes none."""
    return cost(e, bounds).passed


def fast_class(e: Expr) -> bool:
    """Whether every exact route stays cheap: the class that holds 98 % of real answers."""
    c = cost(e)
    return (
        c.passed is None
        and c.nodes <= 120
        and c.degree <= 40
        and c.terms <= 1_000
        and c.bits <= 512
        and c.nesting <= 3
    )


def _value(e: Expr, inside: list[Cost]) -> Fraction | None:
    """The exact value of sums, products, quotients and powers of small rationals."""
    known = [c.value for c in inside if c.value is not None]
    if len(known) < len(inside) or any(c.bits > SMALL or c.size > SMALL for c in inside):
        return None
    match e:
        case Number():
            return Fraction(e.value)
        case Negation():
            return -known[0]
        case Sum():
            return sum(known, Fraction())
        case Product():
            return prod(known, start=Fraction(1))
        case Quotient() if known[1]:
            return known[0] / known[1]
        case Power() if known[1].denominator == 1 and abs(known[1]) <= SMALL and known[0]:
            return Fraction(known[0] ** int(known[1]))
        case _:
            return None


def _settled(c: Cost, bounds: Bounds) -> Cost:
    if c.passed is None and c.bits > bounds.bits:
        return _with(c, passed="bits")
    return c


def _with(c: Cost, **changes: Any) -> Cost:
    fields = {name: getattr(c, name) for name in Cost.__slots__}
    return Cost(**{**fields, **changes})


def _node(e: Expr, inside: list[Cost], base: Cost, bounds: Bounds) -> Cost:
    match e:
        case Number():
            return _number(base, e.value)
        case Symbol():
            return _with(base, degree=1, constant=False)
        case Constant():
            return _with(base, size=2)
        case Sum(terms):
            over = "terms" if len(terms) > bounds.terms else base.passed
            return _with(
                base,
                bits=sum(c.bits for c in inside) if base.constant else base.bits + len(terms),
                size=base.size + log2(len(terms)),
                terms=min(sum(c.terms for c in inside), TERMS_CAP),
                passed=over,
            )
        case Product() | Quotient():
            return _with(
                base,
                bits=sum(c.bits for c in inside),
                size=sum(c.size for c in inside),
                degree=sum(c.degree for c in inside),
                terms=_times(inside),
            )
        case Negation():
            return base
        case Power():
            return _power(inside, base, bounds)
        case Root():
            n = inside[1].value
            return _with(_function(base), bits=base.bits * (abs(float(n)) if n else 1))
        case Call(function):
            return _call(function, inside, base, bounds)
        case Derivative():
            return _with(base, terms=min(base.terms * max(base.nodes, 1), TERMS_CAP))
        case HigherDerivative(_, _, order):
            over = "order" if order > bounds.order else base.passed
            grown = min(base.terms * float(base.nodes) ** min(order, 12), TERMS_CAP)
            return _with(base, terms=grown, passed=base.passed or over)
        case Matrix(rows):
            wide = max((len(row) for row in rows), default=0)
            return _grid(base, len(rows), wide, bounds)
        case Vector(entries):
            return _grid(base, 1, len(entries), bounds)
        case _:
            return base


def _number(base: Cost, value: int | Fraction) -> Cost:
    bits = value.numerator.bit_length() + value.denominator.bit_length()
    size = max(0, value.numerator.bit_length() - value.denominator.bit_length() + 1)
    return _with(base, bits=max(bits, 1), size=size)


def _times(inside: list[Cost]) -> float:
    total = 1.0
    for c in inside:
        total = min(total * c.terms, TERMS_CAP)
    return total


def _function(base: Cost) -> Cost:
    return _with(base, nesting=base.nesting + 1)


def _grid(base: Cost, rows: int, columns: int, bounds: Bounds) -> Cost:
    if rows > bounds.matrix or (columns > bounds.matrix and rows > 1):
        return _with(base, passed=base.passed or "matrix")
    if rows * columns > bounds.entries:
        return _with(base, passed=base.passed or "entries")
    return base


def _power(inside: list[Cost], base: Cost, bounds: Bounds) -> Cost:
    below, above = inside[0], inside[1]
    value = above.value
    if value is None:
        if above.constant:
            return _constant_power(below, above, base, bounds)
        # e^u, u^v: a function of its exponent
        return _function(_with(base, size=0))
    if below.value in (0, 1, -1):
        return base
    whole, steps = abs(value.numerator), value.denominator
    if whole > bounds.exponent:
        return _with(base, passed=base.passed or "exponent")
    factor = float(whole) / steps
    grown = _with(
        base,
        size=max(below.size * factor, 0.0),
        degree=below.degree * factor,
        terms=_power_terms(below.terms, whole),
    )
    if below.constant:
        # a constant power is written out by whoever computes exactly
        return _with(grown, bits=max(below.bits * whole, above.bits))
    if below.terms == 1:
        return _with(grown, bits=max(_coefficient_bits(below) * whole, above.bits))
    return grown if steps == 1 else _function(grown)


def _coefficient_bits(c: Cost) -> float:
    """Of a single term: the power of its coefficient is written out, that of a name alone is not."""
    return 0 if c.bits <= 2 else c.bits


def _power_terms(terms: float, exponent: int) -> float:
    """C(t - 1 + m, t - 1), or 10^12 where it is more."""
    if terms <= 1 or exponent <= 1:
        return terms if exponent else 1
    total, k = 1.0, 1
    smaller = min(int(min(terms, 1e6)) - 1, exponent)
    larger = max(terms - 1, float(exponent))
    while k <= smaller and total < TERMS_CAP:
        total *= (larger + k) / k
        k += 1
    return min(total, TERMS_CAP)


def _constant_power(below: Cost, above: Cost, base: Cost, bounds: Bounds) -> Cost:
    """A constant to a constant that is no written rational: `2^sqrt(2)`, `9^(9^9)`."""
    if above.size > bounds.argument:
        return _with(base, passed=base.passed or "argument")
    value_bits = max(below.size, 1.0) * 2.0**above.size
    if value_bits > 2.0**bounds.argument:
        return _with(base, passed=base.passed or "argument")
    return _function(_with(base, size=value_bits, bits=max(base.bits, min(value_bits, 1e300))))


def _call(function: str, inside: list[Cost], base: Cost, bounds: Bounds) -> Cost:
    over = base.passed
    if function == "factorial":
        return _factorial(inside[0], base, bounds)
    if function == "binomial":
        upper = inside[0].value
        if inside[0].constant and (upper is None or abs(upper) > bounds.binomial):
            over = over or "binomial"
        return _with(base, passed=over, size=bounds.binomial if inside[0].constant else 0)
    if function in GROWING and base.constant:
        if base.size > bounds.argument:
            return _with(_function(base), passed=over or "argument")
        return _function(_with(base, size=2.0 ** min(base.size, 1000) * 1.5))
    if function in PERIODIC and base.constant:
        if base.size > bounds.argument:
            return _with(_function(base), passed=over or "argument")
        return _function(_with(base, size=64))
    if function == "log" and base.constant:
        return _function(_with(base, size=log2(max(base.size, 1)) + 1))
    if function in ("percent", "degrees", "transpose"):
        return base
    return _function(base)


def _factorial(inside: Cost, base: Cost, bounds: Bounds) -> Cost:
    value = inside.value
    if not inside.constant:
        return _function(base)
    if value is None or abs(value) > bounds.factorial:
        return _with(base, passed=base.passed or "factorial")
    n = float(abs(value))
    size = n * log2(max(n, 2))
    return _with(base, bits=size + 1, size=size)
