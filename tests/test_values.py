"""Python, NumPy and SymPy values mean what they write: tables of values and the text of the same meaning."""

from __future__ import annotations

from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import sympy as sp  # noqa: TID251 what a caller hands over

import tutor
from tests.generators import draws, expressions
from tutor.errors import CallerError, NotationError
from tutor.grading.values import tree
from tutor.language.expr.nodes import Symbol
from tutor.language.expr.paths import free_names, substitute
from tutor.language.expr.plain import from_plain, to_plain
from tutor.language.notation import declare, read
from tutor.language.writing import to_text
from tutor.oracle import equal
from tutor.oracle.cas.bridge import Bridge, NoEntry
from tutor.oracle.cas.foreign import NotOurs, from_sympy

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

x, y, k, n, t = sp.symbols("x y k n t")
A, B = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("B", 2, 2)
f = sp.Function("f")

PYTHON = [
    (3, "3"),
    (-3, "-3"),
    (True, "true"),
    (Fraction(-2, 3), "-(2/3)"),
    (Fraction(4, 2), "2"),
    (Decimal("0.50"), "0.50"),
    (Decimal("-1e-40"), "-1e-40"),
    (0.1, "0.1"),
    (2.0, "2"),
    (-0.0, "0"),
    (1e-7, "0.0000001"),
    (1e300, "1e300"),
    (1 + 2j, "1 + 2*i"),
    (0.5 - 0.25j, "0.5 - 0.25*i"),
    (-1j, "-i"),
    (3 + 0j, "3"),
    ("x^2", "x^2"),
    ([1, 2], "[1, 2]"),
    ((1, 2), "(1, 2)"),
    ((1,), "[1]"),
    ([[1, 2], [3, 4]], "[[1, 2], [3, 4]]"),
    ([(1, 2), (3, 4)], "[(1, 2), (3, 4)]"),
    ([(5, [1, 2]), (-1, [1, -1])], "[(5, [1, 2]), (-1, [1, -1])]"),
    (["x^2", "sin x", 1], "[x^2, sin(x), 1]"),
    (range(3), "[0, 1, 2]"),
    ({3, 1, 2}, "{1, 2, 3}"),
    (frozenset({Fraction(1, 2), 0.25, -1}), "{-1, 0.25, 1/2}"),
    ({"P": [[1, 2], [3, 4]], "D": "x"}, "P = [[1, 2], [3, 4]], D = x"),
    (OrderedDict(mean=[3, 5], cov=2), "mean = [3, 5], cov = 2"),
    ({"p": 0.5}, "p = 0.5"),
]
NUMPY = [
    (np.int8(-3), "-3"),
    (np.uint64(2**64 - 1), "18446744073709551615"),
    (np.bool_(False), "false"),
    (np.float16(0.1), "0.1"),
    (np.float32(0.1), "0.1"),
    (np.float64(0.1), "0.1"),
    (np.longdouble("0.1"), "0.1"),
    (np.complex64(1 - 2j), "1 - 2*i"),
    (np.complex128(0.1j), "0.1*i"),
    (np.str_("x + 1"), "x + 1"),
    (np.array(2.5), "2.5"),
    (np.array([1, 2]), "[1, 2]"),
    (np.array([True, False]), "[true, false]"),
    (np.array([[1.5, 2], [3, 4]]), "[[1.5, 2], [3, 4]]"),
    (np.array([0.1, 0.2], dtype=np.float32), "[0.1, 0.2]"),
    (np.array([[1], [2]]), "[[1], [2]]"),
    (np.array([1 + 1j, 2]), "[1 + i, 2]"),
    (np.array([Fraction(1, 2), x + 1, "y"], dtype=object), "[1/2, x + 1, y]"),
    (np.array(["x", "2y"]), "[x, 2*y]"),
    (np.eye(2, dtype=int)[::-1], "[[0, 1], [1, 0]]"),
]
SYMPY = [
    (sp.Integer(-7), "-7"),
    (sp.Rational(-2, 3), "-(2/3)"),
    (sp.Float(0.1), "0.1"),
    (sp.Float("0.1", 30), "0.1"),
    (sp.Float("1e-400"), "1e-400"),
    (sp.pi * sp.E, "e*pi"),
    (sp.I, "i"),
    (-sp.oo, "-oo"),
    (sp.Symbol("x_1", positive=True), "x_1"),
    (sp.Symbol(r"\lambda") + sp.Symbol("β_2"), "lambda + beta_2"),
    (x**2 + 2 * x - 1, "x^2 + 2*x - 1"),
    (1 - x, "1 - x"),
    (-x * y, "-x*y"),
    (-x / y, "-x/y"),
    (y * (1 - x), "y*(1 - x)"),
    (x / (2 * y), "x/(2*y)"),
    (3 * x / 4, "3*x/4"),
    (1 / x, "1/x"),
    (x**-2, "1/x^2"),
    (sp.sqrt(x), "sqrt(x)"),
    (1 / sp.sqrt(x), "1/sqrt(x)"),
    (sp.cbrt(x), "root(x, 3)"),
    (x ** sp.Rational(2, 3), "x^(2/3)"),
    (2**-x, "2^(-x)"),
    (sp.exp(-(x**2) / 2), "exp(-x^2/2)"),
    (sp.sin(x) ** 2, "sin(x)^2"),
    (sp.log(x) / sp.log(2), "ln(x)/ln(2)"),
    (sp.acot(x), "atan(1/x)"),
    (sp.Abs(x) + sp.sign(y), "abs(x) + sign(y)"),
    (sp.Max(x, 1, y), "max(1, x, y)"),
    (sp.factorial(n) / sp.binomial(n, 2), "n!/binomial(n, 2)"),
    (sp.gamma(x) * sp.erf(x), "erf(x)*gammafn(x)"),
    (sp.re(x) + sp.conjugate(x), "conjugate(x) + re(x)"),
    (sp.Mul(2, 3, evaluate=False), "2*3"),
    (sp.Add(1, 1, evaluate=False), "1 + 1"),
    (f(x, y), "f(x, y)"),
    (sp.Poly(x**2 + 1), "x^2 + 1"),
    (sp.Matrix([[1, x], [2, 3]]), "[[1, x], [2, 3]]"),
    (sp.ImmutableMatrix([1, x]), "[1, x]"),
    (sp.Array([[1, 2], [3, 4]]), "[[1, 2], [3, 4]]"),
    (A * B - 2 * A, "-2*A + A*B"),
    (A - B, "A - B"),
    (-A, "-A"),
    (A.T * B, "A^T*B"),
    (A.I, "A^(-1)"),
    (sp.Determinant(A) + sp.Trace(B), "det(A) + trace(B)"),
    (sp.FiniteSet(3, 1, x), "{1, 3, x}"),
    (sp.EmptySet, "{}"),
    (sp.Interval(0, 1), "[0, 1]"),
    (sp.Interval.Lopen(0, x), "(0, x]"),
    (sp.Union(sp.Interval.open(-sp.oo, 0), sp.Interval(1, 2)), "(-oo, 0) ∪ [1, 2]"),
    (sp.Eq(x, 1), "x = 1"),
    (sp.Ne(x, 1), "x != 1"),
    (x < y, "x < y"),
    (sp.Or(sp.Eq(x, 1), sp.Eq(x, 2)), "x = 1 or x = 2"),
    (sp.And(x > 1, x <= 3), "x <= 3 and x > 1"),
    (sp.true, "true"),
    (sp.Derivative(f(x), x), "d/dx(f(x))"),
    (sp.Derivative(x**2 * y, x, y), "∂/∂y(∂/∂x(x^2*y))"),
    (sp.Derivative(x**3, (x, 2)), "diff(x^3, x, 2)"),
    (sp.Integral(x**2, x), "integrate(x^2, x)"),
    (sp.Integral(x * y, (x, 0, 1), (y, 0, 2)), "integrate(integrate(x*y, x, 0, 1), y, 0, 2)"),
    (sp.Limit(1 / x, x, sp.oo), "limit(1/x, x, oo)"),
    (sp.Subs(x**2 * y, x, 1), "x^2*y where x = 1"),
    (sp.Tuple(1, x), "(1, x)"),
    ({x: 1, y: sp.sqrt(2)}, "x = 1, y = sqrt(2)"),
    ([sp.Matrix([1, 2]), sp.Matrix([0, 1])], "[[1, 2], [0, 1]]"),
]


