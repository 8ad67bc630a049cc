"""LaTeX: commands and their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS, SPELLINGS
from tutor.language.expr.heads import HEADS
from tutor.language.notation import (
    bars,
    brackets,
    environments,
    events,
    mistyped,
    operators,
    sentences,
    vocabulary,
)
from tutor.language.notation.accents import (
    ACCENT_COMMANDS,
    BOLD_COMMANDS,
    STYLE_COMMANDS,
    accented,
    styled,
)
from tutor.language.notation.commands import (
    BARS,
    BLANKS,
    COLOURS,
    FUNCTION_COMMANDS,
    KEEP,
    LETTERS,
    MACROS,
    SIGNS,
    UPRIGHT,
    VANISH,
)
from tutor.language.notation.heads import double_struck
from tutor.language.notation.inside import holds
from tutor.language.notation.letters import word_of_command
from tutor.language.notation.numbers import percent_refused
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.tokens import Token
from tutor.language.notation.words import CONSTANTS, GREEK_NAMES, NAMED, NUMBER_SETS, VERBS, WORDS

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

COMMAND = Pattern(r"(?s)\\(operatorname\*|[A-Za-z]+|.|$)")
_UNDERSCORED = Pattern(r"\s*\{\s*([A-Za-z]+(?:\\_[A-Za-z]+)+)\s*\}")
_OPENER = Pattern(r"\s*\{\s*")
_CALLED = Pattern(r"\s*(?:\\left)?\(")
_SKIPPED = Pattern(r"\s*\{[^{}]*\}")
_DENIED = Pattern(r"\s*(?:\{\s*)?(=|\\in(?![A-Za-z])|∈)(?:\s*\})?")  # \not=, \not\in
_DOUBLE_STRUCK = Pattern(
    r"\s*(?:\{\s*([EPV])\s*\}|([EPV])(?![A-Za-z]))(?=\s*(?:_|\\left|\\[bB]igg?l?|[(\[]))"
)
# Commands that are a Greek letter, a constant or a function; three of them can be something else.
_WORDS = GREEK_NAMES.union(
    CONSTANTS, (w for w, f in SPELLINGS.items() if FUNCTIONS[f].latex is not None)
)
_ONLY_WORDS = _WORDS - {"Gamma", "Pi", "Sigma"}

_BRACKETED = Pattern(r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]")
_ONE = Pattern(r"\s*\{\s*([A-Za-z])\s*\}|\s*([RNZQC])(?![A-Za-z])")


def command(lexing: Lexing, at: int) -> int:
    """What stands behind a backslash."""
    found = COMMAND.match(lexing.text, at)
    assert found is not None
    word, end = found.group(1), found.end()
    if word in _ONLY_WORDS:
        return word_of_command(lexing, word, at, end)
    if word in ("left", "right") and (past := _invisible(lexing, word, at, end)):
        return past
    if word in VANISH:
        lexing.blank = lexing.blank or word in BLANKS
        # `\\right.` is a bracket that is not shown
        return end + 1 if word in ("left", "right") and lexing.text[end : end + 1] == "." else end
    if word in SIGNS:
        type_, value = SIGNS[word]
        if value == "percent" and not lexing.policy.percent:
            raise percent_refused(lexing, at, end)
        if type_ == "REL" and lexing.top:
            lexing.top.relations = True
        lexing.emit(type_, value, at, end)
        return end
    if past := operators.command(lexing, word, at, end):
        return past
    if word in BARS:
        kind, side = BARS[word]
        bar = bars.bar if kind == "|" else bars.double_bar
        return bar(lexing, at, end - at, side)
    if word in MACROS:
        return _macro(lexing, word, at, end)
    if word in STYLE_COMMANDS and (after := styled(lexing, at)):
        return after
    if word in KEEP:
        return _keep(lexing, word, at, end)
    if word in ("overline", "bar") and (after := events.overlined(lexing, at, end)):
        return after
    if word in ACCENT_COMMANDS:
        return accented(lexing, ACCENT_COMMANDS[word], at, end)
    return (
        _bracket(lexing, word, at, end)
        or _denial(lexing, word, at, end)
        or _name(lexing, word, at, end)
        or _rarely(lexing, word, at, end)
    )


def _bracket(lexing: Lexing, word: str, at: int, end: int) -> int:
    """A bracket or a bar, a row or an environment; 0 if it is none."""
    match word:
        case "begin" | "end":
            return environments.environment(lexing, at)
        case "\\":
            return environments.row(lexing, at, end)
        case "{" | "lbrace":
            return brackets.open_bracket(lexing, at, "set", "_LSET", end - at)
        case "}" | "rbrace":
            return brackets.close_brace(lexing, at, end - at)
        case "langle":
            return brackets.open_bracket(lexing, at, "<", "_LANG", end - at)
        case "rangle":
            return brackets.close_angle(lexing, at, end - at)
        case "mid":
            return bars.bar(lexing, at, end - at)
        case "lfloor" | "lceil":
            function = "floor" if word == "lfloor" else "ceiling"
            return brackets.open_call(lexing, at, function, end - at)
        case "rfloor" | "rceil":
            return brackets.close_round(lexing, at) + end - at - 1
        case "emptyset" | "varnothing":
            lexing.emit("_LSET", None, at, end)
            lexing.emit("_RSET", None, at, end, made=True)
            return end
        case _:
            return 0


def _denial(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""`\neg A`, `\not=`; 0 if it is neither."""
    if word in ("neg", "lnot"):
        return sentences.denial(lexing, at, end)
    if word != "not":
        return 0
    if denied := _DENIED.match(lexing.text, end):
        if lexing.top:
            lexing.top.relations = True
        lexing.emit("REL", "!=" if denied.group(1) == "=" else "not in", at, denied.end())
        return denied.end()
    say = "Write the relation that holds, such as \\ge or \\ne."
    raise lexing.refuse("char", say, at, end)


