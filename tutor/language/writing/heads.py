r"""The verbs that people write with a letter: `P(A | B)`, `E[X]`, `Var(X)`, `Cov(X, Y)`.

The same verbs as statistics of data (`variance([1, 2, 3]; ddof=1)`) are written as calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.language.expr.heads import WRITTEN
from tutor.language.expr.naming import name_parts
from tutor.language.expr.nodes import Chain, Listing, Logic, Relation, Symbol, Verb, Where, Word
from tutor.language.expr.paths import children, subexpressions
from tutor.language.writing.beside import shows_an_array

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_JOINS: Final = frozenset({"not", "or", "and", "union", "intersection", "without"})


def head(e: Expr) -> str:
    """The letters with which `e` is written; empty if it is no such verb, or one that is written as a call."""
    match e:
        case Verb("probability", (inside,), options):
            shown = is_event(inside) and not any(
                map(_has_a_bar_above, (inside, *dict(options).values()))
            )
        case Verb("expectation" | "variance", (inside,), options):
            shown = not shows_an_array(inside)
        case Verb("covariance", (_, _) as both, options):
            shown = not any(map(shows_an_array, both))
        case _:
            return ""
    parts = (*e.arguments, *(value for _, value in options))
    given = options == () or (len(options) == 1 and options[0][0] == "given")
    words = any(isinstance(part, Word) for part in e.arguments)
    hidden = words or any(map(_hides_a_bar, parts))
    return WRITTEN[e.name] if shown and given and not hidden else ""


def is_event(e: Expr) -> bool:
    """Whether `e` shows itself to be an event: a relation, or names in capitals joined by and, or, not."""
    match e:
        case Symbol(name):
            return name[0].isupper()
        case Relation(operator) if operator not in ("|", ":", "~"):
            return True
        case Chain():
            return True
        case Logic(word, operands):
            return word in _JOINS and all(map(is_event, operands))
        case _:
            return False


def _has_a_bar_above(e: Expr) -> bool:
    """Whether a name such as A_bar stands as an event, where a bar is a complement."""
    match e:
        case Symbol(name):
            parts = name_parts(name)
            return parts is not None and parts.accent == "bar"
        case Relation() | Chain():
            return False
        case _:
            return any(_has_a_bar_above(part) for part in children(e))


def _hides_a_bar(e: Expr) -> bool:
    """Whether a bar or a list in `e` would be taken for the one before what is given."""
    return isinstance(e, Listing | Where) or any(
        isinstance(part, Relation) and part.operator == "|" for _, part in subexpressions(e)
    )
