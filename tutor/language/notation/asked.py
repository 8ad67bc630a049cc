"""What a text asks to be worked out: a response must not ask for its own answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.heads import NAMES_OF_RESULTS
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    HigherDerivative,
    Listing,
    Relation,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import children
from tutor.language.notation.mistakes import Mistake

if TYPE_CHECKING:
    from collections.abc import Collection

    from tutor.language.expr.nodes import Expr

_EXPRESSIONS = frozenset({"sum", "product"})  # written out they are as good as computed
_TO_DO = (Verb, Derivative, HigherDerivative)


def check_verbs(tree: Expr, allowed: Collection[str] | None, text: str) -> None:
    """Refuse a verb that this text may not use: a response must not ask for its own answer."""
    if allowed is None:
        return
    labels = _labels(tree)
    left = [tree]
    while left:
        part = left.pop()
        left += children(part)
        if not isinstance(part, _TO_DO) or any(part is label for label in labels):
            continue
        match part:
            case Verb(name):
                pass
            case Derivative(body) | HigherDerivative(body) if not _is_name(body):
                name = "partial" if part.partial else "diff"
            case _:
                continue
        if name not in allowed and name not in _EXPRESSIONS:
            raise Mistake(
                "verb_unknown",
                f"An answer here cannot ask for {_typed(text, part, name)}: work it out.",
                part.span or (0, 0),
            )


def _typed(text: str, part: Expr, name: str) -> str:
    r"""How a verb was typed: `d/dx`, `∫`, `\int`; else its name."""
    found = _SIGN.match(text, part.span[0]) if part.span else None
    return found.group()[:24] if found else name


_SIGN = re.compile(
    r"(?:\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}|[d∂][^\s(/]*/[d∂][A-Za-z0-9^²]*|\\[A-Za-z]+|[∫∑∏∇∂]|[A-Za-z_]+)"
)


def _labels(tree: Expr) -> list[Expr]:
    """The left sides that only say what a part of an answer is: `E[X] = 3`, `∇f = [2x, 2y]`."""
    body = tree.body if isinstance(tree, Where) else tree
    return [
        item.left
        for item in (body.items if isinstance(body, Listing) else (body,))
        if isinstance(item, Relation) and item.operator == "="
        if isinstance(item.left, Verb) and item.left.name in NAMES_OF_RESULTS
    ]


def _is_name(body: Expr) -> bool:
    """Whether a derivative of this only names a result: `dy/dx`, `d/dx f(x)`."""
    from tutor.language.expr.functions import FUNCTIONS

    match body:
        case Symbol():
            return True
        case Call(function):
            return function not in FUNCTIONS
        case Derivative(inner) | HigherDerivative(inner):
            return _is_name(inner)
        case _:
            return False
