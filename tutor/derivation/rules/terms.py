"""Sums and brackets: like terms, a minus before a bracket, products multiplied out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import TWO, product_of, sum_of
from tutor.language.expr.nodes import Negation, Power, Product, Sum
from tutor.language.expr.views import (
    canonical,
    coefficient,
    factors_of,
    negative,
    split_sign,
    term_of,
    with_sign,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_POLYNOMIALS = "OpenStax, College Algebra, 1.4 Polynomials"


@rule(
    "alg.distribute_sign",
    name="Minus before a bracket",
    law=r"a - (b + c) = a - b - c",
    why="A minus before a bracket changes every sign inside.",
    examples=["8 - (x + 3) -> 8 - x - 3", "y - (x - 3) -> y - x + 3"],
    source=_POLYNOMIALS + ", Adding and Subtracting Polynomials",
)
def distribute_sign(e: Expr) -> Rewrite | None:
    match e:
        case Sum(terms) if any(_minus_sum(t) for t in terms):
            after: list[Expr] = []
            for term in terms:
                if isinstance(term, Negation) and isinstance(term.operand, Sum):
                    after.extend(negative(t) for t in term.operand.terms)
                else:
                    after.append(term)
            return Rewrite(Sum(tuple(after)))
        case _:
            return None


def _minus_sum(term: Expr) -> bool:
    return isinstance(term, Negation) and isinstance(term.operand, Sum)


@rule(
    "alg.collect",
    name="Collect like terms",
    law=r"a u + b u = (a + b) u",
    why="Terms with the same {u} add up.",
    examples=["2*x + 3*x -> 5*x", "x + 2 - 2*x -> 2 - x", "x*y - y*x -> 0"],
    source=_POLYNOMIALS + ", Adding and Subtracting Polynomials",
    asks=(("u", "Which terms are alike?"),),
)
def collect(e: Expr) -> Rewrite | None:
    if not isinstance(e, Sum):
        return None
    totals: dict[str, Fraction] = {}
    rests: dict[str, tuple[Expr, ...]] = {}
    first: dict[str, Expr] = {}
    count: dict[str, int] = {}
    for term in e.terms:
        value, rest = coefficient(term)
        key = canonical(product_of(rest)) if rest else f"number {len(totals)}"
        totals[key] = totals.get(key, Fraction(0)) + value
        rests.setdefault(key, rest)
        first.setdefault(key, term)
        count[key] = count.get(key, 0) + 1
    alike = [key for key, n in count.items() if n > 1]
    if not alike:
        return None
    terms: list[Expr] = []
    added: list[tuple[int, Expr]] = []
    for key, value in totals.items():
        if value == 0 and count[key] > 1:
            continue
        term = term_of(value, rests[key]) if count[key] > 1 else first[key]
        added.append(split_sign(term))
    if [sign for sign, _ in added] == [-1, 1]:
        added.reverse()  # 2 - x rather than -x + 2
    for sign, inner in added:
        terms.append(negative(inner) if sign < 0 and terms else with_sign(sign, inner))
    return Rewrite(sum_of(terms), {"u": product_of(rests[alike[0]])})


@rule(
    "alg.expand",
    name="Multiply out",
    law=r"a (b + c) = a b + a c",
    why="Multiply every term of {s} by {a}.",
    examples=["4*(x + 3) -> 4*x + 4*3", "(x + y)*(x - 2) -> x*(x - 2) + y*(x - 2)"],
    source=_POLYNOMIALS + ", Multiplying Polynomials",
    asks=(("s", "Which bracket do you multiply out?"),),
)
def expand(e: Expr) -> Rewrite | None:
    match e:
        case Product(factors) if any(isinstance(f, Sum) for f in factors):
            i = next(i for i, f in enumerate(factors) if isinstance(f, Sum))
            s = factors[i]
            assert isinstance(s, Sum)
            before, after = factors[:i], factors[i + 1 :]
            terms = (_spread(before, term, after) for term in s.terms)
            return Rewrite(Sum(tuple(terms)), {"s": s, "a": product_of((*before, *after))})
        case _:
            return None


def _spread(before: tuple[Expr, ...], term: Expr, after: tuple[Expr, ...]) -> Expr:
    if isinstance(term, Negation):
        return Negation(product_of((*before, *factors_of(term.operand), *after)))
    return product_of((*before, *factors_of(term), *after))


@rule(
    "alg.square_binomial",
    name="Square of a binomial",
    law=r"(a + b)^2 = a^2 + 2 a b + b^2",
    why="Square of a sum with a = {a} and b = {b}.",
    examples=["(x + 5)^2 -> x^2 + 2*x*5 + 5^2", "(x - y)^2 -> x^2 - 2*x*y + y^2"],
    source=_POLYNOMIALS + ", Perfect Square Trinomials",
    asks=(("a", "What is the first term?"), ("b", "What is the second term?")),
)
def square_binomial(e: Expr) -> Rewrite | None:
    match e:
        case Power(Sum((a, b)), n) if n == TWO:
            sign, inner = (-1, b.operand) if isinstance(b, Negation) else (1, b)
            middle = Product((TWO, *factors_of(a), *factors_of(inner)))
            terms = (Power(a, TWO), negative(middle) if sign < 0 else middle, Power(inner, TWO))
            return Rewrite(Sum(terms), {"a": a, "b": b})
        case _:
            return None
