"""The walk over a tree that finds the kind of every part, once, and the first part at fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from tutor.language.expr.functions import (
    FAMILIES,
    FUNCTIONS,
    SET_OPERATIONS,
    SETS_OF_NUMBERS,
)
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
from tutor.language.kinds import arithmetic, functions, products, verbs
from tutor.language.kinds.equations import contradiction, equated
from tutor.language.kinds.kind import (
    DISTRIBUTION,
    INTERVAL,
    LIST,
    NUMBER,
    SET,
    STATEMENT,
    UNDECLARED,
    UNKNOWN,
    WORD,
    Kind,
    declared_kind,
    matrix,
)
from tutor.language.kinds.words import Fault, Misfit, a, misfit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.kinds.arithmetic import Part
    from tutor.language.kinds.kind import Size
    from tutor.language.scope import Scope

_NUMBERS = frozenset({Number, Constant})


def kind_of(e: Expr, scope: Scope) -> Kind:
    """What an expression is; where it cannot be right, or cannot be told, it is `unknown`."""
    return Inference(scope).kind(e)


def declared_as(name: str, scope: Scope) -> Kind:
    """What a name was declared to be; letters of its shape are the numbers that given values show."""
    return Inference(scope).declared(name)


def fault_in(e: Expr, scope: Scope) -> Fault | None:
    """The first, smallest part whose kinds or shapes cannot be right; None if nothing speaks against it.

    Time linear in the tree; recurses as deep as it.
    """
    inference = Inference(scope)
    inference.kind(e)
    return inference.fault


class Inference:
    """One walk over a tree.

    Args:
        scope: the names of the question.
        remember: whether it will be asked again about parts of what it was asked about.

    Attributes:
        fault: the first one met; what holds it is unknown, so that it is told of once.
    """

    def __init__(self, scope: Scope, *, remember: bool = False) -> None:
        self.scope = scope
        # by identity, and with the part, so that no other one can have it
        self._known: dict[int, tuple[Expr, Kind]] | None = {} if remember else None
        self.fault: Fault | None = None
        self._bound: Mapping[str, Expr] = {}  # by `where`, each told once on the way in
        self._found: dict[str, Kind] = {}  # of bound names
        self._free: dict[str, Kind] = {}  # of all others
        self._letters: dict[str, Size] | None = None

    def kind(self, e: Expr) -> Kind:
        """The kind of a part."""
        if type(e) in _NUMBERS:  # the leaves by their type: most of a tree is leaves
            return NUMBER
        if isinstance(e, Symbol):
            known = self._found if e.name in self._bound else self._free
            return known.get(e.name) or self._of_name(e.name)
        if self._known is None or self._bound:
            return self._found_out(e)
        known_part = self._known.get(id(e))
        if known_part is None:
            known_part = self._known[id(e)] = e, self._found_out(e)
        return known_part[1]

    def _found_out(self, e: Expr) -> Kind:
        try:
            return self._composed(e)
        except Misfit as misfit:
            self.fault = self.fault or misfit.fault
            return UNKNOWN

    def _composed(self, e: Expr) -> Kind:
        match e:
            case Sum(terms):
                return arithmetic.added(self._parts(terms))
            case Product(factors):
                return products.multiplied(self._parts(factors))
            case Vector(entries):
                return self._vector(entries)
            case Negation(operand):
                return arithmetic.added(self._parts((operand,)))
            case Quotient(above, below):
                return arithmetic.divided(e, self.kind(above), self.kind(below))
            case Word(text) | Power(Word(text)) if text in SETS_OF_NUMBERS:
                return SET
            case Power(base, exponent):
                return arithmetic.raised(*self._parts((base, exponent)))
            case Root(radicand, index):
                return arithmetic.rooted(*self._parts((radicand, index)))
            case Call(function, arguments):
                return self._call(function, arguments)
            case Matrix(rows):
                return self._matrix(rows)
            case Derivative(body, variable):
                return verbs.slope(self.kind(body), self.kind(variable))
            case HigherDerivative(body, variable, order):
                return self._higher(body, variable, order)
            case Verb(name, arguments, options):
                return self._verb(name, arguments, options)
            case Relation(operator, left, right):
                return self._relation((operator,), (left, right))
            case Chain(operands, operators):
                return self._relation(operators, operands)
            case Logic(word, operands):
                self._parts(operands)
                return SET if word in SET_OPERATIONS else STATEMENT
            case Where(body, bindings):
                return self._where(body, bindings)
            case Set(members):
                self._parts(members)
                return SET
            case Listing(items):
                self._parts(items)
                return LIST
            case Interval(lower, upper):
                self._parts((lower, upper))
                return INTERVAL
            case Word():
                return WORD
            case Number() | Constant() | Symbol():
                return self.kind(e)
            case _:
                assert_never(e)

    def _parts(self, found: tuple[Expr, ...]) -> list[Part]:
        return [(e, NUMBER if type(e) in _NUMBERS else self.kind(e)) for e in found]

    # Names

    def _of_name(self, name: str) -> Kind:
        """What a name is: as declared, as its value, or a number if nothing says otherwise."""
        if name in self._bound:
            return self._of_bound(name, self._bound[name])
        self._free[name] = UNKNOWN  # a value that uses its own name says nothing
        kind = self.declared(name)
        value = self.scope.given.get(name)
        if value is not None:
            kept = self._bound, self._found, self.fault
            self._bound, self._found = {}, {}
            kind = _told(kind, self.kind(value))
            self._bound, self._found, self.fault = kept
        self._free[name] = kind
        return kind

    def _of_bound(self, name: str, value: Expr) -> Kind:
        self._found[name] = UNKNOWN
        declared, found = self.declared(name), self.kind(value)
        is_zero = isinstance(value, Number) and value.value == 0  # x = 0 where x is a vector
        if not is_zero and name in self.scope.kinds and contradiction(declared, found):
            text = f"{name} is {a(declared)}, not {a(found)}."
            self.fault = self.fault or Fault("shape", text, value.span)
        self._found[name] = _told(declared, found)
        return self._found[name]

    def declared(self, name: str) -> Kind:
        """What a name was declared to be, with the numbers that the given values show its letters to be."""
        declared = self.scope.kinds.get(name)
        kind = UNDECLARED if declared is None else declared_kind(declared)
        if not self.scope.given or all(isinstance(size, int) for size in kind.shape):
            return kind
        if self._letters is None:
            self._letters = letters(self.scope)
        shape = (self._letters.get(n, n) if isinstance(n, str) else n for n in kind.shape)
        return kind._replace(shape=tuple(shape))

    def _where(self, body: Expr, bindings: tuple[Expr, ...]) -> Kind:
        """The body, with the names of the bindings as their values are."""
        outer, found = self._bound, self._found
        bound = {
            binding.left.name: binding.right
            for binding in bindings
            if isinstance(binding, Relation) and isinstance(binding.left, Symbol)
            and binding.operator == "="
        }  # fmt: skip
        self._bound = {**outer, **bound}
        self._found = {name: kind for name, kind in found.items() if name not in bound}
        for binding in bindings:
            match binding:
                case Relation("=", Symbol() as name, _):
                    self.kind(name)
                case Relation(_, _, value):
                    self.kind(value)
                case _:
                    pass
        kind = self.kind(body)
        self._bound, self._found = outer, found
        return kind

    # Brackets

    def _vector(self, entries: tuple[Expr, ...]) -> Kind:
        """Numbers in brackets; with anything else among them a list of things."""
        kinds = [self.kind(entry) for entry in entries if type(entry) not in _NUMBERS]
        if any(kind.sort != "number" for kind in kinds):
            return LIST
        return Kind("sequence", (len(entries),))

    def _matrix(self, rows: tuple[tuple[Expr, ...], ...]) -> Kind:
        kind = matrix(len(rows), len(rows[0]))
        for row in rows:
            for entry in row:
                if type(entry) in _NUMBERS:
                    continue
                inside = self.kind(entry)
                if inside.sort in ("vector", "matrix") and inside.certain:
                    misfit(
                        "kind",
                        f"The entries of a matrix are numbers, and here stands {a(inside)}:"
                        " write its numbers.",
                        entry,
                    )
                if inside.sort != "number":
                    kind = LIST
        return kind

    # What is applied

    def _call(self, function: str, arguments: tuple[Expr, ...]) -> Kind:
        parts = self._parts(arguments)
        if function in FUNCTIONS or function in FAMILIES or function == "piecewise":
            return functions.called(function, parts) if parts else UNKNOWN
        return UNDECLARED  # what an unknown function gives nobody can tell

    def _higher(self, body: Expr, variable: Symbol, order: int) -> Kind:
        kind, by = self.kind(body), self.kind(variable)
        for _ in range(min(order, 2)):
            kind = verbs.slope(kind, by)
        return kind if order <= 2 or by.sort == "number" else UNKNOWN

    def _verb(
        self, name: str, arguments: tuple[Expr, ...], options: tuple[tuple[str, Expr], ...]
    ) -> Kind:
        parts = self._parts(arguments)
        chosen = {option: (value, self.kind(value)) for option, value in options}
        if name in FUNCTIONS and parts:
            return functions.called(name, parts)
        return verbs.done(name, parts, chosen)

    def _relation(self, operators: tuple[str, ...], sides: tuple[Expr, ...]) -> Kind:
        parts = self._parts(sides)
        if all(operator in ("=", "!=") for operator in operators):
            equated(parts)
        return DISTRIBUTION if operators == ("|",) and parts[1][1] == DISTRIBUTION else STATEMENT


def letters(scope: Scope) -> dict[str, Size]:
    """The letters of declared shapes with the numbers that the given values show them to be.

    The first value that tells a letter counts.
    """
    found: dict[str, Size] = {}
    plain = Inference(replace(scope, kinds={}))
    for name, value in scope.given.items():
        declared = scope.kinds.get(name)
        if declared is None or not any(isinstance(size, str) for size in declared.shape):
            continue
        kind = plain.kind(value)
        sizes = kind.shape
        if len(sizes) == 2 and len(declared.shape) == 1:
            sizes = (functions.length(kind),)
        if kind.is_array and len(sizes) == len(declared.shape):
            for letter, size in zip(declared.shape, sizes, strict=True):
                if isinstance(letter, str) and isinstance(size, int):
                    found.setdefault(letter, size)
    return found


def _told(declared: Kind, value: Kind) -> Kind:
    """A name that has a value: what both tell of it."""
    if declared.sort == "number" and not declared.certain:
        return value
    if declared.is_array and value.is_array:
        return arithmetic.same_shape(declared, value) or declared
    return declared
