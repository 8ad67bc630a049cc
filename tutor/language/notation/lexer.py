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
    scripts,
    sentences,
)
from tutor.language.notation.accents import marked
from tutor.language.notation.bounded import bounded
from tutor.language.notation.characters import GREEK, MARKS
from tutor.language.notation.derivatives import derivative
from tutor.language.notation.letters import greek, letters
from tutor.language.notation.lexing import Lexing
from tutor.language.notation.marks import (
    conjugated,
    factorial,
    may_be_mark,
    primes,
    raised,
    transposed,
)
from tutor.language.notation.numbers import number, percent_refused, vulgar
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.settling import before_full_stop, inside_dollars, settle
from tutor.language.notation.words import NO_LABELS, NUMBER_SETS
from tutor.language.scope import Policy

if TYPE_CHECKING:
    from tutor.language.notation.characters import Folded
    from tutor.language.notation.mistakes import Mistake
    from tutor.language.notation.names import Names

_COMPOSED = Pattern(
    r"(?:\\left)?\(\s*([A-Za-z]+'*(?:\s*(?:∘|\\circ(?![A-Za-z]))\s*[A-Za-z]+'*)+)\s*(?:\\right)?\)(?=\s*(?:\\left)?\()"
)
_SPACES = Pattern(r"\s+")
_COMMAND = Pattern(r"\\[A-Za-z]")

_ARROW = "An arrow cannot be read here: write one statement, or join two with `and`."
_POLICY = Policy()

# What is said about a spelling of other languages, and what to write instead of it.
_REFUSED = {
    "===": ("Write a single = here.", "="),
    "==": ("Write a single = here.", "="),
    ":=": ("Write = to give a name a value.", "="),
    "=>": ("An arrow cannot be read here; greater or equal is >=.", ">="),
    "=!": ("Write != for not equal.", "!="),
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
    "∘": ("Write a composition as f(g(x)), or as (f∘g)(x).", ""),
    "...": ("Write all of it: dots cannot be read here.", ""),
    "&&": ("Write `and` here.", " and "),
    "<<": ("This cannot be read here.", ""),
    ">>": ("This cannot be read here.", ""),
}
# What is said about a character of the keyboard that stands where it means nothing.
_STRAY = {
    "$": "This dollar sign has no partner: maths in LaTeX stands between two of them, and units are left out.",
    "#": "The sign # cannot be read here: leave it out.",
    "@": "The sign @ cannot be read here: write * for times.",
    "&": "The sign & cannot be read here: write `and`.",
    "?": "A question mark cannot be read here: write what you know, and leave it out.",
    '"': "Quotation marks are not needed: leave them out.",
    "`": "This mark cannot be read here: leave it out.",
    "_": "A subscript follows its name: x_1.",
    "∂": "This sign begins a derivative: write ∂f/∂x.",
    ".": "A point stands between digits only; write * for times.",
    "~": "This sign stands between a name and its distribution: X ~ Normal(0, 1).",
}
_ENTITY = Pattern(r"&(?:[A-Za-z]+|#[0-9]+);")
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
# Operators of one character, and what behind one of them makes another spelling of it.
_ALONE = {
    sign: frozenset(
        word[1] for word in (*_SIGNS, *_REFUSED, "+-") if len(word) > 1 and word[0] == sign
    )
    for sign in "+-*/="
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
    if char in _ALONE and lexing.text[at + 1 : at + 2] not in _ALONE[char]:
        if char == "=" and lexing.top:
            lexing.top.relations = True
        lexing.emit(*_SIGNS[char], at, at + 1)
        return at + 1
    if char == "\\":
        return sentences.set_difference(lexing, at) or latex.command(lexing, at)
    if char in GREEK:
        return greek(lexing, at)
    if char in MARKS:
        return marked(lexing, at)
    return _bracket(lexing, char, at) or operators.sign(lexing, char, at) or _sign(lexing, char, at)


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
    return counted or brackets.open_brace(lexing, at)


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


def _sign(lexing: Lexing, char: str, at: int) -> int:
    """A subscript, or an operator in any of its spellings."""
    text = lexing.text
    if char == "_" and (end := counting.raised(lexing, at)):
        return end
    if char == "_" and lexing.tokens:
        return scripts.behind(lexing, at)
    for width in (3, 2, 1):
        written = text[at : min(at + width, lexing.end)]
        if len(written) < width:
            continue
        if written in _REFUSED:
            say, instead = _REFUSED[written]
            edits = [lexing.edit(at, at + width, instead)] if instead else []
            raise lexing.refuse("char", say, at, at + width, *edits)
        if written in _SIGNS:
            type_, value = _SIGNS[written]
            if value == "percent" and not lexing.policy.percent:
                raise percent_refused(lexing, at, at + width)
            if type_ == "REL" and lexing.top:
                lexing.top.relations = True
            if value in ("transpose", "adjoint"):
                return transposed(lexing, value, at)
            lexing.emit(type_, value, at, at + width)
            return at + width
    raise _stray(lexing, char, at)


def _stray(lexing: Lexing, char: str, at: int) -> Mistake:
    """A character of the keyboard that means nothing where it stands."""
    text, end = lexing.text, at + 1
    say = _STRAY.get(char, f"The character {char} cannot be read here.")
    if found := _ENTITY.match(text, at):
        say = "This is the code of a web page for a character: write the character itself."
        blank = "" if text[found.end() : found.end() + 1] == " " else " "
        return lexing.refuse("char", say, at, found.end(), lexing.edit(at, found.end(), blank))
    if char == "." and text[end : end + 1] == ".":
        say = "A number has one decimal point only."
    edits = [lexing.edit(at, end, "")]
    if char in "@." and lexing.after_operand and text[end : end + 1].isalnum():
        edits.insert(0, lexing.edit(at, end, "*"))
    if char == "&":
        edits = [lexing.edit(at, end, " and ")]
    if char in '"`':
        edits.insert(0, lexing.folded.source.replace(char, ""))
    return lexing.refuse("char", say, at, end, *edits)
