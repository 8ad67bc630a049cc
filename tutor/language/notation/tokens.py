"""What the lexer hands to the parser."""

from __future__ import annotations

from typing import Any


class Token:
    """One terminal of the grammar.

    Written by hand: thirty of these are made for an ordinary answer, and a dataclass costs more.

    Args:
        type: the terminal, by its name in `grammars/expression.lark`; one that starts with `_` does not
            reach the builder.
        value: what the builder needs: the text of a number, a name, the variables of `d/dx`.
        start, end: the place in the text as typed.
        blank: whether a blank stands before it.
        made: whether the reader put it there (a bracket around an exponent written high).
    """

    __slots__ = ("blank", "end", "made", "start", "type", "value")

    def __init__(  # noqa: PLR0917 keywords cost time here
        self,
        terminal: str,
        value: Any,
        start: int,
        end: int,
        blank: bool = False,
        made: bool = False,
    ) -> None:
        self.type = terminal
        self.value = value
        self.start = start
        self.end = end
        self.blank = blank
        self.made = made

    def __repr__(self) -> str:
        return f"{self.type}({self.value!r})"

    def retyped(self, terminal: str) -> Token:
        """The same token as another terminal."""
        return Token(terminal, self.value, self.start, self.end, blank=self.blank, made=self.made)


END = "$END"


def listed(text: str) -> tuple[str, ...]:
    """The words of a table that is written as one text."""
    return tuple(text.split())


OPENING = frozenset(listed("_LPAR _LSQB _LSET _LBRACE _LANG _LINDEX _LBAR _LNORM MBEGIN SYSTEM"))
CLOSING = frozenset(listed("_RPAR _RSQB _RSET _RBRACE _RANG _RINDEX _RBAR RNORM _MEND"))
# After one of these a minus is a difference, a bar closes, a blank in `[ ]` may separate.
ENDS_OPERAND = frozenset(
    listed(
        "NUMBER NAME CONSTANT WORD DERIVED DX POSTFIX _RPAR _RSQB _RBRACE _RBAR RNORM _RANG _RSET _MEND NUMBER_SET"
    )
)
