"""What stands around a value: a left side that only names it (`f'(x) = 6x^2`), a comma inside it (`1,5`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.errors import NotationError
from tutor.language.expr.functions import ELEMENTARY
from tutor.language.expr.heads import NAMES_OF_RESULTS
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Derivative,
    HigherDerivative,
    Interval,
    Listing,
    Logic,
    Negation,
    Number,
    Power,
    Relation,
    Set,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.language.expr.paths import free_names, replace_at, subexpressions

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

_LAST_DIGITS = re.compile(r"(?<![.0-9A-Za-z_])(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)$")
_FIRST_DIGITS = re.compile(r"[0-9]+(?![.0-9])")
_MINUS_ONE = Negation(Number("1"))


def claims(response: Expr) -> tuple[Expr, ...]:
    """The values that a response says the result has; more than one where it shows its work.

    `f'(x) = 2*3x = 6x` claims `2*3x` and `6x`. A plain value claims itself. A statement that does not
    begin with a name (`x^2 = 4`, `x > 1`) claims nothing, nor does a set, a list, a word.
    """
    match response:
        case Relation("=", left, right) if _only_names(left, (right,)):
            return (right,)
        case Chain(operands, operators) if set(operators) == {"="} and _only_names(
            operands[0], operands[1:]
        ):
            return operands[1:]
        case Listing((item,)):
            return claims(item)
        case Relation() | Chain() | Logic() | Listing() | Set() | Interval() | Word():
            return ()
        case _:
            return (response,)


def unnamed(answer: Expr) -> Expr:
    """A reference answer without the name in front of it."""
    match answer:
        case Relation("=", left, right) if _only_names(left, (right,)):
            return right
        case _:
            return answer


def refuse_decimal_comma(response: Expr) -> None:
    """Refuse numbers with a comma between them where one number is asked for.

    A comma with nothing around it (`x = 1,5`, `1,5 cm`, `2*(1,5)`) may be a decimal comma; it is never
    taken for one. The response is no number as it was read.

    Raises: NotationError (`decimal_comma`) with what may have been meant.
    """
    for path, part in subexpressions(response):
        match part:
            case Listing((first, second)):
                inside = (first, second)
            case Vector((first, second), "(" | "[" as bracket) if path or bracket == "[":
                inside = (first, second)  # (8,2) by itself is a point
            case _:
                continue
        plain = isinstance(part, Listing) and all(isinstance(e, Number) for e in inside)
        if not plain and not _side_by_side(first, second):
            continue
        repairs = _with_a_point(response, path, *inside)
        if repairs:
            raise NotationError(
                "decimal_comma",
                "A comma stands between two values, and one number is asked for. "
                "Write decimals with a point and long numbers without marks.",
                part.span or (0, 0),
                expected=("one number",),
                repairs=repairs,
            )


def _side_by_side(first: Expr, second: Expr) -> bool:
    """Whether nothing but the comma stands between two parts of a text."""
    if first.span is None or second.span is None:
        return False
    return second.span[0] - first.span[1] == 1


def _with_a_point(whole: Expr, path: Path, first: Expr, second: Expr) -> tuple[str, ...]:
    """The response with its comma as a decimal point, and left out where it may part thousands."""
    from tutor.language.writing import to_text

    before, after = _LAST_DIGITS.search(to_text(first)), _FIRST_DIGITS.match(to_text(second))
    if before is None or after is None:
        return ()
    grouped = "." in before.group()  # 1.000,5
    marks = (
        [".", ""] if len(after.group()) == 3 and before.group() != "0" and not grouped else ["."]
    )
    whole_part = to_text(first).replace(".", "") if grouped else to_text(first)
    texts = [f"{whole_part}{mark}{to_text(second)}" for mark in marks]
    if path:  # in brackets inside something: put back as one number, which it must be
        if not isinstance(first, Number) or not isinstance(second, Number):
            return ()
        texts = [to_text(replace_at(whole, path, Number(text))) for text in texts]
    return tuple(texts)


def _only_names(left: Expr, rest: tuple[Expr, ...]) -> bool:
    """Whether a left side is a label for the result rather than a claim about a name in it."""
    if isinstance(left, Symbol):
        return all(left.name not in free_names(e) for e in rest)
    return _is_label(left)


def _is_label(e: Expr) -> bool:
    """A name, or a named operation on names: `f'(x)`, `dy/dx`, `A^-1`, `det(A)`, `E[X]`, `∑_{k=1}^3 k`."""
    match e:
        case Symbol():
            return True
        case Call(function, arguments):
            return function not in ELEMENTARY and all(map(_is_label, arguments))
        case Verb(name) if name in NAMES_OF_RESULTS:
            return True
        case Where(body):
            return _is_label(body)
        case Verb(_, arguments, ()):
            return all(map(_is_label, arguments))
        case Derivative(body, _) | HigherDerivative(body, _, _):
            return _is_label(body)
        case Power(base, exponent):
            return isinstance(base, Symbol) and exponent == _MINUS_ONE
        case _:
            return False
