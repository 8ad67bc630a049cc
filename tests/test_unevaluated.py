"""What can be read but not always worked out: every door answers, nothing false is right, nothing undecided is wrong."""

from __future__ import annotations

import json
import re

import pytest

import tutor
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.oracle.unevaluated import UNEVALUATED, holds_unevaluated
from tutor.repl.preview import preview
from tutor.teaching.session import Session

VERBS = ["integrate", "limit", "gradient", "hessian", "probability", "expectation", "variance"]
POLICY = {"verbs": VERBS}

# The kind of each is certain; a value of another kind is wrong without a look at what it is.
NUMBERS = {
    "piecewise(x, x > 0, -x)": None, "|x|": "|x|", "∑_{k=1}^3 k": "6", "∏_{k=1}^4 k": "24", "∑_{k=1}^n k": "n(n+1)/2",
    "∑ x_i": None, "∫ x dx": None, "∫_0^1 x dx": "1/2", "lim_{x->0} sin(x)/x": "1", "lim_{x->0+} 1/x": "oo",
    "x^2|_{x=3}": "9", "[1,2]·[3,4]": "11", "‖[3,4]‖_1": "7", "P(A)": None, "P(A ∩ B)": None, "P(A | B)": None,
    "E[X]": None, "arg(1+i)": None, "arg(z)": None, "C(5,2)": "10", "x/2": "x/2", "pi/4": "pi/4",
}  # fmt: skip
ARRAYS = {"[2x, 2y]": "[2x, 2y]", "[1,0,0] × [0,1,0]": "[0,0,1]", "[[1,2],[3,4]]": "[[1,2],[3,4]]"}
PAIRS = ("5 ± 2", "1 ± sqrt(2)", "(1, oo)", "[3, 7]")
SETS = ("{x | x > 1}", "{x in R | x > 1}", "{3, 4}", "{}", "R \\ {0}", "A ∪ B", "[1, 2)")
STATEMENTS = (
    "not x > 1", "not A", "x <= 1", "x in R", "X ~ N(0, 1)", "X|Y ~ N(0, 1)", "x = 1 ± 2", "x = 3 or x = -1",
)  # fmt: skip
OTHERS = ("∇f", "∇(x^2 + y^2)", "∇²f", "Var[X]", "undefined", "oo", "true", "x = 1, y = 2", "1/0")
ALL = (*NUMBERS, *ARRAYS, *PAIRS, *SETS, *STATEMENTS, *OTHERS)
PLAIN = {**NUMBERS, **ARRAYS, "oo": "oo"}
RIGHT = ("correct", "expected", "unknown_but_correct")
OF_PYTHON = re.compile(r"Error\b|Traceback|object at 0x|NoneType|<class|\bNone\b|Exception")


def graded(response: str, answer: str) -> tutor.Result:
    result = tutor.grade(response, answer=answer, policy=POLICY)
    told = json.dumps(result.to_json())

    assert not OF_PYTHON.search(told), told
    return result


def test_every_construct_is_read() -> None:
    assert [text for text in ALL if not read(text).text] == []


@pytest.mark.parametrize("answer", [text for text in PLAIN if not text.startswith(("P(", "E["))])
def test_nothing_false_is_right_and_nothing_undecided_is_wrong(answer: str) -> None:
    for response in ALL:
        result = graded(response, answer)
        known = PLAIN.get(response)

        if response == answer or (known is not None and known == PLAIN[answer]):
            assert result.status == "correct", response
        elif response in NUMBERS and answer in NUMBERS and None in (known, PLAIN[answer]):
            assert result.status == "undecided", response
        else:
            assert result.status != "correct", response


@pytest.mark.parametrize("answer", ["6", "x^2", "∑_{k=1}^n k"])
@pytest.mark.parametrize("response", [*SETS, *STATEMENTS])
def test_a_set_or_a_statement_is_no_number_and_is_called_what_it_is(
    response: str, answer: str
) -> None:
    result = graded(response, answer)
    kind = "interval" if response == "[1, 2)" else "set"
    said = "You wrote an interval" if kind == "interval" else "You wrote a set"

    assert result.status == "incorrect"
    assert result.feedback[0].text.startswith(
        "You wrote a whole" if response in STATEMENTS else said
    )


@pytest.mark.parametrize("answer", ["(1, oo)", "[3, 7]"])
@pytest.mark.parametrize("response", ["{x | x > 1}", "x > 1", "[3, 4) ∪ [4, 7]", "3 <= x <= 7"])
def test_a_pair_may_be_an_interval_so_a_set_is_not_wrong(response: str, answer: str) -> None:
    assert graded(response, answer).status == "undecided"
    assert graded("{3, 7}", answer).status == "incorrect"


