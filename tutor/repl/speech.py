"""What the REPL says, and how it looks as plain text: words instead of colour, one line after another."""

from __future__ import annotations

import re
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
    from tutor.language.expr.nodes import Expr

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
COMMANDS_IN_LATEX = re.compile(r"\\(?:mathrm|operatorname|text|left|right|,|;|!|quad)\s?")
FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Said:
    """One line, or a few that belong together, with the tone they are said in."""

    text: str
    tone: Tone = "plain"


def worded(text: str) -> str:
    """A text for people without its marks: maths as it is typed, laws in plain signs."""
    return "".join(
        law(piece.text) if piece.kind == "latex" else piece.text for piece in pieces(text)
    )


def law(latex: str) -> str:
    """A law, written in LaTeX, as a line of plain signs."""
    try:
        return to_text(read(latex, notation="latex").tree)
    except LearnerError:
        pass
    text = latex
    while (flat := FRACTION.sub(r"(\1)/(\2)", text)) != text:
        text = flat
    text = COMMANDS_IN_LATEX.sub("", text)
    for sign, meant in ((r"\cdot", "*"), (r"\neq", "!="), (r"\ne", "!="), (r"\to", "->")):
        text = text.replace(sign, meant)
    return re.sub(r"\\([A-Za-z]+)\s?", r"\1 ", text).replace("{", "(").replace("}", ")").strip()


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


def shown(line: Expr) -> str:
    """A line as one types it."""
    return to_text(line)


def in_ascii(text: str) -> str:
    """The text for a stream that cannot write more than ASCII."""
    known = "".join(ASCII.get(character, character) for character in text)
    plain = unicodedata.normalize("NFKD", known)
    return plain.encode("ascii", "replace").decode("ascii")
