"""Everyday pairs, side by side in one run: right, wrong, undecided and time for tutor and its peers.

`python -m tests.benchmarks.everyday [FILE] [--json] [--only NAME]`; FILE is JSON Lines with `answer`,
`response`, `answer_latex`, `response_latex`, `expect`, maybe `names`; `everyday.jsonl` if none is named.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.peers import PEERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.benchmarks.peers import Row, Verdict

PAIRS = Path(__file__).with_name("everyday.jsonl")
COLD = {
    "tutor, first grade": "import tutor; tutor.grade('x^2+1', answer='1+x*x')",
    "import sympy": "import sympy",
}
STARTS = 15
ROUNDS = 3


@dataclass
class Tally:
    """What one engine did on all pairs; times in milliseconds."""

    right: int = 0
    wrong: int = 0
    undecided: int = 0
    times: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Counts and times as plain data."""
        return {
            "right": self.right,
            "wrong": self.wrong,
            "undecided": self.undecided,
            "median_ms": round(statistics.median(self.times), 3),
            "p95_ms": round(percentile(self.times, 95), 3),
            "missed": self.missed,
        }


def main(argv: Sequence[str] | None = None) -> int:
    """Run, print a table or JSON; exit 1 if tutor gave a wrong verdict."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.everyday", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=PAIRS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", action="append", choices=list(PEERS))
    arguments = parser.parse_args(argv)
    rows = load(arguments.file)
    tallies = measure(rows, {name: PEERS[name] for name in arguments.only or PEERS})
    cold = cold_starts()
    if arguments.json:
        engines = {name: tally.to_json() for name, tally in tallies.items()}
        print(json.dumps({"pairs": len(rows), "engines": engines, "cold_start_ms": cold}, indent=1))
    else:
        print(table(len(rows), tallies, cold))
    return int(any(t.wrong for name, t in tallies.items() if name.startswith("tutor")))


def load(path: Path) -> list[Row]:
    """The rows of a file, in its order."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def measure(
    rows: Sequence[Row], peers: dict[str, Callable[[Row], Callable[[], Verdict]]]
) -> dict[str, Tally]:
    """Every pair by every engine, in rounds: all pairs by one engine, then by the next.

    The time of a pair is its smallest over the rounds, for every engine alike, so that a machine that
    is slow for a while does not decide. One pair goes before, not counted: it pays for imports and tables.
    """
    tallies = {name: Tally() for name in peers}
    for peer in peers.values():
        attempt(peer, rows[0])
    for round_ in range(ROUNDS):
        for name, peer in peers.items():
            tally = tallies[name]
            for k, row in enumerate(rows):
                verdict, spent = attempt(peer, row)
                if round_:
                    tally.times[k] = min(tally.times[k], spent * 1000)
                else:
                    tally.times.append(spent * 1000)
                    count(tally, row, verdict)
    return tallies


def count(tally: Tally, row: Row, verdict: Verdict) -> None:
    """Add one verdict to the right ones, the wrong ones or the undecided ones."""
    if verdict == row["expect"]:
        tally.right += 1
        return
    tally.undecided += verdict == "none"
    tally.wrong += verdict != "none"
    tally.missed.append(row["id"])


def attempt(peer: Callable[[Row], Callable[[], Verdict]], row: Row) -> tuple[Verdict, float]:
    """The verdict of one engine and the seconds it took; an engine that raises gives none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # peers warn about their own future
        start = time.perf_counter()
        try:
            decide = peer(row)
            start = time.perf_counter()
            verdict = decide()
        except Exception:  # noqa: BLE001 whatever a peer raises on a pair is no verdict
            verdict = "none"
        return verdict, time.perf_counter() - start


def cold_starts() -> dict[str, float]:
    """Milliseconds of wall time for fresh processes: the median of runs that take turns, all with bytecode.

    A checkout with bytecode writing off would compile tutor, and tutor alone, at every start.
    """
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times: dict[str, list[float]] = {name: [] for name in COLD}
        for _ in range(STARTS + 1):
            for name, code in COLD.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, "-c", code], check=True, env=environment)
                times[name].append((time.perf_counter() - start) * 1000)
    # the first of each compiles
    return {name: round(statistics.median(spent[1:]), 1) for name, spent in times.items()}


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def table(pairs: int, tallies: dict[str, Tally], cold: dict[str, float]) -> str:
    """The figures as plain text; the ratio is to `tutor, prepared`."""
    found = {name: tally.to_json() for name, tally in tallies.items()}
    base = found.get("tutor, prepared", next(iter(found.values())))
    lines = [
        f"{pairs} pairs",
        f"{'engine':<18}{'right':>7}{'wrong':>7}{'none':>6}{'median ms':>11}{'p95 ms':>9}{'ratio':>8}",
    ]
    for name, row in found.items():
        ratio = row["median_ms"] / base["median_ms"]
        lines.append(
            f"{name:<18}{row['right']:>7}{row['wrong']:>7}{row['undecided']:>6}"
            f"{row['median_ms']:>11.3f}{row['p95_ms']:>9.2f}{ratio:>8.1f}"
        )
    lines += [
        f"missed by {name}: {', '.join(row['missed'])}"
        for name, row in found.items()
        if row["missed"]
    ]
    lines += [f"cold start, {name}: {spent:.0f} ms" for name, spent in cold.items()]
    first, other = cold.values()
    lines.append(f"cold start, ratio: {first / other:.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
