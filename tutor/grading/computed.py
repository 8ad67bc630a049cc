"""An answer that is written as something to do (`diff(x^3, x)`) is worked out, through a derivation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import CallerError
from tutor.language.expr.nodes import Derivative, HigherDerivative, Relation, Verb
from tutor.language.expr.paths import subexpressions

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

# what the oracle works out by itself, by other code than the rules, or compares as it is written
_LEFT_TO_THE_ORACLE = frozenset(
    {"implicit_diff", "sum", "product", "integrate", "limit", "gradient", "hessian"}
)


def computed(answer: Expr, scope: Scope, *, inert: frozenset[str] = frozenset()) -> Expr:
    """The answer with its verbs carried out; as it is where it has none.

    Args:
        inert: verbs that may stay as they are where nothing can be worked out: `P(A)` is `P(A)`.

    A derivative whose derivation stops early is left to the oracle, which differentiates by itself.

    Raises: CallerError (`answer_unsupported`) for a verb that nothing here can carry out.
    """
    todo = [part for _, part in subexpressions(answer) if _is_to_do(part)]
    if not todo:
        return answer
    if isinstance(answer, Relation):
        return Relation(answer.operator, answer.left, computed(answer.right, scope, inert=inert))
    from tutor.derivation import derive

    derivation = derive(answer, scope)
    if derivation.status == "done":
        return derivation.result
    for part in todo:
        if isinstance(part, Verb) and part.name not in _LEFT_TO_THE_ORACLE | inert:
            raise CallerError(
                "answer_unsupported", f"The verb {part.name} cannot be worked out here."
            )
    return answer


def _is_to_do(e: Expr) -> bool:
    return isinstance(e, Derivative | HigherDerivative | Verb)
