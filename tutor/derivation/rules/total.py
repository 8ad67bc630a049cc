"""Total derivatives: f depends on t by way of names that a `where` ties to t.

`diff(f, t) where x = ..., y = ...` is the derivative along the way. Inside the `where`, a derivative by a
bound name is an ordinary partial one, a derivative by t counts every path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import sum_of
from tutor.language.expr.nodes import Derivative, Product, Symbol, Where
from tutor.language.expr.paths import replace_at, subexpressions, substitute
from tutor.language.expr.views import bound_values, depends_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

_SOURCE = "OpenStax, Calculus Volume 3, 4.5 The Chain Rule"


@rule(
    "total.sum",
    name="One term for every path",
    law=r"\frac{df}{dt} = \frac{\partial f}{\partial x}\frac{dx}{dt} + \frac{\partial f}{\partial y}\frac{dy}{dt}",
    why="{f} depends on {t} by way of {names}: one product for each, added up.",
    examples=[
        (
            "d/dt(x*y) where x = t^2, y = sin(t)"
            " -> ∂/∂x(x*y)*d/dt(x) + ∂/∂y(x*y)*d/dt(y) where x = t^2, y = sin(t)"
        )
    ],
    source=_SOURCE + ", The Generalized Chain Rule",
    asks=(("names", "By way of which names does it depend on the variable?"),),
)
def total_sum(e: Expr) -> Rewrite | None:
    if not isinstance(e, Where) or len(values := bound_values(e)) != len(e.bindings):
        return None
    found = _along(e.body, values)
    if found is None:
        return None
    path, inner = found
    f, t = inner.body, inner.variable
    names = [name for name in values if depends_on(f, name)]
    terms: list[Expr] = [
        Product((Derivative(f, Symbol(name), partial=True), Derivative(Symbol(name), t)))
        for name in names
    ]
    if depends_on(f, t.name):
        terms.append(Derivative(f, t, partial=True))
    bindings = {"f": f, "t": t, "names": tuple(map(Symbol, names))}
    return Rewrite(Where(replace_at(e.body, path, sum_of(terms)), e.bindings), bindings)


def _along(body: Expr, values: Mapping[str, Expr]) -> tuple[Path, Derivative] | None:
    """The first derivative by a free name of something that depends on bound ones."""
    for path, part in subexpressions(body):
        match part:
            case Derivative(f, t, False) if t.name not in values and not isinstance(f, Symbol):
                if any(depends_on(f, name) for name in values):
                    return path, part
            case _:
                pass
    return None


@rule(
    "total.path",
    name="Derivative along a path",
    law=r"\frac{dx}{dt} = \frac{d}{dt} g(t) \text{ for } x = g(t)",
    why="Write {names} in terms of {t}, and differentiate that by {t}.",
    examples=["3*d/dt(x) where x = t^2 -> 3*d/dt(t^2) where x = t^2"],
    source=_SOURCE,
    asks=(("names", "Which names stand for something with the variable in it?"),),
)
def total_path(e: Expr) -> Rewrite | None:
    if not isinstance(e, Where) or len(values := bound_values(e)) != len(e.bindings):
        return None
    body, names, by = e.body, [], None
    for path, part in list(subexpressions(body)):
        match part:
            case Derivative(Symbol(name), t, False) if name in values and t.name not in values:
                body = replace_at(body, path, Derivative(values[name], t))
                names.append(Symbol(name))
                by = t
            case _:
                pass
    if by is None:
        return None
    return Rewrite(Where(body, e.bindings), {"names": tuple(dict.fromkeys(names)), "t": by})


@rule(
    "subst.value",
    name="Put in the values",
    law=r"f(x)\big|_{x = g} = f(g)",
    why="Put in {value} for {name}.",
    examples=["d/dt(x*y) where x = t^2, y = 3*t -> d/dt(t^2*(3*t))"],
    source=_SOURCE,
)
def value(e: Expr) -> Rewrite | None:
    if not isinstance(e, Where) or len(values := bound_values(e)) != len(e.bindings):
        return None
    differentiated_by = {
        part.variable.name for _, part in subexpressions(e.body) if isinstance(part, Derivative)
    }
    if differentiated_by & set(values):
        return None
    return Rewrite(
        substitute(e.body, values),
        {"name": tuple(map(Symbol, values)), "value": tuple(values.values())},
    )
