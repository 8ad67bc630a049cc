"""The same up to order and brackets: a key that two trees share exactly when they are.

`2 + x` and `x + 2`, `(a*b)*c` and `c*a*b`, `-2*x` and `-(2*x)`, `x > 1` and `1 < x` have one key
each. Nothing is computed: `1 + 1` is not `2`, `-(-x)` is not `x`, `x/2` is not `(1/2)*x`, and a minus
before brackets stays there. Shapes of brackets around vectors and the way a derivative is written do
not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.language.expr.nodes import (
    Call,
    Chain,
    Derivative,
    Logic,
    Matrix,
    Negation,
    Node,
    Product,
    Quotient,
    Relation,
    Set,
    Sum,
    Symbol,
    Vector,
    Where,
)
from tutor.language.expr.paths import children

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tutor.language.expr.nodes import Expr

_MIRRORED: Final = {">": "<", ">=": "<="}
_SCALAR_OF_ARRAYS: Final = frozenset({"det", "trace", "rank", "norm", "dot"})


def same_up_to_order(a: Expr, b: Expr, *, arrays: Collection[str] = ()) -> bool:
    """Whether two trees differ in nothing but the order of terms and factors, and in brackets.

    Args:
        arrays: names of vectors and matrices, whose products do not commute.
    """
    return order_key(a, arrays=arrays) == order_key(b, arrays=arrays)


def order_key(e: Expr, *, arrays: Collection[str] = ()) -> str:
    """A text that two trees share exactly when they are the same up to order and brackets.

    Args:
        arrays: names of vectors and matrices; such factors keep their order among themselves.
    """
    return _key(e, frozenset(arrays))


def _key(e: Expr, arrays: frozenset[str]) -> str:
    minuses, inner = _signs_in_front(e)
    return "-" * minuses + _unsigned(inner, arrays)


def _signs_in_front(e: Expr) -> tuple[int, Expr]:
    """How many minus signs stand in a product or before it, and the tree without them."""
    match e:
        case Negation(operand):
            minuses, inner = _signs_in_front(operand)
            return minuses + 1, inner
        case Product(factors):
            parts = [_signs_in_front(factor) for factor in factors]
            total = sum(minuses for minuses, _ in parts)
            return total, Product(tuple(inner for _, inner in parts)) if total else e
        case Quotient(numerator, denominator):
            minuses, inner = _signs_in_front(numerator)
            return minuses, Quotient(inner, denominator) if minuses else e
        case _:
            return 0, e


def _unsigned(e: Expr, arrays: frozenset[str]) -> str:
    match e:
        case Sum():
            return _any_order("+", (_key(term, arrays) for term in _flat(e)))
        case Product():
            return _product(_flat(e), arrays)
        case Set(members):
            return _any_order("{", (_key(member, arrays) for member in members))
        case Logic("or" | "and" | "union" | "intersection" as word):
            return _any_order(word, (_key(operand, arrays) for operand in _flat(e)))
        case Relation(operator, left, right):
            return _relation((operator,), (left, right), arrays)
        case Chain(operands, operators):
            return _relation(operators, operands, arrays)
        case Where(body, bindings):
            given = _any_order("", (_key(binding, arrays) for binding in bindings))
            return f"where({_key(body, arrays)} {given})"
        case Vector(entries):
            return f"[{' '.join(_key(entry, arrays) for entry in entries)}]"
        case Derivative(body, variable):
            return f"d({_key(body, arrays)} {variable.name})"
        case _:
            return _by_field(e, arrays)


def _flat(e: Expr) -> list[Expr]:
    """The parts of a sum, a product or a statement, brackets around parts of the same kind opened."""
    found: list[Expr] = []
    for part in children(e):
        same = type(part) is type(e) and (
            not isinstance(e, Logic) or e.word == getattr(part, "word", "")
        )
        found += _flat(part) if same else (part,)
    return found


def _product(factors: list[Expr], arrays: frozenset[str]) -> str:
    scalars = [_key(f, arrays) for f in factors if not _is_array(f, arrays)]
    rest = [_key(f, arrays) for f in factors if _is_array(f, arrays)]
    return f"*({' '.join(sorted(scalars))}|{' '.join(rest)})"


def _is_array(e: Expr, arrays: frozenset[str]) -> bool:
    match e:
        case Symbol(name):
            return name in arrays
        case Vector() | Matrix():
            return True
        case Call(function) if function in _SCALAR_OF_ARRAYS:
            return False
        case _:
            return any(_is_array(child, arrays) for child in children(e))


def _relation(operators: tuple[str, ...], sides: tuple[Expr, ...], arrays: frozenset[str]) -> str:
    keys = [_key(side, arrays) for side in sides]
    if operators[0] in _MIRRORED:
        operators = tuple(_MIRRORED.get(operator, operator) for operator in reversed(operators))
        keys.reverse()
    elif len(operators) == 1 and operators[0] in ("=", "!="):
        keys.sort()
    return f"{' '.join(operators)}({' '.join(keys)})"


def _any_order(mark: str, keys: Iterable[str]) -> str:
    return f"{mark}({' '.join(sorted(keys))})"


def _by_field(e: Expr, arrays: frozenset[str]) -> str:
    """Any other node: its type and its parts, in order."""
    return f"{type(e).__name__}({' '.join(_part(part, arrays) for part in e.parts())})"


def _part(part: object, arrays: frozenset[str]) -> str:
    if isinstance(part, Node):
        return _key(part, arrays)  # type: ignore[arg-type]
    if isinstance(part, tuple):
        return f"({' '.join(_part(item, arrays) for item in part)})"
    return repr(part)
