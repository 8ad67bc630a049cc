# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Implicit differentiation: the dependent name, and solving for its derivative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import composition
from tutor.language.expr.build import ONE
from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import Call, Negation, Quotient, Verb

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_STACK = (
    "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher/CR_Diff_07-08 (implicit)"
)


@misconception(
    "diff.implicit.forget_dydx",
    instead_of="diff.implicit",
    says="The dependent letter varies with the other one: wherever you differentiate it, its own derivative has to appear as a factor.",
    contrast=(r"\frac{d}{dx} y^n = n\,y^{n-1}", r"\frac{d}{dx} y^n = n\,y^{n-1}\,y'"),
    examples=["d/dx(y(x)^4) -> d/du(u^4) where u = y(x)"],
    evidence="documented",
    source=f"{_STACK}; derivativecalculus.com/derivative-exam-mistakes; freelivecalculators.com chain-rule mistakes",
    refines=("diff.chain.missing_inner", "diff.log.missing_inner"),
)
def forget_dydx(e: Expr) -> Expr | None:
    f = composition(e)
    match f:
        case None:
            return None
        case _ if isinstance(f.inner, Call) and f.inner.function not in FUNCTIONS:
            return f.slope_at(f.inner)
        case _:
            return None


@misconception(
    "diff.implicit.inverted",
    instead_of="implicit.divide",
    says="You solved for the rate of the other letter: look which of the two derivatives the question asks for.",
    contrast=(r"\frac{dy}{dx} = -\frac{F_y}{F_x}", r"\frac{dy}{dx} = -\frac{F_x}{F_y}"),
    examples=["implicit_diff(x^2 + y^3 = 1, y, x) -> 1/implicit_diff(x^2 + y^3 = 1, y, x)"],
    evidence="documented",
    source=_STACK,
)
def inverted(e: Expr) -> Expr | None:
    match e:
        case Verb("implicit_diff"):
            return Quotient(ONE, e)
        case _:
            return None


@misconception(
    "diff.implicit.sign",
    instead_of="implicit.collect",
    says="What crosses the equals sign changes its sign: go through your last rearrangement once more.",
    contrast=(r"\frac{dy}{dx} = \frac{F_x}{F_y}", r"\frac{dy}{dx} = -\frac{F_x}{F_y}"),
    examples=["implicit_diff(x^2 + y^3 = 1, y, x) -> -implicit_diff(x^2 + y^3 = 1, y, x)"],
    evidence="documented",
    source=_STACK,
)
def sign_lost_in_collecting(e: Expr) -> Expr | None:
    match e:
        case Verb("implicit_diff"):
            return Negation(e)
        case _:
            return None
