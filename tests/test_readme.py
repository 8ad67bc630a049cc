"""README.md is true: its paths exist, its commands print what it shows, its Python gives what it says.

A block marked `console` holds `$ steptutor ...` lines with what they print below; a block marked `python` is a
doctest. `pytest -n0 tests/test_readme.py --rewrite` fills in what the commands print now.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tutor.cli import main

README = Path(__file__).resolve().parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Shown(NamedTuple):
    """A command of the README, and what stands below it."""

    command: str
    output: str


def blocks(kind: str) -> list[str]:
    return [body for found, body in BLOCK.findall(TEXT) if found == kind]


def shown(block: str) -> list[Shown]:
    """The commands of a console block; an empty line belongs to what was printed, the last ones do not."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert not parts[0].strip(), "a console block begins with a command"
    lines = [part.partition("\n") for part in parts[1:]]
    return [Shown(command, output.rstrip("\n")) for command, _, output in lines]


def printed(command: str) -> str:
    """What a command writes to both its outputs, in order, on no terminal."""
    program, *arguments = shlex.split(command, comments=True)
    assert program == "steptutor"
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        main(arguments)
    return said.getvalue().rstrip("\n")


COMMANDS = [one for block in blocks("console") for one in shown(block)]


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.command)
def test_a_command_of_the_readme_prints_what_is_shown(
    one: Shown, rewriting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    found = printed(one.command)
    if rewriting:
        old = f"$ {one.command}\n{one.output}".rstrip("\n")
        text = README.read_text(encoding="utf-8")
        README.write_text(text.replace(old, f"$ {one.command}\n{found}", 1), encoding="utf-8")
        return

    assert found == one.output


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_the_python_of_the_readme_gives_what_is_shown(number: int) -> None:
    example = doctest.DocTestParser().get_doctest(
        blocks("python")[number], {}, f"README.md, block {number + 1}", str(README), 0
    )
    said = io.StringIO()
    result = doctest.DocTestRunner(verbose=False).run(example, out=said.write)

    assert result.attempted
    assert not result.failed, said.getvalue()


def test_every_example_is_in_a_block_that_is_tried() -> None:
    tried = "".join(blocks("console") + blocks("python"))
    examples = re.findall(r"^(?:\$ |>>> ).*$", TEXT, re.MULTILINE)

    assert len(examples) > 5
    assert [line for line in examples if line not in tried] == []


def paths() -> list[str]:
    """Everything in backticks or behind a link that looks like a place in the tree."""
    words = re.findall(r"`([\w./-]+/[\w./-]*)`", TEXT) + re.findall(r"\]\(([\w./-]+)\)", TEXT)
    return sorted(set(words))


def test_the_readme_says_where_to_add_things() -> None:
    (table,) = re.findall(r"^## Where do I add \.\.\.\?\n\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    named = set(re.findall(r"`([\w./-]+/[\w./-]*)`", table))
    rows = table.splitlines()[2:]

    assert len(rows) > 8
    assert named <= set(paths())


@pytest.mark.parametrize("path", paths())
def test_a_path_in_the_readme_exists(path: str) -> None:
    assert (README.parent / path).exists()
