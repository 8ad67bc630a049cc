"""A small lesson to start a new one from: `steptutor lesson new FILE.yaml`; lint accepts it as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import CallerError

if TYPE_CHECKING:
    from pathlib import Path

STARTER = """\
# How to write a lesson is told in lessons/README.md; `steptutor lint FILE` checks this one.
id: {id}
title: Say what it is about
skills:
  first: What is practised
text: |
  Say what must be known.

needs: []
exercises:
  - id: first
    skills: [first]
    let:
      a: 2..5
    ask: Differentiate `a*x^2` with respect to `x`.
    answer: diff(a*x^2, x)
    accept:
      - 2*a*x
    mistakes:
      - id: kept_exponent
        like: 2*a*x^2
        say: Did the exponent go down by one?
    hints:
      - Which rule is for a power?
"""


def start(path: Path) -> None:
    """Write the small lesson, never over a file that is there. Raises: CallerError (`file`)."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(STARTER.format(id=path.stem))
    except OSError as error:
        raise CallerError("file", f"cannot start {path}: {error.strerror}") from error
