"""The first terms of a node as its name h falls to 0: sums of `c * h^r` with rational r.

Beside the powers stand log h, a name of its own inside the coefficients, and what is smaller or larger
than every power of h: e^(-1/h), e^(1/h). Only coefficients proved not to be 0 count as leading terms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from tutor.oracle import kronecker
from tutor.oracle.building.differentiate import differentiate
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.calculus.powers import contains, in_powers, putting
from tutor.oracle.cas import balls, evaluate
from tutor.oracle.conditions import Conditions
from tutor.oracle.graph import kernels
from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.signs import NEGATIVE, NOT_REAL, POSITIVE, ZERO, signs

if TYPE_CHECKING:
    from tutor.oracle.budget import Budget
    from tutor.oracle.graph.graph import Graph

STEP = "positive h"
LOG = "negative log h"  # names of our own: see `Graph.kind`
LENGTH = 8  # terms kept
_BITS = 128


class NoSeries(Exception):  # noqa: N818 not an error: no rule applies
    """Something has no terms that a rule can find, or no leading term that is proved not to be 0."""


@dataclass(frozen=True, slots=True)
class Series:
    """`sum of terms[r] * h^r + O(h^order)`, up to powers of log h; or beyond all powers.

    Args:
        terms: coefficients by exponent.
        order: the exponent from which nothing is known; infinite where all is known but what is smaller
            than every power.
        huge: 1 or -1 for what grows faster than every power, with that sign.
        tiny: whether something smaller than every power was left out.
    """

    terms: dict[Fraction, int] = field(default_factory=dict)
    order: Fraction | float = inf
    huge: int = 0
    tiny: bool = False


class _Known(dict[int, Series]):
    """Series by node. Raises: NoSeries for a node without one."""

    def __missing__(self, id_: int) -> Series:
        raise NoSeries


class Expansion:
    """The series of the nodes of one graph, one after another."""

    def __init__(self, graph: Graph, budget: Budget) -> None:
        self.graph = graph
        self.budget = budget
        self.h = graph.name(STEP)
        self.log = graph.name(LOG)

    def series(self, root: int) -> Series:
        """The first terms of a node. Raises: NoSeries."""
        known = _Known()
        for id_ in self.graph.order(root):
            self.budget.charge("visits")
            try:
                known[id_] = self._node(id_, known)
            except NoSeries:  # it may not be needed: e^(m/h) inside e^(m/h) * e^(-1/h^2)
                if id_ == root:
                    raise
        return known[root]

    def _node(self, id_: int, known: _Known) -> Series:
        graph = self.graph
        if not contains(graph, id_, self.h):
            return self._constant(id_)
        match graph.node[id_]:
            case ("name", _):
                return Series({Fraction(1): graph.number(1)})
            case ("sum", value, terms):
                found = self._constant(graph.number(value))
                for term, coef in terms:
                    found = self.plus(found, self.scaled(known[term], graph.number(coef)))
                return found
            case ("product", coef, factors):
                return self._product(graph.number(coef), factors, known)
            case ("root", radicand, n):
                return self.power(known[radicand], Fraction(1, n))
            case ("function", "exp", (arg,)):
                return self._exp(known[arg])
            case ("function", "log", (arg,)):
                return self._log(known[arg])
            case ("function", "abs" | "sign" as text, (arg,)):
                sign = self.sign(known[arg])
                if text == "sign":
                    return self._constant(graph.number(sign))
                return self.scaled(known[arg], graph.number(sign))
            case ("function", text, (arg,)):
                return self._function(text, known[arg])
            case _:
                raise NoSeries

    # --- arithmetic ---

    def _constant(self, id_: int) -> Series:
        return Series() if self.graph.value(id_) == 0 else Series({Fraction(0): id_})

    def plus(self, a: Series, b: Series) -> Series:
        """The sum of two series."""
        if a.huge or b.huge:
            if a.huge and b.huge and a.huge != b.huge:
                raise NoSeries
            return a if a.huge else b
        terms = dict(a.terms)
        for exp, coef in b.terms.items():
            terms[exp] = self.graph.plus(terms[exp], coef) if exp in terms else coef
        return self._trimmed(Series(terms, min(a.order, b.order), tiny=a.tiny or b.tiny))

    def scaled(self, a: Series, coef: int) -> Series:
        """A series times a node without h."""
        if self.graph.value(coef) == 0:
            return Series()
        if a.huge:
            if not (sign := self._sign_of(coef)):
                raise NoSeries
            return Series(huge=a.huge * sign)
        terms = {exp: self.graph.times(c, coef) for exp, c in a.terms.items()}
        return Series(terms, a.order, tiny=a.tiny)

    def times(self, a: Series, b: Series) -> Series:
        """The product of two series."""
        if a.huge or b.huge:
            return Series(huge=self.sign(a) * self.sign(b))
        terms: dict[Fraction, list[int]] = {}
        for p, c in a.terms.items():
            for q, d in b.terms.items():
                terms.setdefault(p + q, []).append(self.graph.times(c, d))
        order = min(
            a.order + min(b.terms, default=b.order), b.order + min(a.terms, default=a.order)
        )
        self.budget.charge("terms", len(a.terms) * len(b.terms) + 1)
        known = {exp: self.graph.plus(*nodes) for exp, nodes in terms.items() if exp < order}
        return self._trimmed(Series(known, order, tiny=a.tiny or b.tiny))

    def _product(self, coef: int, factors: tuple[tuple[int, int], ...], known: _Known) -> Series:
        """A product, its exponentials taken together: e^u / e^v is e^(u - v)."""
        found = self._constant(coef)
        exponent = Series()
        for factor, k in factors:
            match self.graph.node[factor]:
                case ("function", "exp", (arg,)) if contains(self.graph, arg, self.h):
                    more = self.scaled(known[arg], self.graph.number(k))
                    exponent = self.plus(exponent, more)
                case _:
                    found = self.times(found, self.power(known[factor], Fraction(k)))
        if exponent.terms or exponent.huge:
            found = self.times(found, self._exp(exponent))
        return found

    def power(self, a: Series, exponent: Fraction) -> Series:
        """A series to a rational power; a root needs a leading coefficient proved to be positive."""
        if exponent == 1:
            return a
        if exponent > 0 and exponent.denominator == 1 and not a.huge:
            found = a
            for _ in range(exponent.numerator - 1):
                found = self.times(found, a)
            return found
        if a.huge:
            if exponent > 0 and exponent.denominator == 1:
                return Series(huge=a.huge**exponent.numerator)
            if exponent < 0:
                return Series(tiny=True)
            raise NoSeries
        r, c = self.lead(a)
        graph = self.graph
        if exponent.denominator == 1:
            raised = graph.power(c, exponent.numerator)
        elif self._sign_of(c) > 0:
            raised = graph.power(kernels.root(graph, c, exponent.denominator), exponent.numerator)
        elif exponent.denominator % 2 and graph.real_odd_roots:
            turned = kernels.root(graph, graph.scale(c, -1), exponent.denominator)
            raised = graph.power(graph.scale(turned, -1), exponent.numerator)
        else:
            raise NoSeries
        rest = self._relative(a, r, c)
        binomials, factor = [], Fraction(1)
        for k in range(LENGTH):
            binomials.append(graph.number(factor))
            factor *= (exponent - k) / (k + 1)
        spread = self._composed(binomials, rest)
        return self._moved(self.scaled(spread, raised), r * exponent)

    def _composed(self, coefficients: list[int], rest: Series) -> Series:
        """`sum of coefficients[k] * rest^k` for a series that falls to 0."""
        if rest.order <= 0 or any(exp <= 0 for exp in rest.terms):
            raise NoSeries
        found, power = Series(), Series({Fraction(0): self.graph.number(1)})
        least = min(rest.terms, default=rest.order)
        for c in coefficients:
            found = self.plus(found, self.scaled(power, c))
            power = self.times(power, rest)
        if least == inf:
            return found
        order = min(found.order, least * len(coefficients))
        kept = {exp: c for exp, c in found.terms.items() if exp < order}
        return Series(kept, order, tiny=found.tiny)

    def _relative(self, a: Series, r: Fraction, c: int) -> Series:
        """`a / (c*h^r) - 1`."""
        inverse = self.graph.power(c, -1)
        terms = {exp - r: self.graph.times(d, inverse) for exp, d in a.terms.items() if exp != r}
        return Series(terms, a.order - r, tiny=a.tiny)

    def _moved(self, a: Series, by: Fraction) -> Series:
        terms = {exp + by: c for exp, c in a.terms.items()}
        return Series(terms, a.order + by, a.huge, a.tiny)

    def _trimmed(self, a: Series) -> Series:
        terms = {exp: c for exp, c in sorted(a.terms.items()) if not self._is_zero(c)}
        order = a.order
        if len(terms) > LENGTH:
            kept = list(terms)[:LENGTH]
            order = min(order, list(terms)[LENGTH])
            terms = {exp: terms[exp] for exp in kept}
        return Series(terms, order, tiny=a.tiny)

    # --- functions ---

    def _exp(self, u: Series) -> Series:
        graph = self.graph
        if u.huge:
            return Series(huge=1) if u.huge > 0 else Series(tiny=True)
        if any(exp < 0 for exp in u.terms):
            return Series(huge=1) if self.sign(u) > 0 else Series(tiny=True)
        if u.order <= 0:
            raise NoSeries
        constant = u.terms.get(Fraction(0), graph.number(0))
        powers = in_powers(graph, constant, self.log)
        if powers is None or max(powers, default=0) > 1:
            raise NoSeries
        moved = graph.value(powers.get(1, graph.number(0)))  # e^(q log h) is h^q
        if moved is None:
            raise NoSeries
        rest = Series({e: c for e, c in u.terms.items() if e > 0}, u.order, tiny=u.tiny)
        factorials, factor = [], Fraction(1)
        for k in range(LENGTH):
            factorials.append(graph.number(factor))
            factor /= k + 1
        outer = kernels.exp(graph, powers.get(0, graph.number(0)))
        spread = self._composed(factorials, rest)
        return self._moved(self.scaled(spread, outer), Fraction(moved))

    def _log(self, u: Series) -> Series:
        if u.huge:
            raise NoSeries
        r, c = self.lead(u)
        if contains(self.graph, c, self.log):
            raise NoSeries
        graph = self.graph
        start = graph.plus(kernels.log(graph, c), graph.scale(self.log, r))
        signs_ = [Fraction(0)] + [Fraction((-1) ** (k + 1), k) for k in range(1, LENGTH)]
        rest = self._composed([graph.number(q) for q in signs_], self._relative(u, r, c))
        return self.plus(self._constant(start), rest)

    def _function(self, text: str, u: Series) -> Series:
        """A smooth function: Taylor's terms where its argument has a limit, its own behaviour far out."""
        graph = self.graph
        if u.huge or any(exp < 0 for exp in u.terms):
            return self._far_out(text, u)
        constant = u.terms.get(Fraction(0), graph.number(0))
        if u.order <= 0 or contains(graph, constant, self.log):
            raise NoSeries
        w = graph.name("real w")
        conditions = Conditions()
        coefficients, f, factor = [], kernels.function(graph, text, (w,)), Fraction(1)
        try:
            for k in range(LENGTH):
                coefficients.append(graph.scale(putting(graph, f, w, constant), factor))
                f = differentiate(graph, f, "real w", conditions)
                factor /= k + 1
        except Unsupported as unknown:
            raise NoSeries from unknown
        for kind, id_ in conditions:
            if kind != "nz" or not self._sign_of(putting(graph, id_, w, constant)):
                raise NoSeries
        rest = Series({e: c for e, c in u.terms.items() if e > 0}, u.order, tiny=u.tiny)
        return self._composed(coefficients, rest)

    def _far_out(self, text: str, u: Series) -> Series:
        graph = self.graph
        match text:
            case "sin" | "cos":
                return Series(order=Fraction(0))  # bounded, and no more
            case "erf":
                sign = graph.number(self.sign(u))
                return Series({Fraction(0): sign}, tiny=True)
            case "atan" if not u.huge:
                turn = graph.scale(graph.constant("pi"), Fraction(self.sign(u), 2))
                near = self._function("atan", self.power(u, Fraction(-1)))
                return self.plus(self._constant(turn), self.scaled(near, graph.number(-1)))
            case "atan":
                turn = graph.scale(graph.constant("pi"), Fraction(self.sign(u), 2))
                return Series({Fraction(0): turn}, tiny=True)
            case _:
                raise NoSeries

    # --- leading terms ---

    def lead(self, a: Series) -> tuple[Fraction, int]:
        """The exponent and the coefficient of the first term. Raises: NoSeries where there is none."""
        if not a.terms:
            raise NoSeries
        r = min(a.terms)
        if not self._sign_of(a.terms[r]):
            raise NoSeries
        return r, a.terms[r]

    def sign(self, a: Series) -> int:
        """The sign of a series near h = 0. Raises: NoSeries where it is not proved."""
        return a.huge or self._sign_of(self.lead(a)[1])

    def _is_zero(self, id_: int) -> bool:
        if self.graph.node[id_][0] not in ("sum", "number"):
            return False
        spread = expand(self.graph, id_)
        return self.graph.value(spread) == 0 or kronecker.is_zero(self.graph, spread, self.budget)

    def _sign_of(self, id_: int) -> int:
        """1 or -1 as log h falls without bound, 0 where no sign is proved."""
        graph = self.graph
        powers = in_powers(graph, id_, self.log)
        if powers is None or not powers:
            return 0
        top = max(powers)
        found = signs(graph, powers[top])
        if not found & (ZERO | NOT_REAL) and found in (POSITIVE, NEGATIVE):
            sign = 1 if found == POSITIVE else -1
        elif graph.masks[powers[top]]:
            return 0
        else:
            sign = self._sign_in_balls(powers[top])
        return -sign if top % 2 else sign

    def _sign_in_balls(self, id_: int) -> int:
        if not balls.available():
            return 0
        with balls.precision(_BITS):
            value = evaluate.Program(self.graph, [id_]).run({}, self.budget)[id_]
            return balls.sign(value) or 0
