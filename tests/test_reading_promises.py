"""What holds for every text: one parse, a closed vocabulary, spans inside the text, no other error."""

from __future__ import annotations

import inspect
import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Literal

import pytest
from lark.exceptions import UnexpectedInput  # noqa: TID251 our loop is held to what Lark does

from tests.test_reading import rows
from tutor.assets import folder
from tutor.errors import NotationError
from tutor.language.expr.paths import children, subexpressions
from tutor.language.notation import caret, declare, read
from tutor.language.notation.building import Building
from tutor.language.notation.characters import fold
from tutor.language.notation.forks import CONSTRUCTS
from tutor.language.notation.lalr import Unexpected, parse
from tutor.language.notation.lexer import lex
from tutor.language.notation.mistakes import CODES, Mistake
from tutor.language.notation.names import Names
from tutor.language.notation.problems import Builder
from tutor.language.notation.table import build, build_lark, grammar_text, table
from tutor.language.notation.tokens import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.scope import Scope

READABLE = [
    (scope, cells[0])
    for name in ("text.txt", "latex.txt", "unicode.txt", "names.txt", "marks.txt", "ambiguous.txt")
    for scope, cells in rows(name)
]


def test_the_grammar_has_no_conflict_and_its_stored_table_is_up_to_date() -> None:
    stored = [json.loads(p.read_text(encoding="utf-8")) for p in folder("grammars").glob("*.json")]
    made = build(grammar_text())  # strict: a conflict is an error

    assert [{**s, "lark": ""} for s in stored] == [{**made, "lark": ""}]


def test_every_word_of_the_grammar_is_a_word_of_the_builder_and_no_other_is() -> None:
    words = {rule.word for rule in table().rules} - {""}
    own = {name for name, _ in inspect.getmembers(Builder, inspect.isfunction) if name[0] != "_"}
    helpers = {name for name in vars(Building) if name[0] != "_"}

    assert own - helpers - {"constant_named"} == words


class Words:
    """Builds nothing but the words, to be compared with Lark's own tree."""

    def __call__(self, word: str, parts: list[Any], first: int, last: int) -> Any:
        del first, last
        return word, [part if isinstance(part, tuple) else part.type for part in parts]


def lark_words(tree: Any) -> Any:
    if not hasattr(tree, "data"):
        return tree.type
    return str(tree.data), [lark_words(child) for child in tree.children]


def test_our_loop_reads_what_lark_reads() -> None:
    lark = build_lark(grammar_text())
    for scope, text in READABLE:
        try:
            tokens = lex(fold(text), Names.of(scope)).tokens
        except Mistake:
            tokens = lex(fold(text), Names.of(scope), norms=True).tokens
        try:
            theirs = lark_words(lark.parse(tokens))
        except UnexpectedInput:
            theirs = None  # a text that reads only with its bars or blanks taken another way
        try:
            ours = parse(table(), tokens, Words())
        except Unexpected:
            ours = None

        assert ours == theirs, text


@pytest.mark.parametrize(("scope", "text"), READABLE)
def test_spans_lie_in_the_text_and_inside_each_other(scope: Scope, text: str) -> None:
    reading = read(text, scope)
    for tree in (reading.tree, *reading.alternatives):
        for _, node in subexpressions(tree):
            if node.span is None:
                continue
            start, end = node.span

            assert 0 <= start <= end <= len(text), node
            for child in children(node):
                if child.span is not None:
                    assert start <= child.span[0], (node, child)
                    assert child.span[1] <= end, (node, child)


@pytest.mark.parametrize(
    ("text", "part", "written"),
    [
        ("2x + sin(y)", (0,), "2x"),
        ("2x + sin(y)", (1,), "sin(y)"),
        ("a - b", (1,), "- b"),
        ("x² + ½", (0,), "x²"),
        (r"\frac{x+1}{2}", (0,), "x+1"),
        ("d/dx x^2 + 3x", (0,), "d/dx x^2"),
        ("x = 1, y = 2", (1,), "y = 2"),
    ],
)
def test_a_span_shows_what_was_typed(text: str, part: tuple[int, ...], written: str) -> None:
    node = dict(subexpressions(read(text).tree))[part]

    assert node.span is not None
    assert text[slice(*node.span)] == written


def test_other_readings_differ_from_the_first_and_are_at_most_three() -> None:
    for scope, text in READABLE:
        reading = read(text, scope)

        assert len(reading.alternatives) <= 3, text
        assert len({reading.tree, *reading.alternatives}) == 1 + len(reading.alternatives), text


