"""Integer polynomials in a fixed number of generators, by python-flint: the arithmetic of the normal form.

One ring serves every question: its generators are slots without a meaning of their own. The order is
lexicographic and the *last* slot is the smallest generator; whoever takes slots from the end gets
generators each larger than all before it, so that `g^k - (something earlier)` has leading term `g^k`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import lcm
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Poly: TypeAlias = Any  # flint.fmpz_mpoly; python-flint carries no types
Key: TypeAlias = str

SLOTS = 14
"""As many as a question may have; factoring in a wider ring takes longer, whether its slots are used or not."""


@cache
def generators() -> tuple[Poly, ...]:
    """All generators of the ring, the largest first."""
    from flint import Ordering, fmpz_mpoly_ctx

    return tuple(fmpz_mpoly_ctx.get([f"g{k}" for k in range(SLOTS)], Ordering.lex).gens())


@cache
def one() -> Poly:
    """The polynomial 1."""
    return generators()[0] ** 0


def constant(value: int) -> Poly:
    """An integer as a polynomial."""
    return one() * value


def terms(p: Poly) -> list[tuple[tuple[int, ...], int]]:
    """The `(exponents, coefficient)` pairs, largest first."""
    return [(tuple(map(int, m)), int(c)) for m, c in zip(p.monoms(), p.coeffs(), strict=True)]


def key(p: Poly) -> Key:
    """What tells one polynomial from another; polynomials themselves cannot be hashed."""
    return str(p)


def as_integer(p: Poly) -> int | None:
    """The integer that a constant polynomial is, or None."""
    if not p.is_constant():
        return None
    return int(p.coeffs()[0]) if len(p) else 0


def remainder(p: Poly, divisor: Poly) -> Poly:
    """What is left of `p` after division by a polynomial with leading coefficient 1."""
    return divmod(p, divisor)[1]


def divided(p: Poly, divisor: Poly) -> tuple[Poly, Poly]:
    """Quotient and remainder, as far as the leading coefficient of the divisor divides."""
    whole, rest = divmod(p, divisor)
    return whole, rest


def quotient(p: Poly, divisor: Poly) -> Poly:
    """`p` divided by a polynomial that divides it."""
    return divmod(p, divisor)[0]


def cancelled(n: Poly, d: Poly) -> tuple[Poly, Poly]:
    """The same quotient without a common factor, the leading coefficient of `d` positive."""
    common = n.gcd(d)
    if not common.is_one():
        n, d = quotient(n, common), quotient(d, common)
    if len(d) and int(d.coeffs()[0]) < 0:
        n, d = -n, -d
    return n, d


def without_content(p: Poly, content: int) -> Poly:
    """`p` divided by an integer that divides all its coefficients."""
    return quotient(p, constant(content))


def factor(p: Poly) -> tuple[int, list[tuple[Poly, int]]]:
    """`p` as an integer times powers of irreducible polynomials, each with a positive leading coefficient."""
    if len(p) <= 1:
        return _factor_term(p)
    if p.total_degree() == 1:
        number = int(p.content()) if p.leading_coefficient() > 0 else -int(p.content())
        return number, [(without_content(p, number), 1)]
    content, found = p.factor()
    return int(content), [(q, int(k)) for q, k in found]


def factor_in_one_name(p: Sequence[Fraction]) -> list[tuple[list[Fraction], int]]:
    """The irreducible factors over the rationals of a polynomial in one name, coefficients upwards."""
    from flint import fmpz_poly

    shared = lcm(*(c.denominator for c in p))
    _, found = fmpz_poly([int(c * shared) for c in p]).factor()
    return [([Fraction(int(c)) for c in q.coeffs()], int(k)) for q, k in found]


def _factor_term(p: Poly) -> tuple[int, list[tuple[Poly, int]]]:
    if not len(p):
        return 0, []
    ((exponents, coefficient),) = terms(p)
    gens = generators()
    return coefficient, [(gens[slot], k) for slot, k in enumerate(exponents) if k]


def largest_coefficient_bits(p: Poly) -> int:
    """The length in bits of the largest coefficient."""
    return max((int(c).bit_length() for c in p.coeffs()), default=0)
