"""What misconceptions look for in a node: a composition, a linear inside, a power of the variable.

The sound side of each picture is the derivation shelf's own: the parts of a composition are those that its
chain rule names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.derivation.working import rules
from tutor.language.expr.build import ONE, number, product_of, rational
from tutor.language.expr.nodes import (
    Derivative,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Where,
)
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr


@dataclass(frozen=True, slots=True)
class Composition:
    """A derivative of f(u), taken apart as the chain rule takes it apart.

    Args:
        node: the whole derivative.
        outer: f, written in `name`.
        name: the letter that stands for the inside.
        inner: u.
    """

    node: Derivative
    outer: Expr
    name: Symbol
    inner: Expr

    @property
    def inner_derivative(self) -> Derivative:
        """u', still to be done."""
        return self.node.of(self.inner)

    def slope_at(self, part: Expr) -> Expr:
        """The outer derivative taken at `part`, still to be done."""
        return Where(Derivative(self.outer, self.name), (Relation("=", self.name, part),))

    def outer_at(self, part: Expr) -> Expr:
        """The outer function with `part` inside."""
        from tutor.language.expr.paths import substitute

        return substitute(self.outer, {self.name.name: part})


def composition(e: Expr) -> Composition | None:
    """The derivative of a composition whose inside varies and is more than a letter; None for anything else."""
    if not isinstance(e, Derivative) or not depends_on(e.body, e.variable.name):
        return None
    step = rules()["diff.chain"](e)
    if step is None:
        return None
    outer, name, inner = (step.bindings[key] for key in ("f", "name", "u"))
    assert not isinstance(outer, str | tuple)
    assert isinstance(name, str)
    assert not isinstance(inner, str | tuple)
    return Composition(e, outer, Symbol(name), inner)


def linear_coefficient(u: Expr, x: Symbol) -> Expr | None:
    """The m of `m*x`, `x/m`, `-x`; None for anything else, plain `x` included."""
    match u:
        case Negation(inner):
            m = ONE if inner == x else linear_coefficient(inner, x)
            return None if m is None else Negation(m)
        case Product(factors) if factors.count(x) == 1:
            rest = product_of(f for f in factors if f != x)
            return None if depends_on(rest, x.name) else rest
        case Quotient(top, bottom) if not depends_on(bottom, x.name):
            m = ONE if top == x else linear_coefficient(top, x)
            return None if m is None else Quotient(m, bottom)
        case _:
            return None


def power_of_variable(e: Expr) -> tuple[Expr, Symbol, Expr] | None:
    """The derivative of c*x^n, as (c, x, n): powers, roots, and constants over them."""
    if not isinstance(e, Derivative):
        return None
    x = e.variable
    match e.body:
        case Quotient(c, below) if not depends_on(c, x.name):
            n = ONE if below == x else _exponent(below, x)
            return None if n is None else (c, x, _minus(n))
        case body:
            n = _exponent(body, x)
            return None if n is None else (ONE, x, n)


def is_negative(n: Expr) -> bool:
    """Whether an exponent is written as a negative number, or with a minus."""
    value = rational(n)
    return isinstance(n, Negation) if value is None else value < 0


def shifted(n: Expr, by: int) -> Expr:
    """An exponent raised by a number: worked out for numbers, written out for letters."""
    value = rational(n)
    if value is not None:
        return number(value + by)
    return Sum((n, Number(str(by)) if by > 0 else Negation(Number(str(-by)))))


def times(*factors: Expr) -> Expr:
    """A product without factors 1."""
    return product_of(f for f in factors if f != ONE)


def _exponent(body: Expr, x: Symbol) -> Expr | None:
    match body:
        case Power(base, n) if base == x and not depends_on(n, x.name):
            return n
        case Root(radicand, n) if radicand == x and not depends_on(n, x.name):
            return Quotient(ONE, n)
        case _:
            return None


def _minus(n: Expr) -> Expr:
    value = rational(n)
    return Negation(n) if value is None else number(-value)
