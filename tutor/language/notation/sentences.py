"""What only words and lines tell: which bar or colon is `such that`, where a line ends, `if`, `not`, `so`.

Each function looks at the text from a place on, adds the token that stands there and gives where it ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation.reading import Note
from tutor.language.notation.tokens import ENDS_OPERAND
from tutor.language.notation.words import LOGIC, NUMBER_SETS

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

# A relation sign, however it is written.
_RELATION = re.compile(
    r"[<>=~∈∉]|\\(?:le|leq|leqslant|ge|geq|geqslant|lt|gt|ne|neq|in|notin|sim)(?![A-Za-z])"
    r"|(?<![A-Za-z])in(?![A-Za-z])"
)
_LEADING = re.compile(
    r"\s*(?:∴|⇒|⟹|⇔|⟺|=>|\\(?:therefore|implies|iff|Rightarrow|Longrightarrow|Leftrightarrow)(?![A-Za-z])"
    r"|(and so|so|hence|thus|therefore|then|let)(?=\s+[A-Za-z0-9(\[{\\|α-ωΑ-Ω-]))[\s,:]*"
)
_JOINS = re.compile(
    r"\s*(?:[-+*/^=<>~!,;|)\]}±∓×·∪∩∖]|\\(?:\\|end|right|c(?:up|ap|dot)|times|le|ge|ne|in)(?![A-Za-z])"
    r"|(?:or|and|where|if|otherwise|else|in)(?![A-Za-z])|$)"
)
_TYPE = re.compile(
    r"\s*(?:an?\s+|the\s+)?(?=(?:local|global|min|max|minimum|maximum|saddle)(?![A-Za-z]))"
)
_OPEN, _CLOSE = "([{", ")]}"
_ENDS_OF_LINE = re.compile(r"\\\\|\\end(?![A-Za-z])")
_BESIDE = re.compile(
    r"\s*(?:\\(?=[\s{(\[])|[∖∪∩]|\\(?:setminus|backslash|cup|cap)(?![A-Za-z])"
    r"|(?:without|union|intersection)(?![A-Za-z]))"
)


def leading(lexing: Lexing, at: int) -> int:
    """Skip a word that opens a line and says nothing about its maths: `so`, `let`, `∴`."""
    found = _LEADING.match(lexing.text, at)
    if found is None:
        return at
    word = found.group(1)
    if word and any(letter in lexing.names.declared for letter in (word, *word)):
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


def denial(lexing: Lexing, at: int, end: int) -> int:
    """`not`: of a whole relation where one follows, else of the event right behind it."""
    stop = reach(lexing, end, ",;|\n")
    part = re.split(r"(?<![A-Za-z])(?:or|and)(?![A-Za-z])|∨|∧", lexing.text[end:stop])[0]
    lexing.emit("_NOT" if _outside(part) else "_NEG", None, at, end)
    return end


def _outside(part: str) -> bool:
    """Whether a relation stands in this text outside all brackets."""
    depth, flat = 0, []
    for char in part:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
        elif depth == 0:
            flat.append(char)
    return _RELATION.search("".join(flat)) is not None


def has_relation(part: str) -> bool:
    """Whether a relation stands in the lines of an environment."""
    return _RELATION.search(part) is not None


def reach(lexing: Lexing, at: int, stops: str) -> int:
    """Where the bracket that is open at this place closes, or one of these characters stands in it."""
    depth = 0
    for place in range(at, lexing.end):
        char = lexing.text[place]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
            if depth < 0:
                return place
        elif depth == 0 and char in stops:
            return place
    return lexing.end


def is_such_that(lexing: Lexing, at: int) -> bool:
    """Whether a colon in braces stands before a condition: `{x : x > 1}`, not `{(1,1): min}`."""
    top = lexing.top
    if top is None or top.kind != "set" or not lexing.after_operand:
        return False
    if any(token.type == "_GIVEN" for token in lexing.tokens[top.token :]):
        return False
    end = reach(lexing, at + 1, ":")
    return lexing.text[end : end + 1] != ":" and _outside(lexing.text[at + 1 : end])


def is_conditioned(lexing: Lexing, at: int) -> bool:
    """Whether a bar stands before the condition of a distribution: `X | Y ~ N(0, 1)`."""
    rest = lexing.text[at : reach(lexing, at, ",;\n")]
    sign = re.search(r"~|\\sim(?![A-Za-z])", rest)
    return sign is not None and rest[: sign.start()].count("|") % 2 == 0


def plus_then_minus(lexing: Lexing, at: int) -> int:
    """`+-`: both signs where nothing stands before it; between blanks perhaps; else two signs."""
    spaced = lexing.blank and lexing.text[at + 2 : at + 3] == " "
    both = not lexing.after_operand
    if lexing.after_operand and spaced:
        lexing.found.add("plus_minus_sign")
        both = "plus_minus_sign" not in lexing.other
    if both:
        lexing.emit("PM", "+", at, at + 2)
        return at + 2
    lexing.emit("_PLUS", None, at, at + 1)
    return at + 1


def set_difference(lexing: Lexing, at: int) -> int:
    r"""`R \ {0}`: the sets' minus typed as a backslash; 0 if it is a command."""
    text = lexing.text
    following = text[at + 1 : at + 2]
    if not lexing.after_operand or following not in (" ", "{", "(", "["):
        return 0
    number_set = lexing.tokens[-1].type == "NUMBER_SET"
    opened = text[at + 1 :].lstrip()[:1] in ("{", "(", "[")
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


def number_set(lexing: Lexing, word: str, at: int, end: int) -> int:
    """`reals`, or the R of `x in R` and `R without {0}`; 0 if it is a name."""
    if len(word) == 1:
        before = lexing.tokens[-1] if lexing.tokens else None
        member = before is not None and (
            before.type == "SETOP" or (before.type == "REL" and before.value in ("in", "not in"))
        )
        if not member and not _BESIDE.match(lexing.text, end):
            return 0
    lexing.emit("NUMBER_SET", NUMBER_SETS[word], at, end)
    return end


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
