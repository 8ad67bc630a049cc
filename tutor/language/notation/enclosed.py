r"""Braces of LaTeX around one command: a wiki writes `{\mathcal {N}}(0,1)`, and they say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.derivatives import derivative
from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_STYLED = Pattern(
    r"\{\s*\\(?:mathcal|mathscr|mathbb|mathrm|operatorname|text|textrm)\s*\{[^{}]*\}\s*\}"
)
_DERIVATIVE = Pattern(
    r"\{\s*(\\[dt]?frac\s*\{\s*(?:d|\\partial|\\mathrm\s*\{\s*d\s*\})(?![A-Za-z]))"
)
_CLOSES = Pattern(r"\s*\}")


def enclosed(lexing: Lexing, at: int) -> int:
    r"""`{\mathcal {N}}`, `{\frac {d}{dx}}`: braces around one command hold it together and say nothing; else 0."""
    last = lexing.tokens[-1].type if lexing.tokens else ""
    if lexing.pending or not lexing.latex or last in ("_HAT", "_SUB"):
        return 0
    if _STYLED.match(lexing.text, at):
        lexing.push("keep", at)
        return at + 1
    if not (found := _DERIVATIVE.match(lexing.text, at)):
        return 0
    before = len(lexing.tokens)
    end = derivative(lexing, found.start(1))
    closing = _CLOSES.match(lexing.text, end) if end else None
    if closing is None:
        del lexing.tokens[before:]
        return 0
    return closing.end()
