"""What the REPL says, and how it looks as plain text: words instead of colour, one line after another."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.errors import LearnerError
from tutor.language.notation import read
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
FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
SILENT = re.compile(r"\\(?:mathrm|operatorname|text|left|right|displaystyle|!)\s?")
SPACE = re.compile(r"\\(?:[,;: ]|quad|qquad)")
SIGNS = {
    r"\cdot": "*",
    r"\pm": "±",
    r"\neq": "!=",
    r"\ne": "!=",
    r"\leq": "<=",
    r"\geq": ">=",
    r"\Rightarrow": "=>",
    r"\to": "->",
    r"\partial": "∂",
    r"\infty": "∞",
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
        spelt = law(piece.text) if piece.kind == "latex" else piece.text
        said.append(spelt if piece.kind == "words" else spelt.replace(" ", NO_BREAK))
    return "".join(said)


def law(latex: str) -> str:
    """A law, written in LaTeX, as a line of plain signs."""
    try:
        return to_text(read(latex, notation="latex").tree)
    except LearnerError:
        pass
    text = SILENT.sub("", SPACE.sub(" ", latex))
    while (flat := FRACTION.sub(_fraction, text)) != text:
        text = flat
    for sign, meant in SIGNS.items():
        text = re.sub(re.escape(sign) + r"(?![A-Za-z]) ?", meant, text)
    text = re.sub(r"\\([A-Za-z]+)\s?", r"\1 ", text).replace("{", "(").replace("}", ")")
    return re.sub(r"\s+", " ", text).strip()


def _fraction(found: re.Match[str]) -> str:
    above, below = (
        part if re.fullmatch(r"[\w']+", part) else f"({part})" for part in found.groups()
    )
    return f"{above}/{below}"


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
    return f"{step.name}: {law(step.law)}. {worded(step.why)}"


def in_ascii(text: str) -> str:
    """The text for a stream that cannot write more than ASCII."""
    known = "".join(ASCII.get(character, character) for character in text)
    plain = unicodedata.normalize("NFKD", known)
    return plain.encode("ascii", "replace").decode("ascii")
