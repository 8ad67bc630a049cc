"""The builder's words for statements: relations, lists, `and`, `or`, `not`, conditions, values by cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.language.expr.nodes import (
    Call,
    Chain,
    Listing,
    Logic,
    Relation,
    Set,
    Symbol,
    Vector,
    Where,
    Word,
)
from tutor.language.kinds import kind_of
from tutor.language.kinds.kind import NUMBER
from tutor.language.notation.building import Building, entries, is_condition, refuse_circle
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.piece import Piece
from tutor.language.notation.plus_minus import MINUS_PLUS, PLUS_MINUS
from tutor.language.notation.tokens import Token
from tutor.language.notation.words import NO_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.expr.nodes import Expr, Span

_UP = frozenset({"<", "<=", "="})
_DOWN = frozenset({">", ">=", "="})
_BRANCHES = ("branch", "otherwise", "branch_or_else")
_ALWAYS = (Word("true"), Word("otherwise"))


class Statements(Building):
    """Each method takes the parts that the grammar hands over, and the range of tokens."""

    def where(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Something with values for its names."""
        body, rest = parts
        bindings = entries(rest)
        bound: set[str] = set()
        for binding in bindings:
            match binding:
                case Relation("=" | "~", Symbol(name), _) if name not in bound:
                    bound.add(name)
                case Relation("~", Relation("|", Symbol(), _), _):
                    pass
                case Relation("=" | "~", Symbol(name), _):
                    raise Mistake("kind", f"{name} is given two values.", binding.span or (0, 0))
                case _:
                    raise Mistake(
                        "kind",
                        "Behind `where` stand names with their values, such as x = 2.",
                        binding.span or self.span(first, last),
                        expected=("name = value",),
                    )
        refuse_circle(bindings, self.span(first, last))
        return self.closed(Where(body.node, bindings, span=self.span(first, last)), first, last)

    def group_where(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`(u^2 where u = x + 1)`, which can stand in a product."""
        return Piece(self.where(parts, first, last).node, first, last, "group")

    def listing(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Items without brackets of their own; branches side by side are one value by cases."""
        if parts[0].form in _BRANCHES:
            return Piece(self._by_cases(parts, first, last), first, last, "branches", tuple(parts))
        node = Listing(tuple(part.node for part in parts), span=self.span(first, last))
        return Piece(node, first, last, "listing", tuple(parts))

    def either(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Statements joined by `or`."""
        return self._logic("or", parts, first, last)

    def both(self, parts: list[Piece], first: int, last: int) -> Piece:
        """Statements joined by `and`."""
        return self._logic("and", parts, first, last)

    def deny(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`not x = 1`, `not A`."""
        return self._logic("not", parts, first, last)

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

    # Relations

    def relate(self, parts: list[Any], first: int, last: int) -> Piece:
        """Two sides, or a chain that runs one way."""
        span = self.span(first, last)
        if len(parts) > 3 and parts[-2].value == ":":
            told = self.relate(parts[:-2], first, parts[-3].last).node
            return self.closed(Relation(":", told, parts[-1].node, span=span), first, last)
        signs = tuple(part.value for part in parts[1::2])
        self._group_beside_numbers(parts[::2])
        sides = tuple(part.node for part in parts[::2])
        if signs == ("not in",):
            inside = Relation("in", *sides, span=span)
            return self.closed(Logic("not", (inside,), span=span), first, last)
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

    def _group_beside_numbers(self, sides: list[Piece]) -> None:
        """`[x + 1] = 3`: square brackets group where another side is a number for certain."""
        squares = [side for side in sides if side.form == "square"]
        others = (side.node for side in sides if side.form != "square")
        if squares and any(kind_of(node, self.scope) == NUMBER for node in others):
            for side in squares:
                self.value(side)

    def relate_given(self, parts: list[Any], first: int, last: int) -> Piece:
        """`X | Y ~ N(0, 1)`, `X | Y = 2 ~ N(0, 1)`: a distribution under a condition."""
        name, *rest, sign, family = parts
        if sign.value != "~":
            raise Mistake(
                "kind",
                "A bar for `given` stands in P(A | B), or before ~ as in X | Y ~ Normal(0, 1).",
                self.span(first, last),
            )
        known = rest[0] if len(rest) == 1 else self.relate(rest, rest[0].first, rest[-1].last)
        left = Relation("|", name.node, known.node, span=self.span(first, known.last))
        node = Relation("~", left, family.node, span=self.span(first, last))
        return self.closed(node, first, last)

    def typed_point(self, parts: list[Any], first: int, last: int) -> Piece:
        """`min at (1, 1)`, `max at x = 2`: what is there, the other way round."""
        what, *place = parts
        point = place[0] if len(place) == 1 else self.relate(place, place[0].first, last)
        node = Relation(":", point.node, what.node, span=self.span(first, last))
        return self.closed(node, first, last)

    def set_by_condition(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`{x | x > 1}`, `{x in R | x > 1}`, `{(x, y) | x + y = 1}`."""
        element, condition = parts
        span = self.span(first, last)
        if element.form == "listing":
            raise Mistake(
                "kind",
                "One thing stands before the bar of a set: write (x, y) for a pair.",
                element.node.span or span,
            )
        if isinstance(element.node, Relation) and element.node.operator == ":":
            say = "Before the condition of a set stands a name, a point or x in R."
            raise Mistake("kind", say, element.node.span or span)
        said = self._conditions(condition)
        node = Relation("|", element.node, said, span=span)
        return self.closed(Set((node,), span=span), first, last)

    def word(self, parts: list[Token], first: int, last: int) -> Piece:
        """A bare word."""
        return self.closed(Word(parts[0].value, span=self.span(first, last)), first, last)

    def bare_word(self, parts: list[Token], first: int, last: int) -> Piece:
        """A function's name by itself: the `max` of `goal=max`. Raises: Mistake for `sin`."""
        name = parts[0].value[0]
        if name in NO_LABELS:
            raise Mistake(
                "function_argument",
                f"{name} needs something to work on: write {name}(x).",
                self.span(first, last),
                expected=("a number or a name",),
            )
        return self.closed(Word(parts[0].value[0], span=self.span(first, last)), first, last)

    def plus_minus(self, parts: list[Any], first: int, last: int) -> Piece:
        """`± 2`: a mark until the whole is read, for all signs of an item are taken together."""
        sign, inner = parts
        mark = PLUS_MINUS if sign.value == "+" else MINUS_PLUS
        self.signed = True
        node = Call(mark, (self.value(inner),), span=self.span(first, last))
        return Piece(node, first, last, "negation", (inner,))

    # Values by cases

    def branch(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`x if x > 0`."""
        return self._branch("branch", parts, first, last)

    def branch_or_else(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`x if x > 0 else -x`."""
        return self._branch("branch_or_else", parts, first, last)

    def otherwise(self, parts: list[Piece], first: int, last: int) -> Piece:
        """`-x otherwise`: nothing by itself."""
        self.branching = True
        node = Listing((parts[0].node,), span=self.span(first, last))
        return Piece(node, first, last, "otherwise", tuple(parts))

    def lines(self, parts: list[Any], first: int, last: int) -> Piece:
        """The lines of `cases` or `aligned`: a value by cases, or a system."""
        lines: list[Piece] = []
        for part in parts[1:]:
            if part.form == "continued":
                lines[-1:] = [self._continue(lines, part)]
            else:
                lines.append(part)
        if all(self._is_branch(line) for line in lines):
            node = self._by_cases(lines, first, last)
            return self.closed(node, first, last)
        found = tuple(item for line in lines for item in entries(line))
        if len(found) == 1:
            return self.closed(found[0], first, last)
        node = Listing(found, span=self.span(first, last))
        return Piece(node, first, last, "listing", tuple(lines))

    def continued(self, parts: list[Any], first: int, last: int) -> Piece:
        """A line that goes on with `= c`."""
        return Piece(parts[-1].node, first, last, "continued", tuple(parts))

    def _continue(self, lines: list[Piece], more: Piece) -> Piece:
        """The statement of the line before with more sides."""
        before = lines[-1].node if lines else None
        span = self.span(lines[-1].first if lines else more.first, more.last)
        sides: tuple[Expr, ...]
        signs: tuple[str, ...]
        match before:
            case None:
                raise Mistake("operand_missing", "Something is missing before this sign.", span)
            case Relation(sign, left, right):
                sides, signs = (left, right), (sign,)
            case Chain(operands, operators):
                sides, signs = operands, operators
            case _:
                sides, signs = (before,), ()
        tokens: Any = more.parts
        parts: list[Any] = [Piece(sides[0], more.first, more.last, "closed")]
        for sign, side in zip(signs, sides[1:], strict=True):
            parts += [Token("REL", sign, *span), Piece(side, more.first, more.last, "closed")]
        return self.relate([*parts, *tokens], lines[-1].first, more.last)

    def _is_branch(self, line: Piece) -> bool:
        if line.form in (*_BRANCHES, "branches"):
            return True
        if line.form != "listing" or len(line.parts) != 2:
            return False
        value, condition = line.parts
        return not is_condition(value.node) and is_condition(condition.node)

    def _branch(self, form: str, parts: list[Piece], first: int, last: int) -> Piece:
        whole = Piece(parts[0].node, first, last, form, tuple(parts))
        whole.node = self._by_cases([whole], first, last)
        return whole

    def _by_cases(self, branches: Sequence[Piece], first: int, last: int) -> Expr:
        """One value from branches; `f(x) = x if x > 0` names it."""
        arguments: list[Expr] = []
        name: Expr | None = None
        open_ = True
        for piece in _flat(branches):
            span = self.span(piece.first, piece.last)
            if piece.form not in (*_BRANCHES, "listing"):
                if len(arguments) % 2 or not arguments or not is_condition(piece.node):
                    raise Mistake(
                        "kind", "Every value of a function by cases needs its condition.", span
                    )
                # `x if x > 0, x < 1`: both must hold
                arguments[-1] = Logic("and", (arguments[-1], piece.node), span=span)
                continue
            value, *others = piece.parts
            node = value.node
            match node:
                case Relation("=", left, right) if not arguments:
                    name, node = left, right
                case _:
                    pass
            if not open_:
                raise Mistake("kind", "Behind `otherwise` no other case can follow.", span)
            arguments.append(self.as_value(node, span))
            if others:
                arguments.append(self._conditions(others[0]))
            if len(others) == 2:
                arguments.append(self.as_value(others[1].node, span))
            open_ = piece.form in ("branch", "listing")
        span = self.span(first, last)
        if len(arguments) < 2:
            raise Mistake("kind", "Before `otherwise` there must be a case with a condition.", span)
        node = Call("piecewise", tuple(arguments), span=span)
        return node if name is None else Relation("=", name, node, span=span)

    def _conditions(self, piece: Piece) -> Expr:
        """A condition; several with commas between them must all hold."""
        found = entries(piece)
        for node in found:
            self.as_condition(node, self.span(piece.first, piece.last))
        if len(found) == 1:
            return found[0]
        return Logic("and", found, span=self.span(piece.first, piece.last))

    def _piecewise_of(self, arguments: tuple[Expr, ...], span: Span) -> Expr:
        """`piecewise(v, c, w, d, otherwise)`; `piecewise((v, c), (w, d))` is the same."""
        flat: list[Expr] = []
        for argument in arguments:
            flat += _pair(argument) or (argument,)
        if len(flat) > 2 and len(flat) % 2 == 0 and flat[-1] in _ALWAYS:
            flat.pop()
        if len(flat) < 2:
            raise Mistake(
                "function_argument",
                "Write piecewise(value, condition, value, condition, value otherwise).",
                span,
            )
        for index, part in enumerate(flat):
            if index % 2:
                self.as_condition(part, span)
            else:
                self.as_value(part, span)
        return Call("piecewise", tuple(flat), span=span)

    def _logic(self, word: str, parts: list[Piece], first: int, last: int) -> Piece:
        node = Logic(word, tuple(part.node for part in parts), span=self.span(first, last))
        return self.closed(node, first, last)


def _same_way(signs: tuple[str, ...]) -> bool:
    return all(s in _UP for s in signs) or all(s in _DOWN for s in signs)


def _pair(argument: Expr) -> tuple[Expr, ...]:
    """The value and the condition of `(x, x > 0)`; empty if it is no such pair."""
    match argument:
        case Vector((_, condition) as both, "(") if is_condition(condition) or condition in _ALWAYS:
            return both
        case _:
            return ()


def _flat(branches: Sequence[Piece]) -> list[Piece]:
    """Branches of lists of branches in order."""
    return [
        b for piece in branches for b in (piece.parts if piece.form == "branches" else (piece,))
    ]
