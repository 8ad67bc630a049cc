"""Words that are known as a whole: labels, phrases, verbs, families, heads, functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.functions import ELEMENTARY, SPELLINGS
from tutor.language.expr.heads import HEADS
from tutor.language.notation import heads, misnomers, sentences
from tutor.language.notation.inside import BRACKET, end_of_one, holds
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.reading import Note
from tutor.language.notation.words import (
    BEHIND_TILDE,
    FAMILY_WORDS,
    FUNCTION_VERBS,
    FUNCTION_WORDS,
    GREEK_NAMES,
    LABELS,
    LOGIC,
    MATRIX_TYPES,
    NAMED,
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
    from tutor.language.notation.lexing import Lexing

_BASE = Pattern(r"\s*_\s*(?:[{(]\s*([0-9]+|[A-Za-z])\s*[})]|([0-9]+|[A-Za-z]))")
_SPANNED = Pattern(r"[\s}]*(?:\\left\s*)?\\?\{")
_INTERVAL_BEFORE = Pattern(r"(?<![A-Za-z0-9_'])[(\[<][^()\[\]<>,]*,[^()\[\]<>]*[)\]>]\s*\Z")
_INTERVAL_BEHIND = Pattern(r"\s*[(\[<][^()\[\]<>,]*,[^()\[\]<>]*[)\]>]")
_OF_SETS = frozenset({"max", "min", "gcd", "lcm"})
# B(10, 0.5), B(n, p): the second can be a probability, so it is no point B(1, 2)
_BINOMIAL = Pattern(
    r"\s*(?:\\left\s*)?\(\s*[A-Za-z0-9]+\s*,\s*"
    r"(?:0?\.[0-9]+|[0-9]+\s*/\s*[0-9]+|\\[dt]?frac\s*\{[0-9]+\}\s*\{[0-9]+\}|[pqθ]|\\theta|1\s*-\s*[pq])"
    r"\s*(?:\\right\s*)?\)"
)

_FIRST_WORDS = frozenset(re.split("[^a-z]", phrase)[0] for phrase, _ in PHRASES)

_UNDER = Pattern(r"[\s}]*_\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\?[A-Za-z]+)")
_BRACED = Pattern(r"\s*(?:\\left\s*)?(?:\\\{|\\lbrace(?![A-Za-z])|\{(?!\s*\\))")
_LABEL = Pattern(r"\s*+(?:\}\s*+)?=(?![=>])")  # the brace closes \mathrm{rank} = 2

_BEFORE_SIGN = frozenset("= \n}")  # how a label goes on

# Where every word that `word` knows stands; a slip of the shift key is told by the letters in lower case.
_KNOWN = frozenset({"U", "u", "at", "is", "pi"}).union(
    BEHIND_TILDE, FAMILY_WORDS, FUNCTION_VERBS, FUNCTION_WORDS, HEADS, LOGIC, NAMED, NUMBER_SETS, REFUSED_WORDS,
    SAME_WORD, SHORT_FUNCTIONS, VERBS, WORDS, WRAPPERS,
)  # fmt: skip
# The functions that nothing else is spelled as.
_ONLY_FUNCTIONS = FUNCTION_WORDS.difference(
    FAMILY_WORDS, FUNCTION_VERBS, LOGIC, REFUSED_WORDS, SAME_WORD, VERBS, WORDS, WRAPPERS
)


def label(lexing: Lexing, whole: str, at: int) -> int:
    """The name of an option, or of a part of an answer: `at=`, `precision=`."""
    end = at + len(whole)
    types = (token.type for token in reversed(lexing.tokens))
    before = next((type_ for type_ in types if type_ != "_LBRACE"), "_COMMA")  # `{area} = 3`
    if before not in ("_COMMA", "_OPTIONS", "_LPAR", "_WHERE", "_OR", "_AND"):
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
    if not {whole, whole.lower(), run} & _KNOWN:
        return 0
    if whole in _ONLY_FUNCTIONS:
        return function(lexing, whole, at, end)
    opener = BRACKET.match(text, end)
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
    if drawn and not (whole == "P" and heads.verb(lexing, whole, end, bracket)):
        lexing.emit("FCALL", (BEHIND_TILDE[whole], ""), at, end)
        return end
    if whole in ("span", "Span") and _SPANNED.match(text, end):
        lexing.notes.append(Note("span", SPAN, lexing.span(at, end)))
        return end
    if whole in NAMED and bracket == "(":
        lexing.emit("FCALL", (whole, ""), at, end)
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
    if past := heads.lettered(lexing, whole, at, end):
        return past
    if whole in LOGIC and (end_of_word := sentences.logic(lexing, whole, at, end)):
        return end_of_word
    if whole in ("is", "at") and (end_of_word := sentences.typed_point(lexing, whole, at, end)):
        return end_of_word
    if whole in NUMBER_SETS and (end_of_word := sentences.number_set(lexing, whole, at, end)):
        return end_of_word
    if whole in MATRIX_TYPES and not _is_alone(lexing, at, end):
        return 0  # PD is a product elsewhere
    if whole in WORDS or whole in SAME_WORD:
        lexing.emit("WORD", SAME_WORD.get(whole, whole), at, end)
        return end
    if run in REFUSED_WORDS:
        raise lexing.refuse("name_unknown", REFUSED_WORDS[run], at, end)
    if whole in FUNCTION_WORDS:
        return function(lexing, whole, at, end)
    bare = lexing.names.complex and text[end : end + 1] == " "  # Re z, of complex numbers
    if whole in SHORT_FUNCTIONS and (bracket == "(" or bare):
        return function(lexing, SHORT_FUNCTIONS[whole], at, end)
    _refuse_case(lexing, whole, at, end, bracket)
    return 0


def _is_alone(lexing: Lexing, at: int, end: int) -> bool:
    """Whether a word is a whole answer, and its letters are no names of the question."""
    text = lexing.text
    alone = not text[:at].strip(" $") and not text[end : lexing.end].strip(" .$")
    return alone and not any(letter in lexing.names.declared for letter in text[at:end])


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


def function(lexing: Lexing, word: str, at: int, end: int) -> int:
    """A known function: about to be called, or bare; with the base of a logarithm."""
    text = lexing.text
    name = SPELLINGS.get(word, word)
    base = ""
    if name == "log" and (found := _BASE.match(text, end)):
        base = found.group(1) or found.group(2)
        end = found.end()
    if name in ("max", "min") and (below := _UNDER.match(text, end)):
        say = "What it goes over cannot be read here: write the value itself, or max(1, 2) of numbers."
        raise lexing.refuse("function_argument", say, at, below.end())
    opener = BRACKET.match(text, end)
    bracket = opener.group(1) if opener else ""
    braced = _BRACED.match(text, end) if name in ELEMENTARY else None
    if braced and (name in _OF_SETS or end_of_one(lexing, braced.end() - 1) > 0):
        # max{1, 2}, exp{-x^2}: the braces are the brackets of the call
        lexing.emit("FCALL", (name, base), at, end)
        lexing.emit("_LPAR", None, braced.end() - 1, braced.end())
        lexing.push("call_set", braced.end() - 1)
        return braced.end()
    grouped = bracket == "{" and lexing.latex
    if opener is not None and bracket == "[" and _groups(lexing, word, opener.start(1)):
        place = opener.start(1)  # ln[x + 1] is ln(x + 1)
        root = word in ROOTS
        if root:
            _refuse_index(lexing, at, place)
        lexing.emit("FROOT" if root else "FCALL", ROOTS[word] if root else (name, base), at, end)
        lexing.emit("_LPAR", None, place, place + 1)
        lexing.push("square", place)
        return place + 1
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


def _refuse_index(lexing: Lexing, at: int, place: int) -> None:
    """Refuse `sqrt[3](x)`, a command of LaTeX without its backslash. Raises: Mistake."""
    text, end = lexing.text, end_of_one(lexing, place)
    if (opener := BRACKET.match(text, end)) is None or opener.group(1) == "[":
        return
    close = end_of_one(lexing, opener.start(1))
    index, inside = text[place + 1 : end - 1], text[opener.end() : close - 1]
    if not index.isalnum():
        return
    say = "Which root it is stands second: root(x, 3)."
    edits = [lexing.edit(at, close, f"root({inside}, {index})")] if close > 0 else []
    raise lexing.refuse("function_argument", say, at, end, *edits)


def _groups(lexing: Lexing, word: str, at: int) -> bool:
    """Whether the square bracket behind a function of numbers is that of its call."""
    end = end_of_one(lexing, at)
    if end < 0:
        return False
    return word in ROOTS or SPELLINGS.get(word) in ELEMENTARY


def _near(word: str, known: frozenset[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(word, sorted(known), 3, 0.75))
