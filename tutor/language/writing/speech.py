"""A tree as spoken English: "the square root of 2", "x squared plus 1", "sine of x".

In the manner of MathSpeak and ClearSpeak, brief where nothing can be mistaken. A part that binds less
tightly than its place asks for is "the quantity ..., end quantity", as brackets are on paper; so trees
that are written differently are said differently, and nothing rests on a pause or on a sign that a
screen reader skips. Alike are only: names that differ in capitals within a word (`Ab`, `AB`), numbers
that differ in the letter of their exponent (`2e3`, `2E3`), a constant and a name spelled like it, and
vectors by unit vectors or brackets. Names that are words of speech (`over`) are said as they are.
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
from tutor.language.writing.drawn import left_side_level
from tutor.language.writing.highlight import styled
from tutor.language.writing.precedence import (
    ATOM,
    LISTING,
    LOGIC,
    POSTFIX,
    POWER,
    PREFIX,
    PRODUCT,
    RELATION,
    SET_OPERATION,
    SIGN,
    SUM,
    WHERE,
)
from tutor.language.writing.speech_calls import call, call_level, from_to, verb, verb_level
from tutor.language.writing.spoken import (
    CONSTANTS,
    FUNCTIONS,
    JOINTS,
    RELATIONS,
    SQUARED,
    WORDS,
    after,
    digits,
    name,
    ordinal,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.writing.highlight import Styles

_LEAVES: Final = (Number, Symbol, Constant)
_POWERS: Final = {"2": "squared", "3": "cubed"}
_ROOTS: Final = {"2": "square", "3": "cube"}


def to_speech(e: Expr, *, highlight: Mapping[Path, str] | None = None) -> str:
    """A tree in words.

    Args:
        highlight: what stands out, by path: said between "highlighted" and "end highlight".

    Raises: CallerError for a style that is not known or a path that leads nowhere.
    """
    tree, styles = styled(e, highlight)
    return Speaker(styles).say(tree)


class Speaker:
    """One saying."""

    __slots__ = ("cells", "fractions", "styles")

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.fractions = 0
        """How many fractions the place is in: inside of one, none is said in the short way."""
        self.cells = 0
        """How many matrices the place is in: there, blanks stand between the entries alone."""

    def say(self, e: Expr) -> str:
        """A node and its highlight."""
        return self.marked(e, self._node(e))

    def part(self, e: Expr, least: int) -> str:
        """A part, as a quantity if it binds less tightly than its place asks for."""
        return (
            self.say(e) if self.level(e) >= least else f"the quantity {self.say(e)}, end quantity"
        )

    def operand(self, e: Expr) -> str:
        """What stands behind "of": a name, `2 x`, another function; anything longer is a quantity.

        "sine of x squared" would be the one thing to some ears and the other to others.
        """
        match e:
            case Product((_, Symbol() | Constant())) | Call(_, (_,)):
                return self.part(e, PREFIX)
            case _:
                return self.part(e, ATOM)

    def items(self, parts: Iterable[Expr]) -> str:
        """Parts in a row."""
        return " comma ".join(self.part(part, LOGIC) for part in parts)

    def marked(self, e: Expr, said: str) -> str:
        """What is said of a node, between the words of its highlight."""
        return f"highlighted {said} end highlight" if id(e) in self.styles else said

    def level(self, e: Expr) -> int:
        """How tightly `e` binds when it is said here."""
        match e:
            case Sum():
                return SUM
            case Product(factors):
                return PREFIX if len(factors) == 2 and self._is_silent(factors) else PRODUCT
            case Negation():
                return SIGN
            case Quotient(above, below):
                return PREFIX if self._is_short(above, below) else ATOM
            case Derivative() | HigherDerivative() | Root():
                return PREFIX
            case Power():
                return POWER
            case Call():
                return call_level(e)
            case Verb():
                return verb_level(e)
            case Number(text) if "e" in text.lower():
                return PREFIX
            case Relation() | Chain():
                return RELATION
            case Logic("not"):
                return SIGN
            case Logic("or" | "and"):
                return LOGIC
            case Logic():
                return SET_OPERATION
            case Listing():
                return LISTING
            case Where():
                return WHERE
            case _:
                return ATOM

    def _node(self, e: Expr) -> str:
        match e:
            case Number(text):
                return digits(text)
            case Word(text):
                return WORDS.get(text) or word(text)
            case Symbol(text):
                return name(text)
            case Constant(text):
                return CONSTANTS.get(text, text)
            case Sum(terms):
                return self._sum(terms)
            case Negation(operand):
                return f"negative {self.part(operand, SIGN)}"
            case Product(factors):
                return self._product(factors)
            case Quotient(above, below):
                return self._quotient(above, below)
            case Power(base, exponent):
                return self._power(base, exponent)
            case Root(radicand, Number("2" | "3" as text) as index):
                which = self.marked(index, _ROOTS[text])
                return f"the {which} root of {self.operand(radicand)}"
            case Root(radicand, index):
                which = f"the root with index {self.part(index, ATOM)}"
                return after(which, f"of {self.operand(radicand)}")
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
                kind = {"(": "point", "<": "angle vector"}.get(bracket, "vector")
                return f"the {kind} {self.items(entries)}, end {kind}"
            case Matrix(rows):
                return self._matrix(rows)
            case Set(()):
                return "the empty set"
            case Set((Relation("|", member, condition) as given,)):
                some = after(
                    self.part(member, RELATION), f"such that {self.part(condition, LOGIC)}"
                )
                return f"the set of all {self.marked(given, some)}, end set"
            case Set(members):
                return f"the set {self.items(members)}, end set"
            case Interval(lower, upper, left, right):
                kind = _INTERVALS[left, right]
                return f"the {kind}{from_to(self, [lower, upper])}, end interval"
            case Listing(listed):
                return self.items(listed)
            case Relation(operator, left_side, right_side):
                return self._related((left_side, right_side), (operator,))
            case Chain(operands, operators):
                return self._related(operands, operators)
            case Logic("not", (operand,)):
                return f"not {self.part(operand, SIGN)}"
            case Logic(joint, operands):
                least = self.level(e) + 1
                said = self.part(operands[0], least)
                for operand in operands[1:]:
                    said = after(said, f"{JOINTS.get(joint, joint)} {self.part(operand, least)}")
                return said
            case Where(body, bindings):
                return f"{self.part(body, LISTING)}, where {self.items(bindings)}"
            case _:
                raise TypeError(type(e).__name__)

    # --- arithmetic ---

    def _sum(self, terms: tuple[Expr, ...]) -> str:
        said = self.part(terms[0], PRODUCT)
        for term in terms[1:]:
            if isinstance(term, Negation):
                less = self.marked(term, f"minus {self.part(term.operand, PRODUCT)}")
                said = after(said, less)
            else:
                said = after(said, f"plus {self.part(term, PRODUCT)}")
        return said

    def _product(self, factors: tuple[Expr, ...]) -> str:
        said = self._factor(factors[0])
        for k, factor in enumerate(factors[1:]):
            times = "" if k == 0 and self._is_silent(factors) else "times "
            said = after(said, times + self._factor(factor))
        return said

    def _factor(self, factor: Expr) -> str:
        return self.part(factor, ATOM if isinstance(factor, Product) else SIGN)

    def _is_silent(self, factors: tuple[Expr, ...]) -> bool:
        """Whether the first number stands right before a name: `2 x`, `2 x squared`, `2 sine of x`."""
        match factors:
            case (Number() as number, Symbol() | Constant() | Power(Symbol() | Constant()), *_):
                return not self.cells and _is_plain(number)
            case (Number() as number, Call(function, (_,)), *_):
                return not self.cells and _is_plain(number) and function in SQUARED
            case _:
                return False

    def _is_short(self, above: Expr, below: Expr) -> bool:
        """Whether "1 over x" says it all; not inside another fraction."""
        return not self.fractions and _is_plain(above) and _is_plain(below)

    def _quotient(self, above: Expr, below: Expr) -> str:
        if self._is_short(above, below):
            return f"{self.say(above)} over {self.say(below)}"
        self.fractions += 1
        said = f"the fraction {self.part(above, SUM)}"
        said = after(said, f"over {self.part(below, SUM)}, end fraction")
        self.fractions -= 1
        return said

    def _power(self, base: Expr, exponent: Expr) -> str:
        times = _POWERS.get(exponent.text) if isinstance(exponent, Number) else None
        if times is not None:
            times = self.marked(exponent, times)
            match base:
                case Call(function, (argument,)) if function in SQUARED:
                    head = self.marked(base, FUNCTIONS[function])
                    of = self.marked(base, f"of {self.operand(argument)}")
                    return f"{head} {times} {of}"
            return self._plain_power(base, times)
        match exponent:
            case Number() | Symbol() | Constant() | Negation(Number() | Symbol() | Constant()):
                return self._plain_power(base, f"to the power {self.say(exponent)}")
            case _:
                return self._plain_power(base, f"to the power {self.part(exponent, ATOM)}")

    def _plain_power(self, base: Expr, said: str) -> str:
        return after(self.part(base, POSTFIX), said)

    def _derivative(self, body: Expr, variable: Symbol, order: int, *, partial: bool) -> str:
        which = f"{ordinal(order)}{'partial ' if partial else ''}derivative"
        inside = self.part(body, POWER) if isinstance(body, Power) else self.operand(body)
        return f"the {which} with respect to {self.say(variable)} of {inside}"

    # --- structures ---

    def _matrix(self, rows: tuple[tuple[Expr, ...], ...]) -> str:
        self.cells += 1
        said = [
            f"row {number}: {', '.join(self.part(cell, LOGIC) for cell in cells)}"
            for number, cells in enumerate(rows, 1)
        ]
        self.cells -= 1
        return f"the {len(rows)} by {len(rows[0])} matrix, {'; '.join(said)}; end matrix"

    def _related(self, sides: tuple[Expr, ...], operators: tuple[str, ...]) -> str:
        said = self.part(sides[0], left_side_level(sides[0], operators[0]))
        for operator, side in zip(operators, sides[1:], strict=True):
            said = after(said, f"{RELATIONS[operator]} {self.part(side, SET_OPERATION)}")
        return said


_INTERVALS: Final = {
    (False, False): "open interval",
    (True, True): "closed interval",
    (False, True): "interval open on the left",
    (True, False): "interval open on the right",
}


def _is_plain(e: Expr) -> bool:
    return isinstance(e, _LEAVES) and not (isinstance(e, Number) and "e" in e.text.lower())
