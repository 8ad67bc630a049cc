"""LaTeX: commands, environments, and the derivatives that are written as a fraction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS, SPELLINGS
from tutor.language.notation import brackets, operators
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
    KEEP,
    MACROS,
    MATRICES,
    REFUSED,
    SHORT_FUNCTIONS,
    SIGNS,
    UPRIGHT,
    VANISH,
    known,
)
from tutor.language.notation.letters import word_of_command
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.names import Names
from tutor.language.notation.numbers import percent_refused
from tutor.language.notation.tokens import Token
from tutor.language.notation.words import CONSTANTS, GREEK_NAMES, VERBS
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

COMMAND = re.compile(r"\\(operatorname\*|[A-Za-z]+|.|$)")
_ENVIRONMENT = re.compile(
    r"\\begin\s*\{([A-Za-z]+\*?)\}(?:\{[clr| ]*\})?|\\end\s*\{([A-Za-z]+\*?)\}"
)
_VERB = re.compile(r"\s*\{\s*([A-Za-z]+(?:\\_[A-Za-z]+)+)\s*\}")
_OPENER = re.compile(r"\s*\{\s*")
_CALLED = re.compile(r"\s*(?:\\left)?\(")
_SKIPPED = re.compile(r"\s*\{[^{}]*\}")
_ROW_END = re.compile(r"(?:\\\\(?:\[[^\]]*\])?|\\hline|\s)*+\\end")


def command(lexing: Lexing, at: int) -> int:
    """What stands behind a backslash."""
    found = COMMAND.match(lexing.text, at)
    assert found is not None
    word, end = found.group(1), found.end()
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
        bar = brackets.bar if kind == "|" else brackets.double_bar
        return bar(lexing, at, end - at, side)
    if word in MACROS:
        return _macro(lexing, word, at, end)
    if word in STYLE_COMMANDS and (after := styled(lexing, at)):
        return after
    if word in KEEP:
        return _keep(lexing, word, at, end)
    if word in ACCENT_COMMANDS:
        return accented(lexing, ACCENT_COMMANDS[word], at, end)
    if word in ("begin", "end"):
        return _environment(lexing, at)
    if word == "\\":
        return _row(lexing, at, end)
    if word in ("{", "lbrace"):
        return brackets.open_bracket(lexing, at, "set", "_LSET", end - at)
    if word in ("}", "rbrace"):
        return brackets.close_brace(lexing, at, end - at)
    if word == "langle":
        return brackets.open_bracket(lexing, at, "<", "_LANG", end - at)
    if word == "rangle":
        return brackets.close_angle(lexing, at, end - at)
    if word == "mid":
        return brackets.bar(lexing, at, end - at)
    if word in ("emptyset", "varnothing"):
        lexing.emit("_LSET", None, at, end)
        lexing.emit("_RSET", None, at, end, made=True)
        return end
    if word in ("lfloor", "lceil"):
        return brackets.open_call(lexing, at, "floor" if word == "lfloor" else "ceiling", end - at)
    if word in ("rfloor", "rceil"):
        return brackets.close_round(lexing, at) + end - at - 1
    if word == "Gamma" and "Gamma" not in lexing.names.declared and _CALLED.match(lexing.text, end):
        return word_of_command(lexing, "gammafn", at, end)
    if word in CONSTANTS or word in GREEK_NAMES or word == "pi":
        return word_of_command(lexing, word, at, end)
    if word in SHORT_FUNCTIONS:
        return word_of_command(lexing, SHORT_FUNCTIONS[word], at, end)
    if word in SPELLINGS and FUNCTIONS[SPELLINGS[word]].latex is not None:
        return word_of_command(lexing, word, at, end)
    return _rarely(lexing, word, at, end)


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
    if word in ("imath", "jmath", "ell"):
        return word_of_command(lexing, word[word == "ell"], at, end)
    if word in ("(", ")", "[", "]"):
        say = f"This \\{word} has no partner: maths stands between \\( and \\)."
        raise lexing.refuse("bracket", say, at, end, lexing.edit(at, end, ""))
    if word == "_":
        say = "A name has no backslash before its _."
        raise lexing.refuse("char", say, at, end, lexing.edit(at, end, "_"))
    if word in REFUSED:
        raise lexing.refuse("char", REFUSED[word], at, end, lexing.edit(at, end, ""))
    if not word:
        raise lexing.refuse(
            "char", "A backslash cannot stand here.", at, end, lexing.edit(at, end, "")
        )
    from difflib import get_close_matches

    if (found := _glued(word)) is not None:
        say = f"The command \\{word} is not known here: a blank ends \\{found}."
        rest = word[len(found) :]
        raise lexing.refuse("char", say, at, end, lexing.edit(at, end, f"\\{found} {rest}"))
    if len(word) == 1 and word.isalnum():
        say = "A backslash is no division: write /."
        raise lexing.refuse("char", say, at, end, lexing.edit(at, end, f"/{word}"))
    alike = [other for other in known() if other[0].lower() == word[0].lower()]
    near = get_close_matches(word, alike, 2, 0.6) if len(word) > 1 else []
    say = f" Did you mean \\{near[0]}?" if near else ""
    raise lexing.refuse(
        "char",
        f"The command \\{word} is not known here.{say}",
        at,
        end,
        *(lexing.edit(at, end, f"\\{other}") for other in near),
        lexing.edit(at, end, ""),
        expected=tuple(f"\\{other}" for other in near),
    )


def _glued(word: str) -> str | None:
    r"""The command that a name runs on from, `\cosx`, where nothing else of it is a command."""
    from tutor.language.notation.names import split

    names = Names.of(EMPTY)
    for size in range(len(word) - 1, 1, -1):
        rest = word[size:]
        if word[:size] in known() and (len(rest) == 1 or split(rest, names) is not None):
            return word[:size] if len(rest) <= 2 else None
    return None


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
        bar = re.compile(r"\s*(?:\||\\vert|\\rvert)").match(text, end)
        if bar is None and text[end : end + 1] != ".":
            return 0
        past = bar.end() if bar else end + 1
        lexing.emit("_RPAR", None, at, end)
        lexing.stack.pop()
        if bar is not None and not (past := operators.at_point(lexing, end, past - end)):
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


def unfinished(lexing: Lexing) -> Mistake:
    """The refusal of a text that ends where a command waits for its parts."""
    place = max(
        index
        for index, token in enumerate(lexing.tokens)
        if token.type in ("_FRAC", "_BINOM", "_SQRT")
    )
    token = lexing.tokens[place]
    written = {"_FRAC": "\\frac{1}{2}", "_BINOM": "\\binom{5}{2}", "_SQRT": "\\sqrt{x}"}[token.type]
    what = "what is under it" if token.type == "_SQRT" else "two parts"
    return Mistake(
        "operand_missing",
        f"The command {written.partition('{')[0]} needs {what}, in braces: {written}.",
        (token.start, token.end),
        expected=("{",),
    )


def _macro(lexing: Lexing, word: str, at: int, end: int) -> int:
    type_, arguments = MACROS[word]
    lexing.emit(type_, None, at, end)
    lexing.pending = arguments
    return end


def _keep(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""`\mathbf{A x}` is A x: the argument of a command that changes nothing but its look."""
    text = lexing.text
    named = _VERB.match(text, end)
    if named and (verb := named.group(1).replace("\\", "")) in VERBS:
        lexing.emit("FCALL", (verb, ""), at, named.end())
        return named.end()
    opener = _OPENER.match(text, end)
    if opener is None:
        raise lexing.refuse("operand_missing", f"\\{word} needs braces.", at, end, expected=("{",))
    start = opener.end()
    kind = "words" if word in UPRIGHT else "bold" if word in BOLD_COMMANDS else "keep"
    lexing.push(kind, start - 1)
    return start


