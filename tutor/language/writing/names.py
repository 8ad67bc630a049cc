"""How names are shown: Greek letters, subscripts, words; the only way from a name to LaTeX or a picture.

Nothing of a name passes but ASCII letters, digits, primes and an escaped underscore, so no name can
carry a command into a renderer.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_NAME: Final = re.compile(r"([A-Za-z]+)(?:_([A-Za-z0-9]+))?('*)")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def name_to_latex(name: str) -> str:
    """A name: Greek letters as commands, several letters upright, the subscript in braces."""
    found = _NAME.fullmatch(name)
    if found is None:
        return f"\\mathrm{{{word_to_latex(name)}}}"
    stem, below, primes = found.groups()
    text = f"\\{stem}" if stem in GREEK else stem if len(stem) == 1 else f"\\mathrm{{{stem}}}"
    if below:
        text += f"_{{{below}}}"
    return text + primes


def word_to_latex(text: str) -> str:
    """A word of the language inside the argument of a command."""
    return "".join(
        r"\_" if c == "_" else c for c in text if c.isascii() and (c.isalnum() or c in "_' ")
    )


def name_to_unicode(name: str) -> str:
    """A name with Greek letters and lowered digits: `λ₁`, `v_max`."""
    stem, _, below = name.partition("_")
    stem = GREEK.get(stem, stem)
    if not below:
        return stem
    return stem + (below.translate(_LOWERED) if below.isdigit() else f"_{below}")
