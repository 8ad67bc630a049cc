"""What must hold inside one lesson, tried for several draws of every exercise.

An answer is worked out and read; every `accept` is marked right, every `mistakes.like` wrong; every
named mistake is on the shelf or the lesson's own; no hint says the answer; the worked solution ends in it.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tutor.errors import CallerError, LearnerError, LessonError
from tutor.language.expr.nodes import Derivative, HigherDerivative
from tutor.language.expr.paths import subexpressions
from tutor.language.notation import read
from tutor.language.writing import to_text
from tutor.teaching.draw import DrawError, sample
from tutor.teaching.fill import fill
from tutor.teaching.lesson import STRANDS
from tutor.teaching.pose import location, pose_draw, salt, scope_of, told
from tutor.teaching.prose import maths
from tutor.teaching.schema import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.teaching.document import Location
    from tutor.teaching.lesson import Lesson
    from tutor.teaching.pose import Posed
    from tutor.teaching.schema import Exercise

DRAWS = 12
"""How many draws of an exercise are tried; all of them where there are no more."""


def problems_of(lesson: Lesson, *, draws: int = DRAWS) -> Iterator[LessonError]:
    """Every problem inside one lesson that could be read, each place once."""
    seen: set[tuple[int, int, str]] = set()
    for error in _problems(lesson, draws):
        key = (error.line, error.column, error.code)
        if key not in seen:
            seen.add(key)
            yield error


def _problems(lesson: Lesson, draws: int) -> Iterator[LessonError]:
    yield from _head(lesson)
    ids: set[str] = set()
    for exercise in lesson.exercises:
        at = location(lesson, exercise)
        if exercise.id in ids:
            text = f"the id `{exercise.id}` is taken by an exercise above"
            yield lesson.document.error((*at, "id"), "id_taken", text)
        ids.add(exercise.id)
        yield from _skills(lesson, exercise, at)
        yield from _names_of_mistakes(lesson, exercise, at)
        yield from _strategy(lesson, exercise, at)
        yield from _drawn(lesson, exercise, at, draws)


def _head(lesson: Lesson) -> Iterator[LessonError]:
    document = lesson.document
    if lesson.strand not in STRANDS:
        text = f"a lesson stands in the folder of its strand: {', '.join(STRANDS)}"
        yield document.error((), "strand", text)
    if lesson.id == "new":
        yield document.error(("id",), "id", "`new` is no lesson's id: `lesson new` starts a file")
    used = {skill for exercise in lesson.exercises for skill in exercise.skills}
    for skill in lesson.skills:
        if not ID.fullmatch(skill):
            at = ("skills", skill, "[key]")
            yield document.error(at, "id", "a skill's id is a-z, 0-9 and _, a letter first")
        elif skill not in used:
            text = f"no exercise practises `{skill}`"
            yield document.error(("skills", skill, "[key]"), "skill_unused", text)
    yield from _prose(lesson, ("text",), lesson.body.text, None)


def _skills(lesson: Lesson, exercise: Exercise, at: Location) -> Iterator[LessonError]:
    for index, skill in enumerate(exercise.skills):
        if skill not in lesson.skills:
            text = f"`{skill}` is no skill of this lesson{near(skill, lesson.skills)}"
            yield lesson.document.error((*at, "skills", index), "skill_unknown", text)


def _names_of_mistakes(lesson: Lesson, exercise: Exercise, at: Location) -> Iterator[LessonError]:
    """A dotted id is one of the shelf's; an id without dots is the lesson's own."""
    from tutor.diagnosis import misconceptions

    shelf = misconceptions()
    for index, mistake in enumerate(exercise.mistakes):
        where = (*at, "mistakes", index, "id")
        if "." in mistake.id and mistake.id not in shelf:
            text = f"there is no misconception `{mistake.id}`{near(mistake.id, shelf)}"
            yield lesson.document.error(where, "misconception_unknown", text)
        elif "." not in mistake.id and not ID.fullmatch(mistake.id):
            text = "an id of your own is a-z, 0-9 and _, a letter first"
            yield lesson.document.error(where, "id", text)


def _drawn(lesson: Lesson, exercise: Exercise, at: Location, draws: int) -> Iterator[LessonError]:
    """Everything that depends on the numbers."""
    try:
        scope = scope_of(lesson, exercise)
        chosen = sample(exercise.let, scope, salt(lesson, exercise), draws)
    except DrawError as error:
        yield lesson.document.error((*at, "let", error.name), "let", error.text)
        return
    except LessonError as error:
        yield error
        return
    yield from _texts(lesson, exercise, at, scope)
    for draw in chosen:
        try:
            posed = pose_draw(lesson, exercise, scope, draw, diagnosed=False)
        except LessonError as error:
            yield error
            continue
        yield from _answers(posed, at)
        yield from _leaks(posed, at)
        yield from _solution(posed, at)


def _texts(lesson: Lesson, exercise: Exercise, at: Location, scope: Scope) -> Iterator[LessonError]:
    yield from _prose(lesson, (*at, "ask"), exercise.ask, scope)
    for name in exercise.let:
        if any(name in _variables(text, scope) for text in (exercise.answer, exercise.problem)):
            text = f"`{name}` is drawn, and cannot be what one differentiates by"
            yield lesson.document.error((*at, "let", name), "let", text)
    for index, mistake in enumerate(exercise.mistakes):
        yield from _prose(lesson, (*at, "mistakes", index, "say"), mistake.say, scope)
    for index, hint in enumerate(exercise.hints):
        where = (*at, "hints", index)
        yield from _prose(lesson, (*where, "say"), hint.say, scope)
        if (hint.ask is None) != (hint.answer is None):
            text = "a hint with a question needs `ask` and `answer`, both"
            yield lesson.document.error(where, "hint", text)
        if hint.ask is not None:
            yield from _prose(lesson, (*where, "ask"), hint.ask, scope)


def _variables(text: str | None, scope: Scope) -> frozenset[str]:
    """What a text differentiates by; nothing where it cannot be read, which is told elsewhere."""
    try:
        tree = read(text or "0", scope).tree
    except LearnerError:
        return frozenset()
    return frozenset(
        part.variable.name
        for _, part in subexpressions(tree)
        if isinstance(part, Derivative | HigherDerivative)
    )


def _prose(lesson: Lesson, at: Location, text: str, scope: Scope | None) -> Iterator[LessonError]:
    """What stands in backticks is maths that can be read, and every backtick has its pair."""
    if text.count("`") % 2:
        yield lesson.document.error(at, "backtick", "a backtick without its pair")
        return
    for piece in maths(text):
        try:
            read(piece.text, scope) if scope is not None else read(piece.text)
        except LearnerError as error:
            line, column = lesson.document.inside(at, text, piece.start)
            told = f"`{piece.text}` cannot be read: {error}"
            yield LessonError(lesson.file, line, column, "maths", told)


def _answers(posed: Posed, at: Location) -> Iterator[LessonError]:
    """The reference is right by itself; what is to be accepted is; no mistake is."""
    exercise, document = posed.exercise, posed.lesson.document
    for index, text in enumerate(exercise.accept):
        where = (*at, "accept", index)
        status = _status(posed, text)
        if status != "correct":
            yield document.error(where, "accept", f"`{text}` is {status}{_with(posed)}")
    for index, mistake in enumerate(exercise.mistakes):
        where = (*at, "mistakes", index, "like")
        status = _status(posed, mistake.like)
        if status not in ("incorrect", "partial"):
            yield document.error(where, "mistake", f"`{mistake.like}` is {status}{_with(posed)}")


def _status(posed: Posed, text: str) -> str:
    """What becomes of an author's text as a response; a sentence where it cannot be read."""
    try:
        tree = posed.tree(text)
    except LearnerError as error:
        return f"not readable ({error})"
    result = posed.question.grade(to_text(tree))
    if result.status == "unreadable" and result.feedback:
        return f"not readable ({result.feedback[0].text})"
    return result.status


