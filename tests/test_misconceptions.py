"""Every misconception of the shelf does what it says, is wrong, and is found in whoever has it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tutor.derivation import rules
from tutor.diagnosis import diagnose, misconceptions
from tutor.diagnosis.expert import tidy, unknown_of
from tutor.diagnosis.fingerprint import points
from tutor.diagnosis.run import expert
from tutor.language.notation import read
from tutor.language.writing import to_text
from tutor.oracle import equal

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

SHELF = misconceptions()
EXAMPLES = [
    pytest.param(id_, *example.split(" -> "), id=f"{id_}-{n}")
    for id_, m in SHELF.items()
    for n, example in enumerate(m.examples)
]
FIRST = {id_: m.examples[0].split(" -> ")[0] for id_, m in SHELF.items()}


@cache
def tree(text: str) -> Expr:
    return read(text).tree


def mistaken(id_: str, before: str) -> Expr:
    """What somebody who makes the mistake, and no other, ends with."""
    problem = tree(before)
    after = SHELF[id_](problem)
    assert after is not None
    outcome = expert(after, points(problem, unknown=unknown_of(problem)))
    assert outcome is not None, f"nobody can finish {to_text(after)}"
    return tidy(outcome.tree())


@pytest.mark.parametrize(("id_", "before", "after"), EXAMPLES)
def test_a_misconception_does_what_its_example_says(id_: str, before: str, after: str) -> None:
    made = SHELF[id_](tree(before))

    assert made is not None, f"{id_} does not apply to {before}"
    assert to_text(made) == after


@pytest.mark.parametrize(("id_", "before", "after"), EXAMPLES)
def test_a_misconception_is_wrong_on_its_own_example(id_: str, before: str, after: str) -> None:
    made = SHELF[id_](tree(before))
    assert made is not None
    found = equal(made, tree(before))

    assert found.outcome == "different", (after, found.certificate)


@pytest.mark.parametrize("id_", SHELF)
def test_the_rule_it_stands_in_for_exists(id_: str) -> None:
    sibling = SHELF[id_].instead_of

    assert sibling is None or sibling in rules()
    assert id_ not in rules(), "no rule and no misconception share an id"


@pytest.mark.parametrize("id_", SHELF)
def test_a_narrower_misconception_names_wider_ones_that_exist(id_: str) -> None:
    wider = SHELF[id_].refines

    assert set(wider) <= set(SHELF) - {id_}
    assert all(id_ not in SHELF[other].refines for other in wider)


@pytest.mark.parametrize("id_", SHELF)
def test_every_misconception_says_what_it_is_and_where_it_is_known_from(id_: str) -> None:
    m = SHELF[id_]

    assert m.says[0].isupper()
    assert m.says[-1] in ".?"
    assert len(m.says.split()) <= 40
    assert all(m.contrast)
    assert m.contrast[0] != m.contrast[1]
    assert m.source
    assert m.examples


@pytest.mark.parametrize("id_", SHELF)
def test_no_text_gives_an_answer_away(id_: str) -> None:
    says = SHELF[id_].says

    assert not re.search(r"[0-9=^*/\\_]", says), "no number and no formula"


@pytest.mark.parametrize(("id_", "before"), FIRST.items())
def test_a_learner_who_makes_it_is_told_so(id_: str, before: str) -> None:
    found = diagnose(tree(before), mistaken(id_, before))

    assert found.verdict == "misconception", found
    assert id_ in [m.id for m in found.misconceptions]


def test_most_of_the_time_it_is_the_first_thing_told() -> None:
    """Some can honestly not be told apart on their example; then another may come first."""
    told = {
        id_: diagnose(tree(before), mistaken(id_, before)).misconceptions[0].id
        for id_, before in FIRST.items()
    }
    behind = {id_ for id_, first in told.items() if first != id_}

    assert len(behind) <= len(SHELF) / 5, behind
