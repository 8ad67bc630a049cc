"""From our tree to SymPy objects by a fixed table, and back; no text ever goes over.

Numbers go as integers, names as `v0, v1, ...` with what the scope says of them, so that no name can
meet SymPy's own. What has no entry in the table does not cross: SymPy is only ever asked for advice.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from tutor.language.expr import build
from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    HigherDerivative,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Where,
)
from tutor.language.expr.paths import substitute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr

Object: TypeAlias = Any
"""An expression of SymPy, which ships no types."""

_ASSUMPTIONS: Mapping[str, Mapping[str, bool]] = {
    "real": {"real": True},
    "positive": {"positive": True},
    "nonnegative": {"nonnegative": True},
    "nonzero": {"real": True, "nonzero": True},
    "integer": {"integer": True},
    "complex": {"complex": True},
}
MAX_BITS = 65_536
"""of a power of a number, bounded before it is worked out."""
MAX_FACTORIAL = 500


class NoEntry(Exception):  # noqa: N818 not an error: it does not cross
    """A node that the table does not hold."""


@cache
def _functions() -> Mapping[str, Object]:
    """Our names of functions, and SymPy's classes for them."""
    import sympy

    return {
        **{name: getattr(sympy, name) for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
        **{name: getattr(sympy, name) for name in ("asin", "acos", "atan", "asec", "acsc")},
        **{name: getattr(sympy, name) for name in ("sinh", "cosh", "tanh", "coth", "sech", "csch")},
        **{name: getattr(sympy, name) for name in ("asinh", "acosh", "atanh", "exp", "log")},
        **{name: getattr(sympy, name) for name in ("sign", "floor", "ceiling", "erf", "binomial")},
        **{name: getattr(sympy, name) for name in ("factorial", "re", "im", "conjugate")},
        "abs": sympy.Abs,
        "max": sympy.Max,
        "min": sympy.Min,
        "gammafn": sympy.gamma,
    }


@cache
def _constants() -> Mapping[str, Object]:
    import sympy

    return {"pi": sympy.pi, "e": sympy.E, "i": sympy.I}


class Bridge:
    """One way over and back for the names of one question.

    Args:
        kinds: every name that may occur, with the base of its kind.
        real_roots: whether odd roots of negative numbers are real.
    """

    def __init__(self, kinds: Mapping[str, str], *, real_roots: bool = True) -> None:
        import sympy

        self._sympy = sympy
        self._real_roots = real_roots
        self._symbols: dict[str, Object] = {}
        for index, (name, base) in enumerate(sorted(kinds.items())):
            self._symbols[name] = sympy.Symbol(f"v{index}", **_ASSUMPTIONS.get(base, {}))
        self._names = {symbol: name for name, symbol in self._symbols.items()}
        self._unknown: dict[str, Object] = {}

    # --- over ---

    def over(self, e: Expr) -> Object:
        """The SymPy object of a tree. Raises: NoEntry."""
        sympy = self._sympy
        match e:
            case Number():
                return self._rational(e.value)
            case Symbol(name):
                return self._symbol(name)
            case Constant(name):
                return self._constant(name)
            case Sum(terms):
                return sympy.Add(*map(self.over, terms))
            case Negation(operand):
                return sympy.Mul(sympy.Integer(-1), self.over(operand))
            case Product(factors):
                return sympy.Mul(*map(self.over, factors))
            case Quotient(numerator, denominator):
                return self.over(numerator) / self.over(denominator)
            case Power(base, exponent):
                return self._power(self.over(base), self.over(exponent))
            case Root(radicand, index):
                return self._power(self.over(radicand), sympy.Integer(1) / self.over(index))
            case Call(function, arguments):
                return self._call(function, [self.over(argument) for argument in arguments])
            case Derivative(body, variable):
                return sympy.diff(self.over(body), self._symbol(variable.name))
            case HigherDerivative(body, variable, order):
                return sympy.diff(self.over(body), self._symbol(variable.name), order)
            case Where(body, bindings):
                return self.over(substitute(body, _values(bindings)))
            case _:
                raise NoEntry

    def _rational(self, value: int | Fraction) -> Object:
        if isinstance(value, int):
            return self._sympy.Integer(value)
        return self._sympy.Rational(value.numerator, value.denominator)

    def _symbol(self, name: str) -> Object:
        if name not in self._symbols:
            raise NoEntry
        return self._symbols[name]

    def _constant(self, name: str) -> Object:
        if name not in _constants():
            raise NoEntry
        return _constants()[name]

    def _power(self, base: Object, exponent: Object) -> Object:
        if exponent.is_Rational:
            if base.is_number and _length(base) * abs(exponent.p) > MAX_BITS:
                raise NoEntry
            if self._real_roots and exponent.q % 2 and exponent.q > 1 and not base.is_nonnegative:
                size = self._sympy.Pow(self._sympy.Abs(base), exponent)
                return self._sympy.sign(base) * size if exponent.p % 2 else size
        elif exponent.is_number and base.is_number:
            raise NoEntry
        return self._sympy.Pow(base, exponent)

    def _call(self, function: str, arguments: list[Object]) -> Object:
        sympy = self._sympy
        match function, arguments:
            case "log", [argument, base]:
                return sympy.log(argument) / sympy.log(base)
            case "log2", [argument]:
                return sympy.log(argument) / sympy.log(sympy.Integer(2))
            case "log10", [argument]:
                return sympy.log(argument) / sympy.log(sympy.Integer(10))
            case "acot", [argument]:
                return sympy.pi / 2 - sympy.atan(argument)
            case "sigmoid", [argument]:
                return 1 / (1 + sympy.exp(-argument))
            case "percent", [argument]:
                return argument / 100
            case "degrees", [argument]:
                return argument * sympy.pi / 180
            case (("factorial" | "gammafn" | "binomial"), [first, *_]) if first.is_number:
                if not (first.is_Integer and 0 <= first <= MAX_FACTORIAL):
                    raise NoEntry
        if function in _functions():
            return _functions()[function](*arguments)
        if function.rstrip("'") in FUNCTIONS:
            raise NoEntry
        return self._opaque(function)(*arguments)

    def _opaque(self, function: str) -> Object:
        """An unknown function, numbered as the names are."""
        if function not in self._unknown:
            self._unknown[function] = self._sympy.Function(f"u{len(self._unknown)}")
        return self._unknown[function]

    # --- back ---

    def back(self, found: Object) -> Expr:
        """The tree of a SymPy object. Raises: NoEntry."""
        if found.is_Rational:
            return build.number(Fraction(int(found.p), int(found.q)))
        if found.is_Float:
            return build.number(Fraction(str(found)))
        if found in self._names:
            return Symbol(self._names[found])
        for name, constant in _constants().items():
            if found == constant:
                return Constant(name)
        if found.is_Add:
            return build.sum_of(self.back(term) for term in found.as_ordered_terms())
        if found.is_Mul:
            return self._product_back(found)
        if found.is_Pow:
            return self._power_back(found)
        for name, function in _functions().items():
            if found.func == function:
                return Call(name, tuple(self.back(argument) for argument in found.args))
        for name, function in self._unknown.items():
            if found.func == function:
                return Call(name, tuple(self.back(argument) for argument in found.args))
        raise NoEntry

    def _product_back(self, found: Object) -> Expr:
        if found.could_extract_minus_sign():
            return Negation(self.back(-found))
        above, below = found.as_numer_denom()
        if below != 1:
            return Quotient(self.back(above), self.back(below))
        return build.product_of(self.back(factor) for factor in found.as_ordered_factors())

    def _power_back(self, found: Object) -> Expr:
        base, exponent = found.args
        if exponent.is_Rational and exponent < 0:
            return Quotient(build.ONE, self.back(self._sympy.Pow(base, -exponent)))
        if exponent.is_Rational and exponent.p == 1:
            return Root(self.back(base), Number(str(exponent.q)))
        return Power(self.back(base), self.back(exponent))


def _length(base: Object) -> int:
    """The bits of a number, numerator and denominator; some for a constant such as pi."""
    if base.is_Rational:
        return int(base.p).bit_length() + int(base.q).bit_length()
    return 64


def _values(bindings: tuple[Expr, ...]) -> dict[str, Expr]:
    found: dict[str, Expr] = {}
    for binding in bindings:
        match binding:
            case Relation("=", Symbol(name), value):
                found[name] = value
            case _:
                raise NoEntry
    return found
