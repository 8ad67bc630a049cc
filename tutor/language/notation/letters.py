"""Runs of letters: which names they are, and which of these is about to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.functions import LIKELY_FUNCTIONS
from tutor.language.expr.naming import ACCENTS, name_of
from tutor.language.notation import counting, differentials, misnomers, nabla, operators, scripts
from tutor.language.notation.accents import accented_word, conjugate, is_conjugate
from tutor.language.notation.bounded import is_upper_bound
from tutor.language.notation.characters import GREEK
from tutor.language.notation.heads import declared_head
from tutor.language.notation.inside import holds
from tutor.language.notation.names import as_names, nearest, split
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.prose import ENGLISH, beside_another
from tutor.language.notation.vocabulary import function, label, phrase, word
from tutor.language.notation.words import (
    CONSTANTS,
    FUNCTION_WORDS,
    SAME_NAME,
    SHORT_FUNCTIONS,
    VERBS,
)

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_OPERAND = Pattern(r"\s+(?!(?:of|is|are)\b)[A-Za-z0-9(\[{-]")
_RUN = Pattern(r"[A-Za-z]+")
_WORD = Pattern(r"[A-Za-z]+(?:_[A-Za-z0-9]+|[0-9]+)*")
_DIGITS = Pattern(r"[0-9]+")
_CONTINUES = frozenset("0123456789_")
_ROUND = Pattern(r"(?:\\left|\\[bB]igg?l?)?\(")
_PRIMES = Pattern(r"'+")
_POWERED = Pattern(r"\s*\^\s*(?:[0-9]|\{[0-9]\})\s*(?:\\left)?\(")
_ORDER = Pattern(r"\^\s*\{?\s*\(([1-9])\)\s*\}?(?=\s*(?:\\left)?\()")  # f^{(3)}(x)
_STYLES = ("keep", "words")  # the braces of \mathcal{L}, \mathrm{f}
_BEFORE_CALL = frozenset("(\\'^ \n")  # how all of these begin
_DEFINED = Pattern(r"\)\s*=(?!=)")
_ARGUMENT = Pattern(
    r"\s*(?:\\[a-z]+\s*\{\s*)?\\?([A-Za-zα-ωΑ-Ω][A-Za-z0-9_]*)\s*\}?(?:_\{[A-Za-z0-9]+\})?\s*"
)
_ONE_NAME = Pattern(r"(?:\\left)?\(\s*([A-Za-z])\s*(?:\\right)?\)")


def letters(lexing: Lexing, at: int) -> int:
    """A run of letters that starts at `at`, with the digits and the subscript behind it."""
    text = lexing.text
    names = lexing.names
    run = _RUN.match(text, at).group()  # type: ignore[union-attr]
    if run[1:2] == "C" and run not in names.declared and (end := counting.beside(lexing, at)):
        return end
    whole = run
    if text[at + len(run) : at + len(run) + 1] in _CONTINUES:
        whole = _WORD.match(text, at).group()  # type: ignore[union-attr]
    if whole != run and whole in names.declared:
        return _call_or_name(lexing, whole, at, at + len(whole), alone=True)
    if run in names.declared:
        # `; A=[[1,2]]` is the option even where A is a name of the question
        options = lexing.top is not None and lexing.top.options
        option = label(lexing, whole, at) if options else 0
        return option or declared_head(lexing, run, at) or named(lexing, run, at, at + len(run))
    if run == "D" and (end := nabla.directional(lexing, at)):
        return end
    if run in operators.WORDS and (end := operators.word(lexing, run, at)):
        return end
    if lexing.operators and lexing.integrating:
        before = differentials.before_differential(lexing, run, at)
        if before:
            return _pieces(lexing, before, at)
    end = label(lexing, whole, at) or phrase(lexing, run, at)
    if not end:
        misnomers.check(lexing, whole, run, at)
        end = word(lexing, whole, run, at)
    return end or _pieces(lexing, run, at)


def greek(lexing: Lexing, at: int) -> int:
    """A Greek letter, which is one name by itself."""
    name = GREEK[lexing.text[at]]
    return operators.capital(lexing, name, at, at + 1) or word_of_command(lexing, name, at, at + 1)


def word_of_command(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""A word with a clear end: a Greek letter, or a LaTeX command such as `\sin`."""
    known = word in FUNCTION_WORDS or word in SHORT_FUNCTIONS
    if known and word not in lexing.names.declared:
        written = lexing.text.startswith(word, end - len(word))
        return (written and label(lexing, word, end - len(word))) or function(lexing, word, at, end)
    indexed = lexing.text[end : end + 1] == "_"  # π_1 is a name
    if word in CONSTANTS and word not in lexing.names.declared and not indexed:
        lexing.emit("CONSTANT", CONSTANTS[word], at, end)
        return end
    return named(lexing, SAME_NAME.get(word, word), at, end)


