"""What a strategy is: a grammar over rules, in a teacher's order, without algebra and without state.

A strategy says in which order which rules are used where; `stepping.py` takes its steps. It works at a
focus, a path in the line: `sub`, `outermost`, `innermost` move the focus in, `upwards` moves it out.
Whatever follows in a `seq` goes on at the focus of the `seq`.

Source: the combinators of B. Heeren, J. Jeuring, A. Gerdes, Specifying Rewrite Strategies for
Interactive Exercises (2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.language.expr.paths import at as part_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """The first of these rules that applies at the focus."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Seq:
    """One after the other, at the same focus."""

    first: Strategy
    then: Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """All are good; the order is the teacher's."""

    options: tuple[Strategy, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OrElse:
    """The second only where the first has nothing to offer."""

    first: Strategy
    second: Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """Again and again, until it no longer applies; `greedy=False`: it may stop at any time."""

    inner: Strategy
    greedy: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """Goes on only if the test holds of the line and the focus; changes nothing."""

    test: Callable[[Expr, Path], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Somewhere:
    """At one place at or below the focus; what it does may depend on the part there and on nothing else,
    except on whether that part is a later term of a sum.

    Args:
        order: whether a node comes before or after its children.
        into: whether to look inside a node's children.
    """

    inner: Strategy
    order: Literal["outermost", "innermost"]
    into: Callable[[Expr], bool]


@dataclass(frozen=True, slots=True, eq=False)
class ByKind:
    """One strategy for each type of node at the focus; none for the others."""

    kinds: Mapping[type, Strategy]


@dataclass(frozen=True, slots=True, eq=False)
class At:
    """At a path below the focus; `find` may look for it in the part at the focus."""

    find: Callable[[Expr], Path | None]
    inner: Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Focus:
    """What is left of a strategy whose focus has moved: an absolute path."""

    path: Path
    inner: Strategy


@dataclass(frozen=True, slots=True, eq=False)
class Upwards:
    """At every node above the focus, the nearest first, up to one that stops it.

    Args:
        inner: may always end, such as a `repeat`.
    """

    inner: Strategy
    stop: Callable[[Expr], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Atomic:
    """A whole strategy as one move; offered only if it can be finished.

    Args:
        lead: ids in order of preference, of the rule that gives the move its name; else the first used.
        keep: whether the part at the focus has become better; else the move is not offered.
    """

    inner: Strategy
    lead: tuple[str, ...] = ()
    keep: Callable[[Expr, Expr], bool] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """An outline parent around its moves; `opened` once the first of them is done."""

    says: str
    inner: Strategy
    opened: bool = False


Strategy: TypeAlias = (
    Use
    | Seq
    | Choice
    | OrElse
    | Repeat
    | Check
    | Somewhere
    | ByKind
    | At
    | Focus
    | Upwards
    | Atomic
    | Label
)

SUCCEED: Strategy = Check(lambda _line, _path: True)
FAIL: Strategy = Choice(())


def use(*ids: str) -> Strategy:
    """The first of these rules that applies at the focus."""
    return Use(ids)


def seq(*parts: Strategy) -> Strategy:
    """One after the other."""
    if not parts:
        return SUCCEED
    *before, last = parts
    for part in reversed(before):
        last = Seq(part, last)
    return last


def choice(*options: Strategy) -> Strategy:
    """All alternatives are good next steps."""
    return Choice(options)


def prefer(first: Strategy, *others: Strategy) -> Strategy:
    """All are good next steps, the first is the one shown."""
    return Choice((first, *others))


def orelse(*parts: Strategy) -> Strategy:
    """The first that has anything to offer."""
    *before, last = parts
    for part in reversed(before):
        last = OrElse(part, last)
    return last


def repeat(inner: Strategy) -> Strategy:
    """Until it no longer applies; perhaps not at all."""
    return Repeat(inner)


def repeat1(inner: Strategy) -> Strategy:
    """Until it no longer applies; at least once."""
    return Seq(inner, Repeat(inner))


def many(inner: Strategy) -> Strategy:
    """Any number of times, as the learner likes."""
    return Repeat(inner, greedy=False)


def try_(inner: Strategy) -> Strategy:
    """If it applies, else nothing."""
    return OrElse(inner, SUCCEED)


def check(test: Callable[[Expr], bool]) -> Strategy:
    """Goes on only if the part at the focus passes."""
    return Check(lambda line, path: test(part_at(line, path)))


def _everywhere(_: Expr) -> bool:
    return True


def outermost(inner: Strategy, into: Callable[[Expr], bool] = _everywhere) -> Strategy:
    """At one place: a node before its children, left to right."""
    return Somewhere(inner, "outermost", into)


def innermost(inner: Strategy, into: Callable[[Expr], bool] = _everywhere) -> Strategy:
    """At one place: children before their node, left to right."""
    return Somewhere(inner, "innermost", into)


somewhere = outermost


def sub(path: Path, inner: Strategy) -> Strategy:
    """A sub-derivation in the hole at a path below the focus."""
    return At(lambda _: path, inner)


def atomic(
    inner: Strategy,
    *,
    lead: tuple[str, ...] = (),
    keep: Callable[[Expr, Expr], bool] | None = None,
) -> Strategy:
    """One move outside, however many applications inside."""
    return Atomic(inner, lead, keep)


def label(says: str, inner: Strategy) -> Strategy:
    """An outline parent."""
    return Label(says, inner)


def upwards(inner: Strategy, stop: Callable[[Expr], bool]) -> Strategy:
    """At every node above the focus, the nearest first, as often as it applies, up to one that stops it."""
    return Upwards(Repeat(inner), stop)
