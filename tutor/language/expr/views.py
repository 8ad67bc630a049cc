"""Ways to look at a tree: a term as coefficient times factors, a factor as a power, order put aside.

Rules are written modulo form with these views and build with their inverses; nothing here is a rule
and nothing normalises a line behind the learner's back.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.language.expr.build import ONE, number, product_of, rational
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    HigherDerivative,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import children, rebuild

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr

INERT = (Derivative, HigherDerivative, Verb)
"""Things still to be done: no line that holds one is finished."""


def holds_inert(e: Expr) -> bool:
    """Whether anything inside is still to be done."""
    return isinstance(e, INERT) or any(holds_inert(child) for child in children(e))


def depends_on(e: Expr, name: str) -> bool:
    """Whether the value of `e` can change with the name; a name bound by a `where` does not count."""
    if isinstance(e, Symbol):
        return e.name == name
    if isinstance(e, Where):
        values = bound_values(e)
        if any(depends_on(value, name) for value in values.values()):
            return True
        return name not in values and depends_on(e.body, name)
    return any(depends_on(child, name) for child in children(e))


def bound_values(e: Where) -> dict[str, Expr]:
    """What a `where` says its names stand for; bindings that say something else are left out."""
    return {
        binding.left.name: binding.right
        for binding in e.bindings
        if isinstance(binding, Relation)
        and binding.operator == "="
        and isinstance(binding.left, Symbol)
    }


def size(e: Expr) -> int:
    """How many nodes a tree has."""
    return 1 + sum(size(child) for child in children(e))


def is_one(e: Expr) -> bool:
    """Whether it is written as a number of value 1."""
    return isinstance(e, Number) and e.value == 1


def is_zero(e: Expr) -> bool:
    """Whether it is written as a number of value 0."""
    return isinstance(e, Number) and e.value == 0


def integer(e: Expr) -> int | None:
    """The value of `3` or `-3`; None for anything else."""
    value = rational(e)
    return value if isinstance(value, int) else None


def factors_of(e: Expr) -> tuple[Expr, ...]:
    """The factors of a product; anything else is its own only factor, the number 1 has none."""
    if isinstance(e, Product):
        return e.factors
    return () if is_one(e) else (e,)


def terms_of(e: Expr) -> tuple[Expr, ...]:
    """The terms of a sum, with their signs; anything else is its own only term."""
    return e.terms if isinstance(e, Sum) else (e,)


def negative(e: Expr) -> Expr:
    """Minus `e`, without a double minus and without a negative zero."""
    if isinstance(e, Negation):
        return e.operand
    return e if is_zero(e) else Negation(e)


def split_sign(e: Expr) -> tuple[int, Expr]:
    """The sign of a term and the term without it, wherever in its factors the minus stands.

    `-u`, `(-u)*v`, `u*(-v)`, `(-u)/v` all are minus something; a sum is what it is.
    """
    match e:
        case Negation(u):
            sign, inner = split_sign(u)
            return -sign, inner
        case Product(factors):
            parts = [split_sign(factor) for factor in factors]
            sign = -1 if sum(part[0] < 0 for part in parts) % 2 else 1
            if all(part[1] is factor for part, factor in zip(parts, factors, strict=True)):
                return sign, e
            return sign, Product(tuple(part[1] for part in parts))
        case Quotient(top, bottom):
            over, above = split_sign(top)
            under, below = split_sign(bottom)
            same = above is top and below is bottom
            return over * under, e if same else Quotient(above, below)
        case _:
            return 1, e


def with_sign(sign: int, e: Expr) -> Expr:
    """A term with a sign, the minus before its first factor as people write it: `-3*x`, `-x/2`."""
    if sign > 0 or is_zero(e):
        return e
    match e:
        case Product((first, *rest)):
            return Product((with_sign(-1, first), *rest))
        case Quotient(top, bottom):
            return Quotient(with_sign(-1, top), bottom)
        case _:
            return negative(e)


def signed(e: Expr) -> Expr:
    """The same line with every minus where people write it: `-(3*x)` as `-3*x`; `y - 3*x` stays.

    Only where a minus stands changes: none is lost, and two are not made one.
    """
    match e:
        case Sum((first, *later)):
            parts = (signed(first), *map(_signed_later, later))
        case _:
            parts = tuple(map(signed, children(e)))
    match e, parts:
        case Negation(), (Product() | Quotient() as inner,) if not _leads_with_minus(inner):
            return with_sign(-1, inner)
        case _ if parts == children(e):
            return e
        case _:
            return rebuild(e, parts)


def _signed_later(term: Expr) -> Expr:
    """A term after the first: its own minus is the one between the two."""
    return Negation(signed(term.operand)) if isinstance(term, Negation) else signed(term)


def _leads_with_minus(e: Expr) -> bool:
    match e:
        case Product((first, *_)) | Quotient(first):
            return _leads_with_minus(first)
        case _:
            return isinstance(e, Negation)


def base_and_exponent(factor: Expr) -> tuple[Expr, Expr]:
    """`u^n` as (u, n); any other factor as (itself, 1)."""
    if isinstance(factor, Power):
        return factor.base, factor.exponent
    return factor, ONE


def power_of(base: Expr, exponent: Expr) -> Expr:
    """`base^exponent`, plain `base` for the exponent 1."""
    return base if is_one(exponent) else Power(base, exponent)


def coefficient(term: Expr) -> tuple[Fraction, tuple[Expr, ...]]:
    """A term as a rational number times what is left, in the order written.

    `-3*x*y` is (-3, (x, y)), `x/2` is (1/2, (x,)), `2/(3*x)` is (2/3, (1/x,)).
    """
    sign, e = split_sign(term)
    value = Fraction(sign)
    match e:
        case Number():
            return value * e.value, ()
        case Product(factors):
            rest: list[Expr] = []
            for factor in factors:
                inner = rational(factor)
                if inner is None:
                    rest.append(factor)
                else:
                    value *= inner
            return value, tuple(rest)
        case Quotient(top, bottom):
            over, above = coefficient(top)
            under, below = coefficient(bottom)
            if under == 0:
                return value, (e,)
            left = above if not below else (Quotient(product_of(above), product_of(below)),)
            return value * over / under, left
        case _:
            return value, (e,)


def term_of(value: Fraction | int, rest: Iterable[Expr]) -> Expr:
    """A rational number times factors, as a teacher writes it: `-3*x`, `x/2`, `(2*x)/3`, `2/(3*x)`."""
    factors = tuple(rest)
    value = Fraction(value)
    if not factors or value == 0:
        return number(value)
    if value < 0:
        return with_sign(-1, term_of(-value, factors))
    match factors:
        case (Quotient(top, bottom),):
            above, below = factors_of(top), factors_of(bottom)
        case _:
            above, below = factors, ()
    if value.numerator != 1:
        above = (number(value.numerator), *above)
    if value.denominator != 1:
        below = (number(value.denominator), *below)
    return Quotient(product_of(above), product_of(below)) if below else product_of(above)


def canonical(e: Expr) -> str:
    """A text that two trees share exactly when they agree up to order, brackets and where a minus stands."""
    sign, inner = _unsigned(e)
    return f"-{inner}" if sign < 0 else inner


def _unsigned(e: Expr) -> tuple[int, str]:
    sign, e = split_sign(e)
    match e:
        case Number():
            return sign, str(e.value)
        case Symbol(name) | Constant(name):
            return sign, name
        case Sum():
            return sign, f"+({' '.join(sorted(_flat_terms(e)))})"
        case Product():
            parts: list[str] = []
            sign *= _flat_factors(e, parts)
            return sign, f"*({' '.join(sorted(parts))})"
        case _:
            named = " ".join(str(part) for part in e.parts() if isinstance(part, str | int))
            inside = " ".join(canonical(child) for child in children(e))
            return sign, f"{type(e).__name__}[{named}]({inside})"


def _flat_terms(e: Expr) -> list[str]:
    found: list[str] = []
    for term in terms_of(e):
        found.extend(_flat_terms(term) if isinstance(term, Sum) else (canonical(term),))
    return found


def _flat_factors(e: Expr, found: list[str]) -> int:
    sign = 1
    for factor in factors_of(e):
        if isinstance(factor, Product):
            sign *= _flat_factors(factor, found)
        else:
            here, text = _unsigned(factor)
            sign *= here
            found.append(text)
    return sign


_RANK = {Number: 0, Constant: 1, Symbol: 2, Root: 5, Call: 6, Sum: 4}


def factor_order(factor: Expr) -> tuple[int, str]:
    """Where a factor stands in a product as written: numbers, constants, names, sums, roots, functions."""
    if rational(factor) is not None:
        return 0, ""
    base, exponent = base_and_exponent(factor)
    if isinstance(base, Number | Constant) and not is_one(exponent):
        return 5, canonical(base)
    if isinstance(base, Call) and base.function.rstrip("'") != base.function:
        return 8, base.function
    rank = _RANK.get(type(base), 7)
    return rank, canonical(base) if rank in (1, 2) else ""
