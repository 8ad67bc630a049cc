"""Text to tokens: one pass from left to right that knows the names of the question.

The grammar needs more of its tokens than a regular expression can tell: whether a bar opens or
closes, whether a function is about to be called, where a run of letters falls apart. All of that is
decided here, with the bracket stack at hand; nothing is decided by looking at the answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation import (
    brackets,
    differentials,
    events,
    latex,
    operators,
    scripts,
    sentences,
)
from tutor.language.notation.accents import marked
from tutor.language.notation.characters import GREEK, MARKS
from tutor.language.notation.derivatives import derivative
from tutor.language.notation.letters import greek, letters
from tutor.language.notation.lexing import Lexing
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.nabla import settle
from tutor.language.notation.numbers import number, vulgar
from tutor.language.notation.reading import Note
from tutor.language.notation.words import NUMBER_SETS
from tutor.language.scope import Policy

if TYPE_CHECKING:
    from tutor.language.notation.characters import Folded
    from tutor.language.notation.names import Names
    from tutor.language.notation.tokens import Token

_TRANSPOSED = re.compile(
    r"\^\s*(?:\{\s*(-?)\s*(?:T|\\top|\\intercal|\\mathsf\s*\{T\}|\\mathrm\s*\{T\})\s*\}"
    r"|(-?)(?:T(?![0-9_'])|\\top(?![A-Za-z])|\\intercal|\\mathsf\s*\{T\}|ᵀ|⊤))"
)
_ADJOINT = re.compile(r"\^\s*(?:†|\\dagger(?![A-Za-z])|\{\s*(?:†|\\dagger)\s*\})")
_HERMITIAN = re.compile(r"\^\s*(?:H(?![A-Za-z0-9_'])|\{\s*H\s*\})")
_DEGREES = re.compile(r"\^\s*(?:\\circ(?![A-Za-z])|\{\s*\\circ\s*\}|°)")
_RAISED_PRIME = re.compile(r"\^\s*(?:\\prime(?![A-Za-z])|\{((?:\s*\\prime)+)\s*\})")
_LETTERS = re.compile(r"[A-Za-z]+")
_COMMAND = re.compile(r"\\[A-Za-z]")
_DOLLARS = (
    re.compile(r"\s*\$\$(.*)\$\$[\s.,;]*", re.DOTALL),
    re.compile(r"\s*\$(.*)\$[\s.,;]*", re.DOTALL),
    re.compile(r"\s*\\\((.*)\\\)[\s.,;]*", re.DOTALL),
    re.compile(r"\s*\\\[(.*)\\\][\s.,;]*", re.DOTALL),
)

_ARROW = "An arrow cannot be read here: write one statement, or join two with `and`."
_POLICY = Policy()

# What is said about a spelling of other languages, and what to write instead of it.
_REFUSED = {
    "===": ("Write a single = here.", "="),
    "==": ("Write a single = here.", "="),
    ":=": ("Write = to give a name a value.", "="),
    "=>": ("An arrow cannot be read here; greater or equal is >=.", ">="),
    "=<": ("Write <= for less or equal.", "<="),
    "=/=": ("Write != for not equal.", "!="),
    "/=": ("Write != for not equal.", "!="),
    "⊂": ("Subsets cannot be read here: say which members it has.", ""),
    "⊆": ("Subsets cannot be read here: say which members it has.", ""),
    "⇒": (_ARROW, " and "),
    "⟹": (_ARROW, " and "),
    "⇔": (_ARROW, " and "),
    "⟺": (_ARROW, " and "),
    "∴": ("This sign belongs at the beginning of a line.", ""),
    "->": ("An arrow cannot be read here.", ""),
    "//": ("Write a single / here.", "/"),
    "...": ("Write all of it: dots cannot be read here.", ""),
    "&&": ("Write `and` here.", " and "),
    "<<": ("This cannot be read here.", ""),
    ">>": ("This cannot be read here.", ""),
}
_SIGNS: dict[str, tuple[str, str | None]] = {
    "+/-": ("PM", "+"),
    "<=": ("REL", "<="),
    ">=": ("REL", ">="),
    "!=": ("REL", "!="),
    "<>": ("REL", "!="),
    "**": ("_HAT", None),
    "+": ("_PLUS", None),
    "-": ("_MINUS", None),
    "*": ("_TIMES", None),
    "/": ("_OVER", None),
    "^": ("_HAT", None),
    "=": ("REL", "="),
    "~": ("REL", "~"),
    "<": ("REL", "<"),
    ">": ("REL", ">"),
    ":": ("REL", ":"),
    "±": ("PM", "+"),
    "∓": ("PM", "-"),
    "×": ("_CROSS", None),
    "·": ("_DOT", None),
    "∈": ("REL", "in"),
    "∉": ("REL", "not in"),
    "∪": ("SETOP", "union"),
    "∩": ("SETOP", "intersection"),
    "∖": ("SETOP", "without"),
    "%": ("POSTFIX", "percent"),
    "°": ("POSTFIX", "degrees"),
    "ᵀ": ("POSTFIX", "transpose"),
    "⊤": ("POSTFIX", "transpose"),
    "†": ("POSTFIX", "adjoint"),
    "√": ("RADIC", "2"),
    "∛": ("RADIC", "3"),
}
# the four operators, and what behind one of them makes another spelling of it
_ALONE = {
    sign: frozenset(
        word[1] for word in (*_SIGNS, *_REFUSED, "+-") if len(word) > 1 and word[0] == sign
    )
    for sign in "+-*/"
}


def lex(
    folded: Folded,
    names: Names,
    *,
    notation: str = "auto",
    other: frozenset[str] = frozenset(),
    norms: bool = False,
    policy: Policy = _POLICY,
) -> Lexing:
    """The tokens of a text, and the constructs in it that could be read another way.

    Args:
        folded: the text after the character table.
        names: the names of the question.
        notation: `latex` makes `{` group everywhere; otherwise a command in the text does.
        other: constructs to be read the other way.
        norms: whether `||` is tried as the bars of a norm first.
        policy: how numbers are written in this question.

    Raises: Mistake.
    """
    text = folded.text
    start, end = _inside_dollars(text)
    end = _before_full_stop(text, start, end)
    is_latex = notation == "latex" or bool(_COMMAND.search(text, start, end))
    lexing = Lexing(folded, names, other, latex=is_latex, norms=norms, policy=policy)
    lexing.end = end
    at = sentences.leading(lexing, start)
    while at < end or at in lexing.jumps:
        if at in lexing.jumps:
            at = differentials.arrive(lexing, at)
            continue
        char = text[at]
        if char == " ":
            lexing.blank = True
            at += 1
        elif char == "\n":
            at = sentences.newline(lexing, at)
        elif lexing.pending:
            at = latex.argument(lexing, at)
        else:
            at = _one(lexing, char, at)
    if lexing.pending:
        raise lexing.refuse(
            "operand_missing", "A part of this command is missing.", end, end, expected=("{",)
        )
    brackets.check_closed(lexing)
    if not lexing.tokens:
        raise lexing.refuse("empty", "Nothing is written here yet.", start, end)
    _settle(lexing)
    return lexing


def _one(lexing: Lexing, char: str, at: int) -> int:
    """Whatever begins at a character that is no blank."""
    if char.isdigit() or (char == "." and lexing.text[at + 1 : at + 2].isdigit()):
        return number(lexing, at)
    if (char in "d∂\\") and (end := derivative(lexing, at)):
        return end
    if lexing.operators:
        if char in "d\\" and (end := differentials.differential(lexing, at)):
            return end
        if char in "+-^" and lexing.arrow >= 0 and (end := operators.side(lexing, at)):
            return end
    if char.isalpha() and char.isascii():
        return letters(lexing, at)
    if char in _ALONE and lexing.text[at + 1 : at + 2] not in _ALONE[char]:
        lexing.emit(*_SIGNS[char], at, at + 1)
        return at + 1
    if char == "\\":
        return sentences.set_difference(lexing, at) or latex.command(lexing, at)
    if char in GREEK:
        return greek(lexing, at)
    if char in MARKS:
        return marked(lexing, at)
    return _bracket(lexing, char, at) or operators.sign(lexing, char, at) or _sign(lexing, char, at)


def _bracket(lexing: Lexing, char: str, at: int) -> int:
    """A bracket, a bar, a separator; 0 if it is none of them."""
    text = lexing.text
    match char:
        case "(":
            before = lexing.tokens[-1] if lexing.tokens else None
            return brackets.open_bracket(lexing, at, _call_kind(before), "_LPAR")
        case ")":
            return brackets.close_round(lexing, at)
        case "[" if operators.takes_group(lexing, at):
            return brackets.open_bracket(lexing, at, "square", "_LPAR")
        case "[":
            head = bool(lexing.tokens) and lexing.tokens[-1].type == "FSQ"
            return brackets.open_bracket(lexing, at, "head" if head else "[", "_LSQB")
        case "]":
            return brackets.close_square(lexing, at)
        case "{":
            return brackets.open_brace(lexing, at)
        case "}":
            return brackets.close_brace(lexing, at)
        case ",":
            return brackets.comma(lexing, at)
        case ";":
            return brackets.semicolon(lexing, at)
        case "|" if lexing.norms and text[at + 1 : at + 2] == "|" and not _single(lexing):
            return brackets.double_bar(lexing, at)
        case "|":
            return brackets.bar(lexing, at)
        case "‖" | "∥":
            return brackets.double_bar(lexing, at, 1)
        case "⟨":
            return brackets.open_bracket(lexing, at, "<", "_LANG")
        case "⟩":
            return brackets.close_angle(lexing, at)
        case "<" if not lexing.after_operand and text[at + 1 : at + 2] != "=":
            return brackets.open_bracket(lexing, at, "<", "_LANG")
        case ">" if lexing.top and lexing.top.kind == "<" and lexing.after_operand:
            return brackets.close_angle(lexing, at)
        case "⌊" | "⌈":
            return brackets.open_call(lexing, at, "floor" if char == "⌊" else "ceiling", 1)
        case "⌋" | "⌉":
            return brackets.close_round(lexing, at)
        case "∅":
            lexing.emit("_LSET", None, at, at + 1)
            lexing.emit("_RSET", None, at + 1, at + 1, made=True)
            return at + 1
        case "&" if lexing.top and lexing.top.kind in ("env", "system", "cases"):
            return sentences.ampersand(lexing, at)
        case "'":
            return events.complement(lexing, at, at + 1) or _primes(lexing, at)
        case "." if end := sentences.full_stop(lexing, at):
            return end
        case ":" if sentences.is_such_that(lexing, at):
            lexing.emit("_GIVEN", None, at, at + 1)
            return at + 1
        case "¬":
            return sentences.denial(lexing, at, at + 1)
        case "ℝ" | "ℕ" | "ℤ" | "ℚ" | "ℂ":
            lexing.emit("NUMBER_SET", NUMBER_SETS[char], at, at + 1)
            return at + 1
        case "+" if text[at + 1 : at + 2] == "-":
            return sentences.plus_then_minus(lexing, at)
        case "!" if text[at + 1 : at + 2] != "=":
            return _factorial(lexing, at)
        case "½":
            return vulgar(lexing, at)
        case "√" if text[at + 1 : at + 2] == "‹":
            end = text.index("›", at)
            lexing.emit("RADIC", text[at + 2 : end], at, end + 1)
            return end + 1
        case _:
            return 0


def _call_kind(before: object) -> str:
    """What kind of bracket `(` opens behind this token."""
    kind = getattr(before, "type", "")
    if kind not in ("FCALL", "FPR"):
        return "("
    value = getattr(before, "value", "")
    return "family" if kind == "FCALL" and value[0][0].isupper() else "call"


def _single(lexing: Lexing) -> bool:
    """Whether the first of two bars closes the one that is open."""
    return lexing.after_operand and lexing.top is not None and lexing.top.kind == "|"


def _sign(lexing: Lexing, char: str, at: int) -> int:
    """An operator or a mark; raised marks such as `^T` first."""
    text = lexing.text
    if char == "^":
        end = events.raised(lexing, at) or _raised(lexing, at)
        if end:
            return end
    if char == "_" and lexing.tokens:
        return scripts.behind(lexing, at)
    for width in (3, 2, 1):
        written = text[at : min(at + width, lexing.end)]
        if len(written) < width:
            continue
        if written in _REFUSED:
            say, instead = _REFUSED[written]
            raise lexing.refuse("char", say, at, at + width, lexing.edit(at, at + width, instead))
        if written in _SIGNS:
            type_, value = _SIGNS[written]
            if type_ == "REL" and lexing.top:
                lexing.top.relations = True
            lexing.emit(type_, value, at, at + width)
            return at + width
    raise lexing.refuse(
        "char",
        f"The character {char} cannot be read here.",
        at,
        at + 1,
        lexing.edit(at, at + 1, ""),
    )


def _raised(lexing: Lexing, at: int) -> int:
    """A mark that is written as an exponent: transpose, degrees, primes; 0 if it is an exponent."""
    text = lexing.text
    if found := _DEGREES.match(text, at):
        lexing.emit("POSTFIX", "degrees", at, found.end())
        return found.end()
    if found := _RAISED_PRIME.match(text, at):
        marks = "'" * max(found.group().count("prime"), 1)
        lexing.emit("POSTFIX", marks, at, found.end())
        return found.end()
    found = _ADJOINT.match(text, at)
    if found is None and _behind_array(lexing):
        found = _HERMITIAN.match(text, at)
    if found:
        lexing.emit("POSTFIX", "adjoint", at, found.end())
        return found.end()
    found = _TRANSPOSED.match(text, at)
    if found is None or ("T" in found.group() and _is_name_t(lexing, found)):
        return 0
    mark = "inverse_transpose" if "-" in found.group() else "transpose"
    lexing.emit("POSTFIX", mark, at, found.end())
    return found.end()


def _is_name_t(lexing: Lexing, found: re.Match[str]) -> bool:
    """Whether a raised T is a name: declared, the beginning of a declared name, or above a number."""
    before = lexing.tokens[-1].type if lexing.tokens else ""
    if "T" in lexing.names.declared or before in ("NUMBER", "CONSTANT", ""):
        return True
    word = _LETTERS.match(lexing.text, found.end() - 1)
    return word is not None and word.group() in lexing.names.declared


def _behind_array(lexing: Lexing) -> bool:
    """Whether a declared vector or matrix stands before: a raised H is then its adjoint."""
    before = lexing.tokens[-1] if lexing.tokens else None
    names = lexing.names
    named = before is not None and before.type == "NAME" and before.value in names.arrays
    return named and "H" not in names.declared


def _primes(lexing: Lexing, at: int) -> int:
    end = at
    while lexing.text[end : end + 1] == "'":
        end += 1
    if not lexing.after_operand:
        raise lexing.refuse(
            "char", "A quotation mark cannot be read here.", at, end, lexing.edit(at, end, "")
        )
    lexing.emit("POSTFIX", "'" * (end - at), at, end)
    return end


def _factorial(lexing: Lexing, at: int) -> int:
    tokens = lexing.tokens
    if tokens and tokens[-1].type == "POSTFIX" and tokens[-1].value == "factorial":
        raise lexing.refuse(
            "ambiguous",
            "Two factorial signs can mean (n!)! or a double factorial: use brackets.",
            at - 1,
            at + 1,
            lexing.edit(at, at + 1, ""),
        )
    lexing.emit("POSTFIX", "factorial", at, at + 1)
    return at + 1


def _inside_dollars(text: str) -> tuple[int, int]:
    r"""Where the maths is, without the `$...$` or `\(...\)` around it."""
    if text[-1:] not in ("$", ")", "]", " "):
        return 0, len(text)  # nearly every text
    for pattern in _DOLLARS:
        if found := pattern.fullmatch(text):
            return found.start(1), found.end(1)
    return 0, len(text)


def _before_full_stop(text: str, start: int, end: int) -> int:
    """Where the maths ends: a full stop, or a comma inside dollars, ends the sentence around it."""
    last = end
    while last > start and text[last - 1] == " ":
        last -= 1
    mark = text[last - 1 : last]
    sentence = (
        mark == "." and text[last - 2 : last - 1] != "." and text[last - 7 : last - 1] != "\\right"
    )
    return last - 1 if last - 1 > start and (sentence or (mark in (",", ";") and start)) else end


def _refuse_two_looks(lexing: Lexing) -> None:
    """`x` and a bold `x` in one text: they would be one name."""
    bold: set[str] = set()
    plain: dict[str, Token] = {}
    for token in lexing.tokens:
        if token.type == "NAME":
            if any(start <= token.start and token.end <= end for start, end in lexing.bold):
                bold.add(token.value)
            else:
                plain.setdefault(token.value, token)
    for name in sorted(bold & plain.keys()):
        token = plain[name]
        raise Mistake(
            "name_unknown",
            f"Write the name {name} in one way: bold or plain, not both.",
            (token.start, token.end),
        )


def _settle(lexing: Lexing) -> None:
    """What only the whole text can tell: the imaginary unit, a decimal comma, how far a nabla reaches."""
    if lexing.operators:
        settle(lexing)
    names, tokens = lexing.names, lexing.tokens
    if lexing.bold:
        _refuse_two_looks(lexing)
    if "i" not in names.declared and any(t.value == "i" and t.type == "NAME" for t in tokens):
        beside = {token.value for token in tokens if token.type == "NAME"} - names.declared
        counted = operators.counts(tokens, "i")
        units = counted or (bool(beside & {"j", "k"}) and not names.complex)
        if not units:
            for index, token in enumerate(tokens):
                if token.type == "NAME" and token.value == "i":
                    tokens[index] = token.retyped("CONSTANT")
    if names.complex and "I" not in names.declared:
        for index, token in enumerate(tokens):
            if token.type == "NAME" and token.value == "I":
                tokens[index] = token.retyped("CONSTANT")
                tokens[index].value = "i"
    if len(tokens) == 3:
        before, here, after = tokens
        if (
            here.type == "_COMMA"
            and before.type == after.type == "NUMBER"
            and before.end == here.start
            and here.end == after.start
            and here.end > here.start
            and before.value.isdigit()
            and after.value.isdigit()
        ):
            lexing.notes.append(
                Note(
                    "decimal_comma",
                    "The comma separates two numbers here. Write a decimal number with a point.",
                    (before.start, after.end),
                )
            )
