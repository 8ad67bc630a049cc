"""Brackets and separators: which one closes which, and what a comma or a blank separates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation import differentials, operators
from tutor.language.notation.lexing import CALLS
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.reading import Note
from tutor.language.notation.tokens import Token

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing, Open
    from tutor.language.notation.mistakes import Mistake

_OUTWARDS = Pattern(r"\s*([^\[\]]*)([\[\]])([^\[\]]*)([\[\]])\s*")
_OUTWARDS_TEXT = "The end that an interval does not hold has a round bracket here: (0, 1]."
_BEGIN = Pattern(r"\\begin\s*\{[A-Za-z]+\*?\}")
_OPTION = Pattern(r"\s*[A-Za-z_]+[0-9]*\s*=(?!=)")
_CLOSER = {
    "(": ")", "call": ")", "verb": ")", "family": ")", "[": "]", "head": "]", "index": "]",
    "group": "}", "set": "}", "keep": "}", "bold": "}", "words": "}", "call_brace": "}", "call_set": "}", "square": "]", "left.": "\\right|",
    "int": " dx", "over": "}", "|": "|", "||": "||", "<": ">", "env": "\\end{...}",
    "system": "\\end{...}", "cases": "\\end{...}",
}  # fmt: skip

_BRACES = {"set": "_RSET", "group": "_RBRACE", "call_brace": "_RPAR", "call_set": "_RPAR"}


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
    separate(lexing, top)
    end_infix(lexing, top, at)
    lexing.emit("_RPAR", None, at, at + 1)
    lexing.stack.pop()
    return at + 1


def close_square(lexing: Lexing, at: int) -> int:
    """`]`: closes a row or a matrix, the index of a root, or an interval that began with `(`."""
    top = _top(lexing, at, "]", ("[", "head", "index", "(", "square"))
    separate(lexing, top)
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


def _is_label(lexing: Lexing, at: int) -> bool:
    """Whether the whole text is one letter with a bracket behind it: `b)`."""
    whole = lexing.folded.text.strip()
    return len(whole) == 2 and whole[0].isalpha() and not lexing.text[at + 1 : lexing.end].strip()


def separate(lexing: Lexing, top: Open) -> None:
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
