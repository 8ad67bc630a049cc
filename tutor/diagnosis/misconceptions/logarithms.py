# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Logarithms: the inside forgotten, or a logarithm where none is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.diagnosis.patterns import linear_coefficient
from tutor.language.expr.build import ONE
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    Quotient,
)
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"
_COMMON = "asymptotestudios.com/guides/common-derivative-mistakes"


@misconception(
    "diff.log.reciprocal_of_log",
    instead_of="diff.log",
    says="The derivative of the logarithm has no logarithm left in it: one over what, exactly?",
    contrast=(r"(\ln x)' = \frac{1}{\ln x}", r"(\ln x)' = \frac{1}{x}"),
    examples=["d/dx(ln(x)) -> 1/ln(x)"],
    evidence="documented",
    source=f"mathmistakes.info Common Calculus Mistakes 22 (quotient rule); {_COMMON}",
)
def reciprocal_of_log(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("log", (u,)) as f, x) if u == x:
            return Quotient(ONE, f)
        case _:
            return None


@misconception(
    "diff.log.missing_inner",
    instead_of="diff.chain",
    says="One over the inside is the first half; the inside varies too, and its derivative belongs above the line.",
    contrast=(r"(\ln g)' = \frac{1}{g}", r"(\ln g)' = \frac{g'}{g}"),
    examples=["d/dx(ln(x^3 + 1)) -> 1/(x^3 + 1)"],
    evidence="documented",
    source=f"derivativecalculus.com/derivative-exam-mistakes; freelivecalculators.com chain-rule mistakes; {_STACK}/CR_Diff_06",
    refines=("diff.chain.missing_inner", "diff.chain.missing_linear_factor"),
)
def log_missing_inner(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("log", (g,)), x) if depends_on(g, x.name) and g != x:
            return Quotient(ONE, g)
        case _:
            return None


@misconception(
    "diff.log.drop_factor",
    instead_of="diff.chain",
    says="Above the line you have the factor of the inside; below it the whole inside has to stand, not the variable alone.",
    contrast=(r"(\ln(ax))' = \frac{a}{x}", r"(\ln(ax))' = \frac{a}{ax}"),
    examples=["d/dx(ln(9*x)) -> 9/x"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_06",
    refines=("diff.chain.outer_at_x",),
)
def drop_factor(e: Expr) -> Expr | None:
    match e:
        case Derivative(Call("log", (g,)), x) if (a := linear_coefficient(g, x)) is not None:
            return Quotient(a, x)
        case _:
            return None
