"""What the combinators promise, on strategies small enough to see, and what every verb record promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tutor.derivation import derive, next_steps, project, run, sound, verb_for, verbs
from tutor.derivation.rule import Rewrite, Rule
from tutor.derivation.stepping import OutOfFuelError, Run, done, firsts
from tutor.derivation.strategy import (
    SUCCEED,
    atomic,
    check,
    choice,
    innermost,
    label,
    many,
    orelse,
    outermost,
    prefer,
    repeat,
    seq,
    sub,
    try_,
    upwards,
    use,
)
from tutor.language.expr.nodes import Number, Product, Sum, Symbol
from tutor.language.notation import read
from tutor.language.writing import to_text

if TYPE_CHECKING:
    from tutor.derivation.stepping import Move
    from tutor.derivation.strategy import (
        Strategy,
    )
    from tutor.language.expr.nodes import Expr

VERBS = verbs()


def _rename(id_: str, old: str, new: str) -> Rule:
    """A rule of these tests: one name becomes another. It changes values, and nobody minds here."""

    def rewrite(e: Expr) -> Rewrite | None:
        return Rewrite(Symbol(new)) if e == Symbol(old) else None

    return Rule(id=id_, name=id_, law="", why="", rewrite=rewrite, examples=(), source="")


TOYS = {
    rule.id: rule
    for rule in (_rename("a", "a", "b"), _rename("b", "b", "c"), _rename("c", "c", "a"))
}


def toys(id_: str) -> tuple[Rule, ...]:
    return (TOYS[id_],)


def offers(s: Strategy, text: str) -> list[str]:
    return [move.rule for move, _ in firsts(s, read(text).tree, Run(toys))]


def lines(s: Strategy, text: str) -> list[str]:
    return [to_text(move.after) for move, _ in run(s, read(text).tree, using=toys)]


@pytest.mark.parametrize(
    ("strategy", "text", "expected"),
    [
        (use("a"), "a", ["b"]),
        (use("b", "a"), "a", ["b"]),
        (use("b"), "a", []),
        (seq(use("a"), use("b")), "a", ["b", "c"]),
        (orelse(use("b"), use("a")), "a", ["b"]),
        (seq(try_(use("b")), use("a")), "a", ["b"]),
        (repeat(use("a", "b")), "a", ["b", "c"]),
        (seq(check(lambda e: isinstance(e, Sum)), outermost(use("a"))), "a + x", ["b + x"]),
        (seq(check(lambda e: isinstance(e, Sum)), outermost(use("a"))), "a*x", []),
        (repeat(outermost(use("a"))), "a + x*a", ["b + x*a", "b + x*b"]),
        (sub((1,), use("a")), "a + a", ["a + b"]),
        (atomic(repeat(outermost(use("a")))), "a + a", ["b + b"]),
        (
            sub((1, 0), seq(use("a"), upwards(outermost(use("c")), lambda _: False))),
            "c + a*x",
            ["c + b*x", "a + b*x"],
        ),
        (outermost(use("a"), into=lambda e: not isinstance(e, Product)), "a*x + a", ["a*x + b"]),
    ],
)
def test_a_strategy_goes_the_way_it_says(
    strategy: Strategy, text: str, expected: list[str]
) -> None:
    assert lines(strategy, text) == expected


def test_choice_and_prefer_offer_all_in_order() -> None:
    both = (outermost(use("b")), outermost(use("a")))

    assert offers(choice(*both), "a + b") == ["b", "a"]
    assert offers(prefer(*both), "a + b") == ["b", "a"]


def test_orelse_offers_the_second_only_without_the_first() -> None:
    assert offers(orelse(outermost(use("a")), outermost(use("b"))), "a + b") == ["a"]
    assert offers(orelse(outermost(use("c")), outermost(use("b"))), "a + b") == ["b"]


def test_outermost_and_innermost_differ_in_who_comes_first() -> None:
    def paths(s: Strategy) -> list[tuple[int, ...]]:
        line = read("x + sin(x)").tree
        return [move.path for move, _ in firsts(s, line, Run(lambda _: (everything,)))]

    everything = Rule(
        id="any",
        name="any",
        law="",
        why="",
        rewrite=lambda _: Rewrite(Number("1")),
        examples=(),
        source="",
    )

    assert paths(outermost(use("any"))) == [(), (0,), (1,), (1, 0)]
    assert paths(innermost(use("any"))) == [(0,), (1, 0), (1,), ()]


def test_many_may_stop_where_repeat_goes_on() -> None:
    line = read("a").tree

    assert done(many(use("a")), line, Run(toys))
    assert not done(repeat(use("a")), line, Run(toys))


def test_an_atomic_that_cannot_be_finished_is_not_offered() -> None:
    assert offers(atomic(seq(use("a"), use("c"))), "a") == []
    assert offers(atomic(seq(use("a"), use("b"))), "a") == ["a"]


def test_an_atomic_is_kept_only_if_it_helps() -> None:
    def better(_before: Expr, after: Expr) -> bool:
        return after == Symbol("c")

    assert offers(atomic(use("a"), keep=better), "a") == []
    assert offers(atomic(use("b"), keep=better), "b") == ["b"]


def test_a_label_opens_once() -> None:
    moves = [move for move, _ in run(label("all", repeat(use("a", "b"))), Symbol("a"), using=toys)]

    assert [move.labels for move in moves] == [(("all", True),), (("all", False),)]


def test_fuel_runs_out_with_an_error_that_derive_understands() -> None:
    with pytest.raises(OutOfFuelError):
        next(firsts(atomic(repeat(use("a", "b", "c"))), Symbol("a"), Run(toys, fuel=10)))


def test_what_is_left_does_not_grow_with_what_is_done() -> None:
    line, rest, sizes = Symbol("a"), repeat(use("a", "b", "c")), []
    for _ in range(20):
        move, rest = next(firsts(rest, line, Run(toys)))
        line = move.after  # type: ignore[assignment]
        sizes.append(len(repr(rest)))

    assert len(set(sizes)) == 1


PROBLEMS = [
    (verb.id, name, problem)
    for verb in VERBS.values()
    for problem in verb.examples
    for name, method in verb.methods.items()
    if method.suits(read(problem).tree)
]


@pytest.mark.parametrize("id_", VERBS)
def test_a_verb_begins_suitable_and_unfinished(id_: str) -> None:
    verb = VERBS[id_]
    for problem in verb.examples:
        tree = read(problem).tree

        assert verb_for(tree) is verb
        assert not verb.ready(tree)


@pytest.mark.parametrize("id_", VERBS)
def test_a_verb_has_an_example_for_every_method(id_: str) -> None:
    verb = VERBS[id_]

    assert {name for verb_id, name, _ in PROBLEMS if verb_id == id_} == set(verb.methods)


@pytest.mark.parametrize(("id_", "name", "problem"), PROBLEMS)
def test_moves_can_be_replayed_from_their_ids_and_paths(id_: str, name: str, problem: str) -> None:
    strategy, tree = VERBS[id_].methods[name].strategy, read(problem).tree
    moves = [move for move, _ in run(strategy, tree)]
    for k in range(len(moves)):
        prefix = [(move.rule, move.path) for move in moves[:k]]
        rest = [move for move, _ in run(strategy, tree, prefix=prefix)]

        assert [move.after for move in rest] == [move.after for move in moves[k:]]


def test_a_prefix_that_was_never_offered_is_refused() -> None:
    strategy = VERBS["diff"].methods["rules"].strategy

    with pytest.raises(ValueError, match="not offered"):
        next(run(strategy, read("diff(x^2, x)").tree, prefix=[("diff.product", ())]))


@pytest.mark.parametrize(("id_", "name", "problem"), PROBLEMS)
def test_the_next_step_of_every_line_is_offered(id_: str, name: str, problem: str) -> None:
    tree = read(problem).tree
    first = project(derive(tree, method=name), "textbook").steps[0]

    assert (first.rule, first.after) in {(step.rule, step.after) for step in next_steps(tree)}, id_


def planted(id_: str) -> Rule:
    """A product rule that multiplies the derivatives, as learners do."""
    rule = sound(id_)[0]

    def wrong(e: Expr) -> Rewrite | None:
        rewrite = rule(e)
        if not isinstance(rewrite, Rewrite) or not isinstance(rewrite.after, Sum):
            return rewrite if isinstance(rewrite, Rewrite) else None
        return Rewrite(Product(rewrite.after.terms), rewrite.bindings)

    return Rule(id=id_, name=id_, law="", why="", rewrite=wrong, examples=(), source="")


def test_a_planted_fault_is_cut_off_where_it_happens() -> None:
    def shelf(id_: str) -> tuple[Rule, ...]:
        return (planted(id_),) if id_ == "diff.product" else sound(id_)  # type: ignore[return-value]

    derivation = derive(read("diff(x*sin(x), x)").tree, using=shelf)

    assert derivation.status == "partial"
    assert derivation.reason is not None
    assert derivation.reason["kind"] == "unsound_step"
    assert derivation.reason["rule"] == "diff.product"
    assert derivation.steps == ()


def test_a_faulty_shelf_leads_to_what_the_learner_would_write() -> None:
    def shelf(id_: str) -> tuple[Rule, ...]:
        return (planted(id_),) if id_ == "diff.product" else sound(id_)  # type: ignore[return-value]

    strategy = VERBS["diff"].methods["rules"].strategy
    last: Move | None = None
    for move, _ in run(strategy, read("diff(x^2*sin(x), x)").tree, using=shelf):
        last = move

    assert last is not None
    assert to_text(last.after) == "2*x^3*sin(x)*cos(x)"


def test_nothing_left_is_said_by_succeed() -> None:
    assert done(SUCCEED, Symbol("x"), Run(toys))
    assert offers(SUCCEED, "x") == []
