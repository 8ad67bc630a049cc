"""Powers, exponentials and roots of the variable; logarithmic differentiation where both vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ONE, TWO, ZERO, product_of
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    Negation,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
)
from tutor.language.expr.views import depends_on, factors_of

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_RULES = "OpenStax, Calculus Volume 1, 3.3 Differentiation Rules"

_EXP_LOG = "OpenStax, Calculus Volume 1, 3.9 Derivatives of Exponential and Logarithmic Functions"


@rule(
    "diff.power",
    name="Power rule",
    law=r"(x^n)' = n\,x^{n-1}",
    why="Bring the exponent {n} down in front and lower it by one.",
    examples=["d/dx(x^5) -> 5*x^(5 - 1)", "d/dx(x^n) -> n*x^(n - 1)"],
    source=_RULES + ", The Power Rule",
    asks=(("n", "What is the exponent?"),),
)
def power(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Power(Symbol(name), n), x) if name == x.name and not depends_on(n, name):
            return Rewrite(
                Product((n, Power(x, Sum((n, Negation(ONE)))))),
                {"x": x, "n": n},
                changed=(((0, 1), ((0,), (1, 1, 0))),),
            )
        case _:
            return None


@rule(
    "diff.exp",
    name="Exponential function",
    law=r"(e^x)' = e^x",
    why="The exponential function is its own derivative.",
    examples=["d/dx(e^x) -> e^x", "d/dx(exp(x)) -> exp(x)"],
    source=_EXP_LOG + ", Derivative of the Exponential Function",
)
def exp(e: Expr) -> Rewrite | None:

    match e:
        case Derivative(
            (Power(Constant("e"), Symbol(name)) | Call("exp", (Symbol(name),))) as f, x
        ) if name == x.name:
            return Rewrite(f, {"x": x})
        case _:
            return None


@rule(
    "diff.exp_base",
    name="Exponential with base a",
    law=r"(a^x)' = a^x \ln a",
    why="An exponential with base {a} differentiates to itself times the logarithm of its base.",
    examples=["d/dx(5^x) -> 5^x*ln(5)"],
    source=_EXP_LOG + ", General Exponential and Logarithmic Functions",
    asks=(("a", "What is the base?"),),
)
def exp_base(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Power(a, Symbol(name)) as f, x) if name == x.name and not depends_on(
            a, name
        ):
            return Rewrite(
                Product((f, Call("log", (a,)))), {"a": a, "x": x}, (Relation(">", a, ZERO),)
            )
        case _:
            return None


@rule(
    "diff.sqrt",
    name="Square root",
    law=r"(\sqrt{x})' = \frac{1}{2\sqrt{x}}",
    why="The square root is the power 1/2: its derivative is one over twice the root.",
    examples=["d/dx(sqrt(x)) -> 1/(2*sqrt(x))"],
    source=_RULES + ", The Extended Power Rule",
)
def sqrt(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Root(Symbol(name), index) as f, x) if name == x.name and index == TWO:
            return Rewrite(Quotient(ONE, Product((TWO, f))), {"x": x}, (Relation(">", x, ZERO),))
        case _:
            return None


@rule(
    "diff.root",
    name="Root",
    law=r"(\sqrt[n]{x})' = \frac{1}{n\,(\sqrt[n]{x})^{n-1}}",
    why="The root is the power one over {n}.",
    examples=["d/dx(root(x, 3)) -> 1/(3*root(x, 3)^(3 - 1))"],
    source=_RULES + ", The Extended Power Rule",
    asks=(("n", "Which root is it?"),),
)
def root(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Root(Symbol(name), n) as f, x) if (
            name == x.name and not depends_on(n, name) and n != TWO
        ):
            lowered = Power(f, Sum((n, Negation(ONE))))
            return Rewrite(
                Quotient(ONE, Product((n, lowered))), {"x": x, "n": n}, (Relation("!=", x, ZERO),)
            )
        case _:
            return None


@rule(
    "diff.log_method",
    name="Logarithmic differentiation",
    law=r"f' = f \cdot (\ln f)'",
    why="Differentiate the logarithm of {f} instead, then multiply by {f}.",
    examples=["d/dx(x^x) -> x^x*d/dx(ln(x^x))", "d/dx(x*sin(x)) -> x*sin(x)*d/dx(ln(x*sin(x)))"],
    source=_EXP_LOG + ", Logarithmic Differentiation",
    asks=(("f", "Of what do you take the logarithm?"),),
)
def log_method(e: Expr) -> Rewrite | None:
    match e:
        case Derivative(Power(u, v) as f, x) if depends_on(u, x.name) and depends_on(v, x.name):
            positive = u
        case Derivative((Product() | Quotient()) as f, x) if depends_on(f, x.name):
            positive = f
        case _:
            return None
    after = product_of((*factors_of(f), e.of(Call("log", (f,)))))
    assert isinstance(after, Product)
    return Rewrite(
        after,
        {"f": f, "x": x},
        (Relation(">", positive, ZERO),),
        changed=(((), ((len(after.factors) - 1,),)),),
    )
