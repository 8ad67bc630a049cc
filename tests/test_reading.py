"""What is typed is read as it is meant: the tables of tests/notation, row by row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tutor.errors import NotationError
from tutor.language.expr.nodes import (
    Call,
    Constant,
    HigherDerivative,
    Listing,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Vector,
    Verb,
    Word,
)
from tutor.language.expr.paths import transform
from tutor.language.notation import declare, read
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

_TRUTH = ("true", "false")
TABLES = Path(__file__).parent / "notation"


def rows(name: str) -> list[tuple[Scope, list[str]]]:
    """The rows of a table with the names that hold for each, and its cells."""
    found: list[tuple[Scope, list[str]]] = []
    scope = EMPTY
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line == "names" or line.startswith("names "):
            pairs = [
                p.strip().split(" ", 1) for p in re.split(r",(?![^(]*\))", line[6:]) if p.strip()
            ]
            scope = declare({pair[0]: pair[1] for pair in pairs})
        elif line.startswith("policy "):
            pairs = [pair.split() for pair in line[7:].split(",")]
            scope = declare(
                policy={key: value == "true" if value in _TRUTH else value for key, value in pairs}
            )
        elif line.strip() and not line.startswith("#"):
            cells = re.split(r" =>(?: |$)", line)
            found.append((scope, [_characters(cell) for cell in cells]))
    return found


def _characters(cell: str) -> str:
    return re.sub(r"\{U\+([0-9A-F]+)\}", lambda m: chr(int(m.group(1), 16)), cell).strip()


def plain_brackets(e: Expr) -> Expr:
    """A vector of unit vectors compared with one in angle brackets."""

    def change(node: Expr) -> Expr:
        return (
            Vector(node.entries, "<")
            if isinstance(node, Vector) and node.bracket == "|i|"
            else node
        )

    return transform(e, change)


def meant(text: str, scope: Scope) -> Expr:
    """The only reading of a text."""
    reading = read(text, scope)
    by_call = [a for a in reading.alternatives if not isinstance(a, Product)]

    assert not by_call or "(" in text, f"{text} has two readings itself"
    return reading.tree


PLAIN = [
    (table, scope, *cells)
    for table in ("text.txt", "latex.txt", "unicode.txt", "names.txt", "marks.txt", "numbers.txt")
    for scope, cells in rows(table)
]


@pytest.mark.parametrize(("table", "scope", "typed", "right"), PLAIN)
def test_what_is_typed_is_read_as_it_is_meant(
    table: str, scope: Scope, typed: str, right: str
) -> None:
    assert read(typed, scope).tree == meant(right, scope), table


@pytest.mark.parametrize(("scope", "cells"), rows("ambiguous.txt"))
def test_what_people_write_both_ways_has_both_readings(scope: Scope, cells: list[str]) -> None:
    typed, first, others = cells
    reading = read(typed, scope)
    wanted = (
        [read(other, scope).tree for other in others.split("||") if other.strip()]
        if (" || " in others)
        else [read(others, scope).tree]
        if others
        else []
    )

    assert reading.tree == read(first, scope).tree
    assert [plain_brackets(e) for e in reading.alternatives] == wanted


@pytest.mark.parametrize(("scope", "cells"), rows("errors.txt"))
def test_what_cannot_be_read_says_why_and_where(scope: Scope, cells: list[str]) -> None:
    typed, code, place, repair = cells
    with pytest.raises(NotationError) as caught:
        read(typed, scope)
    error = caught.value
    start, end = error.span

    assert error.code == code, error.text
    assert typed[start:end] == ("" if place == "^" else place)
    assert repair in error.repairs if repair != "-" else True
    for offered in error.repairs:
        read(offered, scope)


def test_there_are_enough_rows() -> None:
    assert len(PLAIN) + len(rows("ambiguous.txt")) + len(rows("errors.txt")) >= 150


X, Y = Symbol("x"), Symbol("y")
NODES: list[tuple[str, Expr]] = [
    ("0.50", Number("0.50")),
    ("a - b", Sum((Symbol("a"), Negation(Symbol("b"))))),
    ("2x*y", Product((Number("2"), X, Y))),
    ("(2x)*y", Product((Product((Number("2"), X)), Y))),
    ("(1 + x) + y", Sum((Sum((Number("1"), X)), Y))),
    ("x/2", Quotient(X, Number("2"))),
    ("e^x", Power(Constant("e"), X)),
    ("exp(x)", Call("exp", (X,))),
    ("sqrt(x)", Root(X, Number("2"))),
    ("ln x", Call("log", (X,))),
    ("log_2 x", Call("log", (X, Number("2")))),
    ("|x|", Call("abs", (X,))),
    ("||x||", Call("norm", (X,))),
    ("5!", Call("factorial", (Number("5"),))),
    ("x^T", Call("transpose", (X,))),
    ("y'", Symbol("y'")),
    ("f'(x)", Call("f'", (X,))),
    ("d^2/dx^2 y", HigherDerivative(Y, X, 2)),
    ("[1,2]", Vector((Number("1"), Number("2")), "[")),
    ("[1;2]", Matrix(((Number("1"),), (Number("2"),)))),
    ("[[1,2]]", Matrix(((Number("1"), Number("2")),))),
    ("x = 1, y = 2", Listing((Relation("=", X, Number("1")), Relation("=", Y, Number("2"))))),
    ("det(x; method=leibniz)", Verb("det", (X,), (("method", Word("leibniz")),))),
    ("rank(x)", Call("rank", (X,))),
]


@pytest.mark.parametrize(("text", "tree"), NODES)
def test_a_tree_keeps_what_was_written(text: str, tree: Expr) -> None:
    assert read(text).tree == tree


@pytest.mark.parametrize(
    ("text", "latex", "other"),
    [
        ("(x+1)/2*sqrt(y)", r"\frac{x+1}{2}\cdot\sqrt{y}", "(x+1)/2·√y"),
        ("sin(x)^2", r"\sin^2 x", "sin²(x)"),
        ("x^2 <= 2*pi", r"x^{2} \le 2\pi", "x² ≤ 2π"),
        ("e^(-x)", "e^{-x}", "e⁻ˣ"),
        ("x_1 + lambda", r"x_1 + \lambda", "x₁ + λ"),
        ("transpose(A)*b", r"A^\top b", "Aᵀb"),
        ("{1} union {2}", r"\{1\} \cup \{2\}", "{1} ∪ {2}"),
    ],
)
def test_the_three_notations_give_one_tree(text: str, latex: str, other: str) -> None:
    assert read(text).tree == read(latex, notation="latex").tree == read(other).tree


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3,14", "decimal_comma"),
        ("Normal(0, 1)", "variance"),
        ("Ｘ", "full_width"),
        ("[1 2 | 3; 4 5 | 6]", "augmented"),
        ("|[1,2]|", "norm"),
    ],
)
def test_a_convention_that_was_used_is_told(text: str, code: str) -> None:
    assert [note.code for note in read(text).notes] == [code]


def test_a_response_uses_only_the_verbs_that_are_allowed() -> None:
    for text, verb in [
        ("diff(x^2, x)", "diff"),
        ("integrate(x, x)", "integrate"),
        ("d/dx x^2", "diff"),
    ]:
        read(text)
        read(text, verbs=(verb,))
        with pytest.raises(NotationError) as caught:
            read(text, verbs=())

        assert caught.value.code == "verb_unknown"


@pytest.mark.parametrize("text", ["f'(x) = 2x", "dy/dx = 2x", "det(A)*det(B)", "sin(x)"])
def test_a_response_may_name_a_derivative_and_use_functions(text: str) -> None:
    assert read(text, verbs=()).tree is not None


def test_the_decimal_comma_is_read_where_the_question_has_it() -> None:
    comma = declare(policy={"decimal": "comma"})

    assert read("3,14", comma).tree == Number("3.14")
    assert read("(1,5; 2)", comma).tree == read("(1.5, 2)").tree
    assert read("[1,5; 2]", comma).tree == read("[1.5, 2]").tree


def test_the_imaginary_unit_gives_way_to_a_name() -> None:
    assert read("2i").tree == Product((Number("2"), Constant("i")))
    assert read("2i", declare({"i": "integer"})).tree == Product((Number("2"), Symbol("i")))
    assert read("2I", declare(policy={"complex": True})).tree == Product(
        (Number("2"), Constant("i"))
    )


def test_a_name_of_the_question_hides_a_constant_and_a_function() -> None:
    scope = declare({"e": "real", "pi": "real", "N": "matrix(n,n)", "det": "real"})

    assert read("e", scope).tree == Symbol("e")
    assert read("2pi", scope).tree == Product((Number("2"), Symbol("pi")))
    assert read("N", scope).tree == Symbol("N")
    assert read("det", scope).tree == Symbol("det")


def test_a_text_with_too_many_readings_is_refused_at_once() -> None:
    with pytest.raises(NotationError) as caught:
        read("1/2x + sin x/2 + 2^3^2")

    assert caught.value.code == "ambiguous"
