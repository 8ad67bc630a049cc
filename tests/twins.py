"""Random trees in two spellings: true identities planted at random places, one inside another."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tutor.language.expr.build import number
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
)
from tutor.language.expr.paths import free_names, substitute
from tutor.language.notation import read

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tutor.language.expr.nodes import Expr

Sides: TypeAlias = "tuple[Expr, Expr]"

IDENTITIES = Path(__file__).parent / "oracle" / "identities.txt"
ANY = frozenset({"u", "v", "w"})
"""Names in the table that stand for any expression."""
NAMES = ("x", "y")
FUNCTIONS = (
    *("sin", "cos", "tan", "exp", "log", "abs", "sqrt", "cosh", "tanh"),
    *("asin", "atan", "sign", "max", "cbrt", "sigmoid"),
)


@cache
def identities() -> tuple[Sides, ...]:
    """The rows of the table that hold for any expressions."""
    found: list[Sides] = []
    for line in IDENTITIES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "[")):
            continue
        left, right, verdict = (part.strip() for part in line.split("=>"))
        one, other = read(left).tree, read(right).tree
        if verdict == "equal" and (free_names(one) | free_names(other)) & ANY:
            found.append((one, other))
    return tuple(found)


class Twins:
    """Random trees in two spellings.

    Args:
        rng: where every choice comes from.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.planted = 0
        self.wanted = 0

    def draw(self) -> Sides:
        """One tree written in two ways that differ by one to four identities."""
        while True:
            self.planted, self.wanted = 0, self.rng.randint(1, 4)
            one, other = self._pair(self.rng.randint(2, 4))
            if self.planted:
                return one, other

    def tree(self, depth: int) -> Expr:
        """One tree."""
        self.wanted, before = 0, self.wanted
        found, _ = self._pair(depth)
        self.wanted = before
        return found

    def _pair(self, depth: int) -> Sides:
        rng = self.rng
        if depth <= 0 or rng.random() < 0.1:
            leaf = self._leaf()
            return leaf, leaf
        if self.planted < self.wanted and rng.random() < 0.45:
            return self._identity(depth - 1)
        make, count = self._operation()
        parts = [self._pair(depth - 1) for _ in range(count)]
        return make(*(one for one, _ in parts)), make(*(other for _, other in parts))

    def _identity(self, depth: int) -> Sides:
        self.planted += 1
        sides = self.rng.choice(identities())
        names = sorted((free_names(sides[0]) | free_names(sides[1])) & ANY)
        parts = {name: self._pair(self.rng.randint(0, depth)) for name in names}
        one = substitute(sides[0], {name: pair[0] for name, pair in parts.items()})
        other = substitute(sides[1], {name: pair[1] for name, pair in parts.items()})
        return (one, other) if self.rng.random() < 0.5 else (other, one)

    def _leaf(self) -> Expr:
        if self.rng.random() < 0.65:
            return Symbol(self.rng.choice(NAMES))
        if self.rng.random() < 0.1:
            return Constant("pi")
        return number(self.rng.choice((0, 1, 1, 2, 2, 3, 4, -1, -2, Fraction(1, 2))))

    def _operation(self) -> tuple[Callable[..., Expr], int]:
        match self.rng.randrange(8):
            case 0 | 1:
                return (lambda a, b: Sum((a, b))), 2
            case 2:
                return (lambda a, b: Sum((a, Negation(b)))), 2
            case 3:
                return (lambda a, b: Product((a, b))), 2
            case 4:
                return Quotient, 2
            case 5:
                exponent = Number(str(self.rng.choice((2, 2, 3))))
                return (lambda a: Power(a, exponent)), 1
            case _:
                return _call(self.rng.choice(FUNCTIONS))


def _call(name: str) -> tuple[Callable[..., Expr], int]:
    match name:
        case "sqrt":
            return (lambda a: Root(a, Number("2"))), 1
        case "cbrt":
            return (lambda a: Root(a, Number("3"))), 1
        case "max":
            return (lambda a, b: Call("max", (a, b))), 2
        case _:
            return (lambda a: Call(name, (a,))), 1
