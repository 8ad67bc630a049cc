"""Integrals, limits, sums and products, which the checker works out by numbers alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Verb
from tutor.language.expr.paths import free_names, subexpressions
from tutor.oracle.field import infinity

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

BITS = 300


def has_heads(*trees: Expr) -> bool:
    """Whether an integral, a limit, a sum or a product is left in what is spelled out."""
    return any(isinstance(part, Verb) for e in trees for _, part in subexpressions(e))


def infinite(e: Expr, scope: Scope) -> str:
    """`oo` or `-oo` for an expression that is just that, or an integral or a limit that seems to be."""
    found = infinity(e)
    if found or not isinstance(e, Verb) or free_names(e):
        return found
    from tutor.oracle.cas.enclose import tendency

    return tendency(e, scope, bits=BITS)


def with_whole_bounds(scope: Scope, *trees: Expr) -> Scope:
    """The scope in which the names in the bounds of sums and products are whole numbers."""
    bounds = [
        bound
        for tree in trees
        for _, part in subexpressions(tree)
        if isinstance(part, Verb) and part.name in ("sum", "product")
        for bound in part.arguments[2:]
    ]
    names = {name for bound in bounds for name in free_names(bound)} - scope.kinds.keys()
    kinds = {name: replace(scope.kind(name), base="integer") for name in sorted(names)}
    return replace(scope, kinds={**scope.kinds, **kinds}) if kinds else scope
