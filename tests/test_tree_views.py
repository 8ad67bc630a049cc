"""Views: what they see, that building from it keeps the value, and what is the same up to order."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generators import expressions, trees
from tutor.language.expr.build import ZERO, product_of, sum_of
from tutor.language.expr.nodes import (
    Logic,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Set,
    Sum,
    Symbol,
)
from tutor.language.expr.order import order_key, same_up_to_order
from tutor.language.expr.paths import children, free_names, rebuild
from tutor.language.expr.polynomial import polynomial, polynomial_in
from tutor.language.expr.views import (
    as_factors,
    as_terms,
    constant_times,
    is_free_of,
    linear,
    linear_in,
    power,
    power_of,
    times,
)
from tutor.language.notation import read
from tutor.language.writing import to_text

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

SMALL = settings(max_examples=200, deadline=None)
AT = {"x": Fraction(3, 7), "y": Fraction(-5, 2), "t": Fraction(11, 3)}


def tree(text: str) -> Expr:
    return read(text).tree


def value(e: Expr) -> Fraction | None:
    """The exact value at one point; None where there is none or it is not rational."""
    match e:
        case Number():
            return Fraction(e.value)
        case Symbol(name):
            return AT[name]
        case Negation(u):
            inner = value(u)
            return None if inner is None else -inner
        case Sum(parts) | Product(parts):
            total = Fraction(isinstance(e, Product))
            for part in parts:
                found = value(part)
                if found is None:
                    return None
                total = total * found if isinstance(e, Product) else total + found
            return total
        case Quotient(a, b):
            above, below = value(a), value(b)
            return None if above is None or not below else above / below
        case Power(a, n):
            base, exponent = value(a), value(n)
            if base is None or exponent is None or exponent.denominator != 1 or abs(exponent) > 20:
                return None
            return None if not base and exponent < 0 else base ** int(exponent)
        case _:
            return None


@st.composite
def rational(draw: st.DrawFn, depth: int = 3) -> Expr:
    """Trees of rational operations in x, y, t, with small whole exponents."""
    if not depth:
        leaf = st.one_of(
            st.integers(0, 9).map(lambda n: Number(str(n))), st.sampled_from("xyt").map(Symbol)
        )
        return draw(leaf)
    part = rational(depth - 1)
    kind = draw(st.sampled_from(["sum", "negation", "product", "quotient", "power", "leaf"]))
    match kind:
        case "sum":
            return Sum(tuple(draw(st.lists(part, min_size=2, max_size=3))))
        case "product":
            return Product(tuple(draw(st.lists(part, min_size=2, max_size=3))))
        case "negation":
            return Negation(draw(part))
        case "quotient":
            return Quotient(draw(part), draw(part))
        case "power":
            return Power(draw(part), Number(str(draw(st.integers(0, 3)))))
        case _:
            return draw(rational(0))


@SMALL
@given(e=expressions(3, ("x", "y")))
def test_free_of_a_name_means_it_is_nowhere(e: Expr) -> None:
    assert is_free_of(e, "x") == ("x" not in free_names(e))
    assert is_free_of(e, "x", "y") == (not free_names(e) & {"x", "y"})


@SMALL
@given(e=rational())
def test_terms_add_up_and_hold_no_sum(e: Expr) -> None:
    terms = as_terms(e)

    assert not any(isinstance(term, Sum) for term in terms)
    assert value(sum_of(terms)) == value(e)


@SMALL
@given(e=rational())
def test_factors_multiply_up_and_hold_no_product(e: Expr) -> None:
    factors = as_factors(e)

    assert not any(isinstance(factor, Product) for factor in factors)
    assert value(product_of(factors)) == value(e)


@SMALL
@given(e=rational())
def test_a_constant_taken_out_is_free_of_the_name_and_loses_nothing(e: Expr) -> None:
    c, f = constant_times(e, "x")
    whole = value(e)

    assert is_free_of(c, "x")
    assert whole is None or value(times(c, f)) == whole


@pytest.mark.parametrize(
    ("typed", "c", "f"),
    [
        ("3*x^2", "3", "x^2"),
        ("3*x^2/5", "3/5", "x^2"),
        ("-(x/2)", "-(1/2)", "x"),
        ("a*x*b*sin(x)", "a*b", "x*sin(x)"),
        ("x", "1", "x"),
        ("7*a", "7*a", "1"),
        ("2/(3*x)", "2/3", "1/x"),
        ("-x*(-y)", "y", "x"),
        ("x + x", "1", "x + x"),
        ("x/1", "1", "x"),
    ],
)
def test_what_is_taken_out_is_what_a_teacher_takes_out(typed: str, c: str, f: str) -> None:
    found = constant_times(tree(typed), "x")

    assert tuple(map(to_text, found)) == (c, f)


@pytest.mark.parametrize(
    ("typed", "base", "exponent"),
    [
        ("x^3", "x", "3"),
        ("x", "x", "1"),
        ("sqrt(x)", "x", "1/2"),
        ("root(x, 3)", "x", "1/3"),
        ("1/x^2", "x", "-2"),
        ("1/x^(-2)", "x", "2"),
        ("1/sqrt(x)", "x", "-(1/2)"),
        ("e^(2*x)", "e", "2*x"),
        ("2/x", "2/x", "1"),
    ],
)
def test_a_power_is_seen_however_it_is_written(typed: str, base: str, exponent: str) -> None:
    found = power_of(tree(typed))

    assert tuple(map(to_text, found)) == (base, exponent)


@SMALL
@given(e=rational())
def test_a_power_seen_and_built_has_the_same_value(e: Expr) -> None:
    base, exponent = power_of(e)
    built, whole = value(power(base, exponent)), value(e)

    assert built is None or whole is None or built == whole


@pytest.mark.parametrize(
    ("typed", "m", "c"),
    [
        ("3*x + 5", "3", "5"),
        ("5 - x", "-1", "5"),
        ("x", "1", "0"),
        ("a*b", "0", "a*b"),
        ("2*(x + 1)", "2", "2"),
        ("-(x - 4)/2", "-(1/2)", "(4)/2"),
        ("a*x/b + x + c", "a/b + 1", "c"),
    ],
)
def test_a_line_is_seen_as_slope_and_height(typed: str, m: str, c: str) -> None:
    found = linear_in(tree(typed), "x")

    assert found is not None
    assert (to_text(found[0]), found[1]) == (m, tree(c))


@pytest.mark.parametrize("typed", ["x^2", "x*x", "1/x", "sin(x)", "x*(x + 1)", "2^x", "x/(x + 1)"])
def test_what_is_no_line_is_not_seen_as_one(typed: str) -> None:
    assert linear_in(tree(typed), "x") is None


@SMALL
@given(e=rational())
def test_a_line_seen_and_built_has_the_same_value(e: Expr) -> None:
    found = linear_in(e, "x")
    whole = value(e)
    if found is not None and whole is not None:
        m, c = found

        assert is_free_of(m, "x")
        assert is_free_of(c, "x")
        assert value(linear(m, "x", c)) == whole


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("(x + 1)^3", "x^3 + 3*x^2 + 3*x + 1"),
        ("x - x", "0"),
        ("(2*x - 1)*(x/2 + 0.5)", "x^2 + x/2 - 1/2"),
        ("-(x^2 - 3)", "-x^2 + 3"),
        ("2^(-2)*x", "x/4"),
        ("(-1)^1000001*x", "-x"),
        ("x^64", "x^64"),
        ("7/3", "7/3"),
        ("2/3*x^2", "2/3*x^2"),
    ],
)
def test_a_polynomial_is_multiplied_out_exactly(typed: str, written: str) -> None:
    found = polynomial_in(tree(typed), "x")

    assert found is not None
    assert to_text(polynomial(found, "x")) == written


@pytest.mark.parametrize(
    "typed",
    [
        "1/x",
        "x^(-1)",
        "x^y",
        "x^(1/2)",
        "sqrt(x)",
        "sin(x)",
        "y",
        "x/0",
        "x/(1 - 1)",
        "0^(-1)",
        "pi*x",
    ],
)
def test_what_is_no_polynomial_is_not_seen_as_one(typed: str) -> None:
    assert polynomial_in(tree(typed), "x") is None


@pytest.mark.parametrize(
    "typed", ["x^65", "(x^8)^9", "(x + 1)^65", "2^5000*x", "((9^9)^9999)^9999", "x^(10^9)"]
)
def test_a_polynomial_past_the_bounds_is_none(typed: str) -> None:
    assert polynomial_in(tree(typed), "x") is None


@SMALL
@given(e=rational())
def test_a_polynomial_seen_and_built_has_the_same_value(e: Expr) -> None:
    found = polynomial_in(e, "x")
    if found is not None:
        assert list(found) == sorted(found, reverse=True)
        assert 0 not in found.values()
        assert value(polynomial(found, "x")) == value(e)
        assert polynomial_in(polynomial(found, "x"), "x") == found


def test_the_zero_polynomial_has_no_coefficients() -> None:
    assert polynomial_in(ZERO, "x") == {}
    assert polynomial({}, "x") == ZERO


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2 + x", "x + 2"),
        ("(a*b)*c", "c*a*b"),
        ("(a + b) + c", "a + (c + b)"),
        ("-2*x", "-2x"),
        ("-x/2", "-(x/2)"),
        ("x*(-2)", "-(2*x)"),
        ("x > 1", "1 < x"),
        ("2 < x <= 5", "5 >= x > 2"),
        ("x = 5", "5 = x"),
        ("{1, 2}", "{2, 1}"),
        ("x = 1 or x = 2", "x = 2 or x = 1"),
        ("sin(a + b)", "sin(b + a)"),
        ("[1, 2]", "(1, 2)"),
        ("diff(x^2, x)", "partial(x^2, x)"),
    ],
)
def test_order_and_brackets_are_put_aside(a: str, b: str) -> None:
    assert same_up_to_order(tree(a), tree(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1 + 1", "2"),
        ("-(-x)", "x"),
        ("(-x)*(-y)", "x*y"),
        ("x/2", "1/2*x"),
        ("a - (b - c)", "a - b + c"),
        ("0.50", "1/2"),
        ("a/b/c", "a/(b*c)"),
        ("x^2", "2^x"),
        ("a - b", "b - a"),
        ("x < 1", "1 < x"),
        ("[1, 2]", "[2, 1]"),
        ("f(x, y)", "f(y, x)"),
        ("a*b + c", "a*(b + c)"),
        ("x = 1 or x = 2", "x = 1 and x = 2"),
        ("diff(x, x)", "diff(x, y)"),
        ("sqrt(x)", "x^(1/2)"),
    ],
)
def test_nothing_else_is_put_aside(a: str, b: str) -> None:
    assert not same_up_to_order(tree(a), tree(b))


def test_products_of_arrays_keep_their_order() -> None:
    assert same_up_to_order(tree("A*B"), tree("B*A"))
    assert not same_up_to_order(tree("A*B"), tree("B*A"), arrays={"A", "B"})
    assert same_up_to_order(tree("2*A*x*B"), tree("x*A*B*2"), arrays={"A", "B"})
    assert same_up_to_order(tree("det(A)*det(B)"), tree("det(B)*det(A)"), arrays={"A", "B"})
    assert not same_up_to_order(tree("A*[1, 2]"), tree("[1, 2]*A"), arrays={"A"})


@SMALL
@given(e=trees(3), data=st.data())
def test_a_shuffled_tree_has_the_same_key(e: Expr, data: st.DataObject) -> None:
    def shuffled(e: Expr) -> Expr:
        inside = tuple(shuffled(child) for child in children(e))
        several = isinstance(e, Sum | Set) or (isinstance(e, Logic) and e.word != "without")
        if several and inside:
            inside = tuple(data.draw(st.permutations(inside)))
        return rebuild(e, inside)

    assert order_key(shuffled(e)) == order_key(e)
