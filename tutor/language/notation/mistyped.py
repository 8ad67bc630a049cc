"""Commands of LaTeX that are not known, not finished or not wanted: what is said, and what may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.commands import REFUSED, known
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.names import Names, split
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing


def refusal(lexing: Lexing, word: str, at: int, end: int) -> Mistake:
    """The refusal of a command that says why, or which known command is like it."""
    if word in ("(", ")", "[", "]"):
        say = f"This \\{word} has no partner: maths stands between \\( and \\)."
        return lexing.refuse("bracket", say, at, end, lexing.edit(at, end, ""))
    if word == "_":
        say = "A name has no backslash before its _."
        return lexing.refuse("char", say, at, end, lexing.edit(at, end, "_"))
    if word in REFUSED:
        return lexing.refuse("char", REFUSED[word], at, end, lexing.edit(at, end, ""))
    if not word:
        return lexing.refuse(
            "char", "A backslash cannot stand here.", at, end, lexing.edit(at, end, "")
        )
    from difflib import get_close_matches

    if (found := _glued(word)) is not None:
        say = f"The command \\{word} is not known here: a blank ends \\{found}."
        rest = word[len(found) :]
        return lexing.refuse("char", say, at, end, lexing.edit(at, end, f"\\{found} {rest}"))
    if len(word) == 1 and word.isalnum():
        say = "A backslash is no division: write /."
        return lexing.refuse("char", say, at, end, lexing.edit(at, end, f"/{word}"))
    alike = [other for other in known() if other[0].lower() == word[0].lower()]
    near = get_close_matches(word, alike, 2, 0.6) if len(word) > 1 else []
    say = f" Did you mean \\{near[0]}?" if near else ""
    return lexing.refuse(
        "char",
        f"The command \\{word} is not known here.{say}",
        at,
        end,
        *(lexing.edit(at, end, f"\\{other}") for other in near),
        lexing.edit(at, end, ""),
        expected=tuple(f"\\{other}" for other in near),
    )


def _glued(word: str) -> str | None:
    r"""The command that a name runs on from, `\cosx`, where nothing else of it is a command."""
    names = Names.of(EMPTY)
    for size in range(len(word) - 1, 1, -1):
        rest = word[size:]
        if word[:size] in known() and (len(rest) == 1 or split(rest, names) is not None):
            return word[:size] if len(rest) <= 2 else None
    return None


def unfinished(lexing: Lexing) -> Mistake:
    """The refusal of a text that ends where a command waits for its parts."""
    place = max(
        index
        for index, token in enumerate(lexing.tokens)
        if token.type in ("_FRAC", "_BINOM", "_SQRT")
    )
    token = lexing.tokens[place]
    written = {"_FRAC": "\\frac{1}{2}", "_BINOM": "\\binom{5}{2}", "_SQRT": "\\sqrt{x}"}[token.type]
    what = "what is under it" if token.type == "_SQRT" else "two parts"
    return Mistake(
        "operand_missing",
        f"The command {written.partition('{')[0]} needs {what}, in braces: {written}.",
        (token.start, token.end),
        expected=("{",),
    )
