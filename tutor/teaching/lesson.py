"""A lesson, and the shelf of lessons: read from `lessons/STRAND/NAME.yaml`, checked when read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.assets import folder
from tutor.errors import CallerError, LessonError
from tutor.teaching.document import MAX_BYTES, compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

    from tutor.teaching.document import Document, Location
    from tutor.teaching.schema import Exercise, LessonText

STRANDS = (
    "linear_algebra",
    "multivariate_calculus",
    "pca_and_regression",
    "probability_and_statistics",
)
MAX_FILES = 5_000


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson: what its file says, and where.

    Args:
        strand: the folder it stands in.
        file: the path as the author knows it.
        body: the checked content.
        document: the raw content with its places, for messages.
    """

    strand: str
    file: str
    body: LessonText
    document: Document

    @property
    def id(self) -> str:
        """The lesson's id, such as `mc06`."""
        return self.body.id

    @property
    def title(self) -> str:
        """The title."""
        return self.body.title

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of the lessons to do before."""
        return self.body.needs

    @property
    def skills(self) -> Mapping[str, str]:
        """What is practised, by id."""
        return self.body.skills

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises, in order."""
        return self.body.exercises

    def exercise(self, id: str) -> Exercise:  # noqa: A002 the word of the format
        """The exercise of that id. Raises: CallerError if there is none."""
        for exercise in self.exercises:
            if exercise.id == id:
                return exercise
        raise CallerError("exercise_unknown", f"{self.id} has no exercise {id}")

    def to_json(self) -> dict[str, object]:
        """What `steptutor lessons --json` says about it."""
        return {
            "id": self.id,
            "title": self.title,
            "strand": self.strand,
            "file": self.file,
            "needs": list(self.needs),
            "skills": dict(self.skills),
        }


def parse(source: str, file: str) -> Lesson:
    """Make a lesson of the text of a file. Raises: LessonError, the first in the file."""
    found, errors = parse_all(source, file)
    if found is None:
        raise errors[0]
    return found


def parse_all(source: str, file: str) -> tuple[Lesson | None, list[LessonError]]:
    """A lesson, or every reason why the text is none, in the order of the file."""
    from pydantic import ValidationError

    from tutor.teaching.schema import LessonText

    try:
        document = compose(source, file)
    except LessonError as error:
        return None, [error]
    if not isinstance(document.data, dict):
        text = "a lesson is a list of `key: value`; begin with `id: ` and a name"
        return None, [document.error((), "shape", text)]
    try:
        body = LessonText.model_validate(document.data)
    except ValidationError as problem:
        errors = [_error(document, detail) for detail in problem.errors(include_url=False)]
        return None, sorted(errors, key=lambda e: (e.line, e.column, e.code))
    return Lesson(Path(file).parent.name, file, body, document), []


def load(path: Path, shown_as: str | None = None) -> Lesson:
    """Read one lesson file. Raises: LessonError."""
    file = shown_as or str(path)
    return parse(read_text(path, file), file)


def read_text(path: Path, file: str) -> str:
    """The text of a lesson file: a regular file, not too large, in UTF-8.

    Raises: LessonError otherwise; a link or a pipe is not followed.
    """
    try:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise LessonError(file, 1, 1, "file", "not a regular file")
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise LessonError(file, 1, 1, "file", f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise LessonError(
            file, 1, 1, "too_large", f"larger than {MAX_BYTES // 1024} KiB; split the lesson"
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError(file, line, 1, "encoding", "not UTF-8; save the file as UTF-8") from None


def lesson_files(root: Path | None = None) -> Iterator[tuple[Path, str]]:
    """Every lesson file under a folder (the shipped one by default) with the name to show, sorted."""
    root = folder("lessons") if root is None else root
    paths = sorted(path for path in root.rglob("*.yaml") if not path.name.startswith("."))
    if len(paths) > MAX_FILES:
        raise LessonError(str(root), 1, 1, "too_many", f"more than {MAX_FILES} lesson files")
    for path in paths:
        yield path, f"{root.name}/{path.relative_to(root).as_posix()}"


def lessons() -> tuple[Lesson, ...]:
    """Every lesson that this installation ships, in the order in which they build on each other.

    Raises: LessonError if one of them is not valid, which `steptutor lint` would have said.
    """
    found = [load(path, shown) for path, shown in lesson_files()]
    return tuple(_in_order(found))


def lesson(id: str) -> Lesson:  # noqa: A002 the word of the contract
    """The shipped lesson of that id. Raises: CallerError with what is near, if there is none."""
    shelf = {found.id: found for found in lessons()}
    if id in shelf:
        return shelf[id]
    near = get_close_matches(id, shelf, 1)
    more = f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(shelf)}"
    raise CallerError("lesson_unknown", f"there is no lesson {id}{more}")


def _in_order(found: list[Lesson]) -> Iterator[Lesson]:
    """Lessons with what they need before them; otherwise in the order of their ids."""
    waiting = sorted(found, key=lambda lesson: lesson.id)
    shelf = {lesson.id for lesson in waiting}
    done: set[str] = set()
    while waiting:
        ready = (n for n, one in enumerate(waiting) if done.issuperset(shelf & set(one.needs)))
        chosen = waiting.pop(next(ready, 0))
        done.add(chosen.id)
        yield chosen


def _error(document: Document, detail: ErrorDetails) -> LessonError:
    location: Location = detail["loc"]
    match detail["type"]:
        case "extra_forbidden":
            key = str(location[-1])
            text = f"`{key}` is no key here{_did_you_mean(location)}"
            return document.error((*location, "[key]"), "unknown_key", text)
        case "missing":
            text = f"`{location[-1]}` is missing here"
            return document.error(location[:-1], "missing_key", text)
        case "string_type":
            return document.error(location, "shape", "one text is wanted here")
        case "tuple_type" | "list_type":
            return document.error(location, "shape", "a list is wanted here: `- ...`, one a line")
        case "dict_type" | "model_type" | "model_attributes_type":
            return document.error(location, "shape", "`key: value` lines are wanted here")
        case "too_short":
            return document.error(location, "empty", "at least one is wanted here")
        case code:
            return document.error(location, code, detail["msg"])


def _did_you_mean(location: Location) -> str:
    from tutor.teaching.schema import PARTS, LessonText

    inside = [PARTS[turn] for turn in location[:-1] if isinstance(turn, str) and turn in PARTS]
    fields = (inside[-1] if inside else LessonText).model_fields
    near = get_close_matches(str(location[-1]), fields, 1)
    return f"; did you mean `{near[0]}`?" if near else f"; there are: {', '.join(fields)}"
