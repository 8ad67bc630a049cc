"""The REPL: transcripts of whole talks, a terminal with a live preview, and ways to leave."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tutor.language.scope import EMPTY
from tutor.repl import run
from tutor.repl.commands import BY_WORD, COMMANDS, understand
from tutor.repl.conversation import Conversation
from tutor.repl.plain import talk
from tutor.repl.preview import ROWS, is_open, preview
from tutor.repl.screen import run_screen
from tutor.repl.speech import in_ascii, worded

TALKS = sorted((Path(__file__).parent / "repl").glob("*.txt"))
COMMAND = [
    sys.executable,
    "-c",
    "import sys; from tutor.repl import run; sys.exit(run(sys.argv[1:]))",
]


TYPED = re.compile(r"^(?:[a-z0-9_]+\.[a-z0-9_]+)?> (.*)$", re.MULTILINE)


def replayed(transcript: str) -> str:
    """The talk of a transcript, held again: its first line is the lesson, lines with a prompt are typed."""
    head, _, rest = transcript.partition("\n")
    lesson = head.removeprefix("lesson:").strip() or None
    typed = [f"{line}\n" for line in TYPED.findall(rest) if line]
    sink = io.StringIO()
    talk(io.StringIO("".join(typed)), sink, lesson, echo=True)
    return f"{head}\n{sink.getvalue()}"


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
def test_a_talk_goes_as_its_transcript_says(path: Path, request: pytest.FixtureRequest) -> None:
    transcript = path.read_text(encoding="utf-8")
    found = replayed(transcript)
    if request.config.getoption("--rewrite", default=False):
        path.write_text(found, encoding="utf-8")
        transcript = found

    assert found == transcript


def test_the_transcripts_use_every_command() -> None:
    typed = {
        understand(line).command
        for path in TALKS
        for line in TYPED.findall(path.read_text(encoding="utf-8"))
    }

    assert {one.word for one in COMMANDS} <= typed


def piped(*words: str, text: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *words],
        input=text.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "", "LC_ALL": "C.UTF-8", **env},
        check=False,
        timeout=60,
    )


def test_a_pipe_gets_words_and_no_control_character() -> None:
    done = piped("mc06", text="hint\nx\n\x1b[2J\n2*x + * 3\n½ + \u202ex\nsteps\nquit\n")

    assert done.returncode == 0
    assert done.stderr == b""
    out = done.stdout.decode()
    assert "HINT: " in out
    assert "WRONG: " in out
    assert all(c.isprintable() or c == "\n" for c in out)


def test_a_stream_that_is_not_utf8_gets_ascii() -> None:
    done = piped("mc06", text="√x\nsteps\nπ²\nquit\n", PYTHONIOENCODING="ascii:surrogateescape")

    assert done.returncode == 0
    assert done.stdout.isascii()
    assert done.stderr == b""


def test_without_any_input_a_lesson_is_played_through() -> None:
    done = piped(text="")
    out = done.stdout.decode()

    assert done.returncode == 0
    for words in (
        "WRONG: ",
        "This mistake has a name: diff.",
        "HINT: ",
        "OK: That is right.",
        "The lesson is done.",
    ):
        assert words in out
    assert out.count("OK: That is right.") >= 8


def test_a_pipe_that_stays_open_and_silent_does_not_hang() -> None:
    reader, writer = os.pipe()
    try:
        done = subprocess.run(COMMAND, stdin=reader, capture_output=True, timeout=60, check=False)
    finally:
        os.close(reader)
        os.close(writer)

    assert b"The lesson is done." in done.stdout


def test_a_megabyte_in_one_line_is_answered_and_forgotten() -> None:
    done = piped("mc06", text="x+" * 500_000 + "\nhint\nquit\n")

    assert done.returncode == 0
    assert b"I did not read it" in done.stdout
    assert b"HINT: " in done.stdout


def test_a_reader_who_leaves_gets_no_traceback() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"help\n" * 50)
        process.stdin.close()
        error = process.stderr.read()

    assert b"Traceback" not in error


@pytest.mark.parametrize(
    ("words", "code"), [(["--nope"], 2), (["a", "b"], 2), (["nolesson", "--plain"], 2)]
)
def test_wrong_words_are_a_usage_error(words: list[str], code: int) -> None:
    done = piped(*words, text="quit\n")

    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_opening_the_tutor_loads_no_lesson_machinery() -> None:
    code = (
        "import sys; from tutor.repl.plain import talk; import io\n"
        "talk(io.StringIO('2x + 1\\nquit\\n'), io.StringIO())\n"
        "print([m for m in ('pydantic', 'ruamel.yaml', 'sympy', 'numpy', 'prompt_toolkit') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout.decode().strip() == "[]"


# Commands


def test_a_word_near_a_command_is_asked_about_and_not_judged() -> None:
    names = frozenset("x")
    rows = {
        "hint": ("hint", None),
        ":hint": ("hint", None),
        "HINT": ("hint", None),
        "hnt": (None, "hint"),
        "progess": (None, "progress"),
        ":hnt": (None, "hint"),
        ":zzzz": (None, "help"),
        "hint 2": (None, None),
        "hint please": (None, "hint"),
        "x": (None, None),
        "sin": (None, None),
        "2x + 1": (None, None),
        "check x = y": ("check", None),
        "lesson mc06": ("lesson", None),
    }
    found = {}
    for line in rows:
        typed = understand(line, names)
        found[line] = (typed.command, typed.near)

    assert {line: pair for line, pair in found.items() if line != ":zzzz"} == {
        line: pair for line, pair in rows.items() if line != ":zzzz"
    }
    assert found[":zzzz"][1] is not None
    assert understand("hit", frozenset("hit")).near is None


def test_no_command_is_spelt_twice() -> None:
    words = [word for one in COMMANDS for word in (one.word, *one.also)]

    assert len(words) == len(set(words)) == len(BY_WORD)


def test_nothing_that_is_typed_raises() -> None:
    talker = Conversation()
    for line in (
        "lesson nope",
        "d/dx",
        "check",
        "check x",
        "why",
        "undo",
        "redo",
        "latex",
        "[1,2",
        "\0",
        "x" * 30_000,
        "1/0",
        "d/dx(1/0)",
    ):
        assert isinstance([said.text for said in talker.say(line)], list)


# Preview


def test_the_preview_draws_what_was_typed_and_says_what_is_missing() -> None:
    half = preview("(x+1)/2", EMPTY)
    open_ = preview("sin(x", EMPTY)

    assert half.complete
    assert len(half.rows) == 3
    assert not open_.complete
    assert len(open_.rows) == 1
    assert preview("hint", EMPTY).rows == ()
    assert preview("", EMPTY).rows == ()
    assert preview("x^2", EMPTY, plain=True).rows == ("x^2",)


@pytest.mark.parametrize("columns", [1, 2, 10, 40, 200])
def test_the_preview_fits_the_terminal(columns: int) -> None:
    for text in ("(x+1)/2 + sqrt(x)/(1+1/(1+1/x))", "[[1,2],[3,4]]", "2*x + *", "x" * 300):
        rows = preview(text, EMPTY, columns).rows

        assert len(rows) <= ROWS
        assert all(len(row) <= max(1, columns - 1) for row in rows)


def test_a_key_is_answered_within_a_frame() -> None:
    text = "n*(3x^2 + 1)^(5) * sin(x)/(1 + e^(-2x))"
    preview(text, EMPTY)
    times = []
    for end in range(1, len(text) + 1):
        started = time.process_time()
        preview(text[:end], EMPTY)
        times.append(time.process_time() - started)

    assert sorted(times)[int(len(times) * 0.9)] < 0.05


def test_enter_goes_on_while_a_bracket_is_open() -> None:
    assert is_open("[[1, 2],")
    assert is_open("sin(")
    assert not is_open("sin(x)")
    assert not is_open("(0, 1]")


# A terminal


def typed_at_a_screen(text: str, lesson: str | None = None) -> int:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(text)
        return run_screen(lesson, 0, input=pipe, output=DummyOutput())


@pytest.mark.parametrize(
    "text",
    [
        "quit\r",
        "\x04",
        "\x03\x03quit\r",
        "x\x03quit\r",
        "d/dx x^2\rwhy\r\x04",
        "[1,\r2]\rquit\r",
        "lis\tquit\r\x15\x04",
    ],
)
def test_a_screen_is_left_by_word_and_by_key(text: str) -> None:
    assert typed_at_a_screen(text) == 0


def test_a_lesson_is_done_at_a_screen() -> None:
    assert typed_at_a_screen("hint\r2x +\rsteps\r\x04", "mc06") == 0


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_real_terminal_draws_the_preview(tmp_path: Path) -> None:
    name = f"tutor-{os.getpid()}"
    tmux = ["tmux", "-L", name, "-f", "/dev/null"]
    command = f"{sys.executable} -c 'from tutor.repl import run; run()'; echo left; sleep 30"

    def screen(wanted: str) -> str:
        text = ""
        for _ in range(120):
            done = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, check=False)
            text = done.stdout.decode()
            if wanted in text:
                return text
            time.sleep(0.1)
        return text

    env = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    try:
        subprocess.run(
            [*tmux, "new-session", "-d", "-x", "80", "-y", "30", command], check=True, env=env
        )
        assert "\n>" in screen("\n>")
        subprocess.run([*tmux, "send-keys", "-l", "(x+1)/2"], check=True)
        drawn = screen("─")
        assert "─" in drawn
        subprocess.run([*tmux, "send-keys", "C-u"], check=True)
        subprocess.run([*tmux, "send-keys", "d/dx sin(x^4)", "Enter"], check=True)
        assert "4*x^3" in screen("4*x^3")
        subprocess.run([*tmux, "send-keys", "C-d"], check=True)
        left = screen("left")
        assert "left" in left
        assert "Traceback" not in left
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


# Words


def test_texts_lose_their_marks_and_laws_become_plain_signs() -> None:
    said = worded("Look at `x^2` and $\\frac{u}{v} + 1$.")

    assert said.replace("\N{NO-BREAK SPACE}", " ") == "Look at x^2 and u/v + 1."
    assert in_ascii("x² ≤ π … ∂") == "x2 <= pi ... d"


def test_run_gives_the_exit_code_of_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--nope"]) == 2
    assert "--nope" in capsys.readouterr().err
