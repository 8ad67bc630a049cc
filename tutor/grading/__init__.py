"""Request to result: `prepare` and `grade`, the other calls of the package, and JSON both ways.

`question.py` grades, `request.py` says what the fields of a request mean, `values.py` takes Python values,
`computed.py` carries out verbs in answers; `wire.py` and `lines.py` speak JSON.
"""

from __future__ import annotations

from tutor.grading.faces import diagnose, equivalent, read, steps, verify
from tutor.grading.question import Question, grade, prepare
from tutor.grading.result import Result

__all__ = [
    "Question",
    "Result",
    "diagnose",
    "equivalent",
    "grade",
    "prepare",
    "read",
    "steps",
    "verify",
]
