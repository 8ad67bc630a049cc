"""Text to tokens: one pass from left to right that knows the names of the question.

The grammar needs more of its tokens than a regular expression can tell: whether a bar opens or
closes, whether a function is about to be called, where a run of letters falls apart. All of that is
decided here, with the bracket stack at hand; nothing is decided by looking at the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation import (
    bars,
    brackets,
    counting,
    differentials,
    events,
    latex,
    mistyped,
    operators,
    sentences,
    signs,
)
from tutor.language.notation.accents import marked
from tutor.language.notation.bounded import bounded
from tutor.language.notation.characters import GREEK, MARKS
from tutor.language.notation.derivatives import derivative
from tutor.language.notation.enclosed import enclosed
from tutor.language.notation.letters import greek, letters
from tutor.language.notation.lexing import Lexing
from tutor.language.notation.marks import (
    conjugated,
    factorial,
    may_be_mark,
    primes,
    raised,
)
from tutor.language.notation.numbers import number, vulgar
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.settling import before_full_stop, inside_dollars, settle
from tutor.language.notation.words import NO_LABELS, NUMBER_SETS
from tutor.language.scope import Policy

if TYPE_CHECKING:
    from tutor.language.notation.characters import Folded
    from tutor.language.notation.names import Names

_COMPOSED = Pattern(
    r"(?:\\left)?\(\s*([A-Za-z]+'*(?:\s*(?:∘|\\circ(?![A-Za-z]))\s*[A-Za-z]+'*)+)\s*(?:\\right)?\)(?=\s*(?:\\left)?\()"
)
_SPACES = Pattern(r"\s+")
_COMMAND = Pattern(r"\\[A-Za-z]")

_POLICY = Policy()


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
    start, end = inside_dollars(text)
    end = before_full_stop(text, start, end)
    is_latex = notation == "latex" or ("\\" in text and bool(_COMMAND.search(text, start, end)))
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
        elif read := _PLAIN.get(char):
            at = read(lexing, at)
        else:
            at = _one(lexing, char, at)
    if lexing.pending:
        raise mistyped.unfinished(lexing)
    sentences.close_cases(lexing)
    brackets.check_closed(lexing)
    if not lexing.tokens:
        raise lexing.refuse("empty", "Nothing is written here yet.", start, end)
    settle(lexing)
    return lexing


def _one(lexing: Lexing, char: str, at: int) -> int:
    """Whatever begins at a character that does not say so by itself."""
    if char == "." and lexing.text[at + 1 : at + 2].isdigit():
        return number(lexing, at)
    if (char in "d∂\\") and (end := derivative(lexing, at)):
        return end
    if lexing.operators:
        if char in "d\\" and (end := differentials.differential(lexing, at)):
            return end
        if char in "+-^" and lexing.arrow >= 0 and (end := operators.side(lexing, at)):
            return end
    if char == "d":
        return letters(lexing, at)
    if char == "^":
        return _hat(lexing, at)
    if char == "*" and lexing.names.complex and (end := conjugated(lexing, at)):
        return end
    if char in signs.ALONE and lexing.text[at + 1 : at + 2] not in signs.ALONE[char]:
        if char == "=" and lexing.top:
            lexing.top.relations = True
        lexing.emit(*signs.SIGNS[char], at, at + 1)
        return at + 1
    if char == "\\":
        return sentences.set_difference(lexing, at) or latex.command(lexing, at)
    if char in GREEK:
        return greek(lexing, at)
    if char in MARKS:
        return marked(lexing, at)
    return (
        _bracket(lexing, char, at)
        or operators.sign(lexing, char, at)
        or signs.sign(lexing, char, at)
    )


def _round(lexing: Lexing, at: int) -> int:
    """`(`: opens a bracket or a call, or is that of `(f∘g)` before the bracket of its argument."""
    text = lexing.text
    if ("∘" in text or "\\circ" in text) and (composed := _COMPOSED.match(text, at)):
        functions = _SPACES.sub("", composed.group(1)).replace("\\circ", "∘")
        lexing.emit("FCALL", (functions, ""), at, composed.end())
        return composed.end()
    before = lexing.tokens[-1] if lexing.tokens else None
    return brackets.open_bracket(lexing, at, _call_kind(before), "_LPAR")


def _brace(lexing: Lexing, at: int) -> int:
    """`{`: opens a group or a set, or is the empty one before a raised number: `{}^5C_2`."""
    counted = lexing.text[at + 1 : at + 2] in ("}", " ") and counting.raised(lexing, at)
    return counted or enclosed(lexing, at) or brackets.open_brace(lexing, at)


# The characters that say by themselves what begins there; a `d` may begin a derivative.
_ASCII = [chr(code) for code in range(128)]
_PLAIN = {
    **{char: number for char in _ASCII if char.isdigit()},
    **{char: letters for char in _ASCII if char.isalpha() and char != "d"},
    "(": _round,
    ")": brackets.close_round,
    "]": brackets.close_square,
    "{": _brace,
    "}": brackets.close_brace,
    ",": brackets.comma,
    ";": brackets.semicolon,
}


def _bracket(lexing: Lexing, char: str, at: int) -> int:
    """A square bracket, an angle, a bar, a mark; 0 if it is none of them."""
    text = lexing.text
    match char:
        case "[" if operators.takes_group(lexing, at):
            return brackets.open_bracket(lexing, at, "square", "_LPAR")
        case "[":
            head = bool(lexing.tokens) and lexing.tokens[-1].type == "FSQ"
            return brackets.open_bracket(lexing, at, "head" if head else "[", "_LSQB")
        case "|" if lexing.norms and text[at + 1 : at + 2] == "|" and not _single(lexing):
            return bars.double_bar(lexing, at)
        case "|":
            return bars.bar(lexing, at)
        case "‖" | "∥":
            return bars.double_bar(lexing, at, 1)
        case "⟨":
            return brackets.open_bracket(lexing, at, "<", "_LANG")
        case "⟩":
            return brackets.close_angle(lexing, at)
        case "<" if text[at + 1 : at + 2] != "=" and not _is_compared(lexing, at):
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
            return events.complement(lexing, at, at + 1) or primes(lexing, at)
        case "." if end := sentences.full_stop(lexing, at):
            return end
        case ":" if sentences.is_such_that(lexing, at):
            lexing.emit("_GIVEN", None, at, at + 1)
            return at + 1
        case "~" if text[at - 1 : at].isdigit() and text.startswith("\\", at + 1):
            lexing.blank = True  # TeX's blank: 5~\text{cm}
            return at + 1
        case "¬":
            return sentences.denial(lexing, at, at + 1)
        case "ℝ" | "ℕ" | "ℤ" | "ℚ" | "ℂ":
            lexing.emit("NUMBER_SET", NUMBER_SETS[char], at, at + 1)
            return at + 1
        case "+" if text[at + 1 : at + 2] == "-":
            return sentences.plus_then_minus(lexing, at)
        case "!" if text[at + 1 : at + 2] != "=":
            return factorial(lexing, at)
        case "½":
            return vulgar(lexing, at)
        case "√" if text[at + 1 : at + 2] == "‹":
            end = text.index("›", at)
            lexing.emit("RADIC", text[at + 2 : end], at, end + 1)
            return end + 1
        case _:
            return 0


def _is_compared(lexing: Lexing, at: int) -> bool:
    """Whether `<` stands behind something: an operand, or a word such as `min` with a blank behind the sign."""
    if lexing.after_operand or not lexing.tokens:
        return lexing.after_operand
    before = lexing.tokens[-1]
    word = before.type == "FUNC" and before.value[0] not in NO_LABELS
    return word and lexing.text[at + 1 : at + 2] == " "


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


def _hat(lexing: Lexing, at: int) -> int:
    """`^`: an exponent follows, unless it raises a mark (`A^T`) or begins a number of choices (`^5C_2`)."""
    if end := counting.raised(lexing, at):
        return end
    upper = lexing.operators and bounded(lexing.tokens) >= 0  # the T of ∑_{t=1}^T is no mark
    if not upper and may_be_mark(lexing.text, at):
        end = events.raised(lexing, at) or raised(lexing, at)
    if not end:
        end = at + 1
        lexing.emit("_HAT", None, at, end)
    return end
