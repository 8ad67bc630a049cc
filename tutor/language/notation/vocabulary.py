"""Words that are known as a whole: labels, phrases, verbs, families, heads, functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.functions import SPELLINGS
from tutor.language.notation import events, sentences
from tutor.language.notation.words import (
    FAMILIES,
    FUNCTION_VERBS,
    FUNCTION_WORDS,
    GREEK_NAMES,
    HEADS,
    LABELS,
    LOGIC,
    NUMBER_SETS,
    OPTIONS,
    PHRASES,
    REFUSED_WORDS,
    ROOTS,
    SAME_WORD,
    SHORT_FAMILIES,
    SHORT_FUNCTIONS,
    VERBS,
    WORDS,
    WRAPPERS,
)

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing

_BASE = re.compile(r"\s*_\s*(?:\{\s*([0-9]+|[A-Za-z])\s*\}|([0-9]+|[A-Za-z]))")
_BRACKET = re.compile(r"[\s}]*+(?:\\left|\\[bB]igg?l?|\\,|\\!)*+\s*+([(\[{])")
_OF_SETS = frozenset({"max", "min", "gcd", "lcm"})
_BRACED = re.compile(r"\s*(?:\\left\s*)?(?:\\\{|\\lbrace(?![A-Za-z])|\{(?!\s*\\))")
_LABEL = re.compile(r"\s*+(?:\}\s*+)?=(?![=>])")  # the brace closes \mathrm{rank} = 2

_FIRST_WORDS = frozenset(phrase.split()[0] for phrase, _ in PHRASES)


def label(lexing: Lexing, whole: str, at: int) -> int:
    """The name of an option, or of a part of an answer: `at=`, `precision=`."""
    end = at + len(whole)
    before = lexing.tokens[-1].type if lexing.tokens else "_COMMA"
    if before not in ("_COMMA", "_OPTIONS", "_LPAR", "_WHERE", "_LBRACE"):
        return 0
    if not _LABEL.match(lexing.text, end):
        return 0
    top = lexing.top
    if top is not None and top.options:
        if whole not in OPTIONS:
            near = _near(whole, OPTIONS)
            raise lexing.refuse(
                "option_unknown",
                f"There is no option {whole}.",
                at,
                end,
                *(lexing.edit(at, end, other) for other in near),
                expected=near,
            )
        sign = _LABEL.match(lexing.text, end)
        assert sign is not None
        lexing.emit("OPTION", whole, at, sign.end())
        return sign.end()
    letters_only = whole.isalpha()
    if (
        (top is not None and top.kind == "family")
        or (letters_only and len(whole) > 3 and whole not in GREEK_NAMES)
        or whole in LABELS
        or whole in VERBS
        or whole in FUNCTION_WORDS
    ):
        return lexing.name(whole, at, end)
    return 0


def phrase(lexing: Lexing, run: str, at: int) -> int:
    """Words that belong together: `no solution`, `saddle point`."""
    if run not in _FIRST_WORDS:
        return 0
    for phrase, meaning in PHRASES:
        end = at + len(phrase)
        if lexing.text.startswith(phrase, at) and not lexing.text[end : end + 1].isalpha():
            lexing.emit("WORD", meaning, at, end)
            return end
    return 0


def word(lexing: Lexing, whole: str, run: str, at: int) -> int:
    """A word that is known as a whole; 0 if it is not."""
    text = lexing.text
    end = at + len(whole)
    opener = _BRACKET.match(text, end)
    bracket = opener.group(1) if opener else ""
    if whole == "U" and lexing.after_operand and bracket in ("(", "[", "{"):
        before = lexing.tokens[-1].type
        if before in ("_RPAR", "_RSQB", "_RSET"):
            lexing.emit("SETOP", "union", at, end)
            return end
    if bracket == "(" and (whole in VERBS or (whole in FUNCTION_VERBS and whole not in SPELLINGS)):
        lexing.emit("FCALL", (whole, ""), at, end)
        return end
    if bracket == "(" and whole in WRAPPERS:
        lexing.emit("FCALL", (whole, ""), at, end)
        return end
    if whole in FAMILIES:
        if bracket == "(" and (whole not in SHORT_FAMILIES or holds(lexing, end, ",=")):
            lexing.emit("FCALL", (FAMILIES[whole], ""), at, end)
            return end
        if bracket != "(" and len(whole) > 4 and whole not in GREEK_NAMES:
            lexing.emit("WORD", FAMILIES[whole], at, end)
            return end
    head = _head(lexing, whole, end, bracket)
    if head:
        lexing.emit("FSQ" if bracket == "[" else "FPR", head, at, end)
        return end
    if whole in LOGIC and (end_of_word := sentences.logic(lexing, whole, at, end)):
        return end_of_word
    if whole in ("is", "at") and (end_of_word := sentences.typed_point(lexing, whole, at, end)):
        return end_of_word
    if whole in NUMBER_SETS and (end_of_word := sentences.number_set(lexing, whole, at, end)):
        return end_of_word
    if whole in WORDS or whole in SAME_WORD:
        lexing.emit("WORD", SAME_WORD.get(whole, whole), at, end)
        return end
    if run in REFUSED_WORDS and whole == run:
        raise lexing.refuse("name_unknown", REFUSED_WORDS[run], at, end)
    if whole in FUNCTION_WORDS:
        return function(lexing, whole, at, end)
    if whole in SHORT_FUNCTIONS and bracket == "(":
        return function(lexing, SHORT_FUNCTIONS[whole], at, end)
    _refuse_case(lexing, whole, at, end, bracket)
    return 0


def _refuse_case(lexing: Lexing, whole: str, at: int, end: int, bracket: str) -> None:
    """`Sin(x)`: a slip of the shift key is never read silently."""
    lower = whole.lower()
    meant = lower in FUNCTION_WORDS or lower == "pi" or (lower in VERBS and bracket == "(")
    if lower != whole and meant and whole not in GREEK_NAMES and whole not in lexing.names.declared:
        raise lexing.refuse(
            "name_unknown",
            f"The name {whole} is written {lower}.",
            at,
            end,
            lexing.edit(at, end, lower),
            expected=(lower,),
        )


def _head(lexing: Lexing, whole: str, end: int, bracket: str) -> str:
    """The verb that `E[`, `Var(`, `Cov[`, `P(` stand for; empty if this is none of them."""
    verb = HEADS.get(whole)
    if verb is None or bracket not in ("(", "["):
        return ""
    start = lexing.text.index(bracket, end)
    inside = lexing.text[start + 1 : sentences.reach(lexing, start + 1, "")]
    if whole == "P":
        return verb if events.is_event(inside) else ""
    if whole == "E" and bracket == "(":
        return verb if re.search("[XYZ]", inside) or _upright(lexing) else ""
    return verb


def _upright(lexing: Lexing) -> bool:
    r"""Whether the letter stands in a command such as `\mathbb{E}`, which no name does."""
    return lexing.top is not None and lexing.top.kind in ("keep", "words")


def function(lexing: Lexing, word: str, at: int, end: int) -> int:
    """A known function: about to be called, or bare; with the base of a logarithm."""
    text = lexing.text
    name = SPELLINGS.get(word, word)
    base = ""
    if name == "log" and (found := _BASE.match(text, end)):
        base = found.group(1) or found.group(2)
        end = found.end()
    opener = _BRACKET.match(text, end)
    bracket = opener.group(1) if opener else ""
    if name in _OF_SETS and (braced := _BRACED.match(text, end)):
        # max{1, 2}: the braces are the brackets of the call
        lexing.emit("FCALL", (name, base), at, end)
        lexing.emit("_LPAR", None, braced.end() - 1, braced.end())
        lexing.push("call_set", braced.end() - 1)
        return braced.end()
    grouped = bracket == "{" and lexing.latex
    if word in ROOTS and bracket == "(":
        lexing.emit("FROOT", ROOTS[word], at, end)
    elif bracket == "(" or grouped:
        lexing.emit("FCALL", (name, base), at, end)
        if grouped and opener is not None:
            place = opener.start(1)
            lexing.emit("_LPAR", None, place, place + 1)
            lexing.push("call_brace", place)
            return place + 1
    else:
        lexing.emit("FUNC", (name, base), at, end)
    return end


def holds(lexing: Lexing, at: int, chars: str) -> bool:
    """Whether one of these characters stands directly inside the round bracket behind `at`."""
    depth = 0
    for char in lexing.text[lexing.text.find("(", at) :]:
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth <= 0:
                return False
        elif depth == 1 and char in chars:
            return True
    return False


def _near(word: str, known: frozenset[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(word, sorted(known), 3, 0.75))
