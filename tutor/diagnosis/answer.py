"""The value that a response stands for: without the left side that only names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.expert import unknown_of
from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Derivative,
    HigherDerivative,
    Listing,
    Quotient,
    Relation,
    Symbol,
    Verb,
)
from tutor.language.expr.paths import free_names, subexpressions

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr


def value_of(line: Expr, problem: Expr) -> Expr:
    """What `line` gives as the value of `problem`: `f'(x) = 6x^2` gives `6x^2`, `a = b = c` gives `c`.

    An equation that still holds the derivative an implicit problem asks for gives what it says about it.
    A line of a problem that is an equation itself stays whole.
    """
    if is_condition(problem):
        return line
    match line:
        case Chain(operands, operators) if set(operators) == {"="}:
            return value_of(operands[-1], problem)
        case Relation("=", left, right) if left == problem or _only_names(left, right):
            return right
        case Relation("=") if (unknown := unknown_of(problem)) and _holds(line, unknown):
            return Verb("solve_for", (line, Symbol(unknown)))
        case _:
            return line


def is_condition(e: Expr) -> bool:
    """Whether it is an equation, an inequality or a system of them: it has solutions, not a value."""
    parts = e.items if isinstance(e, Listing) else (e,)
    return all(isinstance(part, Relation) for part in parts)


def is_solved(e: Expr) -> bool:
    """Whether every equation of a condition says what a name is."""
    parts = e.items if isinstance(e, Listing) else (e,)
    return all(
        isinstance(part, Relation)
        and isinstance(part.left, Symbol)
        and part.left.name not in free_names(part.right)
        for part in parts
    )


def _only_names(left: Expr, right: Expr) -> bool:
    match left:
        case Symbol(name):
            return name not in free_names(right)
        case Call(name, arguments):
            return name not in FUNCTIONS and all(isinstance(a, Symbol) for a in arguments)
        case Derivative(body) | HigherDerivative(body):
            return isinstance(body, Symbol) or _only_names(body, right)
        case Quotient(Symbol(above), Symbol(below)):  # dy/dx, however it was read
            return above.startswith("d") and below.startswith("d")
        case _:
            return False


def _holds(line: Expr, unknown: str) -> bool:
    return any(part == Symbol(unknown) for _, part in subexpressions(line))
