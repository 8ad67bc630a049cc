"""Requests and results of the contract as plain data; nothing is raised, every fault is a result.

Fields that a request has and the contract does not know are left alone: a row of a table may carry more
columns than we need.
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any, TypeAlias

from tutor.answers.feedback import Feedback
from tutor.errors import CallerError, NotationError
from tutor.grading.faces import diagnose, read, steps
from tutor.grading.question import mistake, prepare
from tutor.grading.result import Result
from tutor.language.notation import caret
from tutor.oracle.certificate import Nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Data: TypeAlias = "dict[str, Any]"
Face: TypeAlias = "Callable[[Mapping[str, Any]], Data]"

_QUESTION = (
    "answer",
    "relation",
    "names",
    "given",
    "form",
    "tolerance",
    "problem",
    "notation",
    "options",
    "policy",
)
_NO_STEPS: Data = {"result": None, "method": None, "methods": [], "steps": [], "reason": None}
_NO_READING: Data = {"text": None, "latex": None, "tree": None, "alternatives": [], "notes": []}
_NO_DIAGNOSIS: Data = {
    "verdict": "unreadable",
    "rule": None,
    "where": None,
    "misconceptions": [],
    "witness": None,
    "next": None,
    "text": "",
    "line": 0,
}
_OURS = "Something went wrong on our side. It does not count against you."


def grade_json(request: Mapping[str, Any]) -> Data:
    """A grade request to a grade result."""
    for field in ("answer", "response"):
        if request.get(field) is None:
            raise CallerError("field_missing", f"A grade request needs {field}.")
    question = prepare(**_fields(request, _QUESTION))
    return question.grade(request["response"]).to_json()


def read_json(request: Mapping[str, Any]) -> Data:
    """A read request to a read result; `show` lists other ways to write what was read."""
    text = _text(request, "text")
    show = request.get("show") or []
    if not isinstance(show, list) or not all(isinstance(kind, str) for kind in show):
        raise CallerError("field_type", "show must be a list of texts.")
    return read(text, **_fields(request, ("notation", "names", "policy"))).to_json(show)


def steps_json(request: Mapping[str, Any]) -> Data:
    """A steps request to a steps result."""
    fields = _fields(request, ("method", "level", "names", "given", "notation", "policy"))
    return steps(_text(request, "problem"), **fields).to_json() | {"error": None}


def diagnose_json(request: Mapping[str, Any]) -> Data:
    """A diagnose request to a diagnose result."""
    lines = request.get("lines") or []
    if not isinstance(lines, list):
        raise CallerError("field_type", "lines must be a list of texts.")
    fields = _fields(request, ("names", "given", "policy"))
    response = request.get("response")
    if response is None:
        raise CallerError("field_missing", "A diagnose request needs response.")
    found = diagnose(_text(request, "problem"), response, lines=lines, **fields)
    return found.to_json() | {"error": None}


def answered(face: Face, request: Mapping[str, Any], fault: CallerError | None = None) -> Data:
    """The result for one request with its id, whatever happens: bad requests are results as well.

    Args:
        face: one of the four above.
        fault: what was wrong with the line it came from.
    """
    id_ = request.get("id")
    if not isinstance(id_, str | int | float | None):
        id_, fault = None, fault or CallerError("id_type", "An id is a text or a number.")
    if fault is not None and not _is_writable(id_):
        id_ = None
    if fault is not None:
        return {"id": id_} | _refused(face, {"code": fault.code, "text": fault.text})
    try:
        return {"id": id_} | face(request)
    except NotationError as error:
        return {"id": id_} | _refused(face, mistake(error))
    except CallerError as error:
        return {"id": id_} | _refused(face, {"code": error.code, "text": error.text})
    except Exception:  # noqa: BLE001 a bug of ours must cost one line, not the lines after it
        traceback.print_exc(file=sys.stderr)
        return {"id": id_} | _failed(face)


def with_caret(text: str, error: Mapping[str, Any]) -> str:
    """An error for a terminal: what is wrong, the text with a caret under the place, how to mend it."""
    lines = [str(error["text"])]
    if error.get("span") is not None:
        start, end = error["span"]
        lines += [f"  {line}" for line in caret(text, (start, end)).split("\n")]
    if error.get("expected"):
        lines.append(f"Expected here: {', '.join(error['expected'])}.")
    if error.get("repairs"):
        lines.append(f"Did you mean: {'  or  '.join(error['repairs'])}")
    return "\n".join(lines)


def _refused(face: Face, error: Data) -> Data:
    """The result of a face for a request that could not be read."""
    if face is grade_json:
        span = tuple(error["span"]) if error.get("span") else None
        remark = Feedback(error["code"], span, said=error["text"])
        return Result(status="unreadable", feedback=(remark,), error=error).to_json()
    empty = _NO_READING if face is read_json else _NO_STEPS if face is steps_json else _NO_DIAGNOSIS
    return {"status": "unreadable", **empty, "error": error}


def _failed(face: Face) -> Data:
    """The result for a request on which our own code failed: never against the learner."""
    error = {"code": "internal", "text": _OURS}
    if face is grade_json:
        remark = Feedback("internal", said=_OURS)
        certificate = Nothing(("internal",))
        return Result(
            status="undecided",
            value="undecided",
            certificate=certificate,
            feedback=(remark,),
            error=error,
        ).to_json()
    if face is diagnose_json:
        return {"status": "undecided", **_NO_DIAGNOSIS, "verdict": "undecided", "error": error}
    status = "unreadable" if face is read_json else "unsupported"
    empty = _NO_READING if face is read_json else _NO_STEPS
    return {"status": status, **empty, "error": error}


def _fields(request: Mapping[str, Any], names: tuple[str, ...]) -> Data:
    """The fields of a request that say something; null is the same as absent."""
    return {name: request[name] for name in names if request.get(name) is not None}


def _text(request: Mapping[str, Any], field: str) -> str:
    value = request.get(field)
    if value is None:
        raise CallerError("field_missing", f"A request needs {field}.")
    if not isinstance(value, str):
        raise CallerError("field_type", f"{field} must be a text.")
    return value


def _is_writable(id_: object) -> bool:
    """Whether an id can be given back: no half characters."""
    return not isinstance(id_, str) or not any("\ud800" <= char <= "\udfff" for char in id_)
