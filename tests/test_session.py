"""One learner in one exercise: what an answer leads to, and that nothing is ever lost."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import CallerError
from tutor.language.writing import to_text
from tutor.teaching.lesson import lesson, lessons
from tutor.teaching.session import Session

LESSON = lesson("mc06")
ALPHABET = "xxxuab0123456789++--**/^()[]{}|,.=<> '\"\\$%&;:_~#sincoslnexpd/dxπ√²·−∂\n\t\u202e\x1b"


def start(exercise: str = "power", seed: int = 0) -> Session:
    return Session.start(LESSON, exercise, seed)


def spelt(session: Session, text: str) -> str:
    return to_text(session.posed.tree(text))


def test_every_accepted_answer_of_every_lesson_finishes_its_exercise() -> None:
    for one in lessons():
        for exercise in one.exercises:
            session = Session.start(one, exercise.id, 1)
            for text in exercise.accept:
                outcome = session.answer(spelt(session, text))

                assert outcome.kind == "correct", (exercise.id, text)
                assert outcome.session.finished


def test_every_listed_mistake_hears_the_lessons_own_words() -> None:
    for one in lessons():
        for exercise in one.exercises:
            session = Session.start(one, exercise.id, 2)
            for mistake in exercise.mistakes:
                outcome = session.answer(spelt(session, mistake.like))

                assert (outcome.kind, outcome.misconception) == ("wrong", mistake.id)
                assert outcome.text == session.posed.prose(mistake.say)
                assert not outcome.session.finished


def test_a_mistake_that_the_lesson_does_not_list_is_named_by_the_shelf() -> None:
    session = start("wave")
    f = session.posed.draw.values
    a, n = to_text(f["a"]), to_text(f["n"])
    outcome = session.answer(f"-{a}*{n}*x^({n}-1)*cos({a}*x^{n})")

    assert outcome.kind == "wrong"
    assert outcome.misconception == "diff.trig.sin_sign"
    assert outcome.text


def test_a_good_line_on_the_way_stands_and_shows_what_is_left() -> None:
    session = start("wave", 3)
    a, n = (to_text(session.posed.draw.values[name]) for name in "an")
    line = f"= cos({a}x^{n}) * d/dx({a}x^{n})"
    outcome = session.answer(line)

    assert outcome.kind == "step"
    assert f"Still to do: `d/dx({a}*x^{n})`" in outcome.text
    assert len(outcome.session.lines) == 1
    assert outcome.session.attempts == 0
    assert not outcome.session.finished
    again = outcome.session.answer(line)

    assert again.kind == "nothing"
    assert again.session == outcome.session


def test_a_wrong_line_on_the_way_does_not_stand() -> None:
    session = start("wave", 3)
    a, n = (to_text(session.posed.draw.values[name]) for name in "an")
    outcome = session.answer(f"cos(d/dx({a}x^{n}))")

    assert outcome.kind == "wrong"
    assert outcome.session.lines == ()


def test_the_question_itself_is_no_answer_and_no_mistake() -> None:
    session = start()
    outcome = session.answer(to_text(session.posed.problem))  # type: ignore[arg-type]

    assert outcome.kind == "nothing"
    assert outcome.session is session


def test_hints_cost_nothing_climb_and_stay_at_the_last() -> None:
    session = start()
    texts = []
    for _ in range(8):
        outcome = session.hint()
        assert outcome.kind == "hint"
        texts.append(outcome.text)
        session = outcome.session

    assert session.attempts == 0
    assert [event.kind for event in session.events] == ["hint"] * 8
    assert texts[3].startswith("The next line: ")
    assert len(set(texts[:4])) == 4
    assert texts[4:] == [f"{texts[3]} That is the last hint; `steps` shows the solution."] * 4


def test_after_a_named_mistake_the_ladder_begins_with_its_contrast() -> None:
    session = start()
    first = session.hint()
    wrong = first.session.answer(spelt(session, session.posed.exercise.mistakes[0].like))
    second = wrong.session.hint()
    third = second.session.hint()

    assert second.hint is not None
    assert second.hint.rung == "contrast"
    assert third.text != first.text
    assert third.hint is not None
    assert third.hint.rung == "lesson"


def test_a_hint_with_a_question_takes_an_answer_that_is_no_attempt() -> None:
    session = start().hint().session.hint().session

    assert session.pending is not None
    right = session.answer(to_text(session.pending.answer))  # type: ignore[arg-type]
    wrong = session.answer("17x^9")
    whole = session.answer(spelt(session, session.posed.exercise.accept[0]))
    known = session.answer(spelt(session, session.posed.exercise.mistakes[0].like))

    assert (right.kind, right.session.attempts, right.session.pending) == ("aside", 0, None)
    assert (wrong.kind, wrong.session.attempts) == ("aside", 0)
    assert whole.kind == "correct"
    assert known.kind == "wrong"


def test_the_tutor_can_make_every_step_to_the_end() -> None:
    for exercise in LESSON.exercises:
        session = Session.start(LESSON, exercise.id, 5)
        if session.posed.problem is None:
            continue
        for _ in range(40):
            outcome = session.step()
            if outcome.kind == "nothing":
                break
            session = outcome.session
        last = session.lines[-1]

        assert session.posed.question.grade(to_text(last)).status == "correct", exercise.id


def test_the_worked_solution_ends_in_a_right_answer_and_is_recorded() -> None:
    outcome = start("sigmoid").steps()

    assert outcome.derivation is not None
    assert outcome.derivation.status == "done"
    assert [event.kind for event in outcome.session.events] == ["steps"]
    assert outcome.session.answer(to_text(outcome.derivation.result)).kind == "correct"


def test_a_changed_list_of_events_cannot_make_a_session_fail() -> None:
    data = start().to_json()
    for texts in (["lesson"] * 9, ["contrast"], ["bottom_out", "lesson"], ["anything"]):
        data["events"] = [{"kind": "hint", "text": text} for text in texts]
        session = Session.from_json(data)

        assert session.hint().text
        assert session.answer("17x^9").text


def test_undo_and_redo_walk_along_the_lines() -> None:
    one = start("wave").step().session
    two = one.step().session
    back = two.undo().session
    forth = back.redo().session

    assert len(two.lines) == 2
    assert back.lines == one.lines
    assert forth.lines == two.lines
    assert back.undo().session.undo().kind == "nothing"
    assert two.redo().kind == "nothing"
    solved = start().answer(spelt(start(), start().posed.exercise.accept[0])).session

    assert solved.finished
    assert not solved.undo().session.finished
    assert solved.undo().session.redo().session.finished


def test_a_session_survives_json_at_every_point() -> None:
    session = start("two_layers", 7)
    moves = [
        "hint",
        "answer x",
        "hint",
        "step",
        "undo",
        "redo",
        "hint",
        "steps",
        "answer 2x +",
        "step",
    ]
    for move in moves:
        word, _, text = move.partition(" ")
        call = getattr(session, word)
        session = (call(text) if text else call()).session
        again = Session.from_json(json.loads(json.dumps(session.to_json())))

        assert again.to_json() == session.to_json()
        assert again.lines == session.lines
        assert again.hint().text == session.hint().text
        assert (again.finished, again.attempts) == (session.finished, session.attempts)


def test_no_random_text_loses_anything() -> None:
    draw = random.Random(6)
    session = start("wave").step().session
    for turn in range(500):
        text = "".join(draw.choice(ALPHABET) for _ in range(draw.randrange(0, 25)))
        outcome = session.answer(text)

        assert outcome.session.lines[:1] == session.lines[:1]
        assert outcome.kind != "correct"
        if outcome.kind in ("unreadable", "nothing"):
            assert outcome.session is session
        assert outcome.text
        assert all(c.isprintable() or c == "\n" for c in outcome.text)
        if turn % 50 == 0:
            again = Session.from_json(json.loads(json.dumps(outcome.session.to_json())))
            assert again.lines == outcome.session.lines


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_foreign_json_is_refused_by_name(data: Any) -> None:
    with pytest.raises(CallerError):
        Session.from_json(data)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": True},
        {"lesson": "nope"},
        {"exercise": "nope"},
        {"seed": -1},
        {"seed": 2**60},
        {"seed": "0"},
        {"events": {}},
        {"events": [{"kind": "cheat"}]},
        {"events": [{"kind": "answer", "status": "perfect"}]},
        {"events": [{"kind": "answer", "text": "x" * 2000}]},
        {"events": [{"kind": "line", "text": "2*x + * 3"}]},
        {"events": [{"kind": "hint", "more": "x"}]},
        {"events": [{"text": "x"}]},
        {"events": [{"kind": "undo"}] * 3000},
        {"more": 1},
    ],
)
def test_a_changed_session_is_refused(change: dict[str, Any]) -> None:
    data = {**start().to_json(), **change}
    with pytest.raises(CallerError):
        Session.from_json(data)
