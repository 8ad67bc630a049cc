"""Words that are not of the language but stand for something of it: `sine`, `equals`, `30 deg`, `5 cm`, `lamda`."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.notation.accents import accented_word
from tutor.language.notation.tokens import listed
from tutor.language.notation.words import FUNCTION_WORDS, GREEK_NAMES, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_FUNCTIONS = {
    "sine": "sin", "cosine": "cos", "tangent": "tan", "cotangent": "cot", "secant": "sec",
    "cosecant": "csc", "arcsine": "arcsin", "arccosine": "arccos", "arctangent": "arctan",
    "logarithm": "log", "squareroot": "sqrt", "sqr": "sqrt", "sqroot": "sqrt", "sqart": "sqrt",
    "squrt": "sqrt", "srqt": "sqrt", "sqt": "sqrt", "absolute": "abs", "modulus": "abs",
    "determinant": "det", "exponential": "exp", "factorial_of": "factorial",
}  # fmt: skip
_SIGNS = {
    "equals": "=", "equal": "=", "plus": "+", "minus": "-", "times": "*", "divided": "/",
    "div": "/", "squared": "^2", "cubed": "^3", "deg": "°", "degree": "°", "degrees": "°",
    "percent": "%",
}  # fmt: skip
# What is raised or set behind: no blank before it.
_BEHIND = frozenset({"^2", "^3", "°", "%"})
_UNITS = frozenset(listed("cm mm km dm nm kg mg ml kHz Hz kW kN mol cal cm2 mph kmh"))
_UNIT = re.compile(r"(?:\^?-?[0-9])?(?:\s*/\s*[a-z]+(?:\^?[0-9])?)?")
_IS = re.compile(r"is(?=\s+([A-Za-z]*))")
# long enough that a product of single letters hardly looks like it
_LONG_WORDS = tuple(sorted(w for w in (*FUNCTION_WORDS, *GREEK_NAMES) if len(w) > 3))
_ALIKE = 0.85

WORDS_MEANT: Mapping[str, str] = MappingProxyType({**_FUNCTIONS, **_SIGNS})


def check(lexing: Lexing, whole: str, run: str, at: int) -> None:
    """Refuse a word that stands for something that is written otherwise, with that as the repair.

    Raises: Mistake.
    """
    if run not in _CHECKED or whole != run:
        return
    end = at + len(run)
    text = lexing.text
    called = text[end : end + 1] == "("
    if run in _FUNCTIONS and (called or text[end : end + 1] in (" ", "")):
        meant = _FUNCTIONS[run]
        raise _refusal(lexing, f"The function {run} is written {meant}.", (at, end), meant)
    if not lexing.after_operand or called:
        return
    if run in _SIGNS:
        sign = _SIGNS[run]
        start = at - 1 if sign in _BEHIND and text[at - 1 : at] == " " else at
        what = "degrees are" if sign == "°" else f"{run} is"
        raise _refusal(lexing, f"In a formula {what} written {sign}.", (start, end), sign, at)
    if run == "is" and lexing.blank and (found := _IS.match(text, at)):
        if found.group(1) in WORDS or found.group(1) in ("a", "an", "the", "min", "max", "local"):
            return  # what sort a point is
        raise _refusal(lexing, "Write = here instead of words.", (at, found.end()), "=")
    undeclared = not all(letter in lexing.names.declared for letter in run)
    if run in _UNITS and lexing.tokens[-1].type == "NUMBER" and undeclared:
        found = _UNIT.match(text, end)
        assert found is not None
        start = at - 1 if lexing.blank else at
        say = f"Units such as {run} are left out here."
        raise lexing.refuse("name_unknown", say, at, end, lexing.edit(start, found.end(), ""))


_CHECKED = frozenset(_FUNCTIONS) | frozenset(_SIGNS) | _UNITS | {"is"}


def check_spelling(lexing: Lexing, run: str, pieces: Sequence[str], at: int) -> None:
    """Refuse a product of single letters that is nearly the name of a letter or a function: `lamda`, `thta`.

    Raises: Mistake.
    """
    if len(run) < 4 or any(len(piece) > 3 or _is_known(lexing, piece) for piece in pieces):
        return
    from difflib import get_close_matches

    near = get_close_matches(run, _LONG_WORDS, 2, _ALIKE)
    if near:
        say = f"The name {run} is not known here; is it {near[0]}?"
        raise lexing.refuse(
            "name_unknown", say, at, at + len(run),
            *(lexing.edit(at, at + len(run), word) for word in near), expected=tuple(near),
        )  # fmt: skip


def _is_known(lexing: Lexing, piece: str) -> bool:
    return (
        piece in lexing.names.declared
        or piece in FUNCTION_WORDS
        or accented_word(piece) is not None
    )


def _refusal(
    lexing: Lexing, text: str, replaced: tuple[int, int], instead: str, at: int = -1
) -> Mistake:
    """The refusal of a word that stands at `at`, with a sign in place of what is replaced."""
    start, end = replaced
    return lexing.refuse(
        "name_unknown",
        text,
        start if at < 0 else at,
        end,
        lexing.edit(start, end, instead),
        expected=(instead.strip(),),
    )
