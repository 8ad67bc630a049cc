"""What a teacher does without a word: zeros and ones, numbers, signs, brackets, order.

All of these are of level `arithmetic`: they stand inside the steps of other rules.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ONE, ZERO, number, product_of, rational, sum_of
from tutor.language.expr.nodes import (
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
)
from tutor.language.expr.paths import subexpressions
from tutor.language.expr.views import (
    factor_order,
    integer,
    is_one,
    is_zero,
    negative,
    split_sign,
    terms_of,
    with_sign,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_BASICS = "OpenStax, College Algebra, 1.1 Real Numbers: Algebra Essentials"
_EXPONENTS = "OpenStax, College Algebra, 1.2 Exponents and Scientific Notation"
_LARGEST_EXPONENT = 64
_LARGEST_BITS = 256


@rule(
    "alg.identities",
    name="Zeros and ones",
    law=r"0 + a = a,\quad 1 \cdot a = a,\quad 0 \cdot a = 0,\quad a^1 = a",
    why="Adding 0 and multiplying by 1 change nothing; a factor 0 makes 0.",
    examples=[
        "1*sin(x) -> sin(x)",
        "x + 0 -> x",
        "0*sin(x) -> 0",
        "x^1 -> x",
        "x/1 -> x",
        "0/x -> 0",
        "-1*x -> -x",
    ],
    source=_BASICS + ", Identity Properties",
    level="arithmetic",
)
def identities(e: Expr) -> Rewrite | None:
    match e:
        case Sum(terms) if any(_nothing(t) for t in terms):
            return Rewrite(sum_of(t for t in terms if not _nothing(t)))
        case Product(factors) if any(is_zero(f) for f in factors):
            return Rewrite(ZERO)
        case Product(factors) if any(is_one(split_sign(f)[1]) for f in factors):
            sign = -1 if sum(is_one(negative(f)) for f in factors) % 2 else 1
            rest = product_of(f for f in factors if not is_one(split_sign(f)[1]))
            return Rewrite(with_sign(sign, rest))
        case Negation(u) if is_zero(u):
            return Rewrite(ZERO)
        case Power(u, n) if is_one(n):
            return Rewrite(u)
        case Power(u, n) if is_zero(n) and not is_zero(u):
            return Rewrite(ONE, {"u": u}, (Relation("!=", u, ZERO),))
        case Power(u, _) if is_one(u):
            return Rewrite(ONE)
        case Quotient(u, v) if is_one(v):
            return Rewrite(u)
        case Quotient(u, v) if is_zero(u) and not is_zero(v):
            return Rewrite(ZERO, {"v": v}, (Relation("!=", v, ZERO),))
        case _:
            return None


def _nothing(term: Expr) -> bool:
    return is_zero(term) or (isinstance(term, Negation) and is_zero(term.operand))


@rule(
    "alg.signs",
    name="Signs",
    law=r"-(-a) = a,\quad a \cdot (-b) = -a b,\quad a + (-b) = a - b",
    why="Two minuses make a plus; a single minus goes to the front.",
    examples=[
        "-(-x) -> x",
        "x*(-sin(x)) -> -x*sin(x)",
        "x/(-y) -> -x/y",
        "x + (-2*y) -> x - 2*y",
        "(-x)^2 -> x^2",
    ],
    source=_BASICS,
    level="arithmetic",
)
def signs(e: Expr) -> Rewrite | None:
    match e:
        case Negation(u) if split_sign(u)[0] < 0 or isinstance(u, Negation):
            sign, inner = split_sign(e)
            return Rewrite(with_sign(sign, inner))
        case Quotient(Sum(terms), v) if all(isinstance(_signed(t), Negation) for t in terms):
            return Rewrite(Quotient(Negation(Sum(tuple(split_sign(t)[1] for t in terms))), v))
        case Product() | Quotient():
            sign, inner = split_sign(e)
            after = with_sign(sign, inner)
            return None if after == e else Rewrite(after)
        case Sum((first, *rest)):
            outside = (first, *(_signed(t) for t in rest))
            return None if outside == e.terms else Rewrite(Sum(outside))
        case Power(Negation(u), n) if (value := integer(n)) is not None:
            return Rewrite(negative(Power(u, n)) if value % 2 else Power(u, n))
        case _:
            return None


def _signed(term: Expr) -> Expr:
    sign, inner = split_sign(term)
    return negative(inner) if sign < 0 else inner


@rule(
    "alg.leading_sign",
    name="Sign in front",
    law=r"-(a b) = -a\,b",
    why="A minus before a product needs no brackets.",
    examples=["-(2*x) -> -2*x", "-(x/y) -> -x/y"],
    source=_BASICS,
    level="arithmetic",
)
def leading_sign(e: Expr) -> Rewrite | None:
    match e:
        case Negation(Product() | Quotient() as u):
            return Rewrite(with_sign(-1, u))
        case _:
            return None


@rule(
    "alg.drop_brackets",
    name="Brackets that are not needed",
    law=r"a + (b + c) = a + b + c,\quad a (b c) = a b c",
    why="Sums inside a sum and products inside a product need no brackets.",
    examples=["x + (y + z) -> x + y + z", "2*(x*y) -> 2*x*y"],
    source=_BASICS + ", Associative Properties",
    level="arithmetic",
)
def drop_brackets(e: Expr) -> Rewrite | None:
    match e:
        case Sum(terms) if any(isinstance(t, Sum) for t in terms):
            return Rewrite(
                Sum(tuple(u for t in terms for u in (t.terms if isinstance(t, Sum) else (t,))))
            )
        case Product(factors) if any(isinstance(f, Product) for f in factors):
            return Rewrite(
                Product(
                    tuple(
                        u for f in factors for u in (f.factors if isinstance(f, Product) else (f,))
                    )
                )
            )
        case _:
            return None


@rule(
    "alg.fold_numbers",
    name="Arithmetic",
    law=r"2 \cdot 3 = 6,\quad 5 - 1 = 4,\quad \tfrac{6}{4} = \tfrac{3}{2}",
    why="Work out the numbers.",
    examples=[
        "3*x*2 -> 6*x",
        "5 - 1 -> 4",
        "x + 3 - 5 -> x - 2",
        "6/4 -> 3/2",
        "2^3 -> 8",
        "sqrt(9) -> 3",
        "0.5*4 -> 2",
    ],
    source=_BASICS,
    level="arithmetic",
)
def fold_numbers(e: Expr) -> Rewrite | None:
    after: Expr | None = None
    match e:
        case Sum(terms) if sum(rational(t) is not None for t in terms) > 1:
            after = _folded_sum(e, terms)
        case Product(factors) if sum(rational(f) is not None for f in factors) > 1:
            after = _folded_product(e, factors)
        case Quotient() if (quotient := rational(e)) is not None:
            value = Fraction(quotient)
            after = with_sign(-1 if value < 0 else 1, _written(abs(value), e))
        case Power(base, n):
            after = _folded_power(base, n)
        case Root(Number() as u, n) if (index := integer(n)) is not None and index > 1:
            after = _exact_root(u.value, index)
        case _:
            pass
    return None if after is None or after == e else Rewrite(after)


def _folded_sum(e: Expr, terms: tuple[Expr, ...]) -> Expr:
    """Numbers of a sum added up where the first of them stood; nothing is left of a zero."""
    total = Fraction(0)
    for term in terms:
        total += rational(term) or 0
    kept: list[Expr] = []
    placed = total == 0
    for term in terms:
        if rational(term) is None:
            kept.append(term)
        elif not placed:
            value = _written(abs(total), e)
            kept.append(negative(value) if total < 0 else value)
            placed = True
    return sum_of(kept)


def _folded_product(e: Expr, factors: tuple[Expr, ...]) -> Expr:
    """Numbers of a product multiplied, in front of the rest."""
    value = Fraction(1)
    for factor in factors:
        inner = rational(factor)
        value = value if inner is None else value * inner
    rest = tuple(factor for factor in factors if rational(factor) is None)
    front = () if abs(value) == 1 and rest else (_written(abs(value), e),)
    return with_sign(-1 if value < 0 else 1, product_of((*front, *rest)))


def _folded_power(base: Expr, n: Expr) -> Expr | None:
    value, exponent = rational(base), integer(n)
    if value is None or exponent is None or value == 0 or abs(exponent) > _LARGEST_EXPONENT:
        return None
    if abs(exponent) * Fraction(value).numerator.bit_length() > _LARGEST_BITS:
        return None
    result = Fraction(value) ** exponent
    return with_sign(-1 if result < 0 else 1, _written(abs(result), base))


def _exact_root(value: int | Fraction, index: int) -> Expr | None:
    """The root of a number if it is rational: `sqrt(9)` is 3."""
    top, bottom = Fraction(value).as_integer_ratio()
    if index > _LARGEST_EXPONENT or top.bit_length() > _LARGEST_BITS:
        return None
    a, b = _integer_root(top, index), _integer_root(bottom, index)
    return None if a is None or b is None else number(Fraction(a, b))


def _integer_root(n: int, index: int) -> int | None:
    low, high = 0, 1 << (n.bit_length() // index + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**index < n:
            low = middle + 1
        else:
            high = middle
    return low if low**index == n else None


def _written(value: Fraction | int, like: Expr) -> Expr:
    """A number the way the learner writes: with a point if `like` has one and the digits end."""
    exact = Fraction(value)
    decimals = [
        part.text
        for _, part in subexpressions(like)
        if isinstance(part, Number) and "." in part.text
    ]
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if not decimals or exact.denominator == 1 or rest != 1:
        return number(exact)
    places = next(k for k in range(1, 400) if 10**k % exact.denominator == 0)
    digits = str(exact.numerator * 10**places // exact.denominator).rjust(places + 1, "0")
    return Number(f"{digits[:-places]}.{digits[-places:]}")


@rule(
    "alg.cancel_numbers",
    name="Reduce the fraction",
    law=r"\frac{a k}{b k} = \frac{a}{b}",
    why="Divide numerator and denominator by {k}.",
    examples=["6*x/4 -> 3*x/2", "2*x/(2*y) -> x/y", "(4*x - 6)/2 -> 2*x - 3"],
    source="OpenStax, College Algebra, 1.6 Rational Expressions",
    level="arithmetic",
)
def cancel_numbers(e: Expr) -> Rewrite | None:
    match e:
        case Quotient(top, bottom):
            signed = [split_sign(term) for term in terms_of(top)]
            upper = [_content(term) for _, term in signed]
            under, below = _content(bottom)
            k = gcd(under, *(over for over, _ in upper))
            if k == 1 or under == 0 or any(over == 0 for over, _ in upper):
                return None
            terms = [
                with_sign(sign, _times(over // k, above))
                if i == 0 or sign > 0
                else negative(_times(over // k, above))
                for i, ((sign, _), (over, above)) in enumerate(zip(signed, upper, strict=True))
            ]
            lower = _times(under // k, below)
            after = sum_of(terms) if is_one(lower) else Quotient(sum_of(terms), lower)
            return Rewrite(after, {"k": number(k)})
        case _:
            return None


def _times(value: int, rest: tuple[Expr, ...]) -> Expr:
    return product_of((number(value), *rest) if value != 1 else rest)


def _content(e: Expr) -> tuple[int, tuple[Expr, ...]]:
    """The whole number in front of a product and the other factors."""
    match e:
        case Number() if isinstance(e.value, int):
            return e.value, ()
        case Product((Number() as first, *rest)) if isinstance(first.value, int):
            return first.value, tuple(rest)
        case _:
            return 1, (e,)


@rule(
    "alg.sort",
    name="Usual order",
    law=r"a b = b a",
    why="Numbers first, then names, then functions.",
    examples=["sin(x)*x*3 -> 3*x*sin(x)", "x*2*pi -> 2*pi*x"],
    source=_BASICS + ", Commutative Properties",
    level="arithmetic",
)
def sort(e: Expr) -> Rewrite | None:
    match e:
        case Product():
            sign, inner = split_sign(e)
            assert isinstance(inner, Product)
            ordered = tuple(sorted(inner.factors, key=factor_order))
            if ordered == inner.factors:
                return None
            return Rewrite(with_sign(sign, Product(ordered)))
        case _:
            return None


@rule(
    "alg.power_of_root",
    name="Power of a root",
    law=r"(\sqrt[n]{a})^n = a",
    why="The power undoes the root.",
    examples=["sqrt(x)^2 -> x", "root(x, 3)^3 -> x"],
    source="OpenStax, College Algebra, 1.3 Radicals and Rational Exponents",
    level="arithmetic",
)
def power_of_root(e: Expr) -> Rewrite | None:
    match e:
        case Power(Root(u, n), m) if (index := integer(n)) is not None and n == m:
            where = () if index % 2 else (Relation(">=", u, ZERO),)
            return Rewrite(u, {"u": u, "n": n}, where)
        case _:
            return None
