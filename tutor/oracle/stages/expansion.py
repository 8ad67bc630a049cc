"""Equal, by multiplying out: polynomials in many names, where Kronecker's integers would be too long.

Kernels are quantities of their own, so "equal" is a proof and anything else says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle.certificate import Proof
from tutor.oracle.graph.expansion import expand
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from tutor.oracle.budget import Budget
    from tutor.oracle.stage import Pair

TERMS = 2_000  # of any one product


def decide(pair: Pair, budget: Budget) -> Proof | None:
    """A proof if the difference multiplies out to 0."""
    graph = pair.graph.branch()
    difference = graph.minus(pair.response.root, pair.answer.root)
    if graph.value(expand(graph, difference, TERMS, budget)) != 0:
        return None
    return Proof("expansion", {"terms": TERMS})


STAGE = Stage("expansion", decide)
