"""What stands in the bracket that opens at a place: one thing or several, told from the text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

# A bracket that opens next, however it is set in LaTeX.
BRACKET = Pattern(r"[\s}]*+(?:\\left|\\[bB]igg?l?|\\,|\\!)*+\s*+([(\[{])")


def holds(lexing: Lexing, at: int, chars: str) -> bool:
    """Whether one of these characters stands directly inside the round bracket behind `at`."""
    return lexing.outline.holds(lexing.text.index("(", at), chars)


def end_of_one(lexing: Lexing, at: int) -> int:
    """Where the bracket that opens here ends, if no comma, semicolon or line parts what stands in it; else -1."""
    end = lexing.outline.reach(at + 1, ",;\n")
    return end + 1 if lexing.text[end : end + 1] in (")", "]", "}") else -1
