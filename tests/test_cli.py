"""The command line: exit codes, plain words, no traceback, and a quick start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tutor.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "--answer", "2x", "--response", "x+x"], 0),
        (["check", "--answer", "2x", "--response", "x"], 1),
        (["check", "--answer", "[1,2]", "--response", "[1,3]"], 1),
        (["check", "--answer", "2x", "--response", "(x"], 3),
        (["check", "--answer", "2x", "--response", "x", "--relation", "nonsense"], 2),
        (["check", "--answer", "2x"], 2),
        (["nonsense"], 2),
        (["read", "x^2"], 0),
        (["read", "-x + 1"], 0),
        (["read", "(x"], 3),
        (["read"], 2),
        (["read", "x", "--notation", "roman"], 2),
        (["read", "x", "--show", "smell"], 2),
        (["steps", "d/dx(x^2)"], 0),
        (["steps", "(x"], 3),
        (["steps", "d/dx(x^2)", "--level", "nonsense"], 2),
        (["diagnose", "--problem", "d/dx(x^2)", "--response", "2x"], 0),
        (["diagnose", "--problem", "d/dx((2x+1)^3)", "--response", "3(2x+1)^2"], 1),
        (["diagnose", "--problem", "d/dx(x^2)", "--response", "(x"], 3),
        (["lessons"], 0),
        (["grade", "/no/such/file"], 2),
        (["--version"], 0),
        (["--help"], 0),
    ],
)
def test_each_end_has_its_exit_code(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    found = main(arguments)
    said = capsys.readouterr()

    assert found == code, said
    assert "Traceback" not in said.err


def test_a_lesson_that_does_not_exist_is_a_wrong_use() -> None:
    said = run("lesson", "no-such-lesson", stdin="quit\n")

    assert said.returncode == 2
    assert "no-such-lesson" in said.stderr


def test_read_shows_what_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "x^2/2", "--show", "speech, unicode"]) == 0
    said = capsys.readouterr().out.splitlines()

    assert "speech: the fraction x squared over 2, end fraction" in said
    assert said[said.index("unicode:") + 2].strip() == "x"


def test_check_says_the_verdict_what_was_read_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--answer", "(x+1)^2", "--response", "x^2+1"])
    said = capsys.readouterr().out

    assert said.startswith("WRONG")
    assert "read as:  x^2 + 1" in said
    assert "because:  at x = " in said


def test_an_error_has_a_caret_under_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--answer", "x", "--response", "2 + ) x"])
    lines = capsys.readouterr().out.splitlines()
    shown = next(number for number, line in enumerate(lines) if line.strip() == "2 + ) x")

    assert lines[shown + 1].index("^") == lines[shown].index(")")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--answer", "2x", "--response", "x"],
        ["read", "x^2"],
        ["steps", "d/dx(x^2)"],
        ["diagnose", "--problem", "d/dx(x^2)", "--response", "2x"],
    ],
)
def test_json_of_a_single_shot_is_the_object_of_json_lines(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main([*arguments, "--json"])
    (line,) = capsys.readouterr().out.splitlines()

    assert "status" in json.loads(line)


def test_colour_only_where_it_is_wanted() -> None:
    arguments = ("check", "--answer", "x", "--response", "x")

    assert "\x1b" not in run(*arguments).stdout
    assert "\x1b" not in run(*arguments, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b" in run(*arguments, FORCE_COLOR="1", NO_COLOR="").stdout


def test_a_reader_that_leaves_costs_no_traceback() -> None:
    lines = '{"answer": "x", "response": "x"}\n' * 300
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", "grade"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    try:
        process.stdin.write(lines)
        process.stdin.close()
    except BrokenPipeError:
        pass
    said = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=30)

    assert "Traceback" not in said


def test_an_interrupt_costs_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tutor.cli.app", interrupted)

    assert main(["lessons"]) == 130


def test_a_file_is_graded_like_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text('{"id": 1, "answer": "x", "response": "x"}\n')

    assert main(["grade", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "correct"


def test_a_new_lesson_is_valid_and_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pca_and_regression" / "mine.yaml"
    file.parent.mkdir()

    assert main(["lesson", "new", str(file)]) == 0
    assert main(["lint", str(file)]) == 0, capsys.readouterr().out
    assert main(["lesson", "new", str(file)]) == 2


def test_a_broken_lesson_is_exit_five_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("id: broken\nid: twice\n")

    assert main(["lint", str(file), "--json"]) == 5
    found = json.loads(capsys.readouterr().out)["problems"][0]
    assert {"file", "line", "column", "code", "text"} <= found.keys()


def test_lessons_as_json_have_the_fields_of_the_contract(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["lessons", "--json"])

    for lesson in json.loads(capsys.readouterr().out):
        assert {"id", "title", "strand", "file", "needs", "skills"} <= lesson.keys()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from tutor.cli import main; main(['--help'])\n"
        "print(sorted({'sympy', 'numpy', 'flint', 'pydantic', 'lark', 'rich', 'prompt_toolkit'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines()[-1] == "[]"
