"""The builder's words for calls: functions in brackets, verbs with options, distributions, derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.language.expr.functions import FUNCTIONS, LIKELY_FUNCTIONS, SPELLINGS
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    HigherDerivative,
    Listing,
    Logic,
    Negation,
    Number,
    Quotient,
    Relation,
    Set,
    Sum,
    Symbol,
    Vector,
    Verb,
    Word,
)
from tutor.language.notation.arithmetic import Arithmetic
from tutor.language.notation.building import entries
from tutor.language.notation.calculus import derivative_of
from tutor.language.notation.calls import apply_function, powered, root
from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.parameters import canonical_parameter
from tutor.language.notation.piece import Piece
from tutor.language.notation.reading import Note
from tutor.language.notation.statements import Statements
from tutor.language.notation.structures import Structures
from tutor.language.notation.words import (
    FAMILY_WORDS,
    FROBENIUS,
    ROOTS,
    SPAN,
    VERBS,
    WRAPPERS,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Span
    from tutor.language.notation.tokens import Token

_ROOT_NAMES = {"2": "sqrt", "3": "cbrt", "0": "root"}


class Builder(Arithmetic, Statements, Structures):
    """All words of the grammar; each is a method."""

    def call(self, parts: list[Any], first: int, last: int) -> Piece:
        """`sin(x)`, `diff(f, x)`, `Normal(0, 1)`, `f(x)`."""
        head, inside = parts
        if head.value[0] == "piecewise" and inside.form in ("branch", "branches"):
            return self.closed(inside.node, first, last)
        return self.closed(
            self._called(head.value, entries(inside), self.span(first, last)), first, last
        )

    def call_options(self, parts: list[Any], first: int, last: int) -> Piece:
        """A verb with options behind the semicolon: `det(A; method=leibniz)`."""
        head, inside, options = parts
        name, _ = head.value
        span = self.span(first, last)
        if name not in VERBS and name not in FUNCTIONS:
            raise Mistake("option_unknown", f"{name} takes no options.", span)
        pairs = tuple((self.tokens[part.first].value, part.node) for part in options.parts)
        names = [name for name, _ in pairs]
        for option in names:
            if names.count(option) > 1:
                raise Mistake("option_unknown", f"The option {option} stands twice.", span)
        return self.closed(Verb(name, entries(inside), pairs, span=span), first, last)

    def options(self, parts: list[Piece], first: int, last: int) -> Piece:
        """All options of a verb, in the order written."""
        return Piece(parts[0].node, first, last, "options", tuple(parts))

    def option(self, parts: list[Any], first: int, last: int) -> Piece:
        """`at = [1, 2]`: the value; the name is the first token."""
        _, value = parts
        return Piece(value.node, first, last, "option", (value,))

    def call_power(self, parts: list[Any], first: int, last: int) -> Piece:
        """`sin^2(x)`; of an unknown function also the function twice."""
        head, exponent, inside = parts
        span = self.span(first, last)
        called = self._called(head.value, entries(inside), span)
        node = powered(self, head.value, exponent, called, span)
        return self.closed(node, first, last)

    def head(self, parts: list[Any], first: int, last: int) -> Piece:
        """`E[X]`, `Var[X]`, `P(X > 1)`."""
        head, inside = parts
        return self.closed(
            Verb(head.value, entries(inside), span=self.span(first, last)), first, last
        )

    def head_given(self, parts: list[Any], first: int, last: int) -> Piece:
        """`P(A | B)`: the condition is the option `given`."""
        head, inside, given = parts
        span = self.span(first, last)
        known = given.node
        if isinstance(known, Listing):  # all of it is known
            known = Logic("and", known.items, span=known.span)
        options = (("given", known),)
        return self.closed(Verb(head.value, entries(inside), options, span=span), first, last)

    def root(self, parts: list[Any], first: int, last: int) -> Piece:
        """`sqrt(x)`, `cbrt(x)`, `root(x, 3)`."""
        head, inside = parts
        span = self.span(first, last)
        arguments = tuple(self.as_value(e, span) for e in entries(inside))
        return self.closed(root(_ROOT_NAMES[str(head.value)], arguments, span), first, last)

    def derived(self, parts: list[Token], first: int, last: int) -> Piece:
        """`dy/dx`: the derivative of a name."""
        span = self.span(first, last)
        body = Symbol(parts[0].value[0], span=span)
        return self.closed(derivative_of(body, parts[0].value, span), first, last)

    def _called(self, head: tuple[str, str], arguments: tuple[Expr, ...], span: Span) -> Expr:
        name, _ = head
        if "∘" in name:
            for function in reversed(name.split("∘")):
                known = SPELLINGS.get(function, function)
                self._must_be_function(known, span)
                arguments = (self._called((known, ""), arguments, span),)
            return arguments[0]
        if name == "nPr":
            return self._arrangements(arguments, span)
        if (
            name in ("max", "min", "gcd", "lcm")
            and len(arguments) == 1
            and isinstance(arguments[0], Set)
        ):
            arguments = arguments[0].members
        if name in ("diff", "partial"):
            return self._derivative(name, arguments, span)
        if name == "piecewise":
            return self._piecewise_of(arguments, span)
        if name == "norm" and arguments[1:] == (Word(FROBENIUS),):
            return Call(name, (self.as_value(arguments[0], span), arguments[1]), span=span)
        if name in FUNCTIONS or name in ROOTS:
            return apply_function(
                self, head, tuple(self.as_value(a, span) for a in arguments), span
            )
        if name in VERBS:
            return Verb(name, arguments, span=span)
        if name in WRAPPERS:
            return self._wrapped(name, arguments, span)
        if name in FAMILY_WORDS:
            return self._family(name, arguments, span)
        return Call(name, tuple(self.as_value(a, span) for a in arguments), span=span)

    def _must_be_function(self, name: str, span: Span) -> None:
        """Only what is a function before a bracket as well can stand in `(f∘g)(x)`.

        Raises: Mistake (`verb_unknown`).
        """
        bare = name.rstrip("'")
        declared = self.scope.kinds.get(bare)
        if declared is not None and declared.base == "function":
            return
        if declared is not None or not (
            bare in LIKELY_FUNCTIONS or (name == bare and (name in FUNCTIONS or name in ROOTS))
        ):
            raise Mistake("verb_unknown", f"There is no function {bare} here.", span)

    def _wrapped(self, name: str, arguments: tuple[Expr, ...], span: Span) -> Expr:
        """`Matrix([[1,2],[3,4]])`, `Matrix([1,2],[3,4])`, `Vector(1, 2)`, `span([1,2], [3,4])`."""
        inside = arguments[0]
        if name == "span":
            found = inside.members if isinstance(inside, Set) else arguments
            self.notes.append(Note("span", SPAN, span))
            return Set(found, span=span)
        if len(arguments) == 1:
            return inside
        if name == "Vector":
            return Vector(tuple(self.as_value(a, span) for a in arguments), span=span)
        if not all(isinstance(row, Vector) for row in arguments):
            raise Mistake("function_argument", "Matrix takes its rows: Matrix([1,2],[3,4]).", span)
        rows = tuple(row.entries for row in arguments if isinstance(row, Vector))
        return self._matrix(rows, arguments, span)

    def _family(self, name: str, arguments: tuple[Expr, ...], span: Span) -> Expr:
        if (
            name == "Normal"
            and len(arguments) == 2
            and not any(isinstance(a, Relation) for a in arguments)
        ):
            self.notes.append(_variance_note(span))
        named = tuple(canonical_parameter(name, a) for a in arguments)
        return Call(name, named, span=span)

    def _arrangements(self, arguments: tuple[Expr, ...], span: Span) -> Expr:
        """`nPr(n, k)`: n!/(n - k)!."""
        if len(arguments) != 2:
            raise Mistake(
                "function_argument", f"nPr takes 2 arguments, not {len(arguments)}.", span
            )
        above, below = (self.as_value(argument, span) for argument in arguments)
        rest = Sum((above, Negation(below, span=span)), span=span)
        return Quotient(
            Call("factorial", (above,), span=span), Call("factorial", (rest,), span=span), span=span
        )

    def _derivative(self, name: str, arguments: tuple[Expr, ...], span: Span) -> Expr:
        """`diff(f, x)`, `diff(f, x, 2)`, `partial(f, x, y)`: the first name is differentiated first."""
        partial = name == "partial"
        match arguments:
            case (body, Symbol() as x, Number(order)) if order.isdigit() and int(order) > 0:
                if int(order) == 1:
                    return Derivative(self.as_value(body, span), x, partial, span=span)
                return HigherDerivative(
                    self.as_value(body, span), x, int(order), partial, span=span
                )
            case (body, *rest) if rest and all(isinstance(x, Symbol) for x in rest):
                node = self.as_value(body, span)
                for variable in rest:
                    if isinstance(variable, Symbol):
                        node = Derivative(node, variable, partial, span=span)
                return node
            case _:
                raise Mistake(
                    "function_argument",
                    f"Write {name}(f, x) with the name to differentiate by: {name}(x^2, x).",
                    span,
                )


def _variance_note(span: Span) -> Any:
    return Note(
        "variance",
        "The second number of Normal is read as the variance; write sd= for the other.",
        span,
    )
