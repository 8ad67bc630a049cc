"""The derivatives that are written as a fraction: `d/dx`, `d^2/dx^2`, `∂²/∂x∂y`, `dy/dx`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.accents import ACCENT_COMMANDS, accented_word
from tutor.language.notation.accents import plain_name as accented_name
from tutor.language.notation.characters import GREEK, MARKS
from tutor.language.notation.commands import LETTERS
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.words import GREEK_NAMES, KNOWN_WORDS, SAME_NAME, VERBS

if TYPE_CHECKING:
    import re

    from tutor.language.notation.lexing import Lexing

_MOST = 9
# A name under `d`: letters, which may run on into what follows, or a letter of its own.
_UPRIGHT = (
    r"\\(?:mathrm|mathit|mathbf|operatorname)\s*\{[A-Za-z]+\}"
    rf"|\\(?:{'|'.join(ACCENT_COMMANDS)})(?![A-Za-z])\s*(?:\{{[^{{}}]+\}}|\\?[A-Za-z]+)"
    rf"|[{''.join(MARKS)}][{''.join(GREEK)}A-Za-z]"
)
NAME = rf"\s*({_UPRIGHT}|\\[A-Za-z]+|[{''.join(GREEK)}]|[A-Za-z]+)((?:_?\{{[A-Za-z0-9]+\}}|_(?:[0-9]+|[A-Za-z]+[0-9]*)|[0-9]+)?)"
_ACCENT = Pattern(rf"\\(?:{'|'.join(ACCENT_COMMANDS)})(?![A-Za-z])")
_UPRIGHTS = Pattern(_UPRIGHT)
_POWER = r"\s*(?:\^\s*(?:\{\s*([1-9])\s*\}|([1-9])))?"
_D = r"(?:d|∂|\\partial(?![A-Za-z])|\\mathrm\s*\{d\})"
_ABOVE = Pattern(rf"({_D}){_POWER}")
_BELOW = Pattern(rf"(?:\s|\\[,;:!])*{_D}{NAME}")
_NEXT = Pattern(rf"\s*/\s*{_D}{NAME}")
_OWN = Pattern(NAME)
_ORDER = Pattern(_POWER)
_FRACTION = Pattern(r"\\[dt]?frac\s*\{\s*")
# How a derivative begins that does not begin with a d.
_OPENINGS = ("∂", "\\partial", "\\frac", "\\dfrac", "\\tfrac", "\\mathrm")
_BETWEEN = (Pattern(r"\s*/"), Pattern(r"\s*\}\s*\{"))
_LOW = Pattern(
    rf"(?:∂|\\partial)\s*_\s*(?:\{{([A-Za-z{''.join(GREEK)}\\0-9_ ]+)\}}|(\\[A-Za-z]+|[A-Za-z{''.join(GREEK)}])){_POWER}"
)
_THIN = Pattern(r"\\[,;:!]")
_RUN = Pattern(r"[A-Za-z∂\\]*")
_CALL = Pattern(r"\s*(?:[A-Za-z]+'*\s*)?(?:\\left)?[(\[]")
_BODY = Pattern(
    r"\s*(?:\\,|~)?\s*(?:[(\[\\0-9√|]|[A-Za-z]+'*\(|[a-z]\s*\^|(?:sin|cos|tan|ln|log|exp|sqrt)\b)"
)
_CLOSE = Pattern(r"\s*\}")


def derivative(lexing: Lexing, at: int) -> int:
    """The token of a derivative that begins at `at`; 0 if none does.

    The value of the token is `(name, [variables, outermost first], partial)`, the name empty where
    the derivative waits for what follows.
    """
    if "d" in lexing.names.declared:
        return 0
    text = lexing.text
    if text[at] == "d":
        if "/" not in text:
            return 0
    elif not text.startswith(_OPENINGS, at):
        return 0
    elif end := _below(lexing, at):
        return end
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
            return _whole_fraction(lexing, at, above, grouped=fraction is not None)
        if not is_name(own.group(1)):
            return 0
        if known(lexing, *own.groups()) != own.group(1) and own.group(1)[0] != "\\":
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


def _below(lexing: Lexing, at: int) -> int:
    r"""`∂_x f`, `\partial_{xy} f`: the names stand below the sign; 0 if this is something else."""
    found = _LOW.match(lexing.text, at)
    if found is None:
        return 0
    variables: list[str] = []
    for name in _OWN.finditer(found.group(1) or found.group(2)):
        letters, index = name.groups()
        if index or letters in GREEK_NAMES or not letters.isascii() or letters[0] == "\\":
            variables.append(lexing.names.canonical(plain_name(letters, index)))
        else:
            variables += letters
    order = int(found.group(3) or found.group(4) or "1")
    variables *= order if len(variables) == 1 else 1
    lexing.emit("DERIV", ("", variables[::-1], True), at, found.end())
    return found.end()


def _whole_fraction(lexing: Lexing, at: int, above: re.Match[str], *, grouped: bool) -> int:
    r"""`\frac{d(x^2)}{dx}`, `∂f(x,y)/∂x`: the bar shows what is differentiated; 0 if it is a quotient.

    What stands behind the d is read as it is; where it ends the bar and what is below are passed over.
    """
    text = lexing.text
    start = above.end()
    if grouped:
        stop = _end_of_group(text, start)
        bar = _BETWEEN[1].match(text, stop) if stop else None
    else:
        run = _RUN.match(text, at)
        word = run.group() if run else ""
        call = None if word in VERBS or word in KNOWN_WORDS else _CALL.match(text, start)
        stop = _end_of_group(text, call.end()) + 1 if call else 0
        bar = _BETWEEN[0].match(text, stop) if stop > 1 else None
    if bar is None:
        return 0
    variables, end = _variables(lexing, bar.end())
    close = _CLOSE.match(text, end) if grouped else None
    partial = above.group(1) in ("∂", "\\partial")
    order = int(above.group(2) or above.group(3) or "1")
    if order != len(variables) or (grouped and close is None):
        return 0
    if not partial and not _BODY.match(text, start):
        return 0
    if _loose(_THIN.sub("", text[start:stop])) or (not grouped and text[end : end + 1].isalpha()):
        return 0
    lexing.emit("DOVER", ("", variables, partial), at, start)
    lexing.push("over", at)
    lexing.jumps[stop] = ("_RPAR", None, close.end() if close else end)
    return start


def _end_of_group(text: str, at: int) -> int:
    """The place of the bracket that closes what is open at `at`; 0 if there is none."""
    depth = 1
    for place in range(at, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place
    return 0


def _loose(text: str) -> bool:
    """Whether a sum, a relation or a list stands there without brackets around it."""
    depth = 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if depth == 0 and char in "+-=<>,;/":
            return True
    return not text.strip()


def _variables(lexing: Lexing, at: int) -> tuple[list[str], int]:
    """The names behind each `d` under the bar, each as often as its order says."""
    variables: list[str] = []
    while below := _BELOW.match(lexing.text, at):
        letters, index = below.groups()
        if variables and _NEXT.match(lexing.text, below.end()):
            break  # ∂f/∂x ∂x/∂t: the next derivative of a product begins
        if not is_name(letters):
            return [], at
        name = known(lexing, letters, index)
        at = below.start(1) + len(letters)
        if len(name) < len(letters) and letters.isascii() and letters[0] != "\\":
            at = below.start(1) + len(name)  # the rest belongs to what is differentiated: d/dxsinx
            name = plain_name(name, "")
        else:
            at += len(index)
            name = plain_name(letters, index)
        order = _ORDER.match(lexing.text, at)
        times = int(order.group(1) or order.group(2) or "1") if order else 1
        if order and (order.group(1) or order.group(2)):
            at = order.end()
        variables += [lexing.names.canonical(name)] * times
        if len(variables) > _MOST:
            break
    return variables, at


def known(lexing: Lexing, letters: str, index: str) -> str:
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
    return lexing.names.canonical(plain_name(own.group(1), own.group(2)))


def is_name(letters: str) -> bool:
    """Whether what stands below a d is a name: of the commands Greek letters, accents and styles are."""
    command = letters[1:] if letters[0] == "\\" else ""
    known_one = not command or command in GREEK_NAMES or command in LETTERS
    return known_one or _UPRIGHTS.match(letters) is not None


def plain_name(letters: str, index: str) -> str:
    """A name without the marks of its notation."""
    if letters[0] in MARKS or _ACCENT.match(letters) or accented_word(letters):
        return accented_name(letters + index, folded=True) or letters
    stem = letters.lstrip("\\")
    if stem.endswith("}"):
        stem = stem[stem.index("{") + 1 : -1]
    if letters[0] == "\\":
        stem = LETTERS.get(stem, stem)
    stem = GREEK.get(stem, SAME_NAME.get(stem, stem))
    return stem + index.replace("{", "").replace("}", "")
