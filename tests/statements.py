"""Strategies for what is no value: relations, chains, conditions, sets by a condition, distributions, `where`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.atoms import some, symbols
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Logic,
    Relation,
    Set,
    Symbol,
    Vector,
    Where,
    Word,
)
from tutor.language.expr.paths import free_names

if TYPE_CHECKING:
    from tests.atoms import Trees


def families(part: Trees) -> Trees:
    """Distributions with their parameters."""
    two = st.tuples(st.sampled_from(["Normal", "Uniform", "Gamma", "Beta"]), part, part)
    one = st.tuples(st.sampled_from(["Exponential", "Poisson", "Bernoulli"]), part)
    return st.one_of(two, one).map(lambda f: Call(f[0], f[1:]))


def relations(part: Trees) -> Trees:
    operators = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~", "in", ":"])
    return st.tuples(operators, part, part).map(lambda r: Relation(*r))


def conditions(part: Trees) -> Trees:
    """What may stand behind `if` and behind `such that`."""
    operators = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    one = st.tuples(operators, part, part).map(lambda r: Relation(*r))
    both = st.tuples(st.sampled_from(["or", "and"]), some(one, 2, 2)).map(lambda s: Logic(*s))
    return st.one_of(one, one, both, one.map(lambda r: Logic("not", (r,))))


def by_cases(part: Trees) -> Trees:
    """Two or three of value, condition, value otherwise."""
    condition = conditions(part)
    return st.one_of(
        st.tuples(part, condition), st.tuples(part, condition, part),
        st.tuples(part, condition, part, condition),
    ).map(lambda arguments: Call("piecewise", arguments))  # fmt: skip


def sets_by_condition(part: Trees) -> Trees:
    member = symbols().map(lambda x: Relation("in", x, Word("reals")))
    pair = some(symbols(), 2, 2).map(lambda names: Vector(names, "("))
    element = st.one_of(symbols(), member, pair)
    return st.tuples(element, conditions(part)).map(lambda s: Set((Relation("|", *s),)))


def conditioned(part: Trees) -> Trees:
    """`X|Y ~ N(0, 1)`."""
    known = st.one_of(symbols(), st.tuples(symbols(), part).map(lambda r: Relation("=", *r)))
    return st.tuples(symbols(), known, st.one_of(part, families(part))).map(
        lambda c: Relation("~", Relation("|", c[0], c[1]), c[2])
    )


def chains(part: Trees) -> Trees:
    up = st.tuples(*[st.sampled_from(["<", "<="])] * 2)
    down = st.tuples(*[st.sampled_from([">", ">="])] * 2)
    level = st.sampled_from([("=", "="), ("=", "<"), (">=", "=")])
    return st.tuples(some(part, 3, 3), st.one_of(up, down, level)).map(lambda c: Chain(*c))


def statements(item: Trees) -> Trees:
    return st.tuples(st.sampled_from(["or", "and"]), some(item, 2, 3)).map(lambda s: Logic(*s))


def joined_sets(side: Trees) -> Trees:
    word = st.sampled_from(["union", "intersection"])
    several = st.tuples(word, some(side, 2, 3)).map(lambda s: Logic(*s))
    without = some(side, 2, 2).map(lambda s: Logic("without", s))
    return st.one_of(several, without)


def wheres(body: Trees, value: Trees) -> Trees:
    bound = st.lists(
        st.tuples(st.sampled_from(["=", "~"]), symbols(), value),
        min_size=1,
        max_size=2,
        unique_by=lambda binding: binding[1].name,
    ).map(lambda bindings: tuple(Relation(*binding) for binding in bindings))
    return st.tuples(body, bound.filter(goes_in_no_circle)).map(lambda w: Where(*w))


def goes_in_no_circle(bindings: tuple[Relation, ...]) -> bool:
    """Whether at most two values can be put in one after the other."""
    values = {
        b.left.name: free_names(b.right)
        for b in bindings
        if b.operator == "=" and isinstance(b.left, Symbol)
    }
    itself = any(name in names for name, names in values.items())
    return not values or (not itself and any(not n & values.keys() for n in values.values()))
