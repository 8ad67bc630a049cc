"""Lesson files: what is refused and where, what is drawn, and that lint sees every planted mistake."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import CallerError, LessonError
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.language.writing import to_text
from tutor.teaching.checks import problems_of
from tutor.teaching.document import MAX_BYTES, MAX_NODES, compose
from tutor.teaching.draw import all_draws, drawn, sample
from tutor.teaching.fill import fill
from tutor.teaching.lesson import lesson, lesson_files, lessons, load, parse, parse_all
from tutor.teaching.lint import lint
from tutor.teaching.pose import pose, told
from tutor.teaching.schema import json_schema
from tutor.teaching.starter import start

HERE = Path(__file__).parent / "lessons"
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
IN_STRAND = "lessons/multivariate_calculus/good.yaml"


def refused() -> list[tuple[str, str, list[str]]]:
    """Title, text and errors of every case in refused.txt."""
    text = (HERE / "refused.txt").read_text(encoding="utf-8")
    found = []
    for case in text.split("\n=== ")[1:]:
        title, _, rest = case.partition("\n")
        lines = rest.rstrip("\n").split("\n")
        body = "".join(f"{line}\n" for line in lines if not line.startswith("=> "))
        errors = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
        found.append((title, body.replace("⇥", "\t").replace("␛", "\x1b"), errors))
    return found


def planted() -> list[tuple[str, str, str]]:
    """What to look for, what to write instead, and the problem, of every row in planted.txt."""
    rows = (HERE / "planted.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for row in rows:
        if row and not row.startswith("#"):
            old, new, problem = row.split(" | ")
            found.append((old, new.replace("\\n", "\n"), problem))
    return found


@pytest.mark.parametrize(("title", "text", "expected"), refused(), ids=lambda v: str(v)[:40])
def test_a_bad_file_is_refused_at_its_place(title: str, text: str, expected: list[str]) -> None:
    found, errors = parse_all(text, "lessons/linear_algebra/x.yaml")

    assert found is None, title
    assert [f"{e.line}:{e.column}: {e.code}" for e in errors] == expected
    for error in errors:
        assert str(error).startswith(f"lessons/linear_algebra/x.yaml:{error.line}:{error.column}: ")


def test_an_unknown_key_is_told_what_was_perhaps_meant() -> None:
    for wrong, right in (("titel", "title"), ("exercices", "exercises"), ("skill", "skills")):
        _, errors = parse_all(f"id: x\n{wrong}: y\n", "f.yaml")

        assert any(f"did you mean `{right}`?" in error.text for error in errors)
    _, errors = parse_all(GOOD.replace("like: a\n", "liek: a\n"), IN_STRAND)

    assert any("did you mean `like`?" in error.text for error in errors)


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "{a: " * 20_000, "a: " + "x" * 20_000_000, "- x\n" * (MAX_NODES + 10)]
)
def test_a_hostile_file_is_refused_quickly(text: str) -> None:
    started = time.process_time()
    with pytest.raises(LessonError):
        compose(text, "f.yaml")

    assert time.process_time() - started < 4


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not() -> None:
    text = "a: " + "x" * (MAX_BYTES - 3)

    assert compose(text, "f.yaml").data == {"a": "x" * (MAX_BYTES - 3)}
    with pytest.raises(LessonError):
        compose(text + "x", "f.yaml")


@given(st.text(max_size=200))
def test_no_text_makes_the_loader_fail_otherwise(text: str) -> None:
    found, errors = parse_all(text, "f.yaml")

    assert (found is None) == bool(errors)


def test_every_scalar_stays_the_text_that_was_written() -> None:
    texts = ["012", "no", "1:30", "1e3", ".nan", "2001-01-01", "~", "0x1F", "1_000", "null"]
    source = "".join(f"k{n}: {text}\n" for n, text in enumerate(texts))

    assert compose(source, "f.yaml").data == {f"k{n}": text for n, text in enumerate(texts)}


def test_maths_in_brackets_is_taken_as_written() -> None:
    source = GOOD.replace("answer: 9", "answer: [1, x^2]").replace("'3*3'", "'[1,x*x]'")
    source = source.replace("like: 6", "like: {3, 3}")
    exercise = parse(source, IN_STRAND).exercise("square")

    assert (exercise.answer, exercise.mistakes[0].like) == ("[1, x^2]", "{3, 3}")


def test_a_link_or_a_pipe_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"id: x\ntitle: \xff\n")
    for name, code in (("link", "file"), ("pipe", "file"), ("none", "file"), ("latin", "encoding")):
        with pytest.raises(LessonError) as caught:
            load(tmp_path / f"{name}.yaml")

        assert caught.value.code == code


def test_the_schema_is_plain_json_and_names_every_key() -> None:
    schema = json.loads(json.dumps(json_schema()))

    assert set(schema["properties"]) == {"id", "title", "needs", "skills", "text", "exercises"}
    assert schema["additionalProperties"] is False
    assert {"ask", "answer", "let", "hints"} <= set(schema["$defs"]["Exercise"]["properties"])


# Draws


def test_a_range_a_choice_and_an_expression_use_what_was_drawn_before() -> None:
    let = {"a": "2..3", "b": "a..a + 1 except 3", "k": "one of 2, x^a", "f": "(a*x + b)^k"}
    found = [told(draw) for draw in all_draws(let, EMPTY)]

    assert found == [
        "a = 2, b = 2, k = 2, f = (2*x + 2)^2",
        "a = 2, b = 2, k = x^2, f = (2*x + 2)^(x^2)",
        "a = 3, b = 4, k = 2, f = (3*x + 4)^2",
        "a = 3, b = 4, k = x^3, f = (3*x + 4)^(x^3)",
    ]


def test_every_drawn_value_is_one_of_all_and_many_seeds_reach_them_all() -> None:
    let = {"a": "-2..2 except 0", "f": "a*x"}
    every = {told(draw) for draw in all_draws(let, EMPTY)}
    seen = {told(drawn(let, EMPTY, seed, "here")) for seed in range(60)}

    assert seen == every
    assert len(every) == 4
    assert {told(draw) for draw in sample(let, EMPTY, "here", 4)} == every
    assert len(sample(let, EMPTY, "here", 3)) == 3


@pytest.mark.parametrize(
    ("text", "values", "shown"),
    [
        ("n*x^(n - 1)", {"n": "3"}, "3*x^2"),
        ("n*x^(n - 1)", {"n": "2"}, "2*x"),
        ("n*x^(n - 1)", {"n": "1"}, "1"),
        ("a*x + b", {"a": "1", "b": "0"}, "x"),
        ("x - b", {"b": "-3"}, "x + 3"),
        ("x + a*y", {"a": "-2"}, "x - 2*y"),
        ("e^(-a*x)", {"a": "2"}, "e^(-2*x)"),
        ("a/b", {"a": "2", "b": "4"}, "1/2"),
        ("a*x", {"a": "x + 1"}, "(x + 1)*x"),
        ("1*x + a", {"a": "2"}, "1*x + 2"),
        ("(x + a)/a", {"a": "1"}, "x + 1"),
        ("0^a", {"a": "0"}, "0^0"),
    ],
)
def test_values_go_into_the_tree_and_only_there_it_is_tidied(
    text: str, values: dict[str, str], shown: str
) -> None:
    trees = {name: read(value).tree for name, value in values.items()}

    assert to_text(fill(read(text).tree, trees)) == shown


def test_the_same_seed_gives_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "import json; from tutor.teaching.lesson import lessons; from tutor.teaching.session import Session\n"
        "for one in lessons():\n"
        "  for exercise in one.exercises:\n"
        "    session = Session.start(one, exercise.id, 7)\n"
        "    outcome = session.answer(exercise.mistakes[0].like).session.hint()\n"
        "    print(session.posed.ask, outcome.text, json.dumps(outcome.session.to_json()))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "31337")
    }

    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") == sum(len(one.exercises) for one in lessons())


# The shelf, and lint


@pytest.mark.parametrize("file", [file for file, _ in lesson_files()], ids=lambda file: file.stem)
def test_every_shipped_lesson_keeps_its_promises(file: Path) -> None:
    report = lint([file])

    assert [str(problem) for problem in report.problems] == []
    assert report.lessons == 1


def test_the_shipped_lessons_fit_together() -> None:
    report = lint(draws=1)

    assert [str(problem) for problem in report.problems] == []
    assert report.lessons == len(lessons()) == len(list(lesson_files())) >= 1


def test_the_lesson_that_good_yaml_holds_has_no_problem() -> None:
    assert [str(problem) for problem in problems_of(parse(GOOD, IN_STRAND))] == []


@pytest.mark.parametrize(("old", "new", "expected"), planted())
def test_lint_finds_a_planted_mistake(old: str, new: str, expected: str, tmp_path: Path) -> None:
    searched, written = (
        (old[:-1] + "\n", new.removesuffix("^") + "\n") if old.endswith("^") else (old, new)
    )
    assert searched in GOOD
    folder = tmp_path / "multivariate_calculus"
    folder.mkdir()
    file = folder / "good.yaml"
    file.write_text(GOOD.replace(searched, written, 1), encoding="utf-8")

    report = lint([file])

    assert expected in [f"{p.line}:{p.column}: {p.code}" for p in report.problems], report.problems


def test_lint_gives_the_object_of_the_contract(tmp_path: Path) -> None:
    strand = tmp_path / "linear_algebra"
    strand.mkdir()
    (strand / "one.yaml").write_text(GOOD, encoding="utf-8")
    (strand / "two.yaml").write_text(GOOD.replace("inner: See", "inner See"), encoding="utf-8")
    (strand / "three.yaml").write_text(GOOD, encoding="utf-8")
    found = lint([tmp_path]).to_json()

    assert found["lessons"] == 2
    problems = found["problems"]
    assert isinstance(problems, list)
    assert [set(p) for p in problems] == [{"file", "line", "column", "code", "text"}] * len(
        problems
    )
    assert {p["code"] for p in problems} == {"yaml", "id_taken"}


def test_lint_does_not_stop_at_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "b.yaml").write_text("id: [", encoding="utf-8")

    assert [p.code for p in lint([tmp_path]).problems] == ["encoding", "yaml"]


def test_an_unknown_lesson_is_told_what_is_near() -> None:
    with pytest.raises(CallerError, match="did you mean mc06"):
        lesson("mc6")


def test_the_example_in_the_readme_is_a_good_lesson() -> None:
    readme = (Path(__file__).parent.parent / "lessons" / "README.md").read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(id: .*?)```", readme, re.DOTALL)

    assert len(example) == 1
    assert list(problems_of(parse(example[0], IN_STRAND))) == []


def test_every_key_of_the_schema_is_explained_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "lessons" / "README.md").read_text(encoding="utf-8")
    schema = json_schema()
    keys = {key for part in (schema, *schema["$defs"].values()) for key in part["properties"]}
    keys -= {"strategy", "lines"}

    assert {key for key in keys if f"`{key}`" not in readme and f"`{key}:`" not in readme} == set()


def test_a_posed_exercise_shows_no_parameter() -> None:
    for one in lessons():
        for exercise in one.exercises:
            for seed in range(3):
                posed = pose(one, exercise, seed)

                assert posed.ask != exercise.ask or not exercise.let


@pytest.mark.parametrize(
    ("name", "id_"),
    [("dot_product", "dot_product"), ("7 Days", "lesson_7_days"), ("new", "lesson_new")],
)
def test_a_new_file_is_a_good_lesson_and_nothing_is_written_over(
    name: str, id_: str, tmp_path: Path
) -> None:
    folder = tmp_path / "linear_algebra"
    folder.mkdir()
    file = folder / f"{name}.yaml"
    start(file)

    assert load(file).id == id_
    assert lint([file]).problems == ()
    with pytest.raises(CallerError, match="exists already"):
        start(file)
    with pytest.raises(CallerError, match="cannot be written"):
        start(tmp_path / "nowhere" / "x.yaml")
