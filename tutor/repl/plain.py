"""Lines in, lines out: for pipes, screen readers, tests, and terminals that can do no more.

Nothing is drawn twice, nothing blinks, no colour, no control character: `OK:` and `WRONG:` say it.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, TextIO

from tutor.errors import TutorError
from tutor.repl.conversation import Conversation
from tutor.repl.speech import Said, in_ascii, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

SILENCE = 2.0
"""Seconds without a first line after which standard input counts as empty."""
MAX_READ = 100_000


def run_plain(lesson: str | None, seed: int) -> int:
    """Talk over standard input and output until the input ends or the learner leaves."""
    first = _first_line()
    if first == "" and not sys.stdin.isatty():
        from tutor.repl.demo import play

        write(sys.stdout, play(lesson, seed))
        return 0
    return talk(sys.stdin, sys.stdout, lesson, seed, first, echo=not sys.stdin.isatty())


def talk(
    source: TextIO,
    sink: TextIO,
    lesson: str | None = None,
    seed: int = 0,
    first: str | None = None,
    *,
    echo: bool = False,
) -> int:
    """One whole talk.

    Args:
        first: a line that was read already.
        echo: write each line after its prompt, so that a transcript reads like a talk.
    """
    conversation = Conversation(seed)
    try:
        write(sink, conversation.open(lesson) if lesson else conversation.greeting())
    except TutorError as error:
        write(sink, [Said(str(error), "unsure")])
        return 2
    while not conversation.left:
        put(sink, conversation.prompt)
        line = first if first is not None else _read(source)
        first = None
        if not line:
            put(sink, "\n")
            break
        if echo:
            put(sink, Said(line.rstrip("\r\n")[:200]).text + "\n")
        write(sink, conversation.say(line))
    return 0


def write(sink: TextIO, said: Iterable[Said]) -> None:
    """Write what was said, a line each, at once."""
    for one in said:
        put(sink, wrapped(one) + "\n")


def put(sink: TextIO, text: str) -> None:
    """Write a text in what the stream can take, without control characters."""
    safe = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    try:
        safe.encode(sink.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        safe = in_ascii(safe)
    sink.write(safe)
    sink.flush()


def _read(source: TextIO) -> str:
    """The next line; a line without end is cut, and the rest of it passed over."""
    try:
        line = source.readline(MAX_READ)
        rest = line
        while rest and not rest.endswith("\n") and len(rest) == MAX_READ:
            rest = source.readline(MAX_READ)
    except UnicodeDecodeError:
        return "\n"
    return line


def _first_line() -> str | None:
    """The first line, empty if there is none; None where a person will type it."""
    if sys.stdin is None or sys.stdin.closed:
        return ""
    if sys.stdin.isatty():
        return None
    with contextlib.suppress(ImportError, OSError, ValueError):
        import select

        # A pipe that somebody left open and never writes to must not hang `make run`.
        if not select.select([sys.stdin], [], [], SILENCE)[0]:
            return ""
    return _read(sys.stdin)
