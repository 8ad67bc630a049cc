r"""Subscripts: `x_1`, `x_{n+1}`, `x_{i,j}`, `x_{\max}`, `\sigma^2_x`; what of them belongs to a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.naming import ACCENTS, INDEX_CHARACTERS, name_of, name_parts
from tutor.language.notation.characters import GREEK
from tutor.language.notation.marks import about_to_be_called
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.words import GREEK_NAMES, SAME_NAME

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_PLAIN = Pattern(r"([A-Za-z0-9]+)\}")
_OPEN = Pattern(r"_([0-9]+|[A-Za-z]+[0-9]*)")
_PART = Pattern(
    r"\\(?:text|textrm|mathrm|mathbf|mathit|mathsf|operatorname|boldsymbol|bm|vec)\s*\{\s*([A-Za-z0-9 ]+?)\s*\}"
    r"|\\(?:bar|overline|hat|widehat|tilde|widetilde)\s*\{?\s*\\?([A-Za-z]+)\s*\}?"
    r"|\\([A-Za-z]+)|\\[ ,;:!]|([A-Za-z0-9]+)|(.)"
)
_TWO = Pattern(r"_\s*(?:\{[^{}]*\}|-?\w+)\s*\^\s*(?:\{[^{}]*\}|-?\w+|\\[a-z]+)")
_ABOVE = Pattern(r"\\(?:(?:over|wide)?(bar|line|hat|tilde))")
_SIGNS = {"mid": "|", "cdot": "*", "times": "*", "top": "T", "prime": "'", "le": "<=", "ge": ">="}
_INDEX = Pattern(f"[{INDEX_CHARACTERS}]+")


def below(lexing: Lexing, at: int, stem: str = "") -> tuple[str, int]:
    """The subscript whose `_` stands at `at`, and where it ends.

    Args:
        stem: the name that it follows.

    Raises: Mistake if it cannot belong to a name.
    """
    text = lexing.text
    here = at + 1
    while text[here : here + 1] == " " and lexing.latex:
        here += 1
    if text[here : here + 1] == "{":
        if found := _PLAIN.match(text, here + 1):
            return found.group(1), found.end()
        end = _closing(text, here)
        if end < 0:
            raise lexing.refuse(
                "bracket", "The brace { of this subscript is not closed: } is missing.", here,
                here + 1, lexing.edit(lexing.end, lexing.end, "}"), expected=("}",),
            )  # fmt: skip
        index = _written(text[here + 1 : end])
        if index is None:
            raise _refused(lexing, at, end + 1)
        return index, end + 1
    if lexing.latex:
        return _narrow(lexing, at, here, stem)
    if found := _OPEN.match(text, at):
        return found.group(1), found.end()
    if text[here : here + 1] in GREEK and here < lexing.end:
        return GREEK[text[here]], here + 1
    raise _refused(lexing, at, at + 1)


def _narrow(lexing: Lexing, at: int, here: int, stem: str) -> tuple[str, int]:
    """A subscript without braces in LaTeX: one character or one command, as TeX has it.

    An accent spelled out (`x_hat`) and a subscript that makes a declared name are taken whole.
    """
    text = lexing.text
    if (found := _OPEN.match(text, at)) and here == at + 1:
        run = found.group(1)
        if run in ACCENTS or f"{stem}_{run}" in lexing.names.declared:
            return run, found.end()
    char = text[here : here + 1]
    if char == "\\" and (part := _PART.match(text, here)) and (index := _written(part.group())):
        return index, part.end()
    if char in GREEK and char:
        return GREEK[char], here + 1
    if char.isalnum() and char.isascii():
        return char, here + 1
    raise _refused(lexing, at, at + 1)


def _closing(text: str, at: int) -> int:
    """Where the brace at `at` is closed; -1 if it is not."""
    depth = 0
    for place in range(at, len(text)):
        if text[place] == "{":
            depth += 1
        elif text[place] == "}":
            depth -= 1
            if depth == 0:
                return place
    return -1


def _written(inside: str) -> str | None:
    """A subscript without the marks of its notation; None if it is no part of a name."""
    out: list[str] = []
    word = False  # whether a Greek letter came just before, which must not run into the next one
    for found in _PART.finditer(inside):
        styled, accented, command, run, sign = found.groups()
        piece, is_word = run or "", False
        if styled:
            piece = styled.replace(" ", "")
        elif accented:
            if len(accented) > 1 and accented not in GREEK_NAMES:
                return None  # an accent in a subscript stands above one letter
            above = _ABOVE.match(found.group())
            mark = above.group(1) if above else "bar"
            piece = accented + ("bar" if mark == "line" else mark)
        elif command:
            piece = _SIGNS.get(command, SAME_NAME.get(command, command))
            is_word = piece in GREEK_NAMES or piece == "pi"
            if not is_word and command not in _SIGNS and command not in _FUNCTIONS:
                return None
        elif sign:
            if sign in " {}":
                continue
            piece = GREEK.get(sign, sign)
            is_word = sign in GREEK
        if out and (word or is_word) and piece[:1].isalpha() and out[-1][-1:].isalnum():
            out.append(",")
        out.append(piece)
        word = is_word
    index = "".join(out)
    return index if _INDEX.fullmatch(index) else None


_FUNCTIONS = frozenset({"max", "min", "sup", "inf", "infty", "ell", "lim", "arg", "det", "dim"})


def behind(lexing: Lexing, at: int) -> int:
    r"""A subscript that comes later than its name: `\mathbf{x}_1`, `x'_1`, `\sigma^2_x`.

    Raises: Mistake where no name waits for one.
    """
    tokens = lexing.tokens
    place = len(tokens) - 1
    while place >= 0 and tokens[place].type == "POSTFIX":
        place -= 1
    base = _before_exponent(lexing, place)
    place = base if base >= 0 else place
    parts = name_parts(tokens[place].value) if place >= 0 and tokens[place].type == "NAME" else None
    bounds = _TWO.match(lexing.text, at)
    if bounds and place >= 0 and tokens[place].type == "_RSQB":
        say = (
            "A bracket with two bounds cannot be read here: write the difference of the two values."
        )
        raise lexing.refuse("kind", say, at, bounds.end())
    if parts is not None and parts.below:
        typed = lexing.folded.source[tokens[place].start : tokens[place].end]
        if "_" not in typed:  # x1, declared as x_1, is a stem here
            parts = parts._replace(stem=parts.stem + parts.below, below="")
    if parts is None or parts.below or (lexing.blank and not lexing.latex):
        raise (
            second(lexing, at)
            if parts is not None and parts.below
            else _refused(lexing, at, at + 1)
        )
    index, end = below(lexing, at)
    token = tokens[place].retyped("NAME")
    token.value = lexing.names.canonical(name_of(parts.stem, parts.accent, index))
    tokens[place] = token
    return about_to_be_called(lexing, end)


def _before_exponent(lexing: Lexing, place: int) -> int:
    """The name below the exponent that ends at a token; -1 if none ends there."""
    tokens = lexing.tokens
    if place < 2:
        return -1
    first = place
    if tokens[place].type == "_RBRACE":
        depth = 0
        while first >= 0:
            depth += {"_RBRACE": 1, "_LBRACE": -1}.get(tokens[first].type, 0)
            if depth == 0:
                break
            first -= 1
    if first < 2 or tokens[first - 1].type != "_HAT" or tokens[first - 2].type != "NAME":
        return -1
    return first - 2


def second(lexing: Lexing, at: int) -> Mistake:
    """The refusal of one subscript after another."""
    return lexing.refuse(
        "name_unknown",
        "Only one subscript can follow a name, in braces if it is long.",
        at,
        at + 1,
        lexing.edit(at, at + 1, ""),
    )


def _refused(lexing: Lexing, start: int, end: int) -> Mistake:
    return lexing.refuse(
        "name_unknown",
        "A subscript follows a name and holds letters, digits or an index such as n+1: x_1, x_{n+1}.",
        start,
        end,
        lexing.edit(start, end, ""),
    )
