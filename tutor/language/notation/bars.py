"""Bars: whether one opens, closes, stands before a condition, or says at which point; and the bars of a norm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation import sentences
from tutor.language.notation.brackets import open_bracket, separate
from tutor.language.notation.lexing import CALLS
from tutor.language.notation.patterns import Pattern

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing, Open

_INDEX = Pattern(r"_\s*(?:\{\s*(1|2|oo|inf|\\infty|F)\s*\}|(1|2|oo|inf|\\infty|F)(?![A-Za-z0-9]))")
_FROM_TO = Pattern(r"(\s*_\s*\\?[A-Za-z0-9]+)\s*\^")
_RAISED = Pattern(r"\s*\^")
_AT = Pattern(r"\s*_\s*([{(])")
_DRAWN = Pattern(r"[^()|[\]]*\)\s*(?:~|\\sim(?![A-Za-z]))")


def bar(lexing: Lexing, at: int, width: int = 1, side: str = "") -> int:
    r"""One bar: closes the one on top of the stack, else opens; in a set or a probability it is `given`.

    Args:
        side: `(` or `)` where the text says which one it is (`\lvert`).
    """
    top = lexing.top
    kind = top.kind if top else ""
    closes = side == ")" or (side == "" and lexing.after_operand)
    if closes and kind != "|" and (end := at_point(lexing, at, width)):
        return end
    if closes and kind == "|":
        assert top is not None
        if side == "" and _could_open(lexing, at + width):
            lexing.found.add("bars")
            if "bars" in lexing.other and len(lexing.stack) == 1:
                return open_bracket(lexing, at, "|", "_LBAR", width)
        lexing.emit("_RBAR", None, at, at + width)
        lexing.stack.pop()
        return at + width
    if side == ")":
        raise lexing.refuse("bar", "This bar closes nothing.", at, at + width)
    if side == "" and closes and kind in ("", "(", "[", "set", *CALLS):
        given = top is not None and (kind == "set" or _is_head(lexing, top))
        drawn = kind == "(" and len(lexing.stack) == 1 and _DRAWN.match(lexing.text, at + width)
        if not given and (drawn or sentences.is_conditioned(lexing, at + width)):
            if drawn and top is not None:  # the brackets of (X | Y) ~ N(0, 1) say nothing
                del lexing.tokens[top.token]
                top.kind = "dropped"
            lexing.emit("_COND", None, at, at + width)
            return at + width
    if side == "" and closes and kind == "<" and _is_bra_ket(lexing, at, width):
        lexing.emit("_GIVEN", None, at, at + width)
        return at + width
    if side == "" and closes and top is not None:
        if kind == "set" or (kind in ("call", "head") and _is_head(lexing, top)):
            lexing.emit("_GIVEN", None, at, at + width)
            return at + width
        after = lexing.text[at + width : at + width + 1]
        if kind == "[" and after in (" ", "") and (lexing.blank or top.commas):
            separate(lexing, top)
            top.blanks.clear()
            top.signs.clear()
            lexing.emit("_AUG", None, at, at + width)
            return at + width
    return open_bracket(lexing, at, "|", "_LBAR", width)


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


def double_bar(lexing: Lexing, at: int, width: int = 2, side: str = "") -> int:
    """`||`: the bars of a norm, where norms are tried."""
    top = lexing.top
    closes = side == ")" or (side == "" and lexing.after_operand)
    if closes and top is not None and top.kind == "||":
        index, end = _norm_index(lexing, at + width)
        lexing.emit("RNORM", index, at, end)
        lexing.stack.pop()
        return end
    if side == ")" or (side == "" and closes and top is not None and top.kind == "|"):
        raise lexing.refuse("bar", "These bars close nothing.", at, at + width)
    return open_bracket(lexing, at, "||", "_LNORM", width)


def _could_open(lexing: Lexing, after: int) -> bool:
    """Whether an operand begins right behind a bar, without a blank, so that the bar could open."""
    following = lexing.text[after : after + 1]
    return following.isalnum() and len(lexing.stack) == 1 and not lexing.blank


def _is_bra_ket(lexing: Lexing, at: int, width: int) -> bool:
    r"""Whether this is the one bar up to the closing angle; `\mid` is never a bar around something."""
    text, depth = lexing.text, 0
    if text[at] == "\\":
        return True
    for place in range(at + width, lexing.end):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth < 0 or (depth == 0 and (text[place] == "|" or text.startswith("\\mid", place))):
            return False
        if depth == 0 and (text[place] in ">⟩" or text.startswith("\\rangle", place)):
            return True
    return False


def _is_head(lexing: Lexing, top: Open) -> bool:
    before = top.token - 1
    return before >= 0 and lexing.tokens[before].type in ("FPR", "FSQ")


def _norm_index(lexing: Lexing, at: int) -> tuple[str, int]:
    """The `_1` of a norm that is not the Euclidean one: `1`, `oo`, `F` of a matrix."""
    found = _INDEX.match(lexing.text, at)
    if found is None:
        return "", at
    index = found.group(1) or found.group(2)
    return {"\\infty": "oo", "inf": "oo"}.get(index, index), found.end()
