"""Sets, statements, derivatives, integrals, sums and limits of SymPy as trees; nothing is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import CallerError
from tutor.language.expr.nodes import (
    Derivative,
    HigherDerivative,
    Interval,
    Logic,
    Relation,
    Set,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.oracle.cas.foreign_parts import NotOurs, in_order, trees

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.oracle.cas.foreign_parts import Object, Tree


def _set(found: Object, tree: Tree) -> Expr:
    return Set(trees(tree, in_order(found.args)))


def _interval(found: Object, tree: Tree) -> Expr:
    lower, upper = tree(found.start), tree(found.end)
    left, right = not found.left_open, not found.right_open
    if left == right:  # the brackets of a vector and a point: the question tells what they are
        return Vector((lower, upper), "[" if left else "(")
    return Interval(lower, upper, left, right)


def _condition_set(found: Object, tree: Tree) -> Expr:
    """`{x in reals | x > 1}`."""
    element: Expr = tree(found.sym)
    if type(found.base_set).__name__ != "UniversalSet":
        element = Relation("in", element, tree(found.base_set))
    return Set((Relation("|", element, tree(found.condition)),))


def _joined(word: str) -> Callable[[Object, Tree], Expr]:
    return lambda found, tree: Logic(word, trees(tree, in_order(found.args)))


def _complement(found: Object, tree: Tree) -> Expr:
    return Logic("without", trees(tree, found.args))


def _not(found: Object, tree: Tree) -> Expr:
    return Logic("not", trees(tree, found.args))


# Things to do


def _derivative(found: Object, tree: Tree) -> Expr:
    """The first name is differentiated first; more than one free name makes it partial."""
    node, partial = tree(found.expr), len(found.expr.free_symbols) > 1
    for name, order in found.variable_count:
        variable = tree(name)
        if not isinstance(variable, Symbol) or not order.is_Integer:
            raise NotOurs("A derivative is by a name, as often as a number says.")
        times = int(order)
        node = (
            Derivative(node, variable, partial)
            if times == 1
            else HigherDerivative(node, variable, times, partial)
        )
    return node


def _repeated(verb: str) -> Callable[[Object, Tree], Expr]:
    """Integrals, sums and products: the innermost limits first."""

    def made(found: Object, tree: Tree) -> Expr:
        node = tree(found.function)
        for limits in found.limits:
            if len(limits) == 2:
                raise NotOurs(f"The SymPy object {type(found).__name__} needs both of its bounds.")
            node = Verb(verb, (node, *trees(tree, limits)))
        return node

    return made


def _limit_of(found: Object, tree: Tree) -> Expr:
    body, name, point, side = found.args
    options: tuple[tuple[str, Expr], ...] = ()
    if not point.is_infinite and str(side) in ("+", "-"):
        options = (("side", Word("right" if str(side) == "+" else "left")),)
    return Verb("limit", (tree(body), tree(name), tree(point)), options)


def _where(found: Object, tree: Tree) -> Expr:
    pairs = zip(found.variables, found.point, strict=True)
    return Where(
        tree(found.expr), tuple(Relation("=", tree(name), tree(value)) for name, value in pairs)
    )


def _tuple(found: Object, tree: Tree) -> Expr:
    if not found.args:
        raise CallerError("value_shape", "An empty tuple is no vector.")
    return Vector(trees(tree, found.args), "(" if len(found.args) > 1 else "[")


def _related(operator: str) -> Callable[[Object, Tree], Expr]:
    return lambda found, tree: Relation(operator, *trees(tree, found.args))


STATEMENTS: Mapping[str, Callable[[Object, Tree], Expr]] = {
    "FiniteSet": _set,
    "EmptySet": _set,
    "Interval": _interval,
    "ConditionSet": _condition_set,
    "Union": _joined("union"),
    "Intersection": _joined("intersection"),
    "Complement": _complement,
    "Contains": _related("in"),
    "Equality": _related("="),
    "Unequality": _related("!="),
    "StrictLessThan": _related("<"),
    "LessThan": _related("<="),
    "StrictGreaterThan": _related(">"),
    "GreaterThan": _related(">="),
    "And": _joined("and"),
    "Or": _joined("or"),
    "Not": _not,
    "Derivative": _derivative,
    "Integral": _repeated("integrate"),
    "Sum": _repeated("sum"),
    "Product": _repeated("product"),
    "Limit": _limit_of,
    "Subs": _where,
    "Tuple": _tuple,
}
"""By the names of SymPy's classes."""
