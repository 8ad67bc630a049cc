"""The shelf of examples that says what the input language is: `tests/notation/constructs/*.txt`, read in.

A row begins at the margin with its meaning, in the plainest text of the language with every bracket
written. Below it, indented, stands what people write for it, a line each:

    sin(x)^2
      text     sin^2 x
      latex    \\sin^2 x
      unicode  sin²x
      not      sin(x^2)
      refused  bracket  sin^2(x
      also     ...
      written  \\sin(x)^{2}

`text`, `latex` and `unicode` have this meaning and no other, unless `also` names other readings, which
then all of them have. `not` is never read as this, if it is read; `refused` is not read, and says why with
this code (the meaning `nothing` has only such lines). `written` is the LaTeX given back; `pytest
--rewrite` fills it in, a person reads it. `names ...` and `policy ...` hold for the rows below them, up
to the next such line; `{U+00A0}` stands for a character that is hard to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.language.notation import declare
from tutor.language.notation.tokens import listed
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from tutor.language.scope import Scope

FOLDER = Path(__file__).parent / "notation" / "constructs"
FORMS = ("text", "latex", "unicode")
NOTHING = "nothing"
# The groups as a reader of the reference meets them.
ORDER = listed(
    "numbers sums_and_signs products fractions powers roots functions powers_of_functions logarithms"
    " bars_and_norms factorials_and_binomials percent_and_degrees names accents derivatives"
    " partial_derivatives integrals limits sums_with_bounds vectors matrices matrix_operations"
    " inner_products sets_and_intervals conditions relations piecewise plus_minus where labels"
    " probability distributions choice_and_truth decimal_comma"
)


@dataclass
class Row:
    """One meaning and the ways to write it.

    Args:
        group: the file it stands in.
        line: where it begins, from 1.
        meaning: in the plainest text.
        scope: the names and the policy of the question.
        plain: the same names; numbers as the plainest text has them, whatever the policy.
        said: the names and the policy as they are written.
        lines: the keyword and the text of each line below the meaning, in order.
    """

    group: str
    line: int
    meaning: str
    scope: Scope
    plain: Scope
    said: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)

    def of(self, *keys: str) -> list[str]:
        """The texts of the lines with one of these keywords."""
        return [text for key, text in self.lines if key in keys]

    @property
    def forms(self) -> list[tuple[str, str]]:
        """What people write for it, each with its notation."""
        return [(key, text) for key, text in self.lines if key in FORMS]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """What is not read: code and text."""
        pairs = [text.split(maxsplit=1) for text in self.of("refused")]
        return [(code, shown(rest[0]) if rest else "") for code, *rest in pairs]

    def __str__(self) -> str:
        return f"{self.group}:{self.line} {self.meaning}"


def shown(text: str) -> str:
    """A text with its hidden characters put in."""
    return re.sub(r"\{U\+([0-9A-F]+)\}", lambda found: chr(int(found[1], 16)), text)


def title(group: str) -> str:
    """What a group of rows is about: the first line of its file."""
    return (FOLDER / f"{group}.txt").read_text("utf-8").partition("\n")[0].removeprefix("# ")


def groups() -> list[str]:
    """The names of the files, in the order of the reference."""
    return sorted((file.stem for file in FOLDER.glob("*.txt")), key=ORDER.index)


def rows(group: str) -> list[Row]:
    """The rows of one file."""
    found: list[Row] = []
    said = {"names": "", "policy": ""}
    scope = plain = EMPTY
    text = (FOLDER / f"{group}.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        key, _, rest = line.partition(" ")
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  "):
            key, _, rest = line.strip().partition(" ")
            found[-1].lines.append((key, rest.strip() if key == "refused" else shown(rest.strip())))
        elif key in said:
            said[key] = rest
            scope, plain = _scopes(**said)
        else:
            told = "; ".join(f"{key} {value}" for key, value in said.items() if value)
            found.append(Row(group, number, line, scope, plain, told))
    return found


def _scopes(names: str, policy: str) -> tuple[Scope, Scope]:
    kinds = dict(pair.split(" ", 1) for pair in _parts(names))
    rules = dict(pair.split(" ", 1) for pair in _parts(policy))
    asked: dict[str, object] = {
        name: {"true": True, "false": False}.get(value, value) for name, value in rules.items()
    }
    of_numbers = ("decimal", "thousands")
    rest = {name: value for name, value in asked.items() if name not in of_numbers}
    return declare(kinds, policy=asked), declare(kinds, policy=rest)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r",(?![^(]*\))", text) if part.strip()]


def all_rows() -> list[Row]:
    """The whole shelf."""
    return [row for group in groups() for row in rows(group)]
