"""Runs of letters: names, functions, verbs, families, words, and which of them is about to be called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.functions import SPELLINGS
from tutor.language.notation import limits
from tutor.language.notation.characters import GREEK
from tutor.language.notation.names import as_names, nearest, split
from tutor.language.notation.words import (
    CONSTANTS,
    FAMILIES,
    FUNCTION_VERBS,
    FUNCTION_WORDS,
    GREEK_NAMES,
    LABELS,
    LIKELY_FUNCTIONS,
    LOGIC,
    OPTIONS,
    PHRASES,
    REFUSED_WORDS,
    ROOTS,
    SAME_NAME,
    SHORT_FAMILIES,
    SHORT_FUNCTIONS,
    VERBS,
    WORDS,
    WRAPPERS,
)

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_RUN = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[A-Za-z]+(?:_[A-Za-z0-9]+|[0-9]+)*")
_DIGITS = re.compile(r"[0-9]+")
_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,24})\}|([0-9]+|[A-Za-z]+[0-9]*))")
_NARROW_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,24})\}|([0-9A-Za-z]))")
_BASE = re.compile(r"\s*_\s*(?:\{\s*([0-9]+|[A-Za-z])\s*\}|([0-9]+|[A-Za-z]))")
_BRACKET = re.compile(r"[\s}]*(?:\\left|\\[bB]igg?l?|\\,|\\!)*\s*([(\[{])")
_ROUND = re.compile(r"(?:\\left|\\[bB]igg?l?)?\(")
_PRIMES = re.compile(r"'+")
_POWERED = re.compile(r"\s*\^\s*(?:[0-9]|\{[0-9]\})\s*(?:\\left)?\(")
_LABEL = re.compile(r"\s*=(?![=>])")
_ONE_NAME = re.compile(r"(?:\\left)?\(\s*([A-Za-z])\s*(?:\\right)?\)")


def letters(lexing: Lexing, at: int) -> int:
    """A run of letters that starts at `at`, with the digits and the subscript behind it."""
    text = lexing.text
    names = lexing.names
    run = _RUN.match(text, at).group()  # type: ignore[union-attr]
    whole = _WORD.match(text, at).group()  # type: ignore[union-attr]
    if whole in names.declared:
        return _call_or_name(lexing, whole, at, at + len(whole), alone=True)
    if run in names.declared:
        return _named(lexing, run, at, at + len(run))
    end = _label(lexing, whole, at) or _phrase(lexing, run, at) or _word(lexing, whole, run, at)
    return end or _pieces(lexing, run, at)


def greek(lexing: Lexing, at: int) -> int:
    """A Greek letter, which is one name by itself."""
    return word_of_command(lexing, GREEK[lexing.text[at]], at, at + 1)


def word_of_command(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""A word with a clear end: a Greek letter, or a LaTeX command such as `\sin`."""
    known = word in FUNCTION_WORDS or word in SHORT_FUNCTIONS
    if known and word not in lexing.names.declared:
        return _function(lexing, word, at, end)
    if word in CONSTANTS and word not in lexing.names.declared:
        lexing.emit("CONSTANT", CONSTANTS[word], at, end)
        return end
    return _named(lexing, SAME_NAME.get(word, word), at, end)


def _label(lexing: Lexing, whole: str, at: int) -> int:
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
        or (whole in SPELLINGS and len(whole) > 2)
    ):
        return _name(lexing, whole, at, end)
    return 0


def _phrase(lexing: Lexing, run: str, at: int) -> int:
    """Words that belong together: `no solution`, `saddle point`."""
    if run not in ("no", "saddle", "local", "global", "infinitely", "does"):
        return 0
    for phrase, meaning in PHRASES:
        end = at + len(phrase)
        if lexing.text.startswith(phrase, at) and not lexing.text[end : end + 1].isalpha():
            lexing.emit("WORD", meaning, at, end)
            return end
    return 0


