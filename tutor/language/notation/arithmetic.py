"""The builder's words for sums, products, powers and bare functions; and what in them is ambiguous."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tutor.language.expr.nodes import (
    Call,
    Constant,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
    Vector,
    Word,
)
from tutor.language.expr.paths import free_names
from tutor.language.notation.building import factors
from tutor.language.notation.calculus import Calculus
from tutor.language.notation.calls import apply_function, postfixed, powered
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.piece import Piece
from tutor.language.notation.words import NUMBER_SETS

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.notation.tokens import Token


class Arithmetic(Calculus):
    """Each method takes the parts that the grammar hands over, and the range of tokens."""

    def number(self, parts: list[Token], first: int, last: int) -> Piece:
        """Digits as written."""
        (token,) = parts
        node = Number(token.value, span=(token.start, token.end))
        return Piece(node, first, last, "number")

    def minus_number(self, parts: list[Token], first: int, last: int) -> Piece:
        """The -1 of `sin^-1`."""
        inner = self.number(parts, last, last)
        return Piece(
            Negation(inner.node, span=self.span(first, last)), first, last, "negation", (inner,)
        )

    def symbol(self, parts: list[Token], first: int, last: int) -> Piece:
        """A name."""
        (token,) = parts
        return Piece(Symbol(token.value, span=(token.start, token.end)), first, last, "atom")

    def constant(self, parts: list[Token], first: int, last: int) -> Piece:
        """A number with a name."""
        return Piece(Constant(parts[0].value, span=self.span(first, last)), first, last, "atom")

    def subtracted(self, parts: list[Piece], first: int, last: int) -> Piece:
        """A term behind a minus."""
        return self.negate(parts, first, last)

    def negate(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Minus one thing."""
        (inner,) = parts
        node = Negation(self.value(inner), span=self.span(first, last))
        return Piece(node, first, last, "negation", (inner,))

    def affirm(self, parts: list[Piece], first: int, last: int) -> Piece:
        """A plus in front, which says nothing."""
        (inner,) = parts
        self.value(inner)
        return Piece(inner.node, first, last, inner.form, inner.parts)

    def add(self, parts: list[Piece], first: int, last: int) -> Piece:
        """A sum of two or more terms."""
        self.beside(parts)
        terms = tuple(self.value(part) for part in parts)
        if self.open_ended:
            self._derivatives(parts, last)
            self._reaches(parts, last)
            self._evaluates(parts, first)
        return Piece(Sum(terms, span=self.span(first, last)), first, last, "sum", tuple(parts))

    def divisor(self, parts: list[Piece], first: int, last: int) -> Piece:
        """What stands behind `/`."""
        (inner,) = parts
        return Piece(self.value(inner), first, last, "divisor", (inner,))

    def dotted(self, parts: list[Piece], first: int, last: int) -> Piece:
        """What stands behind `·`."""
        (inner,) = parts
        return Piece(inner.node, first, last, "dotted", (inner,))

    def crossed(self, parts: list[Piece], first: int, last: int) -> Piece:
        """What stands behind `×`."""
        (inner,) = parts
        return Piece(inner.node, first, last, "crossed", (inner,))

    def multiply(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Factors and divisors from left to right: `a*b/c*d` is ((a*b)/c)*d."""
        signs = [part.form for part in parts]
        parts = [part.parts[0] if part.form in ("dotted", "crossed") else part for part in parts]
        self.beside(parts)
        if self.open_ended:
            points = [index for index, part in enumerate(parts) if part.form == "point"]
            before = parts[: points[0]] if points else parts
            self._derivatives(before, before[-1].last)
        so_far: list[Expr] = []
        for index, part in enumerate(parts):
            span = self.span(first, part.last)
            if part.form == "point":
                so_far = [self._at_point(self._product(so_far, first, part.first - 1), part, span)]
                continue
            if signs[index] in ("dotted", "crossed") and self.kind_of(part.node).is_column:
                above = self._product(so_far, first, parts[index - 1].last)
                right = self.value(part)
                between = self.product_of_vectors(signs[index], above, right)
                if between:
                    so_far = [Call(between, (above, right), span=span)]
                    continue
            if part.form != "divisor":
                self.value(part)
                so_far.extend(factors(part))
                continue
            if parts[index - 1].tail.form == "integral" and (
                inside := self._divided(so_far[-1], part.node, span)
            ):
                so_far[-1] = inside
                continue
            self._quotient(first, parts[index - 1], part.parts[0])
            above = self._product(so_far, first, parts[index - 1].last)
            so_far = [Quotient(above, part.node, span=span)]
        return Piece(self._product(so_far, first, last), first, last, "product", tuple(parts))

    def _product(self, found: list[Expr], first: int, last: int) -> Expr:
        return found[0] if len(found) == 1 else Product(tuple(found), span=self.span(first, last))

    def juxtapose(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Factors side by side: what has been read so far, and one more behind it."""
        left, right = parts
        self._refuse_index(left.parts[-1] if left.form == "juxtaposition" else left, right)
        self.beside(parts)
        if right.form == "braces":
            right.opened()  # 2{3[x + 1] - 4}
        self.value(left)
        self.value(right)
        so_far: tuple[Piece, ...] = (left,)
        nodes: tuple[Expr, ...] = (left.node,)
        if left.form == "juxtaposition" and isinstance(left.node, Product):
            so_far, nodes = left.parts, left.node.factors
        self._adjacent(so_far[-1], right)
        node = Product((*nodes, right.node), span=self.span(first, last))
        piece = Piece(node, first, last, "juxtaposition", (*so_far, right))
        piece.depth = max(left.depth, right.depth + 1)
        return piece

    def power(self, parts: list[Piece], first: int, last: int) -> Piece:
        """A base with an exponent; a raised T is the transpose where the base is an array."""
        base, exponent = parts
        if not (isinstance(base.node, Word) and base.node.text in NUMBER_SETS):
            self.value(base)
        self.value(exponent)
        span = self.span(first, last)
        if isinstance(exponent.node, Symbol) and self.kind_of(base.node).is_array:
            turned = self._turned_over(base.node, exponent)
            if turned:
                return self.closed(Call(turned, (base.node,), span=span), first, last)
        if base.form == "gradient" and base.parts[0].form == "atom":
            self.fork("gradient", base.parts[0].first, last)
        node = Power(base.node, exponent.node, span=span)
        piece = Piece(node, first, last, "power", (base, exponent))
        if exponent.form == "power" and self.is_bare_number(exponent.parts[0]):
            self.towers[last] = piece  # in place of the shorter one that ends here as well
        return piece

    def _turned_over(self, base: Expr, exponent: Piece) -> str:
        """The function that a raised T, t or H stands for above an array; empty if it is an exponent.

        As a name of the question, T is both; t and H are exponents then.
        """
        letter = exponent.node.name if isinstance(exponent.node, Symbol) else ""
        if letter == "T" and exponent.form == "atom":
            self.found.add("transpose")
            return "" if "transpose" in self.other else "transpose"
        scope = self.scope
        declared = letter in scope.kinds or letter in scope.given
        named = any(name in scope.kinds or name in scope.given for name in free_names(base))
        if declared or not named:
            return ""
        return {"t": "transpose", "H": "adjoint"}.get(letter, "")

    def choose(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`5 choose 2`."""
        above, below = (self.value(part) for part in parts)
        node = Call("binomial", (above, below), span=self.span(first, last))
        return self.closed(node, first, last)

    def radical(self, parts: list[Any], first: int, last: int) -> Piece:
        """A root sign in front of one thing."""
        sign, inner = parts
        place = self.span(first, first)
        which = sign.value
        index = Number(which, span=place) if which.isdigit() else Symbol(which, span=place)
        node = Root(self.value(inner), index, span=self.span(first, last))
        return Piece(node, first, last, "radical", (inner,))

    def postfix(self, parts: list[Any], first: int, last: int) -> Piece:
        """A mark behind something: `!`, `%`, `°`, primes, a raised T."""
        inner, mark = parts
        node = postfixed(self, inner, mark.value, self.span(first, last))
        return Piece(
            node, first, last, "number" if inner.form == "number" and mark.value == "" else "closed"
        )

    def apply(self, parts: list[Any], first: int, last: int) -> Piece:
        """A function without brackets: `sin 2x`."""
        head, argument = parts
        node = apply_function(self, head.value, (self.value(argument),), self.span(first, last))
        self._bare(argument, first)
        return Piece(node, first, last, "bare", (argument,))

    def apply_minus(self, parts: list[Any], first: int, last: int) -> Piece:
        """`sin -x`."""
        head, argument = parts
        inner = self.negate([argument], first + 1, last)
        node = apply_function(self, head.value, (inner.node,), self.span(first, last))
        return Piece(node, first, last, "bare", (inner,))

    def apply_power(self, parts: list[Any], first: int, last: int) -> Piece:
        """`sin^2 x`."""
        head, exponent, argument = parts
        span = self.span(first, last)
        called = apply_function(self, head.value, (self.value(argument),), span)
        node = powered(self, head.value, exponent, called, span)
        self._bare(argument, -1)
        return Piece(node, first, last, "bare", (argument,))

    def differentiate(self, parts: list[Any], first: int, last: int) -> Piece:
        """`d/dx` in front of one signed factor."""
        mark, body = parts
        node = self._prefixed(mark.value, self.value(body), self.span(first, last))
        # `d/dx(u) v` can end at the bracket. A blank before it (`d/dx (u) v`) says that it does not,
        # but not where another d/dx follows: two derivatives side by side are often their product.
        opening = body.head
        blank = self.tokens[opening.first].blank and body.tail.form != "derivative"
        if opening is not body and opening.form == "group" and not blank:
            self.fork("derivative", first, opening.last)
        self.open_ended = True
        return Piece(node, first, last, "derivative", (body,))

    def differentiate_multiple(self, parts: list[Any], first: int, last: int) -> Piece:
        """`2 d/dx f`."""
        factor, mark, body = parts
        inner = self.differentiate([mark, body], factor.last + 1, last)
        self.value(factor)
        node = Product((*factors(factor), inner.node), span=self.span(first, last))
        return Piece(node, first, last, "product", (factor, inner))

    def _derivatives(self, parts: list[Piece], last: int) -> None:
        """`d/dx x^2 + 3x`: whether the derivative ends with its term."""
        open_ones = [part.tail for part in parts if part.tail.form == "derivative"]
        if len(open_ones) != 1 or open_ones[0].last == last:
            return
        body = open_ones[0].parts[0]
        if body.form != "group" and ("derivative", open_ones[0].first, 0) not in self.forks:
            self.fork("derivative", body.first, last)

    def _quotient(self, first: int, above: Piece, below: Piece) -> None:
        """What is ambiguous about `above / below`."""
        end = above.tail
        head = below.parts[0] if below.form == "juxtaposition" else below
        if below.form == "juxtaposition":
            self.fork("quotient_product", first, head.last)
        if end.form == "bare" and end.parts[0].first == end.first + 1:
            self.fork("function_quotient", end.parts[0].first, below.last, function=end.first)
        if (
            end.form == "power"
            and self.is_bare_number(end.parts[1], "1")
            and self.is_bare_number(head)
        ):
            self.fork("power_quotient", end.parts[1].first, head.last)

    def _adjacent(self, before: Piece, piece: Piece) -> None:
        """`e^2x`, `√2x`: what stands right behind may belong to the exponent or under the root."""
        if piece.form not in ("atom", "power") or self.tokens[piece.first].blank:
            return
        reaching = self.reaching.pop(before.last, [])
        if before.form == "power" and self._is_constant(before.parts[0]):
            exponent = before.parts[1]
            plain = exponent.parts[0] if exponent.form == "negation" else exponent
            if self.is_bare_number(plain):
                reaching.append(("exponent_product", exponent.first))
        elif before.form == "radical" and before.parts[0].form in ("number", "atom"):
            reaching.append(("root_product", before.parts[0].first))
        for construct, start in reaching:
            self.fork(construct, start, piece.last)
        if reaching:
            self.reaching[piece.last] = reaching

    def _refuse_index(self, before: Piece, piece: Piece) -> None:
        """`x[0]`: there are no indices. With brackets inside, `x[2(a + 1) - 3]`, it is no index."""
        match before.node, piece.node:
            case Symbol(), Vector((_,), "[") if before.form == "atom" and piece.form == "square":
                behind = self.tokens[piece.first : piece.last]
                if behind[0].blank or any(token.type == "_LPAR" for token in behind):
                    return
                raise Mistake(
                    "operator_missing",
                    "Brackets do not pick an entry here: write x_1 for a name with a number.",
                    self.span(piece.first, piece.last),
                )
            case _:
                pass

    def _is_constant(self, piece: Piece) -> bool:
        return self.is_bare_number(piece) or isinstance(piece.node, Constant)

    def _bare(self, argument: Piece, first: int) -> None:
        """How far the argument of a bare function reaches."""
        if argument.form == "power":
            self.fork("function_power", argument.first, argument.parts[0].last, function=first)
        if argument.form != "juxtaposition":
            return
        pieces = argument.parts
        for before, piece in pairwise(pieces):
            if self._is_constant(before):
                continue  # a coefficient: nobody means sin(2)*x by `sin 2 x`, or cos(pi)*x by `cos pi x`
            if piece.form == "group" or self.tokens[piece.first].blank:
                self.fork("function_product", argument.first, before.last, function=first)
                return
