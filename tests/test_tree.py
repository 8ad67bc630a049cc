"""Walks on trees: paths, plain data, and the trees that the other tests draw."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generators import draws, expressions, trees
from tutor.language.expr.nodes import Expr, Number, Symbol
from tutor.language.expr.paths import (
    at,
    children,
    free_names,
    rebuild,
    replace_at,
    subexpressions,
    substitute,
    transform,
)
from tutor.language.expr.plain import from_plain, to_plain

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

TYPES = [kind.__name__ for kind in get_args(Expr)]
LEAVES = ["Number", "Symbol", "Constant", "Word"]
SCALAR = ["Number", "Symbol", "Constant", "Sum", "Negation", "Product", "Quotient", "Power"]
SCALAR += ["Root", "Call", "Derivative", "HigherDerivative"]
ANY = settings(max_examples=150, deadline=None)


def types_of_draws(strategy: Any, count: int) -> tuple[Counter[str], Counter[str]]:
    """How often each type stood at the root, and in how many of the trees inside."""
    roots: Counter[str] = Counter()
    inside: Counter[str] = Counter()

    def see(e: Expr) -> None:
        roots[type(e).__name__] += 1
        inside.update({type(part).__name__ for path, part in subexpressions(e) if path})

    draws(strategy, count, see)
    return roots, inside


def test_every_type_is_drawn_often_at_the_root_and_inside() -> None:
    roots, inside = types_of_draws(trees(2), 2_000)
    total = sum(roots.values())

    for kind in TYPES:
        # Hypothesis draws no tree twice, and there are few leaves; a list stands inside a where alone.
        assert (1 if kind in LEAVES else total / 60) <= roots[kind] <= total / 8, (kind, roots)
        assert inside[kind] >= (1 if kind == "Listing" else total / 40), (kind, inside)


def test_scalar_draws_are_not_mostly_signs_and_derivatives() -> None:
    roots, inside = types_of_draws(expressions(2), 1_000)
    total = sum(roots.values())

    assert set(roots) <= set(SCALAR)
    assert roots["Negation"] <= total / 5
    assert roots["Derivative"] + roots["HigherDerivative"] <= total / 3
    for kind in SCALAR:
        assert roots[kind] + inside[kind] >= total / 20, (kind, roots, inside)


@ANY
@given(e=trees(3))
def test_every_path_leads_to_its_part(e: Expr) -> None:
    for path, part in subexpressions(e):
        assert at(e, path) is part


@ANY
@given(e=trees(3))
def test_a_tree_rebuilt_around_its_own_children_is_itself(e: Expr) -> None:
    for _, part in subexpressions(e):
        assert rebuild(part, children(part)) == part


@ANY
@given(e=trees(3), data=st.data())
def test_what_is_put_at_a_path_stands_there_and_nothing_else_changes(
    e: Expr, data: DataObject
) -> None:
    path = data.draw(st.sampled_from([path for path, _ in subexpressions(e)]))
    new = Number("77")
    changed = replace_at(e, path, new)
    before = {p: part for p, part in subexpressions(e) if p[: len(path)] != path}

    assert at(changed, path) == new
    assert replace_at(changed, path, at(e, path)) == e
    for other, part in before.items():
        if path[: len(other)] != other:
            assert at(changed, other) == part


def test_a_path_past_the_end_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        at(Symbol("x"), (0,))


@ANY
@given(e=trees(3))
def test_transforming_by_nothing_changes_nothing(e: Expr) -> None:
    assert transform(e, lambda part: part) is e


@ANY
@given(e=expressions(3, ("x", "y"), derivatives=False))
def test_a_name_that_was_replaced_is_gone_and_comes_back(e: Expr) -> None:
    replaced = substitute(e, {"x": Symbol("u")})

    assert "x" not in free_names(replaced)
    assert substitute(replaced, {"u": Symbol("x")}) == e


@ANY
@given(e=expressions(3, ("x", "y"), derivatives=False))
def test_names_are_replaced_all_at_once(e: Expr) -> None:
    swapped = substitute(e, {"x": Symbol("y"), "y": Symbol("x")})

    assert substitute(swapped, {"x": Symbol("y"), "y": Symbol("x")}) == e


@ANY
@given(e=trees(3))
def test_plain_data_goes_through_json_and_comes_back_the_same(e: Expr) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(e)))) == e


@ANY
@given(a=trees(2), b=trees(2))
def test_plain_data_tells_trees_apart(a: Expr, b: Expr) -> None:
    assert (to_plain(a) == to_plain(b)) == (a == b)


@pytest.mark.parametrize(
    "data",
    [
        [],
        "x",
        3,
        None,
        {"Number": "1"},
        ["Node"],
        ["Symbol"],
        ["Symbol", 3],
        ["Symbol", "x", "y"],
        ["Number", ["Symbol", "x"]],
        ["Sum", ["Symbol", "x"]],
        ["Sum", ["*", "x", "y"]],
        ["Matrix", ["*", ["Symbol", "x"]]],
        ["Derivative", ["Symbol", "x"], ["Number", "1"], False],
        ["Derivative", ["Symbol", "x"], ["Symbol", "x"], 1],
        ["HigherDerivative", ["Symbol", "x"], ["Symbol", "x"], True, False],
        ["Verb", "diff", ["*", ["Symbol", "x"]], ["*", ["*", "at"]]],
        ["__class__", "x"],
    ],
)
def test_foreign_data_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        from_plain(data)
