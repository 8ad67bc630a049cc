"""The same text with the same names is read the same way: always, everywhere, whatever the answer is."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import tutor
from tests.shelf import FORMS, all_rows
from tutor.errors import NotationError
from tutor.language.notation import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.scope import Scope

TEXTS = [
    (row.scope, text)
    for row in all_rows()
    for text in [*row.of(*FORMS, "not"), *(text for _, text in row.refused)]
]


def said(scope: Scope, text: str) -> str:
    """All that a reader says of a text: trees, notes, or the error with its repairs."""
    try:
        return json.dumps(read(text, scope).to_json(), sort_keys=True)
    except NotationError as error:
        return json.dumps([error.code, error.text, error.span, error.expected, error.repairs])


def all_said(texts: Iterable[tuple[Scope, str]]) -> list[str]:
    return [said(scope, text) for scope, text in texts]


@cache
def once() -> list[str]:
    """What is said of the whole shelf, from its first text to its last."""
    return all_said(TEXTS)


def digest(texts: list[str]) -> str:
    """One number for many texts."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def test_a_text_is_read_the_same_way_again_and_in_another_order() -> None:
    assert all_said(reversed(TEXTS)) == once()[::-1]


def test_a_text_is_read_the_same_way_from_any_thread() -> None:
    some = TEXTS[::4]
    starts = range(0, len(some), len(some) // 4)  # different texts meet
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda at: all_said(some[at:] + some[:at]), starts))

    for at, texts in zip(starts, found, strict=True):
        assert texts[len(some) - at :] + texts[: len(some) - at] == once()[::4]


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_a_text_is_read_the_same_way_in_another_process(seed: str) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from tests.test_reading_same import *; print(digest(all_said(TEXTS[::4])))",
        ],
        capture_output=True,
        check=True,
        text=True,
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
    )

    assert told.stdout.strip() == digest(once()[::4])


def test_a_reader_never_sees_an_answer() -> None:
    asked = inspect.signature(read).parameters.keys() | inspect.signature(tutor.read).parameters

    assert asked.isdisjoint({"answer", "relation", "problem"})


ANSWERS = [
    *("0", "1/2", "2*x", "x/2", "sin(x)", "sin(x)^2", "x^2*y", "e^(2*x)", "f(x + 1)"),
    *("[1, 2]", "[2, 3]", "(1, 2)", "[1 2; 3 4]", "sqrt(2*x)"),
]
RESPONSES = [
    *("2x", "x + 1", "1/(2x)", "sin(x)^2", "[1, 2]", "(1, 2)", "{2, 1}", "[1 2; 3 4]", "x = 1", "x = ±2"),
    *("1/2x", "sin x/2", "e^2x", "2^3^2", "sin^-1 x", "√2x", "[1 -2]", "2i + 3j", "x^1/2", "f(x+1)"),
]  # fmt: skip


def graded(response: str) -> list[dict[str, Any]]:
    """One response against every answer."""
    return [tutor.grade(response, answer=answer).to_json() for answer in ANSWERS]


@pytest.mark.parametrize("response", RESPONSES)
def test_what_a_response_is_read_as_does_not_depend_on_the_answer(response: str) -> None:
    reading = tutor.read(response).to_json()
    meant = [
        {key: other[key] for key in ("text", "latex")}
        for other in (reading, *reading["alternatives"])
    ]
    found = [result["read_as"] for result in graded(response)]

    assert any(found)
    assert all(shown is None or shown in meant for shown in found)
    if len(meant) == 1:  # with two readings, the one that can be no answer is dropped
        assert found == meant * len(ANSWERS)


@pytest.mark.parametrize("response", ["2*(x+1", "foo + 1", "1 < x > 0", "2 1/2", "1,000", "x 2"])
def test_what_cannot_be_read_is_refused_whatever_the_answer_is(response: str) -> None:
    with pytest.raises(NotationError) as caught:
        read(response)
    told = [result["feedback"][0]["code"] for result in graded(response)]

    assert told == [caught.value.code] * len(ANSWERS)
