# ruff: noqa: D103  what a misconception is stands in its `says` and `contrast`
"""The product rule: the turns of the factors are lost, mixed up, or joined by the wrong sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.diagnosis.misconception import misconception
from tutor.language.expr.nodes import Derivative, Negation, Product, Sum
from tutor.language.expr.views import depends_on

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_LAW = r"(fg)' = f'g + fg'"
_STACK = "STACK sample library (maths/moodle-qtype_stack), Calculus-Refresher"


def _factors(e: Expr) -> tuple[Expr, ...]:
    """The factors that a product rule has to deal with; none if there are not two that vary."""
    match e:
        case Derivative(Product(factors), x) if all(depends_on(f, x.name) for f in factors):
            return factors
        case _:
            return ()


def _turns(e: Derivative, factors: tuple[Expr, ...]) -> tuple[Expr, ...]:
    return tuple(Product((*factors[:i], e.of(f), *factors[i + 1 :])) for i, f in enumerate(factors))


@misconception(
    "diff.product.of_derivatives",
    instead_of="diff.product",
    says="A product is not differentiated factor by factor: each factor takes its turn while the others wait.",
    contrast=(r"(fg)' = f'g'", _LAW),
    examples=["d/dx(x^2*cos(x)) -> d/dx(x^2)*d/dx(cos(x))"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_04; P. Dawkins, Common Math Errors (tutorial.math.lamar.edu/Extras/CommonErrors); asymptotestudios.com/guides/common-derivative-mistakes; AIP Conf. Proc. 1974, 050009 (2018); Siyepu (2013), J. Math. Behavior 32",
)
def of_derivatives(e: Expr) -> Expr | None:
    match e:
        case Derivative() if factors := _factors(e):
            return Product(tuple(map(e.of, factors)))
        case _:
            return None


@misconception(
    "diff.product.sum_rule",
    instead_of="diff.product",
    says="You differentiated as if a plus stood between the two; they are multiplied, and a product has a rule of its own.",
    contrast=(r"(fg)' = f' + g'", _LAW),
    examples=["d/dx(x^2*cos(x)) -> d/dx(x^2) + d/dx(cos(x))"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_02 (linearity)",
)
def as_a_sum(e: Expr) -> Expr | None:
    match e:
        case Derivative() if factors := _factors(e):
            return Sum(tuple(map(e.of, factors)))
        case _:
            return None


@misconception(
    "diff.product.wrong_pairing",
    instead_of="diff.product",
    says="Two terms, added: good. Look at which factor each derivative is multiplied by: not its own.",
    contrast=(r"(fg)' = ff' + gg'", _LAW),
    examples=["d/dx(x^2*cos(x)) -> x^2*d/dx(x^2) + cos(x)*d/dx(cos(x))"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_04",
)
def wrong_pairing(e: Expr) -> Expr | None:
    match e:
        case Derivative() if factors := _factors(e):
            return Sum(tuple(Product((f, e.of(f))) for f in factors))
        case _:
            return None


@misconception(
    "diff.product.minus",
    instead_of="diff.product",
    says="Both terms are there; check the sign between them: the minus belongs to another rule.",
    contrast=(r"(fg)' = f'g - fg'", _LAW),
    examples=["d/dx(x^2*ln(x)) -> d/dx(x^2)*ln(x) - x^2*d/dx(ln(x))"],
    evidence="documented",
    source=f"{_STACK}/CR_Diff_04",
)
def minus(e: Expr) -> Expr | None:
    match e:
        case Derivative() if factors := _factors(e):
            first, *others = _turns(e, factors)
            return Sum((first, *map(Negation, others)))
        case _:
            return None


@misconception(
    "diff.product.one_term",
    instead_of="diff.product",
    says="One factor had its turn, and that term is right; the others are still waiting for theirs.",
    contrast=(r"(fg)' = f'g", _LAW),
    examples=["d/dx(x^2*cos(x)) -> d/dx(x^2)*cos(x)"],
    evidence="documented",
    source="Maharaj & Ntuli (2018), S. Afr. J. Sci. 114(11/12) #5008; AIP Conf. Proc. 1974, 050009 (2018)",
)
def one_term(e: Expr) -> tuple[Expr, ...] | None:
    match e:
        case Derivative() if factors := _factors(e):
            return _turns(e, factors)
        case _:
            return None
