"""Runs of letters: which names they are, and which of these is about to be called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.notation.characters import GREEK
from tutor.language.notation.names import as_names, nearest, split
from tutor.language.notation.vocabulary import function, holds, label, phrase, word
from tutor.language.notation.words import (
    CONSTANTS,
    FUNCTION_WORDS,
    LIKELY_FUNCTIONS,
    SAME_NAME,
    SHORT_FUNCTIONS,
)

if TYPE_CHECKING:
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_RUN = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[A-Za-z]+(?:_[A-Za-z0-9]+|[0-9]+)*")
_DIGITS = re.compile(r"[0-9]+")
_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,24})\}|([0-9]+|[A-Za-z]+[0-9]*))")
_NARROW_SUBSCRIPT = re.compile(r"_(?:\{([A-Za-z0-9]{1,24})\}|([0-9A-Za-z]))")
_ROUND = re.compile(r"(?:\\left|\\[bB]igg?l?)?\(")
_PRIMES = re.compile(r"'+")
_POWERED = re.compile(r"\s*\^\s*(?:[0-9]|\{[0-9]\})\s*(?:\\left)?\(")
_ONE_NAME = re.compile(r"(?:\\left)?\(\s*([A-Za-z])\s*(?:\\right)?\)")


def letters(lexing: Lexing, at: int) -> int:
    """A run of letters that starts at `at`, with the digits and the subscript behind it."""
    text = lexing.text
    names = lexing.names
    run = _RUN.match(text, at).group()  # type: ignore[union-attr]
    whole = _WORD.match(text, at).group()  # type: ignore[union-attr]
    if whole != run and whole in names.declared:
        return _call_or_name(lexing, whole, at, at + len(whole), alone=True)
    if run in names.declared:
        # `; A=[[1,2]]` is the option even where A is a name of the question
        options = lexing.top is not None and lexing.top.options
        option = label(lexing, whole, at) if options else 0
        return option or _named(lexing, run, at, at + len(run))
    end = label(lexing, whole, at) or phrase(lexing, run, at) or word(lexing, whole, run, at)
    return end or _pieces(lexing, run, at)


def greek(lexing: Lexing, at: int) -> int:
    """A Greek letter, which is one name by itself."""
    return word_of_command(lexing, GREEK[lexing.text[at]], at, at + 1)


def word_of_command(lexing: Lexing, word: str, at: int, end: int) -> int:
    r"""A word with a clear end: a Greek letter, or a LaTeX command such as `\sin`."""
    known = word in FUNCTION_WORDS or word in SHORT_FUNCTIONS
    if known and word not in lexing.names.declared:
        return function(lexing, word, at, end)
    if word in CONSTANTS and word not in lexing.names.declared:
        lexing.emit("CONSTANT", CONSTANTS[word], at, end)
        return end
    return _named(lexing, SAME_NAME.get(word, word), at, end)


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
            end = _named(lexing, piece, start, end) if last else lexing.name(piece, start, end)
        elif piece in FUNCTION_WORDS:
            end = function(lexing, piece, start, end)
        elif piece in CONSTANTS and not (last and _indexed(lexing, end)):
            lexing.emit("CONSTANT", CONSTANTS[piece], start, end)
        elif last:
            end = _named(lexing, SAME_NAME.get(piece, piece), start, end, alone=len(pieces) == 1)
        else:
            lexing.name(SAME_NAME.get(piece, piece), start, end)
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
                lexing.name(names.canonical(name), at, end)
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
    return lexing.name(name, at, end)


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
    if holds(lexing, after, ","):
        return True
    lexing.found.add("call")
    return "call" not in lexing.other


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
