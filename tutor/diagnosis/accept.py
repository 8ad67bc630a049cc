"""What kind of right line it is: finished, the next step, several steps at once, or another way.

Nothing is asked of the oracle here: the line is known to be right, and strategies use sound rules only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from tutor.derivation import is_ready, methods_for, run, sound, verb_for
from tutor.derivation.stepping import OutOfFuelError, Run, firsts
from tutor.derivation.trace import flatten, steps_of
from tutor.derivation.working import rules
from tutor.diagnosis.answer import is_condition, is_solved
from tutor.language.expr.paths import at, children, replace_at, subexpressions
from tutor.language.expr.views import canonical, holds_inert
from tutor.oracle import linked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tutor.derivation.step import Step
    from tutor.derivation.stepping import Move
    from tutor.derivation.strategy import Strategy
    from tutor.diagnosis.verdict import Verdict
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.scope import Scope

MOVES = 400  # steps along one default way
STATES = (
    25  # lines looked at besides: each costs milliseconds, and the ways of a teacher branch little
)
DEPTH = 6  # steps that a learner may jump over
APPLICATIONS = 200  # uses of single rules that are tried for a detour


@dataclass(frozen=True, slots=True)
class State:
    """Where somebody stands in a method: the line, and what is left of the strategy."""

    line: Expr
    rest: Strategy


def beginnings(problem: Expr) -> tuple[State, ...]:
    """A problem by each of its methods, the default first."""
    verb = verb_for(problem)
    if verb is None:
        return ()
    return tuple(State(problem, verb.methods[name].strategy) for name in methods_for(problem))


def judged(
    states: Sequence[State], before: Expr, line: Expr
) -> tuple[Verdict, str | None, tuple[State, ...]]:
    """The verdict on a line that is known to be right, the rule that leads to it, and where it stands.

    Args:
        states: where the line before stands; nothing if it is on no known way.
        before: the last line that was right, or the problem.
    """
    wanted = canonical(line)
    reached = [found for state in states for found in _moves(state) if found[2] == wanted]
    there = tuple(State(line, state.rest) for _, state, _ in reached)
    if is_finished(line):
        return "correct", None, there
    if reached:
        return "expected", reached[0][0], there
    for rule, state in _on_the_way(states, wanted):
        return "skipped", rule, (State(line, state.rest),) if state else ()
    if (detour := _detour(before, line)) is not None:
        return "detour", detour, ()
    if is_finished(before) and _undone(before, line):
        return "form", None, ()
    return "unknown_but_correct", None, ()


def is_finished(line: Expr) -> bool:
    """Whether nothing is left to do; of an equation, whether it says what a name is."""
    if is_condition(line) and not is_solved(line):
        return False
    return not holds_inert(line) and is_ready(line)


def next_step(states: Sequence[State], scope: Scope) -> Step | None:
    """The teacher's next step, checked; None where nothing is left to do or no way is known."""
    for state in states:
        move = next((move for move, _ in _offers(state)), None)
        if move is None:
            continue
        for step in flatten(steps_of([move], rules()), "textbook"):
            certificate = linked(step.before, step.after, step.link, scope).certificate
            if certificate.kind != "counterexample":
                return replace(step, checked=certificate.kind)
    return None


def _offers(state: State) -> Iterator[tuple[Move, Strategy]]:
    """The good next moves; none once the fuel is used up."""
    offers = firsts(state.rest, state.line, Run(sound))
    while True:
        try:
            yield next(offers)
        except (StopIteration, OutOfFuelError):
            return


def _moves(state: State) -> Iterator[tuple[str, State, str]]:
    """The good next moves as rule, new state, and the new line up to order and brackets."""
    for move, rest in _offers(state):
        yield move.rule, State(move.after, rest), canonical(move.after)


def _on_the_way(states: Sequence[State], wanted: str) -> Iterator[tuple[str, State | None]]:
    """The rules by which a line is reached in several steps: along the default ways, then breadth first."""
    for state in states:
        for move, rest in islice(_default(state), MOVES):
            if canonical(move.after) == wanted:
                yield move.rule, State(move.after, rest)
            for application in move.applications:  # a line in the middle of a move
                if canonical(application.after) == wanted:
                    yield application.rule, None
    level, seen = list(states), {canonical(state.line) for state in states}
    for _ in range(DEPTH):
        following: list[State] = []
        for rule, state, text in chain.from_iterable(map(_moves, level)):
            if text == wanted:
                yield rule, state
            if text not in seen:
                seen.add(text)
                following.append(state)
            if len(seen) >= STATES:
                return
        level = following


def _default(state: State) -> Iterator[tuple[Move, Strategy]]:
    """The way that the teacher takes from here, as far as the fuel lasts."""
    moves = run(state.rest, state.line)
    while True:
        try:
            yield next(moves)
        except (StopIteration, OutOfFuelError):
            return


def worked(problem: Expr) -> Expr | None:
    """The line that the default method ends with; None where no method is known."""
    for state in beginnings(problem):
        moves = tuple(islice(_default(state), MOVES))
        return moves[-1][0].after if moves else problem
    return None


def _detour(before: Expr, line: Expr) -> str | None:
    """The sound rule that, once or twice on the part where two lines differ, makes the second of the first."""
    path = differing(before, line)
    old, wanted = at(before, path), canonical(at(line, path))
    if canonical(old) == wanted:
        return None
    once = tuple(islice(_rewritten(old), APPLICATIONS))
    for rule, new in once:
        if canonical(new) == wanted:
            return rule
    twice = ((rule, again) for rule, new in once for _, again in _rewritten(new))
    for rule, again in islice(twice, APPLICATIONS - len(once)):
        if canonical(again) == wanted:
            return rule
    return None


def _undone(before: Expr, line: Expr) -> bool:
    """Whether a line that was finished is one piece of arithmetic away from what came after it."""
    wanted = canonical(before)
    return any(canonical(new) == wanted for _, new in islice(_rewritten(line), APPLICATIONS))


def differing(a: Expr, b: Expr, path: Path = ()) -> Path:
    """The path of the smallest part that holds everything in which two lines differ."""
    inside, others = children(a), children(b)
    if type(a) is not type(b) or len(inside) != len(others):
        return path
    unlike = [i for i, (x, y) in enumerate(zip(inside, others, strict=True)) if x != y]
    if len(unlike) != 1:
        return path
    return differing(inside[unlike[0]], others[unlike[0]], (*path, unlike[0]))


def _rewritten(e: Expr) -> Iterator[tuple[str, Expr]]:
    """What single rules make of single parts of `e`, with their ids."""
    for path, part in subexpressions(e):
        for rule in rules().values():
            if (step := rule(part)) is not None:
                yield rule.id, replace_at(e, path, step.after)
