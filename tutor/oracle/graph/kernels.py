"""Roots and functions in their canonical form: the laws that hold wherever the argument is defined.

Odd and even functions take their sign out, logarithms of products become sums, exponentials of sums
become products, `sin(pi/3)` becomes a surd. A law that needs a sign asks `signs`; a law that would
only hold almost everywhere is not here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.oracle.graph import complexes, surds, trig
from tutor.oracle.graph.expansion import expand, expanded_factors
from tutor.oracle.graph.signs import NEGATIVE, NOT_REAL, POSITIVE, ZERO, signs

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph, Rational


SHIFTED = (("function", "power"), ("function", "factorial"))
"""Kernels that stand for others a whole number of steps away, by rational factors."""

MAX_ROOT = 1_000
"""The largest index of a root: u^(12345/100000) and its like stay exponentials."""


def function(graph: Graph, text: str, args: tuple[int, ...]) -> int:
    """A function of the graph (not of the language) applied to nodes."""
    match text, args:
        case "exp", (arg,):
            return exp(graph, arg)
        case "log", (arg,):
            return log(graph, arg)
        case "sin" | "cos", (arg,):
            return trig.sine_or_cosine(graph, text, expand(graph, arg))
        case "asin" | "atan", (arg,):
            return trig.inverse(graph, text, expand(graph, arg))
        case "abs", (arg,):
            return absolute(graph, arg)
        case "sign", (arg,):
            return sign(graph, arg)
        case "conjugate", (arg,):
            return complexes.conjugate(graph, arg)
        case "power", (base, exponent):
            return integer_power(graph, base, exponent)
        case "floor", (arg,) if (value := graph.value(arg)) is not None:
            return graph.number(value.numerator // value.denominator)
        case _:
            inside = tuple(expand(graph, arg) for arg in args)
            return graph.kernel(("function", text, inside))


def remake(graph: Graph, id_: int, new: dict[int, int]) -> int:
    """The same node around other children: `new` has the new id of every child."""
    node = graph.node[id_]
    if all(new[child] == child for child in graph.children(id_)):
        return id_
    match node:
        case ("sum", value, terms):
            return graph.sum([(new[t], c) for t, c in terms], value)
        case ("product", coef, factors):
            return graph.product([(new[f], k) for f, k in factors], coef)
        case ("root", radicand, n):
            return root(graph, new[radicand], n)
        case ("function", text, args):
            return function(graph, text, tuple(new[arg] for arg in args))
        case ("unknown", text, args, orders):
            return unknown(graph, text, tuple(new[arg] for arg in args), orders)
        case _:
            return id_


def unknown(graph: Graph, text: str, args: tuple[int, ...], orders: tuple[int, ...]) -> int:
    """`f(x, y)` of an unknown f, differentiated `orders[k]` times in its k-th argument."""
    inside = tuple(expand(graph, arg) for arg in args)
    return graph.kernel(("unknown", text, inside, orders))


def root(graph: Graph, id_: int, n: int) -> int:
    """The n-th root: numbers go out as far as they can, and so do factors whose sign is known."""
    if n == 1:
        return id_
    coef, factors = expanded_factors(graph, id_)
    if not factors:
        return surds.root_of_number(graph, coef, n)
    if len(factors) == 1 and factors[0][1] == 1:
        match graph.node[factors[0][0]]:
            case ("root", inside, m) if coef == 1 and (graph.complex or graph.real_odd_roots):
                return graph.kernel(("root", inside, m * n))
            case _:
                pass
    outside, inside = _split_root(graph, factors, coef, n)
    odd = n % 2 == 1 and graph.real_odd_roots
    left: Rational = -1 if coef < 0 else 1
    if odd and left < 0:
        outside.append((graph.number(-1), 1))
        left = 1
    outside.append((surds.root_of_number(graph, surds.size(coef), n), 1))
    rest = graph.product(inside, left)
    if (value := graph.value(rest)) is not None:
        outside.append((surds.root_of_number(graph, value, n), 1))
    else:
        _, one = graph.factors(rest)
        if odd and len(one) == 1 and one[0][1] == 1:
            rest = one[0][0]
        outside.append((graph.kernel(("root", rest, n)), 1))
    return graph.product(outside)


def _split_root(
    graph: Graph, factors: tuple[tuple[int, int], ...], coef: Rational, n: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Factors before the root sign and behind it.

    An odd real root splits as it likes. An even one lets factors out whose sign cannot be negative,
    and, when everything else is positive, the last one too: its sign follows from the domain. Beside
    a factor that may be negative, one that may vanish stays inside: sqrt(x*|y|) is 0 at y = 0 for
    any x, sqrt(x)*sqrt(|y|) is not.
    """
    outside: list[tuple[int, int]] = []
    inside: list[tuple[int, int]] = []
    odd = n % 2 == 1 and graph.real_odd_roots
    known = {f: signs(graph, f) for f, _ in factors}
    doubtful = [f for f, _ in factors if known[f] & (NEGATIVE | NOT_REAL)]
    rest_positive = coef > 0 and not any(known[f] & ZERO for f, _ in factors if f not in doubtful)
    tied = not odd and not graph.complex and (coef < 0 or bool(doubtful))
    for f, k in factors:
        if tied and f not in doubtful and known[f] & ZERO and k > 0:
            inside.append((f, k))
            continue
        if not odd and f in doubtful:
            alone = rest_positive and len(doubtful) == 1 and not graph.complex
            if not alone:
                inside.append((f, k))
                continue
            base = absolute(graph, f) if k % 2 == 0 else f
        else:
            base = f
        floor, left = divmod(k, n)
        if floor:
            outside.append((base, floor))
        if not left:
            continue
        if base == f and (odd or f not in doubtful or len(doubtful) == 1):
            _take_root(graph, base, left, n, outside)
        else:
            inside.append((base, left))
    return outside, inside


