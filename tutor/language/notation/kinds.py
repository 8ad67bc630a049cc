"""Whether an expression is a number, a vector or a matrix, as far as the names tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.language.expr.nodes import (
    Call,
    Matrix,
    Negation,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

Kind: TypeAlias = Literal["scalar", "vector", "matrix", "unknown"]
_MATRIX_CALLS = frozenset({"transpose", "inverse", "adjoint", "diag"})


def kind(e: Expr, scope: Scope) -> Kind:
    """The kind of a value; `unknown` where a name in it is not declared.

    A product of arrays is a matrix unless it ends in a vector; `x^T y` counts as one, for shapes are not
    worked out here.
    """
    match e:
        case Symbol(name):
            return _of_name(name, scope)
        case Vector():
            return "vector"
        case Matrix():
            return "matrix"
        case Sum(terms):
            return _strongest([kind(term, scope) for term in terms])
        case Negation(operand):
            return kind(operand, scope)
        case Quotient(numerator, _):
            return kind(numerator, scope)
        case Product(factors):
            return _of_product([kind(factor, scope) for factor in factors])
        case Power(base, _):
            return kind(base, scope)
        case Call(function, (argument, *_)) if function in _MATRIX_CALLS:
            inner = kind(argument, scope)
            return "matrix" if inner == "vector" else inner
        case Call("cross"):
            return "vector"
        case _:
            return "scalar"


def _of_name(name: str, scope: Scope) -> Kind:
    if name in scope.given and name not in scope.kinds:
        return (
            kind(scope.given[name], scope)
            if not isinstance(scope.given[name], Symbol)
            else "unknown"
        )
    if name not in scope.kinds:
        return "unknown"
    match scope.kinds[name].base:
        case "vector":
            return "vector"
        case "matrix" | "symmetric":
            return "matrix"
        case _:
            return "scalar"


def _strongest(kinds: list[Kind]) -> Kind:
    for found in ("matrix", "vector", "unknown"):
        if found in kinds:
            return found
    return "scalar"


def _of_product(kinds: list[Kind]) -> Kind:
    arrays = [k for k in kinds if k in ("vector", "matrix")]
    if not arrays:
        return "unknown" if "unknown" in kinds else "scalar"
    return "vector" if arrays[-1] == "vector" else "matrix"


def is_column(e: Expr, scope: Scope) -> bool:
    """Whether a value is a vector, or a matrix of one column as LaTeX writes them."""
    match e:
        case Matrix(rows):
            return len(rows[0]) == 1
        case _:
            return kind(e, scope) == "vector"


def product(form: str, left: Expr, right: Expr, scope: Scope) -> str:
    """The function that a `·` or a `×` between two vectors is: dot, cross; empty for a product of numbers.

    Args:
        form: `dotted` or `crossed`.
    """
    if not (is_column(left, scope) and is_column(right, scope)):
        return ""
    if form == "dotted":
        return "dot"
    return "cross" if all(_size(e, scope) in (3, None) for e in (left, right)) else ""


def _size(e: Expr, scope: Scope) -> int | None:
    """How many entries a vector has; None where that is not told by a number."""
    match e:
        case Vector(entries):
            return len(entries)
        case Matrix(rows):
            return len(rows)
        case Symbol(name) if name in scope.kinds:
            shape = scope.kinds[name].shape
            return shape[0] if shape and isinstance(shape[0], int) else None
        case Symbol(name) if name in scope.given:
            return _size(scope.given[name], scope)
        case Negation(inner) | Quotient(inner, _):
            return _size(inner, scope)
        case Sum(parts) | Product(parts):
            sizes = [s for part in parts if (s := _size(part, scope)) is not None]
            return sizes[0] if sizes else None
        case _:
            return None
