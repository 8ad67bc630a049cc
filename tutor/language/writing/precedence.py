"""How tightly each construct binds: one table for all printers.

The levels are those of the grammar, loosest first. A part that stands where the grammar wants a
higher level than its own is written in brackets; so printing and reading cannot drift apart one
construct at a time.

Two ways of writing share the table. On a line (`level`) a quotient is `a/b` and binds like a
product; stacked (`stacked_level`) it is a fraction with a bar, which holds its parts together by itself.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.language.expr.functions import SET_OPERATIONS
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Constant,
    Derivative,
    HigherDerivative,
    Interval,
    Listing,
    Logic,
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
    Verb,
    Where,
    Word,
)
from tutor.language.writing.operators import sign

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

WHERE: Final = 0  # body where bindings
LISTING: Final = 1  # a, b
LOGIC: Final = 2  # a or b
RELATION: Final = 3  # a = b
SET_OPERATION: Final = 4  # a ∪ b
SUM: Final = 5  # a + b
PRODUCT: Final = 6  # a*b, a/b
SIGN: Final = 7  # -a
PREFIX: Final = 8  # d/dx(a)
POWER: Final = 9  # a^b
POSTFIX: Final = 10  # a!
ATOM: Final = 11  # a, f(a), [a, b]


POSTFIX_MARKS: Final = MappingProxyType({"factorial": "!", "percent": "%", "degrees": "°"})
_AFTER_D: Final = re.compile(r"[A-Za-z]+(_[A-Za-z0-9]+)?")


def level(e: Expr) -> int:
    """How tightly `e` binds when written on one line."""
    match e:
        case Verb("sum" | "product", (_,), ()):
            return SUM  # `sum(x)^2` is read as the sum of the squares by half the people
        case Number() | Symbol() | Constant() | Word() | Root() | Verb():
            return ATOM
        case Vector((_,), bracket) if bracket not in ("(", "<"):
            return RELATION  # beside a sign, square brackets around one thing would group
        case Vector() | Matrix() | Set() | Interval():
            return ATOM
        case Call("transpose", (operand,)):
            return POWER if raises_t(operand) else ATOM
        case Call(function):
            return POSTFIX if function in POSTFIX_MARKS else ATOM
        case Power():
            return POWER
        case Derivative():
            return PREFIX if follows_d(e.variable) else ATOM
        case HigherDerivative():
            one_sign = e.partial and writes_order(e.order) and follows_d(e.variable)
            return PREFIX if one_sign else ATOM
        case Negation():
            return SIGN
        case Product() | Quotient():
            return PRODUCT
        case Sum():
            return SUM
        case Logic("not"):
            return RELATION
        case Logic(word):
            return SET_OPERATION if word in SET_OPERATIONS else LOGIC
        case Relation() | Chain():
            return RELATION
        case Listing():
            return LISTING
        case Where():
            return WHERE


def stacked_level(e: Expr) -> int:
    """How tightly `e` binds when fractions and derivatives are written with a bar."""
    match e:
        case Quotient() | Call("transpose", (_,)):
            return POWER
        case Derivative() | HigherDerivative():
            return PREFIX
        case Verb():
            return {"": ATOM, "gradient": POWER, "hessian": POWER}.get(sign(e), PREFIX)
        case _:
            return level(e)


def latex_level(e: Expr) -> int:
    r"""How tightly `e` binds in LaTeX: there `\frac{dy}{dx}` is a fraction and an adjoint a raised mark."""
    match e:
        case Derivative() | HigherDerivative() if derives_a_name(e):
            return POWER
        case Call("adjoint", (_,)):
            return POWER
        case Where() if is_evaluation(e):
            return SUM  # the bar at a point, which reaches back to the beginning of its term
        case _:
            return stacked_level(e)


def is_evaluation(e: Where) -> bool:
    """Whether `e` is a derivative by a name that has a value: first differentiated, then put in."""
    if not isinstance(e.body, Derivative | HigherDerivative):
        return False
    named = [b.left for b in e.bindings if isinstance(b, Relation) and b.operator == "="]
    names = all(isinstance(name, Symbol) for name in named)
    return names and e.body.variable in named and len(named) == len(e.bindings)


def derives_a_name(e: Derivative | HigherDerivative) -> bool:
    """Whether a derivative is written with its name above the bar: `dy/dx`, but `d/dx(x)`."""
    order = e.order if isinstance(e, HigherDerivative) else 1
    body = e.body
    if not isinstance(body, Symbol) or body == e.variable or body.name == "d":
        return False
    return follows_d(body) and follows_d(e.variable) and writes_order(order)


def raises_t(operand: Expr) -> bool:
    """Whether a transpose is written as a raised T: `2^T` would be a power."""
    return not isinstance(operand, Number | Constant)


def follows_d(variable: Symbol) -> bool:
    """Whether a name can stand behind the `d` of `d/dx`: letters, with a subscript at most."""
    return _AFTER_D.fullmatch(variable.name) is not None


def writes_order(order: int) -> bool:
    """Whether the order of a derivative is written as an exponent of `d`: one digit."""
    return order < 10
