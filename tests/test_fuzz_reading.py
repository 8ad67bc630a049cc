"""No text breaks the reader: a short run of `python -m tests.fuzz_reading`, and what its makers promise."""

from __future__ import annotations

from random import Random

import pytest

from tests.chunks import CHUNK
from tests.fuzz_reading import MOST_CALLS, SETTINGS, Tally, calls, check, run, run_chunk
from tests.texts import LONGEST, MAKERS, SPELLINGS, corpus, productions


@pytest.mark.parametrize("seed", range(4))
def test_no_text_breaks_the_reader(seed: int) -> None:
    total = run_chunk(seed, 0, CHUNK)

    assert sum(tally.texts for tally in total.values()) == CHUNK
    assert [fault for tally in total.values() for fault in tally.broken] == []


@pytest.mark.parametrize("maker", MAKERS)
def test_no_text_takes_many_steps(maker: str) -> None:
    # Time is for the command and a quiet machine; how many functions are called is the same on every one.
    draw = Random(5)
    found = [(calls(text := MAKERS[maker](draw), draw.choice(SETTINGS)), text) for _ in range(150)]

    assert max(found)[0] <= MOST_CALLS, max(found)


def test_processes_share_the_texts_without_a_difference() -> None:
    alone, shared = run(1_000, 7, 1), run(1_000, 7, 2)

    assert {n: (t.texts, t.read, t.refused) for n, t in alone.items()} == {
        n: (t.texts, t.read, t.refused) for n, t in shared.items()
    }


@pytest.mark.parametrize("maker", MAKERS)
def test_the_same_seed_makes_the_same_texts(maker: str) -> None:
    one, two = Random(3), Random(3)
    texts = [MAKERS[maker](one) for _ in range(50)]

    assert texts == [MAKERS[maker](two) for _ in range(50)]
    assert len(set(texts)) > 25
    assert max(map(len, texts)) <= LONGEST + 5


@pytest.mark.parametrize("maker", ["mutated", "derived", "enormous"])
def test_texts_from_tables_and_grammar_are_often_read(maker: str) -> None:
    draw, tally = Random(1), Tally()
    for _ in range(200):
        check(MAKERS[maker](draw), SETTINGS[0], tally)

    assert tally.read >= 20
    assert tally.refused.total() >= 20


def test_every_terminal_of_the_grammar_can_be_written() -> None:
    symbols = {name for sides in productions().values() for side in sides for name in side}

    assert symbols - set(productions()) <= set(SPELLINGS)


def test_the_tables_give_many_texts() -> None:
    assert len(corpus()) > 700
    assert max(map(len, corpus())) <= LONGEST