def _leaks(posed: Posed, at: Location) -> Iterator[LessonError]:
    """No text before the answer says it, unless the question itself does."""
    document, exercise = posed.lesson.document, posed.exercise
    asked = {
        part
        for piece in maths(exercise.ask)
        for tree in _tree(posed, piece.text)
        for _, part in subexpressions(tree)
    }
    for where, text in _said_before_the_answer(exercise, at):
        for piece in maths(text):
            for tree in _tree(posed, piece.text):
                if tree not in asked and posed.question.grade(to_text(tree)).status == "correct":
                    yield document.error(where, "leak", f"`{piece.text}` gives the answer away")


def _said_before_the_answer(exercise: Exercise, at: Location) -> Iterator[tuple[Location, str]]:
    for index, hint in enumerate(exercise.hints):
        where = (*at, "hints", index)
        yield (*where, "say"), hint.say
        if hint.ask is not None:
            yield (*where, "ask"), hint.ask
        if hint.answer is not None:
            yield (*where, "answer"), f"`{hint.answer}`"
    for index, mistake in enumerate(exercise.mistakes):
        yield (*at, "mistakes", index, "say"), mistake.say


def _tree(posed: Posed, text: str) -> Iterable[Expr]:
    try:
        return (fill(read(text, posed.scope).tree, posed.draw.values),)
    except LearnerError:
        return ()


