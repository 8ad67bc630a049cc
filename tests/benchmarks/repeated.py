"""Every construct as often as a text may hold it: side by side, inside itself, its first and its last parts alone.

`python -m tests.benchmarks.repeated [--every 1]`; 10 takes every tenth construct of `tests/notation/constructs`.
Prints how many texts there were and the worst of them, by how many functions the reader calls (the same on
every machine) and by milliseconds of CPU time; ends with 1 if one takes more calls than `tests.fuzz_reading` allows.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz_reading import MOST_CALLS, SETTINGS, attempt, calls
from tests.texts import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSTRUCTS = Path(__file__).parent.parent / "notation" / "constructs"
_SPELLINGS = ("text", "latex", "unicode", "also", "written")
_PART = re.compile(r"\\[A-Za-z]+|[A-Za-z]+|[0-9]+|.")
_NAME = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_BETWEEN = ("", " ", " + ", ", ", "*")
_SHORT = 400  # characters: as many as tokens are allowed
_MOST_PARTS = 8
_SHOWN = 20


def examples() -> tuple[str, ...]:
    """Every text of the tables of constructs, once."""
    lines = [
        line
        for path in sorted(CONSTRUCTS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    told = [line.split(None, 1) for line in lines if line.startswith("  ")]
    return tuple(dict.fromkeys(words[1] for words in told if words[0] in _SPELLINGS))


def repetitions(text: str) -> Iterator[str]:
    """The text side by side with itself, inside itself, and the same of its parts."""
    for size in (LONGEST, _SHORT):
        for between in _BETWEEN:
            yield between.join([text] * max(1, size // len(text + between)))
        for name in dict.fromkeys(_NAME.findall(text)[:3]):
            yield _nested(text, name, "{}", size)
            yield _nested(text, name, "({})", size)
    parts = _PART.findall(text)
    for count in range(1, min(len(parts), _MOST_PARTS)):
        first, last = "".join(parts[:count]), "".join(parts[-count:])
        yield first * (LONGEST // len(first))
        yield f"{first}x" * (LONGEST // 2 // len(f"{first}x"))
        yield last * (LONGEST // len(last))
        yield first * 8 + "x" + last * 8


def _nested(text: str, name: str, brackets: str, size: int) -> str:
    """The text in place of a name in it, again and again."""
    inside = name
    while len(more := text.replace(name, brackets.format(inside), 1)) <= size and more != inside:
        inside = more
    return inside


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.repeated", description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    texts = dict.fromkeys(
        other
        for text in examples()[:: asked.every]
        for other in repetitions(text)
        if len(other) <= LONGEST
    )
    worst = sorted(((calls(text, SETTINGS[0]), text) for text in texts), reverse=True)[:_SHOWN]
    print(f"{len(texts)} texts")
    for count, text in worst:
        spent = min(attempt(text, SETTINGS[0])[1] for _ in range(3))
        print(f"{count:>9} calls {spent:>6.1f} ms  {text[:60]!a}")
    return int(worst[0][0] > MOST_CALLS)


if __name__ == "__main__":
    sys.exit(main())
