r"""Statements on one line with nothing but a blank between them: `x = 1 y = 2`.

By its tokens this is a chain, x = 1*y = 2, and some people write chains like it (`F = m a = 6`). So where
a blank could end a statement both are read; where the gap is wide (two blanks, `\quad`) nobody means a factor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.lexing import STARTS_OPERAND
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.tokens import CLOSING, ENDS_OPERAND, OPENING, Token, listed

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_RELATIONS = frozenset(listed("= != < > <= >="))
_BEGINS = frozenset(listed("NAME FCALL FPR FSQ DERIVED DERIV _LBAR _LNORM"))  # a left side
_ENDS = frozenset(listed("_COMMA _OPTIONS _OR _AND _WHERE _IF _ELSE _ROW _GIVEN"))
_GAP = Pattern(r"\\(?:q?quad(?![A-Za-z])|[;: ])")
_WIDE = Pattern(r"\\q?quad(?![A-Za-z])|\s{2,}|\t")


def separate(lexing: Lexing) -> None:
    """Put a comma where one statement ends and the next begins, if this is how the text is to be read."""
    tokens = lexing.tokens
    if len([t for t in tokens if t.type == "REL"]) < 2 or not any(t.blank for t in tokens):
        return
    ends = _ends(lexing)
    if not ends:
        return
    if not all(_is_certain(lexing, end) for end in ends):
        lexing.found.add("side_by_side")
        plain = all(_is_number(tokens, end) for end in ends)
        if ("side_by_side" in lexing.other) == plain:
            return
    for end in reversed(ends):
        place = tokens[end - 1].end
        tokens.insert(end, Token("_COMMA", None, place, place, made=True))


def _ends(lexing: Lexing) -> list[int]:
    """The tokens that begin the second, the third statement; none unless every two relations are told apart."""
    tokens = lexing.tokens
    found: list[int] = []
    blanks: list[int] = []
    depth, before = 0, -1
    for index, token in enumerate(tokens):
        if token.type in OPENING:
            if depth == 0 and before >= 0 and _is_juxtaposed(lexing, index):
                blanks.append(index)
            depth += 1
        elif token.type in CLOSING:
            depth -= 1
        elif depth:
            continue
        elif token.type in _ENDS:
            before = -1
        elif token.type == "REL":
            if token.value not in _RELATIONS:
                return []
            if before >= 0:
                several = len(blanks) > 1 and not _is_number(tokens, blanks[0])
                if not blanks or several or not _begins(tokens, blanks[0]):
                    return []
                found.append(blanks[0])
            before, blanks = index, []
        elif before >= 0 and _is_juxtaposed(lexing, index):
            blanks.append(index)
    return found


def _is_juxtaposed(lexing: Lexing, index: int) -> bool:
    """Whether only a blank makes a product of what stands before a token and from it on."""
    token, before = lexing.tokens[index], lexing.tokens[index - 1]
    if not (token.blank and token.type in STARTS_OPERAND and before.type in ENDS_OPERAND):
        return False
    # in LaTeX a blank is not seen on paper, a wider space is
    return not lexing.latex or _GAP.search(_gap(lexing, index)) is not None


def _begins(tokens: list[Token], index: int) -> bool:
    """Whether the left side of a statement may begin here: with a name, or with a coefficient, `2y`."""
    token, after = tokens[index], tokens[index + 1]
    if token.type == "NUMBER":
        return after.type in _BEGINS and not after.blank
    return token.type in _BEGINS


def _is_certain(lexing: Lexing, index: int) -> bool:
    """Whether no product can be meant: the gap is wide, or a number begins, which is no later factor."""
    return lexing.tokens[index].type == "NUMBER" or _is_wide(lexing, index)


def _is_wide(lexing: Lexing, index: int) -> bool:
    return _WIDE.search(_gap(lexing, index)) is not None


def _gap(lexing: Lexing, index: int) -> str:
    """What stands before a token, as typed."""
    return lexing.folded.source[lexing.tokens[index - 1].end : lexing.tokens[index].start]


def _is_number(tokens: list[Token], end: int) -> bool:
    """Whether a number stands between the last relation and a token: 1, -1/2."""
    first = end - 1
    while tokens[first].type in ("NUMBER", "_OVER", "_MINUS"):
        first -= 1
    return tokens[first].type == "REL" and first < end - 1
