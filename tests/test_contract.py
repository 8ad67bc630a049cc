"""What other programs rely on: fields and their types, ids, order, bad lines, lazy imports, same results.

`contract/*.json` hold a request and its whole result each; `ms` and the stages of a proof are left out.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tutor.grading.lines import answer_lines
from tutor.grading.strict_json import MAX_BYTES
from tutor.grading.wire import (
    answered,
    diagnose_json,
    grade_json,
    read_json,
    steps_json,
)

if TYPE_CHECKING:
    from tutor.grading.wire import Face

GOLDEN = sorted((Path(__file__).parent / "contract").glob("*.json"))
FACES: dict[str, Face] = {
    "grade": grade_json,
    "read": read_json,
    "steps": steps_json,
    "diagnose": diagnose_json,
}
NUMBER = (int, float)
NONE = type(None)
GRADE_FIELDS: dict[str, Any] = {
    "id": (str, int, float, NONE),
    "status": str,
    "score": NUMBER,
    "value": (str, NONE),
    "form": (str, NONE),
    "read_as": (dict, NONE),
    "certificate": dict,
    "feedback": list,
    "misconceptions": list,
    "parts": list,
    "error": (dict, NONE),
    "ms": NUMBER,
}
STEP_FIELDS = {
    *("rule", "name", "level", "link", "path", "before", "after", "law", "why"),
    *("bindings", "changed", "conditions", "checked", "steps"),
}
REQUESTS = {
    "correct": {"answer": "x", "response": "x"},
    "partial": {"answer": "[1,2]", "response": "[1,3]"},
    "incorrect": {"answer": "x", "response": "y"},
    "undecided": {"answer": "1", "response": "exp(exp(exp(exp(10))))"},
    "unreadable": {"answer": "x", "response": "(x"},
}


def lines(text: str | bytes, face: Face = grade_json) -> list[dict[str, Any]]:
    sink = io.StringIO()
    source = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    for _ in answer_lines(source, sink, face):
        pass
    return [json.loads(line) for line in sink.getvalue().splitlines()]


@pytest.mark.parametrize("status", REQUESTS)
def test_every_field_is_there_and_typed_for_every_status(status: str) -> None:
    result = answered(grade_json, {"id": 7, **REQUESTS[status]})

    assert result.keys() == GRADE_FIELDS.keys()
    for name, kind in GRADE_FIELDS.items():
        assert isinstance(result[name], kind), name
    assert result["status"] == status or status == "undecided"
    assert 0 <= result["score"] <= 1
    assert (result["read_as"] is None) == (status == "unreadable")
    json.dumps(result, allow_nan=False)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_request_gives_the_result_of_its_golden_file(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    result = answered(FACES[golden["face"]], golden["request"])

    assert _steady(result) == golden["result"]


_FREE = {
    *("ms", "detail", "method", "methods", "seed", "law", "why", "bindings", "changed"),
    *("confidence", "expected", "repairs", "name"),
}


def _steady(data: Any) -> Any:
    """The part of a result that a change of the engine's ways, or of its words, must not change."""
    if isinstance(data, dict):
        steady = {key: _steady(value) for key, value in data.items() if key not in _FREE}
        if "misconceptions" in data:
            steady["misconceptions"] = [found["id"] for found in data["misconceptions"][:1]]
        return steady
    return [_steady(inside) for inside in data] if isinstance(data, list) else data


def test_golden_files_cover_every_face() -> None:
    found = {json.loads(path.read_text("utf-8"))["face"] for path in GOLDEN}

    assert found == set(FACES)


def test_steps_have_every_field() -> None:
    result = answered(steps_json, {"id": 1, "problem": "d/dx(x^2 + sin(x))"})

    assert result.keys() >= {"id", "status", "result", "method", "methods", "steps", "reason"}
    assert result["steps"]
    for step in result["steps"]:
        assert step.keys() == STEP_FIELDS
        assert step["before"].keys() == {"text", "latex"}


def test_diagnose_has_every_field() -> None:
    request = {"id": 1, "problem": "d/dx(x^2)", "response": "x"}
    fields = {"id", "status", "verdict", "rule", "where", "misconceptions", "witness", "next"}

    assert answered(diagnose_json, request).keys() >= fields
    assert answered(diagnose_json, {**request, "response": "("}).keys() >= fields


def test_read_has_every_field_read_or_not() -> None:
    fields = {"id", "status", "text", "latex", "tree", "alternatives", "notes", "error"}

    assert answered(read_json, {"id": 1, "text": "x^2"}).keys() == fields
    refused = answered(read_json, {"id": 1, "text": "x^"})
    assert refused.keys() == fields
    assert refused["error"].keys() == {"code", "text", "span", "expected", "repairs"}


def test_read_shows_more_where_more_is_asked_for() -> None:
    plain = answered(read_json, {"id": 1, "text": "x^2"})
    shown = answered(read_json, {"id": 1, "text": "x^2", "show": ["mathml", "speech"]})

    assert shown.pop("speech") == "x squared"
    assert shown.pop("mathml").startswith("<math ")
    assert shown == plain
    for wrong, code in ((["smell"], "show_unknown"), ("speech", "field_type")):
        refused = answered(read_json, {"id": 1, "text": "x^2", "show": wrong})

        assert (refused["status"], refused["error"]["code"]) == ("unreadable", code)


def test_ids_and_order_are_kept() -> None:
    ids = ["a", 1, 2.5, "b", None, ""]
    text = "\n".join(json.dumps({"id": i, "answer": "x", "response": "x"}) for i in ids)

    assert [result["id"] for result in lines(text)] == ids


