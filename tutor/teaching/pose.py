"""An exercise with its numbers drawn: everything that a session, a hint and the lint need of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.errors import CallerError, LearnerError
from tutor.language.expr.paths import subexpressions
from tutor.language.expr.views import INERT
from tutor.language.notation import declare, read
from tutor.language.writing import to_text
from tutor.teaching.draw import DrawError, drawn
from tutor.teaching.fill import fill
from tutor.teaching.prose import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.grading import Question
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.scope import Scope
    from tutor.teaching.document import Location
    from tutor.teaching.draw import Draw
    from tutor.teaching.lesson import Lesson
    from tutor.teaching.schema import Exercise


@dataclass(frozen=True, slots=True)
class Posed:
    """One exercise with one draw.

    Args:
        lesson, exercise, draw: what was posed.
        scope: what its names mean.
        answer: the reference, as the author wrote it, with the drawn values.
        problem: what the worked solution works out; None where there is nothing to work out.
        question: the prepared grading question.
    """

    lesson: Lesson
    exercise: Exercise
    draw: Draw
    scope: Scope
    answer: Expr
    problem: Expr | None
    question: Question

    @property
    def ask(self) -> str:
        """The question, with maths in backticks."""
        return self.prose(self.exercise.ask)

    def prose(self, text: str) -> str:
        """A text of the lesson with the drawn values in its maths."""
        return spell(text, self.draw.values, self.scope)

    def tree(self, text: str) -> Expr:
        """A maths text of the lesson as a tree, with the drawn values. Raises: NotationError."""
        return fill(read(text, self.scope).tree, self.draw.values)


def pose(lesson: Lesson, exercise: Exercise, seed: int) -> Posed:
    """The exercise with the numbers of a seed. Raises: LessonError where the file does not hold."""
    scope = scope_of(lesson, exercise)
    try:
        draw = drawn(exercise.let, scope, seed, salt(lesson, exercise))
    except DrawError as error:
        at = (*location(lesson, exercise), "let", error.name)
        raise lesson.document.error(at, "let", error.text) from None
    return pose_draw(lesson, exercise, scope, draw)


def pose_draw(
    lesson: Lesson, exercise: Exercise, scope: Scope, draw: Draw, *, diagnosed: bool = True
) -> Posed:
    """The exercise with a given draw. Raises: LessonError where the file does not hold.

    Args:
        diagnosed: whether the question names the mistake in a wrong answer; without, it only judges.
    """
    from tutor.grading import prepare

    where = location(lesson, exercise)

    def tree(field: str, text: str) -> Expr:
        try:
            return fill(read(text, scope).tree, draw.values)
        except LearnerError as error:
            raise lesson.document.error((*where, field), "maths", f"`{text}`: {error}") from None

    answer = tree("answer", exercise.answer)
    problem = tree("problem", exercise.problem) if exercise.problem is not None else None
    if problem is None and any(to_do(answer)):
        problem = answer
    given = {name: to_text(tree("given", text)) for name, text in exercise.given.items()}
    try:
        scope = declare(dict(exercise.names), given, dict(exercise.policy))
        question = prepare(
            answer=to_text(answer),
            relation=exercise.relation,
            names=dict(exercise.names),
            given=given,
            form=tuple(exercise.form),
            tolerance={str(unit): bound for unit, bound in (exercise.tolerance or {}).items()}
            or None,
            problem=to_text(problem) if diagnosed and problem is not None else None,
            options=dict(exercise.options) or None,
            policy=dict(exercise.policy) or None,
        )
    except (CallerError, LearnerError) as error:
        text = f"with {told(draw)}: {error}" if draw.values else str(error)
        raise lesson.document.error((*where, "answer"), "answer", text) from None
    return Posed(lesson, exercise, draw, scope, answer, problem, question)


def scope_of(lesson: Lesson, exercise: Exercise) -> Scope:
    """What the exercise's names mean. Raises: LessonError at the field that says it wrongly."""
    where = location(lesson, exercise)
    try:
        return declare(dict(exercise.names), None, dict(exercise.policy))
    except (CallerError, LearnerError) as error:
        field = "names" if exercise.names else "policy"
        raise lesson.document.error((*where, field), "names", str(error)) from None


def location(lesson: Lesson, exercise: Exercise) -> Location:
    """Where the exercise stands in its file."""
    return ("exercises", lesson.exercises.index(exercise))


def salt(lesson: Lesson, exercise: Exercise) -> str:
    """What keeps the draws of two exercises apart."""
    return f"{lesson.id}/{exercise.id}"


def told(draw: Draw) -> str:
    """The draw in words: `a = 2, n = 3`."""
    return ", ".join(f"{name} = {to_text(value)}" for name, value in draw.values.items())


def open_parts(line: Expr) -> Iterator[tuple[Path, Expr]]:
    """The parts of a line that are still to be worked out, with their paths: outermost, left to right."""
    covered: Path | None = None
    for path, part in subexpressions(line):
        if covered is not None and path[: len(covered)] == covered:
            continue
        if isinstance(part, INERT):
            covered = path
            yield path, part


def to_do(line: Expr) -> Iterator[Expr]:
    """The parts of a line that are still to be worked out."""
    return (part for _, part in open_parts(line))
