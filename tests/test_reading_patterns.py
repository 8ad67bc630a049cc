"""Regular expressions of the reader: none is compiled before a text needs it."""

from __future__ import annotations

import subprocess
import sys

from tutor.language.notation.patterns import Pattern

COUNT = """
import sys
from tutor.language.notation import read
from tutor.language.notation.patterns import Pattern

def compiled():
    found = [p for name, module in list(sys.modules.items()) if name.startswith("tutor.language.notation")
             for p in vars(module).values() if isinstance(p, Pattern)]
    return sum(p.is_compiled for p in found), len(found)

before, there = compiled()
read("3x^2 + 1")
after, _ = compiled()
print(before, after, there)
"""


def test_a_pattern_does_what_its_regular_expression_does() -> None:
    pattern = Pattern("([a-z])([0-9]+)")

    assert not pattern.is_compiled
    assert [found.group(2) for found in pattern.finditer("a1 b22")] == ["1", "22"]
    assert pattern.is_compiled
    assert pattern.sub("", "a1 b22") == " "
    assert pattern.match("1") is None
    assert not hasattr(pattern, "groups")


def test_an_ordinary_text_compiles_few_patterns_and_the_import_none() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    before, after, there = map(int, done.stdout.split())

    assert before == 0
    assert 0 < after < there / 4
