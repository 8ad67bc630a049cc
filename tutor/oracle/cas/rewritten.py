"""A node of the graph as a tree again: for what was computed and never written (an entry of a product)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr import build
from tutor.language.expr.nodes import Call, Constant, Number, Power, Root, Symbol

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.oracle.graph.graph import Graph, Node


def tree_of(graph: Graph, root: int) -> Expr:
    """An expression with the value of the node wherever the conditions of its side hold."""
    trees: dict[int, Expr] = {}
    for id_ in graph.order(root):
        trees[id_] = _tree(graph.node[id_], trees, real=not graph.complex)
    return trees[root]


def _tree(node: Node, trees: dict[int, Expr], *, real: bool) -> Expr:
    match node:
        case ("number", value):
            return build.number(value)
        case ("name", text):
            return Symbol(text)
        case ("constant", text):
            return Constant(text)
        case ("sum", value, terms):
            parts = [build.product_of((build.number(c), trees[t])) for t, c in terms]
            return build.sum_of([*parts, build.number(value)])
        case ("product", coef, factors):
            powers = [Power(trees[f], build.number(k)) for f, k in factors]
            return build.product_of([build.number(coef), *powers])
        case ("root", radicand, n):
            return Root(trees[radicand], Number(str(n)))
        case ("function", "power", (base, exponent)):
            return Power(trees[base], trees[exponent])
        case ("function", "log", (argument,)) if real:
            return Call("log", (Call("abs", (trees[argument],)),))
        case ("function", text, args):
            return Call(text, tuple(trees[arg] for arg in args))
        case ("unknown", text, args, orders):
            primes = "'" * orders[0] if len(orders) == 1 else "".join(f"_{k}" for k in orders)
            return Call(text + primes, tuple(trees[arg] for arg in args))
        case _:
            raise AssertionError(node)
