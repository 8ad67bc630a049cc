"""How much is read while repairs are looked for: counted, so that it is the same on every machine."""

from __future__ import annotations


class Effort:
    """How much may still be read while repairs are looked for.

    Args:
        left: in characters; each reading of a text takes as many as it has.
    """

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, characters: int) -> None:
        """Raises: Exhausted when there is no more of it."""
        self.left -= characters
        if self.left < 0:
            raise Exhausted


class Exhausted(Exception):  # noqa: N818 becomes a repair that is not offered
    """Too much was read already."""
