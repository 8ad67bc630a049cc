"""Hints: a ladder from a nudge to the next step itself, made from the step that would come next.

Because every rung is made from the next step of the worked solution, a hint cannot disagree with it.
A lesson may put its own rungs first; the last one is always the step.

| rung | says |
| --- | --- |
| `contrast` | after a mistake with a name: what was done, what the rule says |
| `lesson` | the lesson's own words, perhaps with a question of their own |
| `orient` | when one is finished |
| `point` | where to look |
| `name` | which rule |
| `state` | the rule's law |
| `instantiate` | what the letters of the law stand for here |
| `bottom_out` | the step itself |
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.language.expr.nodes import Derivative, HigherDerivative, Symbol, Verb
from tutor.language.expr.paths import at, replace_at, subexpressions
from tutor.language.writing import to_text
from tutor.teaching.pose import open_parts, to_do

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tutor.derivation.step import Step
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.scope import Scope
    from tutor.teaching.pose import Posed

RungName: TypeAlias = Literal[
    "contrast", "lesson", "orient", "point", "name", "state", "instantiate", "bottom_out"
]


@dataclass(frozen=True, slots=True)
class Hint:
    """One rung.

    Args:
        rung: which one.
        text: what it says, with maths in backticks and laws, in LaTeX, in dollars.
        ask, answer: a question of its own, and the answer to that; None where it has none.
    """

    rung: RungName
    text: str
    ask: str | None = None
    answer: Expr | None = None


def ladder(posed: Posed, lines: Sequence[Expr]) -> tuple[Hint, ...]:
    """The hints for a learner who has written `lines`, gentlest first.

    The lesson's own hints speak of the question as posed, so they come where no line stands yet;
    after a line of the learner's own, every rung is made from the step after that line.
    """
    step = next_step(posed, lines)
    own = () if lines else tuple(_of_lesson(posed))
    if step is None:
        return own
    made = tuple(rungs(step, posed.scope))
    return (*own, made[-1]) if own else made


def next_step(posed: Posed, lines: Sequence[Expr]) -> Step | None:
    """The step that a teacher would make next; None where there is nothing to work out."""
    line = lines[-1] if lines else posed.problem
    return None if line is None else step_from(line, posed.scope)


def step_from(line: Expr, scope: Scope) -> Step | None:
    """The step that a teacher would make from a line, whatever it is made of.

    Where no method takes the line as a whole, the first part that is still to be worked out is taken:
    a step that leaves the value of a part alone leaves that of the line alone.
    """
    from tutor.derivation import next_steps

    for path, part in (((), line), *open_parts(line)):
        for step in next_steps(part, scope):
            if not path or step.link == "equal":
                return _lifted(step, line, path) if path else step
    return None


def _lifted(step: Step, line: Expr, path: Path) -> Step:
    """A step on the part at `path`, as a step on the whole line."""
    return replace(
        step,
        path=(*path, *step.path),
        before=replace_at(line, path, step.before),
        after=replace_at(line, path, step.after),
        changed=tuple(
            ((*path, *before), tuple((*path, *one) for one in after))
            for before, after in step.changed
        ),
        steps=tuple(_lifted(inner, line, path) for inner in step.steps),
    )


def contrast(misconception: str) -> Hint | None:
    """What a named mistake does and what the rule says; None if the id is not on the shelf."""
    from tutor.diagnosis import misconceptions

    found = misconceptions().get(misconception)
    if found is None:
        return None
    wrong, right = found.contrast
    return Hint("contrast", f"{found.says} You used ${wrong}$; the rule is ${right}$.")


def rungs(step: Step, scope: Scope) -> Iterator[Hint]:
    """The rungs that one step gives; none above the last holds maths that the step works out."""
    redex = at(step.before, step.path)
    part = next(to_do(redex), redex)
    left = [_verb(inner) for inner in to_do(step.before)]
    if left:
        yield Hint("orient", f"You are there when no {_either(left)} is left.")
    else:
        yield Hint("orient", "Nothing is left to work out; what remains is to tidy up.")
    yield Hint("point", f"Look at `{to_text(part)}`. Which operation comes last in it?")
    yield Hint("name", f"The rule to use here: {step.name}.")
    yield Hint("state", f"{step.name}: ${step.law}$")
    named = [
        f"`{name} = {to_text(value)}`"
        for name, value in _bindings(step)
        if not _leaks(value, step, scope)
    ]
    if named:
        yield Hint("instantiate", f"Here, {_and(named)}.")
    yield Hint("bottom_out", f"The next line: `{to_text(step.after)}`. {step.why}")


def secrets(step: Step) -> tuple[Expr, ...]:
    """What no rung above the last may say: the new line, the part that is new, what sub-steps give."""
    found = [step.after]
    # Where a step changed the shape around its place, the whole line is the secret.
    with contextlib.suppress(IndexError):
        found.append(at(step.after, step.path))
    for inner in step.steps:
        found.extend(secrets(inner))
    return tuple(found)


def _of_lesson(posed: Posed) -> Iterator[Hint]:
    for hint in posed.exercise.hints:
        asked = posed.prose(hint.ask) if hint.ask is not None else None
        answer = posed.tree(hint.answer) if hint.answer is not None else None
        yield Hint("lesson", posed.prose(hint.say), asked, answer)


def _bindings(step: Step) -> Iterator[tuple[str, Expr]]:
    """The letters of the law that stand for one expression each, and not just for themselves."""
    for name, value in step.bindings.items():
        if not isinstance(value, str | tuple) and value != Symbol(name):
            yield name, value


def _leaks(value: Expr, step: Step, scope: Scope) -> bool:
    """Whether a part says what the step works out, unless it stands on the line already."""
    from tutor.oracle import equal

    if any(part == value for _, part in subexpressions(step.before)):
        return False
    return any(equal(value, secret, scope).outcome != "different" for secret in secrets(step))


def _verb(part: Expr) -> str:
    match part:
        case Derivative(_, x, partial) | HigherDerivative(_, x, _, partial):
            return f"{'∂/∂' if partial else 'd/d'}{x.name}"
        case Verb(name):
            return name
        case _:
            return f"`{to_text(part)}`"


def _either(words: list[str]) -> str:
    return " and no ".join(dict.fromkeys(words))


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
