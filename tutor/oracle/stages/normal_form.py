"""Equal, by an exact normal form: fractions of polynomials in generators, reduced by true identities.

Proves what elementary algebra proves: `sin(x)^2 + cos(x)^2 = 1`, addition formulas, `ln(x*y)`,
`e^(x/2)`, roots, absolute values under the signs that the domain forces. Never says "different":
the generators are not claimed to be independent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle.budget import Overrun
from tutor.oracle.certificate import Proof
from tutor.oracle.graph.graph import ABS, OTHER, ROOT
from tutor.oracle.normal.elements import Normal
from tutor.oracle.normal.field import Field, Finer
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tutor.oracle.budget import Budget
    from tutor.oracle.stage import Pair

ROUNDS = 8  # of finer generators
FACTS = 4  # passes over the conditions: a sign may follow from another one


def decide(pair: Pair, budget: Budget) -> Proof | None:
    """A proof that the two sides agree wherever both are defined, or None."""
    fine: dict[Hashable, int] = {}
    for _ in range(ROUNDS):
        field = Field(budget, fine)
        try:
            found = _round(pair, field)
        except Finer:
            budget.restart()
        except ZeroDivisionError:
            return None
        else:
            if found is None or not field.stale():
                return found
            fine = field.asked
    return None


def _round(pair: Pair, field: Field) -> Proof | None:
    normal = Normal(pair.graph, field)
    _learn(pair, normal)
    left = normal.element(pair.response.root)
    right = normal.element(pair.answer.root)
    if not len(field.reduced(left[1])) or not len(field.reduced(right[1])):
        return None
    difference = field.plus(left, field.scaled(right, -1))
    if len(field.reduced(difference[0])):
        return None
    return Proof("normal_form", {"generators": len(field.slots), "relations": len(field.relations)})


def _learn(pair: Pair, normal: Normal) -> None:
    """Signs from the conditions, until nothing new is learnt; only where a root or |u| can use them."""
    graph, sides = pair.graph, (pair.response.root, pair.answer.root)
    if not any(graph.flags[root] & (ROOT | ABS | OTHER) for root in sides):
        return
    wanted = [(kind, node) for kind, node in pair.conditions() if kind in ("pos", "nonneg", "nz")]
    for _ in range(FACTS):
        before = len(normal.facts.known)
        wanted = [condition for condition in wanted if not _learnt(normal, *condition)]
        if len(normal.facts.known) == before:
            return
        normal.forget()


def _learnt(normal: Normal, kind: str, node: int) -> bool:
    """Whether a condition has taught all that it can."""
    try:
        return normal.facts.learn(kind, normal.field.settled(normal.element(node)))
    except (Overrun, ZeroDivisionError):
        return True  # too hard to read


NORMAL_FORM = Stage("normal_form", decide)
