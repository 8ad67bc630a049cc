"""A quotient of polynomials with rational coefficients as a sum of simple quotients."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.cas import polynomials
from tutor.oracle.graph.univariate import divided

if TYPE_CHECKING:
    from collections.abc import Sequence

Coefficients = list[Fraction]
"""From the constant upwards."""
Part = tuple[Coefficients, Coefficients, int]
"""`above / below**k`, the degree of `above` less than that of `below`, which is irreducible."""

MOST_DEGREE = 12


def partial_fractions(
    above: Sequence[Fraction], below: Sequence[Fraction]
) -> tuple[Coefficients, list[Part]] | None:
    """The polynomial part and the simple quotients; None where the degrees are too high."""
    if max(len(above), len(below)) - 1 > MOST_DEGREE:
        return None
    whole, rest = divided(list(above), list(below))
    factors = polynomials.factor_in_one_name(below)
    columns: list[Coefficients] = []
    shapes: list[tuple[Coefficients, int, int]] = []
    for factor, most in factors:
        for k in range(1, most + 1):
            others = quotient(list(below), power(factor, k))
            for j in range(len(factor) - 1):
                columns.append([Fraction(0)] * j + others)
                shapes.append((factor, k, j))
    size = len(below) - 1
    solution = _solved(
        [[c[row] if row < len(c) else Fraction(0) for c in columns] for row in range(size)],
        [rest[row] if row < len(rest) else Fraction(0) for row in range(size)],
    )
    parts: dict[tuple[int, int], Part] = {}
    for (factor, k, j), value in zip(shapes, solution, strict=True):
        key = (id(factor), k)
        if key not in parts:
            parts[key] = ([Fraction(0)] * (len(factor) - 1), factor, k)
        parts[key][0][j] = value
    return whole, [part for part in parts.values() if any(part[0])]


def quotient(a: Coefficients, b: Coefficients) -> Coefficients:
    """`a / b` where it leaves nothing."""
    return divided(a, b)[0]


def power(p: Coefficients, k: int) -> Coefficients:
    """`p**k`."""
    found = [Fraction(1)]
    for _ in range(k):
        new = [Fraction(0)] * (len(found) + len(p) - 1)
        for i, a in enumerate(found):
            for j, b in enumerate(p):
                new[i + j] += a * b
        found = new
    return found


def _solved(rows: list[Coefficients], right: Coefficients) -> Coefficients:
    """The solution of a square system that has exactly one."""
    n = len(rows)
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for k in range(n):
        pivot = next(r for r in range(k, n) if table[r][k])
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [c / table[k][k] for c in table[k]]
        for r in range(n):
            if r != k and table[r][k]:
                factor = table[r][k]
                table[r] = [c - factor * d for c, d in zip(table[r], table[k], strict=True)]
    return [row[n] for row in table]
