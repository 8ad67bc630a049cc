"""What went wrong inside the reader, before it is shown: a code, a sentence, a place, possible edits.

Lexer, builder and limits raise a Mistake; `reader.read` turns the first one into a NotationError and
keeps those of its edits that can be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Span


class Mistake(Exception):  # noqa: N818 not an error of ours: it becomes a NotationError
    """Something in the text that cannot be read.

    Args:
        code: one of `CODES` or `limit_...`.
        text: one sentence for the learner.
        span: in characters of the text as typed.
        expected: what could stand there, in words.
        edits: whole texts that may be meant, best first; not yet tried.
    """

    def __init__(
        self,
        code: str,
        text: str,
        span: Span,
        *,
        expected: Iterable[str] = (),
        edits: Iterable[str] = (),
    ) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.span = span
        self.expected = tuple(expected)
        self.edits = tuple(edits)


CODES = frozenset(
    {
        "ambiguous",
        "bar",
        "bracket",
        "char",
        "decimal_comma",
        "empty",
        "function_argument",
        "kind",
        "leading_zero",
        "mixed_number",
        "name_unknown",
        "operand_missing",
        "operator_missing",
        "option_unknown",
        "relation_chain",
        "shape",
        "thousands",
        "verb_unknown",
    }
)


def quoted(text: str, limit: int = 80) -> str:
    """At most `limit` characters of a learner's text, those that could move the cursor escaped."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut)
