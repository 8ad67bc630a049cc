"""How long reading takes: everyday answers, texts as long as is allowed, and errors with their repairs.

`python -m tests.benchmarks.reading [FILE ...] [--rounds 7] [--seed 1]`; FILE is JSON Lines with `answer`, `answer_latex`, maybe
`response`, `response_latex`, `names`; if none is named `everyday.jsonl` and `answers.jsonl`: answers of the whole curriculum, with
the names of their questions. Times are microseconds of CPU time, warm, the smallest of the rounds for each text: a machine that is
slow for a while does not decide. Ends with 1 if half of the answers take more than 150 µs, a long text more than
10 ms or a refusal more than 50 ms.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from tests.benchmarks.everyday import PAIRS, load, percentile
from tests.texts import LONGEST
from tutor.errors import NotationError
from tutor.language.notation import declare, read
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.scope import Scope

FILES = (PAIRS, PAIRS.with_name("answers.jsonl"))
MOST_MEDIAN_US = 150.0
MOST_LONG_US = 10_000.0
MOST_REFUSED_US = 50_000.0


class Text(NamedTuple):
    """One text with the question it belongs to."""

    text: str
    scope: Scope
    notation: Literal["auto", "latex"] = "auto"


def answers(paths: Sequence[Path]) -> dict[str, list[Text]]:
    """Every answer and response of the files once, as text and as LaTeX."""
    texts: dict[tuple[str, str], Text] = {}
    latex: dict[tuple[str, str], Text] = {}
    for row in (row for path in paths for row in load(path)):
        names = row.get("names") or {}
        scope = declare(names)
        for side in ("answer", "response"):
            if side not in row:
                continue
            texts[row[side], repr(names)] = Text(row[side], scope)
            written = row[f"{side}_latex"]
            latex[written, repr(names)] = Text(written, scope, "latex")
    return {"text": list(texts.values()), "LaTeX": list(latex.values())}


def broken(texts: Sequence[Text], seed: int) -> list[Text]:
    """The same texts with one character lost, those that can then not be read."""
    draw = Random(seed)
    found: list[Text] = []
    for text in texts:
        at = draw.randrange(len(text.text))
        other = text._replace(text=text.text[:at] + text.text[at + 1 :])
        if not _is_read(other):
            found.append(other)
    return found


def long_texts() -> dict[str, str]:
    """Texts of a thousand characters or four hundred tokens, each of another shape."""
    row = " & ".join(["1"] * 10)
    texts = {
        "polynomial": " + ".join(f"{k + 11}x^{k + 2}" for k in range(60)),
        "brackets": "+".join("(" * k + "x" + ")" * k for k in range(1, 20)),
        "matrix": "[" + "; ".join(" ".join(str(10 * i + j) for j in range(10)) for i in range(10)) + "]",
        "list": ", ".join(str(k % 10) for k in range(200)),
        "tokens": "+".join(["x"] * 200),
        "factors": "(x+1)(x-2)" * 40,
        "functions": " + ".join(f"sin({k}x)cos({k}y)" for k in range(40)),
        "blank rows": "[" + "1 -1; " * 65 + "1 -1]",
        "quotients": " + ".join(f"1/{k}x" for k in range(2, 52)),
        "two ambiguities": " + ".join(f"1/{k}x - sin x/{k}" for k in range(2, 22)),
        "towers": " + ".join(f"2^{k}^2 + sin x^{k}" for k in range(2, 24)),
        "bars": " + ".join(f"|x-{k}||y|" for k in range(40)),
        "LaTeX fractions": " + ".join(rf"\frac{{x^{{{k}}}}}{{{k + 1}}}" for k in range(10, 36)),
        "LaTeX matrix": rf"\begin{{bmatrix}}{(row + chr(92) * 2) * 9}{row}\end{{bmatrix}}",
        "blanks": "x" + " " * (LONGEST - 2) + "y",
        "superscripts": " + ".join("x²y³" for _ in range(50)),
    }  # fmt: skip
    return {name: text[:LONGEST] for name, text in texts.items()}


def _is_read(text: Text) -> bool:
    try:
        read(text.text, text.scope, notation=text.notation)
    except NotationError:
        return False
    return True


def measured(texts: Sequence[Text], rounds: int) -> list[float]:
    """Microseconds for each text, the smallest of the rounds; one more goes before and is not counted."""
    least = [float("inf")] * len(texts)
    for round_ in range(rounds + 1):
        for index, text in enumerate(texts):
            start = time.thread_time()
            _is_read(text)
            spent = (time.thread_time() - start) * 1e6
            if round_:
                least[index] = min(least[index], spent)
    return least


def main(argv: Sequence[str] | None = None) -> int:
    """Run and print the table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.reading", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    found = answers(asked.files)
    groups = {f"answers, {name}": texts for name, texts in found.items()}
    groups |= {f"errors, {name}": broken(texts, asked.seed) for name, texts in found.items()}
    long = {name: Text(text, EMPTY) for name, text in long_texts().items()}
    groups["long"] = list(long.values())
    groups["long, broken"] = broken(
        [
            text._replace(text=text.text[:at] + mark + text.text[at + drop :])
            for text in long.values()
            for at in (len(text.text) // 3, len(text.text) - 2)
            for mark, drop in (("(", 0), ("+*", 0), ("", 1))
        ],
        asked.seed,
    )
    print(f"{'µs':<18}{'texts':>7}{'median':>9}{'p95':>9}{'max':>9}")
    times = {name: measured(texts, asked.rounds) for name, texts in groups.items()}
    for name, spent in times.items():
        if spent:
            print(
                f"{name:<18}{len(spent):>7}{statistics.median(spent):>9.0f}"
                f"{percentile(spent, 95):>9.0f}{max(spent):>9.0f}"
            )
    slow = [name for name, us in zip(long, times["long"], strict=True) if us > MOST_LONG_US]
    refused = [
        us for name, spent in times.items() if "errors" in name or "broken" in name for us in spent
    ]
    print(
        f"longest texts: {', '.join(f'{n} {u:.0f}' for n, u in zip(long, times['long'], strict=True))}"
    )
    typical = max(statistics.median(times[f"answers, {name}"]) for name in found)
    late = typical > MOST_MEDIAN_US or max(refused, default=0.0) > MOST_REFUSED_US
    return int(bool(slow) or late)


if __name__ == "__main__":
    sys.exit(main())
