"""The dx of an integral: where it ends, what stands before it, and what is said where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.bounded import bounded
from tutor.language.notation.derivatives import NAME, known, plain_name
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.words import GREEK_NAMES, KNOWN_WORDS

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_SIGN = Pattern(r"\\?[a-z]+|.")
_D = r"(?:d|\\(?:mathrm|text|textrm|operatorname|mathit)\s*\{\s*d\s*\}|\\mathrm\s+d|\\(?:dd|differentialD)(?![A-Za-z]))"
_DIFFERENTIAL = Pattern(rf"({_D}){NAME}")
_TIGHT = Pattern(r"(?<![A-Za-z\\])d[A-Za-z\\]|[a-z0-9})]d[A-Za-z]\b")
_BLANKS = Pattern(r"^(?:\s|\\[,;:! ]|\\q?quad)*")
_FACTOR = Pattern(r"[A-Za-z0-9(\[{√|]|\\(?!int|cdot|times|div|,|;|quad|le|ge|ne|right|[{}|])")


def differential(lexing: Lexing, at: int) -> int:
    """The `dx` that ends an integral; 0 if there is none here."""
    found = _DIFFERENTIAL.match(lexing.text, at)
    if found is None:
        return 0
    letters, index = found.group(2), found.group(3)
    if letters[0] == "\\" and letters[-1] != "}" and letters[1:] not in GREEK_NAMES:
        return 0  # `d \cdot x`
    apart = found.start(2) > found.end(1)
    if apart and found.group(1) == "d" and _TIGHT.search(lexing.text, found.end()):
        return 0  # `d x dx`: a factor d
    word = _run(lexing.text, at) if found.group(1) == "d" and letters[0] != "\\" else ""
    if word in KNOWN_WORDS or word in lexing.names.declared:
        return 0
    name = known(lexing, letters, index)
    if len(name) < len(letters) and letters.isascii() and letters[0] != "\\":
        end = found.start(2) + len(name)
    else:
        end, name = found.end(), plain_name(letters, index)
    return _close(lexing, lexing.names.canonical(name), at, end)


def before_differential(lexing: Lexing, run: str, at: int) -> str:
    """The letters of a run that stand before its differentials: the `x` of `xdx`; empty if none do."""
    if run in KNOWN_WORDS or "d" not in run[1:]:
        return ""
    behind = lexing.text[at + len(run) : at + len(run) + 1]
    for start in range(1, len(run)):
        index = start
        while index < len(run) and run[index] == "d":
            if index + 1 == len(run):
                index += bool(behind) and (behind == "\\" or not behind.isascii())
                break
            index += 1 + len(known(lexing, run[index + 1 :], ""))
        if index == len(run):
            return run[:start]
    return ""


def _run(text: str, at: int) -> str:
    end = at
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return text[at:end]


def _close(lexing: Lexing, name: str, at: int, end: int) -> int:
    top = lexing.top
    if top is not None and top.kind == "int":
        _refuse_first(lexing, name, at, end)
        lexing.emit("DX", name, at, end)
        lexing.stack.pop()
        return end
    # `\frac{dx}{x}`: above the bar it is a factor 1, and the integral ends behind the fraction.
    if top is None or top.then != 1 or lexing.tokens[top.token - 1].type != "_FRAC":
        return 0
    below = _matching(lexing.text, _matching(lexing.text, top.at))
    if below < 0 or len(lexing.stack) < 2 or lexing.stack[-2].kind != "int":
        return 0
    lexing.jumps[below] = ("DX", name, below)
    if lexing.tokens[-1].type == "_LBRACE":
        lexing.emit("NUMBER", "1", at, end, made=True)
    lexing.blank = False
    return end


def _refuse_first(lexing: Lexing, name: str, at: int, end: int) -> None:
    """`∫ dx x^2`: the dx ends the integral, so nothing can stand behind it and be meant inside."""
    behind = _BLANKS.sub("", lexing.text[end : lexing.end], count=1).rstrip()
    if bounded(lexing.tokens) >= 0 and _FACTOR.match(behind) and not _DIFFERENTIAL.match(behind):
        raise lexing.refuse(
            "operator_missing",
            f"Write d{name} behind what is integrated.",
            at,
            end,
            lexing.edit(at, lexing.end, f"{behind} {lexing.text[at:end]}"),
        )


def _matching(text: str, at: int) -> int:
    """One past the brace that closes the one at `at`, blanks before that skipped; -1 if there is none."""
    if at < 0:
        return -1
    while text[at : at + 1] == " ":
        at += 1
    if text[at : at + 1] != "{":
        return -1
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] == "{") - (text[index] == "}")
        if depth == 0:
            return index + 1
    return -1


def arrive(lexing: Lexing, at: int) -> int:
    """Add the token that was promised for this place; gives where to go on."""
    terminal, value, end = lexing.jumps.pop(at)
    kind = "int" if terminal == "DX" else "over"
    if lexing.top is None or lexing.top.kind != kind:
        raise lexing.refuse("bracket", "A bracket in this fraction is not closed.", at, at)
    lexing.emit(terminal, value, at, at, made=True)
    lexing.stack.pop()
    return end


def unclosed(lexing: Lexing, at: int, end: int) -> Mistake:
    """The refusal of an integral whose dx is missing before `end`."""
    names = [
        token.value
        for token in lexing.tokens
        if token.type == "NAME" and token.start >= lexing.span(at, at)[0]
    ]
    name = "x" if "x" in names or not names else names[-1]
    if name in GREEK_NAMES and lexing.latex:
        name = f"\\{name}"
    place = len(lexing.text[:end].rstrip())
    return lexing.refuse(
        "operand_missing",
        f"This integral does not say by what it is taken: write d{name} at its end.",
        at,
        _SIGN.match(lexing.text, at).end(),  # type: ignore[union-attr]
        lexing.edit(place, place, f" d{name}"),
        expected=(f"d{name}",),
    )