def _word(lexing: Lexing, whole: str, run: str, at: int) -> int:
    """A word that is known as a whole; 0 if it is not."""
    text = lexing.text
    end = at + len(whole)
    opener = _BRACKET.match(text, end)
    bracket = opener.group(1) if opener else ""
    if whole == "U" and lexing.after_operand and bracket in ("(", "["):
        before = lexing.tokens[-1].type
        if before in ("_RPAR", "_RSQB"):
            lexing.emit("SETOP", "union", at, end)
            return end
    if bracket == "(" and (whole in VERBS or (whole in FUNCTION_VERBS and whole not in SPELLINGS)):
        lexing.emit("FCALL", (whole, ""), at, end)
        return end
    if bracket == "(" and whole in WRAPPERS:
        lexing.emit("FCALL", (whole, ""), at, end)
        return end
    if whole in FAMILIES:
        if bracket == "(" and (whole not in SHORT_FAMILIES or _holds(lexing, end, ",=")):
            lexing.emit("FCALL", (FAMILIES[whole], ""), at, end)
            return end
        if bracket != "(" and len(whole) > 4 and whole not in GREEK_NAMES:
            lexing.emit("WORD", FAMILIES[whole], at, end)
            return end
    head = _head(lexing, whole, end, bracket)
    if head:
        lexing.emit("FSQ" if bracket == "[" else "FPR", head, at, end)
        return end
    if whole in LOGIC:
        if whole == "in" and not lexing.after_operand:
            return 0
        value = whole if LOGIC[whole] in ("SETOP", "REL") else None
        if value == "in" and lexing.top:
            lexing.top.relations = True
        lexing.emit(LOGIC[whole], value, at, end)
        return end
    if whole in WORDS:
        lexing.emit("WORD", whole, at, end)
        return end
    if run in REFUSED_WORDS and whole == run:
        raise lexing.refuse("name_unknown", REFUSED_WORDS[run], at, end)
    if whole in FUNCTION_WORDS:
        return _function(lexing, whole, at, end)
    if whole in SHORT_FUNCTIONS and bracket == "(":
        return _function(lexing, SHORT_FUNCTIONS[whole], at, end)
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
    verb = {"E": "expectation", "Var": "variance", "Cov": "covariance", "P": "probability"}.get(
        whole
    )
    if verb is None or bracket not in ("(", "["):
        return ""
    if bracket == "[":
        return verb if whole != "P" else ""
    if whole == "P":
        return verb if _is_event(lexing, end) else ""
    return verb if whole != "E" or _holds(lexing, end, "XYZ") else ""


def _function(lexing: Lexing, word: str, at: int, end: int) -> int:
    """A known function: about to be called, or bare; with the base of a logarithm."""
    text = lexing.text
    name = SPELLINGS.get(word, word)
    base = ""
    if name == "log" and (found := _BASE.match(text, end)):
        base = found.group(1) or found.group(2)
        end = found.end()
    opener = _BRACKET.match(text, end)
    bracket = opener.group(1) if opener else ""
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


def _pieces(lexing: Lexing, run: str, at: int) -> int:
    """A run that is not known as a whole: its fewest known pieces."""
    names = lexing.names
    pieces = split(run, names)
    # Upright letters in LaTeX are a word, a unit perhaps, and no product.
    upright = lexing.top is not None and lexing.top.kind == "words"
    if pieces is None or (upright and len(pieces) > 1):
        raise _unknown(lexing, run, at)
    separate = as_names(run, names) if len(pieces) > 1 else None
    if separate and separate != pieces:
        lexing.found.add("split")
        if "split" in lexing.other:
            pieces = separate
    end = at
    for number, piece in enumerate(pieces):
        start, end = end, end + len(piece)
        last = number == len(pieces) - 1
        if piece in names.declared:
            end = _named(lexing, piece, start, end) if last else _name(lexing, piece, start, end)
        elif piece in FUNCTION_WORDS:
            end = _function(lexing, piece, start, end)
        elif piece in CONSTANTS and not (last and _indexed(lexing, end)):
            lexing.emit("CONSTANT", CONSTANTS[piece], start, end)
        elif last:
            end = _named(lexing, SAME_NAME.get(piece, piece), start, end, alone=len(pieces) == 1)
        else:
            _name(lexing, SAME_NAME.get(piece, piece), start, end)
    return end


def _indexed(lexing: Lexing, end: int) -> bool:
    """Whether a digit or a subscript follows, so that `e_1` is a name and not the constant."""
    return lexing.text[end : end + 1].isdigit() or lexing.text[end : end + 1] == "_"


