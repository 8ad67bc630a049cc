"""Generators with relations, and fractions of integer polynomials in them.

Every relation is a true identity at every point where all conditions of the question hold, so a
difference that reduces to zero *is* zero there. Independence of the generators is not claimed: a
difference that does not reduce to zero says nothing.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, lcm
from typing import TYPE_CHECKING, TypeAlias

from tutor.oracle.budget import Overrun
from tutor.oracle.cas import polynomials
from tutor.oracle.cas.polynomials import SLOTS, Poly

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tutor.oracle.budget import Budget
    from tutor.oracle.cas.polynomials import Key
    from tutor.oracle.graph.graph import Rational

Element: TypeAlias = tuple[Poly, Poly]
"""Numerator and denominator."""
Unit: TypeAlias = "tuple[Hashable, Rational, Element]"
"""A part of an argument: what identifies it, its rational coefficient, and its value without it."""

TERMS, BITS, DEGREE = 2_000, 4_096, 400
DIVIDED = 400  # terms that a quotient may have; beyond, a fraction is not divided out


class Finer(Exception):  # noqa: N818 it asks for another round
    """A generator has to stand for a finer part than the one chosen: begin again with the finer one."""


class Field:
    """Generators handed out in the order in which they are needed, each larger than all before it.

    Args:
        budget: charged for every generator and every product of polynomials.
        fine: by generator, the common denominator of all multiples in which it occurs (`exp(x/6)`
            for `exp(x/2)` and `exp(x/3)`); kept from round to round.
    """

    def __init__(self, budget: Budget, fine: dict[Hashable, int]) -> None:
        self.budget = budget
        self.fine = fine
        self.asked: dict[Hashable, int] = {}
        self._factored: dict[Key, tuple[int, list[tuple[Poly, int]]]] = {}
        self.slots: dict[Hashable, int] = {}
        self.relations: list[tuple[int, int, Poly]] = []
        self.nonnegative: set[int] = set()
        self.positive: set[int] = set()
        self.zero: Element = (polynomials.constant(0), polynomials.one())
        self.one: Element = (polynomials.one(), polynomials.one())

    # --- generators ---

    def generator(self, what: Hashable) -> tuple[Poly, bool]:
        """The generator that stands for `what`, and whether it is new."""
        known = self.slots.get(what)
        if known is not None:
            return polynomials.generators()[known], False
        slot = SLOTS - 1 - len(self.slots)
        if slot < 0:
            raise Overrun("generators")
        self.budget.charge("generators")
        self.slots[what] = slot
        return polynomials.generators()[slot], True

    def relate(self, what: Hashable, power: int, value: Poly) -> None:
        """From now on `generator ** power` is `value`, a polynomial in earlier generators."""
        slot = self.slots[what]
        relation = polynomials.generators()[slot] ** power - value
        self.relations.append((slot, power, relation))

    def divisions(self, what: Hashable, needed: int) -> int:
        """Into how many parts `what` is divided so that 1/needed of it is a whole number of parts."""
        self.asked[what] = lcm(self.asked.get(what, 1), needed)
        known = self.fine.get(what, 0)
        if not known:
            self.fine[what] = needed
            return needed
        if known % needed:
            known = self.fine[what] = lcm(known, needed)
            if what in self.slots:
                raise Finer
        return known

    def stale(self) -> bool:
        """Whether a generator is finer than anything in this round asked for.

        `fine` names things by slots, and these may have moved since the last round. A cube root of a
        negative number must not become a square because a square root of something else once was.
        """
        return any(self.fine[what] != needed for what, needed in self.asked.items())

    # --- fractions ---

    def rational(self, value: Rational) -> Element:
        """A rational number."""
        return polynomials.constant(value.numerator), polynomials.constant(value.denominator)

    def plus(self, a: Element, b: Element) -> Element:
        """The sum, over the least common denominator."""
        if not len(a[0]):
            return b
        if a[1] == b[1]:
            return self._checked(a[0] + b[0], a[1])
        common = a[1].gcd(b[1])
        left, right = polynomials.quotient(a[1], common), polynomials.quotient(b[1], common)
        top = self._times(a[0], right) + self._times(b[0], left)
        return self._checked(top, self._times(a[1], right))

    def times(self, a: Element, b: Element) -> Element:
        """The product."""
        if b[1].is_one() and b[0].is_one():
            return a
        if a[1].is_one() and a[0].is_one():
            return b
        return self._checked(self._times(a[0], b[0]), self._times(a[1], b[1]))

    def scaled(self, a: Element, value: Rational) -> Element:
        """A rational multiple."""
        if value == 1:
            return a
        return a[0] * value.numerator, a[1] * value.denominator

    def power(self, a: Element, exp: int) -> Element:
        """A whole power; of a zero numerator there is no negative one."""
        if exp == 1:
            return a
        n, d = a if exp >= 0 else (a[1], a[0])
        if not len(d):
            raise ZeroDivisionError
        return self.raised(n, abs(exp)), self.raised(d, abs(exp))

    def reduced(self, p: Poly) -> Poly:
        """The polynomial with every relation used, the latest generator, which is the largest, first."""
        if not self.relations or p.is_constant():
            return p
        degrees = p.degrees()
        for slot, power, relation in reversed(self.relations):
            degree = int(degrees[slot])
            if degree >= power:
                self.budget.charge("terms", len(p) * degree)
                p = self._bounded(polynomials.remainder(p, relation))
                degrees = p.degrees()
        return p

    def factor(self, p: Poly) -> tuple[int, list[tuple[Poly, int]]]:
        """`polynomials.factor`, once for each polynomial of a round."""
        if len(p) <= 1:
            return polynomials.factor(p)
        what = polynomials.key(p)
        if what not in self._factored:
            self._factored[what] = polynomials.factor(p)
        return self._factored[what]

    def settled(self, a: Element) -> Element:
        """Both parts reduced, without a common factor."""
        n, d = self.reduced(a[0]), self.reduced(a[1])
        if d.is_one():
            return n, d
        if not len(d):
            raise ZeroDivisionError
        return polynomials.cancelled(n, d)

    def key(self, a: Element) -> Hashable:
        """What identifies a value: equal keys are equal values."""
        n, d = self.settled(a)
        return polynomials.key(n), polynomials.key(d)

    def units(self, a: Element) -> list[Unit]:
        """A value as a rational combination of parts: monomials, and monomials over its denominator.

        A fraction is divided out first, so that u/(u + 1) and 1 - 1/(u + 1) have the same parts.
        """
        n, d = self.settled(a)
        bottom = polynomials.as_integer(d)
        if bottom is not None:
            return self._monomials(n, bottom)
        degree = int(n.total_degree())
        if comb(len(d) - 1 + degree, degree) > DIVIDED:
            return self._over(n, d, 1)
        scale = int(d.coeffs()[0]) ** 2
        whole, rest = polynomials.divided(n * scale, d)
        return [*self._monomials(whole, scale), *self._over(rest, d, scale)]

    def _monomials(self, n: Poly, bottom: int) -> list[Unit]:
        return [
            (exponents, Fraction(coefficient, bottom), (monomial(exponents), polynomials.one()))
            for exponents, coefficient in polynomials.terms(n)
        ]

    def _over(self, n: Poly, d: Poly, scale: int) -> list[Unit]:
        """The terms of `n / (scale*d)`."""
        found: list[Unit] = []
        for exponents, coefficient in polynomials.terms(n):
            top, below = polynomials.cancelled(monomial(exponents), d)
            content = int(below.content())
            below = polynomials.without_content(below, content)
            what = (polynomials.key(top), polynomials.key(below))
            found.append((what, Fraction(coefficient, scale * content), (top, below)))
        return found

    # --- bounds ---

    def _times(self, p: Poly, q: Poly) -> Poly:
        if q.is_one():
            return p
        if p.is_one():
            return q
        size = len(p) * len(q)
        self.budget.charge("terms", size)
        if size > TERMS * 10:
            raise Overrun("terms")
        return p * q

    def raised(self, p: Poly, exp: int) -> Poly:
        """A polynomial to a power >= 0. Raises: Overrun where that would be too long."""
        if p.is_one():
            return p
        if exp > 1:
            degree = max(map(int, p.degrees()), default=0) * exp
            bits = polynomials.largest_coefficient_bits(p) * exp
            if degree > DEGREE or bits > BITS or comb(len(p) - 1 + exp, exp) > TERMS:
                raise Overrun("terms")
        return self._bounded(p**exp)

    def _checked(self, n: Poly, d: Poly) -> Element:
        return self._bounded(n), self._bounded(d)

    def _bounded(self, p: Poly) -> Poly:
        if len(p) > TERMS:
            raise Overrun("terms")
        return p


def monomial(exponents: tuple[int, ...]) -> Poly:
    """The product of generators to these exponents."""
    found = polynomials.one()
    for slot, exp in enumerate(exponents):
        if exp:
            found = found * polynomials.generators()[slot] ** exp
    return found


def single_slot(p: Poly) -> int:
    """The slot of the generator that the polynomial is, or -1."""
    if len(p) != 1:
        return -1
    ((exponents, coefficient),) = polynomials.terms(p)
    if coefficient != 1 or sum(exponents) != 1:
        return -1
    return exponents.index(1)