def value(of: object) -> Expr:
    """The tree of a value whose texts are read without names."""
    return tree(of, lambda text: read(text).tree)


@pytest.mark.parametrize(("given", "text"), [*PYTHON, *NUMPY, *SYMPY], ids=str)
def test_a_value_is_what_it_writes(given: object, text: str) -> None:
    assert to_text(value(given)) == text


@pytest.mark.parametrize(("given", "text"), [*PYTHON, *NUMPY, *SYMPY], ids=str)
def test_what_a_value_writes_reads_back(given: object, text: str) -> None:
    found = value(given)
    again = read(text, declare({"A": "matrix(2,2)", "B": "matrix(2,2)"}))

    assert found in (again.tree, *again.alternatives)
    assert from_plain(to_plain(found)) == found


# What has no text of its own yet everywhere: the trees are what counts.
STATED = [
    (sp.Piecewise((x, x > 0), (-x, True)), "Call('piecewise', (x, x > 0, -x))"),
    (sp.Limit(sp.sin(x) / x, x, 0), "Verb('limit', (sin(x)/x, x, 0), side=right)"),
    (sp.Limit(x, x, 0, "-"), "Verb('limit', (x, x, 0), side=left)"),
    (sp.Limit(x, x, 0, "+-"), "Verb('limit', (x, x, 0))"),
    (sp.Sum(k**2, (k, 1, n)), "Verb('sum', (k^2, k, 1, n))"),
    (sp.Product(k, (k, 1, n)), "Verb('product', (k, k, 1, n))"),
    (sp.Not(sp.Symbol("A")), "Logic('not', (A))"),
    (sp.S.Reals, "Word('reals')"),
    (sp.ConditionSet(x, x > 1, sp.S.Reals), "{Relation('|', Relation('in', x, reals), x > 1)}"),
]