def _strategy(lesson: Lesson, exercise: Exercise, at: Location) -> Iterator[LessonError]:
    from tutor.derivation import rules

    if exercise.steps is None:
        return
    shelf = rules()
    for index, line in enumerate(exercise.steps.lines):
        if line.rule not in shelf:
            where = (*at, "steps", index, "rule")
            text = f"there is no rule `{line.rule}`{near(line.rule, shelf)}"
            yield lesson.document.error(where, "rule_unknown", text)


def _solution(posed: Posed, at: Location) -> Iterator[LessonError]:
    """The worked solution that the lesson asks for exists, and ends in a right answer."""
    from tutor.derivation import derive

    steps, document = posed.exercise.steps, posed.lesson.document
    if steps is None:
        return
    if steps.lines:
        last = len(steps.lines) - 1
        for index, line in enumerate(steps.lines):
            try:
                posed.tree(line.line)
            except LearnerError as error:
                where = (*at, "steps", index, "line")
                yield document.error(where, "maths", f"`{line.line}` cannot be read: {error}")
                return
        if (status := _status(posed, steps.lines[last].line)) != "correct":
            text = f"the last line is {status}{_with(posed)}"
            yield document.error((*at, "steps", last, "line"), "steps", text)
        return
    if posed.problem is None:
        yield document.error(
            (*at, "steps"), "steps", "there is nothing to work out; leave `steps` out"
        )
        return
    try:
        whole = derive(posed.problem, posed.scope, method=steps.strategy)
    except CallerError as error:
        yield document.error((*at, "steps"), "strategy_unknown", str(error))
        return
    if whole.status != "done":
        text = f"the worked solution is {whole.status}{_with(posed)}"
        yield document.error((*at, "steps"), "steps", text)
    elif (status := posed.question.grade(to_text(whole.result)).status) != "correct":
        text = f"the worked solution ends in an answer that is {status}{_with(posed)}"
        yield document.error((*at, "steps"), "steps", text)


def _with(posed: Posed) -> str:
    return f", with {told(posed.draw)}" if posed.draw.values else ""


def near(word: str, among: Iterable[str]) -> str:
    """What was perhaps meant, as the end of a message; empty if nothing is near."""
    found = get_close_matches(word, sorted(among), 1)
    return f"; did you mean `{found[0]}`?" if found else ""
