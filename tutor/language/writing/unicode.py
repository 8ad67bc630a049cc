"""A tree as a picture of several lines in a fixed-width font: stacked fractions, raised exponents, tall ∫.

For eyes only, never read back. Every line has the same width, and no control character comes from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import (
    Call,
    Chain,
    Constant,
    Derivative,
    HigherDerivative,
    Interval,
    Listing,
    Logic,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Set,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.language.writing.beside import may_follow, needs_no_sign, starts_with_sign
from tutor.language.writing.block import (
    beside,
    fence,
    fenced,
    joined,
    line,
    lowered,
    marked,
    over,
    padded,
    raised,
    rooted,
    stacked,
)
from tutor.language.writing.drawn import (
    CONSTANTS,
    SIGNS,
    WORDS,
    construct,
    drawn_level,
    is_big,
    left_side_level,
    member_level,
)
from tutor.language.writing.highlight import PLAIN_MARKS, styled
from tutor.language.writing.pictured import named, shown
from tutor.language.writing.precedence import (
    ATOM,
    LISTING,
    LOGIC,
    PREFIX,
    PRODUCT,
    SET_OPERATION,
)
from tutor.language.writing.unicode_calls import call, verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.writing.block import Block
    from tutor.language.writing.highlight import Marks, Styles


def to_unicode(
    e: Expr, *, highlight: Mapping[Path, str] | None = None, marks: Marks = PLAIN_MARKS
) -> str:
    """The picture of a tree: lines of equal width, joined by newlines.

    Args:
        highlight: what stands out, by path.
        marks: what stands before and after each line of a highlighted part, by style; no mark of its own
            is put in for a style without.

    Raises: CallerError for a style that is not known or a path that leads nowhere.
    """
    tree, styles = styled(e, highlight)
    return "\n".join(Painter(styles, marks).draw(tree).lines)


class Painter:
    """One picture."""

    __slots__ = ("marks", "styles")

    def __init__(self, styles: Styles, marks: Marks) -> None:
        self.styles = styles
        self.marks = marks

    def draw(self, e: Expr) -> Block:
        """A node and its highlight."""
        return self.marked(e, self._node(e))

    def part(self, e: Expr, least: int) -> Block:
        """A part, in brackets if it binds less tightly than its place asks for."""
        inside = self.draw(e)
        return inside if drawn_level(e) >= least else fenced("(", inside, ")")

    def items(self, parts: Iterable[Expr]) -> Block:
        """Parts with commas between."""
        return joined((self.part(part, LOGIC) for part in parts), ", ")

    def marked(self, e: Expr, block: Block) -> Block:
        """What is drawn of a node, between the marks of its highlight."""
        marks = self.marks.get(self.styles.get(id(e), ""))
        return marked(block, *marks) if marks else block

    def _node(self, e: Expr) -> Block:
        match e:
            case Number(text):
                return line(shown(text))
            case Word(text):
                return line(WORDS.get(text) or shown(text))
            case Symbol(name):
                return named(name)
            case Constant(name):
                return line(CONSTANTS.get(name, name))
            case Sum(terms):
                return self._sum(terms)
            case Negation(operand):
                return self._negation(operand)
            case Product(factors):
                return self._product(factors)
            case Quotient(numerator, denominator):
                return over(self.draw(numerator), self.draw(denominator))
            case Power(base, exponent):
                return self._power(base, exponent)
            case Root(radicand, index):
                return self._root(radicand, index)
            case Call():
                return call(self, e)
            case Derivative(body, variable, partial):
                return self._derivative(body, variable, 1, partial=partial)
            case HigherDerivative(body, variable, order, partial):
                return self._derivative(body, variable, order, partial=partial)
            case Verb():
                return verb(self, e)
            case _:
                return self._structure(e)

    def _structure(self, e: Expr) -> Block:
        match e:
            case Vector(entries, bracket):
                marks = {"(": "()", "<": "⟨⟩"}.get(bracket, "[]")
                return fenced(marks[0], self.items(entries), marks[1])
            case Matrix(rows):
                return fenced("[", self.table(rows), "]")
            case Set((Relation("|", member, condition) as given,)):
                return fenced("{", self.marked(given, self._such_that(member, condition)), "}")
            case Set(members):
                return fenced("{", self.items(members), "}")
            case Interval(lower, upper, left, right):
                return fenced(
                    "[" if left else "(", self.items((lower, upper)), "]" if right else ")"
                )
            case Listing(listed):
                return self.items(listed)
            case Relation(operator, left_side, right_side):
                return self._related((left_side, right_side), (operator,))
            case Chain(operands, operators):
                return self._related(operands, operators)
            case Logic("not", (operand,)):
                return beside(line("¬"), self.part(operand, PREFIX))
            case Logic(word, operands):
                least = drawn_level(e) + 1
                return joined((self.part(o, least) for o in operands), f" {SIGNS.get(word, word)} ")
            case Where(body, bindings) if construct(e):
                inside = fenced("", self.draw(body), "|")
                below = self.items(bindings)
                return lowered(inside, below) if inside.height == 1 else _at_the_foot(inside, below)
            case Where(body, bindings):
                return beside(self.part(body, LISTING), line(" where "), self.items(bindings))
            case _:
                raise TypeError(type(e).__name__)

    def table(self, rows: Iterable[Iterable[Expr]]) -> Block:
        """Rows of entries, each column as wide as its widest; air between rows where one is tall."""
        cells = [[self.part(entry, LOGIC) for entry in row] for row in rows]
        widths = [max(row[k].width for row in cells) for k in range(len(cells[0]))]
        lines = [joined(map(padded, row, widths), "  ") for row in cells]
        if any(row.height > 1 for row in lines):
            lines = [part for row in lines for part in (line(""), row)][1:]
        height = sum(row.height for row in lines)
        base = lines[0].base if len(cells) == 1 else height // 2
        return stacked(lines, base)

    def _sum(self, terms: tuple[Expr, ...]) -> Block:
        blocks = [self.part(terms[0], PRODUCT)]
        for term in terms[1:]:
            if isinstance(term, Negation):
                less = beside(line("- "), self._unsigned(term.operand))
                blocks += [line(" "), self.marked(term, less)]
            else:
                blocks += [line(" + "), self._unsigned(term)]
        return beside(*blocks)

    def _unsigned(self, term: Expr) -> Block:
        """A term behind a plus or a minus: never with a second sign in front."""
        bare = drawn_level(term) >= PRODUCT
        inside = self.draw(term)
        return inside if bare and not starts_with_sign(term) else fenced("(", inside, ")")

    def _negation(self, operand: Expr) -> Block:
        tight = isinstance(operand, Product) and needs_no_sign(operand.factors)
        inside = self.part(operand, PRODUCT if tight or is_big(operand) else PREFIX)
        # a minus at the end of a bar would make it longer
        bar = isinstance(operand, Quotient) or (tight and inside.height > 1)
        return beside(line("- " if bar else "-"), inside)

    def _product(self, factors: tuple[Expr, ...]) -> Block:
        blocks: list[Block] = []
        for k, factor in enumerate(factors):
            if k:
                blocks.append(line(_between(factors[k - 1], factor)))
            blocks.append(self._factor(factor, first=k == 0, last=k == len(factors) - 1))
        return beside(*blocks)

    def _factor(self, factor: Expr, *, first: bool, last: bool) -> Block:
        inside = self.draw(factor)
        bare = drawn_level(factor) > PRODUCT or (last and is_big(factor))
        if bare and (first or not starts_with_sign(factor)):
            return inside
        return fenced("(", inside, ")")

    def _root(self, radicand: Expr, index: Expr) -> Block:
        inside = self.draw(radicand)
        if index == Number("2"):
            short = isinstance(radicand, Number | Symbol | Constant) and inside.height == 1
            return beside(line("√"), inside) if short else rooted(inside, None)
        return rooted(inside, self.draw(index))

    def _power(self, base: Expr, exponent: Expr) -> Block:
        if isinstance(base, Symbol):
            return named(base.name, self.draw(exponent), lambda b: self.marked(base, b))
        return raised(self.part(base, ATOM), self.draw(exponent))

    def _derivative(self, body: Expr, variable: Symbol, order: int, *, partial: bool) -> Block:
        d = "∂" if partial else "d"
        top, by = line(d), beside(line(d), self.draw(variable))
        if order > 1:
            top, by = raised(top, line(str(order))), raised(by, line(str(order)))
        return beside(over(top, by), line(" "), fenced("(", self.draw(body), ")"))

    def _such_that(self, member: Expr, condition: Expr) -> Block:
        left, right = (
            self.part(member, member_level(member)),
            self.part(condition, LOGIC),
        )
        whole = beside(left, right)
        bar = fence("∣", whole.height, whole.base)
        return beside(left, line(" "), bar, line(" "), right)

    def _related(self, sides: tuple[Expr, ...], operators: tuple[str, ...]) -> Block:
        blocks = [self.part(sides[0], left_side_level(sides[0], operators[0]))]
        for operator, side in zip(operators, sides[1:], strict=True):
            sign = SIGNS.get(operator, operator)
            blocks += [line(f" {sign} "), self.part(side, SET_OPERATION)]
        return beside(*blocks)


def _between(left: Expr, right: Expr) -> str:
    """What stands between two factors: nothing in `2x`, a blank in `x y`, else a dot."""
    if isinstance(left, Number) and left.text.isdigit() and may_follow(left, right):
        return ""
    return " " if may_follow(left, right) or is_big(right) else "·"


def _at_the_foot(inside: Block, below: Block) -> Block:
    """`below` beside the lowest line of `inside`."""
    return beside(inside._replace(base=inside.height - 1), below)._replace(base=inside.base)
