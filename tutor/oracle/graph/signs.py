"""Which signs a node can have, by algebra alone: facts that hold at every point of the domain.

A sign set is a bit mask; 0 bits are proved impossible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph

NEGATIVE, ZERO, POSITIVE, NOT_REAL = 1, 2, 4, 8
REAL = NEGATIVE | ZERO | POSITIVE
NONNEGATIVE = ZERO | POSITIVE
ANY = REAL | NOT_REAL
_DECLARED = {
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "nonzero": NEGATIVE | POSITIVE,
    "complex": ANY,
}
_EVEN_INDEX = NONNEGATIVE


def signs(graph: Graph, *ids: int) -> int:
    """The signs that the product of these nodes can have where it is defined."""
    known: dict[int, int] = {}
    for id_ in graph.order(*ids):
        known[id_] = _node(graph, id_, known)
    found = POSITIVE
    for id_ in ids:
        found = _times(found, known[id_])
    return found


def of_number(value: object) -> int:
    """The sign of a rational number."""
    return POSITIVE if value > 0 else NEGATIVE if value < 0 else ZERO  # type: ignore[operator]


def _node(graph: Graph, id_: int, known: dict[int, int]) -> int:
    match graph.node[id_]:
        case ("number", value):
            return of_number(value)
        case ("name", text):
            return _DECLARED.get(graph.kind(text), REAL)
        case ("constant", text):
            return POSITIVE if text == "pi" else NOT_REAL
        case ("sum", value, terms):
            found = of_number(value)
            for term, coef in terms:
                found = _plus(found, _times(of_number(coef), known[term]))
            return found
        case ("product", coef, factors):
            found = of_number(coef)
            for factor, exp in factors:
                found = _times(found, _to_the(known[factor], exp))
            return found
        case ("root", radicand, n):
            inside = known[radicand]
            if n % 2 and graph.real_odd_roots:
                return inside
            if graph.complex:
                return inside if not inside & ~NONNEGATIVE else ANY
            return inside & NONNEGATIVE or _EVEN_INDEX
        case ("function", text, args):
            return _function(graph, text, [known[arg] for arg in args])
        case _:
            return ANY if graph.complex else REAL


def _function(graph: Graph, text: str, args: list[int]) -> int:
    real = not args[0] & NOT_REAL
    match text:
        case "exp":
            return POSITIVE if real else ANY & ~ZERO
        case "abs":
            return (args[0] & ZERO) | (POSITIVE if args[0] & ~ZERO else 0)
        case "sign" | "atan" | "asin" if real and not graph.complex:
            return args[0]
        case "power" if args[0] == POSITIVE:
            return POSITIVE
        case "sin" | "cos" | "atan" | "sign" | "floor" | "erf" if real:
            return REAL
        case "factorial" if not args[0] & NEGATIVE:
            return POSITIVE  # (n + 1)! is n!*(n + 1) in the graph, at n = -1 as well
        case _:
            return ANY if graph.complex else REAL


def _plus(a: int, b: int) -> int:
    if (a | b) & NOT_REAL:
        return ANY
    if a == ZERO:
        return b
    if b == ZERO:
        return a
    found = (a | b) & (NEGATIVE | POSITIVE)
    if (a & ZERO and b & ZERO) or found == NEGATIVE | POSITIVE:
        found |= ZERO
    return found


def _times(a: int, b: int) -> int:
    if (a | b) & NOT_REAL:
        return ANY
    found = (a | b) & ZERO
    if (a & POSITIVE and b & POSITIVE) or (a & NEGATIVE and b & NEGATIVE):
        found |= POSITIVE
    if (a & POSITIVE and b & NEGATIVE) or (a & NEGATIVE and b & POSITIVE):
        found |= NEGATIVE
    return found


def _to_the(base: int, exp: int) -> int:
    """Signs of a whole power; a negative one is defined only off 0."""
    if base & NOT_REAL:
        return ANY
    if exp < 0:
        base &= ~ZERO
    if exp % 2 == 0:
        return (base & ZERO) | (POSITIVE if base & ~ZERO else 0)
    return base
