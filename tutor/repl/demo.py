"""A lesson played by itself, so that one sees what the tutor does without a keyboard.

Nothing here is a script: every line that is "typed" stands in the lesson file, as an answer to accept
or as a mistake, and every answer to it comes from a real session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.writing import to_text
from tutor.repl.conversation import Conversation
from tutor.repl.speech import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.teaching.pose import Posed


def play(lesson: str | None = None, seed: int = 0) -> Iterator[Said]:
    """Play a lesson through: each exercise with a mistake, a hint, the steps and a right answer."""
    from tutor.teaching.lesson import lessons

    talk = Conversation(seed)
    chosen = lesson or lessons()[0].id
    yield Said(
        "Without a terminal I play one lesson through. Lines after > are what a learner types."
    )
    yield Said("")
    yield from _typed(talk, f"lesson {chosen}")
    shown: set[str] = set()
    while talk.session is not None:
        for line in _moves(talk.session.posed, shown):
            yield from _typed(talk, line)
            shown.add(line)
            if talk.left:
                return


def _moves(posed: Posed, shown: set[str]) -> Iterator[str]:
    """What this learner types in one exercise: mistakes first, then help, at the end the answer."""
    yield from (to_text(posed.tree(mistake.like)) for mistake in posed.exercise.mistakes[:1])
    yield "hint"
    if posed.problem is not None and "steps" not in shown:
        yield "step"
        yield "why"
        yield "undo"
        yield "steps"
    yield to_text(posed.tree(posed.exercise.accept[0]))


def _typed(talk: Conversation, line: str) -> Iterator[Said]:
    yield Said(f"{talk.prompt}{line}", "title")
    yield from talk.say(line)
    yield Said("")
