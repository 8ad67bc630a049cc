"""Every bound of a text holds at n and speaks at n + 1; nothing a learner types takes long or breaks."""

from __future__ import annotations

import contextlib
import inspect
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tutor.errors import NotationError
from tutor.language.notation import declare, read

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = "abcfghklmnopqrs"

AT_THE_BOUND = [
    ("characters", "x" + " " * 999, "x" + " " * 1000),
    ("tokens", "-" + "+".join(["x"] * 200), "-" + "+".join(["x"] * 200) + "!"),
    ("signs", "----x", "-----x"),
    ("name", "x_" + "a" * 22, "x_" + "a" * 23),
    ("brackets", "(" * 32 + "x" + ")" * 32, "(" * 33 + "x" + ")" * 33),
    ("depth", "x^" * 47 + "x", "x^" * 48 + "x"),
    ("nodes", " ".join(["x"] * 299), " ".join(["x"] * 300)),
    ("digits", "1" * 100, "1" * 101),
    ("exponent", "1e400", "1e401"),
    ("names", "+".join(LETTERS[:10]), "+".join(LETTERS[:11])),
    ("nesting", "sin(" * 8 + "x" + ")" * 8, "sin(" * 9 + "x" + ")" * 9),
]


@pytest.mark.parametrize(("name", "inside", "outside"), AT_THE_BOUND)
def test_a_bound_holds_at_n_and_speaks_at_n_plus_1(name: str, inside: str, outside: str) -> None:
    read(inside)
    with pytest.raises(NotationError) as caught:
        read(outside)

    assert caught.value.code == f"limit_{name}"
    assert "at most" in caught.value.text


def test_declared_names_do_not_count_as_too_many() -> None:
    scope = declare(dict.fromkeys(LETTERS[:12], "real"))

    assert read("+".join(LETTERS[:12]), scope).tree is not None


HOSTILE = {
    "opening brackets": "(" * 900,
    "closing brackets": ")" * 900,
    "square brackets": "[" * 900,
    "bars": "|" * 301 + "x" + "|" * 301,
    "roots": "√" * 390 + "x",
    "transposes": "A" + "^T" * 390,
    "primes": "x" + "'" * 900,
    "factorials": "x" + "!" * 900,
    "towers": "2^" * 300 + "2",
    "raised roots": "sin^(-" + "√" * 300 + "x) y",
    "signs": "+-" * 400 + "x",
    "quotients": "1/2x" * 120,
    "bare functions": "sin x " * 150,
    "nested bare functions": "sin " * 190 + "x",
    "derivatives": "d/dx " * 150 + "x",
    "letters": "abcdefghijklmnopqrstuvwxyz" * 38,
    "one letter": "x" * 1000,
    "underscores": "x_" * 500,
    "fractions": r"\frac{1}{" * 100 + "x" + "}" * 100,
    "braces": "x^{" * 300 + "2" + "}" * 300,
    "dollars": "$" * 999,
    "backslashes": "\\" * 999,
    "matrices": "[" + "1 -1 " * 190 + "]",
    "rows": "[" + "1 -1; " * 120 + "1 -1]",
    "commas": "1," * 198 + "1",
    "verbs": "diff(" * 30 + "x" + ", x)" * 30,
    "options": "integrate(x; at=" * 30 + "x" + ")" * 30,
    "superscripts": "x" + "²" * 900,
    "combining marks": "x" + "\u0301" * 900,
    "expanding characters": "\ufdfa" * 900,
    "missing operands": "2x + * 3 " * 40,
    "errors everywhere": "1 2 " * 99,
    "an error before a long tail": "1 2 + " + "x+" * 190 + "x",
    "where": "x where x = 1, " * 40,
    "digits": "9" * 999,
    "decimal points": "." * 999,
    "near thousands": "1 000 " * 150,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_or_read_within_50_ms_of_cpu(text: str) -> None:
    spent = []
    for _ in range(3):
        start = time.process_time()
        with contextlib.suppress(NotationError):
            read(text)
        spent.append(time.process_time() - start)

    assert min(spent) < 0.05


@pytest.fixture
def shallow() -> Iterator[None]:
    """A stack with little room above the test itself."""
    limit = sys.getrecursionlimit()
    depth = len(inspect.stack(0))
    sys.setrecursionlimit(depth + 450)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.usefixtures("shallow")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_recurses_deeply(text: str) -> None:
    try:
        outcome = type(read(text)).__name__
    except (NotationError, RecursionError) as error:
        outcome = type(error).__name__

    assert outcome in ("Reading", "NotationError")
