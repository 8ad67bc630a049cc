"""Names and what stands for them: values put in, auxiliary names taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.nodes import Symbol, Where
from tutor.language.expr.paths import substitute
from tutor.language.expr.views import bound_values, holds_inert

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr


@rule(
    "subst.back",
    name="Put back what the name stands for",
    law=r"f(u)\big|_{u = g} = f(g)",
    why="Put {value} back for {name}.",
    examples=["cos(u) where u = x^2 -> cos(x^2)"],
    source="OpenStax, Calculus Volume 1, 3.6 The Chain Rule",
)
def back(e: Expr) -> Rewrite | None:
    match e:
        case Where(body, bindings) if not holds_inert(body):
            values = bound_values(e)
            if len(values) != len(bindings):
                return None
            return Rewrite(
                substitute(body, values),
                {"name": tuple(map(Symbol, values)), "value": tuple(values.values())},
            )
        case _:
            return None
