"""Strategies drawn plainly give what Hypothesis gives: the same values, about as often, the same for a seed."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st

from tests.generators import draws, expressions, trees
from tests.round_trip import stripped
from tests.sampling import sampler
from tutor.language.expr.paths import subexpressions
from tutor.language.notation import read
from tutor.language.writing import to_latex

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

EXAMPLES = [
    (st.integers(2, 4), {2, 3, 4}),
    (st.booleans(), {True, False}),
    (st.sampled_from("abc").map(str.upper), {"A", "B", "C"}),
    (st.sampled_from(range(6)).filter(lambda n: n % 2), {1, 3, 5}),
    (st.one_of(st.just(1), st.integers(5, 6)), {1, 5, 6}),
    (st.tuples(st.booleans(), st.just(0)), {(True, 0), (False, 0)}),
    (st.integers(1, 2).flatmap(lambda n: st.just("x" * n)), {"x", "xx"}),
    (st.lists(st.just(1), min_size=1, max_size=2).map(tuple), {(1,), (1, 1)}),
    (
        st.lists(st.integers(1, 2), min_size=2, max_size=2, unique=True).map(tuple),
        {(1, 2), (2, 1)},
    ),
]


@pytest.mark.parametrize(("strategy", "values"), EXAMPLES, ids=map(str, range(len(EXAMPLES))))
def test_every_kind_of_strategy_gives_all_its_values(strategy: Any, values: set[Any]) -> None:
    draw, one = Random(1), sampler(strategy)

    assert {one(draw) for _ in range(300)} == values


def test_a_kind_that_is_not_known_is_an_error() -> None:
    with pytest.raises(TypeError, match="not known here"):
        sampler(st.floats())


def shares(found: list[Expr]) -> Counter[str]:
    """How often each type of node stands anywhere, in thousandths of all."""
    counted = Counter(type(part).__name__ for e in found for _, part in subexpressions(e))
    return Counter({name: 1_000 * n // counted.total() for name, n in counted.items()})


@pytest.mark.parametrize("strategy", [expressions(3), trees(2)], ids=["scalar", "any"])
def test_both_ways_draw_the_same_shapes(strategy: Any) -> None:
    draw, one = Random(1), sampler(strategy)
    plainly = shares([one(draw) for _ in range(8_000)])
    theirs: list[Expr] = []
    draws(strategy, 1_000, theirs.append)
    found = shares(theirs)

    assert set(found) <= set(plainly)
    # Hypothesis draws what stands first in a list, numbers, about a quarter more often.
    assert all(abs(plainly[name] - n) <= 60 for name, n in found.items())
    assert all(
        n <= 2 * plainly[name] + 3 and plainly[name] <= 2 * n + 3 for name, n in found.items()
    )


def test_each_type_is_as_often_the_root() -> None:
    draw, one = Random(1), sampler(trees(2))
    roots = Counter(type(one(draw)).__name__ for _ in range(4_000))

    assert len(roots) == 23
    assert min(roots.values()) > 4_000 / len(roots) / 2


def test_the_same_seed_draws_the_same_trees() -> None:
    one = sampler(trees(3))
    first, second = Random("1 2"), Random("1 2")

    assert [one(first) for _ in range(50)] == [one(second) for _ in range(50)]


def test_marks_are_stripped_with_their_braces() -> None:
    tree = read(r"{1, x^2} or \frac{x}{2}").tree
    marked = to_latex(tree, highlight={(): "red", (0, 1): "underline", (1, 0): "blue"})

    assert marked != to_latex(tree)
    assert stripped(marked) == to_latex(tree)
