"""Powers, roots and exponents: joined, multiplied, taken apart."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ONE, ZERO, number, product_of, rational
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
)
from tutor.language.expr.views import (
    base_and_exponent,
    canonical,
    factors_of,
    integer,
    negative,
    power_of,
    split_sign,
    with_sign,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr

_EXPONENTS = "OpenStax, College Algebra, 1.2 Exponents and Scientific Notation"
_RADICALS = "OpenStax, College Algebra, 1.3 Radicals and Rational Exponents"


@rule(
    "alg.multiply_exponents",
    name="Power of a power",
    law=r"(u^m)^n = u^{m n}",
    why="A power of a power: multiply the exponents {m} and {n}.",
    examples=["(x^3)^4 -> x^12", "(e^x)^2 -> e^(2*x)", "exp(x)^2 -> exp(2*x)"],
    source=_EXPONENTS + ", Using the Power Rule of Exponents",
)
def multiply_exponents(e: Expr) -> Rewrite | None:
    match e:
        case Power(Power(u, m), n):
            pass
        case Power(Call("exp", (m,)), n):
            return Rewrite(Call("exp", (_times(n, m),)), {"m": m, "n": n})
        case _:
            return None
    whole = integer(n) is not None
    conditions = () if whole else (Relation(">", u, ZERO),)
    return Rewrite(Power(u, _times(n, m)), {"u": u, "m": m, "n": n}, conditions)


def _times(n: Expr, m: Expr) -> Expr:
    """The product of two exponents, worked out when both are numbers."""
    a, b = rational(n), rational(m)
    if a is not None and b is not None:
        return number(a * b)
    return Product((*factors_of(n), *factors_of(m)))


@rule(
    "alg.power_of_product",
    name="Power of a product",
    law=r"(a b)^n = a^n b^n",
    why="Every factor gets the exponent {n}.",
    examples=["(4*x)^2 -> 4^2*x^2", "(x/3)^2 -> x^2/3^2"],
    source=_EXPONENTS + ", Finding the Power of a Product",
)
def power_of_product(e: Expr) -> Rewrite | None:
    match e:
        case Power(Product(factors), n) if integer(n) is not None:
            return Rewrite(Product(tuple(Power(f, n) for f in factors)), {"n": n})
        case Power(Quotient(a, b), n) if (integer(n) or 0) > 0:
            return Rewrite(Quotient(Power(a, n), Power(b, n)), {"n": n})
        case _:
            return None


@rule(
    "alg.add_exponents",
    name="Product of powers",
    law=r"u^m \cdot u^n = u^{m + n}",
    why="Powers of the same base {u}: add the exponents.",
    examples=["x^3*x^4 -> x^7", "x*sin(x)*x -> x^2*sin(x)", "e^x*e^(2*x) -> e^(x + 2*x)"],
    source=_EXPONENTS + ", Using the Product Rule of Exponents",
    asks=(("u", "Which base occurs more than once?"),),
)
def add_exponents(e: Expr) -> Rewrite | None:
    if not isinstance(e, Product):
        return None
    sign, inner = split_sign(e)
    groups: dict[str, list[Expr]] = {}
    bases: dict[str, Expr] = {}
    for factor in factors_of(inner):
        base, exponent = _exponential(factor)
        # numbers multiply, they have no exponents to add: every one is a group of its own
        key = canonical(base) if rational(factor) is None else f"number {len(groups)}"
        groups.setdefault(key, []).append(exponent)
        bases.setdefault(key, base)
    joined = [key for key, exponents in groups.items() if len(exponents) > 1]
    if not joined:
        return None
    conditions: list[Expr] = []
    factors: list[Expr] = []
    for key, exponents in groups.items():
        base = bases[key]
        total = exponents[0] if len(exponents) == 1 else _added(exponents)
        factors.append(_from_exponential(base, total))
        if len(exponents) > 1:
            conditions.extend(_where_powers_join(base, exponents))
    after = with_sign(sign, product_of(factors))
    return Rewrite(after, {"u": bases[joined[0]]}, tuple(conditions))


def _exponential(factor: Expr) -> tuple[Expr, Expr]:
    """As base and exponent; `exp(u)` has a base of its own, so that it stays written as it is."""
    if isinstance(factor, Call) and factor.function == "exp":
        return Call("exp", ()), factor.arguments[0]
    return base_and_exponent(factor)


def _from_exponential(base: Expr, exponent: Expr) -> Expr:
    if isinstance(base, Call) and base.function == "exp" and not base.arguments:
        return Call("exp", (exponent,))
    return power_of(base, exponent)


def _added(exponents: list[Expr]) -> Expr:
    values = [rational(n) for n in exponents]
    if all(value is not None for value in values):
        return number(sum((Fraction(value) for value in values if value is not None), Fraction(0)))
    return Sum(tuple(exponents))


def _where_powers_join(base: Expr, exponents: list[Expr]) -> Iterable[Expr]:
    """Where u^m*u^n and u^(m+n) are defined alike: everywhere for positive whole exponents."""
    if isinstance(base, Constant) or (isinstance(base, Call) and not base.arguments):
        return
    whole = [integer(n) for n in exponents]
    if any(n is None for n in whole):
        yield Relation(">", base, ZERO)
    elif any(n is not None and n < 0 for n in whole):
        yield Relation("!=", base, ZERO)


@rule(
    "alg.reciprocal_power",
    name="Negative exponent",
    law=r"u^{-n} = \frac{1}{u^n}",
    why="A negative exponent means one over the power.",
    examples=["x^(-3) -> 1/x^3", "2*x^(-3)/y -> 2/(x^3*y)"],
    source=_EXPONENTS + ", Using the Negative Rule of Exponents",
)
def reciprocal_power(e: Expr) -> Rewrite | None:
    match e:
        case Power(u, n) if _below_zero(n):
            return Rewrite(Quotient(ONE, power_of(u, negative(n))), {"u": u})
        case Quotient(top, bottom):
            sign, top = split_sign(top)
            moving = [
                f for f in factors_of(top) if isinstance(f, Power) and _below_zero(f.exponent)
            ]
            if not moving:
                return None
            staying = [f for f in factors_of(top) if f not in moving]
            below = [power_of(f.base, negative(f.exponent)) for f in moving]
            return Rewrite(
                Quotient(
                    with_sign(sign, product_of(staying)),
                    product_of((*below, *factors_of(bottom))),
                ),
                {"u": moving[0].base},
            )
        case _:
            return None


def _below_zero(n: Expr) -> bool:
    value = rational(n)
    return value is not None and value < 0


@rule(
    "alg.root_as_power",
    name="Root as a power",
    law=r"\sqrt[n]{u} = u^{1/n}",
    why="The root of {u} is a power with a fraction as exponent.",
    examples=["sqrt(x) -> x^(1/2)", "root(x, 3) -> x^(1/3)"],
    source=_RADICALS + ", Using Rational Exponents",
)
def root_as_power(e: Expr) -> Rewrite | None:
    match e:
        case Root(u, n):
            return Rewrite(Power(u, Quotient(ONE, n)), {"u": u, "n": n})
        case _:
            return None
