"""What stands under the line while it is being typed: the maths in two dimensions, or what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.errors import NotationError
from tutor.language.notation import read
from tutor.language.writing import to_text, to_unicode
from tutor.repl.commands import understand
from tutor.repl.speech import clean, worded

if TYPE_CHECKING:
    from tutor.language.scope import Scope

ROWS = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows to show, and whether the line can be read as it stands."""

    rows: tuple[str, ...]
    complete: bool


def preview(text: str, scope: Scope, columns: int = 80, *, plain: bool = False) -> Preview:
    """How the typed text reads, at most `ROWS` rows of `columns`; never an error.

    Args:
        plain: one row of plain signs, where the terminal can write no more.
    """
    written = text.strip().removeprefix("=").lstrip()
    if not written or understand(written).command is not None:
        return Preview((), complete=True)
    try:
        tree = read(written, scope).tree
    except NotationError as error:
        hint = f"expected: {', '.join(error.expected[:4])}" if error.expected else error.text
        return Preview((clean(worded(hint))[: max(1, columns - 1)],), complete=False)
    drawing = to_text(tree) if plain else to_unicode(tree)
    rows = drawing.split("\n")
    if len(rows) > ROWS or max(map(len, rows)) >= columns:
        rows = [to_text(tree)[: max(1, columns - 1)]]
    return Preview(tuple(rows), complete=True)


def is_open(text: str) -> bool:
    """Whether brackets still wait for their partner: then Enter goes on instead of sending."""
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}" and depth > 0)
    return depth > 0
