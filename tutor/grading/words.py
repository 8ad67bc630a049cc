"""Results in words, for a terminal: the verdict, what was read, the certificate, what the learner is told."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tutor.language.kinds.kind import Kind
from tutor.language.kinds.words import a

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "correct": "OK: correct",
        "partial": "PARTLY: partly right",
        "incorrect": "WRONG: not correct",
        "undecided": "UNDECIDED: could not decide; this does not count as wrong",
        "unreadable": "UNREADABLE: could not be read",
    }
)

_SHAPE = re.compile(r"number|matrix\(([0-9]+),([0-9]+)\)|vector\(([0-9]+)\)")


def verdict(result: Mapping[str, Any]) -> str:
    """The first line: the status, and the score where it says more."""
    line = VERDICTS[result["status"]]
    if result["status"] == "partial":
        line += f" (score {result['score']:.2g})"
    return line


def reasons(result: Mapping[str, Any]) -> Iterator[str]:
    """The lines after the verdict, of a grade result as plain data."""
    if result["read_as"] is not None:
        yield f"read as:  {result['read_as']['text']}"
        yield f"because:  {certificate(result['certificate'])}"
    if result["form"] is not None:
        yield f"form:     {result['form']}"
    wrong = [part["where"] for part in result["parts"] if part["status"] != "correct"]
    if wrong and len(result["parts"]) > 1:
        yield f"wrong:    {', '.join(map(_place, wrong))}"
    for remark in result["feedback"]:
        yield f"say:      {remark['text']}"
    yield from mistakes(result["misconceptions"])


def diagnosis(result: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a diagnose result, as plain data."""
    yield f"verdict:  {result['verdict'].replace('_', ' ')}"
    if result["rule"]:
        yield f"rule:     {result['rule']}"
    if result["witness"]:
        yield f"because:  {certificate(result['witness'])}"
    yield from mistakes(result["misconceptions"])
    if result["text"] and not result["misconceptions"]:
        yield f"say:      {result['text']}"


def mistakes(found: list[Mapping[str, Any]]) -> Iterator[str]:
    """The mistakes that may be behind a response; what several of them come to is said once."""
    for text in dict.fromkeys(one["text"] for one in found):
        names = (f"{one['id']} ({one['confidence']:.0%})" for one in found if one["text"] == text)
        yield f"mistake:  {' or '.join(names)}: {text}"


def certificate(data: Mapping[str, Any]) -> str:
    """A certificate in one sentence."""
    match data["kind"]:
        case "proof":
            return f"proved equal ({str(data['method']).replace('_', ' ')})"
        case "evidence":
            agree = f"agreement to {data['digits']} digits at {data['points']} points"
            return f"no proof, but {agree}, and SymPy agrees"
        case "counterexample":
            point = ", ".join(f"{name} = {value}" for name, value in data["at"].items())
            if point and "solution" in str(data["response"]):
                return (
                    f"{point} is {data['response']} of the response, {data['answer']} of the answer"
                )
            response, answer = _said(str(data["response"])), _said(str(data["answer"]))
            values = f"the response is {response}, the answer {answer}"
            where = f" in {_place(data['where'])}" if data.get("where") else ""
            return f"at {point}{where} {values}" if point else f"{values}{where}"
        case _:
            tried = ", ".join(data.get("tried") or ())
            return f"no stage could decide (tried {tried})" if tried else "nothing could be tried"


def _said(value: str) -> str:
    """A value as it is; a shape in the words for kinds: `a 2-vector` for `vector(2)`."""
    match (found := _SHAPE.fullmatch(value)) and found.groups():
        case (None, None, None):
            return a(Kind("number"))
        case (None, None, str(n)):
            return a(Kind("vector", (int(n),)))
        case (str(m), str(n), None):
            return a(Kind("matrix", (int(m), int(n))))
        case _:
            return value


def _place(where: list[int | str]) -> str:
    match where:
        case [int(row), int(column)]:
            return f"row {row + 1}, column {column + 1}"
        case [int(entry)]:
            return f"entry {entry + 1}"
        case _:
            return " ".join(map(str, where))
