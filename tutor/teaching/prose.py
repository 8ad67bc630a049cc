"""Text for people with maths in it: `...` holds maths in the learner's language, `$...$` holds LaTeX.

A lesson's texts use backticks only; the laws of rules, which are LaTeX, come in dollars. Whoever shows
a text decides how each piece looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tutor.errors import LearnerError
from tutor.language.expr.paths import free_names
from tutor.language.notation import read
from tutor.language.writing import to_text
from tutor.teaching.fill import fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

SPAN = re.compile(r"`(?P<maths>[^`\n]+)`|\$(?P<latex>[^$\n]+)\$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a text: plain words, maths in the learner's language, or LaTeX.

    Args:
        start: where it begins in the text, without its mark.
    """

    kind: Literal["words", "maths", "latex"]
    text: str
    start: int


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text, in order."""
    done = 0
    for found in SPAN.finditer(text):
        if found.start() > done:
            yield Piece("words", text[done : found.start()], done)
        if found["maths"] is not None:
            yield Piece("maths", found["maths"], found.start("maths"))
        else:
            yield Piece("latex", found["latex"], found.start("latex"))
        done = found.end()
    if done < len(text):
        yield Piece("words", text[done:], done)


def maths(text: str) -> Iterator[Piece]:
    """The maths of a text, in order."""
    return (piece for piece in pieces(text) if piece.kind == "maths")


def flowing(text: str) -> str:
    """The text with its paragraphs in one line each: where a file breaks a line means nothing."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def spell(text: str, values: Mapping[str, Expr], scope: Scope) -> str:
    """The text with drawn values in its maths; maths without a drawn name stays as written."""
    return "".join(
        f"`{_spelt(piece.text, values, scope)}`"
        if piece.kind == "maths"
        else (f"${piece.text}$" if piece.kind == "latex" else piece.text)
        for piece in pieces(flowing(text))
    )


def _spelt(text: str, values: Mapping[str, Expr], scope: Scope) -> str:
    try:
        tree = read(text, scope).tree
    except LearnerError:
        return text
    return to_text(fill(tree, values)) if free_names(tree) & values.keys() else text
