"""The builder's words for integrals, sums, products, limits, gradients and values at a point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.language.expr.binders import bound_names
from tutor.language.expr.nodes import (
    Constant,
    Derivative,
    HigherDerivative,
    Listing,
    Negation,
    Number,
    Quotient,
    Relation,
    Set,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.language.expr.paths import free_names
from tutor.language.notation.building import Building, entries, refuse_circle
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.expr.nodes import Expr, Span
    from tutor.language.notation.tokens import Token

    Mark = tuple[str, Sequence[str], Any]


class Calculus(Building):
    """Each method takes the parts that the grammar hands over, and the range of tokens."""

    # Integrals

    def integrate(self, parts: list[Any], first: int, last: int) -> Piece:
        """`∫_0^1 x^2 dx`: from the sign to the dx; `∫ dx` is the integral of 1."""
        *inside, end = parts[1:]
        bounds: tuple[Expr, ...] = ()
        if inside and inside[0].form in ("between", "region"):
            bounds = self._bounds(inside.pop(0))
        span = self.span(first, last)
        body = self.value(inside[0]) if inside else Number("1", span=self.span(last, last))
        variable = Symbol(end.value, span=self.span(last, last))
        node = Verb("integrate", (body, variable, *bounds), span=span)
        return Piece(node, first, last, "integral")

    def from_to(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`_0^1`."""
        node = Listing(tuple(self.value(part) for part in parts), span=self.span(first, last))
        return Piece(node, first, last, "between", tuple(parts))

    def to_from(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`^1_0`."""
        return self.from_to(parts[::-1], first, last)

    def region(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`_D`, which is read only where it is the whole line."""
        return Piece(parts[0].node, first, last, "region", tuple(parts))

    def _bounds(self, piece: Piece) -> tuple[Expr, ...]:
        if piece.form == "between":
            self._pi_behind(piece)
            return entries(Piece(piece.node, piece.first, piece.last, "listing"))
        span = self.span(piece.first, piece.last)
        if piece.node == Word("reals"):
            infinity = Constant("oo", span=span)
            return Negation(infinity, span=span), infinity
        raise Mistake(
            "operand_missing",
            "An integral needs both bounds, as in ∫_0^1; a double integral is written as two.",
            span,
            expected=("^",),
        )

    def _pi_behind(self, piece: Piece) -> None:
        """`∫_0^2pi`: the bound is 2, and by half the people 2 pi."""
        tokens = self.tokens
        above = max(piece.parts, key=lambda part: part.first)
        if above.last + 1 == len(tokens) or not self.is_bare_number(above):
            return
        behind = tokens[above.last + 1]
        if behind.type == "CONSTANT" and not behind.blank:
            self.fork("bound", above.first, above.last + 1)

    def _divided(self, above: Expr, below: Expr, span: Span) -> Expr | None:
        """`∫ dx/x`: what stands behind the dx and holds its name belongs inside; None where none does."""
        match above:
            case Verb("integrate", (body, Symbol(name) as x, *bounds), ()):
                inner = self._divided(body, below, span)
                if inner is None and name in free_names(below):
                    inner = Quotient(body, below, span=span)
                if inner is None:
                    return None
                return Verb("integrate", (inner, x, *bounds), span=span)
            case Negation(operand):
                inner = self._divided(operand, below, span)
                return inner and Negation(inner, span=span)
            case _:
                return None

    # Sums, products, limits

    def overall(self, parts: list[Token], first: int, last: int) -> Piece:
        """`∑` of everything there is."""
        return self._big(parts[0].value, (), first, last)

    def indexed(self, parts: list[Any], first: int, last: int) -> Piece:
        """`∑_i`, `∑_{i in S}`."""
        sign, index = parts
        names = index.node.members if isinstance(index.node, Set) else (index.node,)
        span = self.span(index.first, index.last)
        for name in names:
            match name:
                case Symbol() | Relation("in", Symbol(), _):
                    pass
                case Relation("=", Symbol(), _):
                    raise Mistake(
                        "operand_missing",
                        "Say how far this goes: write the last number above, as in ∑_{k=1}^n.",
                        span,
                        expected=("^",),
                    )
                case _:
                    raise _no_index(span)
        big = self._big(sign.value, names, first, last)
        return big if len(names) == 1 else Piece(big.node, first, last, "nested")

    def indexed_to(self, parts: list[Any], first: int, last: int) -> Piece:
        """`∑_{k=1}^n`."""
        sign, index, upper = parts
        match index.node:
            case Relation("=", Symbol() as name, lower):
                bounds = self.as_value(lower, lower.span or (0, 0)), self.value(upper)
                return self._big(sign.value, (name, *bounds), first, last)
            case _:
                raise _no_index(self.span(index.first, index.last))

    def to_indexed(self, parts: list[Any], first: int, last: int) -> Piece:
        """`∑^n_{k=1}`."""
        return self.indexed_to([parts[0], parts[2], parts[1]], first, last)

    def limit(self, parts: list[Any], first: int, last: int) -> Piece:
        """`lim_{x->0}`."""
        _, near = parts
        return Piece(near.node, first, last, "big")

    def approach(self, parts: list[Any], first: int, last: int) -> Piece:
        """`x -> 0+`: a name, where it goes, and from which side."""
        name, arrow, place, *side = parts
        span = self.span(first, last)
        match name.node:
            case Symbol():
                pass
            case Vector(names) if all(isinstance(e, Symbol) for e in names):
                pass
            case _:
                raise Mistake("kind", "Before the arrow stands a name, as in x -> 0.", span)
        word = side[0].value if side else arrow.value
        options = (("side", Word(word, span=span)),) if word else ()
        node = Verb("limit", (name.node, self.value(place)), options, span=span)
        return Piece(node, first, last, "near")

    def reach(self, parts: list[Piece], first: int, last: int) -> Piece:
        """A sum, a product or a limit of the product behind it."""
        sign, body = parts
        node, span = self.value(body), self.span(first, last)
        head = sign.node
        assert isinstance(head, Verb)
        if sign.form == "nested":  # ∑_{i,j} is a sum of sums
            for index in reversed(head.arguments):
                node = Verb(head.name, (node, index), span=span)
        else:
            node = Verb(head.name, (node, *head.arguments), head.options, span=span)
        self.open_ended = True
        return Piece(node, first, last, "reach", (body,))

    def _big(self, name: str, rest: tuple[Expr, ...], first: int, last: int) -> Piece:
        return Piece(Verb(name, rest, span=self.span(first, last)), first, last, "big")

    def _reaches(self, parts: Sequence[Piece], last: int) -> None:
        """`lim_{x->0} x^2 + x`: whether it ends with its term, where the rest holds its name as well."""
        behind: set[str] = set()  # the names of all terms behind one
        for part, later in zip(parts[-2::-1], parts[:0:-1], strict=True):
            behind |= free_names(later.node)
            tail = part.tail
            while tail.form == "reach":
                body = tail.parts[0]
                if body.form != "group" and not bound_names(tail.node).isdisjoint(behind):
                    self.fork("reach", body.first, last)
                tail = body.tail

    # Derivatives and gradients

    def _prefixed(self, mark: Mark, body: Expr, span: Span) -> Expr:
        """What `d/dx`, `∇` or `D_u` in front of something asks for."""
        name, variables, order = mark
        if name == "D":
            along = Symbol(variables[0], span=span)
            return Verb("directional", (body,), (("along", along),), span=span)
        if name != "∇":
            return derivative_of(body, mark, span)
        by = tuple(Symbol(variable, span=span) for variable in variables)
        rest = by if len(by) < 2 else (Vector(by, span=span),)
        return Verb("hessian" if order > 1 else "gradient", (body, *rest), span=span)

    def gradient(self, parts: list[Any], first: int, last: int) -> Piece:
        """`∇f`, `∇_x f(x, y)`, `∇²f`."""
        sign, body = parts
        node = self._prefixed(sign.value, self.value(body), self.span(first, last))
        return Piece(node, first, last, "gradient", (body,))

    def differentiated(self, parts: list[Any], first: int, last: int) -> Piece:
        r"""`\frac{d(x^2)}{dx}`: a derivative whose bar shows how far it reaches."""
        sign, body = parts
        return self.closed(
            self._prefixed(sign.value, self.value(body), self.span(first, last)), first, last
        )

    # Values at a point

    def point(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`|_{x=1}`."""
        self.open_ended = True
        return Piece(parts[0].node, first, last, "point", tuple(parts))

    def _at_point(self, node: Expr, point: Piece, span: Span) -> Expr:
        """Something at the point that a bar behind it names."""
        bindings = entries(point.parts[0])
        for binding in bindings:
            match binding:
                case Relation("=", Symbol(), _):
                    pass
                case _:
                    raise Mistake(
                        "kind",
                        "Behind this bar stand names with their values: |_{x=1, y=2}.",
                        self.span(point.first, point.last),
                        expected=("name = value",),
                    )
        refuse_circle(bindings, span)
        return Where(node, bindings, span=span)

    def _evaluates(self, parts: Sequence[Piece], first: int) -> None:
        """`x^2 + x|_{x=1}`: whether the bar holds for the whole sum, where the terms before hold its name."""
        end = parts[-1]
        inner = end.parts[0] if end.form == "negation" else end
        if inner.form != "product" or inner.parts[-1].form != "point":
            return
        bar = inner.parts[-1]
        names = {
            b.left.name
            for b in entries(bar.parts[0])
            if isinstance(b, Relation) and isinstance(b.left, Symbol)
        }
        if any(names & free_names(part.node) for part in parts[:-1]):
            self.fork("bar", first, bar.first - 1)


def derivative_of(body: Expr, mark: Mark, span: Span) -> Expr:
    """The derivative that a mark asks for: of higher order by one name, nested by several."""
    _, variables, partial = mark
    if len(variables) > 1 and len(set(variables)) == 1:
        return HigherDerivative(
            body, Symbol(variables[0], span=span), len(variables), partial, span=span
        )
    for name in reversed(variables):
        body = Derivative(body, Symbol(name, span=span), partial, span=span)
    return body


def _no_index(span: Span) -> Mistake:
    return Mistake(
        "kind",
        "Below this sign stands a name with its first value, as in ∑_{k=1}^n.",
        span,
        expected=("name = value",),
    )
