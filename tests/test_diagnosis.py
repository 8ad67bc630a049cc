"""What is said about a response: the table of verdicts, and what holds for every diagnosis."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tutor.derivation import rules
from tutor.diagnosis import Budgets, diagnose, ladder, misconceptions, slips
from tutor.diagnosis.expert import tidy, unknown_of
from tutor.diagnosis.fingerprint import points
from tutor.diagnosis.readings import settled
from tutor.diagnosis.run import expert
from tutor.diagnosis.verdict import ACCEPTED, REFUSED
from tutor.errors import NotationError
from tutor.language.expr.build import ONE, TWO
from tutor.language.expr.nodes import Negation, Product, Quotient, Sum
from tutor.language.expr.paths import at, transform
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.language.writing import to_text
from tutor.oracle.certificate import Equivalence, Nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.diagnosis import Diagnosis
    from tutor.language.expr.nodes import Expr

TABLES = Path(__file__).parent / "diagnosis"


@cache
def tree(text: str) -> Expr:
    return read(text).tree


def rows(table: str) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Problem, the learner's earlier lines, response, what is said."""
    for line in (TABLES / table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            asked, said = line.split(" => ")
            problem, *lines, response = asked.split(" ; ")
            yield problem, tuple(lines), response, said


ROWS = list(rows("derivatives.txt"))
ALGEBRA = list(rows("algebra.txt"))
REFUSALS = [row for row in ROWS if row[3].split()[0] in REFUSED]


@cache
def said_of(
    problem: str, lines: tuple[str, ...], response: str, budgets: Budgets | None = None
) -> Diagnosis:
    return diagnose(
        tree(problem),
        tree(response),
        lines=[tree(line) for line in lines],
        budgets=budgets or Budgets(),
    )


def right(problem: str) -> Expr:
    outcome = expert(tree(problem), points(tree(problem), unknown=unknown_of(tree(problem))))
    assert outcome is not None
    return tidy(outcome.tree())


@pytest.mark.parametrize(("problem", "lines", "response", "said"), [*ROWS, *ALGEBRA])
def test_the_tables_hold(problem: str, lines: tuple[str, ...], response: str, said: str) -> None:
    found = said_of(problem, lines, response)

    assert " ".join([found.verdict, *(m.id for m in found.misconceptions)]) == said


def test_the_table_shows_every_misconception_and_many_right_answers() -> None:
    told = {id_ for *_, said in ROWS for id_ in said.split()[1:]}
    accepted = [row for row in ROWS if row[3].split()[0] in ACCEPTED]

    assert told == set(misconceptions())
    assert len(accepted) >= 20


@pytest.mark.parametrize(("problem", "lines", "response", "said"), REFUSALS)
def test_every_refusal_says_something(
    problem: str, lines: tuple[str, ...], response: str, said: str
) -> None:
    found = said_of(problem, lines, response)

    assert found.text, said
    assert all(one.text for one in found.misconceptions)


def test_where_several_ideas_fit_what_they_come_to_is_told() -> None:
    found = said_of("diff(x^3*sin(x), x)", (), "3x^2*sin(x) - x^3*cos(x)")

    assert len(found.misconceptions) > 1
    assert {found.text, *(one.text for one in found.misconceptions)} == {slips.SAYS["sign"]}


def test_a_line_that_is_right_in_one_reading_only_is_not_judged() -> None:
    problem = tree("d/dx(x^2*e^x)")
    both = read("d/dx(x^2) e^x + x^2*d/dx(e^x)")

    assert both.alternatives
    with pytest.raises(NotationError) as refused:
        settled(both, problem, EMPTY)
    assert refused.value.code == "ambiguous"
    assert [tree(form) for form in refused.value.repairs] == [both.tree, *both.alternatives]


def test_a_line_whose_readings_are_all_right_counts_as_first_read() -> None:
    both = read("d/dx(x^2) y")

    assert both.alternatives
    assert settled(both, tree("2*x*y"), EMPTY) == both.tree
    assert settled(read("2*x*y"), tree("2*x*y"), EMPTY) == tree("2*x*y")


def paraphrases(e: Expr) -> Iterator[Expr]:
    """The same value, written as other people write it."""

    def backwards(node: Expr) -> Expr:
        match node:
            case Sum(terms):
                return Sum(terms[::-1])
            case Product(factors):
                return Product(factors[::-1])
            case _:
                return node

    def without_fractions(node: Expr) -> Expr:
        match node:
            case Quotient(top, bottom):
                return Product((top, Quotient(ONE, bottom)))
            case _:
                return node

    yield e
    yield transform(e, backwards)
    yield transform(e, without_fractions)
    yield Negation(Negation(e))
    yield Quotient(Product((TWO, e)), TWO)
    yield Sum((e, ONE, Negation(ONE)))
    yield Product((Sum((TWO, Negation(ONE))), e))


@pytest.mark.parametrize("problem", dict.fromkeys(row[0] for row in ROWS))
def test_a_right_answer_is_never_refused_however_it_is_written(problem: str) -> None:
    for paraphrase in paraphrases(right(problem)):
        found = diagnose(tree(problem), paraphrase)

        assert found.verdict in ACCEPTED, (to_text(paraphrase), found)
        assert not found.misconceptions


@pytest.mark.parametrize(("problem", "lines", "response", "said"), REFUSALS)
def test_what_is_refused_has_a_witness_and_a_place(
    problem: str, lines: tuple[str, ...], response: str, said: str
) -> None:
    found = said_of(problem, lines, response)

    assert found.witness is not None, said
    assert found.witness.response != found.witness.answer
    assert all(at(tree(problem), m.where) for m in found.misconceptions)
    assert sum(m.confidence for m in found.misconceptions) <= 2.001
    assert found.rule is None or found.rule in rules()


@pytest.mark.parametrize(("problem", "lines", "response", "said"), REFUSALS)
def test_no_text_holds_a_number_or_a_formula_that_the_problem_does_not(
    problem: str, lines: tuple[str, ...], response: str, said: str
) -> None:
    found = said_of(problem, lines, response)
    shown = to_text(tree(problem))

    for text in (found.text, *(m.text for m in found.misconceptions)):
        quoted = re.search(r"Something went wrong with (.*): go through", text)
        part = quoted.group(1) if quoted else ""

        assert part in shown, said
        assert not re.search(r"[0-9=^*/\\]", text.replace(part, "")), said


@pytest.mark.parametrize(("problem", "lines", "response", "said"), REFUSALS)
def test_renaming_the_variable_changes_nothing(
    problem: str, lines: tuple[str, ...], response: str, said: str
) -> None:
    def renamed(text: str) -> str:
        return re.sub(r"(?<![a-z])x(?![a-z])", "t", text)

    found = said_of(renamed(problem), tuple(map(renamed, lines)), renamed(response))

    assert " ".join([found.verdict, *(m.id for m in found.misconceptions)]) == said


SPECIFIC = ("undecided", "wrong", "misread", "slip", "carried_error", "misconception")


@pytest.mark.parametrize(("problem", "lines", "response", "said"), REFUSALS)
def test_smaller_budgets_never_say_more(
    problem: str, lines: tuple[str, ...], response: str, said: str
) -> None:
    full = said_of(problem, lines, response)
    for share in (0, 3, 40):
        budgets = Budgets(one_fault=share, two_faults=0, edits=share, readings=share)
        found = said_of(problem, lines, response, budgets)

        assert found.verdict in REFUSED, said
        assert SPECIFIC.index(found.verdict) <= SPECIFIC.index(full.verdict)


def test_without_the_oracle_nothing_is_called_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "equal", lambda *_: Equivalence(Nothing(("asleep",))))

    for problem, lines, response, _ in REFUSALS:
        found = diagnose(tree(problem), tree(response), lines=[tree(line) for line in lines])

        assert found.verdict == "undecided"


