"""What the builder hands upwards: a node with the tokens it came from and how it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr


class Piece:
    """A part of the text that has been read.

    The tree forgets brackets and the difference between `2x` and `2*x`; other readings need both.

    Args:
        node: the expression.
        first, last: numbers of its first and last token.
        form: how it was written: `atom`, `number`, `group`, `juxtaposition`, `product`, `sum`, `power`,
            `negation`, `bare` (a function without brackets), `derivative`, `radical`, `listing`,
            `divisor`, `square` and `braces` (one thing in square brackets, in braces), `closed` (anything else).
        parts: the pieces that its form is made of.

    `depth` is set by the builder: how many productions stand inside each other.
    """

    __slots__ = ("depth", "first", "form", "last", "node", "parts")

    def __init__(
        self, node: Expr, first: int, last: int, form: str, parts: tuple[Piece, ...] = ()
    ) -> None:
        self.node = node
        self.first = first
        self.last = last
        self.form = form
        self.parts = parts
        self.depth = 0

    def opened(self) -> None:
        """Take the brackets around one thing for brackets that only group."""
        self.form, self.node = "group", self.parts[0].node

    @property
    def head(self) -> Piece:
        """The piece that begins where this one begins and to which a d/dx before it is nearest."""
        piece = self
        while piece.form in ("juxtaposition", "product", "power"):
            piece = piece.parts[0]
        return piece

    @property
    def tail(self) -> Piece:
        """The piece that ends where this one ends and to which a following `/` is nearest."""
        piece = self
        while piece.form in ("juxtaposition", "product", "negation"):
            piece = piece.parts[-1]
        return piece
