"""One line of JSON, strictly: what Python's own reader lets pass and should not is a fault with a name.

The id is rescued where the line could be parsed at all, so that its sender learns which line it was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tutor.errors import CallerError

MAX_BYTES = 4 * 2**20
_MOST_DIGITS = 100
_DEPTH = 20


@dataclass(slots=True)
class _Watch:
    """Notes the first thing that strict JSON forbids, while the line is parsed."""

    fault: CallerError | None = None
    keys: set[str] = field(default_factory=set)

    def note(self, code: str, text: str) -> None:
        if self.fault is None:
            self.fault = CallerError(code, text)

    def constant(self, name: str) -> None:
        self.note("json_number", f"{name} is not a JSON number.")

    def integer(self, digits: str) -> int:
        if len(digits) > _MOST_DIGITS:
            self.note("json_number", f"A number may have {_MOST_DIGITS} digits at most.")
            return 0
        return int(digits)

    def number(self, digits: str) -> float:
        if len(digits) > _MOST_DIGITS or not abs(value := float(digits)) < float("inf"):
            self.note("json_number", "This number is too large or too long.")
            return 0.0
        return value

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            self.note("json_duplicate", "A key occurs twice in one object.")
        return found


def parse(line: bytes) -> tuple[dict[str, Any], CallerError | None]:
    """The object on one line, and what is wrong with it; of a line that cannot be parsed, an empty one."""
    watch = _Watch()
    if len(line) > MAX_BYTES:
        return {}, CallerError("limit_line", f"A line may have {MAX_BYTES} bytes at most.")
    try:
        data = json.loads(
            line.decode("utf-8"),
            parse_constant=watch.constant,
            parse_int=watch.integer,
            parse_float=watch.number,
            object_pairs_hook=watch.pairs,
        )
    except UnicodeDecodeError:
        return {}, CallerError("json_encoding", "The line is not UTF-8.")
    except RecursionError:
        return {}, CallerError("json_depth", "The line is nested too deeply.")
    except ValueError as error:
        place = getattr(error, "colno", None)
        return {}, CallerError(
            "json_syntax", f"The line is not JSON{f' at {place}' if place else ''}."
        )
    if not isinstance(data, dict):
        return {}, CallerError("json_object", "A line must hold one object.")
    _look_through(data, watch)
    return data, watch.fault


def _look_through(data: dict[str, Any], watch: _Watch) -> None:
    """Depth, and surrogates without a partner (which no text has), without recursion."""
    todo: list[tuple[Any, int]] = [(data, 0)]
    while todo:
        value, depth = todo.pop()
        if depth > _DEPTH:
            watch.note("json_depth", "The line is nested too deeply.")
            return
        if isinstance(value, str):
            if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
                watch.note("json_surrogate", "A text holds half of a character.")
        elif isinstance(value, dict):
            todo += [(inside, depth + 1) for pair in value.items() for inside in pair]
        elif isinstance(value, list):
            todo += [(inside, depth + 1) for inside in value]
