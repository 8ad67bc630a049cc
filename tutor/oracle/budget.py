"""How much work a stage may do: deterministic counters, never a clock.

The same request therefore ends in the same place on every machine. A stage that runs out has no
verdict; the next one starts with fresh counters.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "nodes": 20_000,  # nodes of the graph, response and reference together
        "visits": 400_000,  # nodes visited by folds
        "terms": 20_000,  # terms made by multiplying out
        "bits": 60_000_000,  # bits of exact integers multiplied, summed over the operations
        "generators": 14,  # independent quantities of a normal form
        "points": 2_000,  # points at which something is evaluated
    }
)


class Overrun(Exception):  # noqa: N818 it says what happened; it is no error of anybody's
    """A counter passed its limit; caught by the ladder, never seen by a caller."""

    def __init__(self, counter: str) -> None:
        super().__init__(counter)
        self.counter = counter


class Budget:
    """Counters with limits, charged by whoever works.

    Args:
        limits: by counter; those of `LIMITS` where nothing else is said. Stages may use counters of
            their own: one without a limit is not bounded.
    """

    __slots__ = ("limits", "spent")

    def __init__(self, limits: Mapping[str, int] = LIMITS) -> None:
        self.limits = limits
        self.spent: dict[str, int] = {}

    def charge(self, counter: str, amount: int = 1) -> None:
        """Count `amount` more. Raises: Overrun when the limit is passed."""
        spent = self.spent.get(counter, 0) + amount
        self.spent[counter] = spent
        if spent > self.limits.get(counter, spent):
            raise Overrun(counter)

    def restart(self) -> None:
        """All counters back to nothing: the next stage begins."""
        self.spent.clear()