def _take_root(graph: Graph, base: int, exp: int, n: int, outside: list[tuple[int, int]]) -> None:
    """Multiply by `base^(exp/n)`, a root of its own."""
    index = Fraction(exp, n)
    node = graph.node[base]
    if node[0] == "root":
        index /= node[2]
        base = node[1]
    outside.append((graph.kernel(("root", base, index.denominator)), index.numerator))


def exp(graph: Graph, id_: int) -> int:
    """e^u: a product over the terms of u."""
    value, terms = graph.terms(expand(graph, id_))
    parts: list[tuple[int, int]] = []
    if value:
        one = graph.number(1)
        parts.append((exp_of_monomial(graph, Fraction(1, value.denominator), one), value.numerator))
    for term, coef in terms:
        parts.append(_exp_of_term(graph, coef, term))
    return graph.product(parts)


def exp_of_monomial(graph: Graph, coef: Rational, monomial: int) -> int:
    """The kernel `exp(coef * monomial)`, with coef = 1/q."""
    return graph.kernel(("function", "exp", (graph.scale(monomial, coef),)))


def _exp_of_term(graph: Graph, coef: Rational, term: int) -> tuple[int, int]:
    match graph.node[term]:
        case ("function", "log", (inside,)) if not graph.complex and coef.denominator <= MAX_ROOT:
            even = coef.denominator % 2 == 1 and coef.numerator % 2 == 0
            base = inside if even and coef.denominator == 1 else absolute(graph, inside)
            return root(graph, base, coef.denominator), coef.numerator
        case ("function", "log", (inside,)) if coef.denominator == 1:
            return inside, coef.numerator
        case ("product", 1, factors) if graph.complex and sorted(
            (graph.node[f], k) for f, k in factors
        ) == [(("constant", "i"), 1), (("constant", "pi"), 1)]:
            turn = trig.on_the_circle(graph, coef)
            if turn is not None:
                return turn, 1
        case _:
            pass
    return exp_of_monomial(graph, Fraction(1, coef.denominator), term), coef.numerator


