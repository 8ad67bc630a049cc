"""Promises of the ladder: which stages there are, and that one that stops takes no other with it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tutor.catalogue import entries
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.oracle import Prepared, ladder, verify
from tutor.oracle.budget import Overrun
from tutor.oracle.building.build import Builder
from tutor.oracle.certificate import Counterexample, Evidence, Nothing, Proof
from tutor.oracle.conditions import Conditions
from tutor.oracle.graph.graph import Graph
from tutor.oracle.stage import Pair, Side, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.oracle.budget import Budget
    from tutor.oracle.certificate import Certificate

ORACLE = Path(ladder.__file__).parent
CHEAP = ("undefined", "identical", "kronecker", "modular", "expansion", "undefined.everywhere")


def pair(response: str, answer: str) -> Pair:
    graph = Graph(EMPTY)
    sides = []
    for text in (response, answer):
        builder = Builder(graph, EMPTY)
        tree = read(text).tree
        sides.append(Side(builder.scalar(tree), builder.conditions, tree))
    return Pair(graph, sides[0], sides[1], EMPTY, Conditions())


def test_the_order_names_every_stage_of_the_shelf_once() -> None:
    shelf = entries("tutor.oracle.stages", Stage)

    assert sorted(ladder.ORDER) == sorted(shelf)
    assert set(ladder.COSTLY) <= set(ladder.ORDER)
    assert set(ladder.PROVING) <= set(ladder.ORDER)


@pytest.mark.parametrize("id_", ladder.ORDER)
def test_a_stage_is_found_by_its_id(id_: str) -> None:
    assert ladder.stage(id_).id == id_


def raising(error: BaseException) -> Callable[[Pair, Budget], Certificate | None]:
    def decide(_: Pair, __: Budget) -> Certificate | None:
        raise error

    return decide


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Overrun("terms"), "kronecker:terms"),
        (RecursionError(), "kronecker:depth"),
        (MemoryError(), "kronecker:memory"),
        (OverflowError(), "kronecker:overflow"),
    ],
)
def test_a_stage_that_stops_ends_alone(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, reason: str
) -> None:
    real = ladder.stage

    def faulty(id_: str) -> Stage:
        return Stage(id_, raising(error)) if id_ == "kronecker" else real(id_)

    monkeypatch.setattr(ladder, "stage", faulty)
    stopped = ladder.decide(pair("(x + 1)^2", "x^2 + 2x + 1"), ("kronecker",))
    others = ladder.decide(pair("x + y", "y + x"), ("kronecker", "identical"))

    assert stopped == Nothing((reason,))
    assert others == Proof("identical")


def test_a_proof_without_a_common_point_is_no_verdict() -> None:
    found = ladder.decide(pair("ln(x) - ln(-x) + ln(-x)", "ln(x)"), CHEAP)

    assert isinstance(found, Nothing)
    assert "domain" in found.tried


@pytest.mark.parametrize(
    ("response", "answer", "method"),
    [
        ("y*x", "x*y", "identical"),
        ("(x + 1)^2", "x^2 + 2x + 1", "kronecker"),
        ("(e^x + 1)^2", "e^(2x) + 2e^x + 1", "kronecker"),
    ],
)
def test_the_cheapest_stage_proves(response: str, answer: str, method: str) -> None:
    found = ladder.decide(pair(response, answer), CHEAP)

    assert isinstance(found, Proof)
    assert found.method == method


@pytest.mark.parametrize(
    ("response", "answer"),
    [("x^2", "x^3"), ("(x + y)^70000", "(x + y)^70001"), ("1/x", "1/(x + 1)"), ("3", "1/0")],
)
def test_a_difference_of_rational_functions_is_shown_without_flint(
    response: str, answer: str
) -> None:
    found = ladder.decide(pair(response, answer), CHEAP)

    assert isinstance(found, Counterexample)
    assert all(len(value) <= 4 for value in found.at.values())
    assert verify(found, read(response).tree, read(answer).tree)


@pytest.mark.parametrize(
    "certificate",
    [
        Counterexample({"x": "0"}, "1", "1"),
        Counterexample({"x": "1"}, "2", "3"),
        Counterexample({"x": "3"}, "16", "9"),
        Counterexample({}, "undefined", "9"),
        Proof("kronecker"),
        Evidence(30, 100),
        Nothing(("balls",)),
    ],
)
def test_a_certificate_with_something_wrong_is_refused(certificate: Certificate) -> None:
    response, answer = read("(x + 1)^2").tree, read("x^2 + 1").tree

    assert not verify(certificate, response, answer)


def test_a_certificate_that_is_right_is_confirmed() -> None:
    response, answer = read("(x + 1)^2").tree, read("x^2 + 1").tree

    assert verify(Counterexample({"x": "3"}, "16", "10"), response, answer)


def test_verify_shares_no_code_with_what_it_checks() -> None:
    reached, waiting = set(), ["verify"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        tree = ast.parse((ORACLE / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            fresh = [module for module in imported(node) if module not in reached]
            waiting += [m for m in fresh if (ORACLE / f"{m.replace('.', '/')}.py").exists()]

    assert not reached & {"graph", "build", "kernels", "differentiate", "ladder", "question"}
    assert not any(name.startswith("stages") for name in reached)


def imported(node: ast.AST) -> list[str]:
    """Modules of the oracle that an import statement names, relative to it."""
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("tutor.oracle"):
        return []
    module = (node.module or "").removeprefix("tutor.oracle").removeprefix(".")
    inside = [f"{module}.{alias.name}".removeprefix(".") for alias in node.names]
    return [module, *inside] if module else inside


def test_one_reference_serves_many_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    prepared = Prepared(read("(x + 1)^2*sin(y)").tree)
    texts = ["(x^2 + 2x + 1)*sin(y)", "(x + 1)*sin(y)", "z", "sin(y)*(1 + x)^2", "1/0"] * 20
    trees = [read(text).tree for text in texts]
    alone = [prepared.compare(tree).certificate for tree in trees]
    with ThreadPoolExecutor(8) as pool:
        together = [found.certificate for found in pool.map(prepared.compare, trees)]

    assert together == alone
