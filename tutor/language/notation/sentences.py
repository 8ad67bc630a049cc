"""What only words and lines tell: which bar or colon is `such that`, where a line ends, `if`, `not`, `so`.

Each function looks at the text from a place on, adds the token that stands there and gives where it ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation.patterns import Pattern
from tutor.language.notation.reading import Note
from tutor.language.notation.tokens import ENDS_OPERAND
from tutor.language.notation.words import LOGIC, NUMBER_SETS

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing, Open

# A relation sign, however it is written.
_RELATION = Pattern(
    r"[<>=~∈∉:]|\\(?:le|leq|leqslant|ge|geq|geqslant|lt|gt|ne|neq|in|notin|sim)(?![A-Za-z])"
    r"|(?<![A-Za-z])in(?![A-Za-z])"
)
_LEADING = Pattern(
    r"\s*(?P<text>\\(?:text|textbf|textit|mathrm|mbox)\s*\{\s*)?(?:∴|⇒|⟹|⇔|⟺|=>"
    r"|\\(?:therefore|implies|iff|Rightarrow|Longrightarrow|Leftrightarrow)(?![A-Za-z])"
    r"|(?P<word>(?i:and so|so|hence|thus|therefore|then|let|we (?:get|have|obtain)|i (?:get|got|think(?: it is)?)"
    r"|it is|it's|(?:the |my )?(?:final )?(?:answer|solution|result) is))"
    r"(?=[\s,:}]+[A-Za-z0-9(\[{\\|α-ωΑ-Ω√.<-])"
    r"|(?P<label>(?i:(?:final )?answer|ans|solution|result)(?=\s*:)))"
    r"[\s,:]*(?(text)\}[\s,:]*)"
)
_JOINS = Pattern(
    r"\s*(?:[-+*/^=<>~!,;|)\]}±∓×·∪∩∖]|\\(?:\\|end|right|c(?:up|ap|dot)|times|le|ge|ne|in)(?![A-Za-z])"
    r"|(?:or|and|where|if|otherwise|else|in)(?![A-Za-z])|$)"
)
_STOP = Pattern(r"\.[\s})]*(?:\\\\|\\end(?![A-Za-z])|$|\n)")
_NOT_IN = Pattern(r"\s+in(?![A-Za-z])|\s*\\in(?![A-Za-z])")
_ROOT = Pattern(r"\s*(?:sqrt|√|\\sqrt)")
_LAST_NUMBER = Pattern(r"\s*[0-9.,]+\s*$")
_MEMBER = Pattern(r"\s+(?:(?:all|any|every|each)\s+)?(?=[A-Za-z][A-Za-z0-9_]*\s*(?:∈|\\in\b|in\b))")
_CASE = Pattern(r"(?<![A-Za-z])(?:otherwise|else|if|when|for)(?![A-Za-z])")
_TYPE = Pattern(
    r"\s*(?:an?\s+|the\s+)?(?=(?:local|global|min|max|minimum|maximum|saddle)(?![A-Za-z]))"
)
_TILDE = Pattern(r"~|\\sim(?![A-Za-z])")
_NESTING = Pattern(r"[(\[{<⟨)\]}⟩,;\n]|\\[lr]angle")
_ENDS_OF_LINE = Pattern(r"\\\\|\\end(?![A-Za-z])")
_BESIDE = Pattern(
    r"\s*(?:\\(?=[\s{(\[])|∖|\\(?:setminus|backslash|smallsetminus)(?![A-Za-z])|without(?![A-Za-z]))"
    r"\s*(?:\\left\s*)?(?:\\?\{|[(\[ℝℕℤℚℂ]|\\mathbb|[RNZQC](?![A-Za-z(]))"
)


def leading(lexing: Lexing, at: int) -> int:
    """Skip a word that opens a line and says nothing about its maths: `so`, `let`, `∴`."""
    found = _LEADING.match(lexing.text, at)
    if found is None:
        return at
    word = found["word"] or found["label"]
    letters = [letter for letter in word or "" if letter.isalpha()]
    if word and (word in lexing.names.declared or all(a in lexing.names.declared for a in letters)):
        return at
    said = found.group().strip(" ,:\n")
    lexing.notes.append(
        Note(
            "leading_word",
            f"The opening {said} is left out.",
            lexing.span(at + found.group().index(said), at + found.group().index(said) + len(said)),
        )
    )
    return found.end()


def newline(lexing: Lexing, at: int) -> int:
    """The end of a line: the next row inside `[ ]`, the next statement of a system, else a blank."""
    lexing.blank = True
    top = lexing.top
    cases = top is not None and top.kind == "set" and _holds_cases(lexing, top)
    if cases and lexing.after_operand and _CASE.search(lexing.text, at + 1, lexing.end):
        lexing.emit("_COMMA", None, at, at, made=True)  # the next of the values by cases
        return at + 1
    if not lexing.after_operand or _JOINS.match(lexing.text, at + 1, lexing.end):
        return at + 1
    if top is None:
        lexing.emit("_COMMA", None, at, at, made=True)
        return leading(lexing, at + 1)
    if top.kind == "[":
        top.rows.append(len(lexing.tokens))
        lexing.blank = False
        lexing.emit("_ROW", None, at, at, made=True)
    return at + 1


def full_stop(lexing: Lexing, at: int) -> int:
    """A full stop that closes a sentence: `x = 5.`; 0 if this is none."""
    stands = lexing.after_operand or (lexing.tokens and lexing.tokens[-1].type == "_ELSE")
    if not stands or not _STOP.match(lexing.text, at, lexing.end):
        return 0
    return at + 1


def close_cases(lexing: Lexing) -> None:
    """`{x if x > 0, -x otherwise`: the brace before values by cases, one below the other, is never closed."""
    top = lexing.top
    if top is None or top.kind != "set":
        return
    if _holds_cases(lexing, top):
        lexing.emit("_RSET", None, lexing.end, lexing.end, made=True)
        lexing.stack.pop()


def _holds_cases(lexing: Lexing, top: Open) -> bool:
    """Whether an `if` or an `otherwise` has been read in this bracket."""
    return any(token.type in ("_IF", "_ELSE") for token in lexing.tokens[top.token + 1 :])


def ampersand(lexing: Lexing, at: int) -> int:
    """`&`: the next cell of a matrix; in `cases` the condition; where lines are aligned, nothing."""
    top = lexing.top
    assert top is not None
    if top.kind == "env":
        lexing.emit("_AMP", None, at, at + 1)
    elif top.kind == "cases" and lexing.tokens and _before_condition(lexing, at + 1):
        _condition(lexing, "_IF", at, at + 1)
    lexing.blank = True
    return at + 1


def _before_condition(lexing: Lexing, at: int) -> bool:
    """Whether what follows an `&` is the condition of a case, and not the rest of an equation."""
    before = lexing.tokens[-1].type
    if before not in (*ENDS_OPERAND, "_COMMA"):
        return False
    end = _ENDS_OF_LINE.search(lexing.text, at)
    rest = lexing.text[at : end.start() if end else lexing.end].strip()
    if _RELATION.match(rest) or "&" in rest:
        return False
    equation = "=" in re.sub(r"[<>!]=", "", rest) and not re.search(r"[<>]", rest)
    return not (rest[:1] in ("+", "-") and equation)


def _condition(lexing: Lexing, terminal: str, at: int, end: int) -> None:
    """`if` or `otherwise`, once, without the comma that may stand before it."""
    tokens = lexing.tokens
    if tokens and tokens[-1].type == "_IF":
        if terminal == "_ELSE":
            tokens[-1] = tokens[-1].retyped("_ELSE")
        return
    if tokens and tokens[-1].type == "_COMMA":
        tokens.pop()
    lexing.emit(terminal, None, at, end)


def logic(lexing: Lexing, word: str, at: int, end: int) -> int:
    """A word that joins: `or`, `in`, `where`, `if`, `not`; 0 where it is letters of something else."""
    terminal = LOGIC[word]
    if terminal in ("_IF", "_ELSE"):
        tokens = lexing.tokens
        begun = tokens and (lexing.after_operand or tokens[-1].type in ("_IF", "_COMMA"))
        if not begun or (word == "for" and not lexing.blank):
            return 0
        if word == "for" and (member := _of_all(lexing, end)):
            if lexing.after_operand:
                lexing.emit("_COMMA", None, at, end, made=True)
            return member
        if terminal == "_IF" and tokens[-1].type == "WORD" and len(tokens) == 1:
            lexing.emit("_TYPED", None, at, end)  # undefined when x = 2
            return end
        _condition(lexing, terminal, at, end)
        return end
    if terminal == "_NOT":
        return denial(lexing, at, end)
    if word == "in" and not lexing.after_operand:
        return 0
    value = word if terminal in ("SETOP", "REL") else None
    if value == "in" and lexing.top:
        lexing.top.relations = True
    lexing.emit(terminal, value, at, end)
    return end


def _of_all(lexing: Lexing, at: int) -> int:
    """Where `t in R` begins behind `for`, which says what t may be and is the condition of no case; else 0."""
    found = _MEMBER.match(lexing.text, at)
    cases = any(token.type == "_IF" for token in lexing.tokens) or lexing.top is not None
    return found.end() if found and not cases and not _CASE.search(lexing.text, at) else 0


def denial(lexing: Lexing, at: int, end: int) -> int:
    """`not`, of what `settle` will tell; `x not in S`."""
    if lexing.after_operand and (inside := _NOT_IN.match(lexing.text, end)):
        lexing.emit("REL", "not in", at, inside.end())
        return inside.end()
    lexing.emit("_NOT", None, at, end)
    return end


def has_relation(part: str) -> bool:
    """Whether a relation stands in the lines of an environment."""
    return _RELATION.search(part) is not None


def reach(lexing: Lexing, at: int, stops: str) -> int:
    """Where the bracket that is open at this place closes, or one of these characters stands in it."""
    return min(lexing.outline.reach(at, stops), lexing.end)


def is_such_that(lexing: Lexing, at: int) -> bool:
    """Whether a colon in braces stands before a condition: `{x : x > 1}`, not `{(1,1): min}`."""
    top = lexing.top
    if top is None or top.kind != "set" or not lexing.after_operand:
        return False
    if any(token.type == "_GIVEN" for token in lexing.tokens[top.token :]):
        return False
    end = reach(lexing, at + 1, ":")
    return lexing.text[end : end + 1] != ":" and has_relation(lexing.outline.direct(at + 1, ":"))


def is_conditioned(lexing: Lexing, at: int) -> bool:
    """Whether a bar stands before the condition of a distribution: `X | Y ~ N(0, 1)`."""
    sign = _TILDE.search(lexing.text, at)
    if sign is None:
        return False
    if _NESTING.search(lexing.text, at, sign.start()):
        rest = lexing.outline.direct(at, ",;\n")
        sign = _TILDE.search(rest)
        return sign is not None and rest.count("|", 0, sign.start()) % 2 == 0
    return lexing.text.count("|", at, sign.start()) % 2 == 0


def plus_then_minus(lexing: Lexing, at: int) -> int:
    """`+-`: both signs where nothing stands before it, or between blanks; elsewhere two signs.

    Between blanks, before a root and before a last number it can be the other as well.
    """
    spaced = lexing.blank and lexing.text[at + 2 : at + 3] == " "
    both = not lexing.after_operand
    if lexing.after_operand and (spaced or _may_be_both(lexing, at + 2)):
        lexing.found.add("plus_minus_sign")
        both = spaced != ("plus_minus_sign" in lexing.other)
    if both:
        lexing.emit("PM", "+", at, at + 2)
        return at + 2
    lexing.emit("_PLUS", None, at, at + 1)
    return at + 1


def _may_be_both(lexing: Lexing, at: int) -> bool:
    """Whether a root follows, as in a quadratic formula, or a number stands on either side and no more: `2.3+-0.5`."""
    if _ROOT.match(lexing.text, at):
        return True
    *before, number = lexing.tokens
    alone = not before or before[-1].type == "REL"
    return number.type == "NUMBER" and alone and bool(_LAST_NUMBER.match(lexing.text, at))


def set_difference(lexing: Lexing, at: int) -> int:
    r"""`R \ {0}`: the sets' minus typed as a backslash; 0 if it is a command."""
    text = lexing.text
    following = text[at + 1 : at + 2]
    if not lexing.after_operand or following not in (" ", "{", "(", "["):
        return 0
    number_set = lexing.tokens[-1].type == "NUMBER_SET"
    opened = text[at + 1 :].lstrip()[:1] in tuple("{([RNZQCℝℕℤℚℂ" if number_set else "{([")
    escaped = text[text.find("}", at) - 1] == "\\"  # a set in the braces of LaTeX
    if not (following == "{" and number_set) and (
        lexing.latex or not opened or (following == "{" and escaped)
    ):
        return 0
    lexing.emit("SETOP", "without", at, at + 1)
    if following == "{" and number_set and escaped:
        lexing.emit("_LSET", None, at, at + 2, made=True)
        lexing.push("set", at)
        return at + 2
    return at + 1


