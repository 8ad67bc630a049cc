"""A bound name is nobody's: it is not free, nothing is put in for it, and nothing put in falls under it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tutor
from tests.generators import expressions
from tutor.errors import NotationError
from tutor.language.expr.nodes import Number, Symbol, Verb
from tutor.language.expr.paths import free_names, same_but_bound, substitute
from tutor.language.notation import read
from tutor.language.writing import to_text
from tutor.oracle import equal, verify
from tutor.oracle.certificate import Counterexample, Nothing, Proof

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

K, N, X = Symbol("k"), Symbol("n"), Symbol("x")
BODIES = expressions(2, ("x", "k", "n"), derivatives=False)


def tree(text: str) -> Expr:
    """The first reading of a text."""
    return read(text).tree


def binders(body: Expr) -> list[Verb]:
    """Everything that binds k, around a body."""
    return [
        Verb("sum", (body, K, Number("1"), N)),
        Verb("sum", (body, K)),
        Verb("product", (body, K, Number("1"), N)),
        Verb("integrate", (body, K, Number("0"), X)),
        Verb("limit", (body, K, Number("0"))),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sum(k*x, k, 1, n)", "n x"),
        ("sum(k, k, 1, k)", "k"),
        ("sum(x_i, i)", "x_i"),
        ("sum(x, x in S)", "S"),
        ("integrate(t*x, t, 0, x)", "x"),
        ("integrate(t*x, t)", "t x"),
        ("limit((x + h)^2, h, 0)", "x"),
        ("limit(x*y*z, (x, y), (0, 0))", "z"),
        ("sum(sum(i*j, j, 1, i), i, 1, n)", "n"),
        ("gradient(f, x)", "f x"),
    ],
)
def test_a_bound_name_is_not_free(text: str, names: str) -> None:
    assert free_names(tree(text)) == set(names.split())


@pytest.mark.parametrize(
    ("text", "name", "value", "after"),
    [
        ("sum(k*x, k, 1, n)", "x", "2", "sum(k*2, k, 1, n)"),
        ("sum(k*x, k, 1, n)", "k", "2", "sum(k*x, k, 1, n)"),
        ("sum(k, k, 1, k)", "k", "3", "sum(k, k, 1, 3)"),
        ("sum(k*x, k, 1, n)", "x", "k", "sum(j*k, j, 1, n)"),
        ("integrate(t*x, t, 0, x)", "x", "t^2", "integrate(s*t^2, s, 0, t^2)"),
        ("limit((f(x + h) - f(x))/h, h, 0)", "x", "h", "limit((f(h + s) - f(h))/s, s, 0)"),
        (
            "sum(sum(i*j*x, j, 1, i), i, 1, n)",
            "x",
            "i + j",
            "sum(sum(r*s*(i + j), s, 1, r), r, 1, n)",
        ),
        ("integrate(x, x)", "x", "t", "integrate(t, t)"),
    ],
)
def test_nothing_that_is_put_in_falls_under_a_bound_name(
    text: str, name: str, value: str, after: str
) -> None:
    found = substitute(tree(text), {name: tree(value)})

    assert same_but_bound(found, tree(after)), to_text(found)


@settings(max_examples=150, deadline=None)
@given(body=BODIES, value=BODIES)
def test_free_names_after_putting_in_are_those_that_were_left_and_those_that_came(
    body: Expr, value: Expr
) -> None:
    for e in binders(body):
        found = substitute(e, {"x": value})
        came = free_names(value) if "x" in free_names(e) else frozenset()

        assert free_names(found) == (free_names(e) - {"x"}) | came


@settings(max_examples=100, deadline=None)
@given(body=BODIES)
def test_the_name_that_is_bound_does_not_matter(body: Expr) -> None:
    for e, other in zip(binders(body), binders(substitute(body, {"k": Symbol("j")})), strict=True):
        renamed = Verb(other.name, (other.arguments[0], Symbol("j"), *other.arguments[2:]))

        assert same_but_bound(e, renamed)
        assert not same_but_bound(e, Verb(e.name, (N, *e.arguments[1:]))) or body == N


POLYNOMIALS = st.lists(st.integers(-3, 3), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(coefficients=POLYNOMIALS, first=st.integers(-2, 3), length=st.integers(0, 5))
def test_a_short_sum_has_the_value_of_its_terms(
    coefficients: list[int], first: int, length: int
) -> None:
    body = " + ".join(f"({c})*k^{power}" for power, c in enumerate(coefficients, 1))
    value = sum(
        Fraction(c) * k**power
        for k in range(first, first + length)
        for power, c in enumerate(coefficients, 1)
    )
    asked = tree(f"sum({body}, k, {first}, {first + length - 1})")

    for answer, kind in ((value, Proof), (value + 1, Counterexample)):
        found = equal(asked, tree(str(answer))).certificate

        assert isinstance(found, kind)
        assert verify(found, asked, tree(str(answer)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sum(k, k, 1, n)", "sum(j, j, 1, n)"),
        ("product(k*x, k, 1, n)", "product(k*x, k, 1, n)"),
        ("integrate(x^2, x, 0, 1)", "integrate(t^2, t, 0, 1)"),
        ("limit(1/x, x, 0)", "limit(1/y, y, 0)"),
    ],
)
def test_what_is_not_worked_out_equals_itself(one: str, other: str) -> None:
    found = equal(tree(one), tree(other)).certificate

    assert isinstance(found, Proof)
    assert verify(found, tree(one), tree(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("integrate(sin(x)/x, x, 0, 1)", "1/3"),
        ("sum(1/k, k, 1, n)", "n*(n + 1)/2"),
        ("sum(x_i, i, 1, 2)", "x_1 + x_2"),
        ("sum(x_i, i, 1, 2)", "3"),
        ("sum(sqrt(k), k, 1, 1000)", "500500"),
        ("limit(sin(x), x, oo)", "0"),
        ("limit(1/x, x, 0)", "limit(1/x, x, 1)"),
        ("integrate(e^(x^2), x, 0, 1)", "integrate(e^(x^2), x, 0, 2)"),
    ],
)
def test_what_is_not_worked_out_is_undecided(one: str, other: str) -> None:
    assert isinstance(equal(tree(one), tree(other)).certificate, Nothing)
    assert isinstance(equal(tree(other), tree(one)).certificate, Nothing)


NOTATIONS = [
    r"\int_0^1 e^{x^2} \, dx", "∫ x^2 dx + C", "lim_{x->0} sin(1/x)", "lim_{x->oo} sin(x)", "∑_{k=1}^n 1/k",
    "∑_i x_i", "∏_{k=1}^n k!", "∇f", "∇²f", "∫_0^1∫_0^x sin(y)/y dy dx",
]  # fmt: skip


@pytest.mark.parametrize("response", NOTATIONS)
@pytest.mark.parametrize("answer", ["1/3", "x^2", "n*(n + 1)/2"])
def test_no_notation_is_marked_wrong_for_what_is_not_worked_out(response: str, answer: str) -> None:
    allowed = {"verbs": ["integrate", "limit", "gradient", "hessian"]}
    result = tutor.grade(response, answer=answer, policy=allowed)

    assert result.status == "undecided"


@pytest.mark.parametrize("problem", NOTATIONS)
def test_no_notation_breaks_steps_or_diagnosis(problem: str) -> None:
    assert tutor.steps(problem).status in ("done", "partial", "unsupported")
    assert tutor.diagnose(problem, "2x").status in ("done", "undecided")
    assert tutor.diagnose("d/dx x^2", problem).status in ("done", "undecided")


@pytest.mark.parametrize(
    ("response", "answer", "status"),
    [
        ("∑_{k=1}^3 k^2", "14", "correct"),
        ("∑_{k=1}^3 k^2", "13", "incorrect"),
        ("1/2 ∑_{k=1}^3 k", "3", "correct"),
        ("∏_{k=1}^4 k", "24", "correct"),
        ("∑_{k=0}^2 x^k", "1 + x + x^2", "correct"),
        ("∑_{k=1}^n k = 5", "5", "correct"),
        ("E[X] = 3", "3", "correct"),
        ("P(X > 1) = 1/2", "1/2", "correct"),
        ("∇f = [2x, 2y]", "[2x, 2y]", "correct"),
        ("∇f(x, y) = (2x, 2y)", "[2x, 3y]", "partial"),
        ("f'(x)|_{x=1} = 2", "2", "correct"),
        (r"\left.\frac{df}{dx}\right|_{x=1} = 3", "2", "incorrect"),
        ("x^2|_{x=3}", "9", "correct"),
        ("∫_0^1 2x dx = 1", "1", "correct"),
        ("lim_{x->0} sin(x)/x = 0", "1", "incorrect"),
    ],
)
def test_an_answer_may_use_sums_and_a_head_may_name_it(
    response: str, answer: str, status: str
) -> None:
    assert tutor.grade(response, answer=answer).status == status


@pytest.mark.parametrize("response", ["∫ 2x dx", "x^2 + ∫ 2x dx", "lim_{x->0} x", "E[X] + 1", "∇f"])
def test_an_answer_does_not_ask_for_itself(response: str) -> None:
    with pytest.raises(NotationError) as caught:
        read(response, verbs=())

    assert caught.value.code == "verb_unknown"


@pytest.mark.parametrize(
    ("problem", "result"),
    [
        ("d/dx x^2 |_{x=3}", "6"),
        (r"\frac{d}{dx} x^2 \Big|_{x=3}", "6"),
        (r"\left.\frac{d}{dx} x^3\right|_{x=2}", "12"),
        ("d/dx[x^2]|_{x=3}", "6"),
        (r"\frac{d(x^2)}{dx}", "2x"),
        ("∇_{x,y} (x^2 y)", "[2x y, x^2]"),
    ],
)
def test_at_a_point_means_differentiated_first(problem: str, result: str) -> None:
    done = tutor.steps(problem)

    assert done.status == "done"
    assert isinstance(equal(done.result, tree(result)).certificate, Proof)
    assert isinstance(equal(tree(problem), tree(result)).certificate, Proof)
