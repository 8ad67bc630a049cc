"""Signs that reach over what follows: integrals, sums, products, limits, the nabla, the bar at a point.

An integral is a bracket from its sign to its `dx`; inside it `dx` is no product of d and x. The
others only mark where a bound begins (`_SUB`), so that `_` means nothing new anywhere else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.notation.derivatives import NAME, known, plain_name
from tutor.language.notation.names import as_names
from tutor.language.notation.words import GREEK_NAMES, KNOWN_WORDS, LIKELY_FUNCTIONS

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake
    from tutor.language.notation.tokens import Token

SIGNS = {
    "∫": ("INT", 1), "∬": ("INT", 2), "∭": ("INT", 3),
    "∑": ("SUM", "sum"), "∏": ("SUM", "product"), "∇": ("NABLA", ""),
}  # fmt: skip
COMMANDS = {
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
_BOUNDED = ("INT", "SUM", "LIM")
_OPENING = {"_LPAR": "_RPAR", "_LBRACE": "_RBRACE"}
_ANY_OPENING = frozenset({"_LPAR", "_LBRACE", "_LSQB", "_LSET", "_LANG", "MBEGIN", "_LINDEX"})
_ANY_CLOSING = frozenset({"_RPAR", "_RBRACE", "_RSQB", "_RSET", "_RANG", "_MEND", "_RINDEX"})
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}

_INDEXED = re.compile(r"\s*_\s*(?:\{[^{}]*=|\([^()]*=)")
_CALLED = re.compile(r"([\s}]*)(?:\\left)?\(")
_NEXT = re.compile(r"\s*([A-Za-z0-9_^(\[{|√∛∫∑∏\\]|[^\x00-\x7f]|-)")
_APPROACH = re.compile(r"\s*(?:_|[({]?\s*\\?[A-Za-z]\w*\s*(?:->|\\to|\\rightarrow|[↓↑↘↗]))")
_SIGN = re.compile(r"\\?[a-z]+|.")
_LABEL = re.compile(r"\s*\}?\s*=")
_D = r"(?:d|\\(?:mathrm|text|textrm|operatorname|mathit)\s*\{\s*d\s*\}|\\mathrm\s+d|\\dd(?![A-Za-z]))"
_DIFFERENTIAL = re.compile(rf"({_D}){NAME}")
_TIGHT = re.compile(r"(?<![A-Za-z\\])d[A-Za-z\\]|[a-z0-9})]d[A-Za-z]\b")
_SIDES = re.compile(r"(?:\^\s*)?(?:\{\s*([+-])\s*\}|([+-]))(?=\s*[)}])")
_BARE_SIDES = re.compile(r"(?:\^\s*)?(?:\{\s*([+-])\s*\}|([+-]))(?=\s|$)")
_BLANKS = re.compile(r"^(?:\s|\\[,;:! ]|\\q?quad)*")
_FACTOR = re.compile(r"[A-Za-z0-9(\[{√|]|\\(?!int|cdot|times|div|,|;|quad|le|ge|ne|right|[{}|])")
_AFTER_NABLA = re.compile(r"\s*(\*|\\cdot|\\times|\\bullet)")
_ORDER = re.compile(r"\s*\^\s*(?:\{\s*2\s*\}|2)")
_BELOW = re.compile(
    r"\s*_\s*(?:\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|\(([^()]*)\)|(\\[A-Za-z]+|[^\s{(\\]))"
)
_FROM_TO = re.compile(r"(\s*_\s*\\?[A-Za-z0-9]+)\s*\^")
_RAISED = re.compile(r"\s*\^")
_AT = re.compile(r"\s*_\s*([{(])")


def is_upper_bound(tokens: list[Token]) -> bool:
    """Whether what comes next is a bound above such a sign: the n of `∑^n_{k=1}`, which has no subscript."""
    return len(tokens) > 1 and tokens[-1].type == "_HAT" and tokens[-2].type in _BOUNDED


def sign(lexing: Lexing, char: str, at: int) -> int:
    """One of the signs, or a mark that belongs to one; 0 if it is neither."""
    if char in SIGNS:
        return _operator(lexing, *SIGNS[char], at, at + 1)
    if char == "_" and _bounded(lexing.tokens) >= 0:
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
    if name == "Sigma":
        return capital(lexing, name, at, end)
    if name == "Pi":
        return capital(lexing, name, at, end)
    return 0


def capital(lexing: Lexing, name: str, at: int, end: int) -> int:
    """A capital sigma or pi with an index from somewhere is a sum or a product; 0 if it is a name."""
    if name in ("Sigma", "Pi") and _INDEXED.match(lexing.text, end):
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
        several = _several(text, end)
        if several or verb == "gradient" or (lexing.top and lexing.top.kind == "words"):
            return _call(lexing, verb, at, end)
        if verb == "limit":
            return 0
        if verb != "integrate" and not called.group(1):
            # `sum(x)^2`: the square of the sum, or the sum of the squares
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


def _several(text: str, at: int) -> bool:
    """Whether a comma stands directly inside the bracket behind a word."""
    depth = 0
    for char in text[text.find("(", at) :]:
        depth += (char in "([{") - (char in ")]}")
        if depth <= 0:
            return False
        if depth == 1 and char in ",;":
            return True
    return False


def _operator(lexing: Lexing, terminal: str, value: str | int, at: int, end: int) -> int:
    lexing.operators = True
    if terminal == "NABLA":
        return _nabla(lexing, at, end)
    if terminal == "INT" and isinstance(value, int):
        for number in range(value):
            lexing.emit("INT", value, at, end, made=number > 0)
            lexing.push("int", at)
        return end
    lexing.emit(terminal, value, at, end)
    return end


# Bounds


def _bounded(tokens: list[Token]) -> int:
    """The number of the operator whose bound may begin, or has just ended, here; -1 if there is none."""
    index = len(tokens) - 1
    while index >= 0:
        if tokens[index].type in _BOUNDED:
            return index
        if tokens[index].type in _CLOSING:
            depth = 0
            while index >= 0:
                depth += (tokens[index].type in _CLOSING) - (tokens[index].type in _OPENING)
                if depth == 0:
                    break
                index -= 1
        index -= 1
        while index >= 0 and tokens[index].type in ("_MINUS", "_PLUS", "RADIC", "FROOT"):
            index -= 1
        if index < 0 or tokens[index].type not in ("_HAT", "_SUB"):
            return -1
        index -= 1
    return -1


def takes_group(lexing: Lexing, at: int) -> bool:
    """Whether a bracket of any form would only group here: right behind `d/dx`, an integral, a sum.

    `d/dx [x^2, x^3]` holds a vector all the same.
    """
    tokens = lexing.tokens
    if not tokens or (tokens[-1].type != "DERIV" and not lexing.operators):
        return False
    if tokens[-1].type not in ("DERIV", "NABLA") and _bounded(tokens) < 0:
        return False
    depth = 0
    for char in lexing.text[at:]:
        depth += (char in "([{") - (char in ")]}")
        if depth <= 0:
            return True
        if depth == 1 and char in ",;":
            return False
    return True


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
    closed = top is not None and _head(lexing, top.token)
    if not closed and (len(tokens) != arrow + 2 or lexing.blank):
        return 0
    found = (_SIDES if closed else _BARE_SIDES).match(lexing.text, at)
    if found is None:
        return 0
    lexing.arrow = -1
    which = "right" if "+" in (found.group(1), found.group(2)) else "left"
    lexing.emit("SIDE", which, at, found.end())
    return found.end()


# Differentials


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
    if _bounded(lexing.tokens) >= 0 and _FACTOR.match(behind) and not _DIFFERENTIAL.match(behind):
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


# Nabla


def _nabla(lexing: Lexing, at: int, end: int) -> int:
    """`∇`, with the names it goes by and the order of the Hessian."""
    text = lexing.text
    order, names = 1, ()
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


def _names(lexing: Lexing, written: str, at: int, end: int) -> tuple[str, ...]:
    found = []
    for part in written.strip().removeprefix("(").removesuffix(")").split(","):
        match = re.fullmatch(NAME + r"\s*", part)
        if match is None:
            raise lexing.refuse(
                "name_unknown", "Below this sign stand the names to differentiate by.", at, end
            )
        found.append(lexing.names.canonical(plain_name(*match.groups())))
    return tuple(found)


def settle(lexing: Lexing) -> None:
    """`∇f` is one thing, `∇ x^2 y` takes its factor as `d/dx` does: the next token tells which."""
    tokens, names = lexing.tokens, lexing.names
    for index, token in enumerate(tokens):
        if token.type != "NABLA":
            continue
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        value = after.value if after else None
        match after.type if after else "":
            case "_LPAR" | "_LBRACE":
                tight = True
            case "NAME":
                tight = (
                    value in names.functions
                    or value in LIKELY_FUNCTIONS
                    or value in GREEK_NAMES
                    or (len(value) == 1 and value.isupper())
                )
            case "FCALL":
                tight = value is not None and value[0] not in FUNCTIONS
            case _:
                tight = False
        if not tight:
            tokens[index] = token.retyped("DERIV")


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
            if tokens[k + 1].type in _OPENING:
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
        depth += (tokens[k].type in _ANY_OPENING) - (tokens[k].type in _ANY_CLOSING)
        if depth <= 0:
            break
        if depth == 1 and tokens[k].type == "_COMMA":
            return [k + 1]
    return []


# The bar at a point


def at_point(lexing: Lexing, at: int, width: int) -> int:
    """The bar of `f(x)|_{x=1}` with its `_`; 0 if this bar is another one.

    Raises: Mistake where it has two bounds.
    """
    text = lexing.text
    found = _AT.match(text, at + width)
    two = _FROM_TO.match(text, at + width)
    end = two.end(1) if two else 0
    if found is not None:
        end = found.end(1)
        depth = 0
        while end <= len(text):
            depth += (text[end - 1] in "({") - (text[end - 1] in ")}")
            if depth == 0:
                break
            end += 1
    if end and _RAISED.match(text, end):
        raise lexing.refuse(
            "kind",
            "A bar with two bounds cannot be read here: write the difference of the two values.",
            at,
            end,
        )
    if found is None:
        return 0
    lexing.emit("_AT", None, at, found.start(1))
    group = found.group(1) == "{"
    lexing.emit("_LBRACE" if group else "_LPAR", None, found.start(1), found.end(1))
    lexing.push("group" if group else "(", found.start(1))
    return found.end(1)
