"""Hostile input against its budget: random strings, and rows of attacks from a file.

`python -m tests.benchmarks.hostile --n 500 [FILE] [--json] [--seed 1]`; FILE is JSON Lines with `input` (or `gen`,
a sum and product of string literals), `answer`, `statuses`, `budget_ms`, maybe `channel`. Every line must get
an allowed status within its budget, and nothing may be raised.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.everyday import percentile
from tutor.grading.wire import answered, grade_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ATTACKS = Path(__file__).with_name("hostile.jsonl")
PIECES = (
    *"0123456789xyabABnkij+-*/^()[]{}|<>=,;.!_'\"`~&%$#@?\\: \t",
    *(
        "sin",
        "log(",
        "sqrt",
        "e^",
        "pi",
        "oo",
        "**",
        "^^",
        "9^9^9",
        "\\frac{",
        "}{",
        "\\begin{pmatrix}",
    ),
    *(
        "d/dx",
        "diff(",
        "integrate(",
        "[[",
        "]]",
        "1/0",
        "0^0",
        "1e400",
        "\u221a",
        "\u00b2",
        "\u2212",
        "\u202e",
    ),
)
STATUSES = ("correct", "partial", "incorrect", "undecided", "unreadable")
BUDGET_MS = 50.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print the figures; exit 1 if a row failed."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.hostile", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=ATTACKS)
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args(argv)
    for warm in ("1+x", "sin(1)"):  # pays for the imports
        answered(grade_json, {"response": warm, "answer": "x+1"})
    groups = {
        "random": run(list(random_rows(arguments.n, arguments.seed))),
        "attacks": run(list(attack_rows(arguments.file))),
    }
    if arguments.json:
        print(json.dumps(groups, indent=1))
    else:
        for name, group in groups.items():
            print(summary(name, group))
    return int(any(group["failed"] for group in groups.values()))


def random_rows(n: int, seed: int) -> Iterator[dict[str, Any]]:
    """Strings of random pieces of notation, the same for the same seed."""
    draw = random.Random(seed)
    for k in range(n):
        pieces = draw.choices(PIECES, k=draw.randint(1, 40))
        yield {"id": f"random-{k}", "input": "".join(pieces), "answer": "x+1"}


def attack_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file that go through grading; one whose `gen` is not plain is passed over."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("channel", "answer") not in ("answer", "latex"):
            continue
        text = row.get("input", _text(row.get("gen")))
        if isinstance(text, str):
            yield row | {"input": text}


def run(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Grade every row; what failed, and how long it took."""
    times: list[float] = []
    failed: list[dict[str, Any]] = []
    for row in rows:
        request = {"response": row["input"], "answer": row["answer"]}
        request |= {"relation": row.get("relation", "equal")}
        request |= {"notation": "latex" if row.get("channel") == "latex" else "auto"}
        start = time.perf_counter()
        status = answered(grade_json, request)["status"]
        spent = (time.perf_counter() - start) * 1000
        times.append(spent)
        over = spent > row.get("budget_ms", BUDGET_MS)
        if status not in row.get("statuses", STATUSES) or over:
            failed.append({"id": row["id"], "status": status, "ms": round(spent, 1), "over": over})
    return {
        "rows": len(rows),
        "failed": failed,
        "median_ms": round(percentile(times, 50), 3) if times else 0.0,
        "p99_ms": round(percentile(times, 99), 3) if times else 0.0,
        "max_ms": round(max(times, default=0.0), 3),
    }


def summary(name: str, group: dict[str, Any]) -> str:
    """One group in plain text."""
    head = (
        f"{name}: {group['rows']} rows, {len(group['failed'])} failed, median {group['median_ms']} ms, "
        f"p99 {group['p99_ms']} ms, max {group['max_ms']} ms"
    )
    return "\n".join([head, *(f"  {json.dumps(row)}" for row in group["failed"][:20])])


def _text(gen: str | None) -> str | None:
    """What `'('*1000+'x'` writes; None for any other expression."""
    if gen is None:
        return None
    value = _value(ast.parse(gen, mode="eval").body)
    return value if isinstance(value, str) else None


def _value(e: ast.expr) -> str | int | None:
    match e:
        case ast.Constant(value=str() | int() as value):
            return value
        case ast.BinOp(left, ast.Add(), right):
            one, other = _value(left), _value(right)
            return one + other if isinstance(one, str) and isinstance(other, str) else None
        case ast.BinOp(left, ast.Mult(), right):
            one, other = _value(left), _value(right)
            if isinstance(one, str) and isinstance(other, int) and len(one) * other <= 2_000_000:
                return one * other
            return None
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
