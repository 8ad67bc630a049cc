"""Why an expression has no nodes: the oracle has no opinion, or has to begin again."""

from __future__ import annotations


class Unsupported(Exception):  # noqa: N818 not an error: the oracle has no opinion
    """An expression that has no value here; becomes `undecided`, with this word in `tried`."""


class Infinite(Unsupported):
    """The value is no number but `oo` or `-oo`."""

    def __init__(self) -> None:
        super().__init__("infinity")


class NeedsComplex(Exception):  # noqa: N818 not an error: build again
    """An `i` occurs, so both sides must be read over the complex numbers."""
