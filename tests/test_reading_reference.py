"""The reference of the input language is true: every example in grammars/README.md is read."""

from __future__ import annotations

import re

import pytest

from tutor.assets import folder
from tutor.errors import NotationError
from tutor.language.kinds import a, kind_of
from tutor.language.notation import declare, limits, read
from tutor.language.notation.mistakes import CODES

TEXT = (folder("grammars") / "README.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without their backticks."""
    section = TEXT.split(f"\n## {heading}")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `") or "| `limit" in line]
    cells = [
        re.split(r"(?<!\\) \| ", line.strip().removeprefix("| ").removesuffix(" |"))
        for line in lines
    ]
    return [[cell.strip("`").replace(r"\|", "|") for cell in row] for row in cells]


@pytest.mark.parametrize(("typed", "right"), table("What can be typed"))
def test_what_the_reference_says_can_be_typed_is_read_so(typed: str, right: str) -> None:
    assert read(typed).tree == read(right).tree


@pytest.mark.parametrize(("typed", "first", "other"), table("What people write both ways"))
def test_what_the_reference_calls_ambiguous_has_both_readings(
    typed: str, first: str, other: str
) -> None:
    reading = read(typed)

    assert reading.tree == read(first).tree
    assert reading.alternatives == (read(other).tree,)


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
