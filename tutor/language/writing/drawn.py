"""What pictures and MathML draw with a sign of its own: ∫, ∑, lim, ∇, bars, products of vectors.

Both are for eyes only, so they may draw more than LaTeX, which is read back. The levels here are those
of the one table (`precedence.py`), seen where such signs stand in place of names with brackets.
"""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.language.expr.heads import WRITTEN
from tutor.language.expr.nodes import (
    Call,
    Logic,
    Matrix,
    Power,
    Product,
    Relation,
    Set,
    Symbol,
    Vector,
    Verb,
    Where,
)
from tutor.language.writing.beside import may_follow, shows_an_array
from tutor.language.writing.precedence import (
    POSTFIX,
    PREFIX,
    PRODUCT,
    RELATION,
    SET_OPERATION,
    is_evaluation,
    stacked_level,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

SIGNS: Final = MappingProxyType(
    {"<=": "≤", ">=": "≥", "!=": "≠", "in": "∈", "|": "∣"}
    | {"union": "∪", "intersection": "∩", "without": "∖"}
)
CONSTANTS: Final = MappingProxyType({"pi": "π", "oo": "∞"})
WORDS: Final = MappingProxyType(
    {"reals": "ℝ", "naturals": "ℕ", "integers": "ℤ", "rationals": "ℚ", "complexes": "ℂ"}
)
VECTOR_PRODUCTS: Final = MappingProxyType({"dot": "⋅", "cross": "×"})
FENCES: Final = MappingProxyType({"bars": "||", "norm": "‖‖", "floor": "⌊⌋", "ceiling": "⌈⌉"})
SPELT: Final = MappingProxyType(
    {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "acot": "arccot", "asec": "arcsec"}
    | {"acsc": "arccsc", "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh", "log": "ln"}
    | {"trace": "tr", "gammafn": "Γ", "re": "Re", "im": "Im"}
)
BIG: Final = MappingProxyType({"sum": "∑", "product": "∏"})
_TAKES_ALL: Final = frozenset({"integral", "sum", "limit"})


def construct(e: Verb | Call | Set | Where) -> str:
    """Which sign of its own a node is drawn with; empty for a name with its arguments in brackets."""
    match e:
        case Verb("integrate", (_, Symbol()) | (_, Symbol(), _, _), ()):
            return "integral"
        case Verb("sum" | "product", (_,) | (_, _) | (_, _, _, _), ()):
            return "sum"
        case Verb("limit", (_, _, _), () | (("side", _),)):
            return "limit"
        case Verb("gradient", (_,) | (_, _), ()) | Verb("hessian", (_,), ()):
            return "nabla"
        case Verb(name, (_,), () | (("given", _),)) if name in WRITTEN:
            return "head"
        case Verb("covariance", (_, _), () | (("given", _),)):
            return "head"
        case Call("abs", (inside,)) | Call("det", (Matrix() as inside,)):
            return "bars" if e.function == "det" or not shows_an_array(inside) else ""
        case Call("norm", (_,)) | Call("norm", (_, _)):
            return "norm"
        case Call("floor" | "ceiling" | "binomial" | "piecewise" as name):
            return name
        case Call(name, (_, _)) if name in VECTOR_PRODUCTS:
            return "product"
        case Set((Relation("|"),)):
            return "condition"
        case Where() if is_evaluation(e):
            return "evaluation"
        case _:
            return ""


def is_big(e: Expr) -> bool:
    """Whether `e` is drawn with an operator that takes all that follows: ∫, ∑, ∏, lim."""
    return isinstance(e, Verb) and construct(e) in _TAKES_ALL


def drawn_level(e: Expr) -> int:
    """How tightly `e` binds as drawn."""
    match e:
        case Verb() | Call() | Where():
            kind = construct(e)
            if kind in _TAKES_ALL or kind == "product":
                return PRODUCT
            if kind == "nabla":
                return PREFIX
            if kind == "evaluation":
                return POSTFIX
            return stacked_level(e)
        case Logic("not"):
            return PREFIX
        case Relation():
            return RELATION
        case _:
            return stacked_level(e)


def side_by_side(left: Expr, right: Expr) -> bool:
    """Whether two factors stand side by side: as in LaTeX, and before ∑ or a power of a function."""
    if isinstance(right, Power) and isinstance(right.base, Call):
        right = right.base
    return is_big(right) or may_follow(left, right)


def is_tight(e: Expr) -> bool:
    """Whether `e` is a product that stands side by side throughout: then `-2x` is minus all of it."""
    if not isinstance(e, Product):
        return False
    pairs = pairwise(e.factors)
    return drawn_level(e.factors[0]) > PRODUCT and all(side_by_side(a, b) for a, b in pairs)


def left_side_level(e: Expr, operator: str) -> int:
    """How tightly a left side must bind: `X | Y ~ Normal(0, 1)` needs no brackets."""
    bare = operator == "~" and isinstance(e, Relation) and e.operator == "|"
    return RELATION if bare else SET_OPERATION


def member_level(e: Expr) -> int:
    """How tightly the left side of "such that" must bind: `x in R` needs no brackets."""
    return RELATION if isinstance(e, Relation) and e.operator == "in" else SET_OPERATION


def names_below(e: Expr) -> tuple[Expr, ...]:
    """The names that a gradient is by: those of a list, or the one."""
    if isinstance(e, Vector) and e.bracket == "[" and len(e.entries) > 1:
        return e.entries
    return (e,)
