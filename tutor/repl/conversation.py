"""The talk between a learner and the tutor: a line goes in, what to say comes out. No terminal here.

With a lesson open, maths is the learner's next line. Without one, maths with something to do in it
(`d/dx sin(x^4)`) becomes the problem, and its steps are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import AuthorError, CallerError, NotationError
from tutor.language.expr.paths import free_names
from tutor.language.notation import caret, read
from tutor.language.scope import EMPTY
from tutor.language.writing import to_latex, to_text
from tutor.repl.commands import COMMANDS, understand
from tutor.repl.speech import Said, clean, derivation_lines, reason, worded
from tutor.teaching.prose import flowing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.derivation.step import Derivation, Step
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.repl.speech import Tone
    from tutor.teaching.lesson import Lesson
    from tutor.teaching.session import Outcome, Session

WIDTH_OF_BAR = 20
MAX_LINE = 20_000
WORD_FOR: dict[str, tuple[str, Tone]] = {
    "correct": ("OK", "good"),
    "step": ("OK", "good"),
    "partial": ("PARTLY", "unsure"),
    "wrong": ("WRONG", "bad"),
    "undecided": ("UNDECIDED", "unsure"),
    "aside": ("NOTE", "hint"),
    "hint": ("HINT", "hint"),
}


class Conversation:
    """One learner at one keyboard.

    Args:
        seed: what the numbers of the exercises are drawn from.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.left = False
        self.lesson: Lesson | None = None
        self.session: Session | None = None
        self.solved: dict[str, bool] = {}
        self._free: Derivation | None = None
        self._at = 0
        self._last: Step | None = None

    # What a door needs to know

    @property
    def prompt(self) -> str:
        """What stands before the cursor."""
        if self.session is None:
            return "> "
        return f"{self.session.posed.lesson.id}.{self.session.posed.exercise.id}> "

    @property
    def scope(self) -> Scope:
        """What names mean at this moment."""
        return EMPTY if self.session is None else self.session.posed.scope

    def greeting(self) -> Iterator[Said]:
        """The first words."""
        yield Said(
            "Type a problem, such as  d/dx sin(x^4)  , and I work it out line by line.", "title"
        )
        yield Said(
            "Or do a lesson: `list` shows them, `lesson ID` begins one. `help` lists all words."
        )

    def say(self, line: str) -> Iterator[Said]:
        """Answer one line. Nothing that a learner types raises."""
        if len(line) > MAX_LINE:
            yield Said(f"That is longer than {MAX_LINE} characters; I did not read it.", "unsure")
            return
        if not line.strip():
            return
        typed = understand(line, self._names())
        try:
            if typed.near is not None:
                yield Said(f"Did you mean `{typed.near}`? Nothing was judged.", "unsure")
            elif typed.command is not None:
                yield from self._command(typed.command, typed.rest)
            elif self.session is not None:
                yield from self._judged(self.session.answer(typed.rest), typed.rest)
            else:
                yield from self._played(typed.rest)
        except NotationError as error:
            yield from _unreadable(error.text, typed.rest, error.span, error.repairs)
        except (CallerError, AuthorError) as error:
            yield Said(f"{str(error)[:1].upper()}{str(error)[1:]}", "unsure")

    # Lessons

    def open(self, id: str, exercise: str | None = None) -> Iterator[Said]:  # noqa: A002
        """Begin a lesson. Raises: CallerError if there is none of that id."""
        from tutor.teaching.lesson import lesson

        self.lesson = lesson(id)
        self.solved = {one.id: False for one in self.lesson.exercises}
        yield Said(f"{self.lesson.title}", "title")
        yield Said(worded(flowing(self.lesson.body.text)))
        yield from self._exercise(exercise or self.lesson.exercises[0].id)

    def _exercise(self, id: str) -> Iterator[Said]:  # noqa: A002
        from tutor.teaching.session import Session

        assert self.lesson is not None
        self.session = Session.start(self.lesson, id, self.seed)
        self._last = None
        yield Said(f"{self._bar()}", "dim")
        yield Said(worded(self.session.posed.ask), "title")

    def _bar(self) -> str:
        done, all_ = sum(self.solved.values()), max(1, len(self.solved))
        full = WIDTH_OF_BAR * done // all_
        return f"[{'#' * full}{'.' * (WIDTH_OF_BAR - full)}] {done}/{all_}"

    def _judged(self, outcome: Outcome, line: str) -> Iterator[Said]:
        """Say what became of a line in an exercise, and go on by itself when it is done."""
        if outcome.kind == "unreadable":
            yield from _unreadable(outcome.text, line, outcome.span, outcome.repairs)
            return
        self.session = outcome.session
        word, tone = WORD_FOR.get(outcome.kind, ("", "plain"))
        text = worded(outcome.text)
        if outcome.derivation is None:
            yield Said(f"{word}: {text}" if word else text, tone)
        if outcome.kind == "wrong":
            if outcome.misconception and "." in outcome.misconception:
                yield Said(f"This mistake has a name: {outcome.misconception}", "dim")
            yield Said("`hint` helps, and costs nothing.", "dim")
        if outcome.step is not None:
            self._last = outcome.step
        if outcome.kind == "shown" and outcome.derivation is not None:
            self._last = outcome.derivation.steps[-1] if outcome.derivation.steps else None
            yield Said("\n".join(derivation_lines(outcome.derivation)), "maths")
        elif outcome.line is not None and outcome.kind in ("step", "shown", "moved"):
            yield Said(f"= {to_text(outcome.line)}", "maths")
        if outcome.kind == "correct":
            yield from self._solved()

    def _solved(self) -> Iterator[Said]:
        assert self.session is not None
        self.solved[self.session.posed.exercise.id] = True
        if all(self.solved.values()):
            yield Said(self._bar(), "dim")
            yield Said("That was the last one. The lesson is done.", "good")
            self.session = self.lesson = None
            return
        yield from self._go_on()

    def _go_on(self) -> Iterator[Said]:
        """The next exercise that is not solved, after this one, then from the top."""
        assert self.session is not None
        ids = list(self.solved)
        here = ids.index(self.session.posed.exercise.id)
        for id in (*ids[here + 1 :], *ids[: here + 1]):  # noqa: A001
            if not self.solved[id]:
                yield from self._exercise(id)
                return

    # Free play

    def _played(self, text: str) -> Iterator[Said]:
        """A problem: work it out. An equation: decide it. Anything else: say how it was read."""
        from tutor.derivation import derive, project
        from tutor.repl.equations import decided, is_definition, sides
        from tutor.teaching.pose import to_do

        reading = read(text.rstrip().removesuffix("?"))
        tree = reading.tree
        for note in reading.notes:
            yield Said(clean(note.text), "dim")
        is_question = bool(sides(tree)) and not is_definition(tree)
        is_problem = any(to_do(tree))
        if reading.alternatives or not (is_question or is_problem):
            yield Said(f"I read: {to_text(tree)}", "maths")
        for other in reading.alternatives[:1]:
            yield Said(f"If you mean  {to_text(other)}  , type that.", "dim")
        if is_question:
            yield from decided(tree, self.scope)
            return
        if not is_problem:
            yield Said("There is nothing to work out in it. Try  d/dx(...)  around it.", "dim")
            return
        whole = project(derive(tree), "textbook")
        if whole.status == "unsupported":
            yield Said(f"I read: {to_text(tree)}", "maths")
            yield Said("I have no method for this yet.", "unsure")
            return
        self._free, self._at = whole, len(whole.steps)
        self._last = whole.steps[-1] if whole.steps else None
        yield Said("\n".join(derivation_lines(whole)), "maths")
        if self._last is not None:
            yield Said("`why` gives the rule of the last line, `undo` goes back one.", "dim")

    def _free_line(self) -> Expr | None:
        if self._free is None:
            return None
        return self._free.steps[self._at - 1].after if self._at else self._free.problem

    def _free_move(self, by: int) -> Iterator[Said]:
        """Walk along the worked solution of free play."""
        whole = self._free
        if whole is None or not 0 <= self._at + by <= len(whole.steps):
            yield Said("There is nothing further that way.", "dim")
            return
        self._at += by
        self._last = whole.steps[self._at - 1] if self._at else None
        line = self._free_line()
        assert line is not None
        yield Said(f"= {to_text(line)}", "maths")

    # Commands

    def _command(self, word: str, rest: str) -> Iterator[Said]:
        match word:
            case "quit":
                self.left = True
                yield Said("Bye.")
            case "help":
                yield from _help()
            case "list":
                yield from self._list()
            case "lesson":
                yield from self.open(rest) if rest else self._list()
            case "why":
                yield Said(reason(self._last) if self._last else "There is no step yet to explain.")
            case "latex":
                line = self._line()
                yield Said(to_latex(line) if line is not None else "There is no line yet.", "maths")
            case "check":
                yield from self._check(rest)
            case "progress":
                yield Said(self._bar() if self.lesson else "No lesson is open.", "dim")
            case _ if self.session is not None:
                yield from self._in_exercise(word, self.session)
            case _:
                yield from self._in_free_play(word)

    def _in_exercise(self, word: str, session: Session) -> Iterator[Said]:
        match word:
            case "hint":
                yield from self._judged(session.hint(), "")
            case "step":
                yield from self._judged(session.step(), "")
            case "steps":
                yield from self._judged(session.steps(), "")
            case "undo":
                yield from self._judged(session.undo(), "")
            case "redo":
                yield from self._judged(session.redo(), "")
            case "goal":
                yield Said(worded(session.posed.ask), "title")
            case "show":
                yield Said(worded(session.posed.ask), "title")
                for line in session.lines:
                    yield Said(f"= {to_text(line)}", "maths")
            case "next":
                yield from self._go_on()
            case _:
                yield from self._exercise(session.posed.exercise.id)

    def _in_free_play(self, word: str) -> Iterator[Said]:
        match word:
            case "undo":
                yield from self._free_move(-1)
            case "redo" | "step" | "next":
                yield from self._free_move(1)
            case "show" | "steps" if self._free is not None:
                yield Said("\n".join(derivation_lines(self._free)), "maths")
            case "goal" if self._free is not None:
                yield Said(to_text(self._free.problem), "maths")
            case "reset":
                self._free, self._at, self._last = None, 0, None
                yield Said("Cleared.", "dim")
            case "hint" if self._free is not None:
                yield Said("Its steps are all there; `why` tells the rule of the last one.", "dim")
            case _:
                yield Said("Type a problem first, or begin a lesson: `list` shows them.", "dim")

    def _list(self) -> Iterator[Said]:
        from tutor.teaching.lesson import lessons

        if self.lesson is not None:
            for id, solved in self.solved.items():  # noqa: A001
                yield Said(f"  [{'x' if solved else ' '}] {id}")
            return
        for one in lessons():
            yield Said(f"  {one.id}  {one.title} ({len(one.exercises)} exercises)")
        yield Said("`lesson ID` begins one.", "dim")

    def _check(self, rest: str) -> Iterator[Said]:
        """Say whether the line is finished; with `A = B`, whether the two are equal."""
        from tutor.teaching.pose import to_do

        if not rest:
            line = self._line()
            left = [to_text(part) for part in to_do(line)] if line is not None else []
            said = f"Still to do: {', '.join(left)}" if left else "Nothing is left to work out."
            yield Said(said if line is not None else "There is no line yet.")
            return
        from tutor.repl.equations import decided, sides

        tree = read(rest.rstrip().removesuffix("?"), self.scope).tree
        if not sides(tree):
            yield Said("Write two things with `=` between them:  check 2(x + 1) = 2x + 2", "unsure")
            return
        yield from decided(tree, self.scope)

    def _line(self) -> Expr | None:
        if self.session is None:
            return self._free_line()
        lines = self.session.lines
        return lines[-1] if lines else self.session.posed.problem

    def _names(self) -> frozenset[str]:
        if self.session is None:
            line = self._free_line()
            return free_names(line) if line is not None else frozenset()
        problem = self.session.posed.problem
        return free_names(problem if problem is not None else self.session.posed.answer)


def _unreadable(
    text: str, line: str, span: tuple[int, int] | None, repairs: tuple[str, ...]
) -> Iterator[Said]:
    """Say what is wrong first, then show where, then what could be meant."""
    yield Said(f"I cannot read this yet: {worded(clean(text))}", "unsure")
    if span is not None:
        yield Said("\n".join(f"  {row}" for row in caret(line, span).split("\n")), "maths")
    if repairs:
        yield Said(f"Perhaps: {clean(repairs[0])}", "dim")


def _help() -> Iterator[Said]:
    for one in COMMANDS:
        left = f"{one.word} {one.argument}".strip()
        yield Said(f"  {left:<14}{one.says}")
    yield Said("Anything else is maths: your next line, or a problem to work out.", "dim")