def _pieces(lexing: Lexing, run: str, at: int) -> int:
    """A run that is not known as a whole: its fewest known pieces."""
    if len(run) == 1 and run not in CONSTANTS:
        return named(lexing, run, at, at + 1)
    names = lexing.names
    pieces = split(run, names, called=lexing.text[at + len(run) : at + len(run) + 1] == "(")
    # Upright letters in LaTeX are a word, a unit perhaps, and no product.
    upright = lexing.top is not None and lexing.top.kind == "words"
    if pieces is None or (upright and len(pieces) > 1):
        raise _unknown(lexing, run, at)
    if len(pieces) > 1 and beside_another(lexing, run, pieces, at):
        raise _unknown(lexing, run, at)
    if len(pieces) > 1:
        misnomers.check_spelling(lexing, run, pieces, at)
        misnomers.check_raised(lexing, run, pieces, at)
        misnomers.check_head(lexing, run, at)
    separate = as_names(run, names) if len(pieces) > 1 and names.declared else None
    if separate and separate != pieces:
        lexing.found.add("split")
        if "split" in lexing.other:
            pieces = separate
    end = at
    for number, piece in enumerate(pieces):
        start, end = end, end + len(piece)
        last = number == len(pieces) - 1
        if piece in names.declared:
            end = named(lexing, piece, start, end) if last else lexing.name(piece, start, end)
        elif piece in FUNCTION_WORDS:
            end = function(lexing, piece, start, end)
        elif piece in CONSTANTS and not (
            last and CONSTANTS[piece] != "oo" and _indexed(lexing, end)
        ):
            lexing.emit("CONSTANT", CONSTANTS[piece], start, end)
        elif len(piece) > 3 and (parts := accented_word(piece)):
            stem, accent = parts
            end = named(lexing, stem, start, end, alone=len(pieces) == 1, accent=accent)
        elif last:
            end = named(lexing, SAME_NAME.get(piece, piece), start, end, alone=len(pieces) == 1)
        else:
            lexing.name(SAME_NAME.get(piece, piece), start, end)
    return end


def _indexed(lexing: Lexing, end: int) -> bool:
    """Whether a digit or a subscript follows, so that `e_1` is a name and not the constant."""
    return lexing.text[end : end + 1].isdigit() or lexing.text[end : end + 1] == "_"


def named(
    lexing: Lexing,
    stem: str,
    at: int,
    end: int,
    *,
    alone: bool = True,
    accent: str = "",
    below: str = "",
) -> int:
    """A name with what belongs to it: digits, a subscript, an accent spelled out, primes before a bracket.

    Args:
        stem: its letters, which stand from `at` to `end`.
        alone: whether no other letters stand before it.
        accent, below: what was already read of it.
    """
    text = lexing.text
    names = lexing.names
    if lexing.operators and is_upper_bound(lexing.tokens):
        if stem in CONSTANTS and stem not in names.declared and not accent and not below:
            lexing.emit("CONSTANT", CONSTANTS[stem], at, end)
            return end
        return lexing.name(names.canonical(name_of(stem, accent, below)), at, end)
    if text[end : end + 1] not in _CONTINUES:
        if accent == "bar" and is_conjugate(lexing, stem, below):
            return conjugate(lexing, stem, below, at, end)
        return _call_or_name(
            lexing, names.canonical(name_of(stem, accent, below)), at, end, alone=alone
        )
    if not below and (found := _DIGITS.match(text, end)):
        if accent:
            below = found.group()
        else:
            stem += found.group()
        end = found.end()
    while text[end : end + 1] == "_":
        index, after = scripts.below(lexing, end, stem)
        if index in ACCENTS and not accent and text[end + 1] != "{":
            accent = index
            if stem[-1:].isdigit():  # x1_hat is x_hat_1
                if below:
                    raise scripts.second(lexing, end)
                letters_only = stem.rstrip("0123456789")
                stem, below = letters_only, stem[len(letters_only) :]
        elif below:
            raise scripts.second(lexing, end)
        else:
            below = index
            if (
                lexing.latex
                and len(index) == 1
                and text[end + 1] == index
                and text[after : after + 1].isdigit()
            ):
                return _bare_digits(lexing, name_of(stem, accent, below), at, after, alone=alone)
        end = after
    if accent == "bar" and is_conjugate(lexing, stem, below):
        return conjugate(lexing, stem, below, at, end)
    name = names.canonical(name_of(stem, accent, below))
    return _call_or_name(lexing, name, at, end, alone=alone)


def _bare_digits(lexing: Lexing, name: str, at: int, end: int, *, alone: bool) -> int:
    """`x_12` in LaTeX: a subscript of two digits, and also what TeX shows, x_1 and a 2 behind it."""
    names = lexing.names
    more = _DIGITS.match(lexing.text, end)
    assert more is not None
    lexing.found.add("script")
    if "script" in lexing.other:
        lexing.name(names.canonical(name), at, end)
        lexing.emit("_TIMES", None, end, end, made=True)
        lexing.emit("NUMBER", more.group().lstrip("0") or "0", end, more.end())
        return more.end()
    name = names.canonical(name + more.group())
    return _call_or_name(lexing, name, at, more.end(), alone=alone)


