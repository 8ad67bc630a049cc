"""What the bridge promises: a fixed table, numbers and numbered names alone, and the same value on both sides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tutor.language.expr.functions import ELEMENTARY
from tutor.language.expr.nodes import Call, Symbol
from tutor.language.expr.paths import free_names
from tutor.language.notation import read
from tutor.oracle.cas.bridge import Bridge, NoEntry
from tutor.oracle.cas.enclose import enclose

CROSSING = """
x^2 - 3x + 1/2
(x + 1)^-2
sqrt(x^2 + 1)
root(x, 3) + (-8)^(1/3)
sin(x) cos(x) / tan(x)
log(x) + log(x, 2) + log10(x)
exp(-x^2/2) e^x
abs(x - 3) + sign(x)
atan(x) + asin(x/10) + acos(x/10)
max(x, 1) - min(x, 1)
5! + binomial(6, 2)
pi x + 20%
floor(3x) - ceiling(x)
sinh(x) + cosh(x) + tanh(x)
acot(x) + asinh(x)
sigmoid(x)
x^2 y where y = x + 1
2.50 x
"""


@pytest.mark.parametrize("text", [line for line in CROSSING.splitlines() if line])
@pytest.mark.parametrize("kind", ["real", "positive", "complex"])
def test_a_tree_that_crosses_and_returns_has_kept_its_value(text: str, kind: str) -> None:
    tree = read(text).tree
    bridge = Bridge(dict.fromkeys(free_names(tree), kind))
    returned = bridge.back(bridge.over(tree))
    at = {"x": Fraction(5, 3)}
    before, after = enclose(tree, at), enclose(returned, at)

    assert before.status == after.status == "value"
    assert before.agreement(after) >= 40


@pytest.mark.parametrize(
    "name", ["S", "N", "pi_", "E1", "lambda", "__import__('os')", "x y", "1+1"]
)
def test_no_name_meets_the_names_of_sympy(name: str) -> None:
    bridge = Bridge({name: "real"})
    found = bridge.over(Symbol(name))

    assert str(found) == "v0"
    assert found.is_real is True
    assert bridge.back(found) == Symbol(name)


def test_assumptions_come_from_the_scope_alone() -> None:
    bridge = Bridge({"x": "real", "p": "positive", "n": "integer", "z": "complex"})
    sizes = {name: bridge.over(read(f"sqrt({name}^2)").tree) for name in "xpz"}

    assert bridge.back(sizes["x"]) == read("abs(x)").tree
    assert bridge.back(sizes["p"]) == Symbol("p")
    assert bridge.back(sizes["z"]) == read("sqrt(z^2)").tree


def test_unknown_functions_are_opaque() -> None:
    bridge = Bridge({"x": "real"})
    over = bridge.over(read("f(x) + 2 g(x)").tree)

    assert {str(f.func) for f in over.atoms(type(bridge._opaque("f")(1)).__mro__[1])} == {
        "u0",
        "u1",
    }
    assert bridge.back(bridge.over(Call("f", (Symbol("x"),)))) == Call("f", (Symbol("x"),))


@pytest.mark.parametrize(
    "text",
    ["9^9^9", "2^100000", "(10^5)!", "gammafn(10^9)", "binomial(10^9, 3)", "{1, 2}", "x = 1", "y"],
)
def test_what_the_table_does_not_hold_stays_here(text: str) -> None:
    with pytest.raises(NoEntry):
        Bridge({"x": "real"}).over(read(text).tree)


@pytest.mark.parametrize("function", sorted(ELEMENTARY))
def test_every_function_of_the_language_crosses_or_stays(function: str) -> None:
    bridge = Bridge({"x": "positive"})
    try:
        over = bridge.over(Call(function, (Symbol("x"),)))
    except (NoEntry, TypeError):
        return

    assert "u0" not in str(over)