PIECES = listed(
    "x y z 2 3.5 0 1e3 2e-3 + - * / ^ ( ) [ ] { } | || , ; = < > <= ~ : ' '' ! % ° sin cos ln log sqrt"
    " exp f( g( d/dx dy/dx ∂/∂x where or and in U max min true E[ P( Var( N(0,1) Normal( Beta( diff("
    " det( pi e i j k oo λ α π ² ⁻¹ ₁ √ ∛ ½ ± ∪ ∩ ∅ ‖ ⟨ ⟩ ⌊ ⌋ \\frac \\sqrt \\sin \\left( \\right) \\{"
    " \\} \\begin{pmatrix} \\end{pmatrix} & \\\\ \\mathbf{x} \\text{or} \\cdot \\pi \\binom $ A B T A^T"
    " x_1 x_{12} _ . ... == := х \u200b \u202e \x00 \ud800 😀 ｘ ّ 中"
)
SCOPES = (
    declare(),
    declare({"x": "vector(n)", "A": "matrix(n,n)", "T": "real"}),
    declare({"f": "function", "s": "real", "i": "real", "n": "real", "t": "real"}),
    declare(policy={"decimal": "comma", "complex": True}),
)


def noise() -> list[str]:
    """600 texts that are nearly maths, the same on every run."""
    draw = random.Random(2024)
    texts = ["".join(draw.choices([*PIECES, " "], k=draw.randint(1, 12))) for _ in range(500)]
    letters = "".join(map(chr, [*range(32, 127), *range(0xA0, 0x180), *range(0x2190, 0x2300)]))
    return texts + ["".join(draw.choices(letters, k=draw.randint(1, 40))) for _ in range(100)]


@pytest.mark.parametrize("number", range(5))
def test_nothing_but_a_notation_error_comes_out_of_noise(number: int) -> None:
    scope = SCOPES[number % len(SCOPES)]
    notation: Literal["auto", "latex"] = "latex" if number % 2 else "auto"
    for text in noise()[number::5]:
        try:
            read(text, scope, notation=notation)
        except NotationError as failure:
            check_error(failure, text, lambda repair: read(repair, scope, notation=notation))


def check_error(error: NotationError, text: str, again: Callable[[str], object]) -> None:
    """A code of the reference, a place in the text, a sentence that is safe to print, repairs that read."""
    start, end = error.span

    assert error.code in CODES or error.code.startswith("limit_"), error.code
    assert 0 <= start <= end <= len(text)
    assert error.text.isprintable()
    assert "^" in caret(text, error.span)
    for repair in error.repairs:
        again(repair)


def test_the_same_text_gives_the_same_reading_from_any_thread() -> None:
    texts = READABLE[:120]

    def everything(_: int) -> list[Any]:
        return [(read(text, scope).tree, read(text, scope).alternatives) for scope, text in texts]

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(everything, range(8))

    assert all(other == first for other in others)


def test_every_construct_that_can_be_turned_is_in_the_table_of_constructs() -> None:
    shown = set()
    for scope, cells in rows("ambiguous.txt"):
        lexing = lex(fold(cells[0]), Names.of(scope))
        builder = Builder(lexing.tokens, scope, frozenset())
        parse(table(), lexing.tokens, builder)
        builder.finish()
        shown |= lexing.found | builder.found | {f.construct for f in builder.forks.values()}

    assert shown <= set(CONSTRUCTS)
    assert set(CONSTRUCTS) - shown == {
        "unit_vectors",
        "plus_minus",
    }  # found on the tree, not on the way


@pytest.mark.parametrize(
    ("text", "span", "marks"),
    [
        ("2*x + * 3", (6, 7), "      ^"),
        ("x +", (3, 3), "   ^"),
        ("中x + * 3", (5, 6), "      ^"),
        ("x\x07+1", (1, 2), " ^^^^"),
    ],
)
def test_the_caret_stands_under_the_place(text: str, span: tuple[int, int], marks: str) -> None:
    shown, below = caret(text, span).split("\n")

    assert below == marks
    assert shown.isprintable()


def test_a_long_text_is_quoted_around_the_place() -> None:
    text = "x + " * 100 + "* 3"
    shown, below = caret(text, (400, 401)).split("\n")

    assert len(shown) <= 82
    assert shown[below.index("^")] == "*"
