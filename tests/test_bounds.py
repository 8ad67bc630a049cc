"""Cost bounds: each holds at the bound and not one past it, towers are caught, nothing big is built."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from math import comb, factorial
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generators import trees
from tutor.language.bounds import BOUNDS, Bounds, cost, too_costly
from tutor.language.expr.build import number, product_of, sum_of
from tutor.language.expr.nodes import (
    Constant,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)
from tutor.language.notation import read

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

X = Symbol("x")


def tree(text: str) -> Expr:
    return read(text).tree


def square(n: int) -> Matrix:
    return Matrix(((Number("1"),) * n,) * n)


EDGES: list[tuple[str, Expr, Expr]] = [
    ("bits", tree("2^4095"), tree("2^4096")),
    ("bits", tree("1/2^4095"), tree("1/2^4096")),
    ("bits", tree("2^2048*2^2047"), tree("2^2048*2^2048")),
    ("bits", tree("(2^63)^65"), tree("(2^64)^64")),
    ("bits", tree("(1/2)^4095*x"), tree("(1/2)^4096*x")),
    ("bits", tree("sqrt(2)^8191"), tree("sqrt(2)^8192")),
    ("exponent", tree("x^1000000"), tree("x^1000001")),
    ("exponent", tree("x^(-1000000)"), tree("x^(-1000001)")),
    ("exponent", tree("(x^1000)^1000"), tree("(x^1000)^1001")),
    ("exponent", tree("((x + 1)^1000)^1000"), tree("((x + 1)^1000)^1001")),
    ("argument", tree("exp(2^64)"), tree("exp(2^65)")),
    ("argument", tree("e^(2^64)"), tree("e^(2^65)")),
    ("argument", tree("sin(2^64)"), tree("sin(2^65)")),
    ("argument", tree("cos(-2^64*x) + cos(-2^64)"), tree("cos(-2^65)")),
    ("factorial", tree("500!"), tree("501!")),
    ("factorial", tree("gammafn(501)"), tree("gammafn(502)")),
    ("binomial", tree("binomial(512, 3)"), tree("binomial(513, 3)")),
    ("order", tree("diff(x, x, 5)"), tree("diff(x, x, 6)")),
    ("order", tree("diff(diff(x, x, 3), x, 2)"), tree("diff(diff(x, x, 3), x, 3)")),
    ("matrix", square(10), square(11)),
    ("entries", Vector((X,) * 100), Vector((X,) * 101)),
    ("entries", Matrix(((X,) * 2,) * 50), Matrix(((X,) * 2,) * 51)),
    ("terms", sum_of([X] * 10_000), sum_of([X] * 10_001)),
    ("terms", product_of([X] * 10_000), product_of([X] * 10_001)),
]


@pytest.mark.parametrize(("bound", "allowed", "passed"), EDGES)
def test_a_bound_holds_at_n_and_is_passed_at_one_more(
    bound: str, allowed: Expr, passed: Expr
) -> None:
    assert too_costly(allowed) is None
    assert too_costly(passed) == bound


def test_every_bound_has_an_edge() -> None:
    assert {bound for bound, _, _ in EDGES} == {field.name for field in fields(Bounds)}


@pytest.mark.parametrize(
    "text",
    [
        "((9^9)^9999)^9999",
        "((7^8)^9000)^9000",
        "9^9^9^9",
        "9^(9^(9^9))",
        "(((2^10)^10)^10)^10",
        "2^(2^(2^(2^(2^2))))",
        "(10^100)^(10^100)",
        "x^(9^(9^9))",
        "1/(9^9)^9999",
        "(2/3)^(10^6)",
        "2^(-10^6)",
        "sqrt(2)^(10^6)",
        "(1 + sqrt(2))^(10^5)",
        "2^(999999/1000000)",
        "(500!)!",
        "(10^9)!",
        "(pi*10^9)!",
        "500!*500!",
        "binomial(10^9, 5*10^8)",
        "exp(exp(exp(9)))",
        "2^(10^30*pi)",
        "sin(10^40)",
        "sin(exp(100))",
        "[[3, 1], [1, 3]]^(10^6)",
        "{1, (9^9)^9999}",
        "x = (9^9)^9999",
        "d/dx((9^9)^9999*x)",
        "integrate((9^9)^9999*x, x)",
        "x^(10^6) where x = 2",
        "x where x = (9^9)^9999",
        "y where x = (9^9)^9999",
        "1e400^20",
    ],
)
def test_a_tower_is_caught(text: str) -> None:
    assert too_costly(tree(text)) in {field.name for field in fields(Bounds)}


@pytest.mark.parametrize(
    "text",
    [
        "(2x + 1)^5000",
        "(x + y + z)^5000",
        "(x + 1)^59999",
        "1^m",
        "(-1)^m",
        "1^(10^9)",
        "(-1)^(10^9)",
        "0^(10^9)",
        "i^(10^9)",
        "(2 - 1)^(10^9)",
        "x^2*y^(-3)",
        "((x^10)^10)^10",
        "sqrt(sqrt(sqrt(sqrt(x))))",
        "root(root(x/2, 7), 11)",
        "root(root(2/3, 97), 89)",
        "(x/3)^(1/1000)",
        "(10^100)^(1/1000)",
        "2^sqrt(2)",
        "2^0.5",
        "x^0.333333",
        "e^(-x^2/2)/sqrt(2*pi)",
        "exp(10^-30)",
        "sin(10^-30)",
        "ln(10^100)",
        "5%^3",
        "100!/(98!*2!)",
        "(52 - 5)!",
        "binomial(52, 5)",
        "1e400",
        "1e-400",
        "0.1^100",
        "2^(1/3)",
        "A^1000",
        "[[1, 1], [0, 1]]^1000",
    ],
)
def test_what_is_harmless_is_let_through(text: str) -> None:
    assert too_costly(tree(text)) is None


def test_given_values_count_where_their_names_stand() -> None:
    e = tree("x^(10^6)")

    assert too_costly(e) is None
    assert too_costly(e, given={"x": Number("2")}) == "bits"
    assert too_costly(e, given={"x": Number("1")}) is None


def test_the_bounds_can_be_widened_and_narrowed() -> None:
    e = tree("600! + x^3")

    assert too_costly(e, Bounds(factorial=600, bits=5_000)) is None
    assert too_costly(tree("x^3"), Bounds(exponent=2)) == "exponent"


RATIONALS = st.fractions(min_value=-40, max_value=40, max_denominator=12)


@st.composite
def constants(draw: st.DrawFn, depth: int = 3) -> Expr:
    """Rational constants, built by depth."""
    kinds = ["number", "sum", "product", "quotient", "power", "negation"]
    kind = draw(st.sampled_from(kinds)) if depth else "number"
    if kind == "number":
        return number(draw(RATIONALS))
    part = constants(depth - 1)
    if kind == "power":
        return Power(draw(part), number(draw(st.integers(-5, 9))))
    if kind == "negation":
        return Negation(draw(part))
    a, b = draw(part), draw(part)
    if kind == "quotient":
        return Quotient(a, b)
    return Sum((a, b)) if kind == "sum" else Product((a, b))


@settings(max_examples=300, deadline=None)
@given(e=constants())
def test_no_constant_is_longer_than_its_cost_says(e: Expr) -> None:
    def value(e: Expr) -> Fraction:
        match e:
            case Number():
                return Fraction(e.value)
            case Negation(u):
                return -value(u)
            case Sum(terms):
                return sum((value(t) for t in terms), Fraction())
            case Product((a, b)):
                return value(a) * value(b)
            case Quotient(a, b):
                return value(a) / value(b)
            case Power(a, n):
                return value(a) ** int(value(n))
            case _:
                raise AssertionError(e)

    try:
        exact = value(e)
    except ZeroDivisionError:
        return
    longest = max(abs(exact.numerator).bit_length(), exact.denominator.bit_length())
    found = cost(e)

    assert longest <= found.bits + 1e-6
    if found.value is not None:
        assert found.value == exact


@settings(max_examples=60, deadline=None)
@given(t=st.integers(2, 6), m=st.integers(1, 30))
def test_the_terms_of_a_power_of_a_sum_are_counted_exactly(t: int, m: int) -> None:
    names = [Symbol(name) for name in "abcuvw"[:t]]
    found = cost(Power(Sum(tuple(names)), number(m)))

    assert found.terms == pytest.approx(comb(t - 1 + m, m))
    assert found.degree == m


@pytest.mark.parametrize("n", [0, 1, 5, 20, 170, 500])
def test_the_length_of_a_factorial_is_known_without_multiplying(n: int) -> None:
    assert abs(cost(tree(f"{n}!")).bits - factorial(n).bit_length()) <= 1


@settings(max_examples=200, deadline=None)
@given(e=trees(3))
def test_every_tree_has_a_cost(e: Expr) -> None:
    found = cost(e)

    assert found.nodes >= 1
    assert found.depth <= found.nodes
    assert found.bits >= 0
    assert found.passed is None or hasattr(BOUNDS, found.passed)


def test_a_tower_costs_no_time() -> None:
    e: Expr = Number("9")
    for _ in range(100):
        e = Power(e, Number("9999"))
    begin = process_time()
    found = too_costly(Sum((e, Power(Constant("e"), e), Power(X, e))))

    assert found == "bits"
    assert process_time() - begin < 0.1


def test_a_number_too_long_to_build_is_not_built() -> None:
    begin = process_time()

    assert too_costly(Number("1e999999999")) == "bits"
    assert too_costly(Number("1e-999999999")) == "bits"
    assert too_costly(Number("9" * 5_000)) == "bits"
    assert process_time() - begin < 0.1
