"""The tutor at a keyboard: `run` picks the door that fits the terminal.

`conversation.py` is the talk itself and knows no terminal; `screen.py` is a terminal with a live
preview, `plain.py` is lines in and lines out, `demo.py` plays a lesson by itself.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(argv: Sequence[str] = ()) -> int:
    """Talk with a learner until they leave; gives the exit code.

    Args:
        argv: `[LESSON] [--plain] [--seed N]`.

    Without a terminal it reads lines and writes lines; if no line comes at all, it plays a lesson.
    """
    from tutor.errors import TutorError
    from tutor.repl.plain import run_plain

    options = _options(argv)
    if isinstance(options, str):
        print(options, file=sys.stderr)
        return 2
    lesson, plain, seed = options
    try:
        if plain or not _is_terminal():
            return run_plain(lesson, seed)
        from tutor.repl.screen import run_screen

        return run_screen(lesson, seed)
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:
        # Whoever read the output has left; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except TutorError as error:
        print(error, file=sys.stderr)
        return 5 if type(error).__name__ == "LessonError" else 2


def _is_terminal() -> bool:
    both = sys.stdin.isatty() and sys.stdout.isatty()
    return both and os.environ.get("TERM", "") not in ("dumb", "")


def _options(argv: Sequence[str]) -> tuple[str | None, bool, int] | str:
    """The lesson, plain mode, the seed; or what is wrong with the words."""
    lesson, plain, seed = None, False, 0
    words = list(argv)
    while words:
        word = words.pop(0)
        if word == "--plain":
            plain = True
        elif word == "--seed" and words and words[0].isascii() and words[0].isdigit():
            seed = int(words.pop(0)[:15])
        elif word.startswith("-") or lesson is not None:
            return f"I do not know {word}. Usage: steptutor [LESSON] [--plain] [--seed N]"
        else:
            lesson = word
    return lesson, plain, seed