def outline(e: Any) -> str:
    """The outermost nodes by their names, what stands in them as text."""
    name, parts = type(e).__name__, e.parts()
    match name:
        case "Set":
            return "{" + ", ".join(map(outline, parts[0])) + "}"
        case "Relation" if parts[0] in ("|", "in"):
            sides = [outline(p) if type(p).__name__ == "Relation" and p.operator == "in" else to_text(p) for p in parts[1:]]  # fmt: skip
            return f"Relation({parts[0]!r}, {', '.join(sides)})"
        case "Word":
            return f"Word({parts[0]!r})"
        case _:
            inside = ", ".join(map(to_text, parts[1]))
            options = [f", {n}={to_text(v)}" for n, v in (parts[2] if len(parts) > 2 else ())]
            return f"{name}({parts[0]!r}, ({inside}){''.join(options)})"


@pytest.mark.parametrize(("given", "shape"), STATED, ids=str)
def test_statements_of_sympy_keep_their_shape(given: object, shape: str) -> None:
    found = value(given)

    assert outline(found) == shape
    assert from_plain(to_plain(found)) == found


REFUSED = [
    (float("nan"), "value_not_finite"),
    (float("-inf"), "value_not_finite"),
    (complex(0, float("inf")), "value_not_finite"),
    (Decimal("NaN"), "value_not_finite"),
    (np.float32("nan"), "value_not_finite"),
    (np.array([1.0, np.inf]), "value_not_finite"),
    (np.ma.masked, "value_not_finite"),
    (sp.zoo, "value_not_finite"),
    (sp.nan, "value_not_finite"),
    (sp.Lambda(x, x**2), "value_type"),
    (sp.EulerGamma, "value_type"),
    (sp.Order(x), "value_type"),
    (sp.Integral(x, (x, 1)), "value_type"),
    (object(), "value_type"),
    (b"x", "value_type"),
    (print, "value_type"),
    (np.datetime64("2020"), "value_type"),
    ([[True, False], [True, True]], "value_type"),
    ([], "value_shape"),
    ((), "value_shape"),
    ({}, "value_shape"),
    ([[1, 2], [3]], "value_shape"),
    ([{"a": 1}], "value_shape"),
    ([[[[[[[[[[1]]]]]]]]]], "value_shape"),
    (np.zeros((2, 2, 2)), "value_shape"),
    (np.zeros((0, 3)), "value_shape"),
    (sp.zeros(0, 0), "value_shape"),
    (sp.Array([[[1]]]), "value_shape"),
    ({"a b": 1}, "value_name"),
    ({1: 2}, "value_name"),
    (sp.Symbol("x y"), "value_name"),
    (sp.Symbol("__import__('os')"), "value_name"),
    (sp.Symbol("x" * 25), "value_name"),
    (sp.Function("f(")(x), "value_name"),
]
TOO_LARGE = [
    (10**100, "limit_digits"),
    (Fraction(1, 10**100), "limit_digits"),
    (Decimal("1e401"), "limit_digits"),
    (sp.Integer(10) ** 5_000, "limit_digits"),
    ([0] * 101, "limit_entries"),
    ({*range(101)}, "limit_entries"),
    (np.ones((11, 10)), "limit_entries"),
    (sp.ones(11, 10), "limit_entries"),
    (sum(sp.Symbol(f"x{i}") for i in range(700)), "limit_nodes"),
]


