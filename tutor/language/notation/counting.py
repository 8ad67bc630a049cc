r"""The number of choices as it is written in many countries: `5C2`, `^5C_2`, `⁵C₂`, `nCk`, `C(5, 2)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    import re

    from tutor.language.notation.lexing import Lexing

_ONE = r"\{?\s*(0|[1-9][0-9]*|[A-Za-z])\s*\}?"
_RAISED = Pattern(rf"(?:\{{\s*\}})?\s*\^\s*{_ONE}\s*C\s*_\s*{_ONE}(?![A-Za-z0-9])")
_LOWERED = Pattern(rf"(?:\{{\s*\}})?\s*_\s*{_ONE}\s*C\s*_\s*{_ONE}(?![A-Za-z0-9])")
_BESIDE = Pattern(r"(0|[1-9][0-9]*|[nNmM])\s?C_?\{?(0|[1-9][0-9]*|[rk])\}?(?![A-Za-z0-9(_])")


def beside(lexing: Lexing, at: int) -> int:
    """`5C2`, `nCk`: where it ends; 0 if something else begins here."""
    if "C" in lexing.names.declared or (lexing.tokens and lexing.tokens[-1].type == "_HAT"):
        return 0
    found = _BESIDE.match(lexing.text, at)
    return _emit(lexing, found) if found else 0


def raised(lexing: Lexing, at: int) -> int:
    """`^5C_2` and `_5C_2` where nothing stands before that could be raised; 0 if this is not so written."""
    if lexing.after_operand or "C" in lexing.names.declared:
        return 0
    found = _RAISED.match(lexing.text, at) or _LOWERED.match(lexing.text, at)
    return _emit(lexing, found) if found else 0


def _emit(lexing: Lexing, found: re.Match[str]) -> int:
    end = found.end()
    lexing.emit("FCALL", ("binomial", ""), found.start(), end)
    lexing.emit("_LPAR", None, found.start(), found.start(), made=True)
    for group in (1, 2):
        start, stop = found.span(group)
        part = found.group(group)
        if part.isdigit():
            lexing.emit("NUMBER", part, start, stop)
        else:
            lexing.name(part, start, stop)
        if group == 1:
            lexing.emit("_COMMA", None, stop, stop, made=True)
    lexing.emit("_RPAR", None, end, end, made=True)
    return end


def is_choice(lexing: Lexing, name: str, *, pair: bool) -> bool:
    """Whether `C(5, 2)` counts choices: C is no name of the question, and two things stand in the bracket."""
    return name == "C" and pair and "C" not in lexing.names.declared
