"""What a name is made of: a stem, an accent, a subscript, primes; the one spelling that trees use.

`x`, `x_1`, `x_hat`, `beta_hat_0`, `x_{n+1}`, `y''`. A subscript that is no word stands in braces.
Readers and writers both go through this file, so what one makes the other takes apart again.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCENTS: Final = ("hat", "bar", "tilde", "dot", "ddot")
"""What stands above a letter, as trees spell it."""

_LOWER: Final = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma"
    " tau upsilon phi chi psi omega"
)
_UPPER: Final = "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
GREEK: Final[Mapping[str, str]] = MappingProxyType(
    dict(
        zip(
            f"{_LOWER} {_UPPER}".split(),
            "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
            strict=True,
        )
    )
)
"""The Greek letters by name; `lambda` and `pi` among them."""

# What a subscript in braces may hold; nothing in it can be a command of a renderer.
INDEX_CHARACTERS: Final = "A-Za-z0-9+*/=,:|()<>-"

# What stands bare behind `_` on a line: `x_12`, `v_max`, `v_max2`; `a_2n` would be a_2 and an n.
_WORD: Final = re.compile(r"[0-9]+|[A-Za-z]+[0-9]*")
_PARTS: Final = re.compile(
    r"([A-Za-z]+[0-9]*)"
    rf"(?:_({'|'.join(ACCENTS)})(?![A-Za-z0-9]))?"
    rf"(?:_(?:([A-Za-z0-9]+)|\{{([{INDEX_CHARACTERS}]+)\}}))?"
    r"('*)"
)


class NameParts(NamedTuple):
    """The parts of one name; those that it has not are empty."""

    stem: str
    accent: str = ""
    below: str = ""
    primes: str = ""


def name_parts(name: str) -> NameParts | None:
    """The parts of a name; None if it is not spelled as trees spell names."""
    found = _PARTS.fullmatch(name)
    if found is None:
        return None
    stem, accent, word, braced, primes = found.groups()
    return NameParts(stem, accent or "", word or braced or "", primes)


def name_of(stem: str, accent: str = "", below: str = "") -> str:
    """The name with these parts."""
    name = f"{stem}_{accent}" if accent else stem
    if not below:
        return name
    return f"{name}_{below}" if _WORD.fullmatch(below) else f"{name}_{{{below}}}"
