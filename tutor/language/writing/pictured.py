"""Names and words in pictures: `λ₁`, `x̂`, `vₘₐₓ`; the only way for a text of a tree into one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from tutor.language.expr.naming import name_parts
from tutor.language.writing.block import beside, line, lowered, padded, raised, stacked
from tutor.language.writing.names import GREEK

if TYPE_CHECKING:
    from tutor.language.writing.block import Block

_LOWERED: Final = MappingProxyType(
    dict(
        zip(
            "0123456789+-=()aehijklmnoprstuvx",
            "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
            strict=True,
        )
    )
)
_ACCENTS: Final = MappingProxyType(
    {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308"}
)


def named(name: str, exponent: Block | None = None) -> Block:
    """A name: Greek letters, accents over one letter, lowered digits and letters where there are such.

    Args:
        exponent: what stands above on the right, over a subscript that takes a line of its own.
    """
    parts = name_parts(name)
    if parts is None:
        return _with_exponent(line(shown(name)), exponent)
    stem, accent, below, primes = parts
    text = GREEK.get(stem, stem)
    if accent:
        text = normalize("NFC", text + _ACCENTS[accent]) if len(text) == 1 else f"{text}_{accent}"
    if all(c in _LOWERED for c in below):
        text += "".join(_LOWERED[c] for c in below)
        return _with_exponent(line(text + primes), exponent)
    head, index = line(text + primes), line(GREEK.get(below, below))
    if exponent is None:
        return lowered(head, index)
    width = max(index.width, exponent.width)
    scripts = stacked((exponent, line(""), index), exponent.height, left=True)
    return beside(head, padded(scripts, width, left=True))


def _with_exponent(head: Block, exponent: Block | None) -> Block:
    return head if exponent is None else raised(head, exponent)


def shown(text: str) -> str:
    """A text without characters that command a terminal or turn its direction."""
    return "".join(c if c.isprintable() else "?" for c in text)
