"""Hypothesis strategies for trees, built by depth.

`expressions` draws what stands for a number; `trees` draws from the whole union, but only what a
reader can produce: a sum has two terms, a set stands where a set can. Each node's type is drawn
evenly among those that may stand in its place, so no type is rare (`st.recursive` gave a minus or a
derivative at the root of four draws in five, and found nothing).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from tutor.language.expr.nodes import (
    Call,
    Chain,
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
    Where,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

Trees: TypeAlias = "st.SearchStrategy[Expr]"

NAMES = (
    *("x", "y", "t", "d", "x_1", "v_max", "alpha", "delta", "y'", "T"),
    *("x_hat", "beta_hat_0", "x_{n+1}", "y_bar", "mu_{1|2}"),
)
FUNCTIONS = (
    *("sin", "cos", "tan", "asin", "tanh", "exp", "log", "sqrt2", "abs", "sign", "floor"),
    *("log2", "gammafn", "conjugate", "factorial", "percent", "degrees", "re"),
)
ARRAY_FUNCTIONS = ("transpose", "inverse", "det", "trace", "norm", "adjoint")
UNKNOWN_FUNCTIONS = ("f", "g'", "h''")
CONSTANTS = ("pi", "e", "i", "oo")
WORDS = ("min", "max", "saddle", "true", "no solution")
VERBS = ("integrate", "gradient", "limit", "expectation", "implicit_diff", "solve_for")
OPTIONS = ("at", "along", "degree", "given", "method")


def numbers() -> Trees:
    """Numbers as written, decimals and powers of ten included."""
    plain = st.integers(0, 12).map(lambda n: Number(str(n)))
    written = st.sampled_from(["0.50", "2.5", ".25", "100", "2e3", "3E2", "1.5e-3", "1"]).map(
        Number
    )
    return st.one_of(plain, plain, written)


def symbols(names: tuple[str, ...] = NAMES) -> st.SearchStrategy[Symbol]:
    """Names alone."""
    return st.sampled_from(names).map(Symbol)


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
    return _evenly(kinds)


@cache
def values(depth: int = 3) -> Trees:
    """What may stand in a sum: scalars, vectors, matrices, verbs, a `where` in brackets."""
    if depth == 0:
        return st.one_of(expressions(0), st.sampled_from(CONSTANTS).map(Constant))
    part = values(depth - 1)
    return _evenly(
        [
            *_array_arithmetic(part),
            *_derivatives(part, NAMES),
            _calls(part, (*FUNCTIONS, *ARRAY_FUNCTIONS)),
            _several_arguments(part),
            st.tuples(st.sampled_from(UNKNOWN_FUNCTIONS), _some(part, 1, 2)).map(
                lambda c: Call(*c)
            ),
            _verbs(items(depth - 1)),
            _operators(part),
            _vectors(part),
            _matrices(part),
            _wheres(part, part),
        ]
    )


@cache
def sides(depth: int = 3) -> Trees:
    """What may stand on one side of a relation: values, sets, intervals, sets joined."""
    part = values(max(depth - 1, 0))
    kinds = [values(depth), _some(part, 0, 3).map(Set)]
    kinds.append(
        st.tuples(part, part, st.booleans()).map(lambda i: Interval(i[0], i[1], i[2], not i[2]))
    )
    if depth > 0:
        kinds.append(_joined_sets(sides(depth - 1)))
    return _evenly(kinds)


@cache
def items(depth: int = 3) -> Trees:
    """What may stand between two commas: sides, relations, chains, statements joined, words."""
    part = sides(max(depth - 1, 0))
    kinds = [sides(depth), st.sampled_from(WORDS).map(Word), _relations(part)]
    if depth > 0:
        kinds += [_chains(values(depth - 1)), _statements(items(depth - 1))]
    return _evenly(kinds)


@cache
def trees(depth: int = 3) -> Trees:
    """The whole union, each type about as often at the root."""
    below = max(depth - 1, 0)
    value, side, item = values(below), sides(below), items(below)
    return _evenly(
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
            _some(value, 0, 3).map(Set),
            st.tuples(value, value, st.booleans()).map(
                lambda i: Interval(i[0], i[1], i[2], not i[2])
            ),
            _some(item, 2, 3).map(Listing),
            _relations(side),
            _chains(value),
            st.one_of(_statements(item), _joined_sets(side)),
            _wheres(st.one_of(item, _some(item, 2, 2).map(Listing)), side),
        ]
    )


def _evenly(kinds: list[Trees]) -> Trees:
    """One of several strategies, each as likely (`one_of` would flatten them and favour the nested)."""
    return st.sampled_from(range(len(kinds))).flatmap(lambda k: kinds[k])


def _some(part: Trees, least: int, most: int) -> st.SearchStrategy[tuple[Expr, ...]]:
    return st.lists(part, min_size=least, max_size=most).map(tuple)


def _arithmetic(part: Trees) -> list[Trees]:
    exponent = st.one_of(part, numbers())
    index = st.sampled_from(["2", "2", "3", "5"]).map(Number)
    return [
        _some(part, 2, 3).map(Sum),
        part.map(Negation),
        _some(part, 2, 3).map(Product),
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
    names = st.sampled_from(["log", "binomial", "norm", "dot", "max", "diag"])
    return st.tuples(names, part, part).map(lambda c: Call(c[0], (c[1], c[2])))


def _verbs(item: Trees) -> Trees:
    options = st.lists(
        st.tuples(st.sampled_from(OPTIONS), item), max_size=2, unique_by=lambda pair: pair[0]
    ).map(tuple)
    return st.tuples(st.sampled_from(VERBS), _some(item, 1, 3), options).map(lambda v: Verb(*v))


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
    by_several = st.tuples(part, _some(name, 2, 3).map(Vector)).map(lambda v: Verb("gradient", v))
    return _evenly([one, two, bounded.map(lambda v: Verb(v[0], v[1:])), limit, by_several])


def _vectors(part: Trees) -> Trees:
    def vector(parts: tuple[tuple[Expr, ...], str]) -> Expr:
        entries, bracket = parts
        if bracket == "(" and len(entries) == 1:
            bracket = "<"  # (x) is x
        rows = all(isinstance(e, Vector) and e.bracket == "[" for e in entries)
        return Vector(
            entries,
            "(" if rows and bracket == "[" and len(entries) > 1 else "<" if rows else bracket,
        )

    return st.tuples(_some(part, 1, 3), st.sampled_from(["[", "(", "<"])).map(vector)


def _matrices(part: Trees) -> Trees:
    def matrix(shape: tuple[int, int]) -> Trees:
        rows, columns = shape
        # a row of vectors is read as the matrix of those vectors
        row = _some(part, columns, columns).map(
            lambda row: (Number("0"), *row[1:]) if all(isinstance(e, Vector) for e in row) else row
        )
        return st.lists(row, min_size=rows, max_size=rows).map(lambda r: Matrix(tuple(r)))

    return st.tuples(st.integers(1, 2), st.integers(1, 3)).flatmap(matrix)


def _relations(part: Trees) -> Trees:
    operators = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~", "in", ":"])
    return st.tuples(operators, part, part).map(lambda r: Relation(*r))


def _chains(part: Trees) -> Trees:
    up = st.tuples(*[st.sampled_from(["<", "<="])] * 2)
    down = st.tuples(*[st.sampled_from([">", ">="])] * 2)
    return st.tuples(_some(part, 3, 3), st.one_of(up, down)).map(lambda c: Chain(*c))


def _statements(item: Trees) -> Trees:
    return st.tuples(st.sampled_from(["or", "and"]), _some(item, 2, 3)).map(lambda s: Logic(*s))


def _joined_sets(side: Trees) -> Trees:
    word = st.sampled_from(["union", "intersection"])
    several = st.tuples(word, _some(side, 2, 3)).map(lambda s: Logic(*s))
    without = _some(side, 2, 2).map(lambda s: Logic("without", s))
    return st.one_of(several, without)


def _wheres(body: Trees, value: Trees) -> Trees:
    bound = st.lists(
        st.tuples(st.sampled_from(["=", "~"]), symbols(), value),
        min_size=1,
        max_size=2,
        unique_by=lambda binding: binding[1].name,
    ).map(lambda bindings: tuple(Relation(*binding) for binding in bindings))
    return st.tuples(body, bound).map(lambda w: Where(*w))


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
