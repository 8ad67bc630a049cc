"""A tree as one line of the learner's own language: `2*x^2*cos(x^2)`.

What is written reads back to the same tree. Brackets are as few as possible, but every construct
that people read in two ways (`2^3^2`, `x!!`, `x^1/2`) has them, so the text is never ambiguous.
Nothing is computed: `x*1/2` stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tutor.language.expr.functions import FUNCTIONS
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
from tutor.language.writing.heads import head
from tutor.language.writing.highlight import NO_STYLES, PLAIN_MARKS, styled
from tutor.language.writing.precedence import (
    ATOM,
    LISTING,
    LOGIC,
    POSTFIX_MARKS,
    POWER,
    PREFIX,
    PRODUCT,
    RELATION,
    SET_OPERATION,
    follows_d,
    level,
    raises_t,
    writes_order,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.writing.highlight import Marks, Styles

# d/dx(i) is the derivative of the constant, di/dx that of a name.
_LIKE_CONSTANTS: Final = (Symbol("e"), Symbol("i"))
_CLOSING: Final = {"[": "]", "(": ")", "<": ">"}
_ENDS_IN_D: Final = re.compile(r"(?<![A-Za-z0-9_])d(\^[1-9])?$")
_SPELT: Final = {"in": "∈", "union": "∪", "intersection": "∩", "without": "∖"}


def to_text(
    e: Expr, *, highlight: Mapping[Path, str] | None = None, marks: Marks = PLAIN_MARKS
) -> str:
    """The text of a tree; `read` gives the same tree back.

    A vector that was written with unit vectors (`2i + 3j`) is written `[2, 3]`, which says what it is.
    Decimals have a point and items a comma, as where no policy says otherwise: a writer knows no question.

    Args:
        highlight: what stands out, by path.
        marks: what stands before and after a highlighted part, by style; no style is marked but those here.

    Raises: CallerError for a style that is not known or a path that leads nowhere.
    """
    tree, styles = styled(e, highlight)
    return _Writer(styles, marks).write(tree)


class _Writer:
    """One writing."""

    __slots__ = ("marks", "styles")

    def __init__(self, styles: Styles, marks: Marks) -> None:
        self.styles = styles
        self.marks = marks

    def write(self, e: Expr) -> str:
        return self._marked(e, self._node(e)) if self.styles else self._node(e)

    def _marked(self, e: Expr, text: str) -> str:
        before, after = self.marks.get(self.styles.get(id(e), ""), ("", ""))
        return f"{before}{text}{after}"

    def _bare(self, text: str, again: Callable[[_Writer], str]) -> str:
        """The text without marks, which alone decides about brackets around it."""
        return again(_Writer(NO_STYLES, {})) if self.styles else text

    def _node(self, e: Expr) -> str:
        match e:
            case Number(text) | Word(text):
                return text
            case Symbol(name) | Constant(name):
                return name
            case Sum(terms):
                return self._sum(terms)
            case Negation(operand):
                return "-" + self.part(operand, PREFIX)
            case Product(factors):
                rest = "".join("*" + self.part(factor, PREFIX) for factor in factors[1:])
                return self.dividend(factors[0], grouped=True) + rest
            case Quotient(numerator, denominator):
                return self._quotient(numerator, denominator)
            case Power(base, exponent):
                return f"{self.part(base, ATOM)}^{self._exponent(exponent)}"
            case Root(radicand, Number("2")):
                return f"sqrt({self.part(radicand, LOGIC)})"
            case Root(radicand, index):
                return f"root({self._items((radicand, index))})"
            case Call(function, arguments):
                return self._call(function, arguments)
            case Derivative(body, variable, partial):
                return self._derivative(body, variable, partial)
            case HigherDerivative(body, variable, order, partial):
                return self._higher_derivative(body, variable, order, partial)
            case Verb():
                return self._verb(e)
            case Vector(entries, bracket):
                opening = bracket if bracket in _CLOSING else "["
                return f"{opening}{self._items(entries)}{_CLOSING[opening]}"
            case Matrix(rows):
                return "[" + ", ".join(f"[{self._items(row)}]" for row in rows) + "]"
            case Set((Relation("|", element, condition) as given,)):
                inside = f"{self.part(element, RELATION)} | {self.part(condition, LOGIC)}"
                return f"{{{self._marked(given, inside)}}}"
            case Set(members):
                return "{" + ", ".join(map(self._member, members)) + "}"
            case Interval(lower, upper, left, right):
                return f"{'[' if left else '('}{self._items((lower, upper))}{']' if right else ')'}"
            case Listing(items):
                return self._items(items)
            case Relation(operator, left, right):
                return self._related((left, right), (operator,))
            case Chain(operands, operators):
                return self._related(operands, operators)
            case Logic("not", (operand,)):
                return "not " + self._denied(operand)
            case Logic(word, operands):
                return self._joined(word, operands, level(e))
            case Where(body, bindings):
                return f"{self.part(body, LISTING)} where {self._items(bindings)}"

    def part(self, e: Expr, least: int) -> str:
        """`e`, in brackets if it binds less tightly than its place asks for."""
        return self.write(e) if level(e) >= least else f"({self.write(e)})"

    def _items(self, parts: Iterable[Expr]) -> str:
        return ", ".join(self.part(part, LOGIC) for part in parts)

    def _sum(self, terms: tuple[Expr, ...]) -> str:
        written = [self.part(terms[0], PRODUCT)]
        for term in terms[1:]:
            if isinstance(term, Negation):
                less = "- " + self._unsigned(term.operand)
                written += [" ", self._marked(term, less)]
            else:
                written += [" + ", self._unsigned(term)]
        return "".join(written)

    def _unsigned(self, term: Expr) -> str:
        """A term behind a plus or a minus: never with a second sign in front."""
        text = self.part(term, PRODUCT)
        return (
            f"({text})"
            if self._bare(text, lambda plain: plain.part(term, PRODUCT)).startswith("-")
            else text
        )

    def dividend(self, e: Expr, *, grouped: bool = False) -> str:
        """What stands before the first `*` or `/`.

        Args:
            grouped: whether a product here was a group of its own, `(a*b)*c`.
        """
        text = self.write(e)
        if level(e) < PRODUCT or (grouped and isinstance(e, Product)):
            return f"({text})"
        if not grouped and self._bare(text, lambda plain: plain.write(e)).endswith("^1"):
            return f"({text})"  # x^1/2 is read as x^(1/2) by half the people
        return text

    def _quotient(self, numerator: Expr, denominator: Expr) -> str:
        above, below = self.dividend(numerator), self.part(denominator, POWER)
        before = self._bare(above, lambda plain: plain.dividend(numerator))
        after = self._bare(below, lambda plain: plain.part(denominator, POWER))
        if after.startswith("d") and _ENDS_IN_D.search(before):
            below = f"({below})"  # d/delta is no derivative
        return f"{above}/{below}"

    def _exponent(self, e: Expr) -> str:
        match e:
            case Number(text):
                bare = "e" not in text.lower()
            case Symbol(name):
                bare = name != "T" and "'" not in name
            case Call(function):
                bare = level(e) == ATOM and function in FUNCTIONS
            case _:
                bare = isinstance(e, Constant | Root)
        return self.write(e) if bare else f"({self.write(e)})"

    def _call(self, function: str, arguments: tuple[Expr, ...]) -> str:
        if len(arguments) == 1:
            if function in POSTFIX_MARKS:
                # only what has no mark or brackets of its own stays bare: (5!)!, (sin(x))!
                bare = isinstance(arguments[0], Number | Symbol)
                text = self.write(arguments[0])
                return (text if bare else f"({text})") + POSTFIX_MARKS[function]
            if function == "transpose" and raises_t(arguments[0]):
                return f"{self.part(arguments[0], ATOM)}^T"
            if function == "log":
                return f"ln({self._items(arguments)})"
        return f"{function}({self._items(arguments)})"

    def _derivative(self, body: Expr, variable: Symbol, partial: bool) -> str:
        if follows_d(variable):
            d = "∂" if partial else "d"
            if body in _LIKE_CONSTANTS:
                return f"{d}{self.write(body)}/{d}{self.write(variable)}"
            return f"{d}/{d}{self.write(variable)}({self.write(body)})"
        return f"{'partial' if partial else 'diff'}({self._items((body, variable))})"

    def _higher_derivative(self, body: Expr, variable: Symbol, order: int, partial: bool) -> str:
        if body in _LIKE_CONSTANTS and writes_order(order) and follows_d(variable):
            d = "∂" if partial else "d"
            return f"{d}^{order}{self.write(body)}/{d}{self.write(variable)}^{order}"
        if partial and writes_order(order) and follows_d(variable):
            return f"∂^{order}/∂{self.write(variable)}^{order}({self.write(body)})"
        return f"{'partial' if partial else 'diff'}({self._items((body, variable))}, {order})"

    def _verb(self, e: Verb) -> str:
        text = self._items(e.arguments)
        if letters := head(e):
            given = "".join(f" | {self.part(value, LOGIC)}" for _, value in e.options)
            return f"{letters}[{text}{given}]" if letters == "E" else f"{letters}({text}{given})"
        if e.options:
            text += "; " + ", ".join(
                f"{key}={self.part(value, SET_OPERATION)}" for key, value in e.options
            )
        return f"{e.name}({text})"

    def _member(self, e: Expr) -> str:
        """A member of a set; a bar of its own would be taken for `such that`."""
        text = self.part(e, LOGIC)
        plain = self._bare(text, lambda plain: plain.part(e, LOGIC))
        return f"({text})" if "|" in plain and level(e) < SET_OPERATION else text

    def _denied(self, operand: Expr) -> str:
        """What stands behind `not`: a union would give its first set alone."""
        joins = isinstance(operand, Logic) and operand.word != "not"
        return f"({self.write(operand)})" if joins else self.part(operand, RELATION)

    def _related(self, sides: tuple[Expr, ...], operators: tuple[str, ...]) -> str:
        match sides[0]:
            case Relation("|") as given if operators == ("~",):
                text = self._marked(given, self._conditioned(given))
            case _:
                text = self.part(sides[0], SET_OPERATION)
        for operator, side in zip(operators, sides[1:], strict=True):
            sign = _SPELT.get(operator, operator)
            text += f"{'' if sign == ':' else ' '}{sign} {self.part(side, SET_OPERATION)}"
        return text

    def _conditioned(self, e: Relation) -> str:
        """`X|Y`, the left side of a distribution."""
        equation = isinstance(e.right, Relation) and e.right.operator == "="
        below = RELATION if equation else SET_OPERATION
        return f"{self.part(e.left, SET_OPERATION)}|{self.part(e.right, below)}"

    def _joined(self, word: str, operands: tuple[Expr, ...], own: int) -> str:
        return f" {_SPELT.get(word, word)} ".join(
            self.part(operand, own + 1) for operand in operands
        )