def _name(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""A head such as `\Pr(A)`, a set of numbers, a function or a letter; 0 if it is none."""
    text = lexing.text
    if word in HEADS and _BRACKETED.match(text, end):
        return vocabulary.word(lexing, word, word, at + 1)
    if len(word) == 1 and word in NUMBER_SETS:
        return lexing.add("NUMBER_SET", NUMBER_SETS[word], at, end)
    if word == "Gamma" and _CALLED.match(text, end):
        if holds(lexing, end, ",="):
            return vocabulary.word(lexing, word, word, at + 1)
        if "Gamma" not in lexing.names.declared:
            return word_of_command(lexing, "gammafn", at, end)
    if word in NAMED and (labelled := vocabulary.label(lexing, word, at + 1)):
        return labelled
    if word in NAMED:  # of something that is not worked out here: \dim V = 2
        lexing.emit("FCALL" if _CALLED.match(text, end) else "FUNC", (word, ""), at, end)
        return end
    if word in FUNCTION_COMMANDS or word in _WORDS:
        return word_of_command(lexing, FUNCTION_COMMANDS.get(word, word), at, end)
    return 0


def _rarely(lexing: Lexing, word: str, at: int, end: int) -> int:
    """The rest: what is written in another way, what is refused with a reason, what is not known."""
    if word in ("over", "choose"):
        return _between(lexing, "_FRAC" if word == "over" else "_BINOM", at, end)
    if word in COLOURS:
        skipped = _SKIPPED.match(lexing.text, end)
        return skipped.end() if skipped else end
    if word in ("lbrack", "rbrack"):
        if word == "lbrack":
            return brackets.open_bracket(lexing, at, "[", "_LSQB", end - at)
        return brackets.close_square(lexing, at) + end - at - 1
    if word in LETTERS:
        return word_of_command(lexing, LETTERS[word], at, end)
    raise mistyped.refusal(lexing, word, at, end)


def _between(lexing: Lexing, terminal: str, at: int, end: int) -> int:
    r"""`{a \over b}` and `{n \choose k}`: all that stands before it in its bracket, and all behind it."""
    top = lexing.top
    place = top.token + 1 if top else 0
    if (top or lexing).infix:
        raise lexing.refuse(
            "operator_missing", "Two of these stand in one pair of braces: add braces.", at, end
        )
    (top or lexing).infix = True
    begin = lexing.tokens[place].start if place < len(lexing.tokens) else lexing.span(at, end)[0]
    lexing.tokens[place:place] = [
        Token(sign, None, begin, begin, made=True) for sign in (terminal, "_LBRACE")
    ]
    lexing.emit("_RBRACE", None, at, end, made=True)
    lexing.emit("_LBRACE", None, end, end, made=True)
    return end


def _invisible(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""`\left. ... \right|`: a bracket that only shows how far the bar at a point reaches; 0 if none."""
    text = lexing.text
    if word == "left" and text[end : end + 1] == ".":
        lexing.emit("_LPAR", None, at, end + 1)
        lexing.push("left.", at)
        return end + 1
    if word == "right" and lexing.top is not None and lexing.top.kind == "left.":
        bar = Pattern(r"\s*(?:\||\\vert|\\rvert)").match(text, end)
        if bar is None and text[end : end + 1] != ".":
            return 0
        past = bar.end() if bar else end + 1
        lexing.emit("_RPAR", None, at, end)
        lexing.stack.pop()
        if bar is not None and not (past := bars.at_point(lexing, end, past - end)):
            raise lexing.refuse(
                "bar", "Behind this bar stands the point: \\right|_{x=1}.", at, bar.end()
            )
        return past
    return 0


def argument(lexing: Lexing, at: int) -> int:
    """The argument of a macro without braces: one digit, one letter or one command, as TeX has it."""
    text = lexing.text
    char = text[at]
    if char == "{":
        return brackets.open_brace(lexing, at)
    if char == "[" and lexing.tokens[-1].type == "_SQRT":
        lexing.emit("_LINDEX", None, at, at + 1)
        lexing.push("index", at, lexing.pending)
        lexing.pending = 0
        return at + 1
    then = lexing.pending - 1
    lexing.pending = 0
    lexing.emit("_LBRACE", None, at, at, made=True)
    if char.isdigit():
        end = at + 1
        lexing.emit("NUMBER", char, at, end)
    elif char.isalpha() and char.isascii():
        end = at + 1
        if char == "e" and "e" not in lexing.names.declared:
            lexing.emit("CONSTANT", "e", at, end)
        else:
            lexing.emit("NAME", char, at, end)
    elif (
        char == "\\"
        and (found := COMMAND.match(text, at))
        and (found.group(1) in CONSTANTS or found.group(1) in GREEK_NAMES)
    ):
        end = command(lexing, at)
    else:
        raise lexing.refuse(
            "operand_missing",
            "A command such as \\frac needs its parts in braces.",
            at,
            at + 1,
            expected=("{",),
        )
    lexing.emit("_RBRACE", None, end, end, made=True)
    lexing.pending = then
    return end


def _macro(lexing: Lexing, word: str, at: int, end: int) -> int:
    type_, arguments = MACROS[word]
    lexing.emit(type_, None, at, end)
    lexing.pending = arguments
    return end


def _keep(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""`\mathbf{A x}` is A x: the argument of a command that changes nothing but its look."""
    text = lexing.text
    if named := _UNDERSCORED.match(text, end):
        joined = named.group(1).replace("\\", "")
        if joined in VERBS:
            return lexing.add("FCALL", (joined, ""), at, named.end())
        if joined in WORDS:
            return lexing.add("WORD", joined, at, named.end())
    if word in ("mathbb", "mathds") and (struck := _DOUBLE_STRUCK.match(text, end)):
        letter = struck.group(1) or struck.group(2)
        if past := double_struck(lexing, letter, at, struck.end()):
            return past
    if word in ("mathbb", "mathds", "mathbf", "mathrm") and (found := _ONE.match(text, end)):
        letter = found.group(1) or found.group(2)
        if letter in NUMBER_SETS and (word in ("mathbb", "mathds") or _is_member(lexing)):
            lexing.emit("NUMBER_SET", NUMBER_SETS[letter], at, found.end())
            return found.end()
    opener = _OPENER.match(text, end)
    if opener is None:
        raise lexing.refuse("operand_missing", f"\\{word} needs braces.", at, end, expected=("{",))
    start = opener.end()
    kind = "words" if word in UPRIGHT else "bold" if word in BOLD_COMMANDS else "keep"
    lexing.push(kind, start - 1)
    return start


def _is_member(lexing: Lexing) -> bool:
    """Whether a set is due here: behind `in`."""
    before = lexing.tokens[-1] if lexing.tokens else None
    return before is not None and before.type == "REL" and before.value in ("in", "not in")
