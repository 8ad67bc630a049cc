"""What somebody ends with, kept as how it was made: values at once, the tree and the faults when asked for.

A run makes thousands of outcomes and tells of a few: those few are replayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.diagnosis.expert import is_goal, values
from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    HigherDerivative,
    Relation,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import at, children, rebuild, subexpressions, substitute, transform
from tutor.language.expr.views import holds_inert

if TYPE_CHECKING:
    from tutor.diagnosis.evaluation import Fingerprint
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

Origin: TypeAlias = Literal["written", "made", "same"]
"""How the goals of a template hang together with what was worked on: they stand in it as they are; a rule
made them of its parts; or they are about the whole of it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One misconception used at one place.

    Args:
        misconception: its id.
        path: the part of the problem that it was used on.
        about: that part as it was when it was used.
    """

    misconception: str
    path: Path
    about: Expr


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody ends with.

    Args:
        values: the fingerprint of it.
        ids: the misconceptions used on the way; none for the expert.
        subject: what was worked on: a line, the function of a derivative, the equation to solve.
        template: the line it was made from.
        parts: the goals of the template, each with what became of it.
        origin: where those goals come from.
        mistake: the misconception that made the template, if one did.
        before: what was worked out first, where the template was made from it.
    """

    values: Fingerprint
    ids: tuple[str, ...]
    subject: Expr
    template: Expr
    parts: tuple[tuple[Expr, Outcome], ...] = ()
    origin: Origin = "made"
    mistake: str | None = None
    before: Outcome | None = None

    def tree(self) -> Expr:
        """The finished line, rebuilt by replaying how it was made."""
        done = {goal: outcome.tree() for goal, outcome in self.parts}
        return transform(_replaced(self.template, done), _put_back)

    def faults(self) -> tuple[Fault, ...]:
        """What went wrong on the way, with paths that count from the root of the subject."""
        subject = plain(self.subject)
        own = () if self.mistake is None else (Fault(self.mistake, (), subject),)
        earlier = self.before.faults() if self.before else ()
        later = tuple(
            self._moved(fault, goal, subject)
            for goal, outcome in self.parts
            if outcome.ids
            for fault in outcome.faults()
        )
        return own + earlier + later

    def _moved(self, fault: Fault, goal: Expr, subject: Expr) -> Fault:
        """A fault made at a goal, told in terms of the subject; of all of it if it cannot be found there."""
        place = self._place(goal, subject)
        if place is None:
            found = _first_path(fault.about, subject) or ()
            return Fault(fault.misconception, found, fault.about)
        path = place + fault.path
        while path and not _has(subject, path):
            path = path[:-1]
        return Fault(fault.misconception, path, at(subject, path))

    def _place(self, goal: Expr, subject: Expr) -> Path | None:
        """Where in the subject the goal is about."""
        match self.origin:
            case "same":
                return ()
            case "written":
                path = _first_path(plain(goal), subject)
                below = (0, 0) if isinstance(goal, Where) else (0,)  # `d/dx f where ...` is about f
                return None if path is None else path + below
            case "made":
                return _first_path(plain(subject_of(goal)), subject)


def goals_of(e: Expr) -> tuple[Expr, ...]:
    """The outermost things still to be done in a line, each once."""
    if is_goal(e):
        return (e,)
    return tuple(dict.fromkeys(goal for child in children(e) for goal in goals_of(child)))


def subject_of(goal: Expr) -> Expr:
    """What a goal is about: the function to differentiate, the equation to solve."""
    match goal:
        case Derivative(body) | HigherDerivative(body):
            return body
        case Where(body, bindings):
            return substitute(subject_of(body), dict(values(bindings)))
        case Verb("solve_for", (Relation(operator, left, right), _)):
            return Relation(operator, subject_of(left), subject_of(right))
        case Verb(_, (first, *_)):
            return first
        case _:
            return goal


def plain(e: Expr) -> Expr:
    """`e` with the unknown functions of one letter written as letters again: `y(x)` is `y`."""
    if not any(_is_unknown(part) for _, part in subexpressions(e)):
        return e

    def change(node: Expr) -> Expr:
        match node:
            case Call(name, (Symbol(),)) if _is_unknown(node):
                return Symbol(name)
            case _:
                return node

    return transform(e, change)


def _is_unknown(e: Expr) -> bool:
    return isinstance(e, Call) and e.function not in FUNCTIONS


def _first_path(part: Expr, e: Expr) -> Path | None:
    return next((path for path, found in subexpressions(e) if found == part), None)


def _has(e: Expr, path: Path) -> bool:
    try:
        at(e, path)
    except IndexError:
        return False
    return True


def _replaced(e: Expr, done: dict[Expr, Expr]) -> Expr:
    if e in done:
        return done[e]
    inside = children(e)
    new = tuple(_replaced(child, done) for child in inside)
    return e if new == inside else rebuild(e, new)


def _put_back(e: Expr) -> Expr:
    """A finished `where` with its values put in; the letters of an implicit equation as they were."""
    match e:
        case Where(body, bindings) if not holds_inert(e):
            return substitute(body, dict(values(bindings)))
        case Verb("solve_for", (_, Call())):
            return plain(e)
        case _:
            return e
