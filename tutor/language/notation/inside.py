"""What stands in the bracket that opens at a place: one thing or several, told from the text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

# A bracket that opens next, however it is set in LaTeX.
BRACKET = Pattern(r"[\s}]*+(?:\\left|\\[bB]igg?l?|\\,|\\!)*+\s*+([(\[{])")
_MARKS = Pattern(r"(?s)\\[A-Za-z]+|\\.|.")  # `\,` is a space and no comma
_OPENING = frozenset({"(", "[", "{", "\\{", "\\langle", "\\begin"})
_CLOSING = frozenset({")", "]", "}", "\\}", "\\rangle", "\\end"})


def holds(lexing: Lexing, at: int, chars: str) -> bool:
    """Whether one of these characters stands directly inside the round bracket behind `at`."""
    return lexing.outline.holds(lexing.text.index("(", at), chars)


def end_of_one(text: str, at: int) -> int:
    """Where the bracket that opens here ends, if no comma, semicolon or line parts what stands in it; else -1."""
    depth = 0
    for found in _MARKS.finditer(text, at):
        mark = found.group()
        depth += (mark in _OPENING) - (mark in _CLOSING)
        if depth <= 0:
            return found.end()
        if depth == 1 and mark in ",;\n":
            break
    return -1
