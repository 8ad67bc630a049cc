#!/usr/bin/env python3
"""The project's commands on a bare Python 3.11: no make, no packages needed to start.

python3 dev.py environment   make .venv and install what constraints.txt pins
python3 dev.py run           open the tutor (without a terminal it plays one lesson and prints it)
python3 dev.py test [...]    run the tests; further words go to pytest
python3 dev.py check         format, lint, import floors, types, lessons, and the built sdist and wheel
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
STAMP = HOME / ".made"
SOURCES = (HERE / "pyproject.toml", HERE / "constraints.txt")
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
WHEEL_TRIAL = """
import sys, tutor
from tutor.assets import folder
result = tutor.grade("2x*sin(x) + x^2 cos x", answer="diff(x^2*sin(x), x)")
assert result.status == "correct", result
assert folder("grammars").parent.name == "_shipped", folder("grammars")
assert "lark" not in sys.modules, "the stored parse table was not used"
print("the wheel graded an answer:", result.status, result.certificate)
"""


def python(home: Path = HOME) -> str:
    """The interpreter of an environment."""
    return str(home / SCRIPTS / ("python.exe" if os.name == "nt" else "python"))


def run(*command: str, cwd: Path = HERE, **options: Any) -> None:
    """Run one command and stop the whole thing with its exit code if it fails."""
    print("+", " ".join(Path(word).name if "/" in word else word for word in command), flush=True)
    code = subprocess.run(command, cwd=cwd, check=False, **options).returncode
    if code:
        sys.exit(code)


def environment() -> None:
    """Make .venv unless it is newer than what it is made from; the Makefile asks the same."""
    if not STAMP.exists():  # never made, or half made
        venv.create(HOME, with_pip=True)
    elif all(STAMP.stat().st_mtime_ns >= source.stat().st_mtime_ns for source in SOURCES):
        return
    install("-e", ".[all]")
    STAMP.touch()


def install(*what: str, home: Path = HOME) -> None:
    """Install into an environment, in the versions of constraints.txt."""
    pip = (python(home), "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*pip, "-c", "constraints.txt", *what)


def wheel() -> None:
    """Build the sdist and from it the wheel; in a clean environment elsewhere, grade and play a lesson."""
    with tempfile.TemporaryDirectory() as name:
        away = Path(name)
        run(python(), "-m", "build", "--no-isolation", "--outdir", str(away))
        home = away / "clean"
        venv.create(home, with_pip=True)
        install(str(next(away.glob("*.whl"))), home=home)
        no_cache = {**os.environ, "XDG_CACHE_HOME": str(away), "PYTHONWARNINGS": "error"}
        run(python(home), "-I", "-c", WHEEL_TRIAL, cwd=away, env=no_cache)
        # Without a terminal a lesson plays itself.
        program = str(home / SCRIPTS / "steptutor")
        run(program, "lesson", "mc06", cwd=away, env=no_cache, stdin=subprocess.DEVNULL)


def check() -> None:
    """Everything but the tests."""
    run(python(), "-m", "ruff", "format", "--check", ".")
    run(python(), "-m", "ruff", "check", ".")
    run(str(HOME / SCRIPTS / "lint-imports"))
    run(python(), "-m", "mypy")
    run(python(), "-m", "tutor", "lint")
    wheel()


def main(words: list[str]) -> None:
    """Do what the first word says."""
    match words:
        case ["environment"]:
            environment()
        case ["run", *rest]:
            environment()
            os.execv(python(), [python(), "-m", "tutor", *rest])  # noqa: S606 a shell has no place here
        case ["test", *rest]:
            environment()
            run(python(), "-m", "pytest", *rest)
        case ["check"]:
            environment()
            check()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
