"""SymPy objects that a caller made, as trees: in the order in which SymPy prints them, nothing worked out.

What has no word in the language is refused by name. Assumptions of symbols are not looked at: the
question's own `names` say what a name is. No text goes either way.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from tutor.errors import CallerError, NotationError
from tutor.language.expr.build import ONE, TWO, negated, product_of, sum_of
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    HigherDerivative,
    Interval,
    Logic,
    Matrix,
    Power,
    Quotient,
    Relation,
    Root,
    Set,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.language.expr.numerals import decimal, rational
from tutor.language.notation.characters import GREEK
from tutor.language.notation.limits import DEPTH, NAME_LENGTH, NODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tutor.language.expr.nodes import Expr

Object: TypeAlias = Any
"""An object of SymPy, which ships no types."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*'*")
_MOST_ENTRIES = 100
_RELATIONS = {
    "Equality": "=",
    "Unequality": "!=",
    "StrictLessThan": "<",
    "LessThan": "<=",
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
}
_WORDS = {
    "Reals": "reals",
    "Naturals": "naturals",
    "Integers": "integers",
    "Rationals": "rationals",
    "Complexes": "complexes",
}
_NAMED = {"Exp1": "e", "Pi": "pi", "ImaginaryUnit": "i", "Infinity": "oo"}
_OURS = {
    "Abs": "abs",
    "gamma": "gammafn",
    "Max": "max",
    "Min": "min",
    "Determinant": "det",
    "Trace": "trace",
    "Transpose": "transpose",
    "Adjoint": "adjoint",
    "transpose": "transpose",
    "adjoint": "adjoint",
    "DotProduct": "dot",
    **{
        name: name
        for name in (
            *("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "asec", "acsc"),
            *("sinh", "cosh", "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh"),
            *("exp", "log", "sign", "floor", "ceiling", "erf", "factorial", "binomial"),
            *("re", "im", "conjugate"),
        )
    },
}
_INSTEAD = {
    "Lambda": "Hand over the expression of the function instead.",
}


class NotOurs(Exception):  # noqa: N818 becomes a CallerError
    """An object that the language has no word for."""


def from_sympy(found: Object) -> Expr:
    """The tree of an object.

    Raises: NotOurs; NotationError (`limit_nodes`, `limit_depth`, `limit_digits`, `limit_entries`); CallerError
        (`value_name`, `value_not_finite`, `value_shape`).
    """
    shape = getattr(found, "shape", None)
    if shape is None or not hasattr(found, "tolist"):
        _bounded(found)
    return _tree(found)


def _bounded(found: Object) -> None:
    """Refuse what is too large before anything walks it."""
    level, nodes, depth = [found], 0, 0
    while level:
        depth += 1
        nodes += len(level)
        if depth > 2 * DEPTH:
            raise _limit("depth", "This value is nested too deeply", DEPTH)
        if nodes > 2 * NODES:
            raise _limit("nodes", "This value has too many parts", NODES)
        level = [part for node in level for part in getattr(node, "args", ())]


def _limit(name: str, say: str, limit: int) -> NotationError:
    return NotationError(f"limit_{name}", f"{say} (at most {limit}).", (0, 0))


def _tree(found: Object) -> Expr:
    """One object by the first of its classes that has an entry."""
    for base in type(found).__mro__:
        name = base.__name__
        if name in _OURS:
            return _called(_OURS[name], found.args, name)
        if name in _NAMED:
            return Constant(_NAMED[name])
        if name in _WORDS:
            return Word(_WORDS[name])
        if name in _RELATIONS:
            left, right = found.args
            return Relation(_RELATIONS[name], _tree(left), _tree(right))
        if name in _TABLE:
            return _TABLE[name](found)
    say = f"The SymPy object {type(found).__name__:.60} has no reading here."
    instead = [_INSTEAD[b.__name__] for b in type(found).__mro__ if b.__name__ in _INSTEAD]
    raise NotOurs(" ".join([say, *instead]))


def _trees(parts: Iterable[Object]) -> tuple[Expr, ...]:
    return tuple(map(_tree, parts))


# Numbers and names


def _rational(found: Object) -> Expr:
    return rational(Fraction(int(found.p), int(found.q)))


def _float(found: Object) -> Expr:
    """The decimal that Python writes for the same float; of another precision, what SymPy writes."""
    if found._prec == 53 and abs(value := float(found)) < float("inf"):  # noqa: SLF001 no public door
        return decimal(Decimal(repr(value)))
    from sympy import sstr

    return decimal(Decimal(sstr(found, full_prec=False)))


def _not_finite(found: Object) -> Expr:
    del found
    raise CallerError("value_not_finite", "A value must be a finite number.")


def _name(written: str) -> str:
    """A name as the trees have it: without backslash and braces, Greek letters by their names."""
    plain = re.sub(r"[\\{}]", "", "".join(GREEK.get(char, char) for char in written))
    if not _NAME.fullmatch(plain) or len(plain) > NAME_LENGTH:
        raise CallerError(
            "value_name",
            f"{ascii(written)[:60]} cannot be a name here: use letters, digits and _ , at most"
            f" {NAME_LENGTH} characters.",
        )
    return plain


def _symbol(found: Object) -> Symbol:
    return Symbol(_name(found.name if isinstance(found.name, str) else str(found.name)))


def _identity(found: Object) -> Expr:
    del found
    return Symbol("I")


def _truth(found: Object) -> Expr:
    return Word("true" if found else "false")


# Arithmetic


def _sum(found: Object) -> Expr:
    return sum_of(_trees(found.as_ordered_terms()))


def _product(found: Object) -> Expr:
    """Factors as they are printed: a minus in front, powers with negative exponents below a line."""
    from sympy import Number as SympyNumber

    plain = found.args
    if any(isinstance(part, SympyNumber) for part in plain[1:]) or plain[0] == 1:
        return product_of(_trees(plain))  # was not evaluated: kept as it stands
    coefficient, rest = found.as_coeff_Mul()
    if coefficient.is_extended_negative:
        return negated(_tree(-coefficient * rest))
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in found.as_ordered_factors():
        if factor.is_Rational and factor.q != 1:
            above += [] if factor.p == 1 else [rational(int(factor.p))]
            below.append(rational(int(factor.q)))
        elif factor.is_Pow and factor.is_commutative and _is_negative(factor.exp):
            below.append(_power_of(factor.base, -factor.exp))
        else:
            above.append(_tree(factor))
    return Quotient(product_of(above), product_of(below)) if below else product_of(above)


def _is_negative(exponent: Object) -> bool:
    return bool(exponent.is_Rational and exponent.is_negative)


def _power(found: Object) -> Expr:
    base, exponent = found.args
    if _is_negative(exponent) and found.is_commutative:
        return Quotient(ONE, _power_of(base, -exponent))
    return _power_of(base, exponent)


def _power_of(base: Object, exponent: Object) -> Expr:
    if exponent == 1:
        return _tree(base)
    if exponent.is_Rational and exponent.p == 1:
        return Root(_tree(base), TWO if exponent.q == 2 else rational(int(exponent.q)))
    return Power(_tree(base), _tree(exponent))


def _called(name: str, arguments: Sequence[Object], theirs: str) -> Expr:
    if theirs in ("Max", "Min"):
        arguments = _in_order(arguments)
    if name == "exp" and len(arguments) != 1:
        raise NotOurs(f"The SymPy object {theirs} has no reading here.")
    return Call(name, _trees(arguments))


def _acot(found: Object) -> Expr:
    """SymPy's acot(-1) is -pi/4, ours 3 pi/4; the arctangent of 1/x is theirs."""
    return Call("atan", (Quotient(ONE, _tree(found.args[0])),))


def _unknown(found: Object) -> Expr:
    return Call(_name(found.func.__name__), _trees(found.args))


def _piecewise(found: Object) -> Expr:
    """`piecewise(v1, c1, v2, c2, otherwise)`."""
    parts: list[Expr] = []
    for value, condition in found.args:
        parts.append(_tree(value))
        if condition != True:  # noqa: E712 a SymPy object, not a bool
            parts.append(_tree(condition))
    return Call("piecewise", tuple(parts)) if len(parts) > 1 else parts[0]


# Arrays


def _array(found: Object) -> Expr:
    """A matrix or an array with its entries; a matrix of one column is a vector."""
    shape = tuple(int(size) for size in found.shape)
    size = 1
    for width in shape:
        size *= width
    if not size or len(shape) not in (1, 2):
        raise CallerError("value_shape", "An array has one or two dimensions, and an entry.")
    if size > _MOST_ENTRIES:
        raise _limit("entries", "A matrix may not have so many entries", _MOST_ENTRIES)
    rows = found.tolist()
    if len(shape) == 1 or (shape[1] == 1 and getattr(found, "is_Matrix", False)):
        return Vector(tuple(map(from_sympy, rows if len(shape) == 1 else [r[0] for r in rows])))
    return Matrix(tuple(tuple(map(from_sympy, row)) for row in rows))


def _matrix_sum(found: Object) -> Expr:
    """Terms by their names, as they are printed, with whatever number stands before them."""
    from sympy import default_sort_key

    terms = sorted(found.args, key=lambda term: default_sort_key(term.as_coeff_mmul()[1]))
    return sum_of(_trees(terms))


def _matrix_product(found: Object) -> Expr:
    """Factors in their order; a minus in front is one."""
    coefficient, rest = found.as_coeff_mmul()
    if coefficient.is_extended_negative:
        return negated(_tree(-coefficient * rest))
    return product_of(_trees(found.args))


def _matrix_power(found: Object) -> Expr:
    return Power(_tree(found.args[0]), _tree(found.exp))


# Sets and statements


def _in_order(parts: Iterable[Object]) -> list[Object]:
    """As SymPy prints what has no order of its own."""
    from sympy import default_sort_key

    return sorted(parts, key=default_sort_key)


def _set(found: Object) -> Expr:
    return Set(_trees(_in_order(found.args)))


def _interval(found: Object) -> Expr:
    lower, upper = _tree(found.start), _tree(found.end)
    left, right = not found.left_open, not found.right_open
    if left == right:  # the brackets of a vector and a point: the question tells what they are
        return Vector((lower, upper), "[" if left else "(")
    return Interval(lower, upper, left, right)


def _condition_set(found: Object) -> Expr:
    """`{x in reals | x > 1}`."""
    element: Expr = _tree(found.sym)
    if type(found.base_set).__name__ != "UniversalSet":
        element = Relation("in", element, _tree(found.base_set))
    return Set((Relation("|", element, _tree(found.condition)),))


def _joined(word: str) -> Callable[[Object], Expr]:
    return lambda found: Logic(word, _trees(_in_order(found.args)))


def _complement(found: Object) -> Expr:
    return Logic("without", _trees(found.args))


def _not(found: Object) -> Expr:
    return Logic("not", _trees(found.args))


def _contains(found: Object) -> Expr:
    element, where = found.args
    return Relation("in", _tree(element), _tree(where))


# Things to do


def _derivative(found: Object) -> Expr:
    """The first name is differentiated first; more than one free name makes it partial."""
    node, partial = _tree(found.expr), len(found.expr.free_symbols) > 1
    for name, order in found.variable_count:
        variable = _tree(name)
        if not isinstance(variable, Symbol) or not order.is_Integer:
            raise NotOurs("A derivative is by a name, as often as a number says.")
        times = int(order)
        node = (
            Derivative(node, variable, partial)
            if times == 1
            else HigherDerivative(node, variable, times, partial)
        )
    return node


def _repeated(verb: str) -> Callable[[Object], Expr]:
    """Integrals, sums and products: the innermost limits first."""

    def made(found: Object) -> Expr:
        node = _tree(found.function)
        for limits in found.limits:
            if len(limits) == 2:
                raise NotOurs(f"The SymPy object {type(found).__name__} needs both of its bounds.")
            node = Verb(verb, (node, *_trees(limits)))
        return node

    return made


def _limit_of(found: Object) -> Expr:
    body, name, point, side = found.args
    options: tuple[tuple[str, Expr], ...] = ()
    if not point.is_infinite and str(side) in ("+", "-"):
        options = (("side", Word("right" if str(side) == "+" else "left")),)
    return Verb("limit", (_tree(body), _tree(name), _tree(point)), options)


def _where(found: Object) -> Expr:
    pairs = zip(found.variables, found.point, strict=True)
    return Where(
        _tree(found.expr), tuple(Relation("=", _tree(name), _tree(value)) for name, value in pairs)
    )


def _tuple(found: Object) -> Expr:
    if not found.args:
        raise CallerError("value_shape", "An empty tuple is no vector.")
    return Vector(_trees(found.args), "(" if len(found.args) > 1 else "[")


_TABLE: Mapping[str, Callable[[Object], Expr]] = {
    "Rational": _rational,
    "Float": _float,
    "NaN": _not_finite,
    "ComplexInfinity": _not_finite,
    "NegativeInfinity": lambda _: negated(Constant("oo")),
    "Dummy": _symbol,
    "Symbol": _symbol,
    "MatrixSymbol": _symbol,
    "Identity": _identity,
    "BooleanTrue": _truth,
    "BooleanFalse": _truth,
    "Add": _sum,
    "Mul": _product,
    "Pow": _power,
    "acot": _acot,
    "AppliedUndef": _unknown,
    "Piecewise": _piecewise,
    "MatrixBase": _array,
    "ImmutableDenseMatrix": _array,
    "NDimArray": _array,
    "MatAdd": _matrix_sum,
    "MatMul": _matrix_product,
    "MatPow": _matrix_power,
    "FiniteSet": _set,
    "EmptySet": _set,
    "Interval": _interval,
    "ConditionSet": _condition_set,
    "Union": _joined("union"),
    "Intersection": _joined("intersection"),
    "Complement": _complement,
    "Contains": _contains,
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
    "Poly": lambda found: _tree(found.as_expr()),
}
