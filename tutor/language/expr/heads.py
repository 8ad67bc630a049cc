r"""The verbs that people write with letters or a sign before what they are of: `P(A)`, `E[X]`, `∇f`, `∑ k`.

One table for all who need it: the reader knows the letters, the writers give the first of them back, and
what stands on the left of `E[X] = 3` only says which result it is.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# What each verb is written with, the usual letters first. Others (`sd`, `correlation`) are written as calls.
_LETTERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "probability": ("P", "Pr", "Prob"),
        "expectation": ("E",),
        "variance": ("Var", "V", "var"),
        "covariance": ("Cov", "cov"),
        "correlation": ("Corr", "corr"),
        "sd": ("SD", "Std"),
    }
)
HEADS: Final[Mapping[str, str]] = MappingProxyType(
    {letters: verb for verb, spellings in _LETTERS.items() for letters in spellings}
)
WRITTEN: Final[Mapping[str, str]] = MappingProxyType(
    {verb: _LETTERS[verb][0] for verb in ("probability", "expectation", "variance", "covariance")}
)
LETTERED: Final = frozenset(_LETTERS)
# What a part of an answer is said to be, whatever stands in it: `P(X > 1) = 1/2`, `∑_{k=1}^3 k^2 = 14`.
NAMES_OF_RESULTS: Final = frozenset(
    {*LETTERED, "gradient", "hessian", "directional", "sum", "product", "integrate", "limit"}
)
