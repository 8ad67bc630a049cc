"""Pictures of trees: rectangles without control characters; the golden ones a person has looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from hypothesis import given, settings
from wcwidth import wcwidth

from tests.drawn import everything
from tutor.language.notation import read
from tutor.language.writing import to_unicode
from tutor.language.writing.block import columns

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

GOLDEN = Path(__file__).parent / "writing" / "pictures.txt"


def drawn(text: str) -> str:
    """The golden file anew: each typed line with its picture indented below it."""
    blocks = []
    for block in text.strip().split("\n\n"):
        typed = block.splitlines()[0]
        if typed.startswith("#"):
            blocks.append(typed)
            continue
        picture = to_unicode(read(typed).tree).splitlines()
        blocks.append("\n".join([typed, *(f"    {line}".rstrip() for line in picture)]))
    return "\n\n".join(blocks) + "\n"


def test_the_pictures_are_those_a_person_has_looked_at(rewriting: bool) -> None:
    golden = GOLDEN.read_text(encoding="utf-8")
    if rewriting:
        GOLDEN.write_text(drawn(golden), encoding="utf-8")

    assert drawn(golden) == GOLDEN.read_text(encoding="utf-8")


@settings(max_examples=300, deadline=None)
@given(e=everything(3))
def test_a_picture_is_a_rectangle(e: Expr) -> None:
    lines = to_unicode(e).split("\n")
    widths = {sum(wcwidth(character) for character in line) for line in lines}

    assert len(widths) == 1
    assert {columns(line) for line in lines} == widths


@settings(max_examples=300, deadline=None)
@given(e=everything(3))
def test_a_picture_holds_no_control_or_format_characters(e: Expr) -> None:
    found = {c for c in to_unicode(e) if category(c)[0] == "C" and c != "\n"}

    assert found == set()


def test_neighbours_stand_on_one_line() -> None:
    lines = to_unicode(read("a + x/2 = [[1], [2], [3]]").tree).split("\n")
    (base,) = [line for line in lines if "a + " in line]

    assert "───" in base
    assert "=" in base
    assert "2" in base
