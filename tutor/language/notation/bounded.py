"""Where the bounds of an integral, a sum, a limit stand: told from the tokens before a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.tokens import CLOSING, OPENING

if TYPE_CHECKING:
    from tutor.language.notation.tokens import Token

BOUNDED = ("INT", "SUM", "LIM")
BRACKETS = {"_LPAR": "_RPAR", "_LBRACE": "_RBRACE"}


def is_upper_bound(tokens: list[Token]) -> bool:
    """Whether what comes next is a bound above such a sign: the n of `∑^n_{k=1}`, which has no subscript."""
    return len(tokens) > 1 and tokens[-1].type == "_HAT" and tokens[-2].type in BOUNDED


def begins_bound(tokens: list[Token]) -> bool:
    """Whether what comes next is a bound below or above such a sign: the 3 of `∑_{k=1}^3 1/2`."""
    raised = bool(tokens) and tokens[-1].type in ("_HAT", "_SUB")
    return raised and bounded(tokens[:-1]) >= 0


def bounded(tokens: list[Token]) -> int:
    """The number of the operator whose bound may begin, or has just ended, here; -1 if there is none."""
    index = len(tokens) - 1
    while index >= 0:
        if tokens[index].type in BOUNDED:
            return index
        if tokens[index].type in BRACKETS.values():
            depth = 0
            while index >= 0:
                # of every sort: (8, 2] opens with one and closes with another
                kind = tokens[index].type
                depth += (kind in CLOSING) - (kind in OPENING)
                if depth == 0:
                    break
                index -= 1
        index -= 1
        while index >= 0 and tokens[index].type in ("_MINUS", "_PLUS", "RADIC", "FROOT"):
            index -= 1
        if index < 0 or tokens[index].type not in ("_HAT", "_SUB"):
            return -1
        index -= 1
    return -1
