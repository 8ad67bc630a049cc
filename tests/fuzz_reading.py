"""Nothing that is typed breaks the reader: `python -m tests.fuzz_reading --n 1000000` on texts of all kinds.

`--seed` chooses other texts. For each text and scope: a Reading or a NotationError and nothing else comes
out, the same one twice; an error is well-formed and its repairs can be read; what was read is written as
text and as LaTeX and read again; no text takes more than 50 ms of CPU time (the smallest of several tries).
Prints one row for each kind of text, then what was broken, shortest first; ends with 1 if anything was.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from cProfile import Profile
from dataclasses import dataclass, field
from random import Random
from time import thread_time
from typing import TYPE_CHECKING, Literal

from tests.chunks import add_arguments, in_chunks
from tests.texts import MAKERS
from tutor.errors import NotationError
from tutor.language.expr.plain import to_plain
from tutor.language.notation import declare, read
from tutor.language.notation.mistakes import CODES
from tutor.language.scope import EMPTY
from tutor.language.writing import to_latex, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.notation import Reading
    from tutor.language.scope import Scope

Notation = Literal["auto", "text", "latex"]

MOST_MS = 50.0
MOST_CALLS = 100_000  # of functions; half of those milliseconds on an ordinary machine
_MOST_SHOWN = 20
_MOST_KEPT = 200


@dataclass(frozen=True)
class Setting:
    """One way to read a text, and the scope in which what was written of it is read again."""

    scope: Scope
    notation: Notation = "auto"
    verbs: tuple[str, ...] | None = None

    @property
    def again(self) -> Scope:
        """The same names with the decimal point, which every writer uses."""
        return self.scope if self.scope.policy.decimal == "point" else _POINT


_POINT = declare({"x": "real", "y": "real"})
SETTINGS: tuple[Setting, ...] = (
    Setting(EMPTY),
    Setting(EMPTY, verbs=()),
    Setting(EMPTY, "latex"),
    Setting(declare({"x": "real", "y": "positive", "n": "integer", "x_1": "real", "f": "function"})),
    Setting(declare({"A": "matrix(m,n)", "B": "matrix(2,2)", "x": "vector(n)", "v": "vector(3)"})),
    Setting(declare({"A": "symmetric(2)", "u": "vector(2)"}, {"b": "[1, 2]"}), "latex"),
    Setting(declare({"x": "real", "y": "real"}, policy={"decimal": "comma"})),
    Setting(declare({"z": "complex"}, policy={"complex": True})),
)  # fmt: skip


@dataclass
class Tally:
    """What came out of some texts of one kind."""

    texts: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    worst: tuple[float, str] = (0.0, "")
    broken: list[tuple[str, str]] = field(default_factory=list)
    slow: list[tuple[str, str]] = field(default_factory=list)
    spent: float = 0.0

    def add(self, other: Tally) -> None:
        """Take in what another process found."""
        self.texts += other.texts
        self.read += other.read
        self.refused += other.refused
        self.worst = max(self.worst, other.worst)
        self.broken += other.broken[: _MOST_KEPT - len(self.broken)]
        self.slow += other.slow
        self.spent += other.spent


def attempt(text: str, setting: Setting) -> tuple[Reading | NotationError, float]:
    """What comes out of one text, and the milliseconds of CPU time it took."""
    start = thread_time()
    found: Reading | NotationError
    try:
        found = read(text, setting.scope, notation=setting.notation, verbs=setting.verbs)
    except NotationError as error:
        found = error
    return found, (thread_time() - start) * 1000


def calls(text: str, setting: Setting) -> int:
    """How many functions the reader calls for a text, which tells of its time the same on every machine."""
    attempt(text, setting)  # what is made once, regular expressions and parts of the table
    profile = Profile()
    profile.enable()
    attempt(text, setting)
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


def check(text: str, setting: Setting, tally: Tally) -> None:
    """Try one text and note what it breaks."""
    tally.texts += 1
    try:
        found, first = attempt(text, setting)
        again, second = attempt(text, setting)
        spent = min(first, second)
        if spent > MOST_MS:  # a machine that is slow for a while does not decide
            spent = min(spent, *(attempt(text, setting)[1] for _ in range(3)))
        faults = list(_faults(text, setting, found, again))
    except Exception as error:  # noqa: BLE001 whatever else is raised is what is looked for
        tally.broken.append((f"{type(error).__name__}: {error}", _shown(text, setting)))
        return
    tally.spent += first
    tally.worst = max(tally.worst, (spent, _shown(text, setting)))
    if isinstance(found, NotationError):
        tally.refused[found.code] += 1
    else:
        tally.read += 1
    if spent > MOST_MS:
        tally.slow.append((f"took {spent:.0f} ms", _shown(text, setting)))
    tally.broken += [(fault, _shown(text, setting)) for fault in faults]


def _shown(text: str, setting: Setting) -> str:
    return f"{text!a} in setting {SETTINGS.index(setting)}"


def _faults(
    text: str,
    setting: Setting,
    found: Reading | NotationError,
    again: Reading | NotationError,
) -> Iterator[str]:
    if isinstance(found, NotationError):
        yield from _faults_of_error(text, setting, found)
        if not isinstance(again, NotationError) or _fields(found) != _fields(again):
            yield "another error the second time"
        return
    if found != again:
        yield "another reading the second time"
    if not found.tree or len(found.alternatives) > 3 or found.tree in found.alternatives:
        yield "alternatives are not others"
    for tree in (found.tree, *found.alternatives):
        yield from _faults_of_writing(tree, setting)


def _fields(error: NotationError) -> tuple[object, ...]:
    return error.code, error.text, error.span, error.expected, error.repairs


def _faults_of_error(text: str, setting: Setting, error: NotationError) -> Iterator[str]:
    start, end = error.span
    if error.code not in CODES and not error.code.startswith("limit_"):
        yield f"code {error.code}"
    if not 0 <= start <= end <= len(text):
        yield f"span {error.span} of {len(text)} characters"
    if not error.text.isprintable() or not error.text.strip():
        yield f"text {error.text!r}"
    if not all(words.isprintable() for words in error.expected):
        yield f"expected {error.expected!r}"
    if len(error.repairs) > 3:
        yield f"{len(error.repairs)} repairs"
    for repair in error.repairs:
        if isinstance(attempt(repair, setting)[0], NotationError):
            yield f"the repair {repair!r} cannot be read"


def _faults_of_writing(tree: Expr, setting: Setting) -> Iterator[str]:
    for notation, write in (("text", to_text), ("latex", to_latex)):
        written = write(tree)
        chosen: Notation = "latex" if notation == "latex" else "text"
        try:
            reading = read(written, setting.again, notation=chosen)
        except NotationError as error:
            if not error.code.startswith("limit_"):
                yield f"{notation} {written!r} cannot be read: {error.code} {error}"
            continue
        if _by_brackets(reading.tree) != _by_brackets(tree):
            yield f"{notation} {written!r} reads as {reading.tree!r}, was {tree!r}"


def _by_brackets(tree: Expr) -> str:
    """The tree as text, where a sum of unit vectors is the vector in brackets that it is written as."""
    return json.dumps(to_plain(tree)).replace('"|i|"', '"["')


def run_chunk(seed: int, number: int, count: int) -> dict[str, Tally]:
    """The texts of one chunk, which depend on the seed and its number alone."""
    draw = Random(f"{seed} {number}")
    tallies = {name: Tally() for name in MAKERS}
    names = list(MAKERS)
    for index in range(count):
        name = names[index % len(names)]
        check(MAKERS[name](draw), draw.choice(SETTINGS), tallies[name])
    return tallies


def run(count: int, seed: int, workers: int) -> dict[str, Tally]:
    """All texts; with any number of processes the same, times apart."""
    total = {name: Tally() for name in MAKERS}
    for result in in_chunks(run_chunk, count, seed, workers):
        for name, tally in result.items():
            total[name].add(tally)
    return total


def table(total: dict[str, Tally]) -> str:
    """One row for each kind of text; the mean and the worst are milliseconds of CPU time."""
    lines = [
        f"{'texts':<12}{'number':>9}{'read':>9}{'refused':>9}{'broken':>8}{'mean':>8}{'worst':>8}"
    ]
    for name, tally in total.items():
        mean = tally.spent / max(tally.texts, 1)
        lines.append(
            f"{name:<12}{tally.texts:>9}{tally.read:>9}{tally.refused.total():>9}"
            f"{len(tally.broken) + len(tally.slow):>8}{mean:>8.2f}{tally.worst[0]:>8.1f}"
        )
    slowest = max(tally.worst for tally in total.values())
    return "\n".join([*lines, f"slowest: {slowest[0]:.1f} ms for {slowest[1]}"])


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="tests.fuzz_reading", description=__doc__)
    add_arguments(parser, 10_000)
    asked = parser.parse_args()
    total = run(asked.n, asked.seed, asked.workers)
    broken = [fault for tally in total.values() for fault in (*tally.broken, *tally.slow)]
    print(table(total))
    for fault, shown in sorted(broken, key=lambda pair: len(pair[1]))[:_MOST_SHOWN]:
        print(f"{shown}\n    {fault}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
