"""Parameters drawn from a seed: the same seed gives the same numbers on every machine, in every year.

A `let` line is one of
    a: 2..5                  an integer; the ends may use earlier names
    a: -3..3 except 0        the same with some left out
    k: one of 2, 3, x^2      one of these
    f: (a*x^2 + 1)^n         an expression, with earlier names in it
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.errors import LearnerError
from tutor.language.expr.build import number
from tutor.language.expr.nodes import Listing
from tutor.language.notation import read
from tutor.teaching.fill import fill, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

RANGE = re.compile(r"(?P<low>.+?)\.\.(?P<high>.+?)(?:\s+except\s+(?P<without>.+))?", re.DOTALL)
CHOICE = re.compile(r"one\s+of\s+(?P<options>.+)", re.DOTALL)
WIDEST = 1_000


class DrawError(ValueError):
    """A `let` line that cannot be drawn; says which and why."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.text = text


@dataclass(frozen=True, slots=True)
class Draw:
    """One choice of an exercise's parameters.

    Args:
        seed: what it was drawn from; None where it was listed among all of them.
        values: every `let` name with its value, in the order of the file.
    """

    seed: int | None
    values: Mapping[str, Expr]


def drawn(let: Mapping[str, str], scope: Scope, seed: int, salt: str) -> Draw:
    """The draw of a seed.

    Args:
        let: the `let` lines of an exercise.
        scope: what the names in them mean.
        seed: any integer.
        salt: names the exercise, so that two exercises with one seed do not get the same numbers.

    Raises: DrawError if a line cannot be read or leaves nothing to choose from.
    """
    values: dict[str, Expr] = {}
    for name, text in let.items():
        options = _options(name, text, values, scope)
        digest = sha256(f"{salt}/{name}/{seed}".encode()).digest()
        values[name] = options[int.from_bytes(digest[:8], "big") % len(options)]
    return Draw(seed, values)


def all_draws(let: Mapping[str, str], scope: Scope) -> Iterator[Draw]:
    """Every possible draw, one after the other, in the order of the options."""

    def extend(names: list[str], values: dict[str, Expr]) -> Iterator[Draw]:
        if not names:
            yield Draw(None, values)
            return
        for option in _options(names[0], let[names[0]], values, scope):
            yield from extend(names[1:], {**values, names[0]: option})

    yield from extend(list(let), {})


def sample(let: Mapping[str, str], scope: Scope, salt: str, limit: int) -> list[Draw]:
    """All draws if there are at most `limit`; else those of the seeds 0 to `limit - 1`."""
    few: list[Draw] = []
    for draw in all_draws(let, scope):
        few.append(draw)
        if len(few) > limit:
            return [drawn(let, scope, seed, salt) for seed in range(limit)]
    return few


def _options(name: str, text: str, values: Mapping[str, Expr], scope: Scope) -> list[Expr]:
    """What a `let` line may become, given the values before it."""
    if found := CHOICE.fullmatch(text):
        return _listed(name, found["options"], values, scope)
    if not (found := RANGE.fullmatch(text)):
        return [_value(name, text, values, scope)]
    low = _integer(name, found["low"], values, scope)
    high = _integer(name, found["high"], values, scope)
    if high - low >= WIDEST:
        raise DrawError(name, f"`{text}` has more than {WIDEST} values")
    without = _listed(name, found["without"], values, scope) if found["without"] else []
    options = [number(n) for n in range(low, high + 1)]
    left = [option for option in options if option not in without]
    if not left:
        raise DrawError(name, f"`{text}` leaves nothing to choose from")
    return left


def _listed(name: str, text: str, values: Mapping[str, Expr], scope: Scope) -> list[Expr]:
    found = _value(name, text, values, scope)
    return list(found.items) if isinstance(found, Listing) else [found]


def _integer(name: str, text: str, values: Mapping[str, Expr], scope: Scope) -> int:
    value = whole_number(_value(name, text, values, scope))
    if value is None:
        raise DrawError(
            name, f"`{text.strip()}` is no integer, and a range goes from one to another"
        )
    return value


def _value(name: str, text: str, values: Mapping[str, Expr], scope: Scope) -> Expr:
    try:
        return fill(read(text.strip(), scope).tree, values)
    except LearnerError as error:
        raise DrawError(name, f"`{text.strip()}` cannot be read: {error}") from None
