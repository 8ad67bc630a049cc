"""The names of a question: kinds, conditions, given values and policy, or a plain refusal."""

from __future__ import annotations

import pytest

from tutor.errors import CallerError
from tutor.language.expr.nodes import Matrix, Number, Relation, Symbol
from tutor.language.notation import declare, read
from tutor.language.scope import BASES, Kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("real", Kind("real")),
        ("positive", Kind("positive")),
        ("vector(3)", Kind("vector", (3,))),
        ("vector( n )", Kind("vector", ("n",))),
        ("matrix(m, n)", Kind("matrix", ("m", "n"))),
        ("matrix(2,3)", Kind("matrix", (2, 3))),
        ("symmetric(n)", Kind("symmetric", ("n", "n"))),
        ("function", Kind("function")),
    ],
)
def test_a_kind_is_read(text: str, kind: Kind) -> None:
    assert declare({"x": text}).kinds == {"x": kind}


def test_every_kind_of_the_scope_can_be_declared() -> None:
    sizes = {"vector": "(n)", "matrix": "(m,n)", "symmetric": "(n)"}
    for base in BASES:
        assert declare({"x": base + sizes.get(base, "")}).kind("x").base == base


def test_a_condition_makes_a_real_name_and_is_kept() -> None:
    scope = declare({"x": "x > 1", "y": "0 < y < x"})

    assert scope.kind("x") == Kind("real")
    assert scope.conditions[0] == Relation(">", Symbol("x"), Number("1"))
    assert scope.conditions[1] == read("0 < y < x").tree


def test_given_values_are_read_with_the_names_and_may_use_each_other() -> None:
    scope = declare({"n": "integer"}, {"A": "[[1,2],[3,4]]", "B": "2A"})

    assert isinstance(scope.given["A"], Matrix)
    assert scope.given["B"] == read("2*A").tree
    assert read("|A|", scope).tree == read("det(A)").tree


def test_a_greek_letter_and_its_name_are_one_name() -> None:
    assert set(declare({"λ": "real", "\\mu": "real", "x_1": "real"}).kinds) == {
        "lambda",
        "mu",
        "x_1",
    }


def test_a_subscript_is_read_as_it_was_declared() -> None:
    assert read("x1 + x_2", declare({"x_1": "real", "x2": "real"})).tree == read("x_1 + x2").tree


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("xbar", "x_bar"),
        ("x_bar", "x_bar"),
        (r"\bar{x}", "x_bar"),
        ("x̄", "x_bar"),
        ("xbar1", "x_bar_1"),
        (r"\hat{\beta}_0", "beta_hat_0"),
        (r"\mathbf{x}", "x"),
        ("x_{n+1}", "x_{n+1}"),
        ("x₁", "x_1"),
        ("mean_x", "mean_x"),
        ("foo", "foo"),
    ],
)
def test_a_name_is_one_however_it_is_declared(written: str, name: str) -> None:
    scope = declare({written: "positive"})

    assert set(scope.kinds) == {name}
    if not name.startswith(("foo", "mean")):
        assert read(written, scope).tree == read(name, scope).tree == Symbol(name)


def test_a_policy_is_checked_and_kept() -> None:
    scope = declare(
        policy={"decimal": "comma", "verbs": ["diff"], "leak": "place", "percent": False}
        | {"thousands": True}
    )

    assert scope.policy.decimal == "comma"
    assert scope.policy.verbs == ("diff",)
    assert scope.policy.leak == "place"
    assert scope.policy.thousands
    assert not scope.policy.percent


@pytest.mark.parametrize(
    ("names", "given", "policy", "code"),
    [
        ({"x": "rael"}, None, None, "names"),
        ({"x": "vector"}, None, None, "names"),
        ({"x": "vector(3,4)"}, None, None, "names"),
        ({"x": "matrix(m)"}, None, None, "names"),
        ({"x": "vector(0)"}, None, None, "names"),
        ({"x": "real(3)"}, None, None, "names"),
        ({"x": "y > 1"}, None, None, "names"),
        ({"x": "x + 1"}, None, None, "names"),
        ({"x": "x >"}, None, None, "names"),
        ({"1x": "real"}, None, None, "names"),
        ({"x" * 25: "real"}, None, None, "names"),
        ({"λ": "real", "lambda": "real"}, None, None, "names"),
        ({"x": 3}, None, None, "names"),
        ("x", None, None, "names"),
        (None, {"A": "[[1,2],[3]]"}, None, "given"),
        (None, {"A": 3}, None, "given"),
        (None, {"": "3"}, None, "given"),
        (None, None, {"decimal": "colon"}, "policy"),
        (None, None, {"percent": "yes"}, "policy"),
        (None, None, {"percent": 1}, "policy"),
        (None, None, {"thousands": "yes"}, "policy"),
        (None, None, {"verbs": "diff"}, "policy"),
        (None, None, {"verbs": ["guess"]}, "policy"),
        (None, None, {"colour": "red"}, "option_unknown"),
        (None, None, [], "policy"),
    ],
)
def test_what_does_not_follow_the_contract_is_refused(
    names: object, given: object, policy: object, code: str
) -> None:
    with pytest.raises(CallerError) as caught:
        declare(names, given, policy)  # type: ignore[arg-type]

    assert caught.value.code == code
