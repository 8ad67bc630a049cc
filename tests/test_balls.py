"""What balls promise: an enclosure holds the value, unclear is never violated, a difference is real."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.language.expr import build
from tutor.language.expr.nodes import Call, Chain, Power, Quotient, Symbol
from tutor.language.notation import declare, read
from tutor.language.scope import EMPTY
from tutor.oracle import points, search
from tutor.oracle.budget import Budget, Overrun
from tutor.oracle.build import Builder, Unsupported
from tutor.oracle.cas import balls
from tutor.oracle.cas.enclose import enclose
from tutor.oracle.cas.evaluate import Program, holds
from tutor.oracle.graph import Graph
from tutor.oracle.stage import Pair, Side
from tutor.oracle.stages.balls import glance, look
from tutor.oracle.trial import Trial

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.conditions import Conditions

RATIONALS = st.fractions(min_value=-50, max_value=50, max_denominator=60)


def pair(response: str, answer: str, scope: Scope = EMPTY, *, over_c: bool = False) -> Pair:
    graph = Graph(scope, complex=over_c)

    def side(text: str) -> Side:
        tree = read(text, scope).tree
        builder = Builder(graph, scope)
        root = builder.value(tree)
        assert isinstance(root, int)
        return Side(root, builder.conditions, tree)

    return Pair(graph, side(response), side(answer), scope, assumed(graph, scope))


def assumed(graph: Graph, scope: Scope) -> Conditions:
    """The scope's inequalities as conditions."""
    builder = Builder(graph, scope)
    for condition in scope.conditions:
        operators, sides = (
            (condition.operators, condition.operands)
            if isinstance(condition, Chain)
            else ((condition.operator,), (condition.left, condition.right))  # type: ignore[union-attr]
        )
        for operator, left, right in zip(operators, sides[:-1], sides[1:], strict=True):
            low, high = (left, right) if operator == "<" else (right, left)
            builder.need("pos", graph.minus(builder.scalar(high), builder.scalar(low)))
    return builder.conditions


def verdict(response: str, answer: str, scope: Scope = EMPTY) -> Certificate | None:
    question = pair(response, answer, scope)
    return glance(question, Budget()) or look(question, Budget())


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


# Verdicts.


DIFFERENT = """
x + 1                      | x + 2                              | x=0
sqrt(x^2)                  | x                                  | x=-1
sin(2x)                    | 2 sin(x)                           | x=1
(x + y)^2                  | x^2 + y^2                          | x=1, y=1
log(x y)                   | log(x) * log(y)                    |
exp(x)                     | 1 + x + x^2/2 + x^3/6 + x^4/24     | x=1
sqrt(2) + sqrt(3)          | 3146264369941972342329/10^21       |
x                          | x + 10^-60                         | x=0
sqrt((x-100)*(101-x))      | 2*sqrt((x-100)*(101-x))            |
asin(x - 50)               | asin(x - 50) + 1/10^9              |
log(x - 1000) + log(1001 - x) | log(x - 1000)                   |
f(x) + f(x)                | 3 f(x)                             |
f(x + 1)                   | f(x) + f(1)                        |
"""


@pytest.mark.parametrize("row", [line for line in DIFFERENT.splitlines() if line.strip()])
def test_a_difference_is_found_at_a_point_a_person_can_check(row: str) -> None:
    response, answer, easy = (part.strip() for part in row.split("|"))
    found = verdict(response, answer)

    assert found is not None
    assert found.kind == "counterexample"
    assert found.response != found.answer
    if easy:
        assert ", ".join(f"{name}={value}" for name, value in found.at.items()) == easy


@pytest.mark.parametrize("row", [line for line in DIFFERENT.splitlines() if line.strip()])
def test_the_independent_evaluator_confirms_every_counterexample(row: str) -> None:
    response, answer, _ = (part.strip() for part in row.split("|"))
    found = verdict(response, answer)

    assert found is not None
    assert found.kind == "counterexample"
    at = {name: points.parse(value) for name, value in found.at.items()}
    one, other = (enclose(read(text).tree, at, bits=500) for text in (response, answer))
    assert one.apart_from(other) is True


EQUAL = """
sin(x)^2 + cos(x)^2        | 1
(x^2 - 9)/(x + 3)          | x - 3
sqrt(x)^2                  | x
log(x^2)                   | 2 log(abs(x))
sqrt(5 + 2 sqrt(6))        | sqrt(2) + sqrt(3)
x^(1/3)                    | root(x, 3)
asin(x) + acos(x)          | pi/2
exp(10^6 x)                | exp(x)^(10^6)
sqrt((x-100)*(101-x))^2    | (x-100)*(101-x)
4 atan(1/5) - atan(1/239)  | pi/4
f(x + x)                   | f(2x)
1/(2 - 2)                  | 1
log(x) - log(x)            | 0
sqrt(-1 - x^2)             | 7
"""


