"""`factored`: a product of factors that split no further over the rational numbers."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING

from tutor.answers.arithmetic import rational_value
from tutor.answers.form import form
from tutor.answers.monomials import factors, is_to_do, polynomial, values
from tutor.language.expr.nodes import Sum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.answers.monomials import Terms
    from tutor.answers.relation import Reference
    from tutor.language.expr.nodes import Expr

_BITS = 4_096
_DEGREE = 100


@form(
    "factored",
    means="a product of powers whose factors have no common number and split no further over Q",
    says="The value is right, but it can be factored further.",
)
def factored(response: Expr, _reference: Reference) -> bool | None:
    """Whether every factor that is a sum is irreducible over Q and has no number to take out.

    `(x - 1)*(x + 2)` and `3*(x - 1/2)^2` are factored, also `x^2 + 1` and `x^2 - 2`; `(2*x - 2)*(x + 2)`
    and `x*(x^2 - 1)` are not. A quotient is factored when both of its sides are. Whatever is no
    polynomial (`sin(x)`, `e^x`, `sqrt(2)`) counts as a letter. None beyond the bounds.
    """
    return _all(_is_factored(value) for value in values(response))


def _is_factored(e: Expr) -> bool | None:
    if is_to_do(e):
        return False
    return _all(_is_irreducible(f.base) for f in factors(e) if isinstance(f.base, Sum))


def _is_irreducible(e: Expr) -> bool | None:
    """Whether a sum, as a polynomial in its kernels, is irreducible and primitive."""
    if rational_value(e) is not None:
        return False
    found = polynomial(e)
    if found is None:
        return None
    if not found:
        return False
    return _has_no_content(found) and _splits_no_further(found)


def _has_no_content(found: Terms) -> bool:
    """Whole coefficients have no common factor; with a fraction among them (`x - 1/2`) all is well."""
    if any(c.denominator != 1 for c in found.values()):
        return True
    return gcd(*(int(c) for c in found.values())) == 1


def _splits_no_further(found: Terms) -> bool | None:
    from tutor.oracle.cas import polynomials

    kernels = sorted({base for m in found for base, _ in m}, key=repr)
    if not kernels:
        return True
    if len(kernels) > polynomials.SLOTS or not _is_small(found):
        return None
    slots = dict(zip(kernels, polynomials.generators(), strict=False))
    scale = lcm(*(c.denominator for c in found.values()))
    whole = polynomials.constant(0)
    for m, c in found.items():
        term = polynomials.constant(int(c * scale))
        for base, exponent in sorted(m, key=repr):
            term *= slots[base] ** exponent
        whole += term
    _, split = polynomials.factor(whole)
    return sum(exponent for _, exponent in split) == 1


def _is_small(found: Terms) -> bool:
    """Within what may be factored in this process: flint is never given learner-sized powers."""
    degree = max(sum(n for _, n in m) for m in found)
    bits = max(c.numerator.bit_length() + c.denominator.bit_length() for c in found.values())
    return degree <= _DEGREE and bits <= _BITS


def _all(answers: Iterable[bool | None]) -> bool | None:
    """False if one is, else None if one is, else True."""
    found = list(answers)
    if False in found:
        return False
    return None if None in found else True
