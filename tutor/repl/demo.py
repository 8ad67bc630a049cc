"""A lesson played by itself, so that one sees what the tutor does without a keyboard.

Nothing here is a script: every line that is "typed" stands in the lesson file, as an answer to accept
or as a mistake, and every answer to it comes from a real session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.writing import to_text
from tutor.repl.conversation import Conversation
from tutor.repl.speech import Said
from tutor.teaching.hint import next_step

HELP = (("step", "why", "undo"), ("steps",), ("latex", "check"))
"""Words to ask for help with, one group an exercise."""

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
    seen: set[str] = set()
    while talk.session is not None and not talk.left:
        for line in _moves(talk.session.posed, seen):
            yield from _typed(talk, line)


def _moves(posed: Posed, seen: set[str]) -> Iterator[str]:
    """What this learner types in one exercise: a mistake, a call for help, at the end the answer.

    Args:
        seen: what was shown before, so that the next exercise shows something else.
    """
    mistakes = posed.exercise.mistakes
    for mistake in [m for m in mistakes if m.id not in seen][:1] or mistakes[:1]:
        seen.add(mistake.id)
        yield to_text(posed.tree(mistake.like))
    yield "hint"
    if posed.problem is not None:
        help_ = next((words for words in HELP if words[0] not in seen), ())
        seen.update(help_[:1])
        yield from help_
        if not help_ and (step := next_step(posed, ())) is not None:
            yield to_text(step.after)
    yield to_text(posed.tree(posed.exercise.accept[0]))


def _typed(talk: Conversation, line: str) -> Iterator[Said]:
    yield Said(f"{talk.prompt}{line}", "title")
    yield from talk.say(line)
    yield Said("")
