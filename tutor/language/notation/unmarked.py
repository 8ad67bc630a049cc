"""Bounds of integrals and sums that stand behind their sign without a `_`: `∫0^1 x dx`, `∑k=1^n k`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_INFINITY = r"∞|oo(?![A-Za-z])|\\infty(?![A-Za-z])"
# Zero, one and minus infinity are raised by nobody: what stands above them is the upper bound.
_NEVER_RAISED = Pattern(
    rf"\s*(?:(?:[-+]\s*)?[01](?![0-9.])|-\s*(?:{_INFINITY})|\{{\s*(?:-?\s*[01]|-\s*(?:{_INFINITY}))\s*\}})\s*\^"
)
# Two numbers or two letters right behind the sign: bounds, or a constant power before the rest.
_EITHER = Pattern(
    rf"(?:-?[0-9]+\s*\^\s*(?:[0-9]+|\{{\s*[0-9]+\s*\}}|{_INFINITY})"
    rf"|([A-Za-z])\s*\^\s*(?:([A-Za-z])(?![A-Za-z])|\{{\s*([A-Za-z])\s*\}}|{_INFINITY}))"
)
_DIFFERENTIAL = re.compile(r"(?:(?<![A-Za-z\\])d|\\mathrm\s*\{\s*d\s*\})\s*([A-Za-z])")
_INDEX = Pattern(r"(\s*_)?\s*([A-Za-z])\s*=\s*(?:(-)\s*)?(?:([0-9]+)|([A-Za-z]))\s*(?=\^)")
_SUMMED = Pattern(
    rf"\^\s*(?:[0-9]+|[A-Za-z]|\{{[^{{}}]*\}}|\([^()]*\)|{_INFINITY})"
    r"(?=\s*(?:\\[,;:! ]\s*)*(?:[A-Za-z0-9(\[|√]|\\(?:frac|sqrt|left|[a-z]?binom)(?![A-Za-z])))"
)


def bounds(lexing: Lexing, at: int) -> None:
    """Begin the bounds of an integral whose sign ends at `at`, where they have no `_`."""
    text = lexing.text
    if not _NEVER_RAISED.match(text, at):
        found = _EITHER.match(text, at)
        if found is None or set(found.groups()) & set(_DIFFERENTIAL.findall(text, found.end())):
            return
        lexing.found.add("bounds")
        if "bounds" in lexing.other:
            return
    lexing.emit("_SUB", None, at, at, made=True)


def index(lexing: Lexing, at: int) -> int:
    """Add the index of a sum whose sign ends at `at`, where it has no `_` or no braces; gives where it ends."""
    text = lexing.text
    found = _INDEX.match(text, at)
    if found is None or not (found.group(1) or _SUMMED.match(text, found.end())):
        return at
    _, name, minus, number, letter = found.groups()
    start, end = found.start(2), found.end()
    lexing.emit("_SUB", None, start, start, made=True)
    lexing.emit("_LBRACE", None, start, start, made=True)
    lexing.name(name, start, start + 1)
    lexing.emit("REL", "=", start + 1, start + 1, made=True)
    if minus:
        lexing.emit("_MINUS", None, *found.span(3))
    if number:
        lexing.emit("NUMBER", number, *found.span(4))
    else:
        lexing.name(letter, *found.span(5))
    lexing.emit("_RBRACE", None, end, end, made=True)
    return end
