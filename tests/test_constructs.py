"""The shelf of examples holds, row by row: what people write is read as they mean it, and nothing else is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import pytest

from tests.shelf import FOLDER, FORMS, NOTHING, all_rows, groups
from tutor.errors import NotationError
from tutor.language.expr.nodes import Vector
from tutor.language.expr.paths import transform
from tutor.language.notation import read
from tutor.language.writing import to_latex, to_text

if TYPE_CHECKING:
    from tests.shelf import Row
    from tutor.language.expr.nodes import Expr
    from tutor.language.notation.understand import Notation

ROWS = all_rows()
MEANT = [row for row in ROWS if row.meaning != NOTHING]
KEYWORDS = {*FORMS, "also", "not", "refused", "written"}


@cache
def _meaning(meaning: str, line: int, group: str) -> Expr:
    row = next(r for r in ROWS if (r.meaning, r.line, r.group) == (meaning, line, group))
    return read(meaning, row.plain).tree


def meaning(row: Row) -> Expr:
    """The tree of what a row means."""
    return _meaning(row.meaning, row.line, row.group)


def others(row: Row) -> list[Expr]:
    """The other readings that the row says its forms have."""
    return [read(text, row.plain).tree for text in row.of("also")]


def in_brackets(e: Expr) -> Expr:
    """The same with a vector of unit vectors written in angle brackets."""

    def change(node: Expr) -> Expr:
        units = isinstance(node, Vector) and node.bracket == "|i|"
        return Vector(node.entries, "<") if units and isinstance(node, Vector) else node

    return transform(e, change)


FORM_LINES = [(row, key, text) for row in MEANT for key, text in row.forms]


@pytest.mark.parametrize(("row", "key", "text"), FORM_LINES, ids=str)
def test_what_people_write_is_read_as_they_mean_it(row: Row, key: str, text: str) -> None:
    notations: tuple[Notation, ...] = ("auto",)
    if key != "unicode":
        notations = ("auto", cast("Notation", key))
    for notation in notations:
        reading = read(text, row.scope, notation=notation)

        assert reading.tree == meaning(row), notation
        assert [in_brackets(e) for e in reading.alternatives] == others(row), notation


NOT_LINES = [(row, text) for row in MEANT for text in row.of("not")]


@pytest.mark.parametrize(("row", "text"), NOT_LINES, ids=str)
def test_what_is_written_otherwise_is_never_read_as_this(row: Row, text: str) -> None:
    try:
        reading = read(text, row.scope)
    except NotationError:
        return  # not read at all

    assert meaning(row) not in (reading.tree, *reading.alternatives)


REFUSED_LINES = [(row, code, text) for row in ROWS for code, text in row.refused]


@pytest.mark.parametrize(("row", "code", "text"), REFUSED_LINES, ids=str)
def test_what_cannot_be_read_is_refused_with_its_code(row: Row, code: str, text: str) -> None:
    with pytest.raises(NotationError) as caught:
        read(text, row.scope)

    assert caught.value.code == code, caught.value.text


@pytest.mark.parametrize("row", MEANT, ids=str)
def test_what_is_given_back_reads_back_as_the_same(row: Row) -> None:
    tree = meaning(row)
    readings = [
        read(to_text(tree), row.plain, notation="text"),
        read(to_latex(tree), row.plain, notation="latex"),
    ]

    for reading in readings:
        assert reading.tree == tree
        assert not reading.alternatives or row.of("also")


@pytest.mark.parametrize("group", groups())
def test_the_latex_given_back_is_the_one_written_down(group: str, *, rewriting: bool) -> None:
    shelf = [row for row in MEANT if row.group == group and row.forms]
    if rewriting:
        write_latex(group)
        return

    assert {str(row): row.of("written") for row in shelf} == {
        str(row): [to_latex(meaning(row))] for row in shelf
    }


def write_latex(group: str) -> None:
    """Fill in the `written` lines of a file, each as the last of its row."""
    file = FOLDER / f"{group}.txt"
    lines = file.read_text("utf-8").splitlines()
    rows = [row for row in MEANT if row.group == group and row.forms]
    for row in reversed(rows):
        first = last = row.line  # the line numbers count from 1: this is the one below the meaning
        while last < len(lines) and lines[last].startswith("  "):
            last += 1
        kept = [line for line in lines[first:last] if not line.startswith("  written")]
        lines[first:last] = [*kept, f"  written  {to_latex(meaning(row))}"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


# The shelf itself.


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_says_what_it_is(row: Row) -> None:
    assert {key for key, _ in row.lines} <= KEYWORDS
    assert row.forms or row.of("not", "refused"), "a row without lines"
    assert row.meaning != NOTHING or not row.of(*FORMS, "not", "also", "written")


@pytest.mark.parametrize("row", MEANT, ids=str)
def test_a_meaning_is_plain(row: Row) -> None:
    """What a row means has one reading itself, or as many as the row admits."""
    assert len(read(row.meaning, row.plain).alternatives) <= len(row.of("also"))


def test_the_shelf_is_large() -> None:
    negative = sum(len(row.of("not", "refused")) for row in ROWS)

    assert len(MEANT) >= 450
    assert negative >= 60
    assert {row.group for row in ROWS if row.of("not", "refused")} == set(groups())
