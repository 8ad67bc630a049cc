"""What may stand beside what: factors without a sign, minus before a product, dots between vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.naming import GREEK, name_parts
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
    Root,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
)
from tutor.language.expr.paths import children, subexpressions
from tutor.language.writing.operators import REACHING, sign
from tutor.language.writing.precedence import ATOM, PRODUCT, stacked_level

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_D: Final = Symbol("d")
# The functions of a vector that give none.
_OF_COLUMNS: Final = frozenset(
    {"abs", "norm", "dot", "det", "trace", "rank", "max", "min", "transpose", "adjoint"}
)
_SUMMING: Final = (Symbol("Sigma"), Symbol("Pi"))


def shows_an_array(e: Expr) -> bool:
    """Whether bars around `e` would be read as a determinant or a length."""
    match e:
        case (
            Vector() | Matrix() | Call("cross" | "diag") | Verb("gradient" | "hessian" | "jacobian")
        ):
            return True
        case _:
            return any(shows_an_array(child) for child in children(e))


def is_column(e: Expr) -> bool:
    """Whether `e` shows itself to be a vector."""
    match e:
        case Vector() | Call("cross", _):
            return True
        case Matrix(rows):
            return len(rows[0]) == 1
        case Sum(parts) | Product(parts):
            return any(map(is_column, parts))
        case Negation(inner) | Quotient(inner, _) | Power(inner, _):
            return is_column(inner)
        case Call(function, (inner, *_)):  # most are taken entry by entry
            return function not in _OF_COLUMNS and is_column(inner)
        case Derivative(inner) | HigherDerivative(inner) | Where(inner):
            return is_column(inner)
        case Verb("gradient"):
            return True
        case Verb(_, (inner, *_)):
            return is_column(inner)
        case _:
            return False


def starts_with_sign(e: Expr) -> bool:
    """Whether the writing of `e`, without brackets, begins with a minus."""
    match e:
        case Negation():
            return True
        case Sum(terms):
            return starts_with_sign(terms[0])
        case Product(factors):
            return stacked_level(factors[0]) > PRODUCT and starts_with_sign(factors[0])
        case _:
            return False


def is_upright(e: Expr) -> bool:
    """Whether `e` is a name of several letters, which would run together with another: `rate price`."""
    if not isinstance(e, Symbol):
        return False
    parts = name_parts(e.name)
    return parts is None or (len(parts.stem) > 1 and parts.stem not in GREEK)


def _has_index(e: Expr) -> bool:
    return isinstance(e, Symbol) and "_" in e.name


def may_follow(left: Expr, right: Expr) -> bool:
    """Whether two factors may stand side by side: `2 x`, never `x 2`, `2 3` or `f (x)`.

    A name before a bracket would read as a function; a function before a bare name swallows nothing,
    because its argument is closed; `d x` under a bar would make a derivative, `Σ x_i` a sum.
    """
    if left in _SUMMING and any(_has_index(part) for _, part in subexpressions(right)):
        return False
    if left == _D or not isinstance(
        left, Number | Symbol | Constant | Power | Call | Quotient | Root | Sum
    ):
        return False
    match right:
        case Symbol(name):
            return name[0].isalpha() and not (is_upright(left) and is_upright(right))
        case Constant():
            return True
        case Power(Symbol() | Constant()):
            return True
        case Call(function, (_,)) if stacked_level(right) == ATOM:
            return function in FUNCTIONS and FUNCTIONS[function].latex is not None
        case Root():
            return True
        case Verb():
            return sign(right) in ("integral", *REACHING)
        case Sum():
            return isinstance(left, Number | Sum)
        case _:
            return False
