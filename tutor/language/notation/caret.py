"""A text with a mark under the place that an error is about, for terminals of fixed width."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Span

_WIDTH = 80
_BEFORE = 50


def caret(text: str, span: Span) -> str:
    """The text in one line and, below it, a caret under the place.

    At most 80 characters of the text are quoted, around the place; controls are escaped, and the caret
    stands by display width: a wide character takes two columns, a combining one none.
    """
    size = len(text)
    start = max(0, min(span[0], size))
    end = max(start, min(span[1], size))
    first = max(0, start - _BEFORE) if size > _WIDTH else 0
    last = min(size, first + _WIDTH)
    head = "…" if first else ""
    rest = "…" if last < size else ""
    before = head + "".join(map(_shown, text[first:start]))
    inside = "".join(map(_shown, text[start : min(end, last)]))
    after = "".join(map(_shown, text[min(end, last) : last])) + rest
    marks = "^" * max(_columns(inside), 1)
    return f"{before}{inside}{after}\n{' ' * _columns(before)}{marks}"


def _shown(char: str) -> str:
    return char if char.isprintable() else ascii(char)[1:-1]


def _columns(text: str) -> int:
    return sum(
        0 if category(char) in ("Mn", "Me") else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )
