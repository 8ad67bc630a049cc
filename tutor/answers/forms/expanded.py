"""`expanded`: nothing left to multiply out, like terms collected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.answers.arithmetic import rational_value
from tutor.answers.form import form
from tutor.answers.monomials import factors, is_to_do, monomial, terms, values
from tutor.language.expr.nodes import Negation, Power, Product, Quotient, Sum

if TYPE_CHECKING:
    from tutor.answers.relation import Reference
    from tutor.language.expr.nodes import Expr


@form(
    "expanded",
    means="a sum of terms, each a number times powers of letters, no two of them alike",
    says="The value is right, but multiply out all brackets and collect like terms.",
)
def expanded(response: Expr, _reference: Reference) -> bool:
    """Whether every value is a sum of unlike terms, each a product that holds no sum above the bar.

    A sum below a fraction bar, in an exponent or inside a function stays as it is: `1/(x + 1)` is
    expanded, `(x + 1)/x`, `-(x + 1)` and `(2*x)^3` are not.
    """
    return all(_is_expanded(value) for value in values(response))


def _is_expanded(e: Expr) -> bool:
    if is_to_do(e):
        return False
    parts = list(terms(e))
    if not all(map(_is_multiplied_out, parts)):
        return False
    letters = [monomial(part) for part in parts]
    return len(set(letters)) == len(letters)


def _is_multiplied_out(term: Expr) -> bool:
    """Whether no sum is multiplied or raised to a power, and no product is raised to a power."""
    if any(factor.exponent > 0 and isinstance(factor.base, Sum) for factor in factors(term)):
        return False
    return not _holds_power_of_product(term)


def _holds_power_of_product(e: Expr) -> bool:
    match e:
        case Negation(operand):
            return _holds_power_of_product(operand)
        case Product(parts):
            return any(map(_holds_power_of_product, parts))
        case Quotient(numerator, denominator):
            return any(map(_holds_power_of_product, (numerator, denominator)))
        case Power(base, exponent) if isinstance(base, Product | Quotient | Negation):
            return rational_value(exponent) is not None
        case _:
            return False
