"""Both signs at once: `(-b ± sqrt(D))/(2a)` is two values, `x = ±1` two statements.

The builder puts a mark where a sign stands. When the whole text is read, every item with marks becomes
what it says: all signs of one item are taken together, `∓` the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tutor.language.expr.nodes import (
    Call,
    Chain,
    Listing,
    Logic,
    Matrix,
    Negation,
    Relation,
    Set,
    Sum,
    Vector,
    Where,
)
from tutor.language.expr.paths import subexpressions, transform
from tutor.language.notation.building import refuse_ragged
from tutor.language.notation.mistakes import Mistake

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

PLUS_MINUS: Final = "±"
MINUS_PLUS: Final = "∓"
_MARKS: Final = (PLUS_MINUS, MINUS_PLUS)


def both_signs(e: Expr) -> Expr:
    """The tree without marks: sets of both values, statements joined by `or`."""
    return _item(transform(e, _members))


def interval(e: Expr) -> Expr | None:
    """`244 ± 4` as the interval around a middle; None for anything else."""
    match e:
        case Sum((*terms, Call("±", (half,)))) if not any(map(_marked, (*terms, half))):
            low = Sum((*terms, Negation(half, span=e.span)), span=e.span)
            high = Sum((*terms, half), span=e.span)
            return Vector((low, high), "[", span=e.span)
        case _:
            return None


def _members(e: Expr) -> Expr:
    """A set with both values of each member: `{±1, ±2}` has four."""
    if not isinstance(e, Set) or not _marked(e):
        return e
    members: list[Expr] = []
    for member in e.members:
        value = _item(member)
        members += value.members if isinstance(value, Set) and value is not member else (value,)
    return Set(tuple(members), span=e.span)


def _item(e: Expr) -> Expr:
    """One item, or a list of them, with both signs."""
    if not _marked(e):
        return e
    match e:
        case Listing(items):
            return Listing(tuple(map(_item, items)), span=e.span)
        case Where(body, bindings):
            if any(map(_marked, bindings)):
                say = "Behind `where` each name has one value: write it without ±."
                raise Mistake("kind", say, e.span or (0, 0))
            return Where(_item(body), bindings, span=e.span)
        case Logic("or", operands):
            flat: list[Expr] = []
            for operand in operands:
                said = _item(operand)
                both = said is not operand and isinstance(said, Logic) and said.word == "or"
                flat += said.operands if both and isinstance(said, Logic) else (said,)
            return Logic("or", tuple(flat), span=e.span)
        case Logic(word, operands):
            return Logic(word, tuple(map(_item, operands)), span=e.span)
        case Relation() | Chain():
            return Logic("or", (_signed(e, plus=True), _signed(e, plus=False)), span=e.span)
        case _:
            return Set((_signed(e, plus=True), _signed(e, plus=False)), span=e.span)


def _marked(e: Expr) -> bool:
    return any(isinstance(part, Call) and part.function in _MARKS for _, part in subexpressions(e))


def _signed(e: Expr, *, plus: bool) -> Expr:
    """The reading of an item with the upper signs, or with the lower ones."""

    def change(node: Expr) -> Expr:
        match node:
            case Call("±" | "∓" as mark, (inner,)):
                upper = plus == (mark == PLUS_MINUS)
                return inner if upper else Negation(inner, span=node.span)
            case Vector(entries, "["):  # without marks its entries may all be rows
                rows = [
                    row.entries for row in entries if isinstance(row, Vector) and row.bracket == "["
                ]
                if len(rows) < len(entries):
                    return node
                refuse_ragged(rows, entries, node.span or (0, 0))
                return Matrix(tuple(rows), span=node.span)
            case _:
                return node

    return transform(e, change)
