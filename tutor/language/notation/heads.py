"""The letters that head a bracket: `E[`, `P(`, `Var(`, and when they do where they are names of the question too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.language.expr.heads import HEADS
from tutor.language.notation import events, sentences
from tutor.language.notation.inside import BRACKET, end_of_one
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.words import FUNCTION_WORDS

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Span
    from tutor.language.notation.lexing import Lexing
    from tutor.language.notation.mistakes import Mistake

_BELOW = Pattern(r"\s*_\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z])(?![A-Za-z0-9]))")
_LONG_BELOW = Pattern(r"\s*_\s*\{[^{}]*\}(?=\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[])")


def lettered(lexing: Lexing, whole: str, at: int, end: int) -> int:
    """`E[`, `P(`, `E_x[`: the head of an expectation and the like; 0 if it is none."""
    letter = whole.partition("_")[0]
    if letter not in HEADS:
        return 0
    after = at + len(letter)
    below = _BELOW.match(lexing.text, after)
    opener = BRACKET.match(lexing.text, below.end() if below else end)
    if opener is None or (below is None and whole != letter):
        return 0
    head = verb(lexing, letter, opener.start(1), opener.group(1))
    if not head or (below and letter not in ("E", "Var", "V")):
        return 0
    return _emit_head(lexing, head, (at, below.end() if below else end), below, opener)


def declared_head(lexing: Lexing, run: str, at: int) -> int:
    """`P(X > 1)`, `E[X]` where P and E are names of the question too; 0 where it may be a product or a call.

    What stands in the bracket tells: names have no index `[X]`; a relation, a bar, events joined by `and` are
    no factor, and neither is one event that is no name of the question.
    """
    opener = BRACKET.match(lexing.text, at + len(run)) if run in HEADS else None
    if opener is None or opener.group(1) == "{":
        return 0
    start = opener.end()
    inside = lexing.text[start : sentences.reach(lexing, start, "")]
    square = opener.group(1) == "["
    called = run in lexing.names.functions and not square
    word = len(run) > 1 and not called  # Var(2X)
    several = end_of_one(lexing, opener.start(1)) < 0
    if HEADS[run] in ("covariance", "correlation"):
        certain = several and not called
    elif several and "|" not in inside:
        certain = False
    else:
        event = HEADS[run] == "probability"
        alone = run != "E" and not called and events.is_single(inside, event=event)
        alone = alone and inside.strip(" {}") not in lexing.names.declared
        certain = square or word or alone or events.is_statement(inside)
    if not certain:
        return 0
    return _emit_head(lexing, HEADS[run], (at, at + len(run)), None, opener)


def double_struck(lexing: Lexing, letter: str, at: int, end: int) -> int:
    r"""`\mathbb{E}[`, `\mathbb{P}(`: always a head, whatever the names of the question; 0 without a bracket."""
    below = _BELOW.match(lexing.text, end)
    end = below.end() if below else end
    opener = BRACKET.match(lexing.text, end)
    if below is None and (long := _LONG_BELOW.match(lexing.text, end)):
        raise _below(lexing, long.start(), long.end())
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
            raise _below(lexing, below.start(), below.end())
    lexing.emit("FSQ" if opener.group(1) == "[" else "FPR", head, *place)
    return place[1]


def _below(lexing: Lexing, start: int, end: int) -> Mistake:
    say = (
        "The name below this letter cannot be read: say what is known behind a bar, as in E[X | Y]."
    )
    return lexing.refuse("kind", say, start, end, lexing.edit(start, end, ""))


def verb(lexing: Lexing, whole: str, end: int, bracket: str) -> str:
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
