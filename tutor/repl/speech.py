"""What the REPL says, and how it looks as plain text: words instead of colour, one line after another."""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.derivation.law import plain
from tutor.language.writing import to_text
from tutor.teaching.prose import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.derivation.step import Derivation, Step

Tone: TypeAlias = Literal["plain", "title", "good", "bad", "unsure", "hint", "maths", "dim"]

LINKS = {
    "equal": "=",
    "row_equivalent": "~",
    "same_solutions": "<=>",
    "up_to_constant": "= (+C)",
    "rounded": "≈",
    "introduces": "with",
}
ASCII = {
    "−": "-",
    "·": "*",
    "×": "*",
    "≈": "~=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "∂": "d",
    "∇": "grad ",
    "√": "sqrt",
    "±": "+/-",
    "…": "...",
    "“": '"',
    "”": '"',
    "’": "'",
    "–": "-",
    "—": "-",
    "π": "pi",
    "∞": "oo",
    "′": "'",
}
WIDEST = 96
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Said:
    """One line, or a few that belong together, with the tone they are said in."""

    text: str
    tone: Tone = "plain"


def worded(text: str) -> str:
    """A text for people without its marks: maths as it is typed, laws in plain signs."""
    said = []
    for piece in pieces(text):
        spelt = plain(piece.text) if piece.kind == "latex" else piece.text
        said.append(spelt if piece.kind == "words" else spelt.replace(" ", NO_BREAK))
    return "".join(said)


def wrapped(said: Said, columns: int = WIDEST + 1) -> str:
    """The text in lines of at most `columns`, broken between words, never inside maths."""
    rows = said.text.split("\n")
    if said.tone != "maths" and columns >= 10:
        rows = [_filled(row, min(columns - 1, WIDEST)) for row in rows]
    return "\n".join(rows).replace(NO_BREAK, " ")


def _filled(row: str, columns: int) -> str:
    if len(row) <= columns:
        return row
    return textwrap.fill(row, columns, break_long_words=False, break_on_hyphens=False)


def clean(text: str) -> str:
    """A text without characters that command a terminal or turn its direction."""
    return "".join(c if c.isprintable() else " " for c in text)


def derivation_lines(whole: Derivation) -> Iterator[str]:
    """A worked solution, a line a step with the name of its rule."""
    yield f"  {to_text(whole.problem)}"
    rows = [(LINKS[step.link], to_text(step.after), step.name) for step in whole.steps]
    column = min(60, max((len(line) for _, line, _ in rows), default=0))
    for link, line, name in rows:
        yield f"{link:<2}{line:<{column}}   {name}"
    if whole.status != "done":
        yield "  (I cannot take this any further.)"


def reason(step: Step) -> str:
    """Why a step is right: the rule, its law, and the step's own parts."""
    return f"{step.name}: {plain(step.law)}. {worded(step.why)}"


def in_ascii(text: str) -> str:
    """The text for a stream that cannot write more than ASCII."""
    known = "".join(ASCII.get(character, character) for character in text)
    plain = unicodedata.normalize("NFKD", known)
    return plain.encode("ascii", "replace").decode("ascii")
