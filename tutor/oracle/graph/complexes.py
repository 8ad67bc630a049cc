"""Conjugates, and what follows from them: the absolute value of something that is not real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle.graph import kernels
from tutor.oracle.graph.expansion import expand
from tutor.oracle.graph.signs import NOT_REAL, signs

if TYPE_CHECKING:
    from tutor.oracle.graph.graph import Graph

ENTIRE = ("exp", "sin", "cos", "abs", "erf")  # f(conj u) = conj f(u) everywhere


def conjugate(graph: Graph, id_: int) -> int:
    """The complex conjugate: i changes its sign, a complex name becomes a name of its own."""
    if not signs(graph, id_) & NOT_REAL:
        return id_
    match graph.node[id_]:
        case ("constant", "i"):
            return graph.scale(id_, -1)
        case ("sum", value, terms):
            return graph.sum([(conjugate(graph, t), c) for t, c in terms], value)
        case ("product", coef, factors):
            return graph.product([(conjugate(graph, f), k) for f, k in factors], coef)
        case ("function", "conjugate", (inside,)):
            return int(inside)
        case ("function", text, (arg,)) if text in ENTIRE:
            return kernels.function(graph, text, (conjugate(graph, arg),))
        case _:
            return graph.kernel(("function", "conjugate", (id_,)))


def modulus(graph: Graph, id_: int) -> int:
    """|u| of a number that need not be real: the root of u times its conjugate."""
    return kernels.root(graph, expand(graph, graph.times(id_, conjugate(graph, id_))), 2)
