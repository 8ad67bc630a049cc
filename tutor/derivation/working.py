"""Problems worked out: strategies stepped to the end, every step checked by the oracle.

One code path: the result of a derivation is the `after` of its last step. Budgets count rule
applications, never seconds, so the same problem gives the same derivation on every machine.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tutor.catalogue import entries
from tutor.derivation.conditions import open_conditions
from tutor.derivation.rule import Rule
from tutor.derivation.step import Derivation
from tutor.derivation.stepping import Application, Move, OutOfFuelError, Run, done, firsts
from tutor.derivation.strategy import SUCCEED
from tutor.derivation.trace import flatten, steps_of
from tutor.derivation.verb import VerbRecord
from tutor.language.expr.nodes import Relation, Symbol, Where
from tutor.language.expr.paths import at, free_names, subexpressions
from tutor.language.expr.views import INERT, signed, size
from tutor.language.scope import EMPTY
from tutor.oracle.certificate import Counterexample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tutor.derivation.rule import Level
    from tutor.derivation.step import Step
    from tutor.derivation.stepping import Rewriter, Shelf
    from tutor.derivation.strategy import Strategy
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.scope import Scope

MOVES = 400
"""How many textbook steps one derivation may have."""
NODES = 60_000
"""How many nodes all the lines of one derivation may have together: what it costs to write and to check them."""


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule of the shelf by its id."""
    return entries("tutor.derivation.rules", Rule)


@cache
def verbs() -> Mapping[str, VerbRecord]:
    """Every verb record of the shelf by its id."""
    return entries("tutor.derivation.strategies", VerbRecord)


def sound(id: str) -> tuple[Rewriter, ...]:  # noqa: A002 the word of the contract
    """The shelf of sound rules: one entry for each id."""
    return (rules()[id],)


def verb_for(problem: Expr) -> VerbRecord | None:
    """The verb record that a problem belongs to."""
    return next((verb for verb in verbs().values() if verb.suitable(problem)), None)


def methods_for(problem: Expr) -> tuple[str, ...]:
    """The methods that make sense for a problem, the default first; none if it is not supported."""
    verb = verb_for(problem)
    return () if verb is None else _methods(verb, problem)


def is_ready(line: Expr) -> bool:
    """Whether a line is finished: nothing to do, no number left to work out."""
    from tutor.derivation.strategies.tidying import is_tidy

    verb = verb_for(line)
    return is_tidy(line) if verb is None else verb.ready(line)


def run(
    strategy: Strategy, line: Expr, *, using: Shelf = sound, prefix: Sequence[tuple[str, Path]] = ()
) -> Iterator[tuple[Move, Strategy]]:
    """The moves of a strategy one after the other, each with what is left; the first offered is taken.

    Args:
        using: what may stand where the strategy names a rule; a shelf of misconceptions makes a faulty run.
        prefix: rule and path of moves already made, taken again before the first is given.

    Raises: OutOfFuelError. ValueError if the prefix cannot be replayed.
    """
    shared = Run(using)
    rest = strategy
    for rule, path in prefix:
        line, rest = _replayed(rest, line, shared, rule, path)
    while (offer := next(firsts(rest, line, shared), None)) is not None:
        yield offer
        line, rest = offer[0].after, offer[1]


def _replayed(
    rest: Strategy, line: Expr, shared: Run, rule: str, path: Path
) -> tuple[Expr, Strategy]:
    for move, left in firsts(rest, line, shared):
        if move.rule == rule and move.path == path:
            return move.after, left
    raise ValueError(f"{rule} is not offered at {path}")


def derive(
    problem: Expr, scope: Scope = EMPTY, *, method: str | None = None, using: Shelf = sound
) -> Derivation:
    """The whole trace of a problem, at the outline level with everything nested inside.

    Args:
        using: the shelf that ids of rules are looked up on; tests plant a wrong rule with it.

    Raises: CallerError if the method is not one of the verb's.
    """
    problem = signed(problem)
    opening = _with_given_values(problem, scope)
    start = opening[-1].after if opening else problem
    verb = verb_for(start)
    if verb is None:
        return Derivation(
            problem=problem,
            result=problem,
            status="unsupported",
            reason={"kind": "no_rule", "path": "[]"},
        )
    chosen = _chosen(verb, start, method)
    moves, reason = _moves(verb.methods[chosen].strategy, start, using)
    steps, refuted = _checked(steps_of([*opening, *moves], rules()), scope)
    result = steps[-1].after if steps else problem
    if refuted is not None:
        reason = _why_refuted(refuted, scope)
    elif reason is None and not verb.ready(result):
        reason = {"kind": "no_rule", "path": str(list(_where_stuck(result)))}
    return Derivation(
        problem=problem,
        result=result,
        status="done" if reason is None else "partial",
        method=chosen,
        methods=_methods(verb, start),
        steps=steps,
        reason=reason,
    )


def project(derivation: Derivation, level: Level) -> Derivation:
    """The same derivation told at another level; leaves and lines at its ends stay the same."""
    return replace(derivation, steps=tuple(flatten(derivation.steps, level)))