def _after_member(lexing: Lexing) -> bool:
    """Whether a set is due here: behind `in`, or taken away from a set of numbers."""
    tokens = lexing.tokens
    while tokens and tokens[-1].type in ("_PLUS", "PM", "_LPAR", "_LBRACE"):
        tokens = tokens[:-1]  # `x in +R` and `x in (R)` say the same
    match tokens:
        case [*_, before] if before.type == "REL":
            return before.value in ("in", "not in")
        case [*_, larger, before] if before.type == "SETOP":
            return before.value == "without" and larger.type == "NUMBER_SET"
        case _:
            return False


_SETTING = frozenset(
    {"REL", "SETOP", "_PLUS", "PM"}
)  # `in` or `without` itself, or a plus behind it
_CLOSING = Pattern(r"\s*[)}]")


def closes(lexing: Lexing, end: int) -> bool:
    """Whether nothing stands here before the bracket closes: `x in (R)`, but not `x in (R + 1)`."""
    return _CLOSING.match(lexing.text, end) is not None


def number_set(lexing: Lexing, word: str, at: int, end: int) -> int:
    """`reals`, or the R of `x in R` and `R without {0}`; 0 if it is a name."""
    alone = _after_member(lexing) and (lexing.tokens[-1].type in _SETTING or closes(lexing, end))
    if len(word) == 1 and not (alone or _is_beside(lexing, end)):
        return 0
    lexing.emit("NUMBER_SET", NUMBER_SETS[word], at, end)
    return end


def _is_beside(lexing: Lexing, end: int) -> bool:
    r"""Whether a set is taken away from what ends here, `R \\ {0}`, also where brackets are around the R alone."""
    alone = lexing.tokens[-1:] and lexing.tokens[-1].type in ("_LPAR", "_LBRACE")
    closed = _CLOSING.match(lexing.text, end) if alone else None
    return _BESIDE.match(lexing.text, closed.end() if closed else end) is not None


def typed_point(lexing: Lexing, word: str, at: int, end: int) -> int:
    """`(1,1) is a minimum`, `min at (1,1)`: what kind of point it is; 0 for letters of something else."""
    tokens = lexing.tokens
    if word == "is" and lexing.after_operand and (found := _TYPE.match(lexing.text, end)):
        lexing.emit("REL", ":", at, end)
        return found.end()
    if word == "at" and tokens and tokens[-1].type in ("WORD", "FUNC"):
        lexing.emit("_TYPED", None, at, end)
        return end
    return 0
