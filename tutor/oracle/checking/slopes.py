"""The derivative of a plain tree by the textbook, nothing simplified: the check of the graph's own."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
)
from tutor.language.expr.paths import free_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.language.expr.nodes import Expr

ZERO, ONE, TWO = Number("0"), Number("1"), Number("2")


class Unspelled(Exception):  # noqa: N818 not an error: no second opinion on this
    """A tree that cannot be spelled out as plain trees of numbers."""


def slope(e: Expr, x: str) -> Expr:
    """d/dx of a plain tree. Raises: Unspelled for a function without a rule."""
    if x not in free_names(e):
        return ZERO
    match e:
        case Symbol():
            return ONE
        case Sum(terms):
            return Sum(tuple(slope(term, x) for term in terms))
        case Negation(u):
            return Negation(slope(u, x))
        case Product(factors):
            turns = tuple(
                Product((*factors[:k], slope(factor, x), *factors[k + 1 :]))
                for k, factor in enumerate(factors)
                if x in free_names(factor)
            )
            return turns[0] if len(turns) == 1 else Sum(turns)
        case Quotient(u, v):
            top = _minus(Product((slope(u, x), v)), Product((u, slope(v, x))))
            return Quotient(top, Power(v, TWO))
        case Power(u, v) if x not in free_names(v):
            return Product((v, Power(u, _minus(v, ONE)), slope(u, x)))
        case Power(Constant("e"), v):
            return Product((e, slope(v, x)))
        case Power(u, v):
            log = Call("log", (u,))
            inner = Sum((Product((slope(v, x), log)), Product((v, Quotient(slope(u, x), u)))))
            return Product((e, inner))
        case Root(u, n) if x not in free_names(n):
            return Quotient(slope(u, x), Product((n, Power(e, _minus(n, ONE)))))
        case Call("log", (u, base)):
            return slope(Quotient(Call("log", (u,)), Call("log", (base,))), x)
        case Call(function, (u,)) if function in RULES:
            return Product((RULES[function](u), slope(u, x)))
        case Call(function, (u,)) if function not in FUNCTIONS:
            return Product((Call(f"{function}'", (u,)), slope(u, x)))
        case _:
            raise Unspelled


def _minus(a: Expr, b: Expr) -> Expr:
    return Sum((a, Negation(b)))


def _over(top: Expr, bottom: Expr) -> Expr:
    return Quotient(top, bottom)


def _square(e: Expr) -> Expr:
    return Power(e, TWO)


def _call(function: str) -> Callable[[Expr], Expr]:
    return lambda u: Call(function, (u,))


def _root_of(e: Expr) -> Expr:
    return Root(e, TWO)


def _times(*factors: Expr) -> Expr:
    return Product(factors)


_sin, _cos, _sinh, _cosh, _exp = map(_call, ("sin", "cos", "sinh", "cosh", "exp"))

RULES: Mapping[str, Callable[[Expr], Expr]] = MappingProxyType(
    {
        "sin": _cos,
        "cos": lambda u: Negation(_sin(u)),
        "tan": lambda u: _over(ONE, _square(_cos(u))),
        "cot": lambda u: Negation(_over(ONE, _square(_sin(u)))),
        "sec": lambda u: _over(_sin(u), _square(_cos(u))),
        "csc": lambda u: Negation(_over(_cos(u), _square(_sin(u)))),
        "asin": lambda u: _over(ONE, _root_of(_minus(ONE, _square(u)))),
        "acos": lambda u: Negation(_over(ONE, _root_of(_minus(ONE, _square(u))))),
        "atan": lambda u: _over(ONE, Sum((ONE, _square(u)))),
        "acot": lambda u: Negation(_over(ONE, Sum((ONE, _square(u))))),
        "sinh": _cosh,
        "cosh": _sinh,
        "tanh": lambda u: _over(ONE, _square(_cosh(u))),
        "asinh": lambda u: _over(ONE, _root_of(Sum((_square(u), ONE)))),
        "acosh": lambda u: _over(ONE, _root_of(_minus(_square(u), ONE))),
        "atanh": lambda u: _over(ONE, _minus(ONE, _square(u))),
        "exp": _exp,
        "log": lambda u: _over(ONE, u),
        "log2": lambda u: _over(ONE, _times(u, Call("log", (TWO,)))),
        "log10": lambda u: _over(ONE, _times(u, Call("log", (Number("10"),)))),
        "abs": lambda u: _over(u, Call("abs", (u,))),
        "sigmoid": lambda u: _over(_exp(Negation(u)), _square(Sum((ONE, _exp(Negation(u)))))),
        "erf": lambda u: _over(_times(TWO, _exp(Negation(_square(u)))), _root_of(Constant("pi"))),
        "percent": lambda _: _over(ONE, Number("100")),
        "degrees": lambda _: _over(Constant("pi"), Number("180")),
    }
)
