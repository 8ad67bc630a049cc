"""Every error this package raises on purpose, sorted by who can fix it.

TutorError
  LearnerError      the learner; the text is shown as it stands; becomes status `unreadable`, exit 3
    NotationError   a text that cannot be read: code, span, expected, repairs
  CallerError       the embedding program: a bad request; exit 2
  AuthorError       whoever wrote the lesson, the grammar or the rule; starts with file:line:col; exit 5
    LessonError
    CatalogueError
    AssetError

Anything else that escapes is a bug of ours. Undecided is a result, not an error.
"""

from __future__ import annotations


class TutorError(Exception):
    """The root: catch this to catch everything the package raises on purpose."""


class LearnerError(TutorError):
    """Something the learner typed and can mend; costs nothing."""


class NotationError(LearnerError):
    """A text that cannot be read.

    Args:
        code: stable, one of those listed in grammars/README.md (`bracket`, `char`, `limit_tokens` ...).
        text: one sentence for the learner, without control characters.
        span: `[start, end)` in characters of the text as typed.
        expected: what could stand there, in words.
        repairs: whole texts, one edit away, that can be read; best first.
    """

    def __init__(
        self,
        code: str,
        text: str,
        span: tuple[int, int],
        *,
        expected: tuple[str, ...] = (),
        repairs: tuple[str, ...] = (),
    ) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.span = span
        self.expected = expected
        self.repairs = repairs


class CallerError(TutorError):
    """A request that does not follow the contract.

    Args:
        code: stable (`relation_unknown`, `option_unknown`, `field_missing` ...).
        text: one sentence for the programmer.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class AuthorError(TutorError):
    """A mistake in a lesson, a grammar, a rule: the message starts with its place."""


class LessonError(AuthorError):
    """A lesson file that does not hold what it must.

    Args:
        file: path as the author knows it.
        line, column: from 1.
        code: stable, for `steptutor lint --json`.
        text: one sentence for the author.
    """

    def __init__(self, file: str, line: int, column: int, code: str, text: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {text}")
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.text = text


class CatalogueError(AuthorError):
    """Two entries of a shelf share an id, or a shelf is empty."""


class AssetError(AuthorError):
    """A folder that the package ships (grammars, lessons) is not where it should be."""
