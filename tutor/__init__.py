"""tutor: reads maths as people write it, decides with a proof, shows the steps, names the mistake.

The names are loaded when they are first used: importing tutor imports no third-party package.
"""

from __future__ import annotations

TYPE_CHECKING = False  # true for type checkers alone; saves the import of typing
if TYPE_CHECKING:
    from typing import Any

    from tutor.derivation.step import Derivation as Derivation
    from tutor.diagnosis.verdict import Diagnosis as Diagnosis
    from tutor.errors import AuthorError as AuthorError
    from tutor.errors import CallerError as CallerError
    from tutor.errors import LearnerError as LearnerError
    from tutor.errors import LessonError as LessonError
    from tutor.errors import NotationError as NotationError
    from tutor.errors import TutorError as TutorError
    from tutor.grading.faces import diagnose as diagnose
    from tutor.grading.faces import equivalent as equivalent
    from tutor.grading.faces import read as read
    from tutor.grading.faces import steps as steps
    from tutor.grading.faces import verify as verify
    from tutor.grading.question import Question as Question
    from tutor.grading.question import grade as grade
    from tutor.grading.question import prepare as prepare
    from tutor.grading.result import Result as Result
    from tutor.language.notation.reading import Reading as Reading
    from tutor.oracle.certificate import Equivalence as Equivalence
    from tutor.teaching.lesson import Lesson as Lesson
    from tutor.teaching.lesson import lesson as lesson
    from tutor.teaching.lesson import lessons as lessons
    from tutor.teaching.session import Session as Session

_HOME = {
    "AuthorError": "errors",
    "CallerError": "errors",
    "Derivation": "derivation.step",
    "Diagnosis": "diagnosis.verdict",
    "Equivalence": "oracle.certificate",
    "LearnerError": "errors",
    "Lesson": "teaching.lesson",
    "LessonError": "errors",
    "NotationError": "errors",
    "Question": "grading.question",
    "Reading": "language.notation.reading",
    "Result": "grading.result",
    "Session": "teaching.session",
    "TutorError": "errors",
    "diagnose": "grading.faces",
    "equivalent": "grading.faces",
    "grade": "grading.question",
    "lesson": "teaching.lesson",
    "lessons": "teaching.lesson",
    "prepare": "grading.question",
    "read": "grading.faces",
    "steps": "grading.faces",
    "verify": "grading.faces",
}
__all__ = sorted(_HOME)  # noqa: PLE0605 the table is the one list


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'tutor' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"tutor.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
