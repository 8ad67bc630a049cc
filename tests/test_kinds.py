"""Kinds and shapes: the table of tests/notation/kinds.txt row by row, and what holds of every tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import tutor
from tests.test_reading import rows
from tutor.errors import CallerError, NotationError
from tutor.language.expr import nodes
from tutor.language.kinds import a, kind_of
from tutor.language.notation import declare, read

if TYPE_CHECKING:
    from tutor.language.kinds import Kind
    from tutor.language.scope import Scope

TABLE = rows("kinds.txt")
KINDS = [(scope, cells) for scope, cells in TABLE if len(cells) == 2]
ERRORS = [(scope, cells) for scope, cells in TABLE if len(cells) == 4]


def told(kind: Kind) -> str:
    return a(kind) + ("" if kind.certain else ", as far as one can tell")


@pytest.mark.parametrize(("scope", "cells"), KINDS, ids=[cells[0] for _, cells in KINDS])
def test_what_is_written_has_this_kind(scope: Scope, cells: list[str]) -> None:
    text, kind = cells

    assert told(kind_of(read(text, scope).tree, scope)) == kind


@pytest.mark.parametrize(("scope", "cells"), ERRORS, ids=[cells[0] for _, cells in ERRORS])
def test_what_cannot_fit_is_refused_in_words(scope: Scope, cells: list[str]) -> None:
    text, code, sentence, repair = cells
    with pytest.raises(NotationError) as caught:
        read(text, scope)

    error = caught.value
    assert (error.code, error.text) == (code, sentence)
    assert (error.repairs[0] if error.repairs else "-") == repair
    assert 0 <= error.span[0] < error.span[1] <= len(text)
    for offered in error.repairs:
        read(offered, scope)


def test_the_table_is_not_small() -> None:
    assert len(KINDS) >= 80
    assert len(ERRORS) >= 80


@pytest.mark.parametrize("sentence", sorted({cells[2] for _, cells in ERRORS}))
def test_every_sentence_is_for_a_learner(sentence: str) -> None:
    inner = {name for name in dir(nodes) if name[0].isupper()} - {"Matrix", "Vector", "Set"}
    inner |= {"None", "sequence", "transposed", "array", "Kind", "tuple", "operand"}

    assert not inner & set(re.findall(r"\w+", sentence))
    assert sentence[-1] in ".?"
    assert len(sentence) <= 120


def test_a_reading_that_cannot_fit_is_none() -> None:
    scope = declare({"v": "vector(3)", "t": "real"})

    assert read("1/2 v", scope).tree == read("(1/2) v", scope).tree
    assert read("1/2 v", scope).alternatives == ()
    assert len(read("1/2 t", scope).alternatives) == 1


def test_the_place_is_the_smallest_part_at_fault() -> None:
    scope = declare({"A": "matrix(2,3)", "x": "vector(2)"})
    text = "2 + det(A^T A) + norm(A x)^2"
    with pytest.raises(NotationError) as caught:
        read(text, scope)

    assert text[slice(*caught.value.span)] == "A x"


# From end to end.


def test_a_response_whose_shapes_do_not_fit_is_unreadable_and_costs_nothing() -> None:
    names = {"A": "matrix(2,3)", "x": "vector(2)"}
    result = tutor.grade("A x", answer="A^T x", names=names)

    assert (result.status, result.score) == ("unreadable", 0)
    assert (result.feedback[0].code, result.feedback[0].span) == ("shape", (0, 3))
    assert result.error is not None
    assert "A^T x" in result.error["repairs"]


def test_a_vector_of_another_length_than_the_answer_is_wrong_not_unreadable() -> None:
    assert tutor.grade("[1,2]", answer="[1,2,3]").status == "incorrect"


def test_a_problem_whose_shapes_do_not_fit_is_the_callers_error() -> None:
    with pytest.raises(CallerError) as caught:
        tutor.prepare(answer="1", problem="det([[1,2,3],[4,5,6]])")

    assert "square" in str(caught.value)


@pytest.mark.parametrize(
    ("names", "given", "said"),
    [
        ({"A": "matrix(2,3)"}, {"A": "[[1,2],[3,4]]"}, "a 2×2 matrix"),
        ({"v": "vector(3)"}, {"v": "[1,2]"}, "a 3-vector"),
        ({"v": "vector(3)"}, {"v": "5"}, "a number"),
        ({"x": "real"}, {"x": "[1,2]"}, "a 2-vector"),
        ({"x": "x > 0"}, {"x": "[[1,2],[3,4]]"}, "a 2×2 matrix"),
        ({"S": "symmetric(n)"}, {"S": "[[1,2,3],[4,5,6]]"}, "a 2×3 matrix"),
        (
            {"A": "matrix(m,n)", "b": "vector(m)"},
            {"A": "[[1,2],[3,4]]", "b": "[1,2,3]"},
            "a 3-vector, but b is declared as a 2-vector",
        ),
    ],
)
def test_a_given_value_has_the_shape_it_was_declared_with(
    names: dict[str, str], given: dict[str, str], said: str
) -> None:
    with pytest.raises(CallerError) as caught:
        declare(names, given)

    assert caught.value.code == "given"
    assert said in str(caught.value)


def test_given_values_tell_what_the_letters_of_a_shape_are() -> None:
    scope = declare({"A": "matrix(m,n)", "x": "vector(n)"}, {"A": "[[1,2,3],[4,5,6]]"})

    assert told(kind_of(read("A x", scope).tree, scope)) == "a 2-vector"
    with pytest.raises(NotationError):
        read("A x + [1,2,3]", scope)


def test_a_set_with_a_name_is_no_number() -> None:
    scope = declare(given={"S": "{1, 2}"})
    with pytest.raises(NotationError) as caught:
        read("2 S", scope)

    assert (caught.value.code, caught.value.span) == ("kind", (2, 3))
