# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Exponentials: the base forgotten, the exponent lowered or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import composition, linear_coefficient, shifted
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    Power,
    Product,
)
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"
_SIYEPU_2013 = "Siyepu (2013), J. Math. Behavior 32"
_E = Constant("e")


@misconception(
    "diff.exp.missing_log_base",
    instead_of="diff.exp_base",
    says="Only one base has an exponential that is its own derivative, and it is not this one: a factor is missing.",
    contrast=(r"(a^x)' = a^x", r"(a^x)' = a^x \ln a"),
    examples=["d/dx(3^x) -> 3^x"],
    evidence="documented",
    source=_SIYEPU_2013,
)
def missing_log_base(e: Expr) -> Expr | None:
    match e:
        case Derivative(Power(a, n) as f, x) if n == x and a != _E and not depends_on(a, x.name):
            return f
        case _:
            return None


@misconception(
    "diff.exp.extra_exponent_rule",
    instead_of="diff.exp",
    says="You lowered the exponent of an exponential; lowering belongs to powers of the variable.",
    contrast=(r"(e^{kx})' = k\,e^{kx-1}", r"(e^{kx})' = k\,e^{kx}"),
    examples=["d/dx(e^(2*x)) -> d/dx(2*x)*e^(2*x - 1)", "d/dx(e^x) -> e^(x - 1)"],
    evidence="documented",
    source=_SIYEPU_2013,
)
def extra_exponent_rule(e: Expr) -> Expr | None:
    match e:
        case Derivative(Power(a, u), x) if a == _E and depends_on(u, x.name):
            lowered: Expr = Power(_E, shifted(u, -1))
        case Derivative(Call("exp", (u,)), x) if depends_on(u, x.name):
            lowered = Call("exp", (shifted(u, -1),))
        case _:
            return None
    return lowered if u == x else Product((e.of(u), lowered))


@misconception(
    "diff.exp.inner_lost_exponent",
    instead_of="diff.chain",
    says="The factor in front is right; the exponent of an exponential stays whole when you differentiate.",
    contrast=(r"(e^{mx})' = m\,e^x", r"(e^{mx})' = m\,e^{mx}"),
    examples=["d/dx(e^(2*x)) -> d/dx(2*x)*e^x"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_01, CR_Diff_02",
    refines=("diff.chain.outer_at_x",),
)
def inner_lost_exponent(e: Expr) -> Expr | None:
    f = composition(e)
    if f is None or linear_coefficient(f.inner, f.node.variable) is None:
        return None
    match f.outer:
        case Power(a, _) if a == _E:
            return Product((f.inner_derivative, Power(_E, f.node.variable)))
        case Call("exp"):
            return Product((f.inner_derivative, Call("exp", (f.node.variable,))))
        case _:
            return None