def _named(lexing: Lexing, stem: str, at: int, end: int, *, alone: bool = True) -> int:
    """A name with what belongs to it: digits, a subscript, primes before a bracket."""
    text = lexing.text
    names = lexing.names
    name = stem
    if found := _DIGITS.match(text, end):
        name += found.group()
        end = found.end()
    pattern = _NARROW_SUBSCRIPT if lexing.latex else _SUBSCRIPT
    if found := pattern.match(text, end):
        name += "_" + (found.group(1) or found.group(2))
        end = found.end()
        if lexing.latex and found.group(2) and text[end : end + 1].isdigit():
            more = _DIGITS.match(text, end)
            assert more is not None
            lexing.found.add("script")
            if "script" in lexing.other:
                _name(lexing, names.canonical(name), at, end)
                lexing.emit("_TIMES", None, end, end, made=True)
                lexing.emit("NUMBER", more.group().lstrip("0") or "0", end, more.end())
                return more.end()
            name += more.group()
            end = more.end()
    if text[end : end + 1] == "_":
        raise lexing.refuse(
            "name_unknown",
            "Only one subscript can follow a name, in braces if it is long.",
            end,
            end + 1,
            lexing.edit(end, end + 1, ""),
        )
    return _call_or_name(lexing, names.canonical(name), at, end, alone=alone)


def _call_or_name(lexing: Lexing, name: str, at: int, end: int, *, alone: bool) -> int:
    """A name that is complete: a function about to be called, or just the name."""
    text = lexing.text
    likely = name in LIKELY_FUNCTIONS and name not in lexing.names.declared
    if (name in lexing.names.functions or likely) and _POWERED.match(text, end):
        lexing.emit("FUNC", (name, ""), at, end)
        return end
    primes = _PRIMES.match(text, end)
    after = primes.end() if primes else end
    if _ROUND.match(text, after) and _calls(
        lexing, name, after, primed=primes is not None, alone=alone
    ):
        marks = primes.group() if primes else ""
        lexing.emit("FCALL", (name + marks, ""), at, after)
        return after
    return _name(lexing, name, at, end)


def _calls(lexing: Lexing, name: str, after: int, *, primed: bool, alone: bool) -> bool:
    """Whether a name right before `(` is a function: declared so, primed, or usually one.

    Where nothing is declared `f(x + 1)` could be a product: then both are meant.
    """
    names = lexing.names
    if name in names.functions:
        return True
    if name in names.declared:
        return False
    if primed:
        return True
    one = _ONE_NAME.match(lexing.text, after)
    raised = bool(lexing.tokens) and lexing.tokens[-1].type == "_HAT"
    dependent = alone and not raised and one is not None and len(name) == 1 and one.group(1) != name
    if name not in LIKELY_FUNCTIONS and not dependent:
        return False
    if _holds(lexing, after, ","):
        return True
    lexing.found.add("call")
    return "call" not in lexing.other


def _name(lexing: Lexing, name: str, at: int, end: int) -> int:
    if len(name) > limits.NAME_LENGTH:
        raise limits.passed(
            "name", limits.NAME_LENGTH, "This name is too long", lexing.span(at, end)
        )
    lexing.emit("NAME", name, at, end)
    return end


def _holds(lexing: Lexing, at: int, chars: str) -> bool:
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


def _is_event(lexing: Lexing, at: int) -> bool:
    """Whether what stands in the bracket of `P(...)` is an event: a relation, or capital letters."""
    if _holds(lexing, at, "=<>~|"):
        return True
    text = lexing.text[at:]
    start, end = text.find("("), text.find(")")
    inside = text[start + 1 : end].replace("and", "").replace("or", "").replace("'", "")
    return inside.strip() != "" and all(c.isupper() or c == " " for c in inside)


def _near(word: str, known: frozenset[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(word, sorted(known), 3, 0.75))


def _unknown(lexing: Lexing, run: str, at: int) -> Mistake:
    end = at + len(run)
    called = lexing.text[end : end + 1] == "("
    near = nearest(run, lexing.names, verbs=called)
    code = "verb_unknown" if called else "name_unknown"
    what = "There is no function or verb" if called else "The name"
    rest = "." if called else " is not known here."
    shown = run if len(run) <= 24 else run[:23] + "…"
    return lexing.refuse(
        code,
        f"{what} {shown}{rest}",
        at,
        end,
        *(lexing.edit(at, end, other) for other in near),
        expected=tuple(near),
    )
