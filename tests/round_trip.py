"""What is written reads back: `python -m tests.round_trip --n 100000` on generated trees, text and LaTeX.

`--seed` chooses other trees. Prints what came back differently, shortest first, and ends with 1 if
anything did. The tests use `check` on fewer trees.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from tests.generators import draws, expressions, trees
from tutor.errors import NotationError
from tutor.language.expr.nodes import Call, Number
from tutor.language.expr.paths import subexpressions
from tutor.language.kinds import fault_in
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.language.writing import to_latex, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

WRITERS: dict[str, Callable[[Expr], str]] = {"text": to_text, "latex": to_latex}


@dataclass
class Tally:
    """How many trees were written, which came back otherwise, which were too large or misshapen."""

    drawn: int = 0
    too_large: int = 0
    misshapen: int = 0
    ambiguous: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def check(self, e: Expr, notation: str) -> None:
        """Write one tree and read it."""
        self.drawn += 1
        text = WRITERS[notation](e)
        try:
            reading = read(text, notation="latex" if notation == "latex" else "text")
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


def check(notation: str, count: int, seed: int = 1) -> Tally:
    """A third each of numbers, small trees and larger trees of the whole union."""
    tally = Tally()
    for strategy in (expressions(3), trees(2), trees(3)):
        draws(strategy, count // 3, lambda e: tally.check(e, notation), seed)
    return tally


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=3_000, help="trees for each notation")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    bad = 0
    for notation in WRITERS:
        began = perf_counter()
        tally = check(notation, asked.n, asked.seed)
        for found in sorted({*tally.failures, *tally.ambiguous}, key=len)[:10]:
            print(found)
        bad += len(tally.failures) + len(tally.ambiguous)
        print(
            f"{notation}: {tally.drawn} trees, {len(tally.failures)} came back otherwise,"
            f" {len(tally.ambiguous)} ambiguous, {tally.too_large} too large to read,"
            f" {tally.misshapen} refused for their shapes,"
            f" {perf_counter() - began:.0f} s"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
