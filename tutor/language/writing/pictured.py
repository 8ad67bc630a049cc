"""Names and words in pictures: `λ₁`, `x̂`, `vₘₐₓ`; the only way for a text of a tree into one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from tutor.language.expr.naming import GREEK, name_parts
from tutor.language.writing.block import beside, line, lowered, raised, stacked

if TYPE_CHECKING:
    from collections.abc import Callable

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


def named(
    name: str, exponent: Block | None = None, mark: Callable[[Block], Block] = lambda b: b
) -> Block:
    """A name: Greek letters, accents over one letter, lowered digits and letters where there are such.

    Args:
        exponent: what stands above on the right, over a subscript that takes a line of its own.
        mark: what is done to the name's own parts, so that a highlight leaves out the exponent.
    """
    head, index = _parts(name)
    if exponent is None:
        return mark(head if index is None else lowered(head, index))
    if index is None:
        return raised(mark(head), exponent)
    below = mark(index)
    scripts = stacked((exponent, line(""), below), exponent.height, left=True)
    return beside(mark(head), scripts)


def _parts(name: str) -> tuple[Block, Block | None]:
    """What stands on the line, and the subscript below if no lowered signs write it."""
    parts = name_parts(name)
    if parts is None:
        return line(shown(name)), None
    stem, accent, below, primes = parts
    text = GREEK.get(stem, stem)
    if accent:
        text = normalize("NFC", text + _ACCENTS[accent]) if len(text) == 1 else f"{text}_{accent}"
    if all(c in _LOWERED for c in below):
        return line(text + "".join(_LOWERED[c] for c in below) + primes), None
    return line(text + primes), line(GREEK.get(below, below))


def shown(text: str) -> str:
    """A text without characters that command a terminal or turn its direction."""
    return "".join(c if c.isprintable() else "?" for c in text)
