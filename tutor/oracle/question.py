"""One question: the reference is built once, responses are built beside it and compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Chain, Number, Relation, Sum, Verb
from tutor.language.scope import EMPTY
from tutor.oracle import ladder
from tutor.oracle.budget import Overrun
from tutor.oracle.building.build import Builder
from tutor.oracle.building.refusals import Infinite, NeedsComplex, Unsupported
from tutor.oracle.certificate import Counterexample, Equivalence, Evidence, Nothing, Proof
from tutor.oracle.field import SYMBOLIC, infinity, letters, needs_complex, with_sizes
from tutor.oracle.graph.graph import Graph
from tutor.oracle.stage import Pair, Side
from tutor.oracle.unevaluated import is_same_unevaluated

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.building.build import Value
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.conditions import Conditions

_STOPS = (RecursionError, MemoryError, OverflowError)


class _Reference:
    """A graph that holds the answer and the conditions of the scope.

    Args:
        complex_: whether both sides are read over the complex numbers.
    """

    __slots__ = ("assumed", "conditions", "graph", "tree", "value")

    def __init__(self, tree: Expr, scope: Scope, *, complex_: bool) -> None:
        self.tree = tree
        self.graph = Graph(scope, complex=complex_)
        builder = Builder(self.graph, scope)
        self.value: Value = builder.value(tree)
        self.conditions = builder.conditions
        self.assumed = _assumed(self.graph, scope)


_SIZES = (2, 3)  # of the first letter of a symbolic shape; the next letters are one larger each


class Prepared:
    """A reference answer, read and built once, against which any number of responses are compared.

    It never changes, so that it may be shared between threads.

    Args:
        answer: the reference.
        scope: what the names mean, for both sides.
    """

    __slots__ = ("_answer", "_reference", "_scope", "_stopped")

    def __init__(self, answer: Expr, scope: Scope = EMPTY) -> None:
        self._answer = answer
        self._scope = scope
        self._reference: _Reference | None = None
        self._stopped = ""
        try:
            self._reference = self._built(complex_=needs_complex(scope))
        except Infinite:
            self._stopped = "infinite"
        except Unsupported as reason:
            self._stopped = f"unsupported:{reason}"
        except Overrun as stopped:
            self._stopped = f"build:{stopped.counter}"
        except _STOPS:
            self._stopped = "build:depth"

    def _built(self, *, complex_: bool) -> _Reference:
        try:
            return _Reference(self._answer, self._scope, complex_=complex_)
        except NeedsComplex:
            return _Reference(self._answer, self._scope, complex_=True)

    def compare(self, response: Expr) -> Equivalence:
        """Whether the response has the value of the reference wherever both are defined."""
        try:
            return Equivalence(self._decided(response))
        except Overrun as stopped:
            return Equivalence(Nothing((f"build:{stopped.counter}",)))
        except _STOPS:
            return Equivalence(Nothing(("build:depth",)))

    def _decided(self, response: Expr) -> Certificate:
        try:
            return self._certificate(response)
        except Unsupported as reason:
            if isinstance(reason, Infinite) and (found := self._infinities(response)) is not None:
                return found
            if is_same_unevaluated(response, self._answer):
                return Proof("identical")
            if str(reason) == SYMBOLIC:
                return _at_small_sizes(response, self._answer, self._scope)
            return Nothing((f"unsupported:{reason}",))

    def _infinities(self, response: Expr) -> Certificate | None:
        """`oo` and `-oo` are equal to themselves alone; a number is none of them wherever it is defined.

        None where neither side is infinite as a whole.
        """
        one, other = infinite(response, self._scope), infinite(self._answer, self._scope)
        if one and other:
            return Proof("identical") if one == other else Counterexample({}, one, other)
        if not one and not other:
            return None
        finite = self._answer if one else response
        moved = Sum((finite, Number("1")))
        found = Prepared(finite, self._scope).compare(moved).certificate
        if not isinstance(found, Counterexample) or found.where:
            return Nothing(("unsupported:infinity",))
        values = (one, found.answer) if one else (found.answer, other)
        return replace(found, response=values[0], answer=values[1])

    def _certificate(self, response: Expr) -> Certificate:
        reference = self._reference
        if reference is None:
            if self._stopped == "infinite":
                raise Infinite
            if self._stopped.endswith(SYMBOLIC):
                raise Unsupported(SYMBOLIC)
            if is_same_unevaluated(response, self._answer):
                return Proof("identical")
            return Nothing((self._stopped,))
        try:
            return self._beside(reference, response)
        except NeedsComplex:
            return self._beside(self._built(complex_=True), response)

    def _beside(self, reference: _Reference, response: Expr) -> Certificate:
        graph = reference.graph.branch()
        builder = Builder(graph, self._scope)
        found = builder.value(response)
        answer = reference.value
        if not (isinstance(found, int) and isinstance(answer, int)):
            from tutor.oracle.building import grids

            one = grids.Built(found, builder.conditions, response)
            other = grids.Built(answer, reference.conditions, self._answer)
            return grids.compare(graph, one, other, self._scope, reference.assumed)
        return ladder.decide(
            Pair(
                graph,
                Side(found, builder.conditions, response),
                Side(answer, reference.conditions, self._answer),
                self._scope,
                reference.assumed,
            )
        )


def infinite(e: Expr, scope: Scope) -> str:
    """`oo` or `-oo` for an expression of which that is the value, else an empty text."""
    found = infinity(e)
    if found or not isinstance(e, Verb):
        return found
    from tutor.oracle.building import verbs

    graph = Graph(scope)
    try:
        limit = verbs.head(Builder(graph, scope), e)
    except Unsupported:
        return ""
    return limit if isinstance(limit, str) else ""


def equal(response: Expr, answer: Expr, scope: Scope = EMPTY) -> Equivalence:
    """Whether two expressions have the same value wherever both are defined, with a certificate."""
    return Prepared(answer, scope).compare(response)


def _at_small_sizes(response: Expr, answer: Expr, scope: Scope) -> Certificate:
    """Matrices whose sizes are letters: a difference at one small size is a difference, and a proof of
    every entry at two sizes is evidence, since an identity for 2 and 3 may still fail for 4.

    Different letters get different sizes, so that only what must fit together does.
    """
    proved = 0
    for first in _SIZES:
        sizes = {letter: first + k for k, letter in enumerate(letters(scope))}
        found = Prepared(answer, with_sizes(scope, sizes)).compare(response).certificate
        if isinstance(found, Counterexample):
            at = {**{letter: str(size) for letter, size in sizes.items()}, **found.at}
            return replace(found, at=at)
        proved += isinstance(found, Proof)
    if proved == len(_SIZES):
        return Evidence(proved, 100, seed=f"sizes from {_SIZES[0]} to {_SIZES[-1]}")
    return Nothing((SYMBOLIC,))


def _assumed(graph: Graph, scope: Scope) -> Conditions:
    """The scope's own relations as conditions. Raises: Unsupported for one that is no relation of numbers."""
    builder = Builder(graph, scope)
    for condition in scope.conditions:
        match condition:
            case Relation(operator, left, right):
                _assume(builder, operator, left, right)
            case Chain(operands, operators):
                for operator, left, right in zip(
                    operators, operands[:-1], operands[1:], strict=True
                ):
                    _assume(builder, operator, left, right)
            case _:
                raise Unsupported("condition")
    return builder.conditions


def _assume(builder: Builder, operator: str, left: Expr, right: Expr) -> None:
    one, other = builder.scalar(left), builder.scalar(right)
    graph = builder.graph
    match operator:
        case "=":
            builder.need("zero", graph.minus(one, other))
        case "!=":
            builder.need("nz", graph.minus(one, other))
        case ">":
            builder.need("pos", graph.minus(one, other))
        case ">=":
            builder.need("nonneg", graph.minus(one, other))
        case "<":
            builder.need("pos", graph.minus(other, one))
        case "<=":
            builder.need("nonneg", graph.minus(other, one))
        case _:
            raise Unsupported("condition")
