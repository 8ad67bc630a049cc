"""Checks lesson files, each for itself (`checks.py`) and among each other; the report of `steptutor lint`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.errors import LessonError
from tutor.teaching.checks import DRAWS, near, problems_of
from tutor.teaching.lesson import lesson_files, parse_all, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tutor.teaching.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Report:
    """What lint found: how many lessons could be read, and every problem in the order of the files."""

    lessons: int
    problems: tuple[LessonError, ...]

    def to_json(self) -> dict[str, object]:
        """The object of `steptutor lint --json`."""
        return {
            "lessons": self.lessons,
            "problems": [
                {
                    "file": p.file,
                    "line": p.line,
                    "column": p.column,
                    "code": p.code,
                    "text": p.text,
                }
                for p in self.problems
            ],
        }


def lint(paths: Sequence[Path] = (), *, draws: int = DRAWS) -> Report:
    """Check lesson files, or folders of them; the shipped ones if none is named."""
    found: list[Lesson] = []
    problems: list[LessonError] = []
    for path, shown in _files(paths):
        try:
            source = read_text(path, shown)
        except LessonError as error:
            problems.append(error)
            continue
        lesson, errors = parse_all(source, shown)
        problems.extend(errors)
        if lesson is not None:
            found.append(lesson)
    known = {lesson.id for lesson in found} | (_shipped() if paths else set())
    problems.extend(_between(found, known))
    for lesson in found:
        problems.extend(sorted(problems_of(lesson, draws=draws), key=_place))
    return Report(len(found), tuple(problems))


def _between(found: Sequence[Lesson], known: set[str]) -> Iterator[LessonError]:
    """Ids are unique, needs exist and do not go round in a circle."""
    first: dict[str, Lesson] = {}
    for lesson in found:
        if lesson.id in first:
            text = f"the id `{lesson.id}` is taken by {first[lesson.id].file}"
            yield lesson.document.error(("id",), "id_taken", text)
        first.setdefault(lesson.id, lesson)
    for lesson in found:
        for index, need in enumerate(lesson.needs):
            at = ("needs", index)
            if need not in known:
                text = f"there is no lesson `{need}`{near(need, known)}"
                yield lesson.document.error(at, "need_unknown", text)
            elif _reaches(need, lesson.id, first):
                text = f"`{need}` needs this lesson as well: one of them must come first"
                yield lesson.document.error(at, "need_circle", text)


def _reaches(start: str, goal: str, shelf: dict[str, Lesson]) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        for need in shelf[here].needs if here in shelf else ():
            if need not in seen:
                seen.add(need)
                waiting.append(need)
    return False


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    if not paths:
        yield from lesson_files()
    for path in paths:
        if path.is_dir():
            yield from lesson_files(path)
        else:
            yield path, str(path)


def _shipped() -> set[str]:
    """Ids of the lessons that this installation ships and that can be read."""
    found = (parse_all(read_text(path, shown), shown)[0] for path, shown in lesson_files())
    return {lesson.id for lesson in found if lesson is not None}


def _place(error: LessonError) -> tuple[int, int]:
    return error.line, error.column
