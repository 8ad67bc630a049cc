"""Functions applied: arguments counted, inverse functions, marks behind something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Logic,
    Negation,
    Number,
    Power,
    Quotient,
    Root,
    Symbol,
)
from tutor.language.kinds import kind_of
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.tokens import listed
from tutor.language.notation.words import COUNTS, ROOTS
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Span
    from tutor.language.notation.building import Building
    from tutor.language.notation.piece import Piece
    from tutor.language.scope import Scope

INVERSES = {
    name: f"a{name}"
    for name in listed("sin cos tan cot sec csc sinh cosh tanh")
}  # fmt: skip


_TURNS = ("transpose", "adjoint", "inverse_transpose", "star")


def apply_function(
    building: Building, head: tuple[str, str], arguments: tuple[Expr, ...], span: Span
) -> Expr:
    """A known function of its arguments; roots are nodes of their own.

    Raises: Mistake (`function_argument`) if there are too many or too few.
    """
    name, base = head
    if name in COUNTS:
        raise Mistake("function_argument", f"{name} takes 2 arguments: write {name}(n, k).", span)
    if name in ROOTS:
        return root(name, arguments, span)
    if base:
        constant = base == "e" and "e" not in building.scope.kinds
        index: Expr = (
            Number(base, span=span) if base[0].isdigit()
            else Constant("e", span=span) if constant
            else Symbol(base, span=span)
        )  # fmt: skip
        arguments = (*arguments, index)
    if name == "abs" and len(arguments) == 1 and barred(arguments[0], EMPTY) == "abs":
        # Of a declared vector `abs(v)` is `|v|`; of what shows by itself to be an array the word is kept.
        name = barred(arguments[0], building.scope)
    known = FUNCTIONS.get(name)
    if known is not None:
        low, high = known.arity
        if not low <= len(arguments) <= high:
            needs = (
                f"{low}" if low == high else f"{low} or more" if high > 9 else f"{low} or {high}"
            )
            raise Mistake(
                "function_argument",
                f"The function {name} takes {needs} {'argument' if needs == '1' else 'arguments'}, not {len(arguments)}.",
                span,
            )
    return Call(name, arguments, span=span)


def barred(e: Expr, scope: Scope) -> str:
    """What bars around something mean: of a matrix its determinant, of a vector its length."""
    kind = kind_of(e, scope)
    return "norm" if kind.is_vector else "det" if kind.is_matrix else "abs"


def root(name: str, arguments: tuple[Expr, ...], span: Span) -> Expr:
    """`sqrt(x)`, `cbrt(x)`, `root(x, 3)`."""
    index = ROOTS[name]
    if len(arguments) != (1 if index else 2):
        say = "one argument" if index else "two: what is under the root, then which root"
        raise Mistake("function_argument", f"{name} takes {say}.", span)
    if index:
        return Root(arguments[0], Number(str(index), span=span), span=span)
    return Root(arguments[0], arguments[1], span=span)


def powered(
    building: Building, head: tuple[str, str], exponent: Piece, called: Expr, span: Span
) -> Expr:
    """`sin^2 x` is a square; `sin^-1 x` the inverse function, and also one over it.

    Args:
        called: the function of its arguments, without the exponent.
    """
    name, _ = head
    raised = building.value(exponent)
    if (
        isinstance(raised, Negation)
        and isinstance(raised.operand, Number)
        and raised.operand.text == "1"
    ):
        if name not in INVERSES or not isinstance(called, Call):
            raise Mistake(
                "function_argument",
                f"Write 1/{name}(...) for one over {name}.",
                span,
            )
        building.found.add("inverse_function")
        if "inverse_function" in building.other:
            return Quotient(Number("1", span=span), called, span=span)
        return apply_function(building, (INVERSES[name], ""), called.arguments, span)
    if name not in FUNCTIONS and isinstance(raised, Number) and raised.text == "2":
        building.found.add("iterate")
        if "iterate" in building.other:
            return Call(name, (called,), span=span)
    return Power(called, raised, span=span)


def _starred(building: Building, node: Expr, span: Span) -> str:
    """What a raised star means: the adjoint of an array, the conjugate of a complex number."""
    if building.kind_of(node).is_array:
        return "adjoint"
    kinds = building.scope.kinds.values()
    if building.scope.policy.complex or any(kind.base == "complex" for kind in kinds):
        return "conjugate"
    raise Mistake("kind", "A raised star is the conjugate of a complex number or a matrix.", span)


def postfixed(building: Building, inner: Piece, mark: str, span: Span) -> Expr:
    """Something with a mark behind it."""
    if mark == "complement":
        return Logic("not", (inner.node,), span=span)
    # a raised T keeps the vector of one entry that `[x]^T` shows
    node = inner.node if inner.form == "square" and mark in _TURNS else building.value(inner)
    if mark == "inverse_transpose":
        inverse = Power(node, Negation(Number("1", span=span), span=span), span=span)
        return Call("transpose", (inverse,), span=span)
    if mark == "star":
        return Call(_starred(building, node, span), (node,), span=span)
    if not mark.startswith("'"):
        return Call(mark, (node,), span=span)
    if building.kind_of(node).is_array:
        if mark != "'":
            raise Mistake("kind", "One prime is the transpose; more are not read here.", span)
        return Call("transpose", (node,), span=span)
    if isinstance(node, Symbol) and inner.form == "atom":
        return Symbol(node.name + mark, span=span)
    raise Mistake(
        "kind",
        "A prime can follow a name or a matrix. Write the derivative as diff(f, x).",
        span,
    )
