"""What every part of the builder stands on: spans, guards, forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import (
    Chain,
    Interval,
    Listing,
    Logic,
    Number,
    Product,
    Relation,
    Set,
    Symbol,
    Word,
)
from tutor.language.expr.paths import free_names
from tutor.language.kinds import Inference
from tutor.language.kinds.kind import differ
from tutor.language.notation import limits
from tutor.language.notation.forks import Fork
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.piece import Piece
from tutor.language.notation.reading import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.expr.nodes import Expr, Span
    from tutor.language.kinds import Kind
    from tutor.language.notation.tokens import Token
    from tutor.language.scope import Scope

# Far above what a tree may have (brackets count here): nothing that recurses while building gets deeper.
_DEEPEST = 4 * limits.DEPTH
# What is no value, in the words of a message.
_NO_VALUE = {
    Relation: "an equation",
    Chain: "an inequality",
    Logic: "a statement",
    Listing: "a list",
    Set: "a set",
    Interval: "an interval",
    Word: "a word",
}


class Building:
    """The builder's state for one parse of one text.

    Args:
        tokens: what the parser reads.
        scope: the names of the question.
        other: the constructs to be read the other way.

    Attributes:
        signed: whether a `±` stands somewhere.
        branching: whether an `otherwise` does.
        open_ended: whether a derivative, a limit, a sum or a bar at a point does: what stands beside it may
            belong to it.
    """

    def __init__(self, tokens: Sequence[Token], scope: Scope, other: frozenset[str]) -> None:
        self.tokens = tokens
        self.scope = scope
        self.other = other
        self.forks: dict[tuple[str, int, int], Fork] = {}
        self.found: set[str] = set()
        # for the last token of some factors, the forks that one more factor right behind makes longer
        self.reaching: dict[int, list[tuple[str, int]]] = {}
        self.towers: dict[int, Piece] = {}  # by their last token, powers of powers such as 2^3^2
        self.notes: list[Note] = []
        self._inference = Inference(scope, remember=True)
        self.signed = False
        self.branching = False
        self.open_ended = False

    def __call__(self, word: str, parts: list[Piece], first: int, last: int) -> Piece:
        """The value of one production: `word` names the method that makes it."""
        made: Piece = getattr(self, word)(parts, first, last)
        if made.depth:
            return made
        deepest = 0
        for part in made.parts or parts:
            if type(part) is Piece and part.depth > deepest:
                deepest = part.depth
        made.depth = 1 + deepest
        if deepest >= _DEEPEST:
            raise limits.too_deep(self.span(first, last))
        return made

    def span(self, first: int, last: int) -> Span:
        """The place of some tokens in the text as typed."""
        return self.tokens[first].start, self.tokens[last].end

    def closed(self, node: Expr, first: int, last: int) -> Piece:
        """A piece that nothing behind it can change."""
        return Piece(node, first, last, "closed")

    def value(self, piece: Piece) -> Expr:
        """The node of a piece that has to be a value: an operand, where square brackets around one thing group.

        Raises: Mistake (`kind`) for an equation, a set, a word.
        """
        if piece.form == "square":
            piece.opened()
        node = piece.node
        if type(node) in _NO_VALUE:
            self.as_value(node, self.span(piece.first, piece.last))
        return node

    def beside(self, parts: Sequence[Piece]) -> None:
        """Let `[x]` be the vector that it shows where a vector or a matrix stands in the same sum or product."""
        squares = [part for part in parts if part.form == "square"]
        others = (part.node for part in parts if part.form != "square")
        if squares and any(self.kind_of(node).is_array for node in others):
            for part in squares:
                part.form = "closed"

    def as_value(self, node: Expr, span: Span) -> Expr:
        """The same for a node."""
        what = _NO_VALUE.get(type(node))
        if what is not None:
            raise Mistake(
                "kind",
                f"Here stands {what}, but a number, a name or an expression is needed.",
                node.span or span,
                expected=("a number or a name",),
            )
        return node

    def as_condition(self, node: Expr, span: Span) -> Expr:
        """The same node if it is a statement. Raises: Mistake (`kind`)."""
        if not is_condition(node):
            raise Mistake(
                "kind",
                "A condition is needed here, such as x > 0.",
                node.span or span,
                expected=("a condition",),
            )
        return node

    def kind_of(self, e: Expr) -> Kind:
        """What a part is; each is looked at once, however large the parts around it get."""
        return self._inference.kind(e)

    def fork(
        self, construct: str, first: int, last: int, *, function: int = -1, within: int = 0
    ) -> None:
        """Note that brackets around these tokens would read the text another way.

        A longer one from the same place takes the place of a shorter one: it is the same construct,
        seen again when more of it was read. `within` tells apart those that only open together.
        """
        self.forks[construct, first, within] = Fork(construct, first, last, function)

    def finish(self) -> None:
        """What is told only when all of the text has been read."""
        for tower in self.towers.values():
            self._tower(tower)

    def _tower(self, whole: Piece) -> None:
        """Each level of `2^3^2` bracketed with what is below it."""
        middle = whole.parts[1]
        while middle.form == "power" and self.is_bare_number(middle.parts[0]):
            self.fork("power_tower", whole.first, middle.parts[0].last, within=middle.first)
            middle = middle.parts[1]

    def product_of_vectors(self, form: str, left: Expr, right: Expr) -> str:
        """The function that a `·` or a `×` between two vectors is; empty where it is a product.

        Args:
            form: `dotted` or `crossed`.
        """
        kinds = self.kind_of(left), self.kind_of(right)
        if not all(kind.is_column and kind.certain for kind in kinds):
            return ""
        one, other = (kind.shape[0] for kind in kinds)
        if 1 in (one, other) and one != other:
            return ""  # one entry is as good as a number
        if form == "dotted":
            return "dot"
        return "" if any(differ(kind.shape[0], 3) for kind in kinds) else "cross"

    def note(self, code: str, text: str, first: int, last: int) -> None:
        """Add something worth saying about a part of the text."""
        self.notes.append(Note(code, text, self.span(first, last)))

    def is_bare_number(self, piece: Piece, text: str = "") -> bool:
        """Whether a piece is a number that stands without brackets (and is this one)."""
        node = piece.node
        return piece.form == "number" and isinstance(node, Number) and text in ("", node.text)


def is_condition(node: Expr) -> bool:
    """Whether a node is a statement that holds or does not: what may stand behind `if`."""
    match node:
        case Relation("=" | "!=" | "<" | "<=" | ">" | ">=" | "in") | Chain():
            return True
        case Logic("and" | "or" | "not", operands):
            return all(map(is_condition, operands))
        case _:
            return False


def refuse_ragged(rows: Sequence[tuple[Expr, ...]], places: Sequence[Expr], span: Span) -> None:
    """Refuse rows that are not equally long. Raises: Mistake (`shape`) naming the first that differs."""
    width = len(rows[0])
    for number, (row, place) in enumerate(zip(rows, places, strict=True), 1):
        if len(row) != width:
            raise Mistake(
                "shape",
                f"Row {number} has {len(row)} {'entry' if len(row) == 1 else 'entries'}, row 1 has {width}:"
                " all rows of a matrix are equally long.",
                place.span or span,
            )


def refuse_circle(bindings: Sequence[Expr], span: Span) -> None:
    """Refuse values that are given by one another: `x where x = y, y = x`. Raises: Mistake (`kind`)."""
    values = {
        binding.left.name: free_names(binding.right)
        for binding in bindings
        if isinstance(binding, Relation) and binding.operator == "="
        if isinstance(binding.left, Symbol)
    }
    known = {name for name in values if not values[name] & values.keys()}
    while more := {n for n in values.keys() - known if values[n] & values.keys() <= known}:
        known |= more
    if left := sorted(values.keys() - known):
        say = f"The value of {left[0]} is given by {left[0]} again: write a value that does not need it."
        raise Mistake("kind", say, span)


def entries(piece: Piece) -> tuple[Expr, ...]:
    """The items of a list that stands without brackets of its own; any other piece is one item."""
    return (
        piece.node.items
        if piece.form == "listing" and isinstance(piece.node, Listing)
        else (piece.node,)
    )


def factors(piece: Piece) -> tuple[Expr, ...]:
    """The factors of a product that stands without brackets of its own."""
    if piece.form in ("juxtaposition", "product") and isinstance(piece.node, Product):
        return piece.node.factors
    return (piece.node,)
