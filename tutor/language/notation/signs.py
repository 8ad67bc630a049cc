"""Operators in all their spellings, and what is said of signs that mean nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation import counting, scripts
from tutor.language.notation.marks import transposed
from tutor.language.notation.numbers import percent_refused
from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_ARROW = "An arrow cannot be read here: write one statement, or join two with `and`."

# What is said about a spelling of other languages, and what to write instead of it.
_REFUSED = {
    "===": ("Write a single = here.", "="),
    "==": ("Write a single = here.", "="),
    ":=": ("Write = to give a name a value.", "="),
    "=>": ("An arrow cannot be read here; greater or equal is >=.", ">="),
    "=!": ("Write != for not equal.", "!="),
    "=<": ("Write <= for less or equal.", "<="),
    "=/=": ("Write != for not equal.", "!="),
    "/=": ("Write != for not equal.", "!="),
    "⊂": ("Subsets cannot be read here: say which members it has.", ""),
    "⊆": ("Subsets cannot be read here: say which members it has.", ""),
    "⇒": (_ARROW, " and "),
    "⟹": (_ARROW, " and "),
    "⇔": (_ARROW, " and "),
    "⟺": (_ARROW, " and "),
    "∴": ("This sign belongs at the beginning of a line.", ""),
    "->": ("An arrow cannot be read here.", ""),
    "//": ("Write a single / here.", "/"),
    "∘": ("Write a composition as f(g(x)), or as (f∘g)(x).", ""),
    "...": ("Write all of it: dots cannot be read here.", ""),
    "&&": ("Write `and` here.", " and "),
    "<<": ("This cannot be read here.", ""),
    ">>": ("This cannot be read here.", ""),
}
# What is said about a character of the keyboard that stands where it means nothing.
_STRAY = {
    "$": "This dollar sign has no partner: maths in LaTeX stands between two of them, and units are left out.",
    "#": "The sign # cannot be read here: leave it out.",
    "@": "The sign @ cannot be read here: write * for times.",
    "&": "The sign & cannot be read here: write `and`.",
    "?": "A question mark cannot be read here: write what you know, and leave it out.",
    '"': "Quotation marks are not needed: leave them out.",
    "`": "This mark cannot be read here: leave it out.",
    "_": "A subscript follows its name: x_1.",
    "∂": "This sign begins a derivative: write ∂f/∂x.",
    ".": "A point stands between digits only; write * for times.",
    "~": "This sign stands between a name and its distribution: X ~ Normal(0, 1).",
}
_ENTITY = Pattern(r"&(?:[A-Za-z]+|#[0-9]+);")
SIGNS: dict[str, tuple[str, str | None]] = {
    "+/-": ("PM", "+"),
    "<=": ("REL", "<="),
    ">=": ("REL", ">="),
    "!=": ("REL", "!="),
    "<>": ("REL", "!="),
    "**": ("_HAT", None),
    "+": ("_PLUS", None),
    "-": ("_MINUS", None),
    "*": ("_TIMES", None),
    "/": ("_OVER", None),
    "^": ("_HAT", None),
    "=": ("REL", "="),
    "~": ("REL", "~"),
    "<": ("REL", "<"),
    ">": ("REL", ">"),
    ":": ("REL", ":"),
    "±": ("PM", "+"),
    "∓": ("PM", "-"),
    "×": ("_CROSS", None),
    "·": ("_DOT", None),
    "∈": ("REL", "in"),
    "∉": ("REL", "not in"),
    "∪": ("SETOP", "union"),
    "∩": ("SETOP", "intersection"),
    "∖": ("SETOP", "without"),
    "%": ("POSTFIX", "percent"),
    "°": ("POSTFIX", "degrees"),
    "ᵀ": ("POSTFIX", "transpose"),
    "⊤": ("POSTFIX", "transpose"),
    "†": ("POSTFIX", "adjoint"),
    "√": ("RADIC", "2"),
    "∛": ("RADIC", "3"),
}
# Operators of one character, and what behind one of them makes another spelling of it.
ALONE = {
    sign: frozenset(
        word[1] for word in (*SIGNS, *_REFUSED, "+-") if len(word) > 1 and word[0] == sign
    )
    for sign in "+-*/="
}


def sign(lexing: Lexing, char: str, at: int) -> int:
    """A subscript, or an operator in any of its spellings."""
    text = lexing.text
    if char == "_" and (end := counting.raised(lexing, at)):
        return end
    if char == "_" and lexing.tokens:
        return scripts.behind(lexing, at)
    for width in (3, 2, 1):
        written = text[at : min(at + width, lexing.end)]
        if len(written) < width:
            continue
        if written in _REFUSED:
            say, instead = _REFUSED[written]
            edits = [lexing.edit(at, at + width, instead)] if instead else []
            raise lexing.refuse("char", say, at, at + width, *edits)
        if written in SIGNS:
            type_, value = SIGNS[written]
            if value == "percent" and not lexing.policy.percent:
                raise percent_refused(lexing, at, at + width)
            if type_ == "REL" and lexing.top:
                lexing.top.relations = True
            if value in ("transpose", "adjoint"):
                return transposed(lexing, value, at)
            lexing.emit(type_, value, at, at + width)
            return at + width
    raise _stray(lexing, char, at)


def _stray(lexing: Lexing, char: str, at: int) -> Mistake:
    """A character of the keyboard that means nothing where it stands."""
    text, end = lexing.text, at + 1
    say = _STRAY.get(char, f"The character {char} cannot be read here.")
    if found := _ENTITY.match(text, at):
        say = "This is the code of a web page for a character: write the character itself."
        blank = "" if text[found.end() : found.end() + 1] == " " else " "
        return lexing.refuse("char", say, at, found.end(), lexing.edit(at, found.end(), blank))
    if char == "." and text[end : end + 1] == ".":
        say = "A number has one decimal point only."
    edits = [lexing.edit(at, end, "")]
    if char in "@." and lexing.after_operand and text[end : end + 1].isalnum():
        edits.insert(0, lexing.edit(at, end, "*"))
    if char == "&":
        edits = [lexing.edit(at, end, " and ")]
    if char in '"`':
        edits.insert(0, lexing.folded.source.replace(char, ""))
    return lexing.refuse("char", say, at, end, *edits)