def next_steps(line: Expr, scope: Scope = EMPTY) -> tuple[Step, ...]:
    """The good next steps from a line, by every method, the teacher's first."""
    from tutor.derivation.strategies.tidying import LAST_STEPS

    line = signed(line)
    verb = verb_for(line)
    ways = (
        [LAST_STEPS] if verb is None else [verb.methods[m].strategy for m in _methods(verb, line)]
    )
    found: dict[tuple[str, Expr], Step] = {}
    for strategy in ways:
        for move, _ in firsts(strategy, line, Run(sound)):
            steps, refuted = _checked(steps_of([move], rules()), scope)
            if refuted is None:
                for step in flatten(steps, "textbook"):
                    found.setdefault((step.rule, step.after), step)
    return tuple(found.values())


def _methods(verb: VerbRecord, problem: Expr) -> tuple[str, ...]:
    return tuple(name for name, method in verb.methods.items() if method.suits(problem))


def _chosen(verb: VerbRecord, problem: Expr, method: str | None) -> str:
    from tutor.errors import CallerError

    fitting = _methods(verb, problem)
    if method is None:
        return fitting[0]
    if method not in fitting:
        raise CallerError(
            "method_unknown",
            f"{verb.id} has no method {method} here; choose from {', '.join(fitting)}",
        )
    return method


def _with_given_values(problem: Expr, scope: Scope) -> list[Move]:
    """The question's own values put in, before anything else is done; names held open stay."""
    line = problem
    applications: list[Application] = []
    for _ in scope.given:  # a value may name others that have values
        names = [name for name in scope.given if name in free_names(line)]
        bindings = tuple(Relation("=", Symbol(name), scope.given[name]) for name in names)
        rewrite = rules()["subst.value"](Where(line, bindings)) if names else None
        if rewrite is None:
            break
        applications.append(Application("subst.value", (), rewrite, line, rewrite.after))
        line = rewrite.after
    return [Move(tuple(applications))] if applications else []


def _moves(
    strategy: Strategy, problem: Expr, using: Shelf
) -> tuple[list[Move], Mapping[str, str] | None]:
    """The moves to the end, or as far as they go with the reason why."""
    moves: list[Move] = []
    seen = {problem}
    nodes = size(problem)
    rest, line = strategy, problem
    try:
        for move, left in run(strategy, problem, using=using):
            if move.after in seen:
                return moves, {"kind": "loop", "path": str(list(move.path))}
            if len(moves) == MOVES:
                return moves, {"kind": "fuel", "path": str(list(move.path))}
            nodes += size(move.after)
            if nodes > NODES:
                return moves, {"kind": "bound", "path": str(list(move.path))}
            seen.add(move.after)
            moves.append(move)
            line, rest = move.after, left
    except OutOfFuelError:
        return moves, {"kind": "fuel", "path": str(list(moves[-1].path if moves else ()))}
    if rest is not SUCCEED and not done(rest, line, Run(sound)):
        return moves, {"kind": "no_rule", "path": str(list(_where_stuck(line)))}
    return moves, None


def _where_stuck(line: Expr) -> Path:
    return next((path for path, part in subexpressions(line) if isinstance(part, INERT)), ())


def _checked(steps: Sequence[Step], scope: Scope) -> tuple[tuple[Step, ...], Step | None]:
    """The steps with the kind of their certificates; cut before the first that is refuted, which comes second."""
    found: list[Step] = []
    for step in steps:
        inside, refuted = _checked(step.steps, scope)
        if refuted is not None:
            cut = replace(step, after=inside[-1].after, steps=inside) if inside else None
            return (*found, *((cut,) if cut else ())), refuted
        confirmed = _confirmed(replace(step, steps=inside), scope)
        if confirmed is None:
            return tuple(found), step
        found.append(confirmed)
    return tuple(found), None


def _why_refuted(step: Step, scope: Scope) -> Mapping[str, str]:
    """A step that was refuted is a bug of ours, unless the line before it has no value anywhere."""
    from tutor.oracle import linked

    path = str(list(step.path))
    match linked(step.before, step.after, step.link, scope).certificate:
        case Counterexample(response="undefined"):
            return {"kind": "undefined", "path": path}
        case _:
            return {"kind": "unsound_step", "rule": step.rule, "path": path}


def _confirmed(step: Step, scope: Scope) -> Step | None:
    """The step as the oracle sees it, or None if it says the lines do not hang together.

    Lines shown are compared whole. A single application inside a step is compared where it was made:
    the step around it is checked whole anyway.
    """
    from tutor.oracle import linked

    before, after = step.before, step.after
    if step.level == "arithmetic" and step.link == "equal":
        before, after = at(before, step.path), at(after, step.path)
    certificate = linked(before, after, step.link, scope).certificate
    if certificate.kind == "counterexample":
        return None
    return replace(
        step, checked=certificate.kind, conditions=open_conditions(step.conditions, scope)
    )
