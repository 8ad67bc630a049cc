"""Strategies stepped one move at a time: `firsts` gives the good next moves, each with what is left to do.

Worked solutions, next steps, hints and "is this expected?" are all folds over `firsts`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tutor.derivation.rule import Rewrite
from tutor.derivation.strategy import (
    SUCCEED,
    At,
    Atomic,
    ByKind,
    Check,
    Choice,
    Focus,
    Label,
    OrElse,
    Repeat,
    Seq,
    Somewhere,
    Upwards,
    Use,
)
from tutor.language.expr.nodes import Sum
from tutor.language.expr.paths import at as part_at
from tutor.language.expr.paths import children, replace_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.derivation.strategy import Strategy
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

APPLICATIONS = 4_000
"""How many rule applications one derivation may try."""
LONGEST = 250
"""How many applications one move may have: nobody follows more in one step."""


class OutOfFuelError(Exception):
    """The applications of a run are used up. Internal: `derive` turns it into a partial derivation."""


class Rewriter(Protocol):
    """What can stand where a strategy names a rule: the Rule itself, or a misconception in its place."""

    @property
    def id(self) -> str:
        """The id of the rule, or of the misconception."""

    def __call__(self, e: Expr, /) -> Rewrite | Expr | None:
        """What the node becomes, or None."""


Shelf: TypeAlias = "Callable[[str], Iterable[Rewriter]]"
"""From the id of a rule to what may be used where a strategy names it, the sound rule first."""


@dataclass(slots=True)
class Run:
    """What the moves of one derivation share: the shelf, the fuel, and where there is nothing left to do."""

    shelf: Shelf
    fuel: int = APPLICATIONS
    barren: set[tuple[Somewhere, Expr, bool]] = field(default_factory=set)

    def spend(self) -> None:
        """Count one application. Raises: OutOfFuelError when none is left."""
        self.fuel -= 1
        if self.fuel < 0:
            raise OutOfFuelError


@dataclass(frozen=True, slots=True)
class Application:
    """One use of one rule at one path, between two whole lines."""

    rule: str
    path: Path
    rewrite: Rewrite
    before: Expr
    after: Expr


@dataclass(frozen=True, slots=True)
class Move:
    """One step as a person would write it: one application, or the many of an `atomic`.

    Args:
        lead: which of the applications gives the move its name.
        labels: the outline parents it stands in, outermost first, each with whether it opens it.
    """

    applications: tuple[Application, ...]
    lead: int = 0
    labels: tuple[tuple[str, bool], ...] = ()

    @property
    def rule(self) -> str:
        """The id of the rule that names the move."""
        return self.applications[self.lead].rule

    @property
    def path(self) -> Path:
        """Where in the line before."""
        return self.applications[self.lead].path

    @property
    def before(self) -> Expr:
        """The whole line before."""
        return self.applications[0].before

    @property
    def after(self) -> Expr:
        """The whole line after."""
        return self.applications[-1].after


def firsts(s: Strategy, line: Expr, run: Run, path: Path = ()) -> Iterator[tuple[Move, Strategy]]:
    """The good next moves in the teacher's order, lazily, each with what is left to do after it."""
    match s:
        case Use():
            yield from _use(s, line, run, path)
        case Seq(first, then):
            for move, rest in firsts(first, line, run, path):
                yield move, _then(_focus(path, rest), _focus(path, then))
            if done(first, line, run, path):
                yield from firsts(then, line, run, path)
        case Choice(options):
            for option in options:
                yield from firsts(option, line, run, path)
        case OrElse(first, second):
            offered = False
            for offer in firsts(first, line, run, path):
                offered = True
                yield offer
            if not offered and not done(first, line, run, path):
                yield from firsts(second, line, run, path)
        case Repeat(inner):
            for move, rest in firsts(inner, line, run, path):
                yield move, _then(_focus(path, rest), _focus(path, s))
        case Check():
            return
        case Somewhere():
            yield from _somewhere(
                s, line, run, path, part_at(line, path), later=_is_later(line, path)
            )
        case ByKind(kinds):
            chosen = kinds.get(type(part_at(line, path)))
            if chosen is not None:
                yield from firsts(chosen, line, run, path)
        case At(find, inner):
            below = find(part_at(line, path))
            if below is not None:
                for move, rest in firsts(inner, line, run, (*path, *below)):
                    yield move, _focus((*path, *below), rest)
        case Focus(there, inner):
            for move, rest in firsts(inner, line, run, there):
                yield move, _focus(there, rest)
        case Upwards(inner, stop):
            if path and not stop(part_at(line, path[:-1])):
                above = path[:-1]
                for move, rest in firsts(Seq(inner, s), line, run, above):
                    yield move, _focus(above, rest)
        case Atomic():
            yield from _atomic(s, line, run, path)
        case Label(says, inner, opened):
            for move, rest in firsts(inner, line, run, path):
                labelled = Move(move.applications, move.lead, ((says, not opened), *move.labels))
                yield labelled, Label(says, rest, opened=True)


