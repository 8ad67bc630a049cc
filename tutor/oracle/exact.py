"""The exact rational value of nodes at a rational point, where there is one.

Kernels count at the places where their value is rational beyond doubt: exp(0), sin(0), sqrt(4/9),
|-3|. Everything else is None: not known, which is not the same as undefined.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from tutor.oracle.conditions import holds_of
from tutor.oracle.graph.surds import integer_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.oracle.budget import Budget
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph, Node, Rational

LONG = 100_000  # bits of a value; beyond, it is not worked out
PRINTED = 60  # digits of a number that is still written out


def values(
    graph: Graph, roots: Iterable[int], point: Mapping[str, Rational], budget: Budget
) -> dict[int, Rational | None]:
    """The value of every node below the roots, by id; None where it is not known to be rational."""
    order = graph.order(*roots)
    budget.charge("visits", len(order))
    budget.charge("points")
    found: dict[int, Rational | None] = {}
    for id_ in order:
        node = graph.node[id_]
        match node[0]:
            case "number":
                found[id_] = node[1]
            case "name":
                found[id_] = point.get(node[1])
            case "sum":
                found[id_] = _sum(node, found)
            case "product":
                found[id_] = _product(node, found, budget)
            case "root":
                found[id_] = _root(graph, node, found)
            case "function":
                found[id_] = _function(node[1], [found[arg] for arg in node[2]])
            case _:
                found[id_] = None
    return found


def holds(graph: Graph, condition: Condition, known: Mapping[int, Rational | None]) -> bool | None:
    """Whether a condition holds, given exact values; None where they do not tell."""
    kind, id_ = condition
    if kind == "power":
        base, exponent = (known[part] for part in graph.node[id_][2])
        if base is None or exponent is None:
            return True if base or (exponent is not None and exponent >= 0) else None
        return base != 0 or exponent >= 0
    value = known[id_]
    return None if value is None else holds_of(kind, value)


def text(value: Rational) -> str:
    """A rational for a person: written out if it is short, to 12 digits if it is long."""
    size = max(value.numerator.bit_length(), value.denominator.bit_length())
    if size <= 3 * PRINTED:
        return str(value)
    return _rounded(Fraction(value), 12)


def _rounded(value: Fraction, digits: int) -> str:
    """Scientific notation, correctly rounded, without ever printing a long integer."""
    sign, value = ("-" if value < 0 else ""), abs(value)
    exponent = (value.numerator.bit_length() - value.denominator.bit_length()) * 30103 // 100000
    scaled = value * Fraction(10) ** (digits - 1 - exponent)
    while scaled >= 10**digits:
        scaled, exponent = scaled / 10, exponent + 1
    while scaled < 10 ** (digits - 1):
        scaled, exponent = scaled * 10, exponent - 1
    figures = str(round(scaled))
    if len(figures) > digits:
        figures, exponent = figures[:-1], exponent + 1
    return f"{sign}{figures[0]}.{figures[1:]}e{exponent:+d}"


def _sum(node: Node, found: Mapping[int, Rational | None]) -> Rational | None:
    _, total, terms = node
    for term, coef in terms:
        value = found[term]
        if value is None:
            return None
        total += coef * value
    return cast("Rational", total)


def _product(node: Node, found: Mapping[int, Rational | None], budget: Budget) -> Rational | None:
    _, total, factors = node
    unknown = False
    for factor, exp in factors:
        value = found[factor]
        if value is None or (not value and exp < 0):
            unknown = True
            continue
        if exp == 1:
            total *= value
            continue
        length = (value.numerator.bit_length() + value.denominator.bit_length()) * abs(exp)
        if length > LONG and value not in (0, 1, -1):
            return None
        budget.charge("bits", length)
        total *= value**exp if exp > 0 else Fraction(1, value) ** -exp
    return None if unknown else cast("Rational", total)


def _root(graph: Graph, node: Node, found: Mapping[int, Rational | None]) -> Rational | None:
    _, radicand, n = node
    value = found[radicand]
    if value is None:
        return None
    if value < 0:
        if n % 2 == 0 or not graph.real_odd_roots:
            return None
        root = _nonnegative_root(-value, n)
        return None if root is None else -root
    return _nonnegative_root(value, n)


def _nonnegative_root(value: Rational, n: int) -> Rational | None:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LONG:
        return None
    top = integer_root(value.numerator, n) if value else 0
    bottom = integer_root(value.denominator, n)
    return Fraction(top, bottom) if Fraction(top**n, bottom**n) == value else None


def _function(text_: str, args: list[Rational | None]) -> Rational | None:
    (u, *more) = args
    if u is None:
        return None
    match text_:
        case "exp" | "cos" if u == 0:
            return 1
        case "sin" | "atan" | "asin" | "erf" if u == 0:
            return 0
        case "log" if u in (1, -1):
            return 0
        case "abs":
            return u if u >= 0 else -u
        case "sign":
            return (u > 0) - (u < 0)
        case "floor":
            return u.numerator // u.denominator
        case "power" if more and more[0] is not None and more[0].denominator == 1:
            exponent = int(more[0])
            length = (u.numerator.bit_length() + u.denominator.bit_length()) * abs(exponent)
            if length > LONG or (not u and exponent < 0):
                return None
            return Fraction(u) ** exponent
        case _:
            return None
