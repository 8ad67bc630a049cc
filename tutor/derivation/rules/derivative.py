"""Differentiation by the outermost operation: constants, sums, products, quotients, the chain.

The functions by name (sin, ln ...) stand in `functions.py`, powers and exponentials in `exponential.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ONE, TWO, ZERO, product_of, rational
from tutor.language.expr.functions import ELEMENTARY
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    Negation,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Where,
)
from tutor.language.expr.paths import free_names
from tutor.language.expr.views import depends_on, integer, is_one

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

_RULES = "OpenStax, Calculus Volume 1, 3.3 Differentiation Rules"
_CHAIN = "OpenStax, Calculus Volume 1, 3.6 The Chain Rule"


@rule(
    "diff.constant",
    name="Derivative of a constant",
    law=r"c' = 0",
    why="{c} does not change with {x}.",
    examples=["d/dx(7) -> 0", "d/dx(b^2) -> 0"],
    source=_RULES + ", The Constant Rule",
    asks=(("c", "Which part does not change at all?"),),
)
def constant(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(c, x) if not depends_on(c, x.name):
            return Rewrite(ZERO, {"c": c, "x": x})
        case _:
            return None


@rule(
    "diff.identity",
    name="Derivative of the variable",
    law=r"x' = 1",
    why="{x} grows exactly as fast as itself.",
    examples=["d/dx(x) -> 1"],
    source=_RULES + ", The Power Rule",
)
def identity(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Symbol(name), x) if name == x.name:
            return Rewrite(ONE, {"x": x})
        case _:
            return None


@rule(
    "diff.unknown",
    name="Derivative of an unknown function",
    law=r"\frac{d}{dx} y(x) = y'(x)",
    why="{f} is not known as a formula: its derivative is written with a prime.",
    examples=["d/dx(y(x)) -> y'(x)", "d/dt(f'(t)) -> f''(t)"],
    source="OpenStax, Calculus Volume 1, 3.8 Implicit Differentiation",
)
def unknown(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Call(f, (Symbol(name),)), x) if name == x.name and _is_unknown(f):
            return Rewrite(Call(f + "'", (x,)), {"f": Call(f, (x,)), "x": x})
        case _:
            return None


@rule(
    "diff.constant_factor",
    name="Constant factor",
    law=r"(c\,u)' = c\,u'",
    why="The constant factor {c} stays in front.",
    examples=[
        "d/dx(5*sin(x)) -> 5*d/dx(sin(x))",
        "d/dx(x^3/4) -> d/dx(x^3)/4",
        "d/dx(-sin(x)) -> -d/dx(sin(x))",
        "d/dx(-x*sin(x)) -> -d/dx(x*sin(x))",
    ],
    source=_RULES + ", The Sum, Difference, and Constant Multiple Rules",
    asks=(("c", "Which factor does not depend on the variable?"),),
)
def constant_factor(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Negation(u)):
            return Rewrite(
                Negation(e.of(u)), {"c": Negation(ONE), "u": u}, changed=(((), ((0,),)),)
            )
        case Derivative(Product((Negation(first), *rest)), x) if depends_on(first, x.name):
            u = Product((first, *rest))
            return Rewrite(
                Negation(e.of(u)), {"c": Negation(ONE), "u": u}, changed=(((), ((0,),)),)
            )
        case Derivative(Product(factors), x):
            still = tuple(f for f in factors if not depends_on(f, x.name))
            moving = tuple(f for f in factors if depends_on(f, x.name))
            if not still or not moving:
                return None
            u = product_of(moving)
            return Rewrite(
                Product((*still, e.of(u))),
                {"c": product_of(still), "u": u},
                changed=(((), ((len(still),),)),),
            )
        case Derivative(Quotient(u, c), x) if depends_on(u, x.name) and not depends_on(c, x.name):
            return Rewrite(
                Quotient(e.of(u), c), {"c": Quotient(ONE, c), "u": u}, changed=(((), ((0,),)),)
            )
        case _:
            return None


@rule(
    "diff.sum",
    name="Sum rule",
    law=r"(u \pm v)' = u' \pm v'",
    why="Differentiate term by term: {terms}.",
    examples=["d/dx(x^3 - sin(x)) -> d/dx(x^3) - d/dx(sin(x))"],
    source=_RULES + ", The Sum, Difference, and Constant Multiple Rules",
    asks=(("terms", "Which terms is this a sum of?"),),
)
def sum_rule(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Sum(terms)):
            after: list[Expr] = []
            to: list[Path] = []
            for i, term in enumerate(terms):
                if isinstance(term, Negation):
                    after.append(Negation(e.of(term.operand)))
                    to.append((i, 0))
                else:
                    after.append(e.of(term))
                    to.append((i,))
            return Rewrite(Sum(tuple(after)), {"terms": terms}, changed=(((), tuple(to)),))
        case _:
            return None


@rule(
    "diff.product",
    name="Product rule",
    law=r"(u\,v)' = u'\,v + u\,v'",
    why="{factors} take turns: differentiate one, keep the rest.",
    examples=[
        "d/dx(x*sin(x)) -> d/dx(x)*sin(x) + x*d/dx(sin(x))",
        "d/dx(x*e^x*sin(x)) -> d/dx(x)*e^x*sin(x) + x*d/dx(e^x)*sin(x) + x*e^x*d/dx(sin(x))",
    ],
    source=_RULES + ", The Product Rule",
    asks=(("factors", "Which factors depend on the variable?"),),
)
def product(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Product(factors)):
            turns = tuple(
                Product((*factors[:i], e.of(f), *factors[i + 1 :])) for i, f in enumerate(factors)
            )
            to = tuple((i, i) for i in range(len(factors)))
            return Rewrite(Sum(turns), {"factors": factors}, changed=(((), to),))
        case _:
            return None


@rule(
    "diff.reciprocal",
    name="Reciprocal rule",
    law=r"\left(\frac{c}{v}\right)' = -\frac{c\,v'}{v^2}",
    why="A constant over v = {v}: minus the constant times v', over v squared.",
    examples=["d/dx(1/(x + 4)) -> -(d/dx(x + 4)/(x + 4)^2)"],
    source=_RULES + ", The Quotient Rule",
    asks=(("v", "What stands in the denominator?"),),
)
def reciprocal(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Quotient(c, v), x) if not depends_on(c, x.name):
            top = e.of(v) if is_one(c) else Product((c, e.of(v)))
            to = (0, 0) if is_one(c) else (0, 0, 1)
            return Rewrite(
                Negation(Quotient(top, Power(v, TWO))), {"c": c, "v": v}, changed=(((), (to,)),)
            )
        case _:
            return None


@rule(
    "diff.quotient",
    name="Quotient rule",
    law=r"\left(\frac{u}{v}\right)' = \frac{u'\,v - u\,v'}{v^2}",
    why="With u = {u} and v = {v}: u' times v, minus u times v', over v squared.",
    examples=["d/dx(sin(x)/x) -> (d/dx(sin(x))*x - sin(x)*d/dx(x))/x^2"],
    source=_RULES + ", The Quotient Rule",
    asks=(("u", "What is the numerator?"), ("v", "What is the denominator?")),
)
def quotient(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Quotient(u, v)):
            top = Sum((Product((e.of(u), v)), Negation(Product((u, e.of(v))))))
            return Rewrite(
                Quotient(top, Power(v, TWO)),
                {"u": u, "v": v},
                changed=(((), ((0, 0, 0), (0, 1, 0, 1))),),
            )
        case _:
            return None


@rule(
    "diff.chain",
    name="Chain rule",
    law=r"(f(u))' = f'(u)\,u'",
    why="With {name} = {u}: differentiate {f} by {name}, then multiply by the derivative of {u}.",
    examples=["d/dx(sin(x^2)) -> (d/du(sin(u)) where u = x^2)*d/dx(x^2)"],
    source=_CHAIN,
    asks=(
        ("u", "What is the inner function?"),
        ("f", "What is the outer function, written in {name}?"),
    ),
)
def chain(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(f, x):
            u = inside(f, x.name)
            if u is None or isinstance(u, Symbol) or not depends_on(u, x.name):
                return None
            name = next(n for n in _names() if n not in free_names(e))
            outer = _around(f, x.name, Symbol(name))
            here = Where(Derivative(outer, Symbol(name)), (Relation("=", Symbol(name), u),))
            return Rewrite(
                Product((here, e.of(u))),
                {"u": u, "f": outer, "name": name},
                _differentiable_where(f, u),
                changed=(((), ((0, 0), (1,))),),
            )
        case _:
            return None


def _differentiable_where(f: Expr, u: Expr) -> tuple[Expr, ...]:
    """Where the outer function has a derivative, if it has a value at more places than that."""
    match f:
        case Root(_, n):
            return (Relation("!=" if (integer(n) or 2) % 2 else ">", u, ZERO),)
        case Power(_, n) if (value := rational(n)) is not None and not isinstance(value, int):
            return (Relation("!=" if value.denominator % 2 else ">", u, ZERO),) if value < 1 else ()
        case Call("abs"):
            return (Relation("!=", u, ZERO),)
        case _:
            return ()


def inside(f: Expr, x: str) -> Expr | None:
    """The inner function of a composition: the one part of its outermost operation that varies with `x`."""
    match f:
        case Power(u, n) if not depends_on(n, x):
            return u
        case Power(a, u) if not depends_on(a, x):
            return u
        case Root(u, n) if not depends_on(n, x):
            return u
        case Call("log", (u, b)) if not depends_on(b, x):
            return u
        case Call(_, (u,)):
            return u
        case _:
            return None


def _around(f: Expr, x: str, u: Symbol) -> Expr:
    """The outer function of a composition, with the name `u` in place of the inner one."""
    match f:
        case Power(_, n) if not depends_on(n, x):
            return Power(u, n)
        case Power(a, _):
            return Power(a, u)
        case Root(_, n):
            return Root(u, n)
        case Call(name, (_, *rest)):
            return Call(name, (u, *rest))
        case _:
            raise AssertionError(f)


def _names() -> tuple[str, ...]:
    return ("u", "v", "w", "s", "r", "q", *(f"u_{i}" for i in range(1, 400)))


def _is_unknown(function: str) -> bool:
    return function.rstrip("'") not in ELEMENTARY
