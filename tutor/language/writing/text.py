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
from tutor.language.writing.precedence import (
    ATOM,
    LISTING,
    LOGIC,
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
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr

_POSTFIX_MARK: Final = {"factorial": "!", "percent": "%", "degrees": "°"}
_CLOSING: Final = {"[": "]", "(": ")", "<": ">"}
_ENDS_IN_D: Final = re.compile(r"(?<![A-Za-z0-9_])d(\^[1-9])?$")
_SPELT: Final = {"in": "∈", "union": "∪", "intersection": "∩", "without": "∖"}


def to_text(e: Expr) -> str:
    """The text of a tree; `read` gives the same tree back.

    A vector that was written with unit vectors (`2i + 3j`) is written `[2, 3]`, which says what it is.
    """
    match e:
        case Number(text) | Word(text):
            return text
        case Symbol(name) | Constant(name):
            return name
        case Sum(terms):
            return _sum(terms)
        case Negation(operand):
            return "-" + _part(operand, PREFIX)
        case Product(factors):
            rest = "".join("*" + _part(factor, PREFIX) for factor in factors[1:])
            return _dividend(factors[0], grouped=True) + rest
        case Quotient(numerator, denominator):
            return _quotient(numerator, denominator)
        case Power(base, exponent):
            return f"{_part(base, ATOM)}^{_exponent(exponent)}"
        case Root(radicand, Number("2")):
            return f"sqrt({_part(radicand, LOGIC)})"
        case Root(radicand, index):
            return f"root({_items((radicand, index))})"
        case Call(function, arguments):
            return _call(function, arguments)
        case Derivative(body, variable, partial):
            return _derivative(body, variable, partial)
        case HigherDerivative(body, variable, order, partial):
            return _higher_derivative(body, variable, order, partial)
        case Verb(name, arguments, options):
            return _verb(name, arguments, options)
        case Vector(entries, bracket):
            opening = bracket if bracket in _CLOSING else "["
            return f"{opening}{_items(entries)}{_CLOSING[opening]}"
        case Matrix(rows):
            return "[" + ", ".join(f"[{_items(row)}]" for row in rows) + "]"
        case Set((Relation("|") as condition,)):
            return "{" + _such_that(condition) + "}"
        case Set(members):
            return "{" + ", ".join(map(_member, members)) + "}"
        case Interval(lower, upper, left, right):
            return f"{'[' if left else '('}{_items((lower, upper))}{']' if right else ')'}"
        case Listing(items):
            return _items(items)
        case Relation(operator, left, right):
            return _related((left, right), (operator,))
        case Chain(operands, operators):
            return _related(operands, operators)
        case Logic("not", (operand,)):
            return "not " + _denied(operand)
        case Logic(word, operands):
            return _joined(word, operands, level(e))
        case Where(body, bindings):
            return f"{_part(body, LISTING)} where {_items(bindings)}"


def _part(e: Expr, least: int) -> str:
    """`e`, in brackets if it binds less tightly than its place asks for."""
    return to_text(e) if level(e) >= least else f"({to_text(e)})"


def _items(parts: Iterable[Expr]) -> str:
    return ", ".join(_part(part, LOGIC) for part in parts)


def _sum(terms: tuple[Expr, ...]) -> str:
    written = [_part(terms[0], PRODUCT)]
    for term in terms[1:]:
        if isinstance(term, Negation):
            written += [" - ", _unsigned(term.operand)]
        else:
            written += [" + ", _unsigned(term)]
    return "".join(written)


def _unsigned(term: Expr) -> str:
    """A term behind a plus or a minus: never with a second sign in front."""
    text = _part(term, PRODUCT)
    return f"({text})" if text.startswith("-") else text


def _dividend(e: Expr, *, grouped: bool = False) -> str:
    """What stands before the first `*` or `/`.

    Args:
        grouped: whether a product here was a group of its own, `(a*b)*c`.
    """
    text = to_text(e)
    if level(e) < PRODUCT or (grouped and isinstance(e, Product)):
        return f"({text})"
    if not grouped and text.endswith("^1"):
        return f"({text})"  # x^1/2 is read as x^(1/2) by half the people
    return text


def _quotient(numerator: Expr, denominator: Expr) -> str:
    above, below = _dividend(numerator), _part(denominator, POWER)
    if below.startswith("d") and _ENDS_IN_D.search(above):
        below = f"({below})"  # d/delta is no derivative
    return f"{above}/{below}"


def _exponent(e: Expr) -> str:
    match e:
        case Number(text) if "e" not in text.lower():
            return text
        case Symbol(name) if name != "T" and "'" not in name:
            return name
        case Constant(name):
            return name
        case Call(function) if level(e) == ATOM and function in FUNCTIONS:
            return to_text(e)
        case Root():
            return to_text(e)
        case _:
            return f"({to_text(e)})"


def _call(function: str, arguments: tuple[Expr, ...]) -> str:
    if len(arguments) == 1:
        if function in _POSTFIX_MARK:
            # only what has no mark or brackets of its own stays bare: (5!)!, (sin(x))!
            bare = isinstance(arguments[0], Number | Symbol)
            text = to_text(arguments[0])
            return (text if bare else f"({text})") + _POSTFIX_MARK[function]
        if function == "transpose" and raises_t(arguments[0]):
            return f"{_part(arguments[0], ATOM)}^T"
        if function == "log":
            return f"ln({_items(arguments)})"
    return f"{function}({_items(arguments)})"


def _derivative(body: Expr, variable: Symbol, partial: bool) -> str:
    if follows_d(variable):
        d = "∂" if partial else "d"
        return f"{d}/{d}{variable.name}({to_text(body)})"
    return f"{'partial' if partial else 'diff'}({_items((body, variable))})"


def _higher_derivative(body: Expr, variable: Symbol, order: int, partial: bool) -> str:
    if partial and writes_order(order) and follows_d(variable):
        return f"∂^{order}/∂{variable.name}^{order}({to_text(body)})"
    return f"{'partial' if partial else 'diff'}({_items((body, variable))}, {order})"


def _verb(name: str, arguments: tuple[Expr, ...], options: tuple[tuple[str, Expr], ...]) -> str:
    text = _items(arguments)
    if options:
        text += "; " + ", ".join(f"{key}={_part(value, SET_OPERATION)}" for key, value in options)
    return f"{name}({text})"


def _such_that(condition: Relation) -> str:
    """The inside of a set by a condition: `x | x > 1`."""
    return f"{_part(condition.left, RELATION)} | {_part(condition.right, LOGIC)}"


def _member(e: Expr) -> str:
    """A member of a set; a bar of its own would be taken for `such that`."""
    text = _part(e, LOGIC)
    return f"({text})" if "|" in text and level(e) < SET_OPERATION else text


def _denied(operand: Expr) -> str:
    """What stands behind `not`: a union would give its first set alone."""
    joins = isinstance(operand, Logic) and operand.word != "not"
    return f"({to_text(operand)})" if joins else _part(operand, RELATION)


def _related(sides: tuple[Expr, ...], operators: tuple[str, ...]) -> str:
    text = _part(sides[0], SET_OPERATION)
    if operators == ("~",) and isinstance(sides[0], Relation) and sides[0].operator == "|":
        text = _conditioned(sides[0])
    for operator, side in zip(operators, sides[1:], strict=True):
        sign = _SPELT.get(operator, operator)
        text += f"{'' if sign == ':' else ' '}{sign} {_part(side, SET_OPERATION)}"
    return text


def _conditioned(e: Relation) -> str:
    """`X|Y`, the left side of a distribution."""
    equation = isinstance(e.right, Relation) and e.right.operator == "="
    return (
        f"{_part(e.left, SET_OPERATION)}|{_part(e.right, RELATION if equation else SET_OPERATION)}"
    )


def _joined(word: str, operands: tuple[Expr, ...], own: int) -> str:
    return f" {_SPELT.get(word, word)} ".join(_part(operand, own + 1) for operand in operands)
