"""The commands of the REPL, and how a typed line is told apart: a command, or maths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Command:
    """A word with a meaning of its own.

    Args:
        word: what one types, plain or after a colon.
        says: what it does, in a few words.
        argument: what may follow it; empty if nothing may.
        also: other spellings.
    """

    word: str
    says: str
    argument: str = ""
    also: tuple[str, ...] = ()


COMMANDS: tuple[Command, ...] = (
    Command("hint", "a hint towards the next step; costs nothing", also=("?",)),
    Command("step", "let the tutor make the next step"),
    Command("steps", "the whole worked solution", also=("solution",)),
    Command("why", "the rule behind the last step", also=("rule",)),
    Command("undo", "take the last line back"),
    Command("redo", "put it back"),
    Command("show", "the lines so far", also=("lines",)),
    Command("goal", "the question again", also=("question",)),
    Command("check", "is the last line finished? or: are two things equal", "A = B"),
    Command("lesson", "begin a lesson", "ID"),
    Command("list", "the lessons, or the exercises of this one", also=("lessons",)),
    Command("next", "the next exercise", also=("skip",)),
    Command("progress", "how far you are"),
    Command("reset", "begin this exercise again", also=("restart",)),
    Command("latex", "the last line in LaTeX"),
    Command("help", "this list"),
    Command("quit", "leave", also=("exit", "bye", "q")),
)
BY_WORD = {word: one for one in COMMANDS for word in (one.word, *one.also)}
WORD = re.compile(r"(?P<colon>:?)\s*(?P<word>[A-Za-z]+|\?)(?:\s+(?P<rest>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as the REPL takes it.

    Args:
        command: the command; None for maths.
        rest: what stood after it; for maths the whole line.
        near: a command that was perhaps meant; then nothing is judged.
    """

    command: str | None
    rest: str
    near: str | None = None


def understand(line: str, names: frozenset[str] = frozenset()) -> Typed:
    """Tell a command from maths.

    A command is its plain word, alone or with what it takes after it; with a colon, any word is
    meant as a command. One word that is nearly a command is asked about, unless its letters are all
    names of the question: `hnt` reads as maths too, but nobody means h*n*t where only x occurs.
    """
    text = line.strip()
    found = WORD.fullmatch(text)
    if found is None:
        return Typed(None, text)
    word, rest = found["word"].lower(), (found["rest"] or "").strip()
    command = BY_WORD.get(word)
    if command is not None and (not rest or command.argument or found["colon"]):
        return Typed(command.word, rest)
    if command is not None and re.fullmatch(r"[A-Za-z\s]+", rest):
        # `hint please` is meant as a command, and reads as no maths that anyone would write.
        return Typed(None, text, command.word)
    if found["colon"]:
        return Typed(None, text, _near(word, 0.0) or "help")
    alone = not rest and len(word) > 2 and not set(found["word"]) <= names
    near = _near(word, 0.74) if alone else None
    return Typed(None, text, near)


def _near(word: str, cutoff: float) -> str | None:
    near = get_close_matches(word, BY_WORD, 1, cutoff)
    return BY_WORD[near[0]].word if near else None
