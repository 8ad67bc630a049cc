"""A lesson file to begin with: small, whole, and without a problem, so that an author changes rather than writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.errors import CallerError

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """\
# How to write a lesson is told in lessons/README.md; `steptutor lint {file}` checks this one.
id: {id}
title: A title of a few words
skills:
  rule: What is practised here, in one sentence
text: |
  What there is to know, in a few lines. Maths stands in backticks: `d/dx(x^n) = n*x^(n - 1)`.
exercises:
  - id: first
    skills: [rule]
    let:
      a: 2..5
      n: 3..6
      f: a*x^n
    ask: Differentiate `f` with respect to `x`.
    answer: diff(f, x)
    accept:
      - n*a*x^(n - 1)
    mistakes:
      - id: diff.power.missing_coefficient
        like: a*x^(n - 1)
        say: The new exponent is right. Where did the old one go?
    hints:
      - What happens to the exponent of a power?
      - It comes down as a factor, and one less is left of it.
    steps: rules
"""


def start(path: Path) -> None:
    """Write a new lesson file, with an id made of its name.

    Raises: CallerError if the file exists or cannot be written.
    """
    name = re.sub(r"[^a-z0-9_]+", "_", path.stem.lower()).strip("_")[:40]
    id_ = name if name[:1].isalpha() and name != "new" else f"lesson_{name}".rstrip("_")[:40]
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(TEMPLATE.format(file=path.name, id=id_))
    except FileExistsError:
        raise CallerError("file_exists", f"{path} exists already; choose another name") from None
    except OSError as error:
        raise CallerError("file", f"{path} cannot be written: {error.strerror}") from None
