"""Every relation and every form says right and wrong by its table; a verdict is whole, honest and repeatable."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tutor
from tests.benchmarks.everyday import PAIRS, load
from tests.benchmarks.hostile import ATTACKS, attack_rows
from tests.benchmarks.peers import tutor_latex, tutor_prepared, tutor_text
from tutor.answers.feedback import MESSAGES, Feedback
from tutor.answers.form import forms
from tutor.answers.relation import Reference, relations
from tutor.language.notation import read
from tutor.oracle.certificate import Counterexample, Nothing, Proof

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent


def table(path: Path) -> Iterator[tuple[dict[str, Any], str, str]]:
    """The question, the left and the right side of each `=>` row."""
    question: dict[str, Any] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("[{"):
            (question,) = json.loads(line)
        elif line.strip() and not line.startswith("#"):
            left, right = line.split(" => ")
            yield question, left, right


def relation_rows() -> Iterator[Any]:
    for path in sorted((HERE / "relations").glob("*.txt")):
        for question, left, right in table(path):
            yield pytest.param(path.stem, question, left, right, id=f"{path.stem}: {left}"[:70])


@pytest.mark.parametrize(("relation", "question", "left", "right"), list(relation_rows()))
def test_a_relation_gives_the_status_of_its_table(
    relation: str, question: dict[str, Any], left: str, right: str
) -> None:
    answer, response = left.split(" ? ")
    status, *codes = right.split()

    result = tutor.grade(response, answer=answer, relation=relation, **question)

    assert result.status == status, result.to_json()
    assert set(codes) <= {remark.code for remark in result.feedback}


@pytest.mark.parametrize("relation", sorted(relations()))
def test_every_relation_has_a_table_with_right_and_wrong(relation: str) -> None:
    statuses = {right.split()[0] for _, _, right in table(HERE / "relations" / f"{relation}.txt")}

    assert {"correct", "incorrect"} <= statuses


@pytest.mark.parametrize("form", sorted(forms()))
def test_every_form_has_a_table_with_ok_and_missing(form: str) -> None:
    found = {right for _, _, right in table(HERE / "forms" / f"{form}.txt")}

    assert found == {"ok", "missing"}


def form_rows() -> Iterator[Any]:
    for path in sorted((HERE / "forms").glob("*.txt")):
        for _, response, outcome in table(path):
            yield pytest.param(path.stem, response, outcome, id=f"{path.stem}: {response}")


@pytest.mark.parametrize(("form", "response", "outcome"), list(form_rows()))
def test_a_form_holds_as_its_table_says(form: str, response: str, outcome: str) -> None:
    tree = read(response).tree

    assert forms()[form].holds(tree, Reference(answer=tree)) is (outcome == "ok")


def test_a_right_value_in_the_wrong_form_is_partial_and_says_so() -> None:
    result = tutor.grade("(x+1)^2", answer="x^2+2x+1", form=["expanded"])

    assert (result.status, result.value, result.form) == ("partial", "equal", "missing")
    assert [remark.code for remark in result.feedback] == ["form_expanded"]


def test_a_wrong_value_is_not_asked_for_its_form() -> None:
    result = tutor.grade("x^2+1", answer="x^2+2x+1", form=["expanded"])

    assert (result.status, result.form) == ("incorrect", None)


def test_correct_has_a_proof_and_incorrect_a_point() -> None:
    right = tutor.grade("x*(x+2)+1", answer="(x+1)^2")
    wrong = tutor.grade("x^2+1", answer="(x+1)^2")

    assert isinstance(right.certificate, Proof)
    assert isinstance(wrong.certificate, Counterexample)
    assert set(wrong.certificate.at) == {"x"}


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("x^2+2x+1", "(x+1)^2"),
        ("x^2+1", "(x+1)^2"),
        ("[1,3]", "[1,2]"),
        ("sin(x)^2", "1-cos(x)^2"),
        ("[1,2,3]", "[1,2]"),
        ("f'(x) = 2x", "2x"),
    ],
)
def test_a_certificate_can_be_checked_again_after_json(response: str, answer: str) -> None:
    certificate = json.loads(json.dumps(tutor.grade(response, answer=answer).to_json()))[
        "certificate"
    ]

    assert tutor.verify(certificate, response, answer)


def test_a_certificate_does_not_hold_for_another_pair() -> None:
    wrong = tutor.grade("x^2+1", answer="(x+1)^2").certificate

    assert not tutor.verify(wrong, "x^2+2x+1", "(x+1)^2")
    assert not tutor.verify(Nothing(), "x", "x")


def test_a_proof_of_closeness_is_checked_again() -> None:
    close = tutor.grade("0.33", answer="1/3", tolerance={"abs": 0.01}).certificate

    assert tutor.verify(close, "0.33", "1/3")
    assert not tutor.verify(close, "0.3", "1/3")


def test_parts_say_which_entries_are_right() -> None:
    result = tutor.grade("[[1,2],[3,5]]", answer="[[1,2],[3,4]]")

    assert {part.where: part.status for part in result.parts} == {
        (0, 0): "correct",
        (0, 1): "correct",
        (1, 0): "correct",
        (1, 1): "incorrect",
    }
    assert result.score == 0.75


def test_an_unreadable_response_is_never_incorrect_and_shows_the_place() -> None:
    result = tutor.grade("(x + ", answer="x")

    assert result.status == "unreadable"
    assert result.read_as is None
    assert result.feedback[0].span is not None


@pytest.mark.parametrize(
    ("response", "repair"),
    [
        ("1,5", "1.5"),
        ("x = 1,5", "x = 1.5"),
        ("[1,5]", "1.5"),
        ("2*(1,5)", "2*1.5"),
        ("-1,5", "-1.5"),
        ("1,5x", "1.5*x"),
        ("1,500", "1500"),
    ],
)
def test_a_decimal_comma_where_one_number_is_asked_costs_nothing(
    response: str, repair: str
) -> None:
    result = tutor.grade(response, answer="1.5")

    assert result.status == "unreadable"
    assert result.error is not None
    assert result.error["code"] == "decimal_comma"
    assert repair in result.error["repairs"]


@pytest.mark.parametrize("response", ["dot([1,5],[2,3])", "(1, 5)", "x=1, y=5", "1.6"])
def test_a_comma_that_separates_is_no_decimal_comma(response: str) -> None:
    assert tutor.grade(response, answer="1.5").status == "incorrect"


def test_a_text_that_is_too_long_is_unreadable_with_a_limit() -> None:
    result = tutor.grade("x+" * 5_000 + "1", answer="x")

    assert result.status == "unreadable"
    assert result.feedback[0].code.startswith("limit_")


def test_a_cost_bound_is_undecided_and_does_not_count() -> None:
    result = tutor.grade("9^9^9^9", answer="9^9^9^9 + 1/pi")

    assert result.status in ("undecided", "incorrect")
    assert tutor.grade("9^9^9^9", answer="1").status != "correct"


def test_a_response_with_two_readings_of_different_value_is_ambiguous() -> None:
    two_readings = [
        text for text in ("1/2x", "sin x y", "ab^2", "x(y+1)") if read(text).alternatives
    ]
    for text in two_readings:
        reading = read(text)
        ways = {tutor.grade(tree, answer=reading.tree).status for tree in reading.alternatives}
        result = tutor.grade(text, answer=reading.tree)
        if ways == {"correct"}:
            assert result.status == "correct"
        else:
            assert (result.status, result.feedback[0].code) == ("unreadable", "ambiguous")

    assert two_readings


def test_a_response_may_not_use_verbs_unless_the_policy_says_so() -> None:
    refused = tutor.grade("diff(x^2, x)", answer="2x")
    allowed = tutor.grade("diff(x^2, x)", answer="2x", policy={"verbs": ["diff"]})

    assert refused.status == "unreadable"
    assert allowed.status == "correct"


def test_nothing_told_gives_more_away_than_the_policy_allows() -> None:
    question: dict[str, Any] = {"answer": "x^2 + 7"}
    told = {
        leak: {
            remark.code for remark in tutor.grade("x^2", **question, policy={"leak": leak}).feedback
        }
        for leak in ("none", "place", "value")
    }

    assert told["none"] == set()
    assert told["place"] == {"differs_at"}
    assert told["value"] == {"differs_at", "differs_by_value"}


def test_misconceptions_are_named_where_the_problem_is_known() -> None:
    with_problem = tutor.grade("3(2x+1)^2", answer="6(2x+1)^2", problem="d/dx((2x+1)^3)")
    without = tutor.grade("3(2x+1)^2", answer="6(2x+1)^2")

    assert with_problem.misconceptions[0].id == "diff.chain.missing_inner"
    assert without.misconceptions == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (-3, "-3"),
        (0.1, "1/10"),
        (1e-7, "10^-7"),
        (Fraction(2, 3), "2/3"),
        ([1, Fraction(1, 2)], "[1, 1/2]"),
        ([[1, 2], [3, 4]], "[[1,2],[3,4]]"),
        (["x^2", "1"], "[x^2, 1]"),
    ],
)
def test_python_values_mean_what_they_write(value: object, text: str) -> None:
    assert tutor.grade(value, answer=text).status == "correct"
    assert tutor.grade(text, answer=value).status == "correct"


def test_numpy_and_sympy_values_are_understood() -> None:
    numpy = pytest.importorskip("numpy")
    sympy = pytest.importorskip("sympy")
    x = sympy.Symbol("x")

    assert tutor.grade(numpy.array([[1, 2], [3, 4]]), answer="[[1,2],[3,4]]").status == "correct"
    assert tutor.grade(numpy.float64(0.5), answer="1/2").status == "correct"
    assert tutor.grade(sympy.sin(x) ** 2 / 2, answer="sin(x)^2/2").status == "correct"
    assert tutor.grade(sympy.Matrix([[1, x]]), answer="[[1, x]]").status == "correct"
    assert tutor.grade(x + 1, answer="x").status == "incorrect"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"relation": "nonsense"}, "relation_unknown"),
        ({"options": {"nonsense": 1}}, "option_unknown"),
        ({"form": ["nonsense"]}, "form_unknown"),
        ({"tolerance": {"abs": -1}}, "tolerance_bad"),
        ({"tolerance": {"decimals": 1.5}}, "tolerance_bad"),
        ({"tolerance": {"abs": 1, "rel": 1}}, "tolerance_bad"),
        ({"notation": "roman"}, "notation_unknown"),
        ({"answer": "(x"}, "answer_unreadable"),
        ({"answer": None}, "answer_missing"),
        ({"answer": "x > 1"}, "answer_kind"),
        ({"policy": {"nonsense": True}}, "option_unknown"),
        ({"answer": float("nan")}, "value_not_finite"),
    ],
)
def test_a_bad_request_is_the_callers_error(request_: dict[str, Any], code: str) -> None:
    with pytest.raises(tutor.CallerError) as caught:
        tutor.prepare(**{"answer": "x", **request_})

    assert caught.value.code == code


def test_a_prepared_question_grades_many_and_remembers_nothing() -> None:
    question = tutor.prepare(answer="(x+1)^2")
    first = question.grade("x^2+2x+1")
    question.grade("x^9")
    again = question.grade("x^2+2x+1")

    assert {**first.to_json(), "ms": 0} == {**again.to_json(), "ms": 0}


def test_equivalent_says_equal_and_different() -> None:
    assert tutor.equivalent("x+x", "2x").outcome == "equal"
    assert tutor.equivalent("x", "-x").outcome == "different"
    assert tutor.equivalent("sqrt(x^2)", "x", names={"x": "positive"}).outcome == "equal"


def test_results_show_themselves_in_a_notebook() -> None:
    result = tutor.grade("x^2/2", answer="x^2/2")
    bundle = result._repr_mimebundle_()

    assert "text/latex" in bundle
    assert "correct" in bundle["text/plain"]
    assert tutor.read("x^2")._repr_latex_().startswith("$")


@pytest.mark.parametrize("row", load(PAIRS), ids=lambda row: row["id"])
@pytest.mark.parametrize("peer", [tutor_text, tutor_latex, tutor_prepared])
def test_everyday_pairs_are_decided_right_in_every_notation(peer: Any, row: dict[str, Any]) -> None:
    assert peer(row)() == row["expect"]


@pytest.mark.parametrize("row", list(attack_rows(ATTACKS)), ids=lambda row: row["id"])
def test_hostile_rows_get_a_status_they_are_allowed(row: dict[str, Any]) -> None:
    notation = "latex" if row.get("channel") == "latex" else "auto"

    assert (
        tutor.grade(row["input"], answer=row["answer"], notation=notation).status in row["statuses"]
    )


def test_every_message_is_one_plain_sentence_or_two_and_gives_its_parameters() -> None:
    for code, message in MESSAGES.items():
        assert message.text.endswith((".", "?")), code
        assert "\n" not in message.text


def test_a_remark_made_elsewhere_keeps_its_words() -> None:
    assert Feedback("bracket", (0, 1), said="A bracket is missing.").text == "A bracket is missing."


@settings(max_examples=40, deadline=None)
@given(st.fractions(-50, 50, max_denominator=30), st.fractions(-50, 50, max_denominator=30))
def test_tolerances_decide_rationals_as_rationals(a: Fraction, b: Fraction) -> None:
    result = tutor.grade(a, answer=b, tolerance={"abs": 0.25})

    assert (result.status == "correct") is (abs(a - b) <= Fraction(1, 4))


@settings(max_examples=40, deadline=None)
@given(st.fractions(-9, 9, max_denominator=9), st.fractions(1, 9, max_denominator=9))
def test_balls_and_rationals_agree_on_tolerances(a: Fraction, b: Fraction) -> None:
    by_rationals = tutor.grade(a, answer=b, tolerance={"rel": 0.5}).status
    by_balls = tutor.grade(f"({a})*sqrt(2)", answer=f"({b})*sqrt(2)", tolerance={"rel": 0.5}).status

    assert by_balls in (by_rationals, "undecided")
