"""Highlights: every part of a tree can stand out, in every writer, and nothing else changes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.drawn import everything
from tests.generators import trees
from tutor.errors import CallerError
from tutor.language.expr.nodes import Number, Root, Sum, Symbol
from tutor.language.expr.paths import at, subexpressions
from tutor.language.notation import read
from tutor.language.writing import to_latex, to_mathml, to_speech, to_text, to_unicode
from tutor.language.writing.block import columns
from tutor.language.writing.highlight import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

WRITERS = (to_text, to_latex, to_unicode, to_mathml, to_speech)
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"  # marks that a terminal does not show
MARKS = dict.fromkeys(STYLES, (BOLD, PLAIN))
MANY = settings(max_examples=100, deadline=None)


def places(e: Expr) -> Iterator[Path]:
    """The paths of all parts that are written: the 2 of a square root is not."""
    for path, part in subexpressions(e):
        above = at(e, path[:-1]) if path else None
        if not (isinstance(above, Root) and path[-1] == 1 and part == Number("2")):
            yield path


def without_marks(text: str) -> str:
    return text.replace(BOLD, "").replace(PLAIN, "")


def without_colour(mathml: str) -> str:
    """MathML without the rows that are there for a highlight, and without its spoken form."""
    root = ET.fromstring(mathml)
    root.attrib.pop("alttext")

    def plain(element: ET.Element) -> list[ET.Element]:
        marked = element.get("class", "").startswith("highlight ")
        if marked:
            element = element[0]
        element[:] = [part for child in element for part in plain(child)]
        # a minus and its term are two elements of the sum, and one to be coloured
        subtracted = marked and len(element) and element[0].get("form") == "infix"
        return list(element) if subtracted else [element]

    (whole,) = plain(root)
    return ET.tostring(whole, encoding="unicode")


@MANY
@given(e=trees(3))
def test_every_part_of_a_text_can_be_marked(e: Expr) -> None:
    whole = to_text(e)
    for path in places(e):
        marked = to_text(e, highlight={path: "red"}, marks=MARKS)

        assert without_marks(marked) == whole
        assert marked.count(BOLD) == marked.count(PLAIN) == 1


@MANY
@given(e=everything(3))
def test_every_part_of_a_picture_can_be_marked_on_every_line(e: Expr) -> None:
    whole = to_unicode(e)
    for path in places(e):
        marked = to_unicode(e, highlight={path: "red"}, marks=MARKS)

        assert without_marks(marked) == whole
        assert marked.count(BOLD) == marked.count(PLAIN) >= 1
        assert all(line.count(BOLD) == line.count(PLAIN) for line in marked.split("\n"))


@MANY
@given(e=everything(2))
def test_marks_that_can_be_seen_keep_a_picture_a_rectangle(e: Expr) -> None:
    for path in places(e):
        widths = {columns(line) for line in to_unicode(e, highlight={path: "red"}).split("\n")}

        assert len(widths) == 1


@MANY
@given(e=everything(2))
def test_every_part_of_mathml_can_be_coloured(e: Expr) -> None:
    whole = without_colour(to_mathml(e))
    for path in places(e):
        for style in ("red", "underline"):
            marked = to_mathml(e, highlight={path: style})

            assert without_colour(marked) == whole
            assert marked.count(f'class="highlight {style}"') >= 1


@MANY
@given(e=everything(3))
def test_every_part_of_speech_can_be_pointed_out(e: Expr) -> None:
    whole = to_speech(e)
    for path in places(e):
        marked = to_speech(e, highlight={path: "red"})

        assert marked.replace("highlighted ", "").replace(" end highlight", "") == whole
        assert marked.count("highlighted ") == marked.count(" end highlight") >= 1


@MANY
@given(e=trees(3))
def test_every_part_of_latex_can_be_coloured(e: Expr) -> None:
    whole = re.sub(r"[{} ]", "", to_latex(e))
    for path in places(e):
        marked = to_latex(e, highlight={path: "red"})

        assert re.sub(r"[{} ]", "", marked.replace(r"\textcolor{red}", "")) == whole


@pytest.mark.parametrize("typed", ["a - b", "a - 2x", "-a - (b - c)"])
def test_the_minus_of_a_subtracted_term_belongs_to_it(typed: str) -> None:
    tree = read(typed).tree

    assert "«- " in to_text(tree, highlight={(1,): "red"})
    assert "«- " in to_unicode(tree, highlight={(1,): "red"})
    assert "highlighted minus " in to_speech(tree, highlight={(1,): "red"})
    assert r"\textcolor{red}{- " in to_latex(tree, highlight={(1,): "red"})
    assert 'mathcolor="red"><mrow><mo form="infix">' in to_mathml(tree, highlight={(1,): "red"})


def test_brackets_around_a_part_are_not_part_of_it() -> None:
    tree = read("2(x + 1)").tree

    assert to_text(tree, highlight={(1,): "red"}) == "2*(«x + 1»)"
    assert to_unicode(tree, highlight={(1,): "red"}) == "2(«x + 1»)"
    assert to_latex(tree, highlight={(1,): "red"}) == r"2 (\textcolor{red}{x + 1})"
    assert (
        to_speech(tree, highlight={(1,): "red"})
        == "2 times the quantity highlighted x plus 1 end highlight, end quantity"
    )


def test_a_part_that_occurs_twice_is_highlighted_once() -> None:
    x = Symbol("x")
    again = Sum((x, x))  # one node in two places

    assert to_text(again, highlight={(1,): "red"}) == "x + «x»"
    assert to_unicode(again, highlight={(0,): "red"}) == "«x» + x"


def test_highlights_may_stand_within_one_another() -> None:
    tree = read("sin(x) + 1").tree
    both: dict[Path, str] = {(0,): "red", (0, 0): "blue"}
    marks = {"red": ("<", ">"), "blue": ("[", "]")}

    assert to_text(tree, highlight=both, marks=marks) == "<sin([x])> + 1"
    assert to_unicode(tree, highlight=both, marks=marks) == "<sin([x])> + 1"


def test_a_style_without_marks_is_not_marked() -> None:
    tree = read("x + 1").tree

    assert to_text(tree, highlight={(0,): "red"}, marks={}) == "x + 1"


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("style", STYLES)
def test_all_writers_know_the_same_styles(write: Callable[..., str], style: str) -> None:
    assert write(Symbol("x"), highlight={(): style}) != write(Symbol("x"))


@pytest.mark.parametrize("write", WRITERS)
def test_a_highlight_that_cannot_be_is_the_callers_mistake(write: Callable[..., str]) -> None:
    with pytest.raises(CallerError, match="highlight with one of"):
        write(Symbol("x"), highlight={(): "loud"})
    with pytest.raises(CallerError, match="leads to no part"):
        write(Symbol("x"), highlight={(0,): "red"})
