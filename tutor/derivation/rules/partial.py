"""Derivatives of derivatives, and derivatives in which other names are held constant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.nodes import Derivative, HigherDerivative, Symbol
from tutor.language.expr.paths import free_names

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_PARTIAL = "OpenStax, Calculus Volume 3, 4.3 Partial Derivatives"


@rule(
    "diff.repeat",
    name="Repeated derivative",
    law=r"\frac{d^n f}{dx^n} = \frac{d}{dx}\left(\frac{d^{n-1} f}{dx^{n-1}}\right)",
    why="Differentiate {times} times by {x}, one after the other.",
    examples=["diff(x^4, x, 2) -> d/dx(d/dx(x^4))"],
    source="OpenStax, Calculus Volume 1, 3.2 The Derivative as a Function, Higher-Order Derivatives",
    asks=(("times", "How many times do you have to differentiate?"),),
)
def repeat(e: Expr) -> Rewrite | None:
    match e:
        case HigherDerivative(body, x, order, partial) if order >= 1:
            after: Expr = body
            for _ in range(order):
                after = Derivative(after, x, partial)
            return Rewrite(after, {"x": x, "times": str(order)})
        case _:
            return None


@rule(
    "partial.repeat",
    name="Mixed partial derivative",
    law=r"\frac{\partial^2 f}{\partial y\,\partial x} = \frac{\partial}{\partial y}\left(\frac{\partial f}{\partial x}\right)",
    why="Work from the inside out: first by {x}, with every other name held constant, then by {y}.",
    examples=["partial(x^3*y^2, x, y) -> ∂/∂y(d/dx(x^3*y^2))"],
    source=_PARTIAL + ", Higher-Order Partial Derivatives",
    asks=(("x", "By which name do you differentiate first?"),),
)
def partial_repeat(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Derivative(Derivative(), _, True), _, True):
            return None
        case Derivative(Derivative(f, x, True), y, True):
            return Rewrite(
                Derivative(Derivative(f, x), y, partial=True),
                {"x": x, "y": y},
                changed=(((0,), ((0,),)),),
            )
        case _:
            return None


@rule(
    "partial.hold",
    name="Hold the other names constant",
    law=r"\frac{\partial}{\partial x} f(x, c) = \frac{d}{dx} f(x, c) \text{ with } c \text{ constant}",
    why="Only {x} varies: treat {held} as constant.",
    examples=["∂/∂x(x^3*y^2) -> d/dx(x^3*y^2)"],
    source=_PARTIAL,
    asks=(("held", "Which names count as constants here?"),),
)
def partial_hold(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Derivative(), _, True):
            return None
        case Derivative(f, x, True):
            held = tuple(Symbol(name) for name in sorted(free_names(f) - {x.name}))
            return Rewrite(Derivative(f, x), {"x": x, "held": held or "everything else"})
        case _:
            return None