def done(s: Strategy, line: Expr, run: Run, path: Path = ()) -> bool:
    """Whether the strategy may end here."""
    match s:
        case Use():
            return False
        case Seq(first, then):
            return done(first, line, run, path) and done(then, line, run, path)
        case Choice(options):
            return any(done(option, line, run, path) for option in options)
        case OrElse(first, second):
            if done(first, line, run, path):
                return True
            offered = next(firsts(first, line, run, path), None) is not None
            return not offered and done(second, line, run, path)
        case Repeat(inner, greedy):
            return not greedy or next(firsts(inner, line, run, path), None) is None
        case Check(test):
            return test(line, path)
        case Somewhere() | Atomic():
            return False
        case ByKind(kinds):
            chosen_kind = kinds.get(type(part_at(line, path)))
            return chosen_kind is not None and done(chosen_kind, line, run, path)
        case At(find, inner):
            below = find(part_at(line, path))
            return below is not None and done(inner, line, run, (*path, *below))
        case Focus(there, inner):
            return done(inner, line, run, there)
        case Upwards(inner, stop):
            if not path or stop(part_at(line, path[:-1])):
                return True
            return done(Seq(inner, s), line, run, path[:-1])
        case Label(_, inner, _):
            return done(inner, line, run, path)


def _focus(path: Path, s: Strategy) -> Strategy:
    """A Focus, unless it would add nothing: what is left never grows with the steps already done."""
    return s if isinstance(s, Focus) or s is SUCCEED else Focus(path, s)


def _then(first: Strategy, then: Strategy) -> Strategy:
    return then if first is SUCCEED else Seq(first, then)


def _use(s: Use, line: Expr, run: Run, path: Path) -> Iterator[tuple[Move, Strategy]]:
    part = part_at(line, path)
    for id_ in s.ids:
        found = False
        for entry in run.shelf(id_):
            rewrite = entry(part)
            if rewrite is None:
                continue
            if not isinstance(rewrite, Rewrite):
                rewrite = Rewrite(rewrite)
            run.spend()
            found = True
            after = replace_at(line, path, rewrite.after)
            yield Move((Application(entry.id, path, rewrite, line, after),)), SUCCEED
        if found:
            return


def _is_later(line: Expr, path: Path) -> bool:
    """Whether the focus is a term of a sum, but not its first."""
    return bool(path) and path[-1] > 0 and isinstance(part_at(line, path[:-1]), Sum)


def _somewhere(
    s: Somewhere, line: Expr, run: Run, path: Path, part: Expr, *, later: bool
) -> Iterator[tuple[Move, Strategy]]:
    if (s, part, later) in run.barren:
        return
    found = False
    if s.order == "outermost":
        for move, rest in firsts(s.inner, line, run, path):
            found = True
            yield move, _focus(path, rest)
    if s.into(part):
        is_sum = isinstance(part, Sum)
        for i, child in enumerate(children(part)):
            inside = _somewhere(s, line, run, (*path, i), child, later=is_sum and i > 0)
            for offer in inside:
                found = True
                yield offer
    if s.order == "innermost":
        for move, rest in firsts(s.inner, line, run, path):
            found = True
            yield move, _focus(path, rest)
    if not found:
        run.barren.add((s, part, later))


def _atomic(s: Atomic, line: Expr, run: Run, path: Path) -> Iterator[tuple[Move, Strategy]]:
    for applications in _completions(s.inner, line, run, path, LONGEST):
        if s.keep and not s.keep(part_at(line, path), part_at(applications[-1].after, path)):
            continue
        ids = [application.rule for application in applications]
        lead = next((ids.index(id_) for id_ in s.lead if id_ in ids), 0)
        yield Move(applications, lead), SUCCEED


def _completions(
    s: Strategy, line: Expr, run: Run, path: Path, longest: int
) -> Iterator[tuple[Application, ...]]:
    """The ways to the end of a strategy, at least one application long and at most `longest`.

    Where several places are left to work on, only the first is taken, with all that the shelf offers
    there: a faulty run branches over faults, not over the order of independent steps.
    """
    if not longest:
        return
    place: Path | None = None
    for move, rest in firsts(s, line, run, path):
        if place is None:
            place = move.path
        elif move.path != place:
            return
        ended = False
        for more in _completions(rest, move.after, run, path, longest - 1):
            ended = True
            yield (*move.applications, *more)
        if not ended and done(rest, move.after, run, path):
            yield move.applications
