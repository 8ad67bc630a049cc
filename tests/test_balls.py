"""What balls promise: a difference is real, no verdict is a guess, points keep to what is assumed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questions import pair
from tutor.language.expr import build
from tutor.language.expr.nodes import Call
from tutor.language.notation import declare, read
from tutor.language.scope import EMPTY
from tutor.oracle.budget import Budget
from tutor.oracle.cas import balls
from tutor.oracle.cas.enclose import enclose
from tutor.oracle.points import points, search
from tutor.oracle.points.trial import Trial
from tutor.oracle.stages.balls import glance, look

if TYPE_CHECKING:
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate

RATIONALS = st.fractions(min_value=-50, max_value=50, max_denominator=60)


def verdict(response: str, answer: str, scope: Scope = EMPTY) -> Certificate | None:
    question = pair(response, answer, scope)
    return glance(question, Budget()) or look(question, Budget())


# Verdicts.


DIFFERENT = """
x + 1                      | x + 2                              | x=0
sqrt(x^2)                  | x                                  | x=-1
sin(2x)                    | 2 sin(x)                           | x=1
(x + y)^2                  | x^2 + y^2                          | x=1, y=1
log(x y)                   | log(x) * log(y)                    |
exp(x)                     | 1 + x + x^2/2 + x^3/6 + x^4/24     | x=1
sqrt(2) + sqrt(3)          | 3146264369941972342329/10^21       |
x                          | x + 10^-60                         | x=0
sqrt((x-100)*(101-x))      | 2*sqrt((x-100)*(101-x))            |
asin(x - 50)               | asin(x - 50) + 1/10^9              |
log(x - 1000) + log(1001 - x) | log(x - 1000)                   |
f(x) + f(x)                | 3 f(x)                             |
f(x + 1)                   | f(x) + f(1)                        |
"""


@pytest.mark.parametrize("row", [line for line in DIFFERENT.splitlines() if line.strip()])
def test_a_difference_is_found_at_a_point_a_person_can_check(row: str) -> None:
    response, answer, easy = (part.strip() for part in row.split("|"))
    found = verdict(response, answer)

    assert found is not None
    assert found.kind == "counterexample"
    assert found.response != found.answer
    if easy:
        assert ", ".join(f"{name}={value}" for name, value in found.at.items()) == easy


@pytest.mark.parametrize("row", [line for line in DIFFERENT.splitlines() if line.strip()])
def test_the_independent_evaluator_confirms_every_counterexample(row: str) -> None:
    response, answer, _ = (part.strip() for part in row.split("|"))
    found = verdict(response, answer)

    assert found is not None
    assert found.kind == "counterexample"
    at = {name: points.parse(value) for name, value in found.at.items()}
    one, other = (enclose(read(text).tree, at, bits=500) for text in (response, answer))
    assert one.apart_from(other) is True


EQUAL = """
sin(x)^2 + cos(x)^2        | 1
(x^2 - 9)/(x + 3)          | x - 3
sqrt(x)^2                  | x
log(x^2)                   | 2 log(abs(x))
sqrt(5 + 2 sqrt(6))        | sqrt(2) + sqrt(3)
x^(1/3)                    | root(x, 3)
asin(x) + acos(x)          | pi/2
exp(10^6 x)                | exp(x)^(10^6)
sqrt((x-100)*(101-x))^2    | (x-100)*(101-x)
4 atan(1/5) - atan(1/239)  | pi/4
f(x + x)                   | f(2x)
1/(2 - 2)                  | 1
log(x) - log(x)            | 0
sqrt(-1 - x^2)             | 7
"""


@pytest.mark.parametrize("row", [line for line in EQUAL.splitlines() if line.strip()])
def test_no_verdict_where_the_sides_agree_or_never_meet(row: str) -> None:
    response, answer = (part.strip() for part in row.split("|"))

    assert verdict(response, answer) is None


SCOPED = """
x: positive                | sqrt(x^2)     | x          | none
x: real                    | sqrt(x^2)     | x          | x=-1
x: integer                 | cos(2 pi x)   | 1          | none
x: integer                 | (-1)^x        | 1          | x=1
x: integer                 | sin(pi x / 2) | 0          | x=1
x > 1                      | abs(x - 1)    | x - 1      | none
x > 1                      | abs(x - 2)    | x - 2      | x=3/2 or so
x < -10                    | abs(x)        | -x         | none
0 < x < 1/10^6             | floor(x)      | 0          | none
"""


@pytest.mark.parametrize("row", [line for line in SCOPED.splitlines() if line.strip()])
def test_points_keep_to_what_the_scope_says(row: str) -> None:
    declared, response, answer, expected = (part.strip() for part in row.split("|"))
    name, colon, kind = declared.partition(":")
    scope = declare({name.strip(): kind.strip()} if colon else {"x": declared})
    found = verdict(response, answer, scope)

    assert (found is None) == (expected == "none")
    if found is not None and found.kind == "counterexample" and "or so" not in expected:
        assert found.at["x"] == expected.removeprefix("x=")


def test_on_a_curve_only_its_points_count() -> None:
    question = pair("x^2 + y^2", "25")
    circle = question.graph.minus(question.response.root, question.graph.number(25))
    question.assumed.add("zero", circle)
    other = pair("x + y", "7")
    square = other.graph.plus(
        *(other.graph.power(other.graph.name(n), 2) for n in ("x", "y")), other.graph.number(-25)
    )
    other.assumed.add("zero", square)
    found = glance(other, Budget())

    assert glance(question, Budget()) is None
    assert look(question, Budget()) is None
    assert found is not None
    assert found.kind == "counterexample"
    x, y = (Fraction(found.at[name]) for name in ("x", "y"))
    assert x * x + y * y == 25
    assert x + y != 7


def test_the_search_only_offers_points_to_be_checked() -> None:
    question = pair("sqrt(x - 1/3) * sqrt(1/3 + 10^-5 - x)", "0")
    trial = Trial(question, Budget())
    common = search.common_point(question, Budget())
    with balls.precision(128):
        found = [point["x"] for point, _ in trial.verified(search.candidates(trial))]

    assert common is not None
    assert common["x"] == found[0]
    assert len(found) >= 3
    assert all(Fraction(1, 3) <= x <= Fraction(1, 3) + Fraction(1, 10**5) for x in found)  # type: ignore[operator]


# The lock, the precision, and life without flint.


def test_the_precision_is_put_back() -> None:
    with balls.precision(77):
        with pytest.raises(ZeroDivisionError), balls.precision(333):
            raise ZeroDivisionError
        inside = balls.bits()

    assert inside == 77


def test_threads_with_different_precisions_do_not_disturb_each_other() -> None:
    tree = read("exp(sqrt(2)) + pi").tree

    def digits(bits: int) -> tuple[int, str]:
        return bits, enclose(tree, {}, bits=bits).text(bits // 5)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(digits, [64, 128, 256, 512] * 50))

    assert len(set(answers)) == 4


def test_the_same_question_always_gets_the_same_points() -> None:
    code = (
        "from tutor.oracle.points import points;from itertools import islice;"
        "w=points.domains(__import__('tutor.language.scope',fromlist=['EMPTY']).EMPTY,('a','b'));"
        "print([*points.fixed(w), *points.far(w), *islice(points.seeded(w,'s'),5)])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }

    assert len(seen) == 1


def test_no_two_names_share_a_value() -> None:
    where = points.domains(EMPTY, tuple("abcdefghij"))
    for point in points.fixed(where):
        sizes = [abs(value) for value in point.values()]  # type: ignore[arg-type]

        assert len(set(sizes)) == len(sizes)


def test_without_flint_there_is_no_verdict_instead_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(balls, "_flint", lambda: None)

    assert verdict("x", "x + 1") is None
    assert enclose(Call("exp", (build.ONE,)), {}).status == "unclear"


@given(RATIONALS, st.booleans())
def test_a_coordinate_reads_back_as_written(value: Fraction, is_complex: bool) -> None:
    coordinate = (value, -value) if is_complex else value

    assert points.parse(points.text(coordinate)) == coordinate
