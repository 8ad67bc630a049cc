"""The command line: `read`, `check`, `grade`, `steps`, `diagnose`, `lessons`, `lesson`, `lint`; alone, the REPL.

Everything heavy is imported inside the command that needs it. A command gives its exit code: 0 correct or
done, 1 incorrect or partial, 2 usage, 3 unreadable, 4 undecided or unsupported, 5 lesson invalid, 70 our fault.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tutor.grading.wire import Face

OK, WRONG, USAGE, UNREADABLE, UNDECIDED, BAD_LESSON, OURS = 0, 1, 2, 3, 4, 5, 70
_EXIT = {
    "correct": OK,
    "read": OK,
    "done": OK,
    "partial": WRONG,
    "incorrect": WRONG,
    "undecided": UNDECIDED,
    "unsupported": UNDECIDED,
    "unreadable": UNREADABLE,
}
_ASKED_FOR = (
    "relation_",
    "option_",
    "form_",
    "field_",
    "notation_",
    "level_",
    "method_",
    "tolerance_",
    "show_",
)
_COLOURS = {"OK": "32", "PARTLY": "33", "WRONG": "31", "UNDECIDED": "33", "UNREADABLE": "33"}

# a text that begins with a minus is maths, not an option
_MATHS = {"ignore_unknown_options": True}
app = typer.Typer(
    name="steptutor",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reads maths, decides with a reason, shows the steps, names the mistake. Alone: the tutor.",
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsLines = Annotated[bool, typer.Option("--jsonl", help="Requests on standard input, a line each.")]
Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="NAME=KIND", help="Such as x=positive.")
]
Given = Annotated[
    list[str] | None, typer.Option("--given", metavar="NAME=VALUE", help="Such as A=[[1,2],[3,4]].")
]
Notation = Annotated[str, typer.Option(help="auto, text or latex.")]


@app.callback(invoke_without_command=True)
def alone(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines in, lines out.")] = False,
    seed: Annotated[int, typer.Option(help="Which numbers the exercises draw.")] = 0,
) -> None:
    """Open the tutor, or say the version."""
    if version:
        from importlib.metadata import version as installed

        print(f"steptutor {installed('steptutor')}")
        raise typer.Exit(OK)
    if context.invoked_subcommand is None:
        from tutor.repl import run

        raise typer.Exit(run([*(["--plain"] if plain else []), "--seed", str(max(seed, 0))]))


@app.command(context_settings=_MATHS)
def read(
    text: Annotated[str | None, typer.Argument(help="The text to read.")] = None,
    *,
    names: Names = None,
    notation: Notation = "auto",
    show: Annotated[str, typer.Option(metavar="KINDS", help="Such as unicode,mathml,speech.")] = "",
    as_json: AsJson = False,
    as_lines: AsLines = False,
) -> None:
    """Say how a text is understood, or where it cannot be."""
    from tutor.grading.wire import read_json, with_caret

    if as_lines:
        _lines(read_json, deciding=False)
    text = _needed(text, "TEXT")
    kinds = [kind.strip() for kind in show.split(",") if kind.strip()]
    request = {"text": text, "names": _pairs(names), "notation": notation, "show": kinds}
    result = _answer(read_json, request, as_json)
    if result["error"]:
        print(with_caret(text, result["error"]), file=sys.stderr)
    else:
        print(f"text:   {result['text']}\nlatex:  {result['latex']}")
        for kind in kinds:
            lines = [line.rstrip() for line in result[kind].split("\n")]
            print(
                "\n        ".join(
                    [f"{kind}:", *lines] if len(lines) > 1 else [f"{kind + ':':<8}{lines[0]}"]
                )
            )
        for other in result["alternatives"]:
            print(f"or:     {other['text']}")
        for note in result["notes"]:
            print(f"note:   {note['text']}")
    raise typer.Exit(_code(result))


@app.command()
def check(
    *,
    answer: Annotated[str, typer.Option(help="The reference answer.")],
    response: Annotated[str, typer.Option(help="What the learner wrote.")],
    relation: Annotated[str, typer.Option(help="What counts as right.")] = "equal",
    problem: Annotated[str | None, typer.Option(help="What was asked.")] = None,
    form: Annotated[list[str] | None, typer.Option(help="A form to have as well.")] = None,
    tolerance: Annotated[
        str | None, typer.Option(metavar="MEASURE=AMOUNT", help="Such as abs=0.01 or decimals=2.")
    ] = None,
    names: Names = None,
    given: Given = None,
    notation: Notation = "auto",
    as_json: AsJson = False,
) -> None:
    """Give one verdict, for a person."""
    from tutor.grading import words
    from tutor.grading.wire import grade_json, with_caret

    request = {
        "answer": answer,
        "response": response,
        "relation": relation,
        "problem": problem,
        "form": form,
        "tolerance": _tolerance(tolerance),
        "names": _pairs(names),
        "given": _pairs(given),
        "notation": notation,
    }
    result = _answer(grade_json, request, as_json)
    print(_coloured(words.verdict(result)))
    if result["error"]:
        print(with_caret(response, result["error"]))
    else:
        print("\n".join(words.reasons(result)))
    raise typer.Exit(_code(result))


@app.command()
def grade(
    file: Annotated[str, typer.Argument(help="JSON Lines; - is standard input.")] = "-",
) -> None:
    """Give many verdicts: one request a line in, one result a line out, in the same order."""
    from tutor.grading.wire import grade_json

    _lines(grade_json, file)


@app.command(context_settings=_MATHS)
def steps(
    *,
    problem: Annotated[str | None, typer.Argument(help="Such as 'd/dx(x^2*sin(x))'.")] = None,
    level: Annotated[str, typer.Option(help="outline, textbook or arithmetic.")] = "textbook",
    method: Annotated[str | None, typer.Option(help="One of the methods that fit.")] = None,
    latex: Annotated[bool, typer.Option("--latex", help="Print the lines in LaTeX.")] = False,
    names: Names = None,
    given: Given = None,
    as_json: AsJson = False,
    as_lines: AsLines = False,
) -> None:
    """Work a problem out, step by step."""
    from tutor.grading.wire import steps_json, with_caret

    if as_lines:
        _lines(steps_json)
    problem = _needed(problem, "PROBLEM")
    fields = {"level": level, "method": method, "names": _pairs(names), "given": _pairs(given)}
    result = _answer(steps_json, {"problem": problem, **fields}, as_json)
    if result["error"]:
        print(with_caret(problem, result["error"]), file=sys.stderr)
    else:
        _print_steps(result, "latex" if latex else "text")
    code = UNDECIDED if result["status"] == "partial" else _code(result)
    raise typer.Exit(code)


@app.command()
def diagnose(
    *,
    problem: Annotated[str | None, typer.Option(help="What was asked.")] = None,
    response: Annotated[str | None, typer.Option(help="What the learner wrote.")] = None,
    line: Annotated[list[str] | None, typer.Option(help="An earlier line of theirs.")] = None,
    names: Names = None,
    given: Given = None,
    as_json: AsJson = False,
    as_lines: AsLines = False,
) -> None:
    """Say what went wrong, and where."""
    from tutor.grading.wire import diagnose_json, with_caret

    if as_lines:
        _lines(diagnose_json)
    response = _needed(response, "--response")
    request = {"problem": _needed(problem, "--problem"), "response": response, "lines": line}
    result = _answer(
        diagnose_json, request | {"names": _pairs(names), "given": _pairs(given)}, as_json
    )
    if result["error"]:
        print(with_caret(response, result["error"]), file=sys.stderr)
        raise typer.Exit(_code(result))
    from tutor.diagnosis.verdict import REFUSED
    from tutor.grading.words import diagnosis

    print("\n".join(diagnosis(result)))
    raise typer.Exit(WRONG if result["verdict"] in REFUSED else _code(result))


@app.command()
def lessons(as_json: AsJson = False) -> None:
    """List the lessons, in the order in which they build on each other."""
    from tutor.teaching.lesson import lessons as shelf

    found = shelf()
    if as_json:
        _print_json([lesson.to_json() for lesson in found])
        return
    wide = max((len(lesson.id) for lesson in found), default=0)
    for lesson in found:
        print(f"{lesson.id:<{wide}}  {lesson.title}  ({lesson.strand})")


@app.command()
def lesson(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A lesson, or `new` to start a file.")],
    path: Annotated[Path | None, typer.Argument(help="The file to start, with `new`.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Lines in, lines out.")] = False,
    seed: Annotated[int, typer.Option(help="Which numbers the exercises draw.")] = 0,
) -> None:
    """Do one lesson; `lesson new FILE.yaml` starts a new one."""
    if id_ == "new":
        from tutor.teaching.starter import start

        start(path := path or Path("new_lesson.yaml"))
        print(f"{path} is there. Next: steptutor lint {path}")
        raise typer.Exit(OK)
    from tutor.repl import run
    from tutor.teaching.lesson import lesson as find

    find(id_)  # an id that does not exist is a wrong use, and says what is near
    raise typer.Exit(run([id_, *(["--plain"] if plain else []), "--seed", str(max(seed, 0))]))


@app.command()
def lint(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check lesson files: every key, every accepted and refused answer, every hint."""
    from tutor.teaching.lint import lint as checked

    report = checked(tuple(paths or ()))
    if as_json:
        _print_json(report.to_json())
    else:
        for problem in report.problems:
            print(problem)
        print(f"{report.lessons} lessons, {len(report.problems)} problems")
    raise typer.Exit(BAD_LESSON if report.problems else OK)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code and never shows a traceback for what people do."""
    from tutor.errors import AuthorError, TutorError

    try:
        code = app(args=None if argv is None else list(argv), standalone_mode=False)
        return int(code or OK)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read the output has left; the interpreter must not try to flush what is left of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except TutorError as error:
        print(f"steptutor: {error}", file=sys.stderr)
        return BAD_LESSON if isinstance(error, AuthorError) else USAGE
    except Exception as error:
        if not hasattr(error, "exit_code") or not hasattr(error, "format_message"):
            raise
        print(f"steptutor: {error.format_message()}\nTry steptutor --help.", file=sys.stderr)
        return USAGE


def _lines(face: Face, file: str = "-", *, deciding: bool = True) -> None:
    """Answer JSON Lines from a file or standard input, then leave."""
    from tutor.grading.lines import answer_lines

    if deciding:
        from tutor.oracle import warm

        warm()

    if file == "-":
        for _ in answer_lines(sys.stdin.buffer, sys.stdout, face):
            pass
        raise typer.Exit(OK)
    try:
        source = Path(file).open("rb")  # noqa: SIM115 closed below, the errors of opening caught apart
    except OSError as error:
        raise typer.BadParameter(f"cannot read {file}: {error.strerror}") from error
    with source:
        for done, _ in enumerate(answer_lines(source, sys.stdout, face), 1):
            if sys.stderr.isatty() and not sys.stdout.isatty() and done % 100 == 0:
                print(f"\r{done} graded", end="", file=sys.stderr, flush=True)
    raise typer.Exit(OK)


def _answer(face: Face, request: Mapping[str, Any], as_json: bool) -> dict[str, Any]:
    """The result for one request; with `--json` it is printed and the command ends."""
    from tutor.grading.wire import answered

    result = answered(face, {key: value for key, value in request.items() if value or value == ""})
    if as_json:
        _print_json(result)
        raise typer.Exit(_code(result))
    return result


def _code(result: Mapping[str, Any]) -> int:
    """The exit code of a result; a request that asks for what does not exist is a wrong use."""
    code = (result.get("error") or {}).get("code", "")
    if code == "internal":
        return OURS
    if code.startswith(_ASKED_FOR) or code in ("names", "given", "policy"):
        return USAGE
    return _EXIT[result["status"]]


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=True, allow_nan=False))


def _print_steps(result: Mapping[str, Any], notation: str) -> None:
    for number, step in enumerate(result["steps"], 1):
        if number == 1:
            print(step["before"][notation])
        print(f"{number:>3}. {step['after'][notation]}\n     {step['name']}: {step['why']}")
        for condition in step["conditions"]:
            print(f"     needs {condition[notation]}")
    if result["status"] == "done":
        print(f"result: {result['result'][notation]}")
    else:
        reason = result["reason"] or {}
        print(
            f"{result['status']}: {', '.join(f'{k} {v}' for k, v in reason.items()) or 'no rule fits'}"
        )


def _coloured(line: str) -> str:
    """A verdict in colour on a terminal that wants it; the word says the same without."""
    wanted = "FORCE_COLOR" in os.environ or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )
    if os.environ.get("NO_COLOR") or not wanted:
        return line
    word, colon, rest = line.partition(":")
    return f"\x1b[1;{_COLOURS[word]}m{word}\x1b[0m{colon}{rest}"


def _needed(value: str | None, what: str) -> str:
    if value is None:
        raise typer.BadParameter(f"{what} is missing")
    return value


def _pairs(written: list[str] | None) -> dict[str, str]:
    """`x=positive` as an entry; `x > 1` as a condition on x is written `x=x > 1`."""
    found: dict[str, str] = {}
    for pair in written or ():
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r:.60} is not NAME=VALUE")
        found[name.strip()] = value.strip()
    return found


def _tolerance(written: str | None) -> dict[str, Any] | None:
    if written is None:
        return None
    measure, _, amount = written.partition("=")
    return {measure.strip(): int(amount) if amount.strip().isdigit() else amount.strip()}
