"""The value of a raw tree at a point, in balls: an independent evaluator with its own domain rules.

It shares nothing with the graph but the reader, so that `verify` can check with it what the stages
claimed. It answers one of three things: a ball that holds the value, proved undefined there, or unclear.
A tree that it has no rule for is unclear.

Domain rules (those of the documentation): 0^0 is 1; an exponent that is a rational number is reduced
first, and odd roots of real numbers are real; any other exponent needs a positive base, unless it is
made of integers alone. Over C every function is the principal branch.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from tutor.language.expr.nodes import (
    Call,
    Constant,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import free_names
from tutor.language.scope import EMPTY
from tutor.oracle.cas import balls, elementary
from tutor.oracle.cas.balls import Unclear, Undefined, exact, integer, nonzero

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.cas.balls import Ball

MAX_EXPONENT_BITS = 64
"""A whole exponent above this is not raised to."""
MAX_ROOT = 1_000


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a tree at a point.

    Args:
        status: `value` (the ball is finite and holds it), `undefined` (proved), `unclear`.
        ball: for `value` alone.
        bits: the precision at which it was made.
    """

    status: Literal["value", "undefined", "unclear"]
    ball: Ball = None
    bits: int = 0

    def apart_from(self, other: Value) -> bool | None:
        """True where both have values proved to differ, False where proved equal, None where unclear."""
        if self.status != "value" or other.status != "value":
            return None
        with balls.precision(max(self.bits, other.bits)):
            return balls.apart(self.ball, other.ball)

    def agreement(self, other: Value) -> int:
        """How many decimal digits the two are proved to share; 0 where one has no value."""
        if self.status != "value" or other.status != "value":
            return 0
        with balls.precision(max(self.bits, other.bits)):
            return balls.agreement(self.ball, other.ball)

    def sign(self) -> int | None:
        """-1, 0 or 1 where proved; None where unclear, undefined, or not real."""
        if self.status != "value" or not balls.is_real(self.ball):
            return None
        return balls.sign(self.ball)

    def rational(self) -> Fraction | None:
        """The value as an exact rational, where it is known to be one."""
        return balls.rational(self.ball) if self.status == "value" else None

    def text(self, digits: int = 12) -> str:
        """The value for a person: a rational, that many digits, or the status."""
        if self.status != "value":
            return self.status
        with balls.precision(self.bits):
            return balls.text(self.ball, digits)


UNCLEAR = Value("unclear")
UNDEFINED = Value("undefined")


def enclose(
    e: Expr,
    at: Mapping[str, int | Fraction | tuple[Fraction, Fraction]],
    scope: Scope = EMPTY,
    *,
    bits: int = 150,
    complex: bool = False,  # noqa: A002 the field's word
    by_numbers: bool = False,
) -> Value:
    """The value of a raw tree where its names have the given rational values.

    Args:
        at: every free name that has no value in `scope.given`, a pair for a complex number; and values of
            unknown functions, `f(3/7)` or `f'(0)`, as counterexamples write them.
        bits: working precision; more bits make narrower balls.
        complex: whether to evaluate over C.
        by_numbers: whether integrals, limits and sums are worked out by numbers (`quadrature.py`), which no
            ball holds for certain; else they are unclear.
    """
    if not balls.available():
        return UNCLEAR
    with balls.precision(bits):
        names = {name: _number(value) for name, value in at.items()}
        functions = elementary.COMPLEX if complex else elementary.REAL
        evaluator = _Evaluator(names, scope, functions, by_numbers=by_numbers)
        try:
            ball = evaluator.value(e)
        except Undefined:
            return UNDEFINED
        except (Unclear, RecursionError, OverflowError):
            return UNCLEAR
        return Value("value", ball, bits) if balls.is_finite(ball) else UNCLEAR


def tendency(e: Verb, scope: Scope, *, bits: int) -> str:
    """`oo` or `-oo` for an integral or a limit without names that seems to grow without bound."""
    from tutor.oracle.cas import quadrature

    if not balls.available():
        return ""
    with balls.precision(bits):
        evaluator = _Evaluator({}, scope, elementary.REAL, by_numbers=True)
        return quadrature.tendency(e, evaluator.elsewhere)


