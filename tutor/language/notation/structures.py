"""The builder's words for brackets, sets, vectors and matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.language.expr.nodes import (
    Call,
    Interval,
    Listing,
    Matrix,
    Number,
    Quotient,
    Root,
    Set,
    Symbol,
    Vector,
    Word,
)
from tutor.language.notation.building import Building, entries, refuse_ragged
from tutor.language.notation.calls import barred
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.piece import Piece
from tutor.language.notation.words import FROBENIUS

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Span


class Structures(Building):
    """Each method takes the parts that the grammar hands over, and the range of tokens."""

    # Brackets

    def group(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`(x + 1)`, and `(1, 2)`, which is a point."""
        (inside,) = parts
        if inside.form == "listing":
            node: Expr = Vector(entries(inside), "(", span=self.span(first, last))
            return Piece(node, first, last, "closed")
        return Piece(inside.node, first, last, "group", (inside,))

    def brace(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`{x + 1}`, which groups; several items in it are a set."""
        (inside,) = parts
        if inside.form == "listing":
            return self.closed(Set(entries(inside), span=self.span(first, last)), first, last)
        if inside.form == "square":
            self.value(inside)  # TeX's braces are not seen: what stands in them is the operand
        return Piece(inside.node, first, last, "group", (inside,))

    def open_closed(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`(1, 2]`."""
        return self._interval(parts[0], first, last, left=False, right=True)

    def closed_open(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`[1, 2)`."""
        return self._interval(parts[0], first, last, left=True, right=False)

    def angle(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`<1, 2>`; of two vectors the inner product."""
        found = entries(parts[0])
        if len(found) == 2 and all(self.kind_of(e).is_column for e in found):
            return self.closed(Call("dot", found, span=self.span(first, last)), first, last)
        return self.closed(self._vector(found, "<", first, last), first, last)

    def bra_ket(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`<u|v>`: the inner product."""
        both = tuple(self.value(part) for part in parts)
        return self.closed(Call("dot", both, span=self.span(first, last)), first, last)

    def bracket(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`[1, 2]`, or a matrix if every entry is such a row; `2[x + 1]` shows only later that it groups."""
        (inside,) = parts
        if inside.form == "bare_matrix":
            return self.closed(inside.node, first, last)
        found = entries(inside)
        span = self.span(first, last)
        if all(isinstance(entry, Vector) and entry.bracket == "[" for entry in found):
            rows = tuple(entry.entries for entry in found if isinstance(entry, Vector))
            return self.closed(self._matrix(rows, found, span), first, last)
        form = "closed" if inside.form == "listing" else "square"
        return Piece(Vector(found, span=span), first, last, form, (inside,))

    def row(self, parts: list[Piece], first: int, last: int) -> Piece:
        """The entries of one row."""
        node = Listing(tuple(part.node for part in parts), span=self.span(first, last))
        return Piece(node, first, last, "listing", tuple(parts))

    def rows(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`[1, 2; 3, 4]`."""
        found = [entries(part) for part in parts]
        single = [row[0] for row in found if len(row) == 1]
        if len(single) == len(found) and all(isinstance(entry, Vector) for entry in single):
            found = [entry.entries for entry in single if isinstance(entry, Vector)]
        node = self._matrix(
            tuple(found), tuple(part.node for part in parts), self.span(first, last)
        )
        return self.closed(node, first, last)

    def augmented(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`[1 2 | 3; 4 5 | 6]`, `[A | b]` with values: one matrix; the bar is only said."""
        found = [entries(part) for part in parts]
        span = self.span(first, last)
        arrays = any(self.kind_of(e).is_array for row in found for e in row)
        if arrays or (len(found) == 2 and all(len(row) == 1 for row in found)):
            node: Expr = Matrix(self._blocks(found, span), span=span)
        else:
            whole = tuple(a + b for a, b in zip(found[::2], found[1::2], strict=True))
            node = self._matrix(whole, tuple(part.node for part in parts[::2]), span)
        self.note("augmented", "The bar in this matrix is read as one more column.", first, last)
        return self.closed(node, first, last)

    def _blocks(self, found: list[tuple[Expr, ...]], span: Span) -> tuple[tuple[Expr, ...], ...]:
        """The rows of `[A | b]`, where both are written out or have values. Raises: Mistake (`shape`)."""
        blocks = [self._block(row) for row in found]
        if len(found) != 2 or not all(blocks):
            raise Mistake(
                "shape",
                "Write an augmented matrix with its numbers: [1 2 | 3; 4 5 | 6].", span,
            )  # fmt: skip
        left, right = blocks
        if len(left) != len(right):
            raise Mistake("shape", "The parts beside the bar need as many rows.", span)
        return tuple(a + b for a, b in zip(left, right, strict=True))

    def _block(self, row: tuple[Expr, ...]) -> tuple[tuple[Expr, ...], ...]:
        """The rows of what stands on one side of the bar; empty where they are not known."""
        if len(row) == 1:
            return self._rows_of(row[0])
        rows = tuple(entry.entries for entry in row if isinstance(entry, Vector))
        return rows if len(rows) == len(row) and len({len(r) for r in rows}) == 1 else ()

    def _rows_of(self, block: Expr) -> tuple[tuple[Expr, ...], ...]:
        """The rows of a matrix or a column that is written out or given; empty for anything else."""
        match block:
            case Symbol(name) if name in self.scope.given:
                return self._rows_of(self.scope.given[name])
            case Matrix(rows):
                return rows
            case Vector(column):
                return tuple((entry,) for entry in column)
            case _:
                return ()

    def environment(self, parts: list[Any], first: int, last: int) -> Piece:
        """A matrix of LaTeX: `vmatrix` is its determinant."""
        begin, *lines = parts
        span = self.span(first, last)
        matrix = self._matrix(tuple(entries(p) for p in lines), tuple(p.node for p in lines), span)
        name, barred = begin.value
        if barred:
            self.note(
                "augmented", "The bar in this matrix is read as one more column.", first, last
            )
        match name:
            case "vmatrix":
                return self.closed(Call("det", (matrix,), span=span), first, last)
            case "Vmatrix":
                return self.closed(Call("norm", (matrix,), span=span), first, last)
            case "array" | "matrix" | "smallmatrix":
                # These have no brackets of their own: square ones around them are theirs.
                return Piece(matrix, first, last, "bare_matrix")
            case _:
                return self.closed(matrix, first, last)

    def empty_set(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`{}`."""
        del parts
        return self.closed(Set((), span=self.span(first, last)), first, last)

    def set(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`{1, 2}`; `{x if x > 0, -x otherwise}` is a value by cases."""
        (inside,) = parts
        if inside.form in ("branch", "branches"):
            return self.closed(inside.node, first, last)
        node = Set(entries(inside), span=self.span(first, last))
        form = "closed" if inside.form == "listing" else "braces"
        return Piece(node, first, last, form, (inside,))

    def _interval(self, inside: Piece, first: int, last: int, *, left: bool, right: bool) -> Piece:
        ends = entries(inside)
        span = self.span(first, last)
        if len(ends) != 2:
            raise Mistake("bracket", "This bracket opens one way and closes another.", span)
        lower, upper = (self.as_value(end, span) for end in ends)
        return self.closed(Interval(lower, upper, left, right, span=span), first, last)

    def _vector(self, found: tuple[Expr, ...], bracket: str, first: int, last: int) -> Expr:
        span = self.span(first, last)
        return Vector(tuple(self.as_value(e, span) for e in found), bracket, span=span)

    def _matrix(
        self, rows: tuple[tuple[Expr, ...], ...], places: tuple[Expr, ...], span: Span
    ) -> Expr:
        """Rows of equal length. Raises: Mistake (`shape`) naming the first row that differs."""
        refuse_ragged(rows, places, span)
        return Matrix(tuple(tuple(self.as_value(e, span) for e in row) for row in rows), span=span)

    # Marks around or above something

    def absolute(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`|x|`: of a matrix its determinant, of a vector its length."""
        inside = self.value(parts[0])
        name = barred(inside, self.scope)
        if name == "norm":
            self.note("norm", "Bars around a vector are read as its length.", first, last)
        return self.closed(Call(name, (inside,), span=self.span(first, last)), first, last)

    def norm(self, parts: list[Any], first: int, last: int) -> Piece:
        """`||v||`, `||v||_1`."""
        inside, end = parts
        span = self.span(first, last)
        arguments: tuple[Expr, ...] = (self.as_value(inside.node, span),)
        if end.value == "oo":
            arguments = (*arguments, self.constant_named("oo", last))
        elif end.value == "F":
            arguments = (*arguments, Word(FROBENIUS, span=self.span(last, last)))
        elif end.value and end.value != "2":
            arguments = (*arguments, Number(end.value, span=self.span(last, last)))
        return self.closed(Call("norm", arguments, span=span), first, last)

    def constant_named(self, name: str, at: int) -> Expr:
        """A constant at the place of one token."""
        from tutor.language.expr.nodes import Constant

        return Constant(name, span=self.span(at, at))

    def fraction(self, parts: list[Piece], first: int, last: int) -> Piece:
        r"""`\frac{a}{b}`."""
        above, below = (self.value(part) for part in parts)
        return self.closed(Quotient(above, below, span=self.span(first, last)), first, last)

    def binomial(self, parts: list[Piece], first: int, last: int) -> Piece:
        r"""`\binom{n}{k}`."""
        above, below = (self.value(part) for part in parts)
        return self.closed(
            Call("binomial", (above, below), span=self.span(first, last)), first, last
        )

    def square_root(self, parts: list[Piece], first: int, last: int) -> Piece:
        r"""`\sqrt{x}`."""
        span = self.span(first, last)
        return self.closed(
            Root(self.value(parts[0]), Number("2", span=span), span=span), first, last
        )

    def indexed_root(self, parts: list[Piece], first: int, last: int) -> Piece:
        r"""`\sqrt[3]{x}`."""
        index, inside = (self.value(part) for part in parts)
        return self.closed(Root(inside, index, span=self.span(first, last)), first, last)
