"""Promises of the graph: a node has the value of the raw tree wherever the conditions hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
)
from tutor.language.notation import declare, read
from tutor.language.scope import EMPTY
from tutor.oracle.budget import LIMITS, Budget, Overrun
from tutor.oracle.building.build import Builder
from tutor.oracle.building.refusals import NeedsComplex, Unsupported
from tutor.oracle.cas import balls, evaluate
from tutor.oracle.cas.enclose import enclose
from tutor.oracle.checking.slopes import Unspelled
from tutor.oracle.checking.spelling import plain
from tutor.oracle.graph.graph import Graph
from tutor.oracle.graph.signs import NEGATIVE, POSITIVE, ZERO, signs
from tutor.oracle.kronecker import is_zero
from tutor.oracle.points import points

if TYPE_CHECKING:
    from tutor.language.expr.nodes import (
        Expr,
    )
    from tutor.language.scope import Scope

BITS = 250
UNARY = [
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "log",
    "log2",
    "abs",
    "sign",
    "sec",
    "csc",
    "cot",
    "asinh",
    "acosh",
    "atanh",
    "sigmoid",
    "floor",
    "ceiling",
]
INTEGERS = declare({"x": "real", "n": "integer", "p": "positive"})


def leaves() -> st.SearchStrategy[Expr]:
    names = st.sampled_from([Symbol("x"), Symbol("y"), Symbol("n"), Symbol("p")])
    numbers = st.sampled_from(["0", "1", "2", "3", "4", "12", "0.5", "27"]).map(Number)
    return st.one_of(names, names, numbers, st.sampled_from([Constant("pi"), Constant("e")]))


def exponents() -> st.SearchStrategy[Expr]:
    pairs = st.tuples(leaves(), leaves())
    return st.one_of(leaves(), leaves().map(Negation), pairs.map(Sum), pairs.map(Product))


def grow(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    pairs = st.tuples(inner, inner)
    small = st.sampled_from(["1", "2", "3", "4", "6"]).map(Number)
    return st.one_of(
        pairs.map(Sum),
        pairs.map(Product),
        pairs.map(lambda p: Quotient(*p)),
        inner.map(Negation),
        st.tuples(inner, exponents()).map(lambda p: Power(*p)),
        st.tuples(inner, small).map(lambda p: Power(*p)),
        st.tuples(inner, small, small).map(lambda p: Power(p[0], Quotient(p[1], p[2]))),
        st.tuples(inner, small).map(lambda p: Power(p[0], Negation(p[1]))),
        st.tuples(inner, st.sampled_from(["2", "3", "4"]).map(Number)).map(lambda p: Root(*p)),
        st.tuples(st.sampled_from(UNARY), inner).map(lambda p: Call(p[0], (p[1],))),
        st.tuples(st.sampled_from(["max", "min", "log"]), pairs).map(lambda p: Call(*p)),
    )


def trees(depth: int = 3) -> st.SearchStrategy[Expr]:
    found = leaves()
    for _ in range(depth):
        found = grow(st.one_of(leaves(), found))
    return found


def built(e: Expr, scope: Scope) -> tuple[Graph, int, Builder] | None:
    graph = Graph(scope)
    builder = Builder(graph, scope)
    try:
        return graph, builder.scalar(e), builder
    except (Unsupported, NeedsComplex, Overrun):
        return None


def agreements(e: Expr, raw: Expr, scope: Scope) -> int:
    """How many points were compared; fails where the node and the raw tree differ."""
    found = built(e, scope)
    if found is None:
        return 0
    graph, root, builder = found
    names = ("n", "p", "x", "y")
    where = points.domains(scope, names)
    compared = 0
    candidates = [*islice(points.small(where), 12), *points.fixed(where)]
    for at in candidates:
        with balls.precision(BITS):
            program = evaluate.Program(
                graph, [root, *(id_ for _, id_ in builder.conditions)], exactly=True
            )
            values = program.run(at, Budget({}))
            held = [evaluate.holds(c, values, graph) for c in builder.conditions]
        other = enclose(raw, at, scope, bits=BITS)
        if all(held) and balls.is_finite(values[root]):
            assert other.status != "undefined", (e, at)
            if other.status == "value":
                compared += 1
                with balls.precision(BITS):
                    assert balls.apart(values[root], other.ball) is not True, (e, at)
        if other.status == "value":
            assert False not in held, (e, at, list(builder.conditions), held)
    return compared


@given(trees())
@settings(max_examples=400, deadline=None)
def test_a_node_has_the_value_of_its_tree_and_the_conditions_are_its_domain(e: Expr) -> None:
    agreements(e, e, INTEGERS)


@given(trees(2))
@settings(max_examples=200, deadline=None)
def test_the_derivative_is_that_of_the_textbook(e: Expr) -> None:
    derivative = Derivative(e, Symbol("x"))
    try:
        spelled = plain(derivative, EMPTY)
    except Unspelled:
        return
    found = built(derivative, EMPTY)
    if found is None:
        return
    graph, root, builder = found
    for at in islice(points.fixed(points.domains(EMPTY, ("n", "p", "x", "y"))), 8):
        with balls.precision(BITS):
            nodes = [root, *(id_ for _, id_ in builder.conditions)]
            values = evaluate.Program(graph, nodes, exactly=True).run(at, Budget({}))
            held = [evaluate.holds(c, values, graph) for c in builder.conditions]
        other = enclose(spelled, at, EMPTY, bits=BITS)
        if all(held) and balls.is_finite(values[root]) and other.status == "value":
            with balls.precision(BITS):
                assert balls.apart(values[root], other.ball) is not True, (e, at)


def test_enough_points_are_compared() -> None:
    text = "sqrt(x^2*p) + ln(p)*tan(y)/(x - 2) + p^x"

    assert agreements(read(text).tree, read(text).tree, INTEGERS) > 8


@given(trees())
@settings(max_examples=200, deadline=None)
def test_putting_names_in_the_place_of_themselves_changes_no_node(e: Expr) -> None:
    found = built(e, INTEGERS)
    if found is not None:
        graph, root, _ = found
        moved = graph.rebuild(root, lambda _: None)

        assert moved == root


@given(trees(2))
@settings(max_examples=150, deadline=None)
def test_a_fresh_graph_finds_the_same_nodes(e: Expr) -> None:
    one, other = built(e, INTEGERS), built(e, INTEGERS)

    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one[0].node == other[0].node
        assert one[1] == other[1]


def test_a_branch_leaves_its_graph_alone() -> None:
    graph = Graph(EMPTY)
    root = Builder(graph, EMPTY).scalar(read("x^2 + y").tree)
    before = list(graph.node)
    branch = graph.branch()
    Builder(branch, EMPTY).scalar(read("sin(x*z) + 9").tree)

    assert graph.node == before
    assert branch.node[root] == graph.node[root]
    assert graph.names == ["x", "y"]


def test_children_come_before_parents() -> None:
    graph = Graph(EMPTY)
    root = Builder(graph, EMPTY).scalar(read("sqrt(x + sin(y))/(1 + e^(x*y))").tree)
    order = graph.order(root)

    assert order == sorted(order)
    assert all(child < id_ for id_ in order for child in graph.children(id_))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2 + 1", POSITIVE),
        ("-x^2 - 1", NEGATIVE),
        ("e^x", POSITIVE),
        ("x^2", ZERO | POSITIVE),
        ("abs(x)", ZERO | POSITIVE),
        ("p + 1", POSITIVE),
        ("-p", NEGATIVE),
        ("p*x", NEGATIVE | ZERO | POSITIVE),
        ("sqrt(x) + 1", POSITIVE),
        ("x^2*p + abs(y)", ZERO | POSITIVE),
        ("pi - 3", NEGATIVE | ZERO | POSITIVE),
    ],
)
def test_signs_are_facts(text: str, expected: int) -> None:
    graph = Graph(INTEGERS)
    root = Builder(graph, INTEGERS).scalar(read(text).tree)

    assert signs(graph, root) == expected


@pytest.mark.parametrize("counter", ["points", "visits", "terms"])
def test_a_budget_allows_n_and_stops_at_n_and_one(counter: str) -> None:
    budget = Budget({counter: 3})
    for _ in range(3):
        budget.charge(counter)
    with pytest.raises(Overrun) as stopped:
        budget.charge(counter)

    assert stopped.value.counter == counter
    budget.restart()
    budget.charge(counter, 3)


def test_the_graph_stops_at_its_bound() -> None:
    graph = Graph(EMPTY)
    for k in range(LIMITS["nodes"]):
        graph.number(k)
    with pytest.raises(Overrun):
        graph.number(-1)

    assert graph.number(7) is not None


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("(x + 1)^2 - x^2 - 2x - 1", True),
        ("(x + y)^3 - (x^3 + 3x^2*y + 3x*y^2 + y^3)", True),
        ("(x + y)^3 - (x^3 + 3x^2*y + 3x*y^2 - y^3)", False),
        ("1/x - 1/x", True),
        ("1/(x - 1) - 1/(x + 1) - 2/(x^2 - 1)", True),
        ("x*(x - 1)*(x - 2)*(x - 3)", False),
        ("(a*b - c)*(a*b + c) - a^2*b^2 + c^2", True),
    ],
)
def test_kronecker_tells_zero_from_what_is_not(text: str, zero: bool) -> None:
    graph = Graph(EMPTY)
    root = Builder(graph, EMPTY).scalar(read(text).tree)

    assert is_zero(graph, root, Budget()) is zero


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 4), st.integers(0, 4)), max_size=6),
    st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 4), st.integers(0, 4)), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_kronecker_agrees_with_counting_coefficients(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    graph = Graph(EMPTY)
    x, y = graph.name("x"), graph.name("y")
    counts: dict[tuple[int, int], int] = {}
    factors = [
        graph.sum([(graph.product(((x, i), (y, j))), c) for c, i, j in part])
        for part in (one, other)
    ]
    for c, i, j in one:
        for d, k, m in other:
            counts[i + k, j + m] = counts.get((i + k, j + m), 0) + c * d
    spread = graph.sum([(graph.product(((x, i), (y, j))), c) for (i, j), c in counts.items()])
    difference = graph.minus(graph.times(*factors), spread)
    off = graph.sum(((difference, 1), (graph.product(((x, 3), (y, 1))), Fraction(1, 7))))

    assert is_zero(graph, difference, Budget())
    assert not is_zero(graph, off, Budget())
