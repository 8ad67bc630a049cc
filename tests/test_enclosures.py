"""What enclosures promise: the ball of an expression holds its value, and unclear is never violated."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.questions import pair
from tutor.language.expr import build
from tutor.language.expr.nodes import Power, Quotient, Symbol
from tutor.language.notation import read
from tutor.language.scope import EMPTY
from tutor.oracle.budget import Budget, Overrun
from tutor.oracle.building.build import Builder
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.cas import balls
from tutor.oracle.cas.enclose import enclose
from tutor.oracle.cas.evaluate import Program, holds
from tutor.oracle.graph.graph import Graph
from tutor.oracle.points import points
from tutor.oracle.points.trial import Trial

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

RATIONALS = st.fractions(min_value=-50, max_value=50, max_denominator=60)


# Enclosures.


@st.composite
def arithmetic(draw: st.DrawFn, depth: int = 4) -> tuple[Expr, Fraction | None]:
    """A tree of x and rational operations, with its exact value at x = 3/7; None where undefined."""
    if depth == 0 or draw(st.booleans()):
        if draw(st.booleans()):
            return Symbol("x"), Fraction(3, 7)
        value = draw(RATIONALS)
        return build.number(value), value
    left, a = draw(arithmetic(depth - 1))
    right, b = draw(arithmetic(depth - 1))
    exponent = draw(st.integers(-3, 4))
    known = a is not None and b is not None
    match draw(st.sampled_from("+*/^")):
        case "+":
            return build.sum_of([left, right]), a + b if known else None  # type: ignore[operator]
        case "*":
            return build.product_of([left, right]), a * b if known else None  # type: ignore[operator]
        case "/":
            return Quotient(left, right), a / b if known and b else None  # type: ignore[operator]
        case _:
            tree = Power(left, build.number(exponent))
            if a is None or (not a and exponent < 0):
                return tree, None
            return tree, a**exponent


@given(arithmetic())
def test_rational_arithmetic_is_enclosed_exactly(case: tuple[Expr, Fraction | None]) -> None:
    tree, value = case
    found = enclose(tree, {"x": Fraction(3, 7)})

    assert found.status == ("undefined" if value is None else "value")
    if value is not None:
        with balls.precision(150):
            assert balls.apart(found.ball, balls.exact(value)) is not True


@given(
    RATIONALS,
    st.sampled_from(["exp(log(1+x^2))", "sqrt(x^2)^2/x*x", "tan(atan(x))", "root(x^3, 3)"]),
)
def test_inverses_give_back_what_went_in(x: Fraction, text: str) -> None:
    expected = {"e": 1 + x * x, "s": x * x, "t": x, "r": x}[text[0]]
    found = enclose(read(text).tree, {"x": x})

    if x or text[0] != "s":
        with balls.precision(150):
            assert balls.apart(found.ball, balls.exact(expected)) is not True


@given(RATIONALS, st.sampled_from([64, 128, 256, 1024]))
def test_more_bits_never_leave_the_wider_ball(x: Fraction, bits: int) -> None:
    tree = read("sin(x) * exp(x/3) + atan(x)").tree
    wide, narrow = enclose(tree, {"x": x}, bits=40), enclose(tree, {"x": x}, bits=bits)

    assert wide.apart_from(narrow) is not True


DOMAINS = """
1/(2-2)             => undefined
1/x @ 0             => undefined
0^0                 => 1
0^(-1)              => undefined
x^0 @ 0             => 1
log(-3)             => undefined
log(0)              => undefined
sqrt(-1)            => undefined
sqrt(4/9)           => 2/3
(-27)^(1/3)         => -3.00000000000
(-8)^(2/6)          => -2.00000000000
(-8)^(2/3)          => 4.00000000000
(-1)^(1/2)          => undefined
x^x @ -1            => undefined
x^x @ 2             => 4.00000000000
0^x @ 2             => 0
0^x @ -2            => undefined
asin(2)             => undefined
asin(1) - acos(0)   => unclear zero
atanh(1)            => undefined
acosh(1/2)          => undefined
tan(x) @ 0          => 0
cot(x) @ 0          => undefined
1/sin(pi)           => unclear
log(sin(pi))        => unclear
sqrt(sin(pi))       => unclear
floor(7/2)          => 3
floor(-7/2)         => -4
5!                  => 120
(-1)!               => undefined
sign(0)             => 0
abs(-3/4)           => 3/4
max(1, 3, 2)        => 3
x + y               => unclear
"""


@pytest.mark.parametrize("row", [line for line in DOMAINS.splitlines() if line.strip()])
def test_every_operation_keeps_to_its_domain(row: str) -> None:
    question, expected = (part.strip() for part in row.split("=>"))
    text, _, x = question.partition("@")
    found = enclose(read(text).tree, {"x": Fraction(x.strip())} if x else {})

    if expected == "unclear zero":
        assert found.sign() is None
    else:
        assert found.text() == expected


def test_over_the_complex_numbers_roots_are_principal() -> None:
    values = {
        text: enclose(read(text).tree, {}, complex=True).text(6)
        for text in ("sqrt(-4)", "log(-1)", "(1+i)^2", "1/i", "e^(i*pi)")
    }

    assert values["sqrt(-4)"] == "2*i"
    assert values["log(-1)"] == "3.14159*i"
    assert values["(1+i)^2"] == "2*i"
    assert values["1/i"] == "-i"
    assert values["e^(i*pi)"].startswith("-1.00000")


FUNCTIONS = "sin cos tan exp log sqrt abs atan asin acos sinh cosh tanh sign floor acosh asinh atanh".split()  # noqa: SIM905


@st.composite
def elementary(draw: st.DrawFn, depth: int = 4) -> str:
    """An expression in x and y, written out."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(["x", "y", "2", "(1/3)", "pi", "(-2)", "0", "1"]))
    left, right = draw(elementary(depth - 1)), draw(elementary(depth - 1))
    match draw(st.sampled_from(["+", "-", "*", "/", "^", "^q", "f", "f"])):
        case "^":
            return f"({left})^({draw(st.integers(-3, 4))})"
        case "^q":
            return f"({left})^({draw(st.sampled_from(['1/3', '2/3', '1/2', '-1/2', 'x', '3/4']))})"
        case "f":
            return f"{draw(st.sampled_from(FUNCTIONS))}({left})"
        case operator:
            return f"({left}) {operator} ({right})"


