"""`2i + 3j`, `2î + 3ĵ` read as a vector: the components along i, j, k, where none of these is a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Negation, Number, Product, Quotient, Sum, Symbol, Vector
from tutor.language.expr.paths import free_names

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

_UNITS = ("i", "j", "k")
_HATS = ("i_hat", "j_hat", "k_hat")


def as_vector(e: Expr, scope: Scope) -> Expr | None:
    """The vector that a sum of multiples of i, j, k writes; None if it is no such sum.

    It has three entries if k occurs and two otherwise; the bracket `|i|` tells that it was written so.
    """
    if not isinstance(e, Sum):
        return None
    return _along(e, _UNITS, scope) or _along(e, _HATS, scope)


def _along(e: Sum, units: tuple[str, ...], scope: Scope) -> Expr | None:
    """The vector along unit vectors with these names."""
    if any(name in scope.kinds or name in scope.given for name in units):
        return None
    components: dict[str, list[Expr]] = {unit: [] for unit in units}
    for term in e.terms:
        found = _component(term, units)
        if found is None:
            return None
        components[found[0]].append(found[1])
    if sum(bool(parts) for parts in components.values()) < 2:
        return None
    width = 3 if components[units[2]] else 2
    return Vector(tuple(_total(components[unit]) for unit in units[:width]), "|i|", span=e.span)


def _total(parts: list[Expr]) -> Expr:
    if not parts:
        return Number("0")
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def _component(term: Expr, units: tuple[str, ...]) -> tuple[str, Expr] | None:
    """The unit in a term, and what stands before it."""
    match term:
        case Symbol(name) if name in units:
            return name, Number("1", span=term.span)
        case Negation(inner):
            found = _component(inner, units)
            return found and (found[0], Negation(found[1], span=term.span))
        case Quotient(above, below) if not free_names(below) & set(units):
            found = _component(above, units)
            return found and (found[0], Quotient(found[1], below, span=term.span))
        case Product(factors):
            found_units = [f for f in factors if isinstance(f, Symbol) and f.name in units]
            rest = tuple(f for f in factors if not (isinstance(f, Symbol) and f.name in units))
            if len(found_units) != 1 or any(free_names(f) & set(units) for f in rest):
                return None
            return found_units[0].name, rest[0] if len(rest) == 1 else Product(rest, span=term.span)
        case _:
            return None
