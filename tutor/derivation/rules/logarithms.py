"""The laws of the logarithm; each needs what it takes apart to be positive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ZERO
from tutor.language.expr.nodes import Call, Negation, Power, Product, Quotient, Relation, Sum

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_LOGARITHMS = "OpenStax, College Algebra, 6.5 Logarithmic Properties"


@rule(
    "alg.log_of_power",
    name="Logarithm of a power",
    law=r"\ln(u^n) = n \ln u, \quad u > 0",
    why="The exponent {n} comes down in front of the logarithm.",
    examples=["ln(x^3) -> 3*ln(x)", "ln(x^x) -> x*ln(x)"],
    source=_LOGARITHMS + ", Using the Power Rule for Logs",
    asks=(("n", "What is the exponent?"),),
)
def log_of_power(e: Expr) -> Rewrite | None:
    match e:
        case Call("log", (Power(u, n),)):
            where = (Relation(">", u, ZERO),)
            return Rewrite(Product((n, Call("log", (u,)))), {"u": u, "n": n}, where)
        case _:
            return None


@rule(
    "alg.log_of_product",
    name="Logarithm of a product",
    law=r"\ln(u v) = \ln u + \ln v, \quad u, v > 0",
    why="The logarithm of a product is the sum of the logarithms.",
    examples=["ln(x*sin(x)) -> ln(x) + ln(sin(x))"],
    source=_LOGARITHMS + ", Using the Product Rule for Logarithms",
)
def log_of_product(e: Expr) -> Rewrite | None:
    match e:
        case Call("log", (Product(factors),)):
            where = tuple(Relation(">", f, ZERO) for f in factors)
            return Rewrite(Sum(tuple(Call("log", (f,)) for f in factors)), {}, where)
        case _:
            return None


@rule(
    "alg.log_of_quotient",
    name="Logarithm of a quotient",
    law=r"\ln\frac{u}{v} = \ln u - \ln v, \quad u, v > 0",
    why="The logarithm of a quotient is the difference of the logarithms.",
    examples=["ln(x/(x + 1)) -> ln(x) - ln(x + 1)"],
    source=_LOGARITHMS + ", Using the Quotient Rule for Logarithms",
)
def log_of_quotient(e: Expr) -> Rewrite | None:
    match e:
        case Call("log", (Quotient(u, v),)):
            where = (Relation(">", u, ZERO), Relation(">", v, ZERO))
            return Rewrite(Sum((Call("log", (u,)), Negation(Call("log", (v,))))), {}, where)
        case _:
            return None
