"""The tree: what was written, as a closed union of frozen nodes; never simplified by itself.

`a - b` is `Sum((a, Negation(b)))`, `x/2` is not `(1/2)*x`, `(1+1)+1` is not `1+1+1`, `0.50` is not
`1/2`. Numbers are never negative: a minus is a Negation. Equality is structural and ignores spans.

A new node type: define it here, add it to `Expr`, then follow mypy to every `match` that lists
them. Children, paths and rebuilding come from the fields by themselves (`paths.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """What all nodes share: a span in the text as typed, and structural equality without it."""

    span: Span | None = field(default=None, kw_only=True)
    _hash: int = field(default=0, init=False, repr=False)

    def parts(self) -> tuple[Any, ...]:
        """The field values that make this node what it is, in order of definition."""
        names: tuple[str, ...] = self.__match_args__
        return tuple(getattr(self, name) for name in names)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented if not isinstance(other, Node) else False
        return hash(self) == hash(other) and self.parts() == other.parts()

    def __hash__(self) -> int:
        if not self._hash:
            object.__setattr__(self, "_hash", hash((type(self).__name__, self.parts())) or 1)
        return self._hash

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.parts()))})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Number(Node):
    """A number as written: `3`, `0.50`, `2e3`. Two decimals stay two decimals.

    Args:
        text: ASCII digits as the learner wrote them, never with a sign.
    """

    text: str

    @property
    def value(self) -> int | Fraction:
        """The exact rational that the text writes."""
        return exact(self.text)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Symbol(Node):
    """A name: `x`, `x_1`, `lambda`; what it means is in the Scope."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constant(Node):
    """A number with a name: `pi`, `e`, `i` (imaginary unit), `oo` (infinity)."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Word(Node):
    """A bare word that is neither a name nor a number: `max`, `true`, `none`, a family's name."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sum(Node):
    """Two or more terms; one that is subtracted is a Negation."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Negation(Node):
    """Minus one thing."""

    operand: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Product(Node):
    """Two or more factors, in the order written (matrices do not commute)."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quotient(Node):
    """A division as written; not a product with a negative power."""

    numerator: Expr
    denominator: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Power(Node):
    """A base with an exponent; `A^-1` and `e^x` as well."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Root(Node):
    """A root with its sign: `sqrt(x)` has index 2; not a power 1/2."""

    radicand: Expr
    index: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Call(Node):
    """A function applied: `sin(x)`, `log(x, 2)`, and the named operations `abs`, `norm`, `factorial`,
    `transpose`, `percent`, `degrees`, `det` ...; the names are in `functions.py`.

    An unknown `f(x)` is a Call too; its primes stand in the name: `f'(x)` is `Call("f'", (x,))`.
    """

    function: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Derivative(Node):
    """The inert first derivative `d/dx body`: a thing to do. `partial` only says how it is written."""

    body: Expr
    variable: Symbol
    partial: bool = False

    def of(self, body: Expr) -> Derivative:
        """The same derivative of something else: same variable, written the same way."""
        return Derivative(body, self.variable, self.partial)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HigherDerivative(Node):
    """The inert derivative of a written order: `diff(f, x, 2)`, `d^2/dx^2 f`."""

    body: Expr
    variable: Symbol
    order: int
    partial: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Verb(Node):
    """Any other inert verb of the problem language: `implicit_diff(l = r, y, x)`, `det(A; method=leibniz)`.

    Options are the `name=value` pairs after the semicolon, in the order written.
    """

    name: str
    arguments: tuple[Expr, ...]
    options: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Vector(Node):
    """Entries in one pair of brackets, `[1,2]`, `(1,2)` or `<1,2>`: vector, point or list, as the question has it.

    Args:
        bracket: the opening bracket as written: `[`, `(` or `<`; `|i|` for `2i + 3j` read as unit vectors.
    """

    entries: tuple[Expr, ...]
    bracket: str = "["


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Matrix(Node):
    """Rows of equal length; `[1;2]` is 2 x 1, `[[1,2]]` is 1 x 2."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Set(Node):
    """Members in braces, in the order written; `{}` is empty."""

    members: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Interval(Node):
    """An interval that its brackets show to be one: `(1,2]`, `[0,oo)`. `(1,2)` and `[1,2]` are Vectors."""

    lower: Expr
    upper: Expr
    left_closed: bool
    right_closed: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Listing(Node):
    """Items separated by commas (or semicolons) with no brackets around them: `p = 1/2, q = 3`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Relation(Node):
    """Two sides: the operator is one of `=`, `!=`, `<`, `<=`, `>`, `>=`, `~`, `in`, `:`."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Chain(Node):
    """Three or more sides that run one way: `2 < x <= 5`."""

    operands: tuple[Expr, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Logic(Node):
    """Statements joined by a word: `x = 1 or x = -2`; also sets joined by `union`, `intersection`, `without`."""

    word: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Where(Node):
    """Something with values for its names: `x^2*y where x = t, y = 2*t`."""

    body: Expr
    bindings: tuple[Expr, ...]


Expr: TypeAlias = (
    Number
    | Symbol
    | Constant
    | Word
    | Sum
    | Negation
    | Product
    | Quotient
    | Power
    | Root
    | Call
    | Derivative
    | HigherDerivative
    | Verb
    | Vector
    | Matrix
    | Set
    | Interval
    | Listing
    | Relation
    | Chain
    | Logic
    | Where
)


def exact(text: str) -> int | Fraction:
    """The exact rational that a written number means: digits, an optional point, an optional exponent.

    Callers bound the digits and the exponent beforehand (`bounds.py`); `Fraction(text)` is five times slower.
    """
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits: int = int((whole + decimals) or "0")
    shift = int(exponent or "0") - len(decimals)
    if shift >= 0:
        return digits * int(10**shift)
    value = Fraction(digits, 10**-shift)
    return value.numerator if value.denominator == 1 else value
