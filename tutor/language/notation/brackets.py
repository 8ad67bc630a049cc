"""Brackets, bars and separators: which one closes which, and what a comma or a blank separates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation import differentials, operators, sentences
from tutor.language.notation.lexing import CALLS
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.reading import Note
from tutor.language.notation.tokens import Token

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing, Open
    from tutor.language.notation.mistakes import Mistake

_INDEX = Pattern(r"_\s*(?:\{\s*(1|2|oo|inf|\\infty|F)\s*\}|(1|2|oo|inf|\\infty|F)(?![A-Za-z0-9]))")
_OUTWARDS = Pattern(r"\s*([^\[\]]*)([\[\]])([^\[\]]*)([\[\]])\s*")
_OUTWARDS_TEXT = "The end that an interval does not hold has a round bracket here: (0, 1]."
_BEGIN = Pattern(r"\\begin\s*\{[A-Za-z]+\*?\}")
_FROM_TO = Pattern(r"(\s*_\s*\\?[A-Za-z0-9]+)\s*\^")
_RAISED = Pattern(r"\s*\^")
_AT = Pattern(r"\s*_\s*([{(])")
_OPTION = Pattern(r"\s*[A-Za-z_]+[0-9]*\s*=(?!=)")
_CLOSER = {
    "(": ")", "call": ")", "verb": ")", "family": ")", "[": "]", "head": "]", "index": "]",
    "group": "}", "set": "}", "keep": "}", "bold": "}", "words": "}", "call_brace": "}", "call_set": "}", "square": "]", "left.": "\\right|",
    "int": " dx", "over": "}", "|": "|", "||": "||", "<": ">", "env": "\\end{...}",
    "system": "\\end{...}", "cases": "\\end{...}",
}  # fmt: skip

_BRACES = {"set": "_RSET", "group": "_RBRACE", "call_brace": "_RPAR", "call_set": "_RPAR"}
_DRAWN = Pattern(r"[^()|[\]]*\)\s*(?:~|\\sim(?![A-Za-z]))")


def open_bracket(lexing: Lexing, at: int, kind: str, terminal: str, width: int = 1) -> int:
    """Add an opening bracket."""
    lexing.emit(terminal, None, at, at + width)
    lexing.push(kind, at)
    return at + width


def open_call(lexing: Lexing, at: int, function: str, width: int) -> int:
    """A bracket that is a function by itself: `⌊x⌋`."""
    lexing.emit("FCALL", (function, ""), at, at + width)
    lexing.emit("_LPAR", None, at, at + width, made=True)
    lexing.push("call", at)
    return at + width


def close_round(lexing: Lexing, at: int) -> int:
    """`)`: closes a bracket, a call, or an interval that began with `[`."""
    if lexing.top is None and _is_label(lexing, at):
        lexing.notes.append(
            Note("label", "Read as the label of a choice.", lexing.span(at, at + 1))
        )
        return at + 1
    if lexing.top is not None and lexing.top.kind == "dropped":
        lexing.stack.pop()
        return at + 1
    top = _top(lexing, at, ")", ("(", "[", *CALLS))
    _separate(lexing, top)
    end_infix(lexing, top, at)
    lexing.emit("_RPAR", None, at, at + 1)
    lexing.stack.pop()
    return at + 1


def close_square(lexing: Lexing, at: int) -> int:
    """`]`: closes a row or a matrix, the index of a root, or an interval that began with `(`."""
    top = _top(lexing, at, "]", ("[", "head", "index", "(", "square"))
    _separate(lexing, top)
    terminal = {"index": "_RINDEX", "square": "_RPAR"}.get(top.kind, "_RSQB")
    lexing.emit(terminal, None, at, at + 1)
    lexing.stack.pop()
    if top.kind == "index":
        lexing.pending = top.then  # what stands under the root is still to come
    return at + 1


def close_brace(lexing: Lexing, at: int, width: int = 1) -> int:
    r"""`}` and `\}`: closes a group, a set, or the argument of a command that changes nothing."""
    kinds = (
        ("set", "call_set")
        if width > 1
        else ("group", "set", "keep", "bold", "words", "call_brace", "call_set")
    )
    top = _top(lexing, at, "}", kinds)
    end_infix(lexing, top, at)
    if top.kind in _BRACES:
        lexing.emit(_BRACES[top.kind], None, at, at + width)
    if top.kind == "bold":
        lexing.bold.append(lexing.span(top.at, at))
    lexing.stack.pop()
    lexing.pending = top.then
    return at + width


def open_brace(lexing: Lexing, at: int) -> int:
    """`{`: groups in LaTeX, behind `^` and in the argument of a command; is a set elsewhere."""
    if lexing.pending:
        lexing.emit("_LBRACE", None, at, at + 1)
        lexing.push("group", at, lexing.pending - 1)
        lexing.pending = 0
        return at + 1
    behind = lexing.tokens[-1].type if lexing.tokens else ""
    if lexing.latex or behind in ("_HAT", "_SUB") or operators.takes_group(lexing, at):
        return open_bracket(lexing, at, "group", "_LBRACE")
    return open_bracket(lexing, at, "set", "_LSET")


def close_angle(lexing: Lexing, at: int, width: int = 1) -> int:
    """`>` where a `<` is open."""
    _top(lexing, at, ">", ("<",))
    lexing.emit("_RANG", None, at, at + width)
    lexing.stack.pop()
    return at + width


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
            _separate(lexing, top)
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


def comma(lexing: Lexing, at: int) -> int:
    """`,`: separates, always; two numbers beside it at top level are told of."""
    if lexing.top:
        lexing.top.commas = True
    lexing.emit("_COMMA", None, at, at + 1)
    return at + 1


def semicolon(lexing: Lexing, at: int) -> int:
    """`;`: rows inside `[ ]`, options inside a call, the next item elsewhere."""
    top = lexing.top
    kind = top.kind if top else ""
    if top is not None and kind == "[" and not lexing.comma:
        top.rows.append(len(lexing.tokens))
        lexing.emit("_ROW", None, at, at + 1)
    elif top is not None and kind in CALLS and not top.options and _begins_options(lexing, at):
        top.options = True
        lexing.emit("_OPTIONS", None, at, at + 1)
    else:
        lexing.emit("_COMMA", None, at, at + 1)
    return at + 1


def _begins_options(lexing: Lexing, at: int) -> bool:
    """Whether options follow a `;`: where the comma is the decimal comma it can part two arguments."""
    return not lexing.comma or _OPTION.match(lexing.text, at + 1) is not None


def end_infix(lexing: Lexing, holder: Open | Lexing, at: int) -> None:
    r"""The end of what stands behind a `\over` or `\choose`."""
    if holder.infix:
        lexing.emit("_RBRACE", None, at, at, made=True)


def check_closed(lexing: Lexing) -> None:
    """Refuse a text that ends inside a bracket."""
    end_infix(lexing, lexing, lexing.end)
    if lexing.top:
        raise _unclosed(lexing, lexing.top, lexing.end)


def _top(lexing: Lexing, at: int, closer: str, kinds: tuple[str, ...]) -> Open:
    top = lexing.top
    if top is None:
        edits = [lexing.edit(_with_right(lexing.text, at), at + 1, "")]
        turned = _turned_outwards(lexing.folded.source)
        edits = [*turned, *edits]
        raise lexing.refuse(
            "bracket",
            _OUTWARDS_TEXT if turned else f"This {closer} closes nothing: no bracket is open here.",
            at,
            at + 1,
            *edits,
        )
    if top.kind not in kinds:
        raise _unclosed(lexing, top, at, closer)
    return top


def _with_right(text: str, at: int) -> int:
    r"""Where a bracket begins that is written with its `\right`."""
    before = text[:at].rstrip()
    return len(before) - 6 if before.endswith("\\right") else at


def _unclosed(lexing: Lexing, top: Open, at: int, closer: str = "") -> Mistake:
    if top.kind == "int":
        return differentials.unclosed(lexing, top.at, at)
    needed = _CLOSER[top.kind]
    width = 2 if lexing.text[top.at] == "\\" else 2 if top.kind == "||" else 1
    opened = lexing.text[top.at : top.at + width]
    if top.kind in ("env", "system", "cases") and (begin := _BEGIN.search(lexing.text, top.at)):
        opened, needed = begin.group(), begin.group().replace("begin", "end", 1)
    edits = [lexing.edit(at, at, needed)]
    if closer and len(needed) == 1:
        edits.insert(0, lexing.edit(at, at + 1, needed))
    if (
        not closer and len(lexing.stack) > 1
    ):  # the text ends: everything that is open has to be closed
        edits[0] = lexing.edit(at, at, "".join(_CLOSER[o.kind] for o in reversed(lexing.stack)))
    if top.kind in ("|", "||"):
        return lexing.refuse(
            "bar",
            "This bar has no partner.",
            top.at,
            top.at + len(opened),
            *edits,
            expected=(needed,),
        )
    what = "brace" if opened == "{" else "part" if opened.startswith("\\begin") else "bracket"
    expected: tuple[str, ...] = (needed,)
    if closer:
        text = f"The {what} {opened} that opens here is closed by {closer}, not by {needed}."
    elif top.kind == "<":
        text = "Something is missing before this <; or > is missing behind a vector: <1, 2>."
        expected = ("a number or a name before it", needed)
    elif not lexing.after_operand:
        text = f"Behind the {what} {opened} a number or a name is missing, and then {needed}."
        expected = ("a number or a name", needed)
    else:
        text = f"The {what} {opened} that opens here is not closed: {needed} is missing."
    if turned := _turned_outwards(lexing.folded.source):
        edits, text = [*turned, *edits], _OUTWARDS_TEXT
    return lexing.refuse("bracket", text, top.at, top.at + 1, *edits, expected=expected)


def _turned_outwards(source: str) -> list[str]:
    """An interval as it is written in some countries, `[0,1[` or `]0,1]`, in the brackets that are read here."""
    found = _OUTWARDS.fullmatch(source)
    if found is None:
        return []
    before, left, inside, right = found.groups()
    if (left, right) == ("[", "]"):
        return []
    return [f"{before}{'[' if left == '[' else '('}{inside}{']' if right == ']' else ')'}"]


def _could_open(lexing: Lexing, after: int) -> bool:
    """Whether an operand begins right behind a bar, without a blank, so that the bar could open."""
    following = lexing.text[after : after + 1]
    return following.isalnum() and len(lexing.stack) == 1 and not lexing.blank


def _is_label(lexing: Lexing, at: int) -> bool:
    """Whether the whole text is one letter with a bracket behind it: `b)`."""
    whole = lexing.folded.text.strip()
    return len(whole) == 2 and whole[0].isalpha() and not lexing.text[at + 1 : lexing.end].strip()


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


def _separate(lexing: Lexing, top: Open) -> None:
    """Make commas of the blanks between the entries of `[1 2; 3 4]`.

    A minus behind a blank (`[1 -2]`) is a difference or a new entry: where only one of the two
    gives rows of equal length it is that one, else both are meant.
    """
    if top.kind != "[" or top.commas or top.relations or not (top.blanks or top.signs):
        return
    at = top.blanks
    if top.signs:
        separated = sorted({*top.blanks, *top.signs})
        apart, joined = _even(top, separated), _even(top, top.blanks)
        if apart and joined:
            lexing.found.add("signed_entry")
        if (apart and not joined) or (apart and "signed_entry" in lexing.other):
            at = separated
    for index in reversed(at):
        token = lexing.tokens[index]
        lexing.tokens.insert(index, Token("_COMMA", None, token.start, token.start, made=True))


def _even(top: Open, separators: list[int]) -> bool:
    """Whether these separators give rows of equal length."""
    lengths = []
    for start, end in zip([-1, *top.rows], [*top.rows, 10**9], strict=True):
        lengths.append(sum(start < index < end for index in separators))
    return len(set(lengths)) == 1
