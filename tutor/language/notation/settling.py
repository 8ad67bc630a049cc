"""What only the whole text can tell: where the maths begins and ends, the imaginary unit, a decimal comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation import nabla, operators, side_by_side
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.reading import Note
from tutor.language.notation.tokens import CLOSING, ENDS_OPERAND, OPENING, Token, listed

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_DOLLARS = (
    re.compile(r"\s*\$\$(.*)\$\$[\s.,;]*", re.DOTALL),
    re.compile(r"\s*\$(.*)\$[\s.,;]*", re.DOTALL),
    re.compile(r"\s*\\\((.*)\\\)[\s.,;]*", re.DOTALL),
    re.compile(r"\s*\\\[(.*)\\\][\s.,;]*", re.DOTALL),
    re.compile(
        r"\s*\{(\\(?:display|text)style(?![A-Za-z]).*)\}\s*", re.DOTALL
    ),  # as Wikipedia gives it
)


def inside_dollars(text: str) -> tuple[int, int]:
    r"""Where the maths is, without the `$...$` or `\(...\)` around it."""
    if text[-1:] not in ("$", ")", "]", "}", " ", ".", ",", ";"):
        return 0, len(text)  # nearly every text
    for pattern in _DOLLARS:
        if found := pattern.fullmatch(text):
            return found.start(1), found.end(1)
    return 0, len(text)


def before_full_stop(text: str, start: int, end: int) -> int:
    """Where the maths ends: a full stop, or a comma inside dollars, ends the sentence around it."""
    last = end
    while last > start and text[last - 1] == " ":
        last -= 1
    mark = text[last - 1 : last]
    sentence = (
        mark == "." and text[last - 2 : last - 1] != "." and text[last - 7 : last - 1] != "\\right"
    )
    return last - 1 if last - 1 > start and (sentence or (mark in (",", ";") and start)) else end


def _refuse_two_looks(lexing: Lexing) -> None:
    """`x` and a bold `x` in one text: they would be one name."""
    bold: set[str] = set()
    plain: dict[str, Token] = {}
    for token in lexing.tokens:
        if token.type == "NAME":
            if any(start <= token.start and token.end <= end for start, end in lexing.bold):
                bold.add(token.value)
            else:
                plain.setdefault(token.value, token)
    for name in sorted(bold & plain.keys()):
        token = plain[name]
        raise Mistake(
            "name_unknown",
            f"Write the name {name} in one way: bold or plain, not both.",
            (token.start, token.end),
        )


_TYPES = frozenset({"min", "max", "saddle"})
_END_OF_ITEM = frozenset({"_COMMA", "_OPTIONS", "_AND", "_OR"})


def _type_points(lexing: Lexing) -> None:
    """`(1,2) min`, `x = 1 (max)`: what kind of point it is, said behind it, is what `(1,2): min` says."""
    tokens = lexing.tokens
    for index in range(len(tokens) - 1, 0, -1):
        token = tokens[index]
        if token.type not in ("WORD", "FUNC"):
            continue
        kind = token.value[0] if token.type == "FUNC" else token.value
        if kind not in _TYPES:
            continue
        first, after = index, index + 1
        if (
            after < len(tokens)
            and tokens[index - 1].type == "_LPAR"
            and tokens[after].type == "_RPAR"
        ):
            first, after = index - 1, index + 2
        ends = after >= len(tokens) or tokens[after].type in _END_OF_ITEM
        if ends and first > 0 and tokens[first].blank and tokens[first - 1].type in ENDS_OPERAND:
            tokens[first:after] = [Token("REL", ":", token.start, token.start, made=True), token]


_OPENS = OPENING | {"DOVER"}
_ENDS_STATEMENT = frozenset(
    listed("_COMMA _OPTIONS _ROW _MROW _AMP _GIVEN _COND _WHERE _IF _ELSE _OR _AND")
)


def _deny(tokens: list[Token]) -> None:
    """`not x > 1` denies the whole relation; where none follows, `not A` the event right behind it."""
    whole = [False]  # for each bracket, whether a relation stands in what is left of the statement
    for index in range(len(tokens) - 1, -1, -1):
        kind = tokens[index].type
        if kind in CLOSING:
            whole.append(False)
        elif kind in _OPENS and len(whole) > 1:
            whole.pop()
        elif kind == "REL":
            whole[-1] = True
        elif kind in _ENDS_STATEMENT:
            whole[-1] = False
        elif kind == "_NOT" and not whole[-1]:
            tokens[index] = tokens[index].retyped("_NEG")


def settle(lexing: Lexing) -> None:
    """What only the whole text can tell: the imaginary unit, a decimal comma, how far a nabla reaches."""
    if lexing.operators:
        nabla.settle(lexing)
    side_by_side.separate(lexing)
    _type_points(lexing)
    if any(token.type == "_NOT" for token in lexing.tokens):
        _deny(lexing.tokens)
    names, tokens = lexing.names, lexing.tokens
    if lexing.bold:
        _refuse_two_looks(lexing)
    if (
        "i" in lexing.text
        and "i" not in names.declared
        and any(t.value == "i" and t.type == "NAME" for t in tokens)
    ):
        beside = {token.value for token in tokens if token.type == "NAME"} - names.declared
        counted = operators.counts(tokens, "i")
        units = (
            counted
            or (bool(beside & {"j", "k"}) and not names.complex)
            or any(t.type == "DERIVED" and t.value[0] == "i" for t in tokens)  # di/dt
        )
        if not units:
            for index, token in enumerate(tokens):
                if token.type == "NAME" and token.value == "i":
                    tokens[index] = token.retyped("CONSTANT")
    if names.complex and "I" not in names.declared:
        for index, token in enumerate(tokens):
            if token.type == "NAME" and token.value == "I":
                tokens[index] = token.retyped("CONSTANT")
                tokens[index].value = "i"
    if len(tokens) == 3:
        before, here, after = tokens
        if (
            here.type == "_COMMA"
            and before.type == after.type == "NUMBER"
            and before.end == here.start
            and here.end == after.start
            and here.end > here.start
            and before.value.isdigit()
            and after.value.isdigit()
        ):
            lexing.notes.append(
                Note(
                    "decimal_comma",
                    "The comma separates two numbers here. Write a decimal number with a point.",
                    (before.start, after.end),
                )
            )
