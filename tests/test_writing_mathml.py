"""MathML: well-formed, of few elements, each with the children it needs; no text of a tree is markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.drawn import everything, written_anew
from tutor.language.expr.nodes import Call, Number, Symbol, Verb, Word
from tutor.language.notation import read
from tutor.language.writing import to_mathml, to_speech

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

TABLE = Path(__file__).parent / "writing" / "mathml.txt"
SPACE = "{http://www.w3.org/1998/Math/MathML}"
CHILDREN = {
    "mi": 0,
    "mn": 0,
    "mo": 0,
    "mtext": 0,
    "mspace": 0,
    "mfrac": 2,
    "msup": 2,
    "msub": 2,
    "munder": 2,
    "mover": 2,
    "mroot": 2,
    "msubsup": 3,
    "munderover": 3,
    "msqrt": 1,
    "math": 1,
    "mtd": 1,
}
FREE = {"mrow", "mtable", "mtr"}
ATTRIBUTES = {
    *("form", "fence", "stretchy", "separator", "accent", "width", "linethickness"),
    *("class", "mathcolor", "columnalign", "display", "alttext"),
}


def parsed(e: Expr) -> ET.Element:
    return ET.fromstring(to_mathml(e))


def kind(element: ET.Element) -> str:
    assert element.tag.startswith(SPACE)
    return element.tag.removeprefix(SPACE)


def inside(typed: str) -> str:
    """What stands in the `math` element, with its invisible operators spelt."""
    written = to_mathml(read(typed).tree).partition(">")[2].removesuffix("</math>")
    return written.replace("\u2062", "&it;").replace("\u2061", "&af;")


def test_the_table_is_what_a_person_has_read(rewriting: bool) -> None:
    assert written_anew(TABLE, inside, rewriting=rewriting) == TABLE.read_text(encoding="utf-8")


@settings(max_examples=500, deadline=None)
@given(e=everything(3))
def test_every_element_is_known_and_has_the_children_it_needs(e: Expr) -> None:
    for element in parsed(e).iter():
        name = kind(element)

        assert name in FREE or len(element) == CHILDREN[name], name
        assert set(element.attrib) <= ATTRIBUTES
        if name in FREE or CHILDREN[name]:
            assert element.text is None
        assert element.tail is None


@settings(max_examples=200, deadline=None)
@given(e=everything(2))
def test_the_alternative_text_is_what_is_spoken(e: Expr) -> None:
    assert parsed(e).get("alttext") == to_speech(e)


@pytest.mark.parametrize(
    "evil",
    [
        "</mi><script>",
        "a&b",
        '"x',
        "<b>",
        "&#x3c;",
        "]]>",
        "<!--",
        "a\x1b[31m",
        "\u202e",
        "\x00",
        "'",
    ],
)
def test_no_text_of_a_tree_becomes_markup(evil: str) -> None:
    for e in (
        *(Symbol(evil), Word(evil), Number(evil), Call(evil, (Number("1"),))),
        Verb(evil, (Number("1"),), ((evil, Number("2")),)),
    ):
        written = to_mathml(e)
        found = {kind(element) for element in ET.fromstring(written).iter()}

        assert found <= {"math", "mrow", "mi", "mn", "mo", "mtext"}
        assert all(c.isprintable() or c in "\u2061\u2062" for c in written)


def test_maths_stands_on_its_own_line_or_within_one() -> None:
    tree = read("x").tree

    assert 'display="block"' in to_mathml(tree)
    assert 'display="inline"' in to_mathml(tree, inline=True)


def test_a_highlight_shows_its_colour_and_names_its_style() -> None:
    tree = read("a - b").tree
    term = '<mrow><mo form="infix">−</mo><mi>b</mi></mrow>'

    assert f'<mrow class="highlight red" mathcolor="red">{term}</mrow>' in to_mathml(
        tree, highlight={(1,): "red"}
    )
    assert f'<munder class="highlight underline">{term}<mo' in to_mathml(
        tree, highlight={(1,): "underline"}
    )
