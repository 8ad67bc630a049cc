"""A tree as presentation MathML: what browsers draw by themselves and screen readers read aloud.

The elements are those of MathML Core. Every element and attribute comes from these files; names, words
and digits pass through `leaf`, which escapes them, so nothing a learner typed becomes markup. For
eyes and ears only, never read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
from tutor.language.writing.highlight import styled
from tutor.language.writing.mathml_calls import call, evaluation, verb
from tutor.language.writing.mathml_elements import (
    COMMA,
    MINUS,
    SIDE_BY_SIDE,
    element,
    fenced,
    highlighted,
    leaf,
    name,
    row,
    sign,
    words,
)
from tutor.language.writing.precedence import (
    ATOM,
    LISTING,
    LOGIC,
    PREFIX,
    PRODUCT,
    SET_OPERATION,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.writing.highlight import Styles

_NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"


def to_mathml(e: Expr, *, highlight: Mapping[Path, str] | None = None, inline: bool = False) -> str:
    """The MathML of a tree, one `math` element, with its spoken form as `alttext`.

    Args:
        highlight: how parts are shown, by path: a style of `highlight.STYLES`, drawn as a colour (or a
            line below) and as the classes `highlight` and the style's name.
        inline: for a place within a line of text; else for a line of its own.

    Raises: CallerError for a style that is not known or a path that leads nowhere.
    """
    from tutor.language.writing.speech import to_speech

    tree, styles = styled(e, highlight)
    inside = MathMLWriter(styles).write(tree)
    spoken = to_speech(e, highlight=highlight)
    display = "inline" if inline else "block"
    return element("math", inside, xmlns=_NAMESPACE, display=display, alttext=spoken)


class MathMLWriter:
    """One writing. Every method that writes a node gives exactly one element."""

    __slots__ = ("styles",)

    def __init__(self, styles: Styles) -> None:
        self.styles = styles

    def write(self, e: Expr) -> str:
        """A node and its highlight."""
        return self.marked(e, self._node(e))

    def part(self, e: Expr, least: int) -> str:
        """A part, in brackets if it binds less tightly than its place asks for."""
        inside = self.write(e)
        return inside if drawn_level(e) >= least else fenced("(", inside, ")")

    def items(self, parts: Iterable[Expr]) -> list[str]:
        """Parts with commas between."""
        return joined([self.part(part, LOGIC) for part in parts], COMMA)

    def marked(self, e: Expr, written: str) -> str:
        """What is written of a node, in the style of the node."""
        style = self.styles.get(id(e))
        return highlighted(written, style) if style else written

    def _node(self, e: Expr) -> str:
        match e:
            case Number(text):
                return leaf("mn", text)
            case Word(text):
                return leaf("mi", WORDS[text]) if text in WORDS else words(text)
            case Symbol(text):
                return name(text)
            case Constant(text):
                return leaf("mi", CONSTANTS.get(text, text))
            case Sum(terms):
                return self._sum(terms)
            case Negation(operand):
                tight = isinstance(operand, Product) and needs_no_sign(operand.factors)
                least = PRODUCT if tight or is_big(operand) else PREFIX
                return row(MINUS, self.part(operand, least))
            case Product(factors):
                return self._product(factors)
            case Quotient(numerator, denominator):
                return element("mfrac", self.write(numerator) + self.write(denominator))
            case Power(base, exponent):
                return element("msup", self.part(base, ATOM) + self.write(exponent))
            case Root(radicand, Number("2")):
                return element("msqrt", self.write(radicand))
            case Root(radicand, index):
                return element("mroot", self.write(radicand) + self.write(index))
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

    def _structure(self, e: Expr) -> str:
        match e:
            case Vector(entries, bracket):
                marks = {"(": "()", "<": "⟨⟩"}.get(bracket, "[]")
                return fenced(marks[0], row(*self.items(entries)), marks[1])
            case Matrix(rows):
                return fenced("[", self.table(rows), "]")
            case Set((Relation("|", member, condition),)):
                given = (
                    self.part(member, member_level(member)),
                    sign("|"),
                    self.part(condition, LOGIC),
                )
                inside = row(*given)
                inner = e.members[0]
                return fenced("{", self.marked(inner, inside), "}")
            case Set(members):
                return fenced("{", row(*self.items(members)), "}")
            case Interval(lower, upper, left, right):
                inside = row(*self.items((lower, upper)))
                return fenced("[" if left else "(", inside, "]" if right else ")")
            case Listing(listed):
                return row(*self.items(listed))
            case Relation(operator, left_side, right_side):
                return self._related((left_side, right_side), (operator,))
            case Chain(operands, operators):
                return self._related(operands, operators)
            case Logic("not", (operand,)):
                return row(sign("¬", form="prefix"), self.part(operand, ATOM))
            case Logic(word, operands):
                least = drawn_level(e) + 1
                between = sign(SIGNS[word]) if word in SIGNS else words(f" {word} ")
                return row(*joined([self.part(o, least) for o in operands], between))
            case Where(body, bindings) if construct(e):
                return evaluation(self, body, bindings)
            case Where(body, bindings):
                return row(self.part(body, LISTING), words(" where "), *self.items(bindings))
            case _:
                raise TypeError(type(e).__name__)

    def table(self, rows: Iterable[Iterable[Expr]]) -> str:
        """Rows of entries."""
        return element(
            "mtable",
            "".join(
                element("mtr", "".join(element("mtd", self.part(cell, LOGIC)) for cell in cells))
                for cells in rows
            ),
        )

    def _sum(self, terms: tuple[Expr, ...]) -> str:
        written = [self.part(terms[0], PRODUCT)]
        for term in terms[1:]:
            if isinstance(term, Negation):
                minus = sign("−", form="infix")
                written_term = self._unsigned(term.operand)
                if id(term) in self.styles:
                    written.append(self.marked(term, row(minus, written_term)))
                else:
                    written += [minus, written_term]
            else:
                written += [sign("+"), self._unsigned(term)]
        return row(*written)

    def _unsigned(self, term: Expr) -> str:
        """A term behind a plus or a minus: never with a second sign in front."""
        inside = self.part(term, PRODUCT)
        bare = drawn_level(term) >= PRODUCT and starts_with_sign(term)
        return fenced("(", inside, ")") if bare else inside

    def _product(self, factors: tuple[Expr, ...]) -> str:
        written: list[str] = []
        for k, factor in enumerate(factors):
            if k:
                beside = may_follow(factors[k - 1], factor) or is_big(factor)
                written.append(SIDE_BY_SIDE if beside else sign("⋅"))
            written.append(self._factor(factor, first=k == 0, last=k == len(factors) - 1))
        return row(*written)

    def _factor(self, factor: Expr, *, first: bool, last: bool) -> str:
        inside = self.write(factor)
        bare = drawn_level(factor) > PRODUCT or (last and is_big(factor))
        if bare and (first or not starts_with_sign(factor)):
            return inside
        return fenced("(", inside, ")")

    def _derivative(self, body: Expr, variable: Symbol, order: int, *, partial: bool) -> str:
        d = sign("∂", form="prefix") if partial else leaf("mi", "d")
        by = self.write(variable)
        above = d
        if order > 1:
            times = leaf("mn", str(order))
            above, by = element("msup", d + times), element("msup", by + times)
        return row(element("mfrac", above + row(d, by)), fenced("(", self.write(body), ")"))

    def _related(self, sides: tuple[Expr, ...], operators: tuple[str, ...]) -> str:
        written = [self.part(sides[0], left_side_level(sides[0], operators[0]))]
        for operator, side in zip(operators, sides[1:], strict=True):
            written += [sign(SIGNS.get(operator, operator)), self.part(side, SET_OPERATION)]
        return row(*written)


def joined(parts: list[str], between: str) -> list[str]:
    """Parts with something between each two."""
    found = parts[:1]
    for part in parts[1:]:
        found += [between, part]
    return found
