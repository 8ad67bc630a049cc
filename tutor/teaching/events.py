"""What happened in a session, as a list; and what that list says. A session's whole state is here.

The list comes back from whoever keeps it and is not trusted: `events_from_json` lets through only what
`Event.to_json` could have written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.errors import CallerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS = ("answer", "line", "aside", "hint", "steps", "undo", "redo")
STATUSES = ("", "correct", "step", "partial", "wrong", "undecided")
MAX_EVENTS = 2_000
MAX_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Args:
        kind: `answer` (the learner wrote a line), `line` (the tutor made one), `aside` (an answer to a
            hint's own question), `hint`, `steps`, `undo`, `redo`.
        text: the line, or the rung of the hint.
        status: what became of an answer.
        misconception: the named mistake in it.
    """

    kind: str
    text: str = ""
    status: str = ""
    misconception: str = ""

    @property
    def stands(self) -> bool:
        """Whether it put a line down."""
        return self.kind == "line" or (self.kind == "answer" and self.status in ("step", "correct"))

    def to_json(self) -> dict[str, str]:
        """The event without its empty fields."""
        fields = ("kind", "text", "status", "misconception")
        return {name: getattr(self, name) for name in fields if getattr(self, name)}


def standing(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """The lines that stand, oldest first, and those taken back, last one last."""
    lines: list[Event] = []
    back: list[Event] = []
    for event in events:
        if event.stands:
            lines.append(event)
            back = []
        elif event.kind == "undo" and lines:
            back.append(lines.pop())
        elif event.kind == "redo" and back:
            lines.append(back.pop())
    return lines, back


def climbed(events: Sequence[Event]) -> int:
    """How many rungs of the ladder were given since the last line; a contrast is not one of them."""
    count = 0
    for event in reversed(events):
        if event.stands or event.kind in ("undo", "redo"):
            break
        count += event.kind == "hint" and event.text != "contrast"
    return count


def open_mistake(events: Sequence[Event]) -> str:
    """The named mistake of the last answer, if no hint was given since; else empty."""
    for event in reversed(events):
        if event.kind in ("hint", "answer", "line", "undo", "redo"):
            return event.misconception
    return ""


def events_from_json(data: object) -> tuple[Event, ...]:
    """The events in a list of JSON objects. Raises: CallerError for anything else."""
    if not isinstance(data, list):
        raise CallerError("session", "events is a list")
    if len(data) > MAX_EVENTS:
        raise CallerError("session", f"more than {MAX_EVENTS} events")
    return tuple(_event(item) for item in data)


def checked_fields(
    data: object, must: Mapping[str, type], may: Mapping[str, type] | None = None
) -> dict[str, object]:
    """A JSON object with all of the fields `must`, some of `may`, no other, each of its type.

    Raises: CallerError otherwise.
    """
    if not isinstance(data, dict):
        raise CallerError("session", "a JSON object is wanted")
    known = {**must, **(may or {})}
    for name, value in data.items():
        if name not in known:
            raise CallerError("session", f"{ascii(name)[:40]} is no field of a session")
        if type(value) is not known[name]:
            raise CallerError("session", f"{name} has another type")
    for name in must:
        if name not in data:
            raise CallerError("session", f"{name} is missing")
    return data


def _event(data: object) -> Event:
    text = {"text": str, "status": str, "misconception": str}
    fields = checked_fields(data, {"kind": str}, text)
    event = Event(**{name: str(value) for name, value in fields.items()})
    if event.kind not in KINDS or event.status not in STATUSES:
        raise CallerError("session", "an event of an unknown kind or status")
    if max(len(event.text), len(event.misconception)) > MAX_TEXT:
        raise CallerError("session", "an event with a text that is too long")
    return event