@pytest.mark.parametrize("row", [line for line in EQUAL.splitlines() if line.strip()])
def test_no_verdict_where_the_sides_agree_or_never_meet(row: str) -> None:
    response, answer = (part.strip() for part in row.split("|"))

    assert verdict(response, answer) is None


SCOPED = """
x: positive                | sqrt(x^2)     | x          | none
x: real                    | sqrt(x^2)     | x          | x=-1
x: integer                 | cos(2 pi x)   | 1          | none
x: integer                 | (-1)^x        | 1          | x=1
x: integer                 | sin(pi x / 2) | 0          | x=1
x > 1                      | abs(x - 1)    | x - 1      | none
x > 1                      | abs(x - 2)    | x - 2      | x=3/2 or so
x < -10                    | abs(x)        | -x         | none
0 < x < 1/10^6             | floor(x)      | 0          | none
"""


@pytest.mark.parametrize("row", [line for line in SCOPED.splitlines() if line.strip()])
def test_points_keep_to_what_the_scope_says(row: str) -> None:
    declared, response, answer, expected = (part.strip() for part in row.split("|"))
    name, colon, kind = declared.partition(":")
    scope = declare({name.strip(): kind.strip()} if colon else {"x": declared})
    found = verdict(response, answer, scope)

    assert (found is None) == (expected == "none")
    if found is not None and found.kind == "counterexample" and "or so" not in expected:
        assert found.at["x"] == expected.removeprefix("x=")


def test_on_a_curve_only_its_points_count() -> None:
    question = pair("x^2 + y^2", "25")
    circle = question.graph.minus(question.response.root, question.graph.number(25))
    question.assumed.add("zero", circle)
    other = pair("x + y", "7")
    square = other.graph.plus(
        *(other.graph.power(other.graph.name(n), 2) for n in ("x", "y")), other.graph.number(-25)
    )
    other.assumed.add("zero", square)
    found = glance(other, Budget())

    assert glance(question, Budget()) is None
    assert look(question, Budget()) is None
    assert found is not None
    assert found.kind == "counterexample"
    x, y = (Fraction(found.at[name]) for name in ("x", "y"))
    assert x * x + y * y == 25
    assert x + y != 7


def test_the_search_only_offers_points_to_be_checked() -> None:
    question = pair("sqrt(x - 1/3) * sqrt(1/3 + 10^-5 - x)", "0")
    trial = Trial(question, Budget())
    common = search.common_point(question, Budget())
    with balls.precision(128):
        found = [point["x"] for point, _ in trial.verified(search.candidates(trial))]

    assert common is not None
    assert common["x"] == found[0]
    assert len(found) >= 3
    assert all(Fraction(1, 3) <= x <= Fraction(1, 3) + Fraction(1, 10**5) for x in found)  # type: ignore[operator]


# The lock, the precision, and life without flint.


def test_the_precision_is_put_back() -> None:
    with balls.precision(77):
        with pytest.raises(ZeroDivisionError), balls.precision(333):
            raise ZeroDivisionError
        inside = balls.bits()

    assert inside == 77


def test_threads_with_different_precisions_do_not_disturb_each_other() -> None:
    tree = read("exp(sqrt(2)) + pi").tree

    def digits(bits: int) -> tuple[int, str]:
        return bits, enclose(tree, {}, bits=bits).text(bits // 5)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(digits, [64, 128, 256, 512] * 50))

    assert len(set(answers)) == 4


def test_the_same_question_always_gets_the_same_points() -> None:
    code = (
        "from tutor.oracle import points;from itertools import islice;"
        "w=points.domains(__import__('tutor.language.scope',fromlist=['EMPTY']).EMPTY,('a','b'));"
        "print([*points.fixed(w), *points.far(w), *islice(points.seeded(w,'s'),5)])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }

    assert len(seen) == 1


def test_no_two_names_share_a_value() -> None:
    where = points.domains(EMPTY, tuple("abcdefghij"))
    for point in points.fixed(where):
        sizes = [abs(value) for value in point.values()]  # type: ignore[arg-type]

        assert len(set(sizes)) == len(sizes)


def test_without_flint_there_is_no_verdict_instead_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(balls, "_flint", lambda: None)

    assert verdict("x", "x + 1") is None
    assert enclose(Call("exp", (build.ONE,)), {}).status == "unclear"


@given(RATIONALS, st.booleans())
def test_a_coordinate_reads_back_as_written(value: Fraction, is_complex: bool) -> None:
    coordinate = (value, -value) if is_complex else value

    assert points.parse(points.text(coordinate)) == coordinate
