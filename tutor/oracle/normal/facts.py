"""Signs that hold at every point of the question's domain.

A polynomial has a sign by its own form (`x^2 + 1`, `e^x + 3`), or because a condition forces it:
where `log(3*x)` is defined, x is positive. A condition on a product with exactly one factor of
unknown sign gives that factor its sign; from `nonneg` this holds only where the other factors do
not vanish, so it is used only when they are proved not to.

That a denominator is not 0 is read off its own `nz` condition, never off the graph, which writes
x^(n - 1) as x^n/x although it is 1 at x = 0 and n = 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tutor.oracle.cas import polynomials

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.oracle.cas.polynomials import Key, Poly
    from tutor.oracle.normal.field import Element, Field


class Sign(NamedTuple):
    """`value` is 1 or -1, or 0 where nothing is known; `strict` says that zero is excluded."""

    value: int
    strict: bool


UNKNOWN = Sign(0, strict=False)


class Facts:
    """What is known of signs in one round of the normal form."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.known: dict[Key, Sign] = {}
        self.nonzero: set[Key] = set()

    def sign(self, p: Poly) -> Sign:
        """The sign of an irreducible polynomial with a positive leading coefficient, or of a number."""
        found = self.known.get(polynomials.key(p)) or self._by_form(p)
        if found.value and not found.strict and polynomials.key(p) in self.nonzero:
            return Sign(found.value, strict=True)
        return found

    def vanishes_nowhere(self, p: Poly) -> bool:
        """Whether the polynomial is proved to be non-zero."""
        return self.sign(p).strict or polynomials.key(p) in self.nonzero

    def learn(self, kind: str, value: Element) -> bool:
        """Take in one condition: `pos`, `nonneg` or `nz` of a value. False where it may teach more later."""
        content, above = self.field.factor(value[0])
        below_content, below = self.field.factor(value[1])
        if kind in ("nz", "pos"):
            self.nonzero.update(polynomials.key(p) for p, _ in above)
        if kind == "nz" or not content:
            return True
        odd = [p for p, k in (*above, *below) if k % 2]
        doubtful = [p for p in odd if not self.sign(p).value]
        if len(doubtful) != 1:
            return not doubtful
        (p,) = doubtful
        if kind == "nonneg" and not self._others_stay(above, p):
            return False
        value_ = 1 if content * below_content > 0 else -1
        for other in odd:
            if other is not p:
                value_ *= self.sign(other).value
        self.known[polynomials.key(p)] = Sign(value_, strict=kind == "pos")
        return True

    def _others_stay(self, above: Iterable[tuple[Poly, int]], p: Poly) -> bool:
        return all(self.vanishes_nowhere(q) for q, _ in above if q != p)

    def _by_form(self, p: Poly) -> Sign:
        """All terms of one sign: then the sum has it, strictly if one of the terms cannot vanish."""
        found, strict = 0, False
        for exponents, coefficient in polynomials.terms(p):
            for slot, exp in enumerate(exponents):
                if exp % 2 and slot not in self.field.nonnegative:
                    return UNKNOWN
            value = 1 if coefficient > 0 else -1
            if found and value != found:
                return UNKNOWN
            found = value
            strict = strict or all(
                not exp or slot in self.field.positive for slot, exp in enumerate(exponents)
            )
        return Sign(found, strict)
