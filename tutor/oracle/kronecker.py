"""Rational functions as one pair of integers: Kronecker's substitution, exact both ways.

Every node below the roots is a fraction N/D of polynomials with whole coefficients in *generators*:
names, pi, and every kernel (`sin(x)`, `sqrt(2)`) taken as a quantity of its own. A first walk bounds
the degree of every polynomial in each generator and the sum of its absolute coefficients, and
writes down how N is made where there are denominators; the second evaluates at x_j = B^(d_1*...*d_(j-1)), where every
degree in x_j is below d_j and B = 2^w exceeds the sum of the coefficients.

The substitution maps monomials one-to-one onto powers of B, and a non-zero polynomial with coefficient
sum H <= B - 2 cannot vanish at B: its leading part is at least B^k, the rest at most
H*(B^k - 1)/(B - 1) < B^k. So a polynomial within the bounds is 0 exactly if its value is 0. With i among
the coefficients the same holds for the absolute value of Gaussian integers.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, TypeAlias

from tutor.oracle.budget import Overrun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.oracle.budget import Budget
    from tutor.oracle.graph.graph import Graph, Rational

DIFFERENCE = -1  # the id of the difference of the two sides
LIMIT = 60_000  # bits of the integers at the point
FIELD = 64  # bits for one degree, of which LIMIT * LIMIT * (number of factors) needs fewer
_NOTHING: dict[int, int] = {}
Powers: TypeAlias = "tuple[tuple[int, int], ...]"
Part: TypeAlias = "tuple[int, Powers]"
"""One summand of a numerator: a whole number times powers of other numerators."""


class Gaussian:
    """A whole number of Z[i], with just the operations that a numerator needs."""

    __slots__ = ("im", "re")

    def __init__(self, re: int, im: int) -> None:
        self.re = re
        self.im = im

    def __bool__(self) -> bool:
        return bool(self.re or self.im)

    def __add__(self, other: Whole) -> Gaussian:
        if isinstance(other, int):
            return Gaussian(self.re + other, self.im)
        return Gaussian(self.re + other.re, self.im + other.im)

    __radd__ = __add__

    def __mul__(self, other: Whole) -> Gaussian:
        if isinstance(other, int):
            return Gaussian(self.re * other, self.im * other)
        return Gaussian(
            self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re
        )

    __rmul__ = __mul__

    def __pow__(self, exp: int) -> Gaussian:
        found, base = Gaussian(1, 0), self
        while exp:
            if exp & 1:
                found *= base
            exp >>= 1
            if exp:
                base *= base
        return found


Whole: TypeAlias = "int | Gaussian"


class Kronecker:
    """The numerators of some roots, bounded and then evaluated.

    Every node is N/(whole * below): `whole` is a number, `below` a product of numerators of other nodes.

    Args:
        roots: the nodes asked for; sums of them can be joined to them.

    Attributes:
        degrees: of N in every generator, packed into one int, `FIELD` bits each.
        norm: log2 of a bound on the sum of the absolute coefficients of N.
        below: `{id: exponent}`, absent where there is none.
        whole: absent where it is 1.
        plain, recipes: how N is made: a sum with whole coefficients; a sum of products.
    """

    def __init__(self, graph: Graph, roots: tuple[int, ...], budget: Budget) -> None:
        self.graph = graph
        self.budget = budget
        self.inner, leaves = skeleton(graph, roots)
        self.alias = aliases(graph, leaves, budget) if len(leaves) > 1 else {}
        self.unit = [id_ for id_ in leaves if graph.node[id_] == ("constant", "i")]
        self.generators = [id_ for id_ in leaves if id_ not in self.alias and id_ not in self.unit]
        self.degrees: dict[int, int] = dict.fromkeys(self.unit, 0)
        self.norm: dict[int, int] = dict.fromkeys(leaves, 0)
        self.below: dict[int, dict[int, int]] = {}
        self.whole: dict[int, int] = {}
        self.recipes: dict[int, list[Part]] = {}
        self.plain: dict[int, tuple[int, Sequence[tuple[int, Rational]]]] = {}
        for k, id_ in enumerate(self.generators):
            self.degrees[id_] = 1 << FIELD * k
        for id_, (same, _) in self.alias.items():
            self.degrees[id_] = self.degrees[same]
        self._masks = [(1 << FIELD) - 1 << FIELD * k for k in range(len(self.generators))]
        budget.charge("visits", len(self.inner))
        node = graph.node
        for id_ in self.inner:
            kind, value, pairs = node[id_] if len(node[id_]) == 3 else (*node[id_], ())
            if kind == "product":
                self._product(id_, value, pairs)
            else:
                self.join(id_, pairs, value)

    def join(self, id_: int, terms: Sequence[tuple[int, Rational]], value: Rational = 0) -> None:
        """Bound the sum `value + coef*node + ...` as the node `id_`."""
        if self.below or self.whole or not self._join_plainly(id_, terms, value):
            bottom = value.denominator
            below: dict[int, int] = {}
            for term, coef in terms:
                bottom = lcm(bottom, self.whole.get(term, 1) * coef.denominator)
                for key, exp in self.below.get(term, _NOTHING).items():
                    if exp > below.get(key, 0):
                        below[key] = exp
            self._join_over(id_, terms, value, bottom, below)

    def _join_plainly(
        self, id_: int, terms: Sequence[tuple[int, Rational]], value: Rational
    ) -> bool:
        """The same where there is no denominator at all; False if there is one after all."""
        if not isinstance(value, int):
            return False
        degrees, norm = 0, value.bit_length()
        for term, coef in terms:
            if not isinstance(coef, int):
                return False
            degrees = self._larger(degrees, self.degrees[term])
            norm = max(norm, self.norm[term] + coef.bit_length())
        self.degrees[id_] = degrees
        self.norm[id_] = norm + (len(terms) + 1).bit_length()
        self.plain[id_] = (value, terms)
        return True

    def _join_over(
        self,
        id_: int,
        terms: Sequence[tuple[int, Rational]],
        value: Rational,
        bottom: int,
        below: dict[int, int],
    ) -> None:
        """The same over a common denominator: what each term lacks of it multiplies the term."""
        parts: list[Part] = []
        degrees = norm = 0
        for term, coef in (*terms, (None, value)):
            if not coef:
                continue
            own = _NOTHING if term is None else self.below.get(term, _NOTHING)
            whole = 1 if term is None else self.whole.get(term, 1)
            factor = coef.numerator * (bottom // (whole * coef.denominator))
            powers = [] if term is None else [(term, 1)]
            powers += [(key, exp - own.get(key, 0)) for key, exp in below.items()]
            powers = [(key, exp) for key, exp in powers if exp]
            parts.append((factor, tuple(powers)))
            size, reach = factor.bit_length(), 0
            for key, exp in powers:
                size += exp * self.norm[key]
                reach += exp * self.degrees[key]
            degrees = self._larger(degrees, reach)
            norm = max(norm, size)
        self._record(id_, degrees, norm + len(parts).bit_length(), below, bottom)
        self.recipes[id_] = parts

    def _product(self, id_: int, coef: Rational, factors: Powers) -> None:
        top, bottom = coef.numerator, coef.denominator
        below: dict[int, int] = {}
        powers: list[tuple[int, int]] = []
        for factor, exp in factors:
            if not -LIMIT <= exp <= LIMIT:
                raise Overrun("bits")
            own, whole = self.below.get(factor, _NOTHING), self.whole.get(factor, 1)
            if exp > 0:
                powers.append((factor, exp))
                if whole != 1:
                    bottom *= self._short_power(whole, exp)
                for key, k in own.items():
                    below[key] = below.get(key, 0) + k * exp
            else:
                below[factor] = below.get(factor, 0) - exp
                top *= self._short_power(whole, -exp)
                powers += [(key, -k * exp) for key, k in own.items()]
        norm, degrees = top.bit_length(), 0
        for key, exp in powers:
            norm += exp * self.norm[key]
            degrees += exp * self.degrees[key]
        self._record(id_, degrees, norm, below, bottom)
        self.recipes[id_] = [(top, tuple(powers))]

    def _record(self, id_: int, degrees: int, norm: int, below: dict[int, int], whole: int) -> None:
        if norm > LIMIT or (
            degrees > LIMIT
            and any(self._field(degrees, k) > LIMIT for k in range(len(self.generators)))
        ):
            raise Overrun("bits")
        self.degrees[id_] = degrees
        self.norm[id_] = norm
        if below:
            self.below[id_] = below
        if whole != 1:
            self.whole[id_] = whole

    def _larger(self, one: int, other: int) -> int:
        """Field by field the larger degree."""
        if one == other or not other:
            return one
        if len(self._masks) == 1 or not one:
            return max(one, other)
        found = 0
        for mask in self._masks:
            found |= max(one & mask, other & mask)
        return found

    def _short_power(self, base: int, exp: int) -> int:
        if base == 1 or exp == 1:
            return base
        self.budget.charge("bits", base.bit_length() * exp)
        return int(base**exp)

    def vanishes(self, id_: int) -> bool | None:
        """Whether the fraction is 0 as a rational function of the generators.

        None if the integers would be too long, or if a denominator on the way is 0.
        """
        keys = list(dict.fromkeys(k for below in self.below.values() for k in below))
        found = self._evaluate([*keys, id_])
        if found is None:
            return None
        for key in keys:
            if not found[key]:
                return None
        return not found[id_]

    def degree(self, id_: int) -> int:
        """The largest degree of a numerator in one generator."""
        packed = self.degrees[id_]
        return max((self._field(packed, k) for k in range(len(self.generators))), default=0)

    def _field(self, packed: int, k: int) -> int:
        return packed >> FIELD * k & (1 << FIELD) - 1

    def _evaluate(self, watched: list[int]) -> dict[int, Whole] | None:
        """All numerators at a point at which the watched ones vanish only if they are 0."""
        shift = 2 + max([self.norm[id_] for id_ in watched])
        found: dict[int, Whole] = {}
        for k, id_ in enumerate(self.generators):
            if shift > LIMIT:
                return None
            found[id_] = 1 << shift
            shift *= 1 + max([self._field(self.degrees[key], k) for key in watched])
        if shift > LIMIT:
            return None
        self.budget.charge("bits", shift * (len(self.inner) + 1))
        for id_ in self.unit:
            found[id_] = Gaussian(0, 1)
        for id_, (same, sign) in self.alias.items():
            found[id_] = sign * found[same]
        self._run(found)
        return found

    def _run(self, found: dict[int, Whole]) -> None:
        """The numerators, children before parents; the joined ones come last."""
        plain = self.plain
        for id_ in self.norm:
            if id_ in plain:
                value, terms = plain[id_]
                total: Whole = value
                for term, coef in terms:
                    total = found[term] * coef + total  # type: ignore[assignment,operator]
                found[id_] = total
            elif id_ in self.recipes:
                total = 0
                for factor, powers in self.recipes[id_]:
                    part: Whole = factor
                    for key, exp in powers:
                        part = (found[key] if exp == 1 else found[key] ** exp) * part
                    total = part + total
                found[id_] = total


def skeleton(graph: Graph, roots: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """The sums, products and numbers down to the generators, and the generators; both in order."""
    inner: list[int] = []
    generators: list[int] = []
    seen = dict.fromkeys(roots)
    stack = list(seen)
    while stack:
        id_ = stack.pop()
        node = graph.node[id_]
        kind = node[0]
        if kind in ("sum", "product"):
            inner.append(id_)
            for child, _ in node[2]:
                if child not in seen:
                    seen[child] = None
                    stack.append(child)
        elif kind == "number":
            inner.append(id_)
        else:
            generators.append(id_)
    return sorted(inner), sorted(generators)


def aliases(graph: Graph, leaves: list[int], budget: Budget) -> dict[int, tuple[int, int]]:
    """Kernels that are plus or minus an earlier one: their arguments are equal as rational functions,
    or, for odd and even functions, opposite.
    """
    heads: dict[tuple[object, ...], list[int]] = {}
    for id_ in leaves:
        node = graph.node[id_]
        if node[0] in ("function", "root", "unknown"):
            head = ("root", node[2]) if node[0] == "root" else (node[1], *node[3:])
            heads.setdefault(head, []).append(id_)
    found: dict[int, tuple[int, int]] = {}
    for head, same in heads.items():
        for k, id_ in enumerate(same[1:], 1):
            for other in same[:k]:
                sign = 0 if other in found else _relative_sign(graph, head, id_, other, budget)
                if sign:
                    found[id_] = other, sign
                    break
    return found


def _relative_sign(
    graph: Graph, head: tuple[object, ...], one: int, other: int, budget: Budget
) -> int:
    """1 or -1 where one kernel is plus or minus the other, 0 where that cannot be told."""
    pairs = list(zip(graph.children(one), graph.children(other), strict=False))
    if all(a == b or are_equal(graph, a, b, budget) is True for a, b in pairs):
        return 1
    parity = _PARITY.get(str(head[0]), 0) if head[1:] == () and not graph.complex else 0
    (u, v), *more = pairs
    if parity and not more and are_equal(graph, u, v, budget, sign=-1) is True:
        return parity
    return 0


_PARITY = {"sin": -1, "atan": -1, "asin": -1, "sign": -1, "erf": -1, "cos": 1, "abs": 1, "log": 1}


def are_equal(graph: Graph, one: int, other: int, budget: Budget, *, sign: int = 1) -> bool | None:
    """Whether one node is `sign` times the other as a rational function; None if that cannot be told.

    True means equal wherever both are defined. False says nothing where kernels occur.
    """
    work = Kronecker(graph, (one, other), budget)
    work.join(DIFFERENCE, [(one, 1), (other, -sign)])
    return work.vanishes(DIFFERENCE)


def is_zero(graph: Graph, id_: int, budget: Budget) -> bool:
    """Whether a node is proved to be 0 wherever it is defined."""
    return Kronecker(graph, (id_,), budget).vanishes(id_) is True
