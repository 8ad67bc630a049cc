"""Promises about verdicts as a whole: a short seeded hunt for wrong ones, and what must not change them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import soundness
from tests.soundness import asked, differing_point, mutant
from tests.twins import Twins, identities
from tutor.language.expr.nodes import Product, Sum, Symbol
from tutor.language.expr.paths import substitute, transform
from tutor.language.notation import read
from tutor.language.writing import to_latex, to_text
from tutor.oracle import verify
from tutor.oracle.cas.enclose import enclose
from tutor.oracle.certificate import Counterexample, Proof

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

SEEDS = st.integers(0, 10**6)
few = settings(max_examples=25, deadline=None, derandomize=True)


def twins(seed: int) -> tuple[Expr, Expr]:
    """One tree in two spellings."""
    return Twins(random.Random(seed)).draw()


def different(seed: int) -> tuple[Expr, Expr]:
    """A tree and a mutant of it."""
    rng = random.Random(seed)
    one, other = Twins(rng).draw()
    return one, mutant(rng, other)[0]


def outcome(one: Expr, other: Expr) -> str:
    """equal, different, undefined (one side, everywhere) or undecided; without SymPy."""
    match asked(one, other):
        case Proof():
            return "equal"
        case Counterexample(_, left, right):
            return "undefined" if "undefined" in (left, right) else "different"
        case _:
            return "undecided"


# --- the hunt ---


def test_no_verdict_is_wrong() -> None:
    report = soundness.run(400, seed=20)

    assert not report.failures, report.text()


def test_the_hunt_is_worth_its_time() -> None:
    verdicts = soundness.run(200, seed=21).verdicts

    assert verdicts["true: equal proved"] >= 60
    assert verdicts["true: undecided"] <= 10
    assert verdicts["false: different"] >= 50


def test_the_judge_finds_what_is_hidden_at_a_point_and_believes_no_identity_false() -> None:
    x = read("x + sign(x - 3/7)^2").tree
    thin = read("max(0, 10^(-20) - abs(x - 1))").tree

    assert differing_point(x, read("x + 1").tree, [Fraction(3, 7)])
    assert differing_point(thin, read("0*x").tree, [Fraction(1)])
    for one, other in identities():
        names = {"u": read("x/3").tree, "v": read("y + 2").tree, "w": read("x*y").tree}
        assert not differing_point(substitute(one, names), substitute(other, names), [])


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_a_counterexample_is_one_for_other_code_too(seed: int) -> None:
    one, other = different(seed)
    found = asked(one, other)

    assert not isinstance(found, Counterexample) or verify(found, one, other), found


def test_a_failure_is_made_small_and_still_fails() -> None:
    one = read("sin(x*y + 3) + (ln(x^2 + 1) - 7)*abs(y)").tree
    other = read("sin(x*y + 3) + (ln(x^2 + 1) - 7)*y").tree

    def fails(kind: str, left: Expr, right: Expr) -> bool:
        return kind == "wrong yes" and bool(differing_point(left, right, [Fraction(-1)]))

    small = soundness.minimised("wrong yes", one, other, fails)

    assert len(to_text(small[0])) < len("sin(x*y + 3) + abs(y)")
    assert fails("wrong yes", *small)


# --- what must not change a verdict ---


@given(SEEDS)
@few
def test_nothing_differs_from_itself(seed: int) -> None:
    one, other = twins(seed)

    assert {outcome(one, one), outcome(other, other)} <= {"equal", "undecided"}


@given(SEEDS, st.booleans())
@few
def test_the_sides_may_be_exchanged(seed: int, same: bool) -> None:
    one, other = twins(seed) if same else different(seed)

    assert {outcome(one, other), outcome(other, one)} != {"equal", "different"}


@given(SEEDS, st.booleans())
@few
def test_other_names_change_no_verdict(seed: int, same: bool) -> None:
    one, other = twins(seed) if same else different(seed)
    new: dict[str, Expr] = {"x": Symbol("s"), "y": Symbol("k"), "a": Symbol("c")}
    renamed = substitute(one, new), substitute(other, new)

    assert {outcome(one, other), outcome(*renamed)} != {"equal", "different"}


@given(SEEDS)
@few
def test_the_order_of_terms_and_factors_changes_nothing(seed: int) -> None:
    def turned(e: Expr) -> Expr:
        match e:
            case Sum(parts) | Product(parts):
                return type(e)(parts[::-1])
            case _:
                return e

    one, other = twins(seed)

    assert outcome(one, transform(one, turned)) != "different"
    assert outcome(transform(one, turned), other) != "different"


@given(SEEDS, st.booleans())
@few
def test_text_and_latex_get_the_same_verdict(seed: int, same: bool) -> None:
    one, other = twins(seed) if same else different(seed)
    typed = outcome(read(to_text(one)).tree, other)
    set_ = outcome(read(to_latex(one), notation="latex").tree, other)

    assert typed == set_ == outcome(one, other)


@given(SEEDS)
@few
def test_what_is_done_to_both_sides_keeps_them_equal(seed: int) -> None:
    one, other = twins(seed)
    third = Twins(random.Random(seed + 1)).tree(2)

    assert outcome(Sum((one, third)), Sum((third, other))) != "different"
    assert outcome(Product((third, one)), Product((other, third))) != "different"


SNIPPET = """
import random
from tests.soundness import asked, mutant
from tests.twins import Twins
rng = random.Random(5)
draw = Twins(rng).draw
for k in range(30):
    one, other = draw()
    print(asked(one, other if k % 2 else mutant(rng, other)[0]))
"""


def test_verdicts_do_not_depend_on_the_hash_seed() -> None:
    printed = set()
    for seed in ("0", "1", "2", "3", "12345"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", SNIPPET],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        printed.add(done.stdout)

    assert len(printed) == 1
    assert "Proof" in printed.pop()


def test_a_ball_of_the_judge_holds_the_value() -> None:
    found = enclose(read("sqrt(x) + sign(y)").tree, {"x": Fraction(9, 4), "y": Fraction(-1)})

    assert found.rational() == Fraction(1, 2)
