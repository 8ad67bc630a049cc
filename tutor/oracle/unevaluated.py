"""What is not worked out here, such as integrals, limits, values by cases: the same as itself; short sums written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.heads import LETTERED
from tutor.language.expr.nodes import Call, Negation, Number, Product, Sum, Symbol, Verb
from tutor.language.expr.paths import same_but_bound, subexpressions, substitute

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

UNEVALUATED = LETTERED | {"sum", "product", "integrate", "limit", "piecewise", "arg"}
MOST_TERMS = 100  # of a sum that is written out
_MOST_NODES = 3_000  # of all its terms together


def is_same_unevaluated(one: Expr, other: Expr) -> bool:
    """Whether two expressions are one, with something in them that has no value here but its own.

    The names that a sum goes over, or an integral is taken by, may differ.
    """
    return holds_unevaluated(one) and same_but_bound(one, other)


def holds_unevaluated(e: Expr) -> bool:
    """Whether something in an expression has no value here but its own."""
    for _, part in subexpressions(e):
        match part:
            case Verb(name) | Call(name) if name in UNEVALUATED:
                return True
    return False


def written_out(e: Verb) -> Expr | None:
    """The terms of a sum, or the factors of a product, between two numbers; None where it is no short one."""
    match e:
        case Verb("sum" | "product" as name, (body, Symbol(index), lower, upper), ()):
            first, last = _integer(lower), _integer(upper)
        case _:
            return None
    if first is None or last is None or last - first >= MOST_TERMS:
        return None
    if any(_counts(part, index) for _, part in subexpressions(body)):
        return None
    size = sum(1 for _ in subexpressions(body))
    if size * (last - first + 1) > _MOST_NODES:
        return None
    terms = tuple(substitute(body, {index: _number(k)}) for k in range(first, last + 1))
    if not terms:
        return Number("0" if name == "sum" else "1")
    return terms[0] if len(terms) == 1 else Sum(terms) if name == "sum" else Product(terms)


def _counts(e: Expr, index: str) -> bool:
    """Whether a name has the index of a sum below it: `x_i` stands for x_1, x_2 ..."""
    return isinstance(e, Symbol) and index.partition("_")[0] in e.name.partition("_")[2]


def _integer(e: Expr) -> int | None:
    match e:
        case Number(text) if text.isdigit():
            return int(text)
        case Negation(Number(text)) if text.isdigit():
            return -int(text)
        case _:
            return None


def _number(k: int) -> Expr:
    return Number(str(k)) if k >= 0 else Negation(Number(str(-k)))
