"""The bounds of a text, in one frozen place: checked while tokens are made and once on the tree.

A text past one of these is refused with the code `limit_<name>` and what to change; it is never
marked wrong. The bounds of cost are another matter (`language/bounds.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Call, Number, Root, Symbol
from tutor.language.expr.paths import children
from tutor.language.notation.mistakes import Mistake

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Span
    from tutor.language.scope import Scope

CHARACTERS = 1_000
TOKENS = 400
SIGNS = 4
NAME_LENGTH = 24
BRACKETS = 32
DEPTH = 48
NODES = 300
DIGITS = 100
EXPONENT = 400
NAMES = 10
NESTING = 8

# Named operations that are written with a mark, not as a function around something.
_MARKS = frozenset({"factorial", "percent", "degrees", "transpose"})


def passed(name: str, limit: int, say: str, span: Span) -> Mistake:
    """The refusal of a text that passes a bound."""
    return Mistake(f"limit_{name}", f"{say} (at most {limit}).", span)


def too_deep(span: Span) -> Mistake:
    """The refusal of a text whose parts stand too deeply inside each other."""
    return passed("depth", DEPTH, "This is nested too deeply: write it in steps", span)


def check_number(text: str, span: Span) -> None:
    """Refuse a number of too many digits, or with a power of ten that is out of hand."""
    if len(text) <= DIGITS and text.isdigit():
        return  # nearly every number
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa.replace(".", "")) > DIGITS or len(exponent) > 5:
        raise passed("digits", DIGITS, "This number has too many digits: round it", span)
    if exponent and abs(int(exponent)) > EXPONENT:
        raise passed(
            "exponent", EXPONENT, "The power of ten in this number is too large: rewrite it", span
        )


def check_tree(tree: Expr, scope: Scope) -> None:
    """Refuse a tree that is too large or too deep for what comes after; never recurses itself."""
    names: set[str] = set()
    nodes = depth = functions = 0
    level: list[Expr] = [tree]
    while level:
        depth += 1
        if depth > DEPTH:
            raise too_deep(level[0].span or (0, 0))
        nodes += len(level)
        below: list[Expr] = []
        for node in level:
            kind = type(node)
            if kind is Number:
                continue
            if kind is Symbol:
                names.add(node.name)  # type: ignore[union-attr]
                continue
            functions += kind is Call or kind is Root
            below += children(node)
        level = below
    if nodes > NODES:
        raise passed("nodes", NODES, "This has too many parts: simplify it", tree.span or (0, 0))
    if len(names) > NAMES:
        most = max(NAMES, len(scope.kinds.keys() | scope.given.keys()))
        if len(names) > most:
            say = "Too many different names: use fewer"
            raise passed("names", most, say, tree.span or (0, 0))
    if functions > NESTING:
        _check_nesting(tree)


def _check_nesting(tree: Expr) -> None:
    left: list[tuple[Expr, int]] = [(tree, 0)]
    while left:
        node, nesting = left.pop()
        if isinstance(node, Root) or (isinstance(node, Call) and node.function not in _MARKS):
            nesting += 1
            if nesting > NESTING:
                say = "Too many functions inside each other: write it in steps"
                raise passed("nesting", NESTING, say, node.span or (0, 0))
        left += [(child, nesting) for child in children(node)]
