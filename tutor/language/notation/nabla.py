"""The nabla, with the names below it; whether it takes one thing or, like `d/dx`, a whole factor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS, is_likely_field
from tutor.language.notation import scripts
from tutor.language.notation.derivatives import NAME, is_name, plain_name
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.words import GREEK_NAMES

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_AFTER_NABLA = Pattern(r"\s*([*·×⋅∙∗]|\\cdot|\\times|\\bullet)")
_ORDER = Pattern(r"\s*\^\s*(?:\{\s*2\s*\}|2)")
_INDEXED = Pattern(
    r"_\s*(?:[A-Za-zα-ω](?![A-Za-z0-9])|\{[^{}0-9,]*(?:\{[^{}]*\}[^{}]*)*\}|\\(?:vec|mathbf|hat)\s*\{?\s*[A-Za-z])"
)
_ARROWED = Pattern(r"_\s*\{?\s*\\(?:vec|mathbf|boldsymbol|hat|bm)")
_FIELD = Pattern(r"\s*[fghFGH](?![A-Za-z0-9_'])")
_COORDINATES = frozenset("xyztrs")
_BELOW = Pattern(
    r"\s*_\s*(?:\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|\(([^()]*)\)|(\\[A-Za-z]+|[^\s{(\\]))"
)


def nabla(lexing: Lexing, at: int, end: int) -> int:
    """`∇`, with the names it goes by and the order of the Hessian."""
    text = lexing.text
    order = 1
    names: tuple[str, ...] = ()
    for _ in range(2):
        if found := _ORDER.match(text, end):
            order, end = 2, found.end()
        elif found := _BELOW.match(text, end):
            names = _names(
                lexing, found.group(1) or found.group(2) or found.group(3), at, found.end()
            )
            end = found.end()
    if operator := _AFTER_NABLA.match(text, end):
        raise lexing.refuse(
            "verb_unknown",
            "The divergence and the curl cannot be read here: write out their partial derivatives.",
            at,
            operator.end(),
        )
    lexing.emit("NABLA", ("∇", names, order), at, end)
    return end


def directional(lexing: Lexing, at: int) -> int:
    """`D_u f`, the derivative along a vector; `D_x f`, that by a name; 0 where it is a name or a product."""
    text, names = lexing.text, lexing.names
    if text[at + 1 : at + 2] != "_" or not _INDEXED.match(text, at + 1):
        return 0
    index, end = scripts.below(lexing, at + 1, "D")
    if f"D_{index}" in names.declared or not _FIELD.match(text, end):
        return 0
    lexing.operators = True
    number = index in names.declared - names.arrays if names.declared else index in _COORDINATES
    if number and not _ARROWED.match(text, at + 1):
        lexing.emit("DERIV", ("∂", (index,), True), at, end)
    else:
        lexing.emit("NABLA", ("D", (index,), 1), at, end)
    return end


def _names(lexing: Lexing, written: str, at: int, end: int) -> tuple[str, ...]:
    found: list[str] = []
    for part in written.strip().removeprefix("(").removesuffix(")").split(","):
        match = re.fullmatch(NAME + r"\s*", part)
        if match is None or not is_name(match.group(1)):
            raise lexing.refuse(
                "name_unknown", "Below this sign stand the names to differentiate by.", at, end
            )
        letters, index = match.groups()
        run = letters.isascii() and letters.isalpha() and len(letters) > 1 and not index
        if run and letters not in lexing.names.declared | GREEK_NAMES:
            found += letters  # as below ∂: each letter is a name
        else:
            found.append(lexing.names.canonical(plain_name(letters, index)))
    return tuple(found)


def settle(lexing: Lexing) -> None:
    """`∇f` is one thing, `∇ x^2 y` takes its factor as `d/dx` does: the next token tells which."""
    tokens, names = lexing.tokens, lexing.names
    for index, token in enumerate(tokens):
        if token.type != "NABLA":
            continue
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        value = after.value if after else ""
        match after.type if after else "":
            case "_LPAR" | "_LBRACE":
                tight = True
            case "NAME":
                tight = value in names.functions or is_likely_field(value)
            case "FCALL":
                tight = value[0] not in FUNCTIONS
            case _:
                tight = False
        if not tight:
            tokens[index] = token.retyped("DERIV")
