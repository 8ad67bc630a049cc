"""Roots and logarithms of rational numbers, as far as small primes take them apart."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph, Rational

TRIAL = 1_000  # primes below this are divided out; what is left stays one factor
EXACT = 512  # bits: longer numbers are not taken apart


def root_of_number(graph: Graph, value: Rational, n: int) -> int:
    """The n-th root of a rational: `sqrt(12)` is `2*sqrt(3)`, `root(4, 4)` is `sqrt(2)`."""
    if value in (0, 1):
        return graph.number(value)
    if value < 0:
        if n % 2 and graph.real_odd_roots:
            return graph.scale(root_of_number(graph, -value, n), -1)
        if n == 2 and graph.complex:
            return graph.times(graph.constant("i"), root_of_number(graph, -value, n))
        return graph.kernel(("root", graph.number(value), n))  # undefined over the reals
    if value.numerator.bit_length() + n * value.denominator.bit_length() > EXACT:
        return graph.kernel(("root", graph.number(value), n))
    # p/q = p*q^(n-1) / q^n: the root of a whole number, divided by q
    found = factorise(value.numerator)
    for prime, exp in factorise(value.denominator).items():
        found[prime] = found.get(prime, 0) + exp * (n - 1)
    outside: Rational = Fraction(1, value.denominator)
    inside: dict[int, int] = {}
    for prime, exp in found.items():
        outside *= prime ** (exp // n)
        if exp % n:
            inside[prime] = exp % n
    for divisor in _common(n, list(inside.values())):
        n //= divisor
        inside = {prime: exp // divisor for prime, exp in inside.items()}
    radicand = 1
    for prime, exp in inside.items():
        radicand *= prime**exp
    if radicand == 1:
        return graph.number(outside)
    return graph.scale(graph.kernel(("root", graph.number(radicand), n)), outside)


def size(value: Rational) -> Rational:
    """The absolute value."""
    return value if value >= 0 else -value


def log_of_number(graph: Graph, value: Rational) -> int:
    """The logarithm of a positive rational: a sum over its primes."""
    terms: list[tuple[int, Rational]] = []
    for part, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, exp in factorise(part).items():
            kernel = graph.kernel(("function", "log", (graph.number(prime),)))
            terms.append((kernel, sign * exp))
    return graph.sum(terms)


def factorise(value: int) -> dict[int, int]:
    """A positive int as `{factor: exponent}`: small primes, and perhaps one large factor."""
    found: dict[int, int] = {}
    if value.bit_length() > EXACT:
        return {value: 1}
    divisor = 2
    while divisor < TRIAL and divisor * divisor <= value:
        while value % divisor == 0:
            found[divisor] = found.get(divisor, 0) + 1
            value //= divisor
        divisor += 1 if divisor == 2 else 2
    if value > 1:
        base, exp = _perfect_power(value)
        found[base] = found.get(base, 0) + exp
    return found


def _perfect_power(value: int) -> tuple[int, int]:
    """A factor without small primes as `base^exp`, with the largest exponent."""
    for exp in range(value.bit_length() // TRIAL.bit_length() + 1, 1, -1):
        base = integer_root(value, exp)
        if base**exp == value:
            return base, exp
    return value, 1


def integer_root(value: int, n: int) -> int:
    """The largest int whose n-th power is at most `value`, by Newton's method."""
    guess = 1 << -(-value.bit_length() // n)
    while True:
        better = ((n - 1) * guess + value // guess ** (n - 1)) // n
        if better >= guess:
            return guess
        guess = better


def _common(n: int, exponents: list[int]) -> list[int]:
    """Primes, with repetition, that divide the index and all exponents."""
    found: list[int] = []
    divisor = 2
    while exponents and divisor <= n:
        if n % divisor == 0 and all(exp % divisor == 0 for exp in exponents):
            found.append(divisor)
            n //= divisor
            exponents = [exp // divisor for exp in exponents]
        else:
            divisor += 1
    return found
