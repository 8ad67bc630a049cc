"""Sums, products, powers and arrays of SymPy as trees, in the order in which SymPy prints them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from tutor.errors import CallerError
from tutor.language.expr.build import ONE, TWO, negated, product_of, sum_of
from tutor.language.expr.nodes import Call, Matrix, Power, Product, Quotient, Root, Vector
from tutor.language.expr.numerals import rational
from tutor.oracle.cas.foreign_parts import passed, trees

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tutor.language.expr.nodes import Expr
    from tutor.oracle.cas.foreign_parts import Object, Tree

_MOST_ENTRIES = 100


def _sum(found: Object, tree: Tree) -> Expr:
    return _terms(found.as_ordered_terms(), lambda term: term.as_coeff_Mul()[0], tree)


def _terms(terms: Sequence[Object], coefficient: Callable[[Object], Object], tree: Tree) -> Expr:
    """A sum; a term behind the first that has a minus in front is subtracted."""
    return sum_of(
        negated(tree(-term)) if index and coefficient(term).is_extended_negative else tree(term)
        for index, term in enumerate(terms)
    )


def _minus(e: Expr) -> Expr:
    """Minus something as it is written alone: `-x*y` begins with the factor `-x`."""
    match e:
        case Product((first, *rest)):
            return Product((_minus(first), *rest))
        case Quotient(above, below):
            return Quotient(_minus(above), below)
        case _:
            return negated(e)


def _product(found: Object, tree: Tree) -> Expr:
    """Factors as they are printed: a minus in front, powers with negative exponents below a line."""
    from sympy import Number as SympyNumber

    plain = found.args
    if any(isinstance(part, SympyNumber) for part in plain[1:]) or plain[0] == 1:
        return product_of(trees(tree, plain))  # was not evaluated: kept as it stands
    coefficient, rest = found.as_coeff_Mul()
    if coefficient.is_extended_negative:
        return _minus(tree(-coefficient * rest))
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in found.as_ordered_factors():
        if factor.is_Rational and factor.q != 1:
            above += [] if factor.p == 1 else [rational(int(factor.p))]
            below.append(rational(int(factor.q)))
        elif factor.is_Pow and factor.is_commutative and _is_negative(factor.exp):
            below.append(_power_of(factor.base, -factor.exp, tree))
        else:
            above.append(tree(factor))
    return Quotient(product_of(above), product_of(below)) if below else product_of(above)


def _is_negative(exponent: Object) -> bool:
    return bool(exponent.is_Rational and exponent.is_negative)


def _power(found: Object, tree: Tree) -> Expr:
    base, exponent = found.args
    if _is_negative(exponent) and found.is_commutative:
        return Quotient(ONE, _power_of(base, -exponent, tree))
    return _power_of(base, exponent, tree)


def _power_of(base: Object, exponent: Object, tree: Tree) -> Expr:
    if exponent == 1:
        return tree(base)
    if exponent.is_Rational and exponent.p == 1:
        return Root(tree(base), TWO if exponent.q == 2 else rational(int(exponent.q)))
    return Power(tree(base), tree(exponent))


def _acot(found: Object, tree: Tree) -> Expr:
    """SymPy's acot(-1) is -pi/4, ours 3 pi/4; the arctangent of 1/x is theirs."""
    return Call("atan", (Quotient(ONE, tree(found.args[0])),))


def _piecewise(found: Object, tree: Tree) -> Expr:
    """`piecewise(v1, c1, v2, c2, otherwise)`."""
    parts: list[Expr] = []
    for value, condition in found.args:
        parts.append(tree(value))
        if condition != True:  # noqa: E712 a SymPy object, not a bool
            parts.append(tree(condition))
    return Call("piecewise", tuple(parts)) if len(parts) > 1 else parts[0]


# Arrays


def _array(found: Object, tree: Tree) -> Expr:
    """A matrix or an array with its entries; a matrix of one column is a vector."""
    shape = tuple(int(size) for size in found.shape)
    size = prod(shape)
    if not size or len(shape) not in (1, 2):
        raise CallerError("value_shape", "An array has one or two dimensions, and an entry.")
    if size > _MOST_ENTRIES:
        raise passed("entries", "A matrix may not have so many entries", _MOST_ENTRIES)
    rows = found.tolist()
    if len(shape) == 1 or (shape[1] == 1 and getattr(found, "is_Matrix", False)):
        return Vector(tuple(map(tree, rows if len(shape) == 1 else [r[0] for r in rows])))
    return Matrix(tuple(tuple(map(tree, row)) for row in rows))


def _matrix_sum(found: Object, tree: Tree) -> Expr:
    """Terms by their names, as they are printed, with whatever number stands before them."""
    from sympy import default_sort_key

    terms = sorted(found.args, key=lambda term: default_sort_key(term.as_coeff_mmul()[1]))
    return _terms(terms, lambda term: term.as_coeff_mmul()[0], tree)


def _matrix_product(found: Object, tree: Tree) -> Expr:
    """Factors in their order; a minus in front is one."""
    coefficient, rest = found.as_coeff_mmul()
    if coefficient.is_extended_negative:
        return _minus(tree(-coefficient * rest))
    return product_of(trees(tree, found.args))


def _matrix_power(found: Object, tree: Tree) -> Expr:
    return Power(tree(found.args[0]), tree(found.exp))


ALGEBRA: Mapping[str, Callable[[Object, Tree], Expr]] = {
    "Add": _sum,
    "Mul": _product,
    "Pow": _power,
    "acot": _acot,
    "Piecewise": _piecewise,
    "MatrixBase": _array,
    "NDimArray": _array,
    "MatAdd": _matrix_sum,
    "MatMul": _matrix_product,
    "MatPow": _matrix_power,
    "Poly": lambda found, tree: tree(found.as_expr()),
}
"""By the names of SymPy's classes."""
