"""Promises of the exact proofs: what they must prove, and what no proving stage may ever prove."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.soundness import pair_of
from tests.test_oracle import question
from tests.twins import IDENTITIES
from tutor.language.expr.nodes import Number, Sum, Symbol
from tutor.language.expr.paths import free_names
from tutor.language.notation import read
from tutor.oracle import equal
from tutor.oracle.budget import LIMITS, Budget
from tutor.oracle.cas import polynomials
from tutor.oracle.certificate import Proof
from tutor.oracle.ladder import PROVING, attempt, stage
from tutor.oracle.normal.field import Field
from tutor.oracle.points import domain

if TYPE_CHECKING:
    from pathlib import Path

NEAR_MISSES = IDENTITIES.with_name("near_misses.txt")


def rows(path: Path, *verdicts: str) -> list[tuple[str, str, str]]:
    """Names, response and answer of every row with one of these verdicts."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, _, row = line[1:].partition("] ") if line[0] == "[" else ("", "", line)
            response, answer, verdict = (part.strip() for part in row.split("=>"))
            if verdict in verdicts:
                found.append((names, response, answer))
    return found


TRUE = rows(IDENTITIES, "equal")
FALSE = rows(NEAR_MISSES, "different", "not equal")
ASKED_OF_STAGES = [row for row in FALSE if "=" not in row[0] and "solve_for" not in row[1]]
"""Without those that use an equation, which happens before a stage is asked."""


def test_there_are_enough_of_both() -> None:
    assert len(TRUE) >= 120
    assert len(FALSE) >= 100


@pytest.mark.parametrize(("names", "response", "answer"), TRUE)
def test_an_identity_is_proved_and_a_tiny_number_added_to_it_is_not_overlooked(
    names: str, response: str, answer: str
) -> None:
    one, other, scope = question(names, response, answer)
    found = equal(one, other, scope)
    spoilt = equal(Sum((one, Number("0." + "0" * 40 + "1"))), other, scope)

    assert isinstance(found.certificate, Proof), found.certificate
    assert spoilt.outcome != "equal", spoilt.certificate


@pytest.mark.parametrize("id_", PROVING)
@pytest.mark.parametrize(("names", "response", "answer"), ASKED_OF_STAGES)
def test_no_stage_proves_a_near_miss(names: str, response: str, answer: str, id_: str) -> None:
    """A proof may stand only where the two sides share no point at all, which `equal` then finds out."""
    one, other, scope = question(names, response, answer)
    pair = pair_of(one, other, scope)
    found, _ = attempt(id_, pair, Budget())

    assert not isinstance(found, Proof) or domain.common_point(pair, Budget()) is None, found


@pytest.mark.parametrize(("names", "response", "answer"), TRUE[::7])
@pytest.mark.parametrize("limit", [0, 1, 2, 5])
def test_a_proof_cut_short_is_no_verdict(
    names: str, response: str, answer: str, limit: int
) -> None:
    one, other, scope = question(names, response, answer)
    pair = pair_of(Sum((one, Number("1"))), other, scope)
    found, reason = attempt("normal_form", pair, Budget({**LIMITS, "generators": limit}))

    assert found is None, reason


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        # a fraction inside a function is the sum of its parts
        ("e^(x/(x + 1))", "e*e^(-1/(x + 1))"),
        ("e^((x + y)/y)", "e*e^(x/y)"),
        ("sin((x^2 + 1)/x)", "sin(x)*cos(1/x) + cos(x)*sin(1/x)"),
        ("cos(x/(2x + 1))", "cos(1/2)*cos(1/(4x + 2)) + sin(1/2)*sin(1/(4x + 2))"),
        ("e^(1 - tanh(2)^2)", "e^(1/cosh(2)^2)"),
        # generators are made finer where they have to meet
        ("e^(x/2)*e^(x/3)*e^(x/7)", "e^(41x/42)"),
        ("sin(x/2)*cos(x/3) + cos(x/2)*sin(x/3)", "sin(5x/6)"),
        ("sqrt(x)*root(x, 3)*root(x, 4)", "root(x^13, 12)"),
        # even roots of whole powers
        ("sqrt(x^2*abs(y))", "abs(x)*sqrt(abs(y))"),
        ("root(x^6, 4)", "abs(x)*sqrt(abs(x))"),
    ],
)
def test_parts_of_arguments_meet(response: str, answer: str) -> None:
    pair = pair_of(read(response).tree, read(answer).tree)

    assert isinstance(stage("normal_form").decide(pair, Budget()), Proof)


def test_a_generator_finer_than_was_asked_for_is_noticed() -> None:
    fresh, old = Field(Budget(), {}), Field(Budget(), {"cube root": 6})

    assert (fresh.divisions("cube root", 3), old.divisions("cube root", 3)) == (3, 6)
    assert not fresh.stale()
    assert old.stale()


def test_the_parts_of_a_fraction_add_up_to_it() -> None:
    x, y = polynomials.generators()[-1], polynomials.generators()[-2]
    field = Field(Budget(), {})
    for value in ((x * y + 3, 2 * x - 5), (x**3 - y, 4 * x * y), (x + y, x - y), (7 * x, 3 * y**2)):
        total = field.zero
        for _, coef, part in field.units(value):
            total = field.plus(total, field.scaled(part, coef))
        difference = field.plus(total, field.scaled(value, -1))

        assert not len(difference[0]), value


def test_a_name_that_cancels_still_has_its_conditions() -> None:
    one = read("x/x + sqrt(y)/sqrt(y) + ln(z) - ln(z)").tree
    pair = pair_of(one, Number("2"))

    assert free_names(one) == {"x", "y", "z"}
    assert pair.names() == ("x", "y", "z")
    assert equal(one, Number("2")).outcome == "equal"
    assert equal(Sum((one, Symbol("x"))), Number("2")).outcome == "different"


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("ln(sqrt((1/2)^3))^2", "(ln((1/2)^3)/2)^(2 + 10^(-30))"),
        ("root(2, 997)^996*root(3, 997)^995", "7"),
        ("root(y/(x + z + 1), 998)", "root(y, 998)/root(x + z + 1, 998) + 1"),
        ("root(root(1/(x + y + z + 1), 999), 997)", "x"),
        ("e^(x^300/(x + y + z + 1))", "e^(x^299/(x + y + z + 1))"),
        ("sin((x + y)^90/(x*y + z + 1))", "sin((x - y)^90/(x*y + z + 1))"),
        ("e^(1/97 + x/89 + y/83 + z/79)", "e^(x/89 + y/83 + z/79)"),
    ],
)
def test_long_exponents_and_indices_end_soon_and_prove_nothing_false(
    response: str, answer: str
) -> None:
    one, other = read(response).tree, read(answer).tree
    start = time.process_time()
    found = equal(one, other)

    assert found.outcome != "equal", found.certificate
    assert time.process_time() - start < 2
