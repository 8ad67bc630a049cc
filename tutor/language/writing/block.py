"""Rectangles of text with a base line, put beside and above one another: what pictures are made of.

Widths are columns of a fixed-width font: an accent takes none, a wide character two. What has no width on
a screen, such as a caller's marks around a highlight, is not counted.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable

_TALL: Final = MappingProxyType(  # top, middle, extension, bottom
    {
        "(": "⎛⎜⎜⎝",
        ")": "⎞⎟⎟⎠",
        "[": "⎡⎢⎢⎣",
        "]": "⎤⎥⎥⎦",
        "{": "⎧⎨⎪⎩",
        "}": "⎫⎬⎪⎭",
        "⌊": "⎢⎢⎢⎣",
        "⌋": "⎥⎥⎥⎦",
        "⌈": "⎡⎢⎢⎢",
        "⌉": "⎤⎥⎥⎥",
        "∫": "⌠⎮⎮⌡",
        "|": "││││",
        "∣": "││││",
        "‖": "‖‖‖‖",
    }
)


class Block(NamedTuple):
    """Lines of equal width, and the line on which neighbours stand."""

    lines: tuple[str, ...]
    base: int
    width: int

    @property
    def height(self) -> int:
        """Lines."""
        return len(self.lines)


def columns(text: str) -> int:
    """How wide a text is."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(
        0 if category(c) in ("Mn", "Me", "Cc", "Cf") else 2 if east_asian_width(c) in "WF" else 1
        for c in text
    )


def line(text: str) -> Block:
    """One line."""
    return Block((text,), 0, columns(text))


def beside(*blocks: Block) -> Block:
    """Left to right, their base lines on one line."""
    above = max(b.base for b in blocks)
    below = max(b.height - b.base for b in blocks)
    rows = [""] * (above + below)
    for b in blocks:
        first = above - b.base
        for k in range(len(rows)):
            inside = first <= k < first + b.height
            rows[k] += b.lines[k - first] if inside else " " * b.width
    return Block(tuple(rows), above, sum(b.width for b in blocks))


def joined(blocks: Iterable[Block], between: str) -> Block:
    """Left to right with something between each two."""
    parts: list[Block] = []
    for b in blocks:
        if parts:
            parts.append(line(between))
        parts.append(b)
    return beside(*parts) if parts else line("")


def padded(b: Block, width: int, *, left: bool = False) -> Block:
    """As wide as `width`, in the middle or at the left."""
    before = 0 if left else (width - b.width) // 2
    after = width - b.width - before
    return Block(tuple(" " * before + row + " " * after for row in b.lines), b.base, width)


def stacked(blocks: Iterable[Block], base: int, *, left: bool = False) -> Block:
    """Top to bottom, with the base on the given line."""
    every = tuple(blocks)
    width = max(b.width for b in every)
    rows = [row for b in every for row in padded(b, width, left=left).lines]
    return Block(tuple(rows), base, width)


def over(top: Block, bottom: Block) -> Block:
    """A fraction."""
    width = max(top.width, bottom.width) + 2
    return stacked((top, line("─" * width), bottom), top.height)


def raised(base: Block, exponent: Block) -> Block:
    """An exponent, its lowest line one above the highest of the base."""
    lines = [" " * base.width + row for row in exponent.lines]
    lines += [row + " " * exponent.width for row in base.lines]
    return Block(tuple(lines), exponent.height + base.base, base.width + exponent.width)


def lowered(base: Block, index: Block) -> Block:
    """An index, its highest line one below the lowest of the base."""
    lines = [row + " " * index.width for row in base.lines]
    lines += [" " * base.width + row for row in index.lines]
    return Block(tuple(lines), base.base, base.width + index.width)


def fence(mark: str, height: int, base: int) -> Block:
    """A bracket, a bar or an integral sign of some height."""
    if height == 1:
        return line(mark)
    if mark not in _TALL:  # angle brackets have no tall form
        return Block(tuple(mark if k == base else " " for k in range(height)), base, columns(mark))
    top, middle, extension, bottom = tuple(_TALL[mark])
    inner = [extension] * (height - 2)
    if inner:
        inner[min(max(base - 1, 0), len(inner) - 1)] = middle
    return Block((top, *inner, bottom), base, 1)


def fenced(opening: str, inside: Block, closing: str) -> Block:
    """Brackets as tall as what they hold; none on a side whose mark is empty."""
    parts = [
        fence(mark, inside.height, inside.base) if mark else line("") for mark in (opening, closing)
    ]
    return beside(parts[0], inside, parts[1])


def rooted(inside: Block, index: Block | None) -> Block:
    """A root, its sign as tall as what is under it."""
    last = inside.height - 1
    lines = [" " + "_" * inside.width]
    lines += [("√" if k == last else "│") + row for k, row in enumerate(inside.lines)]
    root = Block(tuple(lines), inside.base + 1, inside.width + 1)
    if index is None:
        return root
    # the index stands left of the sign, its lowest line one above the sign's foot
    whole = beside(index._replace(base=index.height - 1), root._replace(base=last))
    return whole._replace(base=whole.base - last + root.base)


def marked(b: Block, opening: str, closing: str) -> Block:
    """Every line between marks, which may be visible or not."""
    width = b.width + visible(opening) + visible(closing)
    return Block(tuple(f"{opening}{row}{closing}" for row in b.lines), b.base, width)


def visible(mark: str) -> int:
    """How wide a mark is: one that commands a terminal has no width."""
    return columns(mark) if mark.isprintable() else 0