@pytest.mark.parametrize(
    ("line", "code", "id_"),
    [
        ("nonsense", "json_syntax", None),
        ("[1]", "json_object", None),
        ('{"id": 1, "answer": NaN, "response": "x"}', "json_number", 1),
        ('{"id": 1, "answer": Infinity, "response": "x"}', "json_number", 1),
        ('{"id": 1, "answer": 1e999, "response": "x"}', "json_number", 1),
        ('{"id": 1, "answer": "x", "answer": "y", "response": "x"}', "json_duplicate", 1),
        ('{"id": 1, "answer": "x", "response": "\\ud800"}', "json_surrogate", 1),
        ('{"id": 1, "answer": ' + "9" * 5_000 + ', "response": "x"}', "json_number", 1),
        ('{"id": 1, "answer": ' + "[" * 40 + "]" * 40 + ', "response": "x"}', "json_depth", 1),
        ("[" * 100_000, "json_depth", None),
        ('{"id": 1, "answer": "x"}', "field_missing", 1),
        ('{"id": 1, "response": "x"}', "field_missing", 1),
        ('{"id": 1, "answer": "x", "response": "x", "relation": "no"}', "relation_unknown", 1),
        ('{"id": 1, "answer": "x", "response": "x", "options": {"no": 1}}', "option_unknown", 1),
        ('{"id": 1, "answer": "x", "response": "x", "options": 5}', "field_type", 1),
        ('{"id": 1, "answer": "x", "response": "x", "names": 5}', "names", 1),
        ('{"id": 1, "answer": "x", "response": [{"a": 1}]}', "value_shape", 1),
        ('{"id": [1], "answer": "x", "response": "x"}', "id_type", None),
    ],
)
def test_a_bad_line_is_a_result_and_the_next_line_is_graded(
    line: str, code: str, id_: object
) -> None:
    bad, good = lines(line + '\n{"id": 2, "answer": "x", "response": "x"}\n')

    assert (bad["status"], bad["error"]["code"], bad["id"]) == ("unreadable", code, id_)
    assert bad.keys() == GRADE_FIELDS.keys()
    assert (good["id"], good["status"]) == (2, "correct")


def test_a_line_beyond_the_bound_is_one_bad_line() -> None:
    long = b'{"id": 1, "answer": "' + b"x" * (2 * MAX_BYTES) + b'"}\n'
    bad, good = lines(long + b'{"id": 2, "answer": "x", "response": "x"}')

    assert bad["error"]["code"] == "limit_line"
    assert good["status"] == "correct"


def test_bytes_that_are_no_text_are_one_bad_line() -> None:
    (bad,) = lines(b'{"id": "\xff"}\n')

    assert bad["error"]["code"] == "json_encoding"


def test_a_fault_of_ours_costs_one_line_and_never_the_learner(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("tutor.grading.wire.prepare", broken)
    result = answered(grade_json, {"id": 1, "answer": "x", "response": "x"})

    assert (result["id"], result["status"]) == (1, "undecided")
    assert "secret" not in json.dumps(result)
    assert "RuntimeError" in capsys.readouterr().err


def test_output_is_ascii_whatever_came_in() -> None:
    sink = io.StringIO()
    source = io.BytesIO('{"id": "é\\u202e", "answer": "x", "response": "x\u202e"}'.encode())
    for _ in answer_lines(source, sink, grade_json):
        pass

    assert sink.getvalue().isascii()


def test_each_line_is_answered_before_the_next_is_read() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", "grade"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin
        assert process.stdout
        for id_ in range(3):
            process.stdin.write(json.dumps({"id": id_, "answer": "x", "response": "x"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == id_
        process.stdin.close()

    assert process.returncode == 0


def test_results_are_the_same_for_every_hash_seed() -> None:
    requests = [
        {"id": 1, "answer": "(a+b+c)^3", "response": "a^3+b^3+c^3"},
        {"id": 2, "answer": "sin(x)^2", "response": "1-cos(x)^2"},
        {"id": 3, "answer": "[x*y, y]", "response": "[y*x, x]"},
        {"id": 4, "answer": "6(2x+1)^2", "response": "3(2x+1)^2", "problem": "d/dx((2x+1)^3)"},
        {"id": 5, "answer": "x*(y+1)", "response": "x*y+x", "form": ["factored"]},
        {"id": 6, "answer": "x", "response": "(x + "},
    ]
    text = "\n".join(map(json.dumps, requests))
    found = set()
    for seed in ("0", "1", "77"):
        said = subprocess.run(
            [sys.executable, "-m", "tutor", "grade"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        results = [{**json.loads(line), "ms": 0} for line in said.stdout.splitlines()]
        found.add(json.dumps(results))

    assert len(found) == 1


def modules_after(code: str) -> set[str]:
    """The top-level modules that a fresh process has loaded after some code."""
    script = (
        f"{code}\nimport sys\nprint(' '.join(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(said.stdout.split())


def test_importing_tutor_imports_no_third_party_package() -> None:
    new = modules_after("import tutor") - modules_after("pass")

    assert new - sys.stdlib_module_names == {"tutor"}


def test_a_polynomial_is_graded_without_any_third_party_package() -> None:
    code = "import tutor; assert tutor.grade('x^2+2x+1', answer='(x+1)^2').status == 'correct'"
    new = modules_after(code) - modules_after("pass")

    assert new - sys.stdlib_module_names == {"tutor"}


def test_public_names_are_sorted_and_all_there() -> None:
    import tutor

    assert tutor.__all__ == sorted(tutor.__all__)
    for name in tutor.__all__:
        assert getattr(tutor, name) is not None
    with pytest.raises(AttributeError):
        _ = tutor.nonsense