def test_the_first_wrong_line_is_the_one_that_is_told() -> None:
    lines = ("d/dx(x^3)*ln(x) + x^3*d/dx(ln(x))", "3x^2*ln(x) + x^3/ln(x)", "5")
    found = said_of("diff(x^3*ln(x), x)", lines, "3x^2*ln(x) + x^2")

    assert found.line == 1
    assert [m.id for m in found.misconceptions] == ["diff.log.reciprocal_of_log"]


def test_a_right_line_comes_with_a_next_step() -> None:
    found = said_of("diff(x^3*ln(x), x)", (), "d/dx(x^3)*ln(x) + x^3*d/dx(ln(x))")

    assert found.next is not None
    assert found.next.rule in rules()


def test_one_wrong_entry_is_found_in_a_vector() -> None:
    found = said_of("gradient(x^3*y^2, [x, y])", (), "[3x^2*y^2, x^3*y]")

    assert found.verdict == "misconception"
    assert found.misconceptions[0].id == "diff.power.missing_coefficient"


@pytest.mark.parametrize(
    ("problem", "line", "value"),
    [
        ("diff(x^3, x)", "f'(x) = 3x^2", "3x^2"),
        ("diff(x^3, x)", "dy/dx = 3x^2", "3x^2"),
        ("diff(x^3, x)", "y' = 3x^2", "3x^2"),
        ("diff(x^3, x)", "d/dx(x^3) = 3x^2", "3x^2"),
        ("diff(x^3, x)", "y = 3*x*x = 3x^2", "3x^2"),
        ("diff(x^3, x)", "3x^2", "3x^2"),
    ],
)
def test_a_left_side_that_only_names_the_result_is_left_out(
    problem: str, line: str, value: str
) -> None:
    assert diagnose(tree(problem), tree(line)) == diagnose(tree(problem), tree(value))


def test_an_equation_for_the_derivative_is_a_line_of_an_implicit_problem() -> None:
    found = said_of("implicit_diff(x^2 + y^2 = 9, y, x)", ("2x + 2y*y' = 0",), "-x/y")
    wrong = said_of("implicit_diff(x^2 + y^2 = 9, y, x)", ("2x + 2y = 0",), "-1")

    assert found.verdict == "correct"
    assert wrong.verdict in REFUSED | {"undecided"}


@pytest.mark.parametrize(("problem", "lines", "response", "said"), ROWS)
def test_every_diagnosis_is_plain_data(
    problem: str, lines: tuple[str, ...], response: str, said: str
) -> None:
    data = said_of(problem, lines, response).to_json()

    assert json.loads(json.dumps(data)) == data
    assert data["verdict"] == said.split(maxsplit=1)[0]


PROGRAM = """
import json
from tutor.diagnosis import diagnose
from tutor.language.notation import read
for problem, response in json.loads(input()):
    print(json.dumps(diagnose(read(problem).tree, read(response).tree).to_json()))
"""


def test_the_same_bytes_come_out_of_every_process() -> None:
    asked = json.dumps([(problem, response) for problem, lines, response, _ in REFUSALS[::6]])
    runs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=asked,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "77")
    }

    assert len(runs) == 1
