"""Side conditions: which of them hold by themselves, and which have to be said.

What is asked here is modest on purpose: a condition is discharged only by the kinds and conditions the
question declares and by signs that can be read off (`x^2 + 5`, `e^x`). The rest is kept and shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.build import ZERO, rational
from tutor.language.expr.nodes import (
    Call,
    Constant,
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
from tutor.language.expr.paths import at, substitute
from tutor.language.expr.views import bound_values, canonical, integer, is_zero

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.scope import Scope


def in_context(condition: Expr, line: Expr, path: Path) -> Expr:
    """A condition found at a path, in the names of the whole line: those of a `where` are replaced."""
    for depth in range(len(path), -1, -1):
        match at(line, path[:depth]):
            case Where() as where if depth < len(path) and path[depth] == 0:
                condition = substitute(condition, bound_values(where))
            case _:
                pass
    return condition


def open_conditions(conditions: Iterable[Expr], scope: Scope) -> tuple[Expr, ...]:
    """Those that do not hold by themselves, each once, in the order found."""
    found: dict[str, Expr] = {}
    for condition in conditions:
        if not holds(condition, scope):
            found.setdefault(canonical(condition), condition)
    return tuple(found.values())


def holds(condition: Expr, scope: Scope) -> bool:
    """Whether a condition is certain in this scope; False means only that it has to be said."""
    if condition in scope.conditions:
        return True
    match condition:
        case Relation(">", u, right) if is_zero(right):
            return is_positive(u, scope)
        case Relation(">=", u, right) if is_zero(right):
            return is_nonnegative(u, scope)
        case Relation("!=", u, right) if is_zero(right):
            return _is_nonzero(u, scope)
        case Relation(">", u, right):
            a, b = rational(u), rational(right)
            return a is not None and b is not None and a > b
        case _:
            return False


def is_positive(e: Expr, scope: Scope) -> bool:
    """Whether the sign can be read off as plus, for all values of the names."""
    value = rational(e)
    if value is not None:
        return value > 0
    match e:
        case Symbol(name):
            return scope.kind(name).base == "positive" or _declared(e, (">",), scope)
        case Constant(name):
            return name in ("e", "pi")
        case Call("exp" | "cosh" | "sigmoid"):
            return True
        case Call("abs", (u,)):
            return _is_nonzero(u, scope)
        case Sum(terms):
            return any(is_positive(t, scope) for t in terms) and all(
                is_nonnegative(t, scope) for t in terms
            )
        case Product(factors):
            return all(is_positive(f, scope) for f in factors)
        case Quotient(a, b):
            return is_positive(a, scope) and is_positive(b, scope)
        case Power(u, n):
            even = (integer(n) or 1) % 2 == 0
            return is_positive(u, scope) or (even and _is_nonzero(u, scope))
        case Root(u, _):
            return is_positive(u, scope)
        case _:
            return False


def is_nonnegative(e: Expr, scope: Scope) -> bool:
    """Whether the value cannot be below zero wherever it is defined."""
    if is_positive(e, scope):
        return True
    value = rational(e)
    if value is not None:
        return value >= 0
    match e:
        case Symbol(name):
            return scope.kind(name).base == "nonnegative" or _declared(e, (">", ">="), scope)
        case Call("abs"):
            return True
        case Power(_, n) if (k := integer(n)) is not None and k % 2 == 0:
            return True
        case Root(_, n):
            return n != ZERO and (integer(n) or 1) % 2 == 0
        case Sum(parts) | Product(parts):
            return all(is_nonnegative(p, scope) for p in parts)
        case Quotient(a, b):
            return is_nonnegative(a, scope) and is_nonnegative(b, scope)
        case _:
            return False


def _is_nonzero(e: Expr, scope: Scope) -> bool:
    match e:
        case Symbol(name) if scope.kind(name).base == "nonzero" or _declared(e, ("!=",), scope):
            return True
        case Negation(u):
            return _is_nonzero(u, scope)
        case Product(factors):
            return all(_is_nonzero(f, scope) for f in factors)
        case Quotient(a, b):
            return _is_nonzero(a, scope) and _is_nonzero(b, scope)
        case Power(u, _):
            return _is_nonzero(u, scope)
        case Sum(terms) if is_positive(Sum(tuple(map(Negation, terms))), scope):
            return True
        case Call("log", (u,)) if (value := rational(u)) is not None:
            return value > 0 and value != 1
        case _:
            value = rational(e)
            return is_positive(e, scope) if value is None else value != 0


def _declared(e: Expr, operators: tuple[str, ...], scope: Scope) -> bool:
    """Whether the question says so: `x > 1` makes x positive."""
    return any(
        isinstance(c, Relation)
        and c.operator in (">", ">=", "!=")
        and c.left == e
        and (value := rational(c.right)) is not None
        and (
            (c.operator in operators and value == 0)
            or (c.operator == ">" and value >= 0)
            or (c.operator == ">=" and value > 0)
        )
        for c in scope.conditions
    )