def _environment(lexing: Lexing, at: int) -> int:
    found = _ENVIRONMENT.match(lexing.text, at)
    name = (found.group(1) or found.group(2)) if found else ""
    if found is None or name not in MATRICES:
        from difflib import get_close_matches

        near = get_close_matches(name, sorted(MATRICES), 1, 0.8)
        raise lexing.refuse(
            "char",
            "Only matrices can stand between \\begin and \\end here.",
            at,
            at + 6 if name else at + 5,
            *(lexing.folded.source.replace(f"{{{name}}}", f"{{{other}}}") for other in near),
            expected=tuple(near),
        )
    if found.group(1):
        lexing.emit("MBEGIN", name, at, found.end())
        lexing.push("env", at)
    else:
        top = lexing.top
        if top is None or top.kind != "env":
            raise lexing.refuse("bracket", "This \\end has no \\begin.", at, found.end())
        lexing.emit("_MEND", None, at, found.end())
        lexing.stack.pop()
    return found.end()


def _row(lexing: Lexing, at: int, end: int) -> int:
    if lexing.top is None or lexing.top.kind != "env":
        raise lexing.refuse("char", "A line break \\\\ belongs into a matrix.", at, end)
    if not _ROW_END.match(lexing.text, at):
        lexing.emit("_MROW", None, at, end)
    return end
