"""Hints: made from the next step, in a fixed order, and none above the last says what is to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tutor.diagnosis import misconceptions
from tutor.language.expr.paths import subexpressions
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.language.writing import to_text
from tutor.oracle import equal
from tutor.teaching.draw import sample
from tutor.teaching.hint import contrast, ladder, next_step, rungs, secrets, step_from
from tutor.teaching.lesson import lessons
from tutor.teaching.pose import pose_draw, salt, scope_of
from tutor.teaching.prose import maths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.derivation.step import Step
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.teaching.pose import Posed

ORDER = ("lesson", "orient", "point", "name", "state", "instantiate", "bottom_out")
DRAWS = 4


def posed_exercises() -> Iterator[Posed]:
    """Every exercise of every lesson, with several draws."""
    for lesson in lessons():
        for exercise in lesson.exercises:
            scope = scope_of(lesson, exercise)
            for draw in sample(exercise.let, scope, salt(lesson, exercise), DRAWS)[:DRAWS]:
                yield pose_draw(lesson, exercise, scope, draw)


def lines_of(posed: Posed) -> Iterator[Step]:
    """The steps a teacher would make, one after the other, each found from its line alone."""
    lines: list[Expr] = []
    while len(lines) < 40 and (step := next_step(posed, lines)) is not None:
        yield step
        lines.append(step.after)


def told_too_early(text: str, step: Step, scope: Scope) -> list[str]:
    """The maths in a text that says what the step finds, though the line before does not say it."""
    known = {part for _, part in subexpressions(step.before)}
    found = []
    for piece in maths(text):
        tree = read(piece.text, scope).tree
        for part in (tree, *getattr(tree, "parts", tuple)()):
            if not hasattr(part, "parts") or any(part == one for one in known):
                continue
            if any(equal(part, s, scope).outcome == "equal" for s in secrets(step)):
                found.append(to_text(part))
    return found


def test_no_hint_above_the_last_says_what_the_step_finds() -> None:
    seen = 0
    for posed in posed_exercises():
        if posed.problem is None:
            continue
        for step in lines_of(posed):
            *gentle, last = rungs(step, posed.scope)
            seen += 1

            assert last.rung == "bottom_out"
            assert to_text(step.after) in last.text
            for hint in gentle:
                assert told_too_early(hint.text, step, posed.scope) == [], hint
    assert seen > 50


def test_no_hint_of_a_lesson_says_the_answer() -> None:
    seen = 0
    for posed in posed_exercises():
        asked = {
            part
            for piece in maths(posed.ask)
            for _, part in subexpressions(read(piece.text, posed.scope).tree)
        }
        for hint in ladder(posed, ()):
            if hint.rung != "lesson":
                continue
            for piece in maths(f"{hint.text} {hint.ask or ''}"):
                seen += 1
                if read(piece.text, posed.scope).tree not in asked:
                    assert posed.question.grade(piece.text).status != "correct", hint
    assert seen > 20


def test_the_ladder_keeps_its_order_and_ends_in_the_step() -> None:
    for posed in posed_exercises():
        hints = ladder(posed, ())
        places = [ORDER.index(hint.rung) for hint in hints]

        assert places == sorted(places)
        assert hints
        assert (hints[-1].rung == "bottom_out") == (posed.problem is not None)


@pytest.mark.parametrize(
    ("problem", "texts"),
    [
        (
            "d/dx sin(x^4)",
            {
                "orient": "You are there when no d/dx is left.",
                "point": "Look at `d/dx(sin(x^4))`. Which operation comes last in it?",
                "name": "The rule to use here: Chain rule.",
            },
        ),
        (
            "2x*d/dx(x^3) + d/dx(x^2)*x^3",
            {
                "orient": "You are there when no d/dx is left.",
                "point": "Look at `d/dx(x^3)`. Which operation comes last in it?",
            },
        ),
    ],
)
def test_hints_speak_of_the_line_as_it_stands(problem: str, texts: dict[str, str]) -> None:
    line = read(problem).tree
    step = step_from(line, EMPTY)
    assert step is not None
    said: dict[str, str] = {hint.rung: hint.text for hint in rungs(step, EMPTY)}

    assert {rung: said[rung] for rung in texts} == texts


def test_every_misconception_can_be_contrasted_with_its_rule() -> None:
    for name in misconceptions():
        hint = contrast(name)

        assert hint is not None
        assert hint.rung == "contrast"
        assert hint.text.count("$") == 4
    assert contrast("no.such.thing") is None