@settings(max_examples=300)
@given(
    elementary(),
    st.sampled_from(list(points.FIXED)),
    st.sampled_from(list(points.SMALL)),
    st.booleans(),
)
def test_the_graph_has_the_value_of_the_raw_tree_wherever_its_conditions_hold(
    text: str, x: Fraction, y: Fraction, over_c: bool
) -> None:
    try:
        question = pair(text, "0", over_c=over_c)
    except (Unsupported, Overrun):
        return
    point = {"x": x, "y": y}
    trial = Trial(question, Budget(), exactly=True)
    with balls.precision(128):
        values = trial.values({name: point[name] for name in trial.where})
        admitted = trial.admits(values)
    raw = enclose(question.response.tree, point, bits=128, complex=over_c)  # type: ignore[arg-type]
    if admitted:
        assert raw.status != "undefined"
        if raw.status == "value":
            with balls.precision(128):
                assert balls.apart(raw.ball, values[question.response.root]) is not True


# Conditions.


KINDS = ("nz", "pos", "nonneg", "unit", "zero", "integer")


def _probe(kind: str, text: str, bits: int) -> bool | None:
    graph = Graph(EMPTY)
    root = Builder(graph, EMPTY).value(read(text).tree)
    assert isinstance(root, int)
    node = graph.order(root)[-1]
    with balls.precision(bits):
        values = Program(graph, [node]).run({"x": Fraction(1, 3)}, Budget())
        return holds((kind, node), values, graph)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["sqrt(3)*sqrt(x) - 1", "sin(x)^2 + cos(x)^2 - 1"])
def test_a_ball_around_zero_is_unclear_never_violated(kind: str, text: str) -> None:
    expected = True if kind == "unit" else None

    assert _probe(kind, text, 64) is expected


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_finite_is_unclear(kind: str) -> None:
    assert _probe(kind, "log(sin(x)^2 + cos(x)^2 - 1)", 64) is None
    assert _probe(kind, "exp(exp(exp(exp(100 + x))))", 64) in (None, kind in ("pos", "nonneg"))
