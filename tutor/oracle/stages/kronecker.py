"""Rational functions: equal and different, both exactly, by one pair of integers.

With kernels (`sin(x)`, `sqrt(2)`) as quantities of their own, "equal" stays a proof and "different"
says nothing. A difference still needs a point that a person can check; where none is rational (pi
occurs), the next stage shows one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle import kronecker
from tutor.oracle.certificate import Proof
from tutor.oracle.points import witness
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from tutor.oracle.budget import Budget
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.stage import Pair


def decide(pair: Pair, budget: Budget) -> Certificate | None:
    """A proof, a counterexample at small rationals, or None."""
    graph = pair.graph
    one, other = pair.response.root, pair.answer.root
    work = kronecker.Kronecker(graph, (one, other), budget)
    work.join(kronecker.DIFFERENCE, [(one, 1), (other, -1)])
    same = work.vanishes(kronecker.DIFFERENCE)
    if same is None:
        return None
    if same:
        detail = {
            "degree": work.degree(kronecker.DIFFERENCE),
            "bits": work.norm[kronecker.DIFFERENCE] + 2,
            "generators": len(work.generators),
        }
        return Proof("kronecker", detail)
    if (graph.flags[one] | graph.flags[other]) == 0:
        return witness.exact_difference(pair, budget)
    return None


STAGE = Stage("kronecker", decide)
