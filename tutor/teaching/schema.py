"""What a lesson file may hold, as pydantic models; `json_schema()` is the same for editors.

Every value arrives as raw text, and stays text unless its field says otherwise. A maths field takes
`[1, 2]` and `{3}` as they were written, although YAML calls them a list and a mapping.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from tutor.teaching.document import FlowDict, FlowList

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_EXERCISES = 100


def _maths(value: object) -> object:
    if isinstance(value, FlowList | FlowDict):
        return value.text
    text = value.strip() if isinstance(value, str) else value
    if text is None or text == "":
        raise PydanticCustomError(
            "empty", "maths is missing here; `>3` and `|x|` need '...' in YAML"
        )
    return text


def _text(value: object) -> object:
    text = value.strip() if isinstance(value, str) else value
    if text is None or text == "":
        raise PydanticCustomError("empty", "a text is missing here")
    return text


def _id(value: object) -> object:
    if isinstance(value, str) and not ID.fullmatch(value):
        raise PydanticCustomError("id", "an id is a-z, 0-9 and _, at most 40, a letter first")
    return value


def _number(value: object) -> object:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("number", "a number is wanted here, such as 0.01") from None


def _setting(value: object) -> object:
    """A setting of one relation or of the policy: text, yes or no, or a list or mapping of them."""
    if isinstance(value, dict):
        return {key: _setting(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_setting(inner) for inner in value]
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _said(value: object) -> object:
    return {"say": value} if isinstance(value, str) else value


def _strategy_or_lines(value: object) -> object:
    if isinstance(value, str):
        return {"strategy": value}
    return {"lines": value} if isinstance(value, list) else value


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Maths: TypeAlias = Annotated[str, BeforeValidator(_maths)]
Prose: TypeAlias = Annotated[str, BeforeValidator(_text)]
Id: TypeAlias = Annotated[str, BeforeValidator(_id)]
Setting: TypeAlias = Annotated[Any, BeforeValidator(_setting)]
Bound: TypeAlias = Annotated[
    float, BeforeValidator(_number), Field(json_schema_extra={"type": "number"})
]


class Part(BaseModel):
    """What all parts of a lesson share: no unknown keys, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Mistake(Part):
    """A wrong answer that learners give, with what to say to it.

    Args:
        id: of a misconception on the shelf (`diff.chain.missing_inner`), or the lesson's own (`mine`).
        like: the wrong answer.
        say: to the learner who gave it; leads on, gives nothing away.
    """

    id: Prose
    like: Maths
    say: Prose


class HintText(Part):
    """One rung of the ladder; it may carry a question of its own, with the answer to that."""

    say: Prose
    ask: Prose | None = None
    answer: Maths | None = None


class Line(Part):
    """One line of a worked solution written by hand, and the rule that led to it."""

    line: Maths
    rule: Prose


class Steps(Part):
    """How the worked solution is made: by a strategy, or line by line."""

    strategy: Prose | None = None
    lines: Annotated[tuple[Line, ...], BeforeValidator(_tuple)] = ()


class Exercise(Part):
    """One thing to do.

    Args:
        skills: what is practised, ids of the lesson's skills.
        let: parameters, drawn from a seed; later ones may use earlier ones.
        names, given, form, tolerance, options, policy, relation: as in a grade request.
        ask: the question, with maths in backticks.
        problem: what the steps work out; the answer itself where that holds something to do.
        answer: the reference; something to do (`diff(f, x)`) is worked out.
        accept: answers that are right for every draw.
        mistakes: answers that are wrong for every draw.
        hints: a question first, the last word last.
        steps: a strategy's id, or lines with their rules.
    """

    id: Id
    skills: Annotated[tuple[str, ...], BeforeValidator(_tuple), Field(min_length=1)]
    let: dict[str, Maths] = Field(default_factory=dict)
    names: dict[str, Maths] = Field(default_factory=dict)
    given: dict[str, Maths] = Field(default_factory=dict)
    ask: Prose
    problem: Maths | None = None
    answer: Maths
    relation: Prose = "equal"
    options: dict[str, Setting] = Field(default_factory=dict)
    form: Annotated[tuple[Setting, ...], BeforeValidator(_tuple)] = ()
    tolerance: dict[Literal["abs", "rel", "decimals", "sigfigs"], Bound] | None = None
    policy: dict[str, Setting] = Field(default_factory=dict)
    accept: Annotated[tuple[Maths, ...], BeforeValidator(_tuple), Field(min_length=1)]
    mistakes: Annotated[tuple[Mistake, ...], BeforeValidator(_tuple)] = ()
    hints: Annotated[
        tuple[Annotated[HintText, BeforeValidator(_said)], ...],
        BeforeValidator(_tuple),
        Field(min_length=1),
    ]
    steps: Annotated[Steps, BeforeValidator(_strategy_or_lines)] | None = None


class LessonText(Part):
    """A whole lesson file."""

    id: Id
    title: Prose
    needs: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    skills: Annotated[dict[str, Prose], Field(min_length=1)]
    text: Prose
    exercises: Annotated[
        tuple[Exercise, ...],
        BeforeValidator(_tuple),
        Field(min_length=1, max_length=MAX_EXERCISES),
    ]


PARTS: dict[str, type[Part]] = {
    "exercises": Exercise,
    "mistakes": Mistake,
    "hints": HintText,
    "steps": Line,
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a lesson file, for editors that check while one types."""
    return LessonText.model_json_schema()
