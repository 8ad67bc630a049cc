"""The builder's words for statements, lists, brackets, sets, vectors and matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.language.expr.nodes import (
    Call,
    Chain,
    Interval,
    Listing,
    Logic,
    Matrix,
    Negation,
    Number,
    Quotient,
    Relation,
    Root,
    Set,
    Sum,
    Symbol,
    Vector,
    Where,
    Word,
)
from tutor.language.kinds import kind_of
from tutor.language.notation.building import Building, entries
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.piece import Piece
from tutor.language.notation.words import NO_LABELS

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Span
    from tutor.language.notation.tokens import Token

_UP = frozenset({"<", "<=", "="})
_DOWN = frozenset({">", ">=", "="})


class Structures(Building):
    """Each method takes the parts that the grammar hands over, and the range of tokens."""

    # Statements

    def where(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Something with values for its names."""
        body, rest = parts
        bindings = entries(rest)
        bound: set[str] = set()
        for binding in bindings:
            match binding:
                case Relation("=" | "~", Symbol(name), _) if name not in bound:
                    bound.add(name)
                case Relation("=" | "~", Symbol(name), _):
                    raise Mistake("kind", f"{name} is given two values.", binding.span or (0, 0))
                case _:
                    raise Mistake(
                        "kind",
                        "Behind `where` stand names with their values, such as x = 2.",
                        binding.span or self.span(first, last),
                        expected=("name = value",),
                    )
        return self.closed(Where(body.node, bindings, span=self.span(first, last)), first, last)

    def listing(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Items without brackets of their own."""
        node = Listing(tuple(part.node for part in parts), span=self.span(first, last))
        return Piece(node, first, last, "listing", tuple(parts))

    def either(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Statements joined by `or`."""
        return self._logic("or", parts, first, last)

    def both(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Statements joined by `and`."""
        return self._logic("and", parts, first, last)

    def combine(self, parts: list[Any], first: int, last: int) -> Piece:
        """Sets joined by `union`, `intersection`, `without`, from left to right."""
        left: Piece = parts[0]
        node = left.node
        for sign, right in zip(parts[1::2], parts[2::2], strict=True):
            span = self.span(first, right.last)
            ours = node is not left.node  # a union in brackets stays one operand
            if ours and isinstance(node, Logic) and node.word == sign.value != "without":
                node = Logic(node.word, (*node.operands, right.node), span=span)
            else:
                node = Logic(sign.value, (node, right.node), span=span)
        return self.closed(node, first, last)

    def relate(self, parts: list[Any], first: int, last: int) -> Piece:
        """Two sides, or a chain that runs one way."""
        signs = tuple(part.value for part in parts[1::2])
        sides = tuple(part.node for part in parts[::2])
        span = self.span(first, last)
        right: Piece = parts[-1]
        if len(signs) == 1 and right.form == "both_signs" and isinstance(right.node, Set):
            # x = ±2 says two things.
            left = self.value(parts[0])
            said = tuple(Relation(signs[0], left, v, span=span) for v in right.node.members)
            return self.closed(Logic("or", said, span=span), first, last)
        if len(signs) == 1:
            return self.closed(Relation(signs[0], *sides, span=span), first, last)
        for run in (_UP, _DOWN):
            if all(sign in run for sign in signs):
                values = tuple(self.as_value(side, span) for side in sides)
                return self.closed(Chain(values, signs, span=span), first, last)
        turn: Token = parts[1::2][
            next(i for i in range(1, len(signs)) if not _same_way(signs[: i + 1]))
        ]
        raise Mistake(
            "relation_chain",
            "A chain of inequalities must run one way: split it with `and`.",
            (turn.start, turn.end),
        )

    def word(self, parts: list[Token], first: int, last: int) -> Piece:
        """A bare word."""
        return self.closed(Word(parts[0].value, span=self.span(first, last)), first, last)

    def bare_word(self, parts: list[Token], first: int, last: int) -> Piece:
        """A function's name by itself: the `max` of `goal=max`."""
        name = parts[0].value[0]
        if name in NO_LABELS:
            span = self.span(first, last)
            say = f"{name} needs something to work on: write {name}(x)."
            raise Mistake("function_argument", say, span, expected=("a number or a name",))
        return self.closed(Word(parts[0].value[0], span=self.span(first, last)), first, last)

    def around(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`244 ± 4`: the interval around a middle; on a right side two values."""
        self._whole(first, last)
        middle, half = (self.value(part) for part in parts)
        span = self.span(first, last)
        high = Sum((middle, half), span=span)
        low = Sum((middle, Negation(half, span=span)), span=span)
        if first:
            return Piece(Set((high, low), span=span), first, last, "both_signs")
        return self.closed(Vector((low, high), "[", span=span), first, last)

    def plus_minus(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`±2`: both values."""
        self._whole(first, last)
        value = self.value(parts[0])
        span = self.span(first, last)
        node = Set((value, Negation(value, span=span)), span=span)
        return Piece(node, first, last, "both_signs")

    def _whole(self, first: int, last: int) -> None:
        """Refuse `±` inside anything: only a whole answer, or a whole right side, may have both signs."""
        after = self.tokens[last + 1].type if last + 1 < len(self.tokens) else ""
        before = self.tokens[first - 1].type if first else ""
        if after or before not in ("", "REL"):
            raise Mistake(
                "kind",
                "The sign ± can only stand in `x = ±2` or `5 ± 2`: write both values.",
                self.span(first, last),
            )

    def _logic(self, word: str, parts: list[Piece], first: int, last: int) -> Piece:
        node = Logic(word, tuple(part.node for part in parts), span=self.span(first, last))
        return self.closed(node, first, last)

    # Brackets

    def group(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`(x + 1)`, and `(1, 2)`, which is a point."""
        (inside,) = parts
        if inside.form == "listing":
            node: Expr = Vector(entries(inside), "(", span=self.span(first, last))
            return Piece(node, first, last, "closed")
        return Piece(inside.node, first, last, "group", (inside,))

    def group_where(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`(u^2 where u = x + 1)`, which can stand in a product."""
        return Piece(self.where(parts, first, last).node, first, last, "group")

    def brace(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`{x + 1}`, which groups; several items in it are a set."""
        (inside,) = parts
        if inside.form == "listing":
            return self.closed(Set(entries(inside), span=self.span(first, last)), first, last)
        return Piece(inside.node, first, last, "group", (inside,))

    def open_closed(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`(1, 2]`."""
        return self._interval(parts[0], first, last, left=False, right=True)

    def closed_open(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`[1, 2)`."""
        return self._interval(parts[0], first, last, left=True, right=False)

    def angle(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`<1, 2>`."""
        return self.closed(self._vector(entries(parts[0]), "<", first, last), first, last)

    def bracket(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`[1, 2]`, or a matrix if every entry is such a row."""
        if parts[0].form == "bare_matrix":
            return self.closed(parts[0].node, first, last)
        found = entries(parts[0])
        span = self.span(first, last)
        if all(isinstance(entry, Vector) and entry.bracket == "[" for entry in found):
            rows = tuple(entry.entries for entry in found if isinstance(entry, Vector))
            return self.closed(self._matrix(rows, found, span), first, last)
        return self.closed(Vector(found, span=span), first, last)

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
        """`[1 2 | 3; 4 5 | 6]`: one matrix; the bar is only said."""
        found = [entries(part) for part in parts]
        span = self.span(first, last)
        names = any(kind_of(e, self.scope).is_array for row in found for e in row)
        if names or (len(found) == 2 and all(len(row) == 1 for row in found)):
            raise Mistake(
                "shape", "Write an augmented matrix with its numbers: [1 2 | 3; 4 5 | 6].", span
            )
        whole = tuple(a + b for a, b in zip(found[::2], found[1::2], strict=True))
        node = self._matrix(whole, tuple(part.node for part in parts[::2]), span)
        self.note("augmented", "The bar in this matrix is read as one more column.", first, last)
        return self.closed(node, first, last)

    def environment(self, parts: list[Any], first: int, last: int) -> Piece:
        """A matrix of LaTeX: `vmatrix` is its determinant."""
        begin, *lines = parts
        span = self.span(first, last)
        matrix = self._matrix(tuple(entries(p) for p in lines), tuple(p.node for p in lines), span)
        match begin.value:
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
        """`{1, 2}`."""
        return self.closed(Set(entries(parts[0]), span=self.span(first, last)), first, last)

    def set_by_condition(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`{x | x > 1}`: refused, for no node holds it."""
        del parts
        raise Mistake(
            "kind",
            "A set by a condition cannot be read: list its members, or write an interval such as (1, oo).",
            self.span(first, last),
        )

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
        width = len(rows[0])
        for number, (row, place) in enumerate(zip(rows, places, strict=True), 1):
            if len(row) != width:
                raise Mistake(
                    "shape",
                    f"Row {number} has {len(row)} {'entry' if len(row) == 1 else 'entries'}, row 1 has {width}:"
                    " all rows of a matrix are equally long.",
                    place.span or span,
                )
        return Matrix(tuple(tuple(self.as_value(e, span) for e in row) for row in rows), span=span)

    # Marks around or above something

    def absolute(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`|x|`: of a matrix its determinant, of a vector its length."""
        inside = self.value(parts[0])
        kind = kind_of(inside, self.scope)
        name = "norm" if kind.is_vector else "det" if kind.is_matrix else "abs"
        if name == "norm":
            self.note("norm", "Bars around a vector are read as its length.", first, last)
        return self.closed(Call(name, (inside,), span=self.span(first, last)), first, last)

    def norm(self, parts: list[Any], first: int, last: int) -> Piece:
        """`||v||`, `||v||_1`."""
        inside, end = parts
        span = self.span(first, last)
        arguments: tuple[Expr, ...] = (self.value(inside),)
        if end.value in ("oo", "inf"):
            arguments = (*arguments, self.constant_named("oo", last))
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


def _same_way(signs: tuple[str, ...]) -> bool:
    return all(s in _UP for s in signs) or all(s in _DOWN for s in signs)
