"""Equal, because both sides became the same node: order, signs, like terms, powers of products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle.certificate import Proof
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from tutor.oracle.budget import Budget
    from tutor.oracle.stage import Pair


def decide(pair: Pair, _: Budget) -> Proof | None:
    """A proof if the two roots are one node."""
    return Proof("identical") if pair.response.root == pair.answer.root else None


STAGE = Stage("identical", decide)
