"""The stages in order: cheap refutation before expensive proof, since most answers are right or plainly wrong.

The order is stated here and nowhere else. A stage is loaded when it is first reached, so that a
polynomial never pays for what only a trigonometric identity needs.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from tutor.oracle import elimination
from tutor.oracle.budget import Budget, Overrun
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.certificate import Nothing, Proof
from tutor.oracle.points import domain
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.stage import Pair

ORDER: tuple[str, ...] = (
    "undefined",  # a condition on a number fails
    "identical",
    "kronecker",  # rational functions, both ways
    "modular",  # rational functions too large for that: different
    "expansion",  # polynomials in many names: equal
    "undefined.everywhere",  # a condition that can hold nowhere
    "balls",  # three points: different
    "normal_form",  # trigonometric, exponential, logarithmic, radical identities
    "balls.far",  # thirty points and more digits: different
    "adviser",  # SymPy in a worker: evidence
)
PROVING: tuple[str, ...] = ("identical", "kronecker", "expansion", "normal_form")
COSTLY: tuple[str, ...] = (
    "normal_form",
    "adviser",
)  # asked only about trees within the cost bounds


@cache
def stage(id_: str) -> Stage:
    """The stage of that id, from the module that its first part names."""
    module = import_module(f"tutor.oracle.stages.{id_.partition('.')[0]}")
    for value in vars(module).values():
        if isinstance(value, Stage) and value.id == id_:
            return value
    raise LookupError(id_)


def decide(pair: Pair, order: tuple[str, ...] = ORDER) -> Certificate:
    """The certificate of the first stage that has one; Nothing, with what was tried, if none has."""
    budget = Budget()
    tried: list[str] = []
    if any(kind == "zero" for kind, _ in pair.conditions()):
        proof = _on_the_curve(pair, budget)
        if proof is not None:
            return _confirmed(proof, pair, budget, tried)
    for id_ in order:
        if id_ in COSTLY and (bound := _bound_passed(pair)) is not None:
            tried.append(f"{id_}:{bound}")
            continue
        found, reason = attempt(id_, pair, budget)
        match found:
            case None:
                tried.append(reason)
            case Nothing():
                return Nothing((*tried, *found.tried))
            case _ if found.kind in ("proof", "evidence"):
                return _confirmed(found, pair, budget, tried)
            case _:
                return found
    return Nothing(tuple(tried))


def _on_the_curve(pair: Pair, budget: Budget) -> Proof | None:
    """A proof that uses the equations which hold throughout, where these can be solved for a name."""
    try:
        solved = elimination.eliminated(pair)
        if solved is None or domain.common_point(solved, budget) is None:
            return None
    except (Overrun, Unsupported, RecursionError, MemoryError, OverflowError):
        return None
    for id_ in PROVING:
        found, _ = attempt(id_, solved, budget)
        if isinstance(found, Proof):
            return Proof("elimination", {"then": found.method})
    return None


def attempt(id_: str, pair: Pair, budget: Budget) -> tuple[Certificate | None, str]:
    """What one stage says, and how to name it in `tried`; whatever stops it, stops it alone."""
    budget.restart()
    try:
        return stage(id_).decide(pair, budget), id_
    except Overrun as stopped:
        return None, f"{id_}:{stopped.counter}"
    except RecursionError:
        return None, f"{id_}:depth"
    except MemoryError:
        return None, f"{id_}:memory"
    except OverflowError:
        return None, f"{id_}:overflow"


def _confirmed(found: Certificate, pair: Pair, budget: Budget, tried: list[str]) -> Certificate:
    """A proof counts once a common point is found; without one, a side may be defined nowhere."""
    budget.restart()
    try:
        if domain.common_point(pair, budget) is not None:
            return found
    except (Overrun, RecursionError, MemoryError, OverflowError):
        pass
    other, _ = attempt("undefined.everywhere", pair, budget)
    return other or Nothing((*tried, "domain"))


def _bound_passed(pair: Pair) -> str | None:
    from tutor.language.bounds import too_costly

    for side in (pair.response, pair.answer):
        if (
            side.tree is not None
            and (bound := too_costly(side.tree, given=pair.scope.given)) is not None
        ):
            return bound
    return None
