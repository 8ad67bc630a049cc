"""SymPy objects that a caller made, as trees: in the order in which SymPy prints them, nothing worked out.

What has no word in the language is refused by name. Assumptions of symbols are not looked at: the
question's own `names` say what a name is. No text goes either way.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.errors import CallerError
from tutor.language.expr.build import negated
from tutor.language.expr.nodes import Call, Constant, Symbol, Word
from tutor.language.expr.numerals import decimal, rational
from tutor.language.notation.characters import GREEK
from tutor.language.notation.limits import DEPTH, NAME_LENGTH, NODES
from tutor.oracle.cas.foreign_algebra import ALGEBRA
from tutor.oracle.cas.foreign_parts import NotOurs, in_order, passed, trees
from tutor.oracle.cas.foreign_statements import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.oracle.cas.foreign_parts import Object, Tree

__all__ = ["NotOurs", "from_sympy"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*'*")
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
_INSTEAD = {"Lambda": "Hand over the expression of the function instead."}


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
            raise passed("depth", "This value is nested too deeply", DEPTH)
        if nodes > 2 * NODES:
            raise passed("nodes", "This value has too many parts", NODES)
        level = [part for node in level for part in getattr(node, "args", ())]


def _tree(found: Object) -> Expr:
    """One object by the first of its classes that has an entry."""
    for base in type(found).__mro__:
        name = base.__name__
        if name in _LEAVES:
            return _LEAVES[name](found)
        if name in _OURS:
            return _called(_OURS[name], found)
        if name in _TABLE:
            return _TABLE[name](found, _tree)
    say = f"The SymPy object {type(found).__name__:.60} has no reading here."
    instead = [_INSTEAD[b.__name__] for b in type(found).__mro__ if b.__name__ in _INSTEAD]
    raise NotOurs(" ".join([say, *instead]))


def _called(name: str, found: Object) -> Expr:
    arguments = in_order(found.args) if name in ("max", "min") else found.args
    return Call(name, trees(_tree, arguments))


def _unknown(found: Object, tree: Tree) -> Expr:
    return Call(_name(found.func.__name__), trees(tree, found.args))


def _rational(found: Object) -> Expr:
    return rational(Fraction(int(found.p), int(found.q)))


def _float(found: Object) -> Expr:
    """The decimal that Python writes for the same float; of another precision, what SymPy writes."""
    if found._prec == 53 and (value := float(found)) == found:  # noqa: SLF001 no public door
        return decimal(Decimal(repr(value)))
    from sympy import sstr

    return decimal(Decimal(sstr(found, full_prec=False)))


def _not_finite(found: Object) -> Expr:
    del found
    raise CallerError("value_not_finite", "A value must be a finite number.")


def _symbol(found: Object) -> Expr:
    return Symbol(_name(str(found.name)))


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


def _always(e: Expr) -> Callable[[Object], Expr]:
    return lambda _: e


_LEAVES: Mapping[str, Callable[[Object], Expr]] = {
    "Rational": _rational,
    "Float": _float,
    "NaN": _not_finite,
    "ComplexInfinity": _not_finite,
    "Symbol": _symbol,
    "MatrixSymbol": _symbol,
    "Exp1": _always(Constant("e")),
    "Pi": _always(Constant("pi")),
    "ImaginaryUnit": _always(Constant("i")),
    "Infinity": _always(Constant("oo")),
    "NegativeInfinity": _always(negated(Constant("oo"))),
    "Identity": _always(Symbol("I")),
    "BooleanTrue": _always(Word("true")),
    "BooleanFalse": _always(Word("false")),
    "Reals": _always(Word("reals")),
    "Naturals": _always(Word("naturals")),
    "Integers": _always(Word("integers")),
    "Rationals": _always(Word("rationals")),
    "Complexes": _always(Word("complexes")),
}
_TABLE: Mapping[str, Callable[[Object, Tree], Expr]] = {
    **ALGEBRA,
    **STATEMENTS,
    "AppliedUndef": _unknown,
}
