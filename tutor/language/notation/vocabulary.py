"""Words that are known as a whole: labels, phrases, verbs, families, heads, functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.functions import SPELLINGS
from tutor.language.notation import events, misnomers, sentences
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.reading import Note
from tutor.language.notation.words import (
    BEHIND_TILDE,
    FAMILY_WORDS,
    FUNCTION_VERBS,
    FUNCTION_WORDS,
    GREEK_NAMES,
    HEADS,
    LABELS,
    LOGIC,
    NO_LABELS,
    NUMBER_SETS,
    OPTIONS,
    PHRASES,
    REFUSED_WORDS,
    ROOTS,
    SAME_WORD,
    SHORT_FAMILIES,
    SHORT_FUNCTIONS,
    SPAN,
    VERBS,
    WORDS,
    WRAPPERS,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Span
    from tutor.language.notation.lexing import Lexing

_BASE = Pattern(r"\s*_\s*(?:[{(]\s*([0-9]+|[A-Za-z])\s*[})]|([0-9]+|[A-Za-z]))")
_SPANNED = Pattern(r"[\s}]*(?:\\left\s*)?\\?\{")
_BRACKET = Pattern(r"[\s}]*+(?:\\left|\\[bB]igg?l?|\\,|\\!)*+\s*+([(\[{])")
_INTERVAL_BEFORE = Pattern(r"(?<![A-Za-z0-9_'])[(\[<][^()\[\]<>,]*,[^()\[\]<>]*[)\]>]\s*\Z")
_INTERVAL_BEHIND = Pattern(r"\s*[(\[<][^()\[\]<>,]*,[^()\[\]<>]*[)\]>]")
_OF_SETS = frozenset({"max", "min", "gcd", "lcm"})
# B(10, 0.5), B(n, p): the second can be a probability, so it is no point B(1, 2)
_BINOMIAL = Pattern(
    r"\s*(?:\\left\s*)?\(\s*[A-Za-z0-9]+\s*,\s*"
    r"(?:0?\.[0-9]+|[0-9]+\s*/\s*[0-9]+|\\[dt]?frac\s*\{[0-9]+\}\s*\{[0-9]+\}|[pqθ]|\\theta|1\s*-\s*[pq])"
    r"\s*(?:\\right\s*)?\)"
)
_BELOW = Pattern(r"\s*_\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z])(?![A-Za-z0-9]))")
_BRACED = Pattern(r"\s*(?:\\left\s*)?(?:\\\{|\\lbrace(?![A-Za-z])|\{(?!\s*\\))")
_LABEL = Pattern(r"\s*+(?:\}\s*+)?=(?![=>])")  # the brace closes \mathrm{rank} = 2

_BEFORE_SIGN = frozenset("= \n}")  # how a label goes on

# Where every word that `word` knows stands; a slip of the shift key is told by the letters in lower case.
_KNOWN = frozenset({"U", "u", "at", "is", "pi"}).union(
    BEHIND_TILDE, FAMILY_WORDS, FUNCTION_VERBS, FUNCTION_WORDS, HEADS, LOGIC, NUMBER_SETS, REFUSED_WORDS,
    SAME_WORD, SHORT_FUNCTIONS, VERBS, WORDS, WRAPPERS,
)  # fmt: skip
# The functions that nothing else is spelled as.
_ONLY_FUNCTIONS = FUNCTION_WORDS.difference(
    FAMILY_WORDS, FUNCTION_VERBS, LOGIC, REFUSED_WORDS, SAME_WORD, VERBS, WORDS, WRAPPERS
)

_FIRST_WORDS = frozenset(re.split("[^a-z]", phrase)[0] for phrase, _ in PHRASES)


def label(lexing: Lexing, whole: str, at: int) -> int:
    """The name of an option, or of a part of an answer: `at=`, `precision=`."""
    end = at + len(whole)
    before = lexing.tokens[-1].type if lexing.tokens else "_COMMA"
    if before not in ("_COMMA", "_OPTIONS", "_LPAR", "_WHERE", "_LBRACE", "_OR", "_AND"):
        return 0
    if [token.type for token in lexing.tokens[-2:-1]] == ["_SUB"]:
        return 0  # the index of a sum is a name like any other
    if lexing.text[end : end + 1] not in _BEFORE_SIGN or not _LABEL.match(lexing.text, end):
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
    around = next((o for o in reversed(lexing.stack) if o.kind not in ("words", "keep")), None)
    if (
        (letters_only and around is not None and around.kind == "family")
        or (letters_only and len(whole) > 3 and whole not in GREEK_NAMES | NUMBER_SETS.keys())
        or whole.rstrip("0123456789") in LABELS
        or whole in VERBS
        or (whole in FUNCTION_WORDS and SPELLINGS.get(whole) not in NO_LABELS)
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
    if whole in ("x", "X") and lexing.after_operand and _between_intervals(text, at, end):
        lexing.emit("_CROSS", None, at, end)  # (1,2,3) x (4,5,6)
        return end
    if whole not in _KNOWN and whole.lower() not in _KNOWN and run not in HEADS:
        return 0
    if whole in _ONLY_FUNCTIONS:
        return function(lexing, whole, at, end)
    opener = _BRACKET.match(text, end)
    bracket = opener.group(1) if opener else ""
    between = whole == "U" or (whole == "u" and _between_intervals(text, at, end))
    if between and lexing.after_operand and bracket in ("(", "[", "{"):
        before = lexing.tokens[-1].type
        if before in ("_RPAR", "_RSQB", "_RSET"):
            lexing.emit("SETOP", "union", at, end)
            return end
    if bracket == "(" and whole in VERBS:
        misnomers.check_apart(lexing, whole, at)
    if bracket == "(" and (whole in VERBS or (whole in FUNCTION_VERBS and whole not in SPELLINGS)):
        lexing.emit("FCALL", (whole, ""), at, end)
        return end
    if bracket == "(" and whole == "B" and _BINOMIAL.match(text, end):
        lexing.emit("FCALL", ("Binomial", ""), at, end)
        return end
    drawn = bracket == "(" and whole in BEHIND_TILDE and _is_drawn(lexing)
    if drawn and not (whole == "P" and _head(lexing, whole, end, bracket)):
        lexing.emit("FCALL", (BEHIND_TILDE[whole], ""), at, end)
        return end
    if whole in ("span", "Span") and _SPANNED.match(text, end):
        lexing.notes.append(Note("span", SPAN, lexing.span(at, end)))
        return end
    if bracket == "(" and whole in WRAPPERS:
        lexing.emit("FCALL", (WRAPPERS[whole], ""), at, end)
        return end
    if whole in FAMILY_WORDS:
        if bracket == "(" and (whole not in SHORT_FAMILIES or holds(lexing, end, ",=")):
            lexing.emit("FCALL", (FAMILY_WORDS[whole], ""), at, end)
            return end
        if bracket != "(" and len(whole) > 4 and whole not in GREEK_NAMES:
            lexing.emit("WORD", FAMILY_WORDS[whole], at, end)
            return end
    if past := _lettered(lexing, whole, at, end):
        return past
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
    bare = lexing.names.complex and text[end : end + 1] == " "  # Re z, of complex numbers
    if whole in SHORT_FUNCTIONS and (bracket == "(" or bare):
        return function(lexing, SHORT_FUNCTIONS[whole], at, end)
    _refuse_case(lexing, whole, at, end, bracket)
    return 0


def _between_intervals(text: str, at: int, end: int) -> bool:
    """Whether an interval or a vector stands on either side: a product of two of them is nothing."""
    return bool(_INTERVAL_BEHIND.match(text, end) and _INTERVAL_BEFORE.search(text, 0, at))


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


def _is_drawn(lexing: Lexing) -> bool:
    """Whether a distribution is due here: behind `~`."""
    before = lexing.tokens[-1] if lexing.tokens else None
    return before is not None and before.type == "REL" and before.value == "~"


def _lettered(lexing: Lexing, whole: str, at: int, end: int) -> int:
    """`E[`, `P(`, `E_x[`: the head of an expectation and the like; 0 if it is none."""
    letter = whole.partition("_")[0]
    if letter not in HEADS:
        return 0
    after = at + len(letter)
    below = _BELOW.match(lexing.text, after)
    opener = _BRACKET.match(lexing.text, below.end() if below else end)
    if opener is None or (below is None and whole != letter):
        return 0
    head = _head(lexing, letter, opener.start(1), opener.group(1))
    if not head or (below and letter not in ("E", "Var", "V")):
        return 0
    return _emit_head(lexing, head, (at, below.end() if below else end), below, opener)


def double_struck(lexing: Lexing, letter: str, at: int, end: int) -> int:
    r"""`\mathbb{E}[`, `\mathbb{P}(`: always a head, whatever the names of the question; 0 without a bracket."""
    below = _BELOW.match(lexing.text, end)
    end = below.end() if below else end
    opener = _BRACKET.match(lexing.text, end)
    if opener is None or opener.group(1) == "{":
        return 0
    return _emit_head(lexing, HEADS[letter], (at, end), below, opener)


def _emit_head(
    lexing: Lexing, head: str, place: Span, below: re.Match[str] | None, opener: re.Match[str]
) -> int:
    """Add a head. What stands below it says what varies, which is plain where it is the only name.

    Raises: Mistake where other names stand in the bracket.
    """
    if below:
        inside = lexing.text[opener.end() : sentences.reach(lexing, opener.end(), "")]
        words = set(re.findall(r"(?<!\\)\b[A-Za-z]+", inside)) - FUNCTION_WORDS
        over = below.group(1) or below.group(2)
        if any(word.lower() != over.lower() for word in words):
            raise lexing.refuse(
                "kind",
                "The name below this letter cannot be read: say what is known behind a bar, as in E[X | Y].",
                below.start(),
                below.end(),
                lexing.edit(below.start(), below.end(), ""),
            )
    lexing.emit("FSQ" if opener.group(1) == "[" else "FPR", head, *place)
    return place[1]


def _head(lexing: Lexing, whole: str, end: int, bracket: str) -> str:
    """The verb that `E[`, `Var(`, `Cov[`, `P(` stand for; empty if this is none of them."""
    verb = HEADS.get(whole)
    if verb is None or bracket not in ("(", "["):
        return ""
    start = lexing.text.index(bracket, end)
    inside = lexing.text[start + 1 : sentences.reach(lexing, start + 1, "")]
    if whole == "V" and bracket != "[":
        return ""
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
    return lexing.outline.holds(lexing.text.index("(", at), chars)


def _near(word: str, known: frozenset[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(word, sorted(known), 3, 0.75))
