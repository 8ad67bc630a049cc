"""What is written reads back, has no second reading, and carries nothing but what the tree says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.generators import expressions, trees
from tests.round_trip import WRITERS, Tally
from tutor.errors import CallerError
from tutor.language.expr.nodes import Number, Symbol, Vector, Verb, Word
from tutor.language.expr.paths import children, subexpressions
from tutor.language.notation import declare, read
from tutor.language.writing import to_latex, to_text
from tutor.language.writing.latex import STYLES

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from tutor.language.expr.nodes import Expr

TABLE = Path(__file__).parent / "writing" / "brackets.txt"
MACROS = {
    *("mathbb", "mid", "neg", "ast", "emptyset", "dagger"),
    *("frac", "sqrt", "binom", "left", "right", "begin", "end", "cdot", "text", "mathrm"),
    *("operatorname", "infty", "pi", "top", "circ", "partial", "lVert", "rVert", "lfloor"),
    *("rfloor", "lceil", "rceil", "langle", "rangle", "cup", "cap", "setminus", "in", "sim", "ne"),
    *("le", "ge", "alpha", "delta", "sin", "cos", "tan", "arcsin", "tanh", "exp", "ln", "log"),
    *("hat", "bar", "tilde", "dot", "ddot", "beta", "mu", "lambda", "Sigma", "cosh"),
    *("int", "sum", "prod", "lim", "to", "nabla", ",", "det", "max", "Gamma", "_", "%", "{", "}"),
    *("\\", "gcd", "min"),
}


def rows() -> list[tuple[str, str, str]]:
    """The rows of the table: fully bracketed, as text, as LaTeX."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [line.split(" => ") for line in lines if line.strip() and not line.startswith("#")]
    return [(typed, text, latex) for typed, text, latex in cells]


@pytest.mark.parametrize(("typed", "text", "latex"), rows())
def test_brackets_are_as_few_as_leave_one_reading(typed: str, text: str, latex: str) -> None:
    tree = read(typed).tree

    assert to_text(tree) == text
    assert to_latex(tree) == latex


@pytest.mark.parametrize(("typed", "text", "latex"), rows())
def test_the_table_reads_back(typed: str, text: str, latex: str) -> None:
    tree = read(typed).tree

    assert read(text, notation="text").tree == tree
    assert read(latex, notation="latex").tree == tree


@pytest.mark.parametrize("notation", WRITERS)
@pytest.mark.parametrize(
    "strategy", [expressions(3), trees(2), trees(3)], ids=["scalar", "small", "any"]
)
def test_what_is_written_reads_back_and_has_one_reading(
    notation: str, strategy: SearchStrategy[Expr]
) -> None:
    @settings(max_examples=150, deadline=None)
    @given(e=strategy)
    def holds(e: Expr) -> None:
        tally = Tally()
        tally.check(e, notation)

        assert tally.failures == []
        assert tally.ambiguous == []

    holds()


def test_a_verb_of_two_words_reads_back_from_latex() -> None:
    tree = read("implicit_diff(x^2 + y^2 = 1, y, x)").tree

    assert read(to_latex(tree), notation="latex").tree == tree


@pytest.mark.parametrize("typed", ["A^T B", "A^-1", "u + 2v", "g(t)", "t(s)", "|A|", "2foo^2"])
def test_declared_names_read_back(typed: str) -> None:
    scope = declare(
        {
            "A": "matrix(n,n)",
            "B": "matrix(n,n)",
            "u": "vector(n)",
            "v": "vector(n)",
            "g": "function",
        }
        | {"t": "real", "s": "real", "foo": "positive"}
    )
    tree = read(typed, scope).tree

    assert read(to_text(tree), scope).tree == tree
    assert read(to_latex(tree), scope, notation="latex").tree == tree


def test_unit_vectors_are_written_as_the_vector_they_are() -> None:
    (vector,) = read("2i + 3j").alternatives

    assert to_text(Vector(children(vector), "|i|")) == "[2, 3]"


@settings(max_examples=200, deadline=None)
@given(e=trees(2))
def test_latex_uses_a_closed_list_of_commands(e: Expr) -> None:
    used = set(re.findall(r"\\([A-Za-z]+|.)", to_latex(e)))

    assert used <= MACROS


@settings(max_examples=200, deadline=None)
@given(e=trees(2))
def test_braces_of_latex_are_balanced(e: Expr) -> None:
    depth = 0
    for mark in re.findall(r"\\[{}]|[{}]", to_latex(e)):
        depth += {"{": 1, "}": -1}.get(mark, 0)

        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize("style", STYLES)
def test_a_highlight_stands_around_its_part_and_changes_nothing_else(style: str) -> None:
    tree = read("(x + 1)/2*sin(x) - x^2").tree
    plain = to_latex(tree)
    for path, part in subexpressions(tree):
        marked = to_latex(tree, highlight={path: style})

        assert marked.count(STYLES[style] + "{") == 1
        assert _without(STYLES[style], marked) == plain, part


def _without(command: str, latex: str) -> str:
    """The LaTeX with the one command and its braces taken away."""
    start = latex.index(command + "{")
    depth, at = 1, start + len(command) + 1
    while depth:
        depth += {"{": 1, "}": -1}.get(latex[at], 0)
        at += 1
    return latex[:start] + latex[start + len(command) + 1 : at - 1] + latex[at:]


def test_a_subtracted_part_is_highlighted_with_its_sign() -> None:
    tree = read("a - b").tree

    assert to_latex(tree, highlight={(1,): "red"}) == r"a \textcolor{red}{- b}"
    assert to_latex(tree, highlight={(1, 0): "red"}) == r"a - \textcolor{red}{b}"


def test_an_unknown_highlight_is_the_callers_mistake() -> None:
    with pytest.raises(CallerError, match="highlight with one of"):
        to_latex(Symbol("x"), highlight={(): r"red}\href{x"})


@pytest.mark.parametrize(
    "evil", [r"\href{javascript:x}", "<b>", "x}{y", "$x$", "a\x1b[31m", "%", "#"]
)
def test_no_text_of_a_tree_becomes_a_command(evil: str) -> None:
    for node in (Symbol(evil), Word(evil), Verb(evil, (Number("1"),), ((evil, Number("2")),))):
        latex = to_latex(node)

        assert set(re.findall(r"\\([A-Za-z]+)", latex)) <= {"mathrm", "text", "operatorname"}
        assert not re.search(r"[<>$#%&~\x00-\x1f]", latex)