def deep() -> Any:
    """A SymPy object that is nested far beyond what is read."""
    found: Any = x
    for _ in range(2_000):
        found = sp.Function("f")(found, evaluate=False)
    return found


@pytest.mark.parametrize(("given", "code"), REFUSED, ids=lambda v: type(v).__name__)
def test_what_is_no_maths_is_refused_in_words(given: object, code: str) -> None:
    with pytest.raises(CallerError) as caught:
        value(given)

    assert caught.value.code == code
    assert caught.value.text.endswith((".", "long"))
    assert caught.value.text.isprintable()


@pytest.mark.parametrize(("given", "code"), [*TOO_LARGE, (deep(), "limit_depth")], ids=lambda v: v if isinstance(v, str) else "")  # fmt: skip
def test_a_value_has_the_bounds_of_a_text(given: object, code: str) -> None:
    with pytest.raises(NotationError) as caught:
        value(given)

    assert caught.value.code == code
    assert "at most" in caught.value.text


def test_a_refusal_names_the_type_and_what_can_be_handed_over() -> None:
    with pytest.raises(CallerError, match=r"type bytes .*Hand over text, a number.*NumPy.*SymPy"):
        value(b"x")
    with pytest.raises(CallerError, match=r"Lambda has no reading here.*the expression of the fun"):
        value(sp.Lambda(x, x**2))


def test_tables_with_to_numpy_are_arrays() -> None:
    class Table:
        def to_numpy(self) -> Any:
            return np.array([[1, 2], [3, 4]])

    assert to_text(value(Table())) == "[[1, 2], [3, 4]]"


# Where values may stand.


def test_values_stand_wherever_text_may() -> None:
    matrix = np.array([[2, 0], [0, 3]])

    assert tutor.grade(matrix, answer=sp.diag(2, 3)).status == "correct"
    assert tutor.prepare(answer=x**2).grade(x * x).status == "correct"
    assert tutor.equivalent(sp.sin(x) ** 2, "1 - cos(x)^2").outcome == "equal"
    assert tutor.grade("A^2", answer=[[4, 0], [0, 9]], given={"A": matrix}).status == "correct"
    assert tutor.grade(2 * x, answer="2x", problem=sp.Derivative(x**2, x)).status == "correct"
    assert tutor.read(sp.sqrt(x) / 2).tree == read("sqrt(x)/2").tree
    assert tutor.read([1, 2]).to_json()["text"] == "[1, 2]"
    assert tutor.steps(sp.Derivative(x**2, x)).result is not None


# Over to SymPy and back.


def test_what_crosses_to_sympy_comes_back_with_the_same_value() -> None:
    crossed, failed = 0, []

    def there_and_back(e: Expr) -> None:
        nonlocal crossed
        names = sorted(free_names(e))
        try:
            found = Bridge(dict.fromkeys(names, "real")).over(e)
            again = from_sympy(found)
        except (NoEntry, NotOurs, CallerError, NotationError):
            return
        crossed += 1
        back = substitute(again, {f"v{i}": Symbol(name) for i, name in enumerate(names)})
        if equal(back, e).outcome == "different":
            failed.append(f"{to_text(e)}  came back as  {to_text(back)}")

    draws(expressions(2, derivatives=False), 300, there_and_back)

    assert failed == []
    assert crossed > 100