def log(graph: Graph, id_: int) -> int:
    """log|u| in a real graph, the principal logarithm in a complex one."""
    coef, factors = expanded_factors(graph, id_)
    if graph.complex:
        if not factors and coef < 0:  # the principal value: log|c| + i*pi
            turn = graph.times(graph.constant("i"), graph.constant("pi"))
            return graph.plus(surds.log_of_number(graph, -coef), turn)
        if not factors or coef <= 0:
            if coef > 0:
                return surds.log_of_number(graph, coef)
            return graph.kernel(("function", "log", (id_,)))
        rest = graph.product(factors)
        kernel = graph.kernel(("function", "log", (rest,)))
        return graph.plus(surds.log_of_number(graph, coef), kernel)
    if not coef:
        return graph.number(0)  # the condition `pos` of 0 is on record
    terms: list[tuple[int, Rational]] = [(surds.log_of_number(graph, surds.size(coef)), 1)]
    for factor, k in factors:
        match graph.node[factor]:
            case ("function", "exp", (arg,)):
                terms.append((arg, k))
            case ("function", "abs", (arg,)):
                terms.append((log(graph, arg), k))
            case ("root", radicand, n):
                terms.append((log(graph, radicand), Fraction(k, n)))
            case ("number", value):
                terms.append((surds.log_of_number(graph, value), k))
            case _:
                terms.append((graph.kernel(("function", "log", (factor,))), k))
    return graph.sum(terms)


def absolute(graph: Graph, id_: int) -> int:
    """|u|, factor by factor; a factor that cannot be negative stands for itself."""
    coef, factors = expanded_factors(graph, id_)
    parts: list[tuple[int, int]] = []
    for factor, k in factors:
        found = signs(graph, factor)
        if not found & (NEGATIVE | NOT_REAL) or (k % 2 == 0 and not found & NOT_REAL):
            parts.append((factor, k))
        elif found & NOT_REAL:
            parts.append((complexes.modulus(graph, factor), k))
        else:
            parts.append((graph.kernel(("function", "abs", (factor,))), k))
    return graph.product(parts, surds.size(coef))


def sign(graph: Graph, id_: int) -> int:
    """The sign of a node, factor by factor; that of 0 is 0.

    In the graph x^(n - 1) is x^n/x and (n + 1)! is n!*(n + 1): where one of these factors has no value,
    the product still has one, and a sign, which is no product of signs.
    """
    coef, factors = expanded_factors(graph, id_)
    if not coef:
        return graph.number(0)
    outer = 1 if coef > 0 else -1
    if any(graph.node[f][:2] in SHIFTED for f, _ in factors):
        whole = graph.product(factors)
        if signs(graph, whole) == POSITIVE:
            return graph.number(outer)
        return graph.scale(graph.kernel(("function", "sign", (whole,))), outer)
    parts: list[tuple[int, int]] = []
    for factor, k in factors:
        found = signs(graph, factor)
        if found != POSITIVE:
            parts.append((graph.kernel(("function", "sign", (factor,))), k))
    return graph.product(parts, outer)


def integer_power(graph: Graph, base: int, exponent: int) -> int:
    """u^v for a v whose value is a whole number: u^(2n + m + 3) is (u^n)^2 * u^m * u^3."""
    value, terms = graph.terms(expand(graph, exponent))
    parts: list[tuple[int, int]] = []
    if value:
        parts.append((base, int(value)))
    number = graph.value(base)
    if number == 0:  # 0^(n + 1) is 1 at n = -1, which 0 * 0^n would lose
        return graph.kernel(("function", "power", (base, expand(graph, exponent))))
    for term, coef in terms:
        if number is not None and number > 0:
            kernel = exp(graph, graph.times(term, surds.log_of_number(graph, number)))
        elif number is not None and number < 0 and number != -1:
            return graph.times(
                integer_power(graph, graph.number(-1), exponent),
                integer_power(graph, graph.number(-number), exponent),
            )
        else:
            kernel = graph.kernel(("function", "power", (base, term)))
        parts.append((kernel, int(coef)))
    return graph.product(parts)
