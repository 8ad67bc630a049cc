"""Values that everybody knows by heart: exp(0), ln(1), the sine of 30 degrees."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.derivation.rule import Rewrite, rule
from tutor.language.expr.build import ONE, TWO, ZERO
from tutor.language.expr.nodes import Call, Constant, Number, Quotient, Root
from tutor.language.expr.views import coefficient, is_one, is_zero, with_sign

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

_HALF = Quotient(ONE, TWO)
_ROOT_3 = Root(Number("3"), TWO)
_FIRST_QUARTER: dict[Fraction, Expr] = {
    Fraction(0): ZERO,
    Fraction(1, 6): _HALF,
    Fraction(1, 4): Quotient(Root(TWO, TWO), TWO),
    Fraction(1, 3): Quotient(_ROOT_3, TWO),
    Fraction(1, 2): ONE,
}


@rule(
    "alg.known_values",
    name="Known value",
    law=r"e^0 = 1,\quad \ln 1 = 0,\quad \sin 0 = 0,\quad \cos 0 = 1",
    why="The value of {f} is known by heart.",
    examples=["exp(0) -> 1", "ln(e) -> 1", "sin(pi/6) -> 1/2", "cos(pi) -> -1", "atan(0) -> 0"],
    source="OpenStax, Precalculus, 5.2 Unit Circle: Sine and Cosine Functions",
    level="arithmetic",
)
def known_values(e: Expr) -> Rewrite | None:
    match e:
        case Call("exp" | "cosh" | "sech", (u,)) if is_zero(u):
            return Rewrite(ONE, {"f": e})
        case Call("log", (u,)) if is_one(u):
            return Rewrite(ZERO, {"f": e})
        case Call("log", (Constant("e"),)):
            return Rewrite(ONE, {"f": e})
        case Call("sinh" | "tanh" | "asin" | "atan" | "asinh" | "atanh" | "tan", (u,)) if is_zero(
            u
        ):
            return Rewrite(ZERO, {"f": e})
        case Call("sin" | "cos" as function, (u,)):
            turn = _half_turns(u)
            value = None if turn is None else _sine(turn + (function == "cos") * Fraction(1, 2))
            return None if value is None else Rewrite(value, {"f": e})
        case _:
            return None


def _half_turns(angle: Expr) -> Fraction | None:
    """A rational multiple of pi as that rational number."""
    if is_zero(angle):
        return Fraction(0)
    value, rest = coefficient(angle)
    return value if rest == (Constant("pi"),) else None


def _sine(half_turns: Fraction) -> Expr | None:
    """The sine of so many half turns, by symmetry from the first quarter."""
    turn = half_turns % 2
    sign = 1 if turn <= 1 else -1
    within = turn % 1
    value = _FIRST_QUARTER.get(min(within, 1 - within))
    return None if value is None else with_sign(sign, value)
