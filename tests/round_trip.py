"""What is written reads back: `python -m tests.round_trip --n 100000` on generated trees.

Each tree is written as text, as LaTeX, and as LaTeX with highlights that are then stripped. `--seed` chooses
other trees. Prints what came back differently, shortest first, and ends with 1 if anything did. The tests
use `Tally` on fewer trees.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING

from tests.chunks import add_arguments, in_chunks
from tests.generators import expressions, trees
from tests.sampling import sampler
from tutor.errors import NotationError
from tutor.language.expr.nodes import Call, Number
from tutor.language.expr.paths import subexpressions
from tutor.language.kinds import fault_in
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.language.writing import to_latex, to_text
from tutor.language.writing.latex import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

_MARK = re.compile("|".join(re.escape(f"{mark}{{") for mark in STYLES.values()))


@dataclass
class Tally:
    """How many trees were written, which came back otherwise, which were too large or misshapen."""

    drawn: int = 0
    too_large: int = 0
    misshapen: int = 0
    ambiguous: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another process found."""
        self.drawn += other.drawn
        self.too_large += other.too_large
        self.misshapen += other.misshapen
        self.ambiguous += other.ambiguous
        self.failures += other.failures

    def check(self, e: Expr, notation: str) -> None:
        """Write one tree and read it."""
        self.drawn += 1
        text = WRITERS[notation](e)
        try:
            reading = read(text, notation="text" if notation == "text" else "latex")
        except NotationError as error:
            if error.code.startswith("limit_"):
                self.too_large += 1
            elif error.code in ("shape", "kind") and fault_in(e, EMPTY) is not None:
                self.misshapen += 1  # a tree drawn at random may well divide by a vector
            else:
                self.failures.append(f"{text}\n    {error.code}: {error}\n    {e!r}")
            return
        if reading.tree != e:
            self.failures.append(f"{text}\n    written: {e!r}\n    read:    {reading.tree!r}")
        elif reading.alternatives and not _ambiguous_by_nature(e):
            self.ambiguous.append(f"{text}\n    also {reading.alternatives[0]!r}")


def _ambiguous_by_nature(e: Expr) -> bool:
    """`f(x)` of an undeclared f and `2e-3` have two readings however they are written."""
    return any(
        (isinstance(part, Call) and part.function in ("f", "g'", "h''"))
        or (isinstance(part, Number) and "e-" in part.text)
        for _, part in subexpressions(e)
    )


def highlighted(e: Expr) -> str:
    """LaTeX with every third part of the tree marked, and the marks stripped again."""
    paths = [path for path, _ in subexpressions(e)][::3]
    return stripped(to_latex(e, highlight=dict(zip(paths, cycle(STYLES), strict=False))))


def stripped(latex: str) -> str:
    """LaTeX without the marks of highlights and the braces that belong to them."""
    found = _MARK.search(latex)
    while found:
        depth, end = 1, found.end()
        while depth:
            # a brace that is written, \{, is none that groups
            depth += {"{": 1, "}": -1}.get(latex[end], 0) if latex[end - 1] != "\\" else 0
            end += 1
        latex = latex[: found.start()] + latex[found.end() : end - 1] + latex[end:]
        found = _MARK.search(latex)
    return latex


WRITERS: dict[str, Callable[[Expr], str]] = {
    "text": to_text,
    "latex": to_latex,
    "highlighted": highlighted,
}


def run_chunk(seed: int, number: int, count: int) -> dict[str, Tally]:
    """A third each of numbers, small trees and larger trees of the whole union, in every notation."""
    draw = Random(f"{seed} {number}")
    tallies = {notation: Tally() for notation in WRITERS}
    for index in range(count):
        e = _samplers()[index % 3](draw)
        for notation, tally in tallies.items():
            tally.check(e, notation)
    return tallies


@cache
def _samplers() -> list[Callable[[Random], Expr]]:
    return [sampler(strategy) for strategy in (expressions(3), trees(2), trees(3))]


def run(count: int, seed: int, workers: int) -> dict[str, Tally]:
    """All trees; with any number of processes the same."""
    total = {notation: Tally() for notation in WRITERS}
    for result in in_chunks(run_chunk, count, seed, workers):
        for notation, tally in result.items():
            total[notation].add(tally)
    return total


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="tests.round_trip", description=__doc__)
    add_arguments(parser, 3_000)
    asked = parser.parse_args()
    total = run(asked.n, asked.seed, asked.workers)
    print(f"{'':<12}{'trees':>9}{'other':>8}{'ambiguous':>11}{'too large':>11}{'misshapen':>11}")
    for notation, tally in total.items():
        print(
            f"{notation:<12}{tally.drawn:>9}{len(tally.failures):>8}{len(tally.ambiguous):>11}"
            f"{tally.too_large:>11}{tally.misshapen:>11}"
        )
    bad = {fault for tally in total.values() for fault in (*tally.failures, *tally.ambiguous)}
    for fault in sorted(bad, key=lambda text: (len(text), text))[:10]:
        print(fault)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
