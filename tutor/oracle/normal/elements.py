"""From a node of the graph to its fraction of polynomials: one law for each kind of kernel.

| kernel          | generator              | relation                                              |
| exp(q*m)        | E = exp(m/L)           | exp(q*m) = E^(qL), E > 0                              |
| sin, cos(q*m)   | c, s of m/L            | s^2 = 1 - c^2; sums by the addition formulas          |
| log|p|          | one an irreducible p   | log|prod p^e| = sum e log|p|                          |
| |p|             | a                      | a^2 = p^2, none where the sign of p is a fact         |
| p^(1/R)         | r                      | r^R = p; an even root needs p >= 0                    |
| asin u, atan u  | one a value of u       | sin(asin u) = u, cos(asin u) = sqrt(1 - u^2), ...     |

`m` runs over the monomials of the expanded argument, L and R are common denominators.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from tutor.oracle.budget import Overrun
from tutor.oracle.cas import polynomials
from tutor.oracle.graph import signs, surds
from tutor.oracle.normal import angles
from tutor.oracle.normal.facts import Facts
from tutor.oracle.normal.field import single_slot

if TYPE_CHECKING:
    from tutor.oracle.cas.polynomials import Poly
    from tutor.oracle.graph.graph import Graph
    from tutor.oracle.normal.field import Element, Field


class Normal:
    """One round: the elements of all nodes asked for, in one field.

    Args:
        graph: nodes may be appended to it.
        field: a new one.
    """

    def __init__(self, graph: Graph, field: Field) -> None:
        self.graph = graph
        self.field = field
        self.facts = Facts(field)
        self.elements: dict[int, Element] = {}
        self.angles: dict[int, angles.Angle] = {}  # node of an argument: its cosine and sine
        self.exponents: dict[int, tuple[Element, int]] = {}  # slot of E: its m and L
        self.bases: dict[int, tuple[Poly, int]] = {}  # slot of a root or |p|: what it is a power of
        self.arguments: dict[int, tuple[str, Element]] = {}  # slot of asin u, atan u: u

    def element(self, root: int) -> Element:
        """The value of a node. Raises: ZeroDivisionError where a denominator is zero everywhere."""
        if root not in self.elements:
            for id_ in self.graph.order(root):
                if id_ not in self.elements:
                    self.elements[id_] = self._node(id_)
        return self.elements[root]

    def forget(self) -> None:
        """Drop all elements: they were made without signs that are known now."""
        self.elements.clear()
        self.angles.clear()

    def _node(self, id_: int) -> Element:
        field, known = self.field, self.elements
        match self.graph.node[id_]:
            case ("number", value):
                return field.rational(value)
            case ("name", text):
                return self._name(id_, text)
            case ("constant", text):
                return self._constant(text)
            case ("sum", value, terms):
                total = field.rational(value)
                for term, coef in terms:
                    total = field.plus(total, field.scaled(known[term], coef))
                return total
            case ("product", coef, factors):
                total = field.rational(coef)
                for factor, exp in factors:
                    total = field.times(total, field.power(known[factor], exp))
                return total
            case ("root", base, n):
                return self.root(known[base], n)
            case ("function", "exp", (arg,)):
                return self._exp(known[arg])
            case ("function", "sin" | "cos" as text, (arg,)):
                if arg not in self.angles:
                    self.angles[arg] = angles.cosine_and_sine(self, known[arg])
                return self.angles[arg][text == "sin"]
            case ("function", "log", (arg,)) if not self.graph.complex:
                return self._log(known[arg])
            case ("function", "abs", (arg,)) if not self.graph.complex:
                return self._absolute(known[arg])
            case ("function", text, args):
                return self._opaque(text, args, ())
            case ("unknown", text, args, orders):
                return self._opaque(f"unknown {text}", args, orders)
            case _:
                raise Overrun("kinds")

    def _name(self, id_: int, text: str) -> Element:
        p, _ = self.field.generator(("name", text))
        slot = self.field.slots["name", text]
        found = signs.signs(self.graph, id_)
        if not found & (signs.NEGATIVE | signs.NOT_REAL):
            self.field.nonnegative.add(slot)
            if not found & signs.ZERO:
                self.field.positive.add(slot)
        return p, polynomials.one()

    def _constant(self, text: str) -> Element:
        p, new = self.field.generator(("constant", text))
        slot = self.field.slots["constant", text]
        if text == "pi":
            self.field.nonnegative.add(slot)
            self.field.positive.add(slot)
        elif new:
            self.field.relate(("constant", text), 2, polynomials.constant(-1))
        return p, polynomials.one()

    def _opaque(self, text: str, args: tuple[int, ...], orders: tuple[int, ...]) -> Element:
        """A kernel without laws: the same one for equal arguments."""
        what = (text, tuple(self.field.key(self.elements[arg]) for arg in args), orders)
        p, new = self.field.generator(what)
        if new and text in ("asin", "atan"):
            value = self.field.settled(self.elements[args[0]])
            self.arguments[self.field.slots[what]] = (text, value)
        if text == "factorial" and self._cannot_be_negative(self.elements[args[0]]):
            slot = self.field.slots[what]
            self.field.nonnegative.add(slot)
            self.field.positive.add(slot)
        return p, polynomials.one()

    def _cannot_be_negative(self, value: Element) -> bool:
        """Whether a polynomial is a product of factors with known signs, and not below 0."""
        n, d = self.field.settled(value)
        content, factors = self.field.factor(n)
        sign = polynomials.as_integer(d) is not None and content > 0
        return sign and all(k % 2 == 0 or self.facts.sign(p).value > 0 for p, k in factors)

    # --- exponentials ---

    def _exp(self, arg: Element) -> Element:
        total = self.field.one
        for part, coef, value in self.field.units(arg):
            what = ("exp", part)
            divided = self.field.divisions(what, coef.denominator)
            p, new = self.field.generator(what)
            if new:
                slot = self.field.slots[what]
                self.exponents[slot] = (value, divided)
                if not self.graph.complex:
                    self.field.nonnegative.add(slot)
                    self.field.positive.add(slot)
            power = self.field.power((p, polynomials.one()), int(coef * divided))
            total = self.field.times(total, power)
        return total

    # --- logarithms, absolute values, roots ---

    def _log(self, arg: Element) -> Element:
        total = self.field.zero
        n, d = self.field.settled(arg)
        for p, sign in ((n, 1), (d, -1)):
            content, factors = self.field.factor(p)
            for q, exp in (*self._primes(content), *factors):
                total = self.field.plus(
                    total, self.field.scaled(self._log_of_factor(q), sign * exp)
                )
        return total

    def _log_of_factor(self, p: Poly) -> Element:
        """log|p| of an irreducible polynomial or a prime."""
        slot = single_slot(p)
        if slot in self.exponents:
            value, divided = self.exponents[slot]
            return self.field.scaled(value, Fraction(1, divided))
        if slot in self.bases:
            base, index = self.bases[slot]
            return self.field.scaled(self._log((base, polynomials.one())), Fraction(1, index))
        generator, _ = self.field.generator(("log", polynomials.key(p)))
        return generator, polynomials.one()

    def _absolute(self, arg: Element) -> Element:
        total = self.field.one
        for p, sign in zip(self.field.settled(arg), (1, -1), strict=True):
            content, factors = self.field.factor(p)
            total = self.field.times(
                total, self.field.power(self.field.rational(abs(content)), sign)
            )
            for q, exp in factors:
                total = self.field.times(total, self._absolute_power(q, sign * exp))
        return total

    def _absolute_power(self, p: Poly, exp: int) -> Element:
        """|p|^exp of an irreducible polynomial."""
        known = self.facts.sign(p).value
        if known or exp % 2 == 0:
            value = self.field.power((p, polynomials.one()), exp)
            return self.field.scaled(value, -1) if known < 0 and exp % 2 else value
        what = ("abs", polynomials.key(p))
        a, new = self.field.generator(what)
        if new:
            slot = self.field.slots[what]
            self.bases[slot] = (p, 1)
            self.field.nonnegative.add(slot)
            if self.facts.vanishes_nowhere(p):
                self.field.positive.add(slot)
            self.field.relate(what, 2, p * p)
        return self.field.power((a, polynomials.one()), exp)

    def root(self, arg: Element, n: int) -> Element:
        """The n-th root of a value that is >= 0 on the domain, or any value where n is odd."""
        if self.graph.complex:
            return self._whole_root(arg, n)
        n_, d_ = self.field.settled(arg)
        nested = self._nested(n_, d_, n)
        if nested is not None:
            return nested
        parts: list[tuple[Poly, int]] = []
        content = 1
        for p, sign in ((n_, 1), (d_, -1)):
            number, factors = self.field.factor(p)
            content *= number
            parts += [(q, sign * exp) for q, exp in (*self._primes(number), *factors)]
        if not content:
            return self.field.zero
        if n % 2 and self.graph.real_odd_roots:
            total = self.field.rational(1 if content > 0 else -1)
            for q, exp in parts:
                total = self.field.times(total, self._root_power(q, Fraction(exp, n)))
            return total
        return self._even_root(content, parts, n) or self._whole_root(arg, n)

    def _even_root(self, content: int, parts: list[tuple[Poly, int]], n: int) -> Element | None:
        """Factors that cannot be negative each have a root of their own; the others share one.

        None where a factor may vanish: there nothing is known of the sign of the others.
        """
        total, doubtful = self.field.one, polynomials.constant(1 if content > 0 else -1)
        for q, exp in parts:
            sign = self.facts.sign(q).value
            if exp % 2 == 0:
                total = self.field.times(total, self._root_of_square(q, exp, n))
            elif sign:
                doubtful = doubtful * sign
                base = q if sign > 0 else -q
                total = self.field.times(total, self._root_power(base, Fraction(exp, n)))
            else:
                doubtful = doubtful * self.field.raised(q, exp % (2 * n))
        if polynomials.as_integer(doubtful) == 1:
            return total
        others = [q for q, exp in parts if exp % 2 == 0 or self.facts.sign(q).value]
        if not all(self.facts.vanishes_nowhere(q) for q in others):
            return None
        pulled = self.field.one
        for q, exp in parts:
            if exp % 2 and not self.facts.sign(q).value:
                # q^exp = q^(exp mod 2n) * (q^(2n))^k, and the root of q^(2n k) is q^(2k)
                pulled = self.field.times(
                    pulled, self.field.power((q, polynomials.one()), 2 * (exp // (2 * n)))
                )
        own = self._root_power(doubtful, Fraction(1, n))
        return self.field.times(self.field.times(total, pulled), own)

    def _root_of_square(self, p: Poly, exp: int, n: int) -> Element:
        """(p^exp)^(1/n) = |p|^(exp/n) for an even exp."""
        whole, rest = divmod(Fraction(exp, n), 1)
        total = self._absolute_power(p, int(whole))
        if rest:
            size = self._absolute_power(p, 1)
            total = self.field.times(total, self._root_power(size[0], rest))
        return total

    def _root_power(self, p: Poly, exp: Fraction) -> Element:
        """p^exp through one generator r with r^R = p."""
        whole, rest = divmod(exp, 1)
        total = self.field.power((p, polynomials.one()), int(whole))
        if not rest:
            return total
        what = ("root", polynomials.key(p))
        index = self.field.divisions(what, rest.denominator)
        r, new = self.field.generator(what)
        if new:
            slot = self.field.slots[what]
            self.bases[slot] = (p, index)
            self.field.relate(what, index, p)
            if index % 2 == 0 or self.facts.sign(p).value > 0:
                self.field.nonnegative.add(slot)
        power = self.field.power((r, polynomials.one()), int(rest * index))
        return self.field.times(total, power)

    def _whole_root(self, arg: Element, n: int) -> Element:
        """A root that is not taken apart: (r*d)^n = numerator * d^(n-1)."""
        top, bottom = self.field.settled(arg)
        what = ("root of all", polynomials.key(top), polynomials.key(bottom), n)
        r, new = self.field.generator(what)
        if new:
            self.field.relate(what, n, top * self.field.raised(bottom, n - 1))
        return r, bottom

    def _nested(self, n_: Poly, d_: Poly, n: int) -> Element | None:
        """sqrt(a + b*sqrt(c)) of numbers, where a^2 - b^2*c is a square: two simple roots."""
        bottom = polynomials.as_integer(d_)
        if n != 2 or bottom is None or len(n_) != 2:
            return None
        (exponents, b), (last, a) = polynomials.terms(n_)
        if any(last) or a <= 0:
            return None
        c = 1
        for slot, exp in enumerate(exponents):
            if not exp:
                continue
            base, index = self.bases.get(slot, (polynomials.one(), 0))
            part = polynomials.as_integer(base)
            if exp != 1 or index != 2 or part is None:
                return None
            c *= part
        square = a * a - b * b * c
        d = isqrt(square) if square >= 0 else -1
        if d * d != square:
            return None
        roots = [
            self.element(surds.root_of_number(self.graph, Fraction(a + s * d, 2 * bottom), 2))
            for s in (1, -1)
        ]
        return self.field.plus(roots[0], self.field.scaled(roots[1], 1 if b > 0 else -1))

    # --- small things ---

    def _primes(self, value: int) -> list[tuple[Poly, int]]:
        """The size of an integer as powers of constant polynomials."""
        if abs(value) <= 1:
            return []
        return [(polynomials.constant(p), k) for p, k in surds.factorise(abs(value)).items()]
