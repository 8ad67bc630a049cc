"""Derivatives in several variables: gradients, Jacobians, Hessians, entry by entry.

Numerator layout: a gradient is a row, row i of a Jacobian holds the partial derivatives of output i.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import TWO, ZERO, product_of, sum_of
from tutor.language.expr.nodes import (
    Derivative,
    Matrix,
    Power,
    Quotient,
    Relation,
    Root,
    Symbol,
    Vector,
    Verb,
    Where,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_GRADIENT = "OpenStax, Calculus Volume 3, 4.6 Directional Derivatives and the Gradient"
_VECTOR = "Deisenroth, Faisal, Ong, Mathematics for Machine Learning, 5.3 Gradients of Vector-Valued Functions"
_HIGHER = "Deisenroth, Faisal, Ong, Mathematics for Machine Learning, 5.7 Higher-Order Derivatives"


def _names(e: Expr) -> tuple[Symbol, ...] | None:
    match e:
        case Vector(entries):
            names = tuple(x for x in entries if isinstance(x, Symbol))
            return names if names and len(names) == len(entries) else None
        case _:
            return None


@rule(
    "grad.assemble",
    name="Gradient",
    law=r"\nabla f = \left[\frac{\partial f}{\partial x}, \frac{\partial f}{\partial y}\right]",
    why="One partial derivative for each of {names}, in this order.",
    examples=["gradient(x^3*y, [x, y]) -> [∂/∂x(x^3*y), ∂/∂y(x^3*y)]"],
    source=_GRADIENT,
    asks=(("names", "By which names do you differentiate, in which order?"),),
)
def gradient(e: Expr) -> Rewrite | None:
    match e:
        case Verb("gradient", (f, names_)) if names := _names(names_):
            entries = tuple(Derivative(f, x, partial=True) for x in names)
            return Rewrite(Vector(entries), {"f": f, "names": names})
        case _:
            return None


@rule(
    "jac.entry",
    name="Jacobian",
    law=r"J_{ij} = \frac{\partial f_i}{\partial x_j}",
    why="Row i holds the partial derivatives of output i by {names}.",
    examples=[
        (
            "jacobian([x*y, x + y^2], [x, y]) -> [[∂/∂x(x*y), ∂/∂y(x*y)], [∂/∂x(x + y^2), ∂/∂y(x + y^2)]]"
        )
    ],
    source=_VECTOR,
    asks=(("names", "By which names do you differentiate, in which order?"),),
)
def jacobian(e: Expr) -> Rewrite | None:
    match e:
        case Verb("jacobian", (Vector(outputs), names_)) if names := _names(names_):
            rows = tuple(tuple(Derivative(f, x, partial=True) for x in names) for f in outputs)
            return Rewrite(Matrix(rows), {"f": outputs, "names": names})
        case _:
            return None


@rule(
    "hess.entry",
    name="Hessian",
    law=r"H_{ij} = \frac{\partial^2 f}{\partial x_i\,\partial x_j}",
    why="Entry (i, j) is the derivative of the i-th partial by the j-th of {names}.",
    examples=[
        (
            "hessian(x^3*y, [x, y]) -> [[∂/∂x(∂/∂x(x^3*y)), ∂/∂y(∂/∂x(x^3*y))],"
            " [∂/∂x(∂/∂y(x^3*y)), ∂/∂y(∂/∂y(x^3*y))]]"
        )
    ],
    source=_HIGHER,
    asks=(("names", "By which names do you differentiate, in which order?"),),
)
def hessian(e: Expr) -> Rewrite | None:
    match e:
        case Verb("hessian", (f, names_)) if names := _names(names_):
            rows = tuple(
                tuple(Derivative(Derivative(f, x, partial=True), y, partial=True) for y in names)
                for x in names
            )
            return Rewrite(Matrix(rows), {"f": f, "names": names})
        case _:
            return None


@rule(
    "dirder.normalise",
    name="Unit direction",
    law=r"D_v f = \nabla f \cdot \frac{v}{\lVert v \rVert}",
    why="Only the direction of {v} counts: take the gradient at the point times {v}, and divide by the length of {v}.",
    examples=[
        (
            "directional(x*y, [x, y]; at=[1, 2], along=[3, 4])"
            " -> (3*∂/∂x(x*y) + 4*∂/∂y(x*y))/sqrt(3^2 + 4^2) where x = 1, y = 2"
        )
    ],
    source=_GRADIENT,
    asks=(("v", "Along which direction?"),),
)
def directional(e: Expr) -> Rewrite | None:
    match e:
        case Verb("directional", (f, names_), options) if names := _names(names_):
            chosen = dict(options)
            match chosen.get("along"):
                case Vector(v) if len(v) == len(names):
                    pass
                case _:
                    return None
            top = sum_of(
                product_of((c, Derivative(f, x, partial=True)))
                for c, x in zip(v, names, strict=True)
            )
            length = Root(sum_of(Power(c, TWO) for c in v), TWO)
            slope = Quotient(top, length)
            return _at_point(slope, names, chosen.get("at"), {"v": chosen["along"]}, length)
        case _:
            return None


def _at_point(
    slope: Expr,
    names: tuple[Symbol, ...],
    point: Expr | None,
    bindings: dict[str, Expr],
    length: Expr,
) -> Rewrite | None:
    where = (Relation("!=", length, ZERO),)
    match point:
        case None:
            return Rewrite(slope, bindings, where)
        case Vector(values) if len(values) == len(names):
            given = tuple(Relation("=", x, c) for x, c in zip(names, values, strict=True))
            return Rewrite(Where(slope, given), bindings, where)
        case _:
            return None
