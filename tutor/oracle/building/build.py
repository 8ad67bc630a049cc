"""From the raw tree to the graph: what each node of the tree means, and what it demands of a point.

The policy of the language stands here, in `exponents.py` and in `elementary.py`: decimals are exact, 0^0 is 1,
odd roots of real numbers are real. Conditions are recorded before the graph cancels anything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Constant,
    Derivative,
    HigherDerivative,
    Interval,
    Listing,
    Logic,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Set,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.language.expr.paths import free_names
from tutor.oracle.building import exponents
from tutor.oracle.building.refusals import Infinite, NeedsComplex, Unsupported
from tutor.oracle.conditions import Conditions, holds_of
from tutor.oracle.graph import kernels
from tutor.oracle.graph.signs import POSITIVE, ZERO, signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.building.entries import Grid
    from tutor.oracle.conditions import Kind
    from tutor.oracle.graph.graph import Graph

Value: TypeAlias = "int | Grid"
"""What an expression is in the graph: one node, or the nodes of a vector's or matrix's entries."""

MAX_ORDER = 10  # of a derivative


class Builder:
    """Builds one side of a question.

    Args:
        graph: where the nodes go.
        scope: what the names mean.

    Attributes:
        conditions: what has been recorded so far.
        free: names that stand for themselves even if the scope gives them a value.
    """

    def __init__(self, graph: Graph, scope: Scope) -> None:
        self.graph = graph
        self.scope = scope
        self.conditions = Conditions()
        self.free: tuple[str, ...] = ()
        self._given_values: dict[str, Value] = {}
        self._being_given: list[str] = []

    # --- what must hold ---

    def need(self, kind: Kind, id_: int) -> None:
        """Record a condition, unless the node is a number for which it holds."""
        value = self.graph.value(id_)
        if value is not None and holds_of(kind, value):
            return
        if value is None and kind == "pos" and signs(self.graph, id_) == POSITIVE:
            return
        self.conditions.add(kind, id_)

    def need_power(self, u: int, v: int) -> None:
        """Record that u^v with a whole v is defined: u is not 0, or v >= 0."""
        value = self.graph.value(v)
        if value is not None:
            if value < 0:
                self.need("nz", u)
        elif signs(self.graph, u) & ZERO:
            self.conditions.add("power", self.graph.kernel(("function", "power", (u, v))))

    # --- values ---

    def scalar(self, e: Expr) -> int:
        """The node of an expression that must be a number. Raises: Unsupported for a vector or matrix."""
        found = self.value(e)
        if isinstance(found, int):
            return found
        raise Unsupported("shape")

    def value(self, e: Expr) -> Value:
        """The node or the entries of an expression.

        Raises: Unsupported where it has no value, NeedsComplex where `i` occurs in a real graph, Overrun.
        """
        graph = self.graph
        match e:
            case Number():
                return graph.number(e.value)
            case Symbol(name):
                return self._name(name)
            case Sum(terms):
                return self._sum(terms)
            case Product(factors):
                return self._product(factors)
            case Negation(operand):
                found = self.value(operand)
                return graph.scale(found, -1) if isinstance(found, int) else found.scaled(self, -1)
            case Quotient(numerator, denominator):
                top, bottom = self.value(numerator), self.scalar(denominator)
                self.need("nz", bottom)
                if isinstance(top, int):
                    return graph.product(((top, 1), (bottom, -1)))
                return top.times(self, graph.power(bottom, -1))
            case Power(base, exponent):
                return exponents.written(self, base, exponent)
            case Root(radicand, index):
                return exponents.root(self, self.scalar(radicand), self.scalar(index))
            case Constant(name):
                return self._constant(name)
            case Call(function, arguments):
                return self._call(function, arguments)
            case Derivative(body, variable, partial):
                return self.derivative(body, variable.name, 1, partial=partial)
            case HigherDerivative(body, variable, order, partial):
                return self.derivative(body, variable.name, order, partial=partial)
            case Where(body, bindings):
                return self._where(body, bindings)
            case Vector() | Matrix():
                from tutor.oracle.building import entries

                return entries.written(self, e)
            case Verb():
                from tutor.oracle.building import verbs

                return verbs.value(self, e)
            case Word() | Set() | Interval() | Listing() | Relation() | Chain() | Logic():
                raise Unsupported(type(e).__name__.lower())
            case _:
                assert_never(e)

    def _name(self, name: str) -> Value:
        if name in self.scope.given and name not in self.free:
            return self._given(name)
        kind = self.scope.kind(name)
        if kind.is_scalar:
            return self.graph.name(name)
        if kind.base == "function":
            raise Unsupported("function")
        from tutor.oracle.building import entries

        return entries.named(self, name, kind)

    def _given(self, name: str) -> Value:
        if name in self._given_values:
            return self._given_values[name]
        if name in self._being_given:
            raise Unsupported("circle")
        self._being_given.append(name)
        found = self.value(self.scope.given[name])
        self._being_given.pop()
        self._given_values[name] = found
        return found

    def _sum(self, terms: tuple[Expr, ...]) -> Value:
        numbers: list[tuple[int, int]] = []
        grids: list[tuple[Grid, int]] = []
        for term in terms:
            negative = isinstance(term, Negation)
            found = self.value(term.operand if isinstance(term, Negation) else term)
            if isinstance(found, int):
                numbers.append((found, -1 if negative else 1))
            else:
                grids.append((found, -1 if negative else 1))
        if not grids:
            return self.graph.sum(numbers)
        from tutor.oracle.building import entries

        return entries.added(self, grids, numbers)

    def _product(self, factors: tuple[Expr, ...]) -> Value:
        values = [self.value(factor) for factor in factors]
        numbers = [(value, 1) for value in values if isinstance(value, int)]
        if len(numbers) == len(values):
            return self.graph.product(numbers)
        from tutor.oracle.building import entries

        return entries.multiplied(self, values)

    def _constant(self, name: str) -> int:
        match name:
            case "pi":
                return self.graph.constant("pi")
            case "e":
                return kernels.exp(self.graph, self.graph.number(1))
            case "i" if self.graph.complex:
                return self.graph.constant("i")
            case "i":
                raise NeedsComplex
            case "oo":
                raise Infinite
            case _:
                raise Unsupported("constant")

    def _call(self, function: str, arguments: tuple[Expr, ...]) -> Value:
        if function not in FUNCTIONS:
            return self._unknown(function, arguments)
        values = [self.value(argument) for argument in arguments]
        low, high = FUNCTIONS[function].arity
        if not low <= len(values) <= high:
            raise Unsupported("arity")
        from tutor.oracle.building import elementary

        return elementary.call(self, function, values)

    def _unknown(self, function: str, arguments: tuple[Expr, ...]) -> int:
        text = function.rstrip("'")
        primes = len(function) - len(text)
        if primes and len(arguments) != 1:
            raise Unsupported("prime")
        args = tuple(self.scalar(argument) for argument in arguments)
        orders = (primes,) if len(args) == 1 else (0,) * len(args)
        return kernels.unknown(self.graph, text, args, orders)

    # --- derivatives and values for names ---

    def derivative(self, body: Expr, name: str, order: int, *, partial: bool = False) -> Value:
        """The derivative of an expression; a value that the name has is put in afterwards.

        Other names keep their values while it is taken (with y = x^2, d/dx of y is 2x), unless it is
        partial: then every name is held.
        """
        if order > MAX_ORDER:
            raise Unsupported("order")
        from tutor.oracle.building.differentiate import differentiate

        names = (name, *self._held(body, name)) if partial else (name,)
        found, inner = self.as_function_of(body, names)
        for _ in range(order):
            if isinstance(found, int):
                found = differentiate(self.graph, found, name, inner)
            else:
                found = found.each(lambda id_: differentiate(self.graph, id_, name, inner))
        return self.put_in(found, inner, names)

    def _held(self, body: Expr, name: str) -> list[str]:
        """The other names of a partial derivative that have values, which are numbers."""
        given = sorted((free_names(body) - {name}) & self.scope.given.keys())
        return [other for other in given if isinstance(self._name(other), int)]

    def as_function_of(self, body: Expr, names: Sequence[str]) -> tuple[Value, Conditions]:
        """An expression in which these names stand for themselves, with its own conditions."""
        inside = Builder(self.graph, self.scope)
        inside.free = (*self.free, *names)
        return inside.value(body), inside.conditions

    def put_in(self, found: Value, inner: Conditions, names: Sequence[str]) -> Value:
        """The values of the names put into what `as_function_of` gave; conditions go on record."""
        graph = self.graph
        values: dict[int, int] = {}
        for name in names:
            if name in self.scope.given and name not in self.free:
                value = self._name(name)
                if not isinstance(value, int):
                    raise Unsupported("shape")
                values[graph.name(name)] = value
        if not values:
            self.conditions.extend(inner)
            return found
        for kind, id_ in inner:
            if kind == "power":
                base, exponent = graph.node[id_][2]
                self.need_power(
                    graph.rebuild(base, values.get), graph.rebuild(exponent, values.get)
                )
            else:
                self.need(kind, graph.rebuild(id_, values.get))
        if isinstance(found, int):
            return graph.rebuild(found, values.get)
        return found.each(lambda id_: graph.rebuild(id_, values.get))

    def _where(self, body: Expr, bindings: tuple[Expr, ...]) -> Value:
        """The body under its bindings, which may use each other in any order without a circle."""
        waiting: dict[str, Expr] = {}
        for binding in bindings:
            match binding:
                case Relation("=", Symbol(name), value):
                    waiting[name] = value
                case _:
                    raise Unsupported("where")
        given = {**self.scope.given, **waiting}
        inside = Builder(self.graph, replace(self.scope, given=given))
        inside.free = tuple(name for name in self.free if name not in waiting)
        inside.conditions = self.conditions
        return inside.value(body)
