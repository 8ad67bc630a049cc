"""Implicit differentiation: y is a function of x that an equation ties down; solve for its derivative.

The unknown function is written y(x), its derivative y'(x); the equation to be solved stands in
`solve_for(left = right, y'(x))`, whose value is y'(x).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ONE, ZERO, product_of, sum_of
from tutor.language.expr.functions import ELEMENTARY
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    Negation,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    Verb,
)
from tutor.language.expr.paths import subexpressions, substitute, transform
from tutor.language.expr.views import (
    factors_of,
    holds_inert,
    is_one,
    negative,
    split_sign,
    terms_of,
    with_sign,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_SOURCE = "OpenStax, Calculus Volume 1, 3.8 Implicit Differentiation"


@rule(
    "diff.implicit",
    name="Implicit differentiation",
    law=r"F(x, y) = G(x, y) \;\Rightarrow\; \frac{d}{dx} F(x, y(x)) = \frac{d}{dx} G(x, y(x))",
    why="{y} depends on {x}: write it {f}, and differentiate both sides of the equation by {x}.",
    examples=[
        "implicit_diff(x^2 + y^2 = 25, y, x) -> solve_for(d/dx(x^2 + y(x)^2) = d/dx(25), y'(x))"
    ],
    source=_SOURCE,
    link="introduces",
    asks=(("y", "Which name depends on the other?"),),
)
def implicit(e: Expr) -> Rewrite | None:
    match e:
        case Verb("implicit_diff", (Relation("=", left, right), Symbol(name) as y, Symbol() as x)):
            f = Call(name, (x,))
            sides = tuple(Derivative(substitute(side, {name: f}), x) for side in (left, right))
            goal = Call(name + "'", (x,))
            return Rewrite(
                Verb("solve_for", (Relation("=", *sides), goal)), {"y": y, "x": x, "f": f}
            )
        case _:
            return None


@rule(
    "implicit.partials",
    name="Implicit differentiation by partial derivatives",
    law=r"F(x, y) = 0 \;\Rightarrow\; y' = -\frac{F_x}{F_y}, \quad F_y \neq 0",
    why="With everything on one side, F = {F}: minus the partial by {x} over the partial by {y}.",
    examples=[
        "implicit_diff(x^2 + y^2 = 25, y, x) -> -(∂/∂x(x^2 + y^2 - 25)/(∂/∂y(x^2 + y^2 - 25)))"
    ],
    source="OpenStax, Calculus Volume 3, 4.5 The Chain Rule, Implicit Differentiation",
    asks=(("F", "What is F when the other side is 0?"),),
)
def partials(e: Expr) -> Rewrite | None:
    match e:
        case Verb("implicit_diff", (Relation("=", left, right), Symbol() as y, Symbol() as x)):
            F = left if right == ZERO else Sum((*terms_of(left), negative(right)))
            above = Derivative(F, x, partial=True)
            below = Derivative(F, y, partial=True)
            return Rewrite(
                Negation(Quotient(above, below)),
                {"F": F, "x": x, "y": y},
                (Relation("!=", below, ZERO),),
            )
        case _:
            return None


@rule(
    "implicit.collect",
    name="Collect the unknown on one side",
    law=r"a\,y' + b = c \;\Rightarrow\; a\,y' = c - b",
    why="Terms with {z} go to the left, all others to the right; what changes sides changes its sign.",
    examples=["solve_for(2*x + 2*y(x)*y'(x) = 0, y'(x)) -> solve_for(2*y(x)*y'(x) = -2*x, y'(x))"],
    source=_SOURCE,
    asks=(("z", "What do you solve for?"),),
)
def collect_unknown(e: Expr) -> Rewrite | None:
    match e:
        case Verb("solve_for", (Relation("=", left, right), z)) if not holds_inert(left):
            here = [t for t in terms_of(left) if _holds(t, z)]
            there = [t for t in terms_of(right) if _holds(t, z)]
            if not here + there or (len(here) == len(terms_of(left)) and not there):
                return None
            if any(_without(t, z) is None for t in here + there):
                return None
            moved = [negative(t) for t in terms_of(left) if not _holds(t, z) and t != ZERO]
            kept = [t for t in terms_of(right) if not _holds(t, z) and t != ZERO]
            equation = Relation("=", _sum((*here, *map(negative, there))), _sum((*kept, *moved)))
            return Rewrite(Verb("solve_for", (equation, z)), {"z": z})
        case _:
            return None


@rule(
    "implicit.factor",
    name="Factor the unknown out",
    law=r"a\,y' + b\,y' = (a + b)\,y'",
    why="{z} is a factor of every term on the left: take it out.",
    examples=[
        "solve_for(x*y'(x) + y'(x) = -y(x), y'(x)) -> solve_for((x + 1)*y'(x) = -y(x), y'(x))"
    ],
    source=_SOURCE,
)
def factor_unknown(e: Expr) -> Rewrite | None:
    match e:
        case Verb("solve_for", (Relation("=", Sum(terms), right), z)):
            parts = [_without(t, z) for t in terms]
            if any(part is None for part in parts) or _holds(right, z):
                return None
            factor = sum_of(part for part in parts if part is not None)
            left = Product((factor, z))
            return Rewrite(Verb("solve_for", (Relation("=", left, right), z)), {"z": z})
        case _:
            return None


@rule(
    "implicit.divide",
    name="Divide by the factor of the unknown",
    law=r"a\,y' = b \;\Rightarrow\; y' = \frac{b}{a}, \quad a \neq 0",
    why="Divide both sides by {a}.",
    examples=["solve_for(2*y(x)*y'(x) = -2*x, y'(x)) -> -2*x/(2*y(x))"],
    source=_SOURCE,
    asks=(("a", "By what do you divide?"),),
)
def divide(e: Expr) -> Rewrite | None:
    match e:
        case Verb("solve_for", (Relation("=", left, right), z)) if not _holds(right, z):
            a = None if isinstance(left, Sum) else _without(left, z)
            if a is None:
                return None
            after = right if is_one(a) else Quotient(right, a)
            return Rewrite(after, {"a": a, "z": z}, (Relation("!=", a, ZERO),))
        case _:
            return None


@rule(
    "implicit.back",
    name="Write y for y(x) again",
    law=r"y(x) = y",
    why="From here on {y} is written without saying what it depends on.",
    examples=["-x/y(x) -> -x/y"],
    source=_SOURCE,
    link="introduces",
)
def back(e: Expr) -> Rewrite | None:
    if holds_inert(e):
        return None
    unknown = [
        part.function
        for _, part in subexpressions(e)
        if isinstance(part, Call)
        and part.function not in ELEMENTARY
        and len(part.arguments) == 1
        and isinstance(part.arguments[0], Symbol)
    ]
    if not unknown:
        return None

    def write(part: Expr) -> Expr:
        named = isinstance(part, Call) and part.function in unknown
        return Symbol(part.function) if named and isinstance(part, Call) else part

    return Rewrite(transform(e, write), {"y": tuple(map(Symbol, dict.fromkeys(unknown)))})


def _sum(terms: tuple[Expr, ...]) -> Expr:
    """A sum whose first term has its minus inside, as people write it."""
    if not terms:
        return ZERO
    sign, first = split_sign(terms[0])
    return sum_of((with_sign(sign, first), *terms[1:]))


def _holds(e: Expr, z: Expr) -> bool:
    return any(part == z for _, part in subexpressions(e))


def _without(term: Expr, z: Expr) -> Expr | None:
    """The factor of `z` in a term that holds it once, as a factor; None otherwise."""
    sign, inner = split_sign(term)
    rest: Expr | None
    match inner:
        case Quotient(top, bottom) if not _holds(bottom, z):
            above = _without(top, z)
            rest = None if above is None else Quotient(above, bottom)
        case _:
            factors = factors_of(inner)
            if factors.count(z) != 1 or sum(_holds(f, z) for f in factors) != 1:
                return None
            rest = product_of(f for f in factors if f != z) if len(factors) > 1 else ONE
    if rest is None:
        return None
    return negative(rest) if sign < 0 else rest
