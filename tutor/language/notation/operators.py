"""Signs that reach over what follows: integrals, sums, products, limits, the nabla, the bar at a point.

An integral is a bracket from its sign to its `dx`; inside it `dx` is no product of d and x. The
others only mark where a bound begins (`_SUB`), so that `_` means nothing new anywhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation import unmarked
from tutor.language.notation.bounded import BRACKETS, bounded
from tutor.language.notation.nabla import nabla
from tutor.language.notation.names import as_names
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.tokens import CLOSING, OPENING

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.tokens import Token

SIGNS: dict[str, tuple[str, str | int]] = {
    "∫": ("INT", 1), "∬": ("INT", 2), "∭": ("INT", 3),
    "∑": ("SUM", "sum"), "∏": ("SUM", "product"), "∇": ("NABLA", ""),
}  # fmt: skip
COMMANDS: dict[str, tuple[str, str | int]] = {
    "int": ("INT", 1), "iint": ("INT", 2), "iiint": ("INT", 3),
    "sum": ("SUM", "sum"), "prod": ("SUM", "product"), "lim": ("LIM", ""), "nabla": ("NABLA", ""),
}  # fmt: skip
WORDS = {
    "int": "integrate", "sum": "sum", "prod": "product", "product": "product",
    "lim": "limit", "limit": "limit", "grad": "gradient",
}  # fmt: skip
ARROWS = {
    "->": "", "→": "", "to": "", "rightarrow": "", "longrightarrow": "",
    "↓": "right", "↘": "right", "downarrow": "right", "searrow": "right",
    "↑": "left", "↗": "left", "uparrow": "left", "nearrow": "left",
}  # fmt: skip

_SUMMED = Pattern(r"\s*\(?\s*[A-Za-z]_\{?[ijkn](?![A-Za-z0-9])")
_INDEXED = Pattern(r"\s*_\s*(?:\{[^{}]*=|\([^()]*=)")
_CALLED = Pattern(r"([\s}]*)(?:\\left)?\(")
_NEXT = Pattern(r"\s*([A-Za-z0-9_^(\[{|√∛∫∑∏\\]|[^\x00-\x7f]|-)")
_APPROACH = Pattern(r"\s*(?:_|[({]?\s*\\?[A-Za-z]\w*\s*(?:->|\\to|\\rightarrow|[↓↑↘↗]))")
_LABEL = Pattern(r"\s*\}?\s*=")
_SIDES = Pattern(r"(?:\^\s*)?(?:\{\s*([+-])\s*\}|([+-]))(?=\s*[)}])")
_BARE_SIDES = Pattern(r"(?:\^\s*)?(?:\{\s*([+-])\s*\}|([+-]))(?=\s|$)")


def sign(lexing: Lexing, char: str, at: int) -> int:
    """One of the signs, or a mark that belongs to one; 0 if it is neither."""
    if char in SIGNS:
        return _operator(lexing, *SIGNS[char], at, at + 1)
    if char == "_" and bounded(lexing.tokens) >= 0:
        lexing.emit("_SUB", None, at, at + 1)
        return at + 1
    for arrow in (lexing.text[at : at + 2], char):
        if arrow in ARROWS and _approaches(lexing):
            return _arrow(lexing, arrow, at, at + len(arrow))
    return 0


def command(lexing: Lexing, name: str, at: int, end: int) -> int:
    """A command of LaTeX that stands for one of the signs; 0 if it does not."""
    if name in COMMANDS:
        return _operator(lexing, *COMMANDS[name], at, end)
    if name in ARROWS and _approaches(lexing):
        return _arrow(lexing, name, at, end)
    return capital(lexing, name, at, end)


def capital(lexing: Lexing, name: str, at: int, end: int) -> int:
    """A capital sigma or pi with an index from somewhere is a sum or a product; 0 if it is a name.

    Before what has an index it may be either: Σ x_i, and the matrix in Σ v_i = λ_i v_i.
    """
    if name not in ("Sigma", "Pi"):
        return 0
    either = name not in lexing.names.declared and _SUMMED.match(lexing.text, end)
    if either:
        lexing.found.add("sigma")
    if _INDEXED.match(lexing.text, end) or (either and "sigma" not in lexing.other):
        return _operator(lexing, "SUM", "sum" if name == "Sigma" else "product", at, end)
    return 0


def word(lexing: Lexing, run: str, at: int) -> int:
    """A word that stands for one of the signs, or its call; 0 if the letters mean something else."""
    text, end = lexing.text, at + len(run)
    verb = WORDS[run]
    called = _CALLED.match(text, end)
    if _LABEL.match(text, end) or as_names(run, lexing.names):
        return 0
    if called and (verb != "limit" or not _APPROACH.match(text, end)):
        several = lexing.outline.holds(text.index("(", end), ",;")
        if several or verb == "gradient" or (lexing.top and lexing.top.kind == "words"):
            return _call(lexing, verb, at, end)
        if verb == "limit":
            return 0
        if verb != "integrate" and not called.group(1):
            # `sum(x)^2`: the square of the sum, or the sum of the squares
            if _divided(lexing, end):
                return _call(lexing, verb, at, end)
            lexing.found.add("reach")
            if "reach" not in lexing.other:
                return _call(lexing, verb, at, end)
    if not _NEXT.match(text, end):
        return 0
    if verb == "limit":
        return _operator(lexing, "LIM", "", at, end) if _APPROACH.match(text, end) else 0
    if verb == "gradient":
        return _operator(lexing, "NABLA", "", at, end)
    return _operator(
        lexing, "INT" if verb == "integrate" else "SUM", 1 if run == "int" else verb, at, end
    )


def _call(lexing: Lexing, verb: str, at: int, end: int) -> int:
    lexing.emit("FCALL", (verb, ""), at, end)
    return end


def _divided(lexing: Lexing, at: int) -> bool:
    """Whether the bracket behind a word is the whole of a numerator, `sum(x)/n`: nothing else is meant by it."""
    text = lexing.text
    close = lexing.outline.reach(text.index("(", at) + 1)
    return text[close + 1 :].lstrip()[:1] == "/"


def _operator(lexing: Lexing, terminal: str, value: str | int, at: int, end: int) -> int:
    lexing.operators = True
    if terminal == "NABLA":
        return nabla(lexing, at, end)
    if terminal == "INT" and isinstance(value, int):
        for number in range(value):
            lexing.emit("INT", value, at, end, made=number > 0)
            lexing.push("int", at)
        if value == 1:
            unmarked.bounds(lexing, end)
        return end
    lexing.emit(terminal, value, at, end)
    return unmarked.index(lexing, end) if terminal == "SUM" else end


def takes_group(lexing: Lexing, at: int) -> bool:
    """Whether a bracket of any form would only group here: right behind `d/dx`, an integral, a sum.

    `d/dx [x^2, x^3]` holds a vector all the same.
    """
    tokens = lexing.tokens
    if not tokens or (tokens[-1].type != "DERIV" and not lexing.operators):
        return False
    if tokens[-1].type not in ("DERIV", "NABLA") and bounded(tokens) < 0:
        return False
    return not lexing.outline.holds(at, ",;")


# Limits


def _head(lexing: Lexing, index: int) -> bool:
    """Whether the token before this one is the sign of a limit, with a `_` or without."""
    tokens = lexing.tokens
    if index >= 1 and tokens[index - 1].type == "_SUB":
        index -= 1
    return index >= 1 and tokens[index - 1].type == "LIM"


def _approaches(lexing: Lexing) -> bool:
    """Whether an arrow can stand here: behind the name of a limit."""
    if not lexing.operators or not lexing.after_operand:
        return False
    top = lexing.top
    return (top is not None and _head(lexing, top.token)) or _head(lexing, len(lexing.tokens) - 1)


def _arrow(lexing: Lexing, arrow: str, at: int, end: int) -> int:
    lexing.arrow = len(lexing.tokens)
    lexing.emit("ARROW", ARROWS[arrow], at, end)
    return end


def side(lexing: Lexing, at: int) -> int:
    """The `+` or `-` behind the place of a limit that is approached from one side; 0 if it is none."""
    tokens, arrow = lexing.tokens, lexing.arrow
    if len(tokens) <= arrow + 1 or not lexing.after_operand:
        return 0
    top = lexing.top
    # inside the braces of a limit: another one in its place may have had an arrow since
    closed = top is not None and _head(lexing, top.token)
    if not closed and (len(tokens) != arrow + 2 or lexing.blank):
        return 0
    found = (_SIDES if closed else _BARE_SIDES).match(lexing.text, at)
    if found is None:
        return 0
    which = "right" if "+" in (found.group(1), found.group(2)) else "left"
    lexing.emit("SIDE", which, at, found.end())
    return found.end()


def counts(tokens: list[Token], name: str) -> bool:
    """Whether a sum or a product goes over this name, so that it is no constant."""
    for index, token in enumerate(tokens):
        if token.type == "SUM":
            places = _behind(tokens, index)
        elif token.type == "FCALL" and token.value[0] in ("sum", "product"):
            places = _second(tokens, index)
        else:
            continue
        if any(tokens[k].type == "NAME" and tokens[k].value == name for k in places):
            return True
    return False


def _behind(tokens: list[Token], index: int) -> list[int]:
    """The numbers of the names below a sum sign: the one behind `_`, or those of the list in its bracket."""
    places = []
    for k in range(index + 1, min(index + 9, len(tokens) - 1)):
        if tokens[k].type == "_SUB":
            places.append(k + 1)
            if tokens[k + 1].type in BRACKETS:
                places.append(k + 2)
                places += (
                    [k + 4] if tokens[k + 3 : k + 4] and tokens[k + 3].type == "_COMMA" else []
                )
            break
    return [k for k in places if k < len(tokens)]


def _second(tokens: list[Token], index: int) -> list[int]:
    """The number of the second argument of a call."""
    depth = 0
    for k in range(index + 1, len(tokens) - 1):
        depth += (tokens[k].type in OPENING) - (tokens[k].type in CLOSING)
        if depth <= 0:
            break
        if depth == 1 and tokens[k].type == "_COMMA":
            return [k + 1]
    return []
