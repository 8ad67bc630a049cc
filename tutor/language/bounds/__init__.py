"""What deciding a tree could cost, bounded before anything expensive begins.

One fold up the tree composes the measures, so a tower of powers is caught although each power alone
is harmless. Nothing here builds a large number: sizes are logarithms, and an exact value is worked
out only where they say that it is small. What is bounded is the *expansion*, not the exponent:
`(2*x + 1)^5000` is decided by arithmetic modulo a prime. Bounds of one route (the degree up to which
a product is multiplied out, the order of a symbolic determinant) belong to the stage that takes it.

Source: the bounds follow a survey of 6,547 real answers, of which 0.4 % meet one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.bounds.arithmetic import add, inverse, multiply, number, power, root
from tutor.language.bounds.calls import call, derivative, grid
from tutor.language.bounds.measures import BOUNDS, Bounds, Cost, checked, gathered, passing
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
    Relation,
    Root,
    Set,
    Sum,
    Symbol,
    Vector,
    Where,
)
from tutor.language.expr.paths import children

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tutor.language.expr.nodes import Expr

__all__ = ["BOUNDS", "Bounds", "Cost", "cost", "too_costly"]


def cost(e: Expr, bounds: Bounds = BOUNDS, *, given: Mapping[str, Expr] | None = None) -> Cost:
    """The measures of a tree, composed from those of its parts.

    Args:
        given: names with values; their cost counts wherever the name stands.
    """
    values = {name: _cost(value, bounds, {}) for name, value in (given or {}).items()}
    return _cost(e, bounds, values)


def too_costly(
    e: Expr, bounds: Bounds = BOUNDS, *, given: Mapping[str, Expr] | None = None
) -> str | None:
    """The name of the first bound that a tree passes, a field of `Bounds`; None if it passes none."""
    return cost(e, bounds, given=given).passed


def _cost(e: Expr, bounds: Bounds, values: Mapping[str, Cost]) -> Cost:
    match e:
        case Symbol(name):
            return values.get(name) or Cost(names=frozenset((name,)), degree=1.0)
        case Number():
            return number(e, bounds)
        case Where(body, bindings):
            return _where(body, bindings, bounds, values)
        case _:
            inside = [_cost(child, bounds, values) for child in children(e)]
            return checked(_node(e, inside, gathered(inside), bounds), bounds)


def _node(e: Expr, inside: Sequence[Cost], base: Cost, bounds: Bounds) -> Cost:
    match e:
        case Sum():
            return passing(add(inside, base), "terms", when=len(inside) > bounds.terms)
        case Product():
            return passing(multiply(inside, base), "terms", when=len(inside) > bounds.terms)
        case Negation():
            value = inside[0].value
            return base._replace(value=None if value is None else -value)
        case Quotient():
            over, under = inside
            return multiply((over, inverse(under)), base)
        case Power(below, _):
            return power(below, inside[0], inside[1], base, bounds)
        case Root():
            return root(inside[0], inside[1], base)
        case Call(function):
            return call(function, inside, base, bounds)
        case Constant(name):
            return base._replace(top=2.0 if name in ("pi", "e") else 0.0, algebraic=name == "i")
        case Derivative():
            return derivative(base, 1, bounds)
        case HigherDerivative(_, _, order):
            return derivative(base, order, bounds)
        case Matrix(rows):
            return grid(base, len(rows), max(map(len, rows), default=0), bounds)
        case Vector() | Set():
            return grid(base, 1, len(inside), bounds)
        case _:
            return base


def _where(
    body: Expr, bindings: Sequence[Expr], bounds: Bounds, values: Mapping[str, Cost]
) -> Cost:
    """The body with the costs of its names' values in their places."""
    inside = [_cost(b.right if isinstance(b, Relation) else b, bounds, values) for b in bindings]
    bound = {
        b.left.name: c
        for b, c in zip(bindings, inside, strict=True)
        if isinstance(b, Relation) and b.operator == "=" and isinstance(b.left, Symbol)
    }
    whole = _cost(body, bounds, {**values, **bound})
    passed = whole.passed or next((c.passed for c in inside if c.passed), None)
    return whole._replace(nodes=whole.nodes + sum(c.nodes for c in inside), passed=passed)
