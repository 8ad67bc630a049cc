"""The derivatives that are written as a fraction: `d/dx`, `d^2/dx^2`, `∂²/∂x∂y`, `dy/dx`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation.accents import ACCENT_COMMANDS, accented_word
from tutor.language.notation.accents import plain_name as accented_name
from tutor.language.notation.characters import GREEK, MARKS
from tutor.language.notation.words import GREEK_NAMES, SAME_NAME

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_MOST = 9
# A name under `d`: letters, which may run on into what follows, or a letter of its own.
_UPRIGHT = (
    r"\\(?:mathrm|mathit|mathbf|operatorname)\s*\{[A-Za-z]+\}"
    rf"|\\(?:{'|'.join(ACCENT_COMMANDS)})(?![A-Za-z])\s*(?:\{{[^{{}}]+\}}|\\?[A-Za-z]+)"
    rf"|[{''.join(MARKS)}][{''.join(GREEK)}A-Za-z]"
)
_NAME = rf"\s*({_UPRIGHT}|\\[A-Za-z]+|[{''.join(GREEK)}]|[A-Za-z]+)((?:_?\{{[A-Za-z0-9]+\}}|_[A-Za-z0-9]+|[0-9]+)?)"
_ACCENT = re.compile(rf"\\(?:{'|'.join(ACCENT_COMMANDS)})(?![A-Za-z])")
_POWER = r"\s*(?:\^\s*(?:\{\s*([1-9])\s*\}|([1-9])))?"
_D = r"(?:d|∂|\\partial(?![A-Za-z])|\\mathrm\s*\{d\})"
_ABOVE = re.compile(rf"({_D}){_POWER}")
_BELOW = re.compile(rf"\s*{_D}{_NAME}")
_OWN = re.compile(rf"{_NAME}")
_ORDER = re.compile(_POWER)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{\s*")
_BETWEEN = (re.compile(r"\s*/"), re.compile(r"\s*\}\s*\{"))
_CLOSE = re.compile(r"\s*\}")


def derivative(lexing: Lexing, at: int) -> int:
    """The token of a derivative that begins at `at`; 0 if none does.

    The value of the token is `(name, [variables, outermost first], partial)`, the name empty where
    the derivative waits for what follows.
    """
    if "d" in lexing.names.declared:
        return 0
    text = lexing.text
    fraction = _FRACTION.match(text, at)
    above = _ABOVE.match(text, fraction.end() if fraction else at)
    if above is None:
        return 0
    between = _BETWEEN[fraction is not None]
    end = above.end()
    name = ""
    if between.match(text, end) is None:
        own = _OWN.match(text, end)
        if own is None or between.match(text, own.end()) is None:
            return 0
        if _known(lexing, *own.groups()) != own.group(1) and own.group(1)[0] != "\\":
            return 0  # a product above the bar
        name, end = _whole(lexing, own), own.end()
    bar = between.match(text, end)
    assert bar is not None
    variables, end = _variables(lexing, bar.end())
    close = _CLOSE.match(text, end) if fraction else None
    if not variables or (fraction and close is None):
        return 0
    end = close.end() if close else end
    if int(above.group(2) or above.group(3) or "1") != len(variables):
        raise lexing.refuse(
            "function_argument", "The order of this derivative differs above and below.", at, end
        )
    partial = above.group(1) in ("∂", "\\partial")
    lexing.emit("DERIVED" if name else "DERIV", (name, variables, partial), at, end)
    return end


def _variables(lexing: Lexing, at: int) -> tuple[list[str], int]:
    """The names behind each `d` under the bar, each as often as its order says."""
    variables: list[str] = []
    while below := _BELOW.match(lexing.text, at):
        letters, index = below.groups()
        name = _known(lexing, letters, index)
        at = below.start(1) + len(letters)
        if len(name) < len(letters) and letters.isascii() and letters[0] != "\\":
            at = below.start(1) + len(name)  # the rest belongs to what is differentiated: d/dxsinx
            name = _plain(name, "")
        else:
            at += len(index)
            name = _plain(letters, index)
        order = _ORDER.match(lexing.text, at)
        times = int(order.group(1) or order.group(2) or "1") if order else 1
        if order and (order.group(1) or order.group(2)):
            at = order.end()
        variables += [lexing.names.canonical(name)] * times
        if len(variables) > _MOST:
            break
    return variables, at


def _known(lexing: Lexing, letters: str, index: str) -> str:
    """The longest beginning of a run of letters that is a known name; else its first letter."""
    if letters + index in lexing.names.declared or not letters.isascii():
        return letters
    for size in range(len(letters), 1, -1):
        if (
            letters[:size] in lexing.names.declared
            or letters[:size] in GREEK_NAMES
            or accented_word(letters[:size])
        ):
            return letters[:size]
    return letters[0]


def _whole(lexing: Lexing, own: re.Match[str]) -> str:
    """The name above the bar, which ends where the bar begins."""
    return lexing.names.canonical(_plain(own.group(1), own.group(2)))


def _plain(letters: str, index: str) -> str:
    """A name without the marks of its notation."""
    if letters[0] in MARKS or _ACCENT.match(letters) or accented_word(letters):
        return accented_name(letters + index, folded=True) or letters
    stem = letters.lstrip("\\")
    if stem.endswith("}"):
        stem = stem[stem.index("{") + 1 : -1]
    stem = GREEK.get(stem, SAME_NAME.get(stem, stem))
    return stem + index.replace("{", "").replace("}", "")
