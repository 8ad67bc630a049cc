"""From moves to steps: what was done, told at three levels, as one tree whose leaves are the applications.

`arithmetic` is the leaves, `textbook` the moves, `outline` the labelled stretches; all are views of the
same trace, never another computation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.derivation.conditions import in_context
from tutor.derivation.step import Step
from tutor.language.expr.nodes import Node
from tutor.language.expr.paths import at
from tutor.language.expr.views import canonical, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tutor.derivation.rule import Binding, Level, Rule
    from tutor.derivation.stepping import Application, Move
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path


def steps_of(moves: Sequence[Move], rules: Mapping[str, Rule]) -> tuple[Step, ...]:
    """The whole trace as outline steps; moves under no label stand between them as they are."""
    found: list[Step] = []
    stretch: list[Step] = []
    for move, step in _textbook(moves, rules):
        opens = any(is_new for _, is_new in move.labels)
        if stretch and (opens or not move.labels):
            found.append(_outline(stretch))
            stretch = []
        if move.labels:
            stretch.append(step)
        else:
            found.append(step)
    if stretch:
        found.append(_outline(stretch))
    return tuple(found)


def flatten(steps: Sequence[Step], level: Level) -> Iterator[Step]:
    """The steps shown at a level, from the outline down."""
    for step in steps:
        if (
            level == "outline"
            or not step.steps
            or (level == "textbook" and step.level == "textbook")
        ):
            yield step
        else:
            yield from flatten(step.steps, level)


def leaves(steps: Sequence[Step]) -> Iterator[Step]:
    """Every single application of a rule, in order."""
    for step in steps:
        if step.steps:
            yield from leaves(step.steps)
        else:
            yield step


def _textbook(moves: Sequence[Move], rules: Mapping[str, Rule]) -> Iterator[tuple[Move, Step]]:
    """One step a move; a move that only reorders belongs to the one before, a run of one rule is one step."""
    pending: tuple[Move, Step] | None = None
    for move in moves:
        step = _step(move, rules)
        if pending is None:
            pending = move, step
        elif _alike(step.before, step.after) or _continues(pending[1], step):
            pending = pending[0], _joined(pending[1], step)
        else:
            yield pending
            pending = move, step
    if pending is not None:
        yield pending


def _alike(before: Expr, after: Expr) -> bool:
    """Whether two lines agree up to order and brackets."""
    return canonical(before) == canonical(after)


def _continues(done: Step, step: Step) -> bool:
    """Whether a step is more of the same: a run of one algebra rule over siblings."""
    return done.rule == step.rule and step.rule.startswith("alg.")


def _joined(done: Step, more: Step) -> Step:
    """Two textbook steps as one."""
    path = _common(done.path, more.path) if _continues(done, more) else done.path
    says = done.why
    if _continues(done, more) and more.why not in says:
        says = f"{says} {more.why}"
    return replace(
        done,
        after=more.after,
        path=path,
        why=says,
        changed=_within(done.before, more.after, path),
        conditions=(*done.conditions, *more.conditions),
        steps=(*(done.steps or (replace(done, level="arithmetic"),)), *_as_parts(more)),
    )


def _as_parts(step: Step) -> tuple[Step, ...]:
    return step.steps or (replace(step, level="arithmetic"),)


def _step(move: Move, rules: Mapping[str, Rule]) -> Step:
    """A move as a step; with its applications inside if there are several."""
    if len(move.applications) == 1:
        return _leaf(move.applications[0], rules, "textbook")
    parts = tuple(_leaf(a, rules, "arithmetic") for a in move.applications)
    lead = parts[move.lead]
    path = _common(*(part.path for part in parts))
    return replace(
        lead,
        level="textbook",
        path=path,
        before=move.before,
        after=move.after,
        changed=_within(move.before, move.after, path),
        conditions=tuple(c for part in parts for c in part.conditions),
        steps=parts,
    )


def _leaf(application: Application, rules: Mapping[str, Rule], level: Level) -> Step:
    rule = rules[application.rule]
    rewrite, path = application.rewrite, application.path
    changed = rewrite.changed or (((), ((),)),)
    return Step(
        rule=rule.id,
        name=rule.name,
        law=rule.law,
        level=level,
        link=rule.link,
        path=path,
        before=application.before,
        after=application.after,
        why=filled(rule.why, rewrite.bindings),
        bindings=rewrite.bindings,
        changed=tuple(
            ((*path, *old), tuple((*path, *new) for new in news)) for old, news in changed
        ),
        conditions=tuple(in_context(c, application.before, path) for c in rewrite.conditions),
    )


def _outline(steps: Sequence[Step]) -> Step:
    """A stretch of textbook steps under one heading: that of its first step."""
    first = steps[0]
    return replace(
        first,
        level="outline",
        path=(),
        before=first.before,
        after=steps[-1].after,
        link=next((s.link for s in steps if s.link != "equal"), "equal"),
        changed=(((), ((),)),),
        conditions=tuple(c for step in steps for c in step.conditions),
        steps=tuple(steps),
    )


def filled(why: str, bindings: Mapping[str, Binding]) -> str:
    """A rule's sentence with this step's own parts in it, in the learner's language."""
    from tutor.language.writing import to_text

    def text(binding: Binding) -> str:
        match binding:
            case str():
                return binding
            case Node():
                return to_text(signed(binding))
            case (*others, last) if others:
                return f"{', '.join(map(text, others))} and {text(last)}"
            case _:
                return "".join(map(text, binding))

    return why.format_map({name: text(binding) for name, binding in bindings.items()})


def _common(*paths: Path) -> Path:
    """The longest path that all begin with."""
    shortest = min(paths, key=len)
    for i, index in enumerate(shortest):
        if any(path[i] != index for path in paths):
            return shortest[:i]
    return shortest


def _within(before: Expr, after: Expr, path: Path) -> tuple[tuple[Path, tuple[Path, ...]], ...]:
    """What changed, for a step made of several: the part at the path, as far as both lines have one."""
    while path and not (_has(before, path) and _has(after, path)):
        path = path[:-1]
    return ((path, (path,)),)


def _has(e: Expr, path: Path) -> bool:
    try:
        at(e, path)
    except IndexError:
        return False
    return True
