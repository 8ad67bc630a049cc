"""The reference of the input language is true: every example in grammars/README.md is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.shelf import FORMS, groups, rows, title
from tutor.assets import folder
from tutor.errors import NotationError
from tutor.language.kinds import a, kind_of
from tutor.language.notation import declare, limits, read
from tutor.language.notation.mistakes import CODES
from tutor.language.writing import to_text

if TYPE_CHECKING:
    from tutor.language.scope import Scope

README = folder("grammars") / "README.md"
TEXT = README.read_text(encoding="utf-8")
# Between these marks stand the first examples of every group; `pytest --rewrite` fills them in.
BEGIN, END = "<!-- examples -->", "<!-- end of examples -->"
SHOWN = 8


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without their backticks."""
    section = TEXT.split(f"\n## {heading}")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `") or "| `limit" in line]
    cells = [
        re.split(r"(?<!\\) \| ", line.strip().removeprefix("| ").removesuffix(" |"))
        for line in lines
    ]
    return [[cell.strip("`").replace(r"\|", "|") for cell in row] for row in cells]


def shown_in_the_reference(group: str) -> str:
    """The first examples of a group, as the reference shows them: what is typed, read, given back."""
    lines = [f"### {title(group)}"]
    said: str | None = None
    for row in [row for row in rows(group) if row.forms][:SHOWN]:
        if row.said != said:
            said = row.said
            with_names = [f"With `{said}`:", ""] if said else []
            lines += ["", *with_names, "| typed | read as | LaTeX |", "| --- | --- | --- |"]
        typed = [next((text for key, text in row.forms if key == form), None) for form in FORMS]
        cells = [
            ", ".join(code(text) for text in dict.fromkeys(typed) if text),
            ", also ".join(
                code(to_text(read(text, row.plain).tree)) for text in (row.meaning, *row.of("also"))
            ),
            code(row.of("written")[0]),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def code(text: str) -> str:
    """A text as code in a table."""
    visible = "".join(c if c.isprintable() else f"{{U+{ord(c):04X}}}" for c in text)
    return f"`{visible}`".replace("|", r"\|")


def test_the_examples_of_the_reference_are_those_of_the_shelf(*, rewriting: bool) -> None:
    before, _, rest = TEXT.partition(BEGIN)
    shown, _, after = rest.partition(END)
    right = "\n\n".join(shown_in_the_reference(group) for group in groups())
    if rewriting:
        README.write_text(f"{before}{BEGIN}\n\n{right}\n\n{END}{after}", encoding="utf-8")
        return

    assert shown.strip() == right


@pytest.mark.parametrize(("typed", "first", "other"), table("What people write both ways"))
def test_what_the_reference_calls_ambiguous_has_both_readings(
    typed: str, first: str, other: str
) -> None:
    reading = read(typed)

    assert reading.tree == read(first).tree
    assert reading.alternatives == (read(other).tree,)


def test_digits_are_parted_as_the_reference_says() -> None:
    header, *lines = [
        [cell.strip(" `") for cell in line.strip("| ").split(" | ")]
        for line in TEXT.split("| policy | ")[1].split("\n\n")[0].splitlines()
        if "---" not in line
    ]
    comma: dict[str, object] = {"decimal": "comma"}
    both = {**comma, "thousands": True}
    policies: list[dict[str, object]] = [{}, comma, {"thousands": True}, both]

    assert len(lines) == 4
    for policy, (_, *cells) in zip(policies, lines, strict=True):
        for typed, cell in zip(header, cells, strict=True):
            assert parted(typed, declare(policy=policy)) == cell.removesuffix(" (and a note)")


def parted(typed: str, scope: Scope) -> str:
    """A written number as a policy has it, in the words of the reference."""
    try:
        reading = read(typed, scope)
    except NotationError as error:
        return "refused" if error.code == "thousands" else error.code
    return f"the list {to_text(reading.tree)}" if reading.notes else to_text(reading.tree)


KINDS = declare(
    {"A": "matrix(2,3)", "S": "matrix(n,n)", "x": "vector(2)", "y": "vector(3)"}
    | dict.fromkeys("uv", "vector(n)")
)


@pytest.mark.parametrize("row", table("Kinds and shapes"), ids=lambda row: row[0])
def test_what_the_reference_says_of_shapes_holds(row: list[str]) -> None:
    typed, said, *because = row
    if because:
        assert a(kind_of(read(typed, KINDS).tree, KINDS)) == said
        return
    with pytest.raises(NotationError) as caught:
        read(typed, KINDS)

    assert caught.value.text == said


@pytest.mark.parametrize(("code", "typed"), table("Errors"))
def test_an_example_of_an_error_has_its_code(code: str, typed: str) -> None:
    with pytest.raises(NotationError) as caught:
        read(typed)

    assert caught.value.code == code


def test_every_code_is_in_the_reference() -> None:
    listed = {row[0] for row in table("Errors")}

    assert CODES - listed == {"decimal_comma"}
    assert "`decimal_comma`" in TEXT


def test_the_bounds_in_the_reference_are_those_of_the_reader() -> None:
    rows = {row[2]: int(row[1]) for row in table("Bounds")}

    assert rows == {
        "limit_characters": limits.CHARACTERS,
        "limit_tokens": limits.TOKENS,
        "limit_signs": limits.SIGNS,
        "limit_name": limits.NAME_LENGTH,
        "limit_brackets": limits.BRACKETS,
        "limit_depth": limits.DEPTH,
        "limit_nodes": limits.NODES,
        "limit_digits": limits.DIGITS,
        "limit_exponent": limits.EXPONENT,
        "limit_names": limits.NAMES,
        "limit_nesting": limits.NESTING,
    }
