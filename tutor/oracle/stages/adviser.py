"""Evidence: no proof was found, yet the sides agree far past chance, and SymPy finds the difference 0.

Neither half is enough. SymPy takes some constants for 0 that are not, and its "different" is never
used; points cannot see a difference confined to a region that they miss. A reply that does not come
in time, or a worker that dies, leaves the question undecided.
"""

from __future__ import annotations

import hashlib
from itertools import chain, islice
from typing import TYPE_CHECKING

from tutor.language.expr.paths import free_names, substitute
from tutor.language.expr.plain import to_plain
from tutor.oracle.cas import balls, workers
from tutor.oracle.cas.rewritten import tree_of
from tutor.oracle.certificate import Evidence, Nothing
from tutor.oracle.points import points, search
from tutor.oracle.points.trial import Trial, counterexample
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.budget import Budget
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.points.points import Point
    from tutor.oracle.stage import Pair

POINTS, DIGITS = 12, 100
"""What agreement must reach. A constant has one point alone, which must bear the digits of all twelve."""
_CANDIDATES = 80
_BITS = (384, 1_024)
_CONSTANT_BITS = (4_096, 8_192)


def advise(pair: Pair, budget: Budget) -> Certificate | None:
    """Evidence where twelve seeded points agree to a hundred digits and SymPy agrees."""
    if not balls.available():
        return None
    trees = [side.tree or tree_of(pair.graph, side.root) for side in (pair.response, pair.answer)]
    seed = _seed(pair, trees)
    trial = Trial(pair, budget)
    found = _agreement(trial, seed)
    if not isinstance(found, Evidence):
        return found
    reply = workers.ask("agree", _request(trees, pair.scope))
    if reply.ending == "no_entry":  # a verb, a matrix inside: what the graph made of it may cross
        trees = [tree_of(pair.graph, root) for root in trial.roots]
        reply = workers.ask("agree", _request(trees, pair.scope))
    if reply.ending != "reply":
        return Nothing((f"worker:{reply.ending}",))
    return found if reply.result is True else None


def _agreement(trial: Trial, seed: str) -> Certificate | None:
    """How far the two sides agree at seeded points; a counterexample should they differ at one."""
    wanted, digits, precisions = POINTS, DIGITS, _BITS
    if not trial.where:
        wanted, digits, precisions = 1, DIGITS * POINTS, _CONSTANT_BITS
    response, answer = trial.roots
    for bits in precisions:
        shared: list[int] = []
        with balls.precision(bits):
            for point, values in trial.verified(_candidates(trial, seed)):
                if trial.differs(values):
                    return counterexample(trial, point)
                shared.append(balls.agreement(values[response], values[answer]))
                if shared[-1] < digits or len(shared) == wanted:
                    break
        if len(shared) < wanted:
            if shared and shared[-1] < digits:
                continue  # too wide to tell: more bits
            return None
        if shared[-1] >= digits:
            return Evidence(points=len(shared), digits=min(shared), seed=seed)
    return None


def _candidates(trial: Trial, seed: str) -> Iterator[Point]:
    if not trial.where:
        return iter(({},))
    drawn = () if trial.on_a_curve else islice(points.seeded(trial.where, seed), _CANDIDATES)
    return chain(drawn, search.candidates(trial))


def _seed(pair: Pair, trees: list[Expr]) -> str:
    """A hash of the question as it was asked: the same on every run and every machine."""
    kinds = [(name, repr(pair.scope.kind(name))) for name in pair.names()]
    question = repr((trees, kinds, pair.scope.conditions, pair.scope.policy))
    return hashlib.sha256(question.encode()).hexdigest()[:16]


def _request(trees: list[Expr], scope: Scope) -> dict[str, object]:
    """The message: both trees with given values put in, and what the names are."""
    given = dict(scope.given)
    trees = [substitute(tree, given) for tree in trees]
    names = sorted(free_names(trees[0]) | free_names(trees[1]))
    return {
        "trees": [to_plain(tree) for tree in trees],
        "kinds": {name: scope.kind(name).base for name in names},
        "real_roots": not scope.policy.complex and scope.policy.odd_roots == "real",
    }


STAGE = Stage("adviser", advise)