@pytest.mark.parametrize("word", ["undefined", "does not exist"])
def test_that_there_is_no_value_is_wrong_only_where_there_is_one(word: str) -> None:
    assert graded(word, "lim_{x->0} 1/x").status == "undecided"
    assert graded(word, "∫_0^1 1/x dx").status == "undecided"
    assert graded(word, "1/x").status == "incorrect"


@pytest.mark.parametrize(
    ("response", "answer", "outcome"),
    [
        ("∑_{k=1}^n k", "∑_{j=1}^n j", "equal"),
        ("∑_{k=1}^n k n", "∑_{n=1}^n n n", "different"),
        ("∫_0^1 x dx", "∫_0^1 t dt", "equal"),
        ("lim_{x->0+} x", "lim_{x->0-} x", "equal"),
        ("∑_{k=3}^1 k", "0", "equal"),
        ("∏_{k=3}^1 k", "1", "equal"),
        ("∑_{k=1}^{2.5} k", "3", "different"),
        ("∑_{k=1}^3 x_k", "3 x_k", "undecided"),
        ("∑_{k=1}^3 1/(k-2)", "∑_{k=1}^3 1/(k-2)", "undecided"),
        ("∑_{k=1}^400 k", "80200", "equal"),
        ("piecewise(x, x > 0, -x)", "piecewise(x, x > 1, -x)", "undecided"),
        ("piecewise(x, x > 0, -x)", "|x|", "undecided"),
        ("arg(-1)", "0", "undecided"),
        ("2 arg(z)", "arg(z)", "undecided"),
    ],
)
def test_the_same_but_for_bound_names_is_equal_and_the_rest_is_left_open(
    response: str, answer: str, outcome: str
) -> None:
    found = tutor.equivalent(response, answer)

    assert found.outcome == outcome
    assert outcome != "equal" or tutor.verify(found.certificate, response, answer)


@pytest.mark.parametrize("text", ["P(A)", "P(A | B)", "E[X^2]", "Var(X)", "Cov(X, Y) + 1"])
def test_a_probability_that_nobody_can_work_out_equals_itself(text: str) -> None:
    found = tutor.equivalent(text, text)

    assert found.outcome == "equal"
    assert tutor.verify(found.certificate, text, text)
    assert tutor.equivalent(text, "P(C)").outcome == "undecided"


def test_what_is_not_worked_out_is_told_by_its_name() -> None:
    texts = [
        "∑_{k=1}^n k",
        "∏_{k=1}^n k",
        "∫ x dx",
        "lim_{x->0} x",
        "piecewise(1, x > 0, 2)",
        "arg(z)",
        "P(A)",
        "E[X]",
        "Var(X)",
        "Cov(X, Y)",
        "correlation(X, Y)",
        "sd(X)",
    ]

    assert len(texts) == len(UNEVALUATED)
    assert all(holds_unevaluated(read(f"1 + {text}").tree) for text in texts)
    assert not holds_unevaluated(read("|x| + [1, 2]·[3, 4]").tree)


@pytest.mark.parametrize("text", ALL)
def test_every_door_has_an_answer(text: str) -> None:
    problems = ["diff(x^2, x)", "∇(x^2 + y^2)", "∫ x dx", "lim_{x->0} x", "piecewise(x, x > 0, -x)"]
    steps = tutor.steps(text)
    found = [tutor.diagnose(problem, text) for problem in problems]
    told = json.dumps([steps.to_json(), *(one.to_json() for one in found)]).replace("null", "")

    assert steps.status in ("unsupported", "partial")
    assert not steps.steps or all(step.checked for step in steps.steps)
    assert not OF_PYTHON.search(told), told
    assert found[1].verdict == "undecided"
    assert all(one.verdict not in RIGHT for one in (found[0], found[3]))


@pytest.mark.parametrize("text", ALL)
def test_a_session_and_the_preview_take_it_as_an_answer(text: str) -> None:
    session = Session.start(tutor.lesson("mc06"), "power", 0)
    outcome = session.answer(text)
    seen = preview(text, EMPTY)

    assert outcome.kind != "correct"
    assert not OF_PYTHON.search(outcome.text), outcome.text
    assert seen.rows
    assert seen.complete
    state = outcome.session.to_json()

    assert Session.from_json(json.loads(json.dumps(state))).to_json() == state


def test_a_backslash_at_the_end_of_a_line_is_a_blank() -> None:
    assert read("x \\\n + 1").text == "x + 1"
    with pytest.raises(tutor.NotationError):
        read("x\\")
