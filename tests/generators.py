"""Hypothesis strategies for trees, built by depth.

`expressions` draws what stands for a number; `trees` draws from the whole union, but only what a
reader can produce: a sum has two terms, a set stands where a set can. Each node's type is drawn
evenly among those that may stand in its place, so no type is rare (`st.recursive` gave a minus or a
derivative at the root of four draws in five, and found nothing).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.atoms import NAMES, evenly, numbers, some, symbols
from tests.statements import (
    by_cases,
    chains,
    conditioned,
    joined_sets,
    relations,
    sets_by_condition,
    statements,
    wheres,
)
from tutor.language.expr.functions import SETS_OF_NUMBERS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    HigherDerivative,
    Interval,
    Listing,
    Logic,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Set,
    Sum,
    Symbol,
    Vector,
    Verb,
    Word,
)
from tutor.language.kinds import kind_of
from tutor.language.notation.words import FROBENIUS
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.atoms import Trees
    from tutor.language.expr.nodes import Expr

FUNCTIONS = (
    *("sin", "cos", "tan", "asin", "tanh", "exp", "log", "sqrt2", "abs", "sign", "floor"),
    *("log2", "gammafn", "conjugate", "factorial", "percent", "degrees", "re", "ceiling", "cosh"),
)
ARRAY_FUNCTIONS = ("transpose", "inverse", "det", "trace", "norm", "adjoint")
UNKNOWN_FUNCTIONS = ("f", "g'", "h''")
CONSTANTS = ("pi", "e", "i", "oo")
WORDS = ("min", "max", "saddle", "true", "no solution")
EVENTS = ("A", "B", "X")
VERBS = ("integrate", "gradient", "limit", "expectation", "implicit_diff", "solve_for")
OPTIONS = ("at", "along", "degree", "given", "method")


@cache
def expressions(
    depth: int = 3,
    names: tuple[str, ...] = NAMES,
    functions: tuple[str, ...] = FUNCTIONS,
    *,
    derivatives: bool = True,
) -> Trees:
    """Scalar trees of at most this height above the leaves."""
    leaf = st.one_of(
        numbers(), symbols(names), symbols(names), st.sampled_from(CONSTANTS[:2]).map(Constant)
    )
    if depth == 0:
        return leaf
    part = expressions(depth - 1, names, functions, derivatives=derivatives)
    kinds: list[Trees] = [*_arithmetic(part), leaf, _calls(part, functions)]
    if derivatives:
        kinds += _derivatives(part, names)
    return evenly(kinds)


@cache
def values(depth: int = 3) -> Trees:
    """What may stand in a sum: scalars, vectors, matrices, verbs, a `where` in brackets."""
    if depth == 0:
        return st.one_of(expressions(0), st.sampled_from(CONSTANTS).map(Constant))
    part = values(depth - 1)
    return evenly(
        [
            *_array_arithmetic(part),
            *_derivatives(part, NAMES),
            _calls(part, (*FUNCTIONS, *ARRAY_FUNCTIONS)),
            _several_arguments(part),
            st.tuples(st.sampled_from(UNKNOWN_FUNCTIONS), some(part, 1, 2)).map(lambda c: Call(*c)),
            _verbs(items(depth - 1)),
            _operators(part),
            _of_chance(part),
            _vectors(part),
            _products_of_vectors(part),
            _norms(part),
            _matrices(part),
            wheres(part, part),
            by_cases(part),
        ]
    )


@cache
def sides(depth: int = 3) -> Trees:
    """What may stand on one side of a relation: values, sets, intervals, sets joined."""
    part = values(max(depth - 1, 0))
    kinds = [values(depth), some(part, 0, 3).map(Set), sets_by_condition(part)]
    kinds.append(st.sampled_from(sorted(SETS_OF_NUMBERS)).map(Word))
    kinds.append(
        st.tuples(part, part, st.booleans()).map(lambda i: Interval(i[0], i[1], i[2], not i[2]))
    )
    if depth > 0:
        kinds.append(joined_sets(sides(depth - 1)))
    return evenly(kinds)


@cache
def items(depth: int = 3) -> Trees:
    """What may stand between two commas: sides, relations, chains, statements joined, words."""
    part = sides(max(depth - 1, 0))
    kinds = [sides(depth), st.sampled_from(WORDS).map(Word), relations(part)]
    kinds += [conditioned(part), relations(part).map(lambda r: Logic("not", (r,)))]
    if depth > 0:
        kinds += [chains(values(depth - 1)), statements(items(depth - 1))]
    return evenly(kinds)


@cache
def trees(depth: int = 3) -> Trees:
    """The whole union, each type about as often at the root."""
    below = max(depth - 1, 0)
    value, side, item = values(below), sides(below), items(below)
    return evenly(
        [
            numbers(),
            symbols(),
            st.sampled_from(CONSTANTS).map(Constant),
            st.sampled_from(WORDS).map(Word),
            *_array_arithmetic(value),
            *_derivatives(value, NAMES),
            _calls(value, (*FUNCTIONS, *ARRAY_FUNCTIONS)),
            _verbs(item),
            _operators(value),
            _vectors(value),
            _matrices(value),
            some(value, 0, 3).map(Set),
            st.tuples(value, value, st.booleans()).map(
                lambda i: Interval(i[0], i[1], i[2], not i[2])
            ),
            some(item, 2, 3).map(Listing),
            relations(side),
            chains(value),
            st.one_of(statements(item), joined_sets(side)),
            wheres(st.one_of(item, some(item, 2, 2).map(Listing)), side),
        ]
    )


def _arithmetic(part: Trees) -> list[Trees]:
    exponent = st.one_of(part, numbers())
    index = st.sampled_from(["2", "2", "3", "5"]).map(Number)
    return [
        some(part, 2, 3).map(Sum),
        part.map(Negation),
        some(part, 2, 3).map(Product),
        st.tuples(part, part).map(lambda q: Quotient(*q)),
        st.tuples(part, exponent).map(lambda p: Power(*p)),
        st.tuples(part, st.one_of(index, part)).map(lambda r: Root(*r)),
    ]


def _array_arithmetic(part: Trees) -> list[Trees]:
    """The same where arrays may stand: `[1, 2]^T` is a transpose however it is bracketed."""
    return [kind.filter(_is_no_transpose) for kind in _arithmetic(part)]


def _is_no_transpose(e: Expr) -> bool:
    return not (isinstance(e, Power) and e.exponent == Symbol("T"))


def _derivatives(part: Trees, names: tuple[str, ...]) -> list[Trees]:
    x = symbols(tuple(name for name in names if name != "d"))
    return [
        st.tuples(part, x, st.booleans()).map(lambda d: Derivative(*d)),
        st.tuples(part, x, st.integers(2, 12), st.booleans()).map(lambda d: HigherDerivative(*d)),
    ]


def _calls(part: Trees, functions: tuple[str, ...]) -> Trees:
    def call(parts: tuple[str, Expr]) -> Expr:
        name, argument = parts
        return Root(argument, Number("2")) if name == "sqrt2" else Call(name, (argument,))

    return st.tuples(st.sampled_from(functions), part).map(call)


def _several_arguments(part: Trees) -> Trees:
    names = st.sampled_from(["log", "binomial", "norm", "dot", "cross", "max", "min", "diag"])
    return st.tuples(names, part, part).map(lambda c: Call(c[0], (c[1], c[2])))


def _verbs(item: Trees) -> Trees:
    options = st.lists(
        st.tuples(st.sampled_from(OPTIONS), item), max_size=2, unique_by=lambda pair: pair[0]
    ).map(tuple)
    return st.tuples(st.sampled_from(VERBS), some(item, 1, 3), options).map(lambda v: Verb(*v))


def _operators(part: Trees) -> Trees:
    """Verbs that are written with a sign of their own: integrals, sums, products, limits, gradients."""
    name = symbols()
    sides = st.sampled_from([(), (("side", Word("left")),), (("side", Word("right")),)])
    one = st.tuples(st.sampled_from(["sum", "product", "gradient", "hessian"]), part).map(
        lambda v: Verb(v[0], v[1:])
    )
    two = st.tuples(
        st.sampled_from(["integrate", "sum", "product", "gradient", "hessian"]), part, name
    ).map(lambda v: Verb(v[0], v[1:]))
    bounded = st.tuples(st.sampled_from(["integrate", "sum", "product"]), part, name, part, part)
    limit = st.tuples(part, name, part, sides).map(lambda v: Verb("limit", v[:3], v[3]))
    by_several = st.tuples(part, some(name, 2, 3).map(Vector)).map(lambda v: Verb("gradient", v))
    values = st.one_of(
        st.sampled_from(sorted(SETS_OF_NUMBERS)).map(Word), some(part, 1, 2).map(Set)
    )
    member = st.tuples(name, values).map(lambda m: Relation("in", *m))
    over_a_set = st.tuples(st.sampled_from(["sum", "product"]), part, member).map(
        lambda v: Verb(v[0], v[1:])
    )
    several = [bounded.map(lambda v: Verb(v[0], v[1:])), limit, by_several, over_a_set]
    return evenly([one, two, *several])


def _products_of_vectors(part: Trees) -> Trees:
    """`dot` and `cross` of vectors of one length."""

    def product(parts: tuple[str, tuple[Expr, ...], tuple[Expr, ...]]) -> Expr:
        name, one, other = parts
        return Call(name, (Vector(one), Vector(other)))

    return st.tuples(st.sampled_from(["dot", "cross"]), some(part, 3, 3), some(part, 3, 3)).map(
        product
    )


def _norms(part: Trees) -> Trees:
    """Norms that say which one they are."""
    indices: tuple[Expr, ...] = (Number("1"), Constant("oo"), Symbol("p"))
    which = st.sampled_from(indices)
    of_vector = st.tuples(some(part, 2, 3).map(Vector), which).map(lambda n: Call("norm", n))
    frobenius = st.tuples(some(part, 2, 2), some(part, 2, 2)).map(
        lambda rows: Call("norm", (Matrix(rows), Word(FROBENIUS)))
    )
    return st.one_of(of_vector, frobenius)


def _of_chance(part: Trees) -> Trees:
    """Probabilities of events, joined and denied and under a condition; expectations, variances."""
    name = st.sampled_from(EVENTS).map(Symbol)
    compared = st.tuples(st.sampled_from(["=", "<", ">="]), symbols(("X", "Y")), part).map(
        lambda r: Relation(*r)
    )
    one = st.one_of(name, name.map(lambda e: Logic("not", (e,))), compared)
    joined = st.tuples(st.sampled_from(["intersection", "union"]), some(name, 2, 3)).map(
        lambda s: Logic(*s)
    )
    event = st.one_of(one, joined)
    given = st.one_of(st.just(()), event.map(lambda e: (("given", e),)))
    probability = st.tuples(event, given).map(lambda p: Verb("probability", (p[0],), p[1]))
    number = st.tuples(st.sampled_from(["expectation", "variance"]), symbols(("X", "Y"))).map(
        lambda p: Verb(p[0], p[1:])
    )
    both = st.tuples(symbols(("X", "Y")), part).map(lambda p: Verb("covariance", p))
    return st.one_of(probability, number, both)


def _vectors(part: Trees) -> Trees:
    def vector(parts: tuple[tuple[Expr, ...], str]) -> Expr:
        entries, bracket = parts
        if bracket == "(" and len(entries) == 1:
            bracket = "<"  # (x) is x
        rows = all(isinstance(e, Vector) and e.bracket == "[" for e in entries)
        if bracket == "<" and len(entries) == 2 and all(map(_is_column, entries)):
            bracket = "("  # <u, v> is an inner product
            rows = False
        return Vector(
            entries,
            "(" if rows and bracket == "[" and len(entries) > 1 else "<" if rows else bracket,
        )

    return st.tuples(some(part, 1, 3), st.sampled_from(["[", "(", "<"])).map(vector)


def _is_column(e: Expr) -> bool:
    return kind_of(e, EMPTY).is_column


def _matrices(part: Trees) -> Trees:
    def matrix(shape: tuple[int, int]) -> Trees:
        rows, columns = shape
        # a row of vectors is read as the matrix of those vectors
        row = some(part, columns, columns).map(
            lambda row: (Number("0"), *row[1:]) if all(isinstance(e, Vector) for e in row) else row
        )
        return st.lists(row, min_size=rows, max_size=rows).map(lambda r: Matrix(tuple(r)))

    return st.tuples(st.integers(1, 2), st.integers(1, 3)).flatmap(matrix)


def draws(strategy: Trees, count: int, use: Callable[[Expr], None], seed: int = 1) -> None:
    """Hand `count` trees to `use`, the same ones on every run."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(e=strategy)
    def run(e: Expr) -> None:
        use(e)

    run()
