"""What the adviser promises: evidence needs many points, many digits and SymPy, and traps give none."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from tests.questions import pair
from tutor.language.notation import declare
from tutor.oracle.budget import Budget
from tutor.oracle.cas import balls, workers
from tutor.oracle.cas.workers import Reply
from tutor.oracle.stages.adviser import advise


def test_evidence_needs_points_digits_and_sympy() -> None:
    found = advise(pair("sin(3x)", "3 sin(x) - 4 sin(x)^3"), Budget())

    assert found is not None
    assert found.kind == "evidence"
    assert found.points >= 12
    assert found.digits >= 100
    assert len(found.seed) == 16


def test_evidence_is_the_same_every_time() -> None:
    one, other = (advise(pair("cosh(x)^2 - sinh(x)^2", "1"), Budget()) for _ in range(2))

    assert one == other


TRAPS = """
acosh(8123453/8123451)               | 0                       | SymPy: always 0
acos(8123451/8123453)                | 0                       | SymPy: 0 under some hash seeds
180*acos(7823207/7823209)/pi         | 0                       | the same
sqrt(x^2)                            | x                       | true if x is taken as positive
log(x^2)                             | 2 log(x) + 10^-40       | agrees to forty digits
sin(x)                               | x - x^3/6 + 10^-30      |
"""


@pytest.mark.parametrize("row", [line for line in TRAPS.splitlines() if line.strip()])
def test_known_traps_of_sympy_never_become_evidence(row: str) -> None:
    response, answer, _ = (part.strip() for part in row.split("|"))
    found = advise(pair(response, answer), Budget())

    assert found is None or found.kind == "counterexample"


def test_sympy_that_forgets_assumptions_is_not_believed_when_it_says_no() -> None:
    for response, answer, kinds in (
        ("atan(2x) + atan(1/(2x))", "pi/2", {"x": "positive"}),
        ("abs(x+3) + abs(x-3)", "max(2 abs(x), 6)", {"x": "real"}),
    ):
        found = advise(pair(response, answer, declare(kinds)), Budget())

        assert found is None or found.kind in ("evidence", "none")


def test_a_worker_that_does_not_answer_leaves_the_question_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "ask", lambda *_: Reply("deadline"))
    found = advise(pair("sin(2x)", "2 sin(x) cos(x)"), Budget())

    assert found is not None
    assert found.kind == "none"
    assert found.tried == ("worker:deadline",)


def test_nobody_waits_for_the_balls_while_a_worker_thinks(monkeypatch: pytest.MonkeyPatch) -> None:
    free: list[bool] = []

    def use_balls() -> None:
        with balls.precision(64):
            free.append(True)

    def thinking(*_: object) -> Reply:
        thread = threading.Thread(target=use_balls, daemon=True)
        thread.start()
        thread.join(10)
        return Reply("reply", result=True)

    monkeypatch.setattr(workers, "ask", thinking)
    found = advise(pair("sin(2x)", "2 sin(x) cos(x)"), Budget())

    assert free == [True]
    assert found is not None
    assert found.kind == "evidence"


def test_a_verdict_with_advice_leaves_sympy_out_of_this_process() -> None:
    code = """
import sys
from tutor.language.notation import declare, read
from tutor.oracle import equal
scope = declare({"x": "positive"})
trees = [read(text, scope).tree for text in ("gammafn(x + 1)", "x * gammafn(x)")]
print(equal(*trees, scope).certificate.kind, "sympy" in sys.modules, "numpy" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert said.stdout.split() == [b"evidence", b"False", b"False"]