def _call_or_name(lexing: Lexing, name: str, at: int, end: int, *, alone: bool) -> int:
    """A name that is complete: a function about to be called, or just the name."""
    text = lexing.text
    styled = text[end : end + 1] == "}" and lexing.top is not None and lexing.top.kind in _STYLES
    if (
        styled
        and _ROUND.match(text, end + 1)
        and _defined(lexing, end + 1)
        and _calls(lexing, name, end + 1, primed=False, alone=True)
    ):
        lexing.emit("FCALL", (name, ""), at, end)  # \mathcal{L}(x, y) =
        return end
    if text[end : end + 1] not in _BEFORE_CALL:
        return lexing.name(name, at, end)
    likely = name.partition("_")[0] in LIKELY_FUNCTIONS and name not in lexing.names.declared
    if (name in lexing.names.functions or likely) and _POWERED.match(text, end):
        lexing.emit("FUNC", (name, ""), at, end)
        return end
    if (name in lexing.names.functions or likely) and (order := _ORDER.match(text, end)):
        lexing.emit("FCALL", (name + "'" * int(order.group(1)), ""), at, order.end())
        return order.end()
    primes = _PRIMES.match(text, end)
    after = primes.end() if primes else end
    if _ROUND.match(text, after) and _calls(
        lexing, name, after, primed=primes is not None, alone=alone
    ):
        marks = primes.group() if primes else ""
        if counting.is_choice(lexing, name, pair=holds(lexing, after, ",")):
            name = "binomial"
        lexing.emit("FCALL", (name + marks, ""), at, after)
        return after
    return lexing.name(name, at, end)


def _defined(lexing: Lexing, at: int) -> int:
    """How many arguments `T_2(x) =`, `L(x, y, λ) =` has, which gives a function its name; 0 if it is none."""
    text = lexing.text
    first = text.index("(", at) + 1
    close = lexing.outline.reach(first)
    if not _DEFINED.match(text, close):
        return 0
    arguments = text[first:close].removesuffix("\\right").split(",")
    found = [_ARGUMENT.fullmatch(argument) for argument in arguments]
    words = [name.group(1) for name in found if name is not None]
    one = all(not word.isalpha() or len(split(word, lexing.names) or ()) == 1 for word in words)
    return len(words) if one and len(words) == len(arguments) else 0


def _calls(lexing: Lexing, name: str, after: int, *, primed: bool, alone: bool) -> bool:
    """Whether a name right before `(` is a function: declared so, primed, or usually one.

    Where nothing is declared `f(x + 1)` could be a product: then both are meant.
    """
    names = lexing.names
    if name in names.functions:
        return True
    if name in names.declared:
        return False
    if primed or (lexing.tokens and lexing.tokens[-1].type in ("NABLA", "DERIV", "DOVER")):
        return name in LIKELY_FUNCTIONS or primed or lexing.tokens[-1].type != "DERIV"
    begins = not lexing.tokens or lexing.tokens[-1].type == "_COMMA"
    defined = _defined(lexing, after) if begins else 0
    if defined and (len(name) > 1 or defined > 1):
        return True
    one = _ONE_NAME.match(lexing.text, after)
    raised = bool(lexing.tokens) and lexing.tokens[-1].type == "_HAT"
    dependent = alone and not raised and one is not None and len(name) == 1 and one.group(1) != name
    if counting.is_choice(lexing, name, pair=holds(lexing, after, ",")):
        return True
    if name.partition("_")[0] not in LIKELY_FUNCTIONS and not dependent:
        return False
    if holds(lexing, after, ","):
        return True
    lexing.found.add("call")
    return "call" not in lexing.other


def _unknown(lexing: Lexing, run: str, at: int) -> Mistake:
    end = at + len(run)
    called = lexing.text[end : end + 1] == "("
    if run in VERBS and _OPERAND.match(lexing.text, end):
        return misnomers.unbracketed(lexing, run, at)
    english = run.lower() in ENGLISH
    near = [] if english else nearest(run, lexing.names, verbs=called)
    code = "verb_unknown" if called else "name_unknown"
    what = "There is no function or verb" if called else "The name"
    rest = "." if called else " is not known here."
    prose = len(run) > 3 or english or "o" in run
    if not called and not near and prose:
        rest = " is not known here: write numbers, names and signs, no words."
    shown = run if len(run) <= 24 else run[:23] + "…"
    return lexing.refuse(
        code,
        f"{what} {shown}{rest}",
        at,
        end,
        *(lexing.edit(at, end, other) for other in near),
        expected=tuple(near),
    )
