# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""Constants, the variable itself, sums and constant factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.working import rules
from tutor.diagnosis.misconception import misconception
from tutor.language.expr.build import ZERO
from tutor.language.expr.nodes import Derivative, Negation, Number, Sum, Symbol
from tutor.language.expr.paths import free_names
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"
_MISTAKES = "mathmistakes.info Common Calculus Mistakes 22 (quotient rule)"


@misconception(
    "diff.constant.nonzero",
    instead_of="diff.constant",
    says="One term does not change at all when the variable does; how fast does something grow that never changes?",
    contrast=(r"c' = c", r"c' = 0"),
    examples=["d/dx(4) -> 4"],
    evidence="documented",
    source=f"AIP Conf. Proc. 1974, 050009 (2018); {_MISTAKES}",
)
def constant_kept(e: Expr) -> Expr | None:
    match e:
        case Derivative(c, x) if not depends_on(c, x.name):
            return c
        case _:
            return None


@misconception(
    "diff.constant.symbolic_constant",
    instead_of="diff.constant",
    says="You differentiated a letter that stands for a fixed number; look again which letter varies.",
    contrast=(r"\frac{d}{dx} a^2 = 2a", r"\frac{d}{dx} a^2 = 0"),
    examples=["d/dx(k^3) -> d/dk(k^3)"],
    evidence="author",
    source="teaching experience; no published source known",
)
def symbolic_constant(e: Expr) -> tuple[Expr, ...] | None:
    match e:
        case Derivative(c, x) if not depends_on(c, x.name) and not isinstance(c, Number):
            return tuple(Derivative(c, Symbol(name)) for name in sorted(free_names(c)))
        case _:
            return None


@misconception(
    "diff.x.zero",
    instead_of="diff.identity",
    says="The variable is not a constant: it does change, and exactly as fast as itself.",
    contrast=(r"x' = 0", r"x' = 1"),
    examples=["d/dx(x) -> 0"],
    evidence="documented",
    source=_MISTAKES,
)
def variable_as_constant(e: Expr) -> Expr | None:
    match e:
        case Derivative(body, x) if body == x:
            return ZERO
        case _:
            return None


@misconception(
    "diff.linearity.lost_coefficients",
    instead_of="diff.constant_factor",
    says="A number in front of a function does not disappear: it stays in front while the function is differentiated.",
    contrast=(r"(c\,f)' = f'", r"(c\,f)' = c\,f'"),
    examples=["d/dx(7*cos(x)) -> d/dx(cos(x))"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_02 (linearity)",
)
def lost_coefficients(e: Expr) -> Expr | None:
    match e:
        case Derivative(Negation()):
            return None
        case Derivative() if step := rules()["diff.constant_factor"](e):
            u = step.bindings["u"]
            assert not isinstance(u, str | tuple)
            return e.of(u)
        case _:
            return None


@misconception(
    "diff.linearity.lost_minus",
    instead_of="diff.sum",
    says="The terms are differentiated well; a minus of the problem got lost on the way.",
    contrast=(r"(f - g)' = f' + g'", r"(f - g)' = f' - g'"),
    examples=["d/dx(x^3 - e^x) -> d/dx(x^3) + d/dx(e^x)"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_02 (linearity), CR_Diff_03 (higher derivatives)",
)
def lost_minus(e: Expr) -> tuple[Expr, ...] | None:
    match e:
        case Derivative(Sum(terms)) if any(isinstance(term, Negation) for term in terms):
            places = [i for i, term in enumerate(terms) if isinstance(term, Negation)]
            chosen = [places] if len(places) == 1 else [places, *([i] for i in places)]
            return tuple(_sum_without_minus(e, terms, lost) for lost in chosen)
        case _:
            return None


def _sum_without_minus(e: Derivative, terms: tuple[Expr, ...], lost: list[int]) -> Expr:
    """The sum rule, with the minus signs of some terms left out."""
    after: list[Expr] = []
    for i, term in enumerate(terms):
        match term:
            case Negation(inner) if i in lost:
                after.append(e.of(inner))
            case Negation(inner):
                after.append(Negation(e.of(inner)))
            case _:
                after.append(e.of(term))
    return Sum(tuple(after))