def _number(value: int | Fraction | tuple[Fraction, Fraction]) -> Ball:
    if isinstance(value, tuple):
        return balls.complex_ball(balls.ball(value[0]), balls.ball(value[1]))
    return exact(value)


class _Evaluator:
    """One walk over one tree. Raises Undefined or Unclear."""

    def __init__(
        self,
        names: Mapping[str, Ball],
        scope: Scope,
        functions: Mapping[str, object],
        *,
        by_numbers: bool = False,
    ) -> None:
        self.names = names
        self.by_numbers = by_numbers
        self.scope = scope
        self.functions = functions
        self.complex = functions is elementary.COMPLEX

    def value(self, e: Expr) -> Ball:
        match e:
            case Number():
                return exact(e.value)
            case Symbol(name):
                return self._name(name)
            case Constant(name):
                return self._constant(name)
            case Sum(terms):
                return self._sum(self.values(terms))
            case Negation(operand):
                return -self.value(operand)
            case Product(factors):
                return self._product(self.values(factors))
            case Quotient(numerator, denominator):
                above, below = self.values((numerator, denominator))
                return balls.trimmed(above / nonzero(below))
            case Power(base, exponent):
                return self._power(base, exponent)
            case Root(radicand, index):
                return self._root(*self.values((radicand, index)))
            case Call(function, arguments):
                return self._call(function, arguments)
            case Where(body, bindings):
                return self._where(body, bindings)
            case Verb() if self.by_numbers:
                from tutor.oracle.cas import quadrature

                return quadrature.value(e, self.elsewhere)
            case _:
                raise Unclear

    def elsewhere(self, e: Expr, names: Mapping[str, Ball]) -> Ball:
        """The value of an expression where some more names have values."""
        return self._with({**self.names, **names}).value(e)

    def _with(self, names: Mapping[str, Ball]) -> _Evaluator:
        """The same walk with other values for the names."""
        return _Evaluator(names, self.scope, self.functions, by_numbers=self.by_numbers)

    def values(self, parts: Iterable[Expr]) -> list[Ball]:
        """The values of all parts: one that is undefined makes the whole undefined, whatever is unclear."""
        found: list[Ball] = []
        unclear = False
        for part in parts:
            try:
                found.append(self.value(part))
            except Unclear:
                unclear = True
        if unclear:
            raise Unclear
        return found

    def _name(self, name: str) -> Ball:
        if name in self.names:
            return self.names[name]
        if name in self.scope.given:
            return self.value(self.scope.given[name])
        raise Unclear

    def _constant(self, name: str) -> Ball:
        match name:
            case "pi":
                return balls.pi()
            case "e":
                return balls.e()
            case "i" if self.complex:
                return balls.complex_ball(exact(0), exact(1))
            case _:
                raise Unclear

    def _sum(self, terms: list[Ball]) -> Ball:
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return self._settled(total)

    def _product(self, factors: list[Ball]) -> Ball:
        total = factors[0]
        for factor in factors[1:]:
            total = total * factor
        return self._settled(total)

    def _settled(self, value: Ball) -> Ball:
        return balls.trimmed(elementary.lowered(value))

    def _power(self, base: Expr, exponent: Expr) -> Ball:
        if base == Constant("e"):
            return self.functions["exp"](self.value(exponent))  # type: ignore[operator]
        u, v = self.values((base, exponent))
        n = integer(v, bits=MAX_EXPONENT_BITS)
        if n is not None and self._is_whole(exponent):
            return self._settled(balls.power(u, n))
        if self.complex:
            return self._complex_power(u, v)
        if free_names(exponent):
            if balls.is_zero(u) and not free_names(base):
                return self._power_of_zero(v)
            return self._exponential(balls.positive(u), v)
        fraction = balls.rational(v)
        if fraction is not None:
            return self._rational_power(u, fraction)
        if not u > 0:
            raise Unclear
        return self._exponential(u, v)

    def _is_whole(self, exponent: Expr) -> bool:
        """Whether the exponent is an integer by what it is, not by where the names happen to be."""
        match exponent:
            case Symbol(name) if name not in self.scope.given:
                return self.scope.kind(name).base == "integer"
            case Sum(parts) | Product(parts) if free_names(exponent):
                return all(self._is_whole(part) for part in parts)
            case Negation(inner):
                return self._is_whole(inner)
            case Power(inner, Number() as n) if free_names(inner):
                return n.value.denominator == 1 and self._is_whole(inner)
            case _:
                return not free_names(exponent) and integer(self.value(exponent)) is not None

    def _exponential(self, u: Ball, v: Ball) -> Ball:
        return balls.inexact(v * balls.inexact(u).log()).exp()

    def _power_of_zero(self, v: Ball) -> Ball:
        balls.positive(v)
        return exact(0)

    def _rational_power(self, u: Ball, exponent: Fraction) -> Ball:
        above, index = exponent.numerator, exponent.denominator
        if index > MAX_ROOT or above.bit_length() > MAX_EXPONENT_BITS:
            if not u > 0:
                raise Unclear
            return self._exponential(u, exact(exponent))
        if self.scope.policy.odd_roots == "principal" and index > 1:
            balls.nonnegative(u)
        return balls.power(balls.real_root(u, index), above)

    def _complex_power(self, u: Ball, v: Ball) -> Ball:
        if balls.is_zero(u):
            if balls.is_real(v):
                return self._power_of_zero(v)
            raise Unclear
        fraction = balls.rational(v) if balls.is_real(v) else None
        self._refuse_real_odd_root(u, fraction)
        if fraction is not None and fraction.denominator <= MAX_ROOT:
            root = elementary.principal_root(u, fraction.denominator)
            return self._settled(balls.power(root, fraction.numerator))
        return self.functions["exp"](v * self.functions["log"](u))  # type: ignore[operator]

    def _refuse_real_odd_root(self, u: Ball, exponent: Fraction | None) -> None:
        """Among complex numbers, books differ on the cube root of a negative real number."""
        if exponent is None or exponent.denominator % 2 == 0 or exponent.denominator == 1:
            return
        if balls.is_real(u) and not u >= 0 and self.scope.policy.odd_roots == "real":
            raise Unclear

    def _root(self, u: Ball, index: Ball) -> Ball:
        n = integer(index)
        if n is None or not 2 <= n <= MAX_ROOT:
            raise Unclear
        if self.complex and not (balls.is_real(u) and u >= 0):
            return self._complex_power(u, exact(Fraction(1, n)))
        if self.scope.policy.odd_roots == "principal":
            balls.nonnegative(u)
        return balls.real_root(u, n)

    def _call(self, function: str, arguments: tuple[Expr, ...]) -> Ball:
        values = self.values(arguments)
        operation = self.functions.get(function)
        if operation is None:
            return self._unknown(function, values)
        return balls.trimmed(operation(*values))  # type: ignore[operator]

    def _unknown(self, function: str, values: list[Ball]) -> Ball:
        """The value that the point gives to `f(3/7)`, if its arguments are known exactly."""
        arguments = [balls.rational(value) if balls.is_real(value) else None for value in values]
        written = f"{function}({', '.join(map(str, arguments))})"
        if None in arguments or written not in self.names:
            raise Unclear
        return self.names[written]

    def _where(self, body: Expr, bindings: tuple[Expr, ...]) -> Ball:
        """The body where its names have values, which may use each other in any order without a circle."""
        names = dict(self.names)
        waiting = {
            b.left.name: b.right
            for b in bindings
            if isinstance(b, Relation) and b.operator == "=" and isinstance(b.left, Symbol)
        }
        if len(waiting) != len(bindings):
            raise Unclear
        for name in waiting:
            names.pop(name, None)
        while waiting:
            ready = [n for n, value in waiting.items() if not free_names(value) & waiting.keys()]
            if not ready:
                raise Unclear
            inner = self._with(names)
            names |= {n: inner.value(waiting.pop(n)) for n in ready}
        return self._with(names).value(body)
