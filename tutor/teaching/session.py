"""One learner in one exercise: a pure value. Every call gives an Outcome with the session that follows.

The state is the list of what happened, nothing else; it is written as JSON, kept by the caller, and
checked when it comes back. Asking for help is recorded and never counts as an error; a text that
cannot be read changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.errors import CallerError, NotationError
from tutor.language.notation import read
from tutor.language.writing import to_text
from tutor.teaching.events import (
    Event,
    checked_fields,
    climbed,
    events_from_json,
    open_mistake,
    standing,
)
from tutor.teaching.hint import contrast, ladder, next_step
from tutor.teaching.pose import pose, to_do

if TYPE_CHECKING:
    from tutor.derivation.step import Derivation, Step
    from tutor.grading import Result
    from tutor.language.expr.nodes import Expr, Span
    from tutor.teaching.hint import Hint
    from tutor.teaching.lesson import Lesson
    from tutor.teaching.pose import Posed

Kind: TypeAlias = Literal[
    "correct",
    "step",
    "partial",
    "wrong",
    "undecided",
    "unreadable",
    "aside",
    "hint",
    "shown",
    "moved",
    "nothing",
]
"""What an Outcome is: the first six follow an answer; `aside` answers a hint's own question, `hint` is
one, `shown` shows the solution or a step, `moved` is an undo or a redo, `nothing` changed nothing."""

MAX_SEED = 2**53
VERSION = 1
STATE = {"version": int, "lesson": str, "exercise": str, "seed": int, "events": list}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from one call.

    Args:
        kind: see `Kind`.
        text: what to say, with maths in backticks.
        session: the session from here on.
        misconception: the id of the mistake that was named.
        span: where in the typed text the trouble is.
        repairs: whole texts, one edit away, that can be read.
        line: the line as understood.
        hint: the hint given.
        derivation: the worked solution shown.
        result: the grading result behind it, where there is one.
    """

    kind: Kind
    text: str
    session: Session
    misconception: str | None = None
    span: Span | None = None
    repairs: tuple[str, ...] = ()
    line: Expr | None = None
    hint: Hint | None = None
    step: Step | None = None
    derivation: Derivation | None = None
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One learner in one exercise.

    Args:
        posed: the exercise with its numbers.
        seed: what the numbers were drawn from.
        events: what happened, oldest first.
    """

    posed: Posed = field(repr=False)
    seed: int
    events: tuple[Event, ...] = ()

    @classmethod
    def start(cls, lesson: Lesson, exercise: str, seed: int = 0) -> Session:
        """Begin. Raises: CallerError for an unknown exercise, LessonError for a lesson that fails."""
        if not 0 <= seed < MAX_SEED:
            raise CallerError("seed", f"a seed is an integer from 0 to {MAX_SEED - 1}")
        return cls(pose(lesson, lesson.exercise(exercise), seed), seed)

    # What the state says

    @property
    def lines(self) -> tuple[Expr, ...]:
        """The lines that stand, oldest first: those let through and not undone."""
        scope = self.posed.scope
        return tuple(read(event.text, scope).tree for event in standing(self.events)[0])

    @property
    def finished(self) -> bool:
        """Whether the answer was found and not undone."""
        lines = standing(self.events)[0]
        return bool(lines) and lines[-1].status == "correct"

    @property
    def attempts(self) -> int:
        """How many answers were judged; hints, and answers to their questions, are none."""
        return sum(1 for e in self.events if e.kind == "answer" and e.status != "step")

    @property
    def pending(self) -> Hint | None:
        """The hint whose own question waits for an answer."""
        last = self.events[-1] if self.events else None
        if last is None or last.kind != "hint" or last.text != "lesson":
            return None
        given = ladder(self.posed, self.lines)[: climbed(self.events)]
        return given[-1] if given and given[-1].answer is not None else None

    # What a learner does

    def answer(self, text: str) -> Outcome:
        """Judge what the learner wrote: the answer, or a line on the way to it."""
        written = text.strip().removeprefix("=").lstrip()
        shift = text.index(written) if written else 0
        if not written:
            return Outcome("nothing", "Write a line, or `hint` for help.", self)
        try:
            tree = self._read(written)
        except NotationError as error:
            span = (error.span[0] + shift, error.span[1] + shift)
            return Outcome("unreadable", error.text, self, span=span, repairs=error.repairs)
        if self.posed.problem is not None and any(to_do(tree)):
            return self._line(written, tree)
        return self._answer(written, tree, shift)

    def hint(self) -> Outcome:
        """The next hint. It costs nothing."""
        if self.finished:
            return Outcome("nothing", "This one is done.", self)
        hints = ladder(self.posed, self.lines)
        named = open_mistake(self.events)
        if named and (given := contrast(named)):
            return self._hinted(given)
        if not hints:
            return Outcome("nothing", "There is no hint here; `steps` shows the solution.", self)
        rung = climbed(self.events)
        last = self._hinted(hints[min(rung, len(hints) - 1)])
        if rung < len(hints):
            return last
        return replace(last, text=f"{last.text} That is the last hint; `steps` shows the solution.")

    def step(self) -> Outcome:
        """Let the tutor make the next step."""
        step = next_step(self.posed, self.lines)
        if step is None:
            return Outcome("nothing", "There is no next step to make here.", self)
        after = to_text(step.after)
        session = self._after(Event("line", after))
        text = f"{step.why}{self._left(step.after)}"
        return Outcome("shown", text, session, line=step.after, step=step)

    def steps(self) -> Outcome:
        """The whole worked solution."""
        from tutor.derivation import derive, project

        session = self._after(Event("steps"))
        chosen = self.posed.exercise.steps
        by_hand, method = (chosen.lines, chosen.strategy) if chosen else ((), None)
        if by_hand:
            lines = (f"`{to_text(self.posed.tree(s.line))}`  {s.rule}" for s in by_hand)
            return Outcome("shown", "\n".join(lines), session)
        if self.posed.problem is None:
            return Outcome("shown", f"The answer: `{to_text(self.posed.answer)}`.", session)
        whole = project(derive(self.posed.problem, self.posed.scope, method=method), "textbook")
        return Outcome(
            "shown", f"The answer: `{to_text(whole.result)}`.", session, derivation=whole
        )

    def undo(self) -> Outcome:
        """Take the last line back."""
        if not standing(self.events)[0]:
            return Outcome("nothing", "There is no line to take back.", self)
        return self._moved("undo")

    def redo(self) -> Outcome:
        """Put back the line that was taken back last."""
        if not standing(self.events)[1]:
            return Outcome("nothing", "There is no line to put back.", self)
        return self._moved("redo")

    # JSON

    def to_json(self) -> dict[str, object]:
        """The whole state, as plain data."""
        return {
            "version": VERSION,
            "lesson": self.posed.lesson.id,
            "exercise": self.posed.exercise.id,
            "seed": self.seed,
            "events": [event.to_json() for event in self.events],
        }

    @classmethod
    def from_json(cls, data: object, lesson: Lesson | None = None) -> Session:
        """A session from its JSON, which is not trusted.

        Args:
            data: what `to_json` gave.
            lesson: the lesson it belongs to; the shipped one of that id if absent.

        Raises: CallerError for anything that `to_json` could not have written.
        """
        from tutor.teaching.lesson import lesson as find

        state = checked_fields(data, STATE)
        id, exercise, seed = str(state["lesson"]), str(state["exercise"]), state["seed"]  # noqa: A001
        assert isinstance(seed, int)
        if state["version"] != VERSION:
            raise CallerError("session", "this session was written by another version")
        if lesson is not None and lesson.id != id:
            raise CallerError("session", f"this session belongs to the lesson {ascii(id)[:40]}")
        session = cls.start(lesson or find(id), exercise, seed)
        session = replace(session, events=events_from_json(state["events"]))
        try:
            _ = session.lines
        except NotationError:
            raise CallerError("session", "a line of this session cannot be read") from None
        return session

    # Inside

    def _read(self, text: str) -> Expr:
        """What is meant. Raises: NotationError where it cannot be read, or a line is right in one reading only."""
        from tutor.diagnosis.readings import settled

        reading = read(text, self.posed.scope)
        if self.posed.problem is None or not any(to_do(reading.tree)):
            return reading.tree  # an answer is judged in all its readings by its question
        return settled(reading, self.posed.problem, self.posed.scope)

    def _line(self, text: str, tree: Expr) -> Outcome:
        """Judge a line with something left to do."""
        from tutor.diagnosis import diagnose
        from tutor.diagnosis.verdict import ACCEPTED

        problem, lines = self.posed.problem, self.lines
        assert problem is not None
        if tree in (problem, *lines[-1:]):
            return Outcome(
                "nothing", f"That is where you stand.{self._left(tree)}", self, line=tree
            )
        found = diagnose(problem, tree, self.posed.scope, lines=lines)
        if found.verdict in ACCEPTED or found.verdict == "form":
            session = self._after(Event("answer", text, "step"))
            return Outcome("step", f"That holds.{self._left(tree)}", session, line=tree)
        if found.verdict == "no_progress":
            return Outcome(
                "nothing", f"That is where you stand.{self._left(tree)}", self, line=tree
            )
        if found.verdict == "undecided":
            return self._undecided(text, tree)
        named = found.misconceptions[0] if found.misconceptions else None
        says = named.text if named else found.text or "This does not follow from where you stand."
        return self._wrong(text, tree, says, named.id if named else None)

    def _answer(self, text: str, tree: Expr, shift: int) -> Outcome:
        """Judge a line with nothing left to do."""
        result = self.posed.question.grade(text)
        first = result.feedback[0] if result.feedback else None
        match result.status:
            case "correct":
                session = self._after(Event("answer", text, "correct"))
                return Outcome("correct", "That is right.", session, line=tree, result=result)
            case "unreadable":
                span = (
                    (first.span[0] + shift, first.span[1] + shift) if first and first.span else None
                )
                said = first.text if first else "This cannot be read here."
                return Outcome("unreadable", said, self, span=span, result=result)
            case "undecided":
                return self._undecided(text, tree, result)
            case _ if result.form == "missing":
                said = (
                    first.text
                    if first
                    else "The value is right; it is to be written in another form."
                )
                session = self._after(Event("answer", text, "partial"))
                return Outcome("partial", said, session, line=tree, result=result)
            case "partial":
                said = first.text if first else "Part of this is right."
                session = self._after(Event("answer", text, "partial"))
                return Outcome("partial", said, session, line=tree, result=result)
            case _:
                return self._aside(text, tree) or self._incorrect(text, tree, result)

    def _incorrect(self, text: str, tree: Expr, result: Result) -> Outcome:
        """Name the mistake: in the lesson's words if it has any, else in the shelf's."""
        for mistake in self.posed.exercise.mistakes:
            if self._is(tree, self.posed.tree(mistake.like)):
                says = self.posed.prose(mistake.say)
                return self._wrong(text, tree, says, mistake.id, result)
        if result.misconceptions:
            named = result.misconceptions[0]
            return self._wrong(text, tree, named.text, named.id, result)
        said = next((f.text for f in result.feedback), None) or self._slip(tree)
        return self._wrong(text, tree, said or "This is not the answer yet.", None, result)

    def _slip(self, tree: Expr) -> str | None:
        """What is told of a slip, which has no name; None if it is none."""
        from tutor.diagnosis import diagnose

        if self.posed.problem is None:
            return None
        found = diagnose(self.posed.problem, tree, self.posed.scope, lines=self.lines)
        return found.text if found.verdict in ("slip", "misread") else None

    def _aside(self, text: str, tree: Expr) -> Outcome | None:
        """Judge an answer to the question of the last hint; None if there was none."""
        hint = self.pending
        if hint is None or hint.answer is None:
            return None
        right = self._is(tree, hint.answer)
        if not right and self._known_mistake(tree):
            return None
        status = "correct" if right else "wrong"
        said = "Yes. Now use it." if right else f"Not yet. The question was: {hint.ask}"
        return Outcome("aside", said, self._after(Event("aside", text, status)), line=tree)

    def _known_mistake(self, tree: Expr) -> bool:
        likes = (self.posed.tree(mistake.like) for mistake in self.posed.exercise.mistakes)
        return any(self._is(tree, like) for like in likes)

    def _is(self, tree: Expr, other: Expr) -> bool:
        from tutor.grading import prepare

        question = prepare(answer=to_text(other), names=dict(self.posed.exercise.names))
        return question.grade(to_text(tree)).status == "correct"

    def _wrong(
        self, text: str, tree: Expr, says: str, named: str | None, result: Result | None = None
    ) -> Outcome:
        session = self._after(Event("answer", text, "wrong", named or ""))
        return Outcome("wrong", says, session, misconception=named, line=tree, result=result)

    def _undecided(self, text: str, tree: Expr, result: Result | None = None) -> Outcome:
        session = self._after(Event("answer", text, "undecided"))
        said = "I could not decide whether this is right; it does not count against you. Try another form."
        return Outcome("undecided", said, session, line=tree, result=result)

    def _hinted(self, hint: Hint) -> Outcome:
        session = self._after(Event("hint", hint.rung))
        text = f"{hint.text} {hint.ask}" if hint.ask else hint.text
        return Outcome("hint", text, session, hint=hint)

    def _moved(self, kind: str) -> Outcome:
        session = self._after(Event(kind))
        lines = session.lines
        where = f"`{to_text(lines[-1])}`" if lines else "the question"
        return Outcome("moved", f"Back at {where}.", session, line=lines[-1] if lines else None)

    def _left(self, line: Expr) -> str:
        left = [f"`{to_text(part)}`" for part in to_do(line)]
        return f" Still to do: {', '.join(left)}." if left else ""

    def _after(self, event: Event) -> Session:
        return replace(self, events=(*self.events, event))
