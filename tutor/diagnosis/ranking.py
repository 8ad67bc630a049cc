"""Which explanation comes first: priors by how well a misconception is known, fewer faults, likeness in form."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.diagnosis.verdict import Finding
from tutor.language.expr.paths import at
from tutor.language.writing import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tutor.diagnosis.misconception import Misconception
    from tutor.diagnosis.outcome import Fault
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

MOST = 3
CLEAR = 2.0  # how many times as likely the first must be as the second to be told as the reason
_PRIOR = {"documented": 1.0, "analogue": 0.6, "author": 0.4}
_PER_FAULT = 3.0
_SAME_FORM = 0.5


@dataclass(frozen=True, slots=True)
class Explanation:
    """Faults that lead from the problem to the response, confirmed by the oracle.

    Args:
        faults: one; several of one id for an idea used throughout; or two different ones.
        same_form: whether the prediction is even written as the response is.
    """

    faults: tuple[Fault, ...]
    same_form: bool

    @property
    def ids(self) -> frozenset[str]:
        """The misconceptions in it."""
        return frozenset(fault.misconception for fault in self.faults)

    @property
    def place(self) -> Path:
        """The smallest part of the problem that holds all its faults."""
        return common([fault.path for fault in self.faults])


def ranked(
    found: Sequence[Explanation], shelf: Mapping[str, Misconception]
) -> tuple[tuple[Explanation, float], ...]:
    """The explanations with their confidence, best first, without those that a narrower one replaces."""
    kept = [e for e in found if not any(_narrower(o, e, shelf) for o in found)]
    best: dict[frozenset[str], tuple[float, Explanation]] = {}
    for e in kept:
        score = _score(e, shelf)
        if e.ids not in best or score > best[e.ids][0]:
            best[e.ids] = score, e
    total = sum(math.exp(score) for score, _ in best.values())
    # among equals the outermost place first: it is what the whole line shows; then the order of the shelf
    order = sorted(best.values(), key=lambda pair: (-pair[0], len(pair[1].place)))
    return tuple((e, math.exp(score) / total) for score, e in order)


def tied(order: Sequence[tuple[Explanation, float]]) -> tuple[Explanation, ...]:
    """The best explanation, with all that are nearly as likely."""
    least = order[0][1] / CLEAR
    return tuple(e for i, (e, confidence) in enumerate(order) if i == 0 or confidence > least)


def where(order: Sequence[tuple[Explanation, float]]) -> Path:
    """The smallest part of the problem that holds every place where it may have gone wrong."""
    return common([e.place for e in tied(order)])


def findings(
    order: Sequence[tuple[Explanation, float]],
    problem: Expr,
    shelf: Mapping[str, Misconception],
    instead: str | None = None,
) -> tuple[Finding, ...]:
    """What is told: at most three, the reason only where one explanation stands out, else the place.

    Args:
        instead: what is known besides, to be told rather than the place.
    """
    part = to_text(at(problem, where(order)))
    place = f"Something went wrong with {part}: go through this part once more, step by step."
    is_clear = len(tied(order)) == 1
    told: dict[str, Finding] = {}
    for explanation, confidence in order:
        for fault in explanation.faults:
            m = shelf[fault.misconception]
            text = m.says if is_clear else instead or place
            told.setdefault(m.id, Finding(m.id, round(confidence, 3), fault.path, text))
    return tuple(told.values())[:MOST]


def common(paths: Sequence[Path]) -> Path:
    """The path of the smallest part that holds all of these."""
    first, *others = paths
    length = len(first)
    for path in others:
        same = (i for i, (x, y) in enumerate(zip(first, path, strict=False)) if x != y)
        length = min(length, next(same, len(path)))
    return first[:length]


def _score(e: Explanation, shelf: Mapping[str, Misconception]) -> float:
    priors = sum(math.log(_PRIOR[shelf[id_].evidence]) for id_ in sorted(e.ids))
    return priors - _PER_FAULT * (len(e.ids) - 1) + _SAME_FORM * e.same_form


def _narrower(other: Explanation, e: Explanation, shelf: Mapping[str, Misconception]) -> bool:
    """Whether `other` says the same as `e`, with narrower misconceptions in the place of wider ones."""
    mine, theirs = e.ids - other.ids, other.ids - e.ids
    if not mine or not theirs or len(mine) != len(theirs):
        return False
    return all(any(wide in shelf[narrow].refines for narrow in theirs) for wide in mine)
