"""The nodes of a graph at a point, in balls; and whether the conditions hold there.

A `Program` is made once a question and run at many points: a list of `(id, step)` in the order of the
graph, each step a function of the values so far. What is not defined, or too wide to tell, becomes
nan and stays nan, so a step needs no guard and a comparison with it is False.

All of it runs inside `balls.precision`.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tutor.oracle.cas import balls, elementary
from tutor.oracle.cas.balls import Unclear, Undefined, inexact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tutor.oracle.budget import Budget
    from tutor.oracle.cas.balls import Ball
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph, Node

Values: TypeAlias = "dict[int, Ball]"
Step: TypeAlias = "Callable[[Values], Ball]"
Point: TypeAlias = "Mapping[str, int | Fraction | tuple[Fraction, Fraction]]"

_EXPONENT_BITS = 64


class Program:
    """A way to evaluate some nodes of one graph at any point.

    Args:
        graph: the graph; nodes appended later are not in the program.
        roots: the nodes wanted.
        exactly: whether rationals stay rationals, so that 0 can be told from what is near 0.
    """

    __slots__ = ("_bits", "_exactly", "_graph", "_leaf", "_names", "_order", "_steps")

    def __init__(self, graph: Graph, roots: list[int], *, exactly: bool = False) -> None:
        self._graph = graph
        self._exactly = exactly
        self._leaf = balls.exact if exactly else balls.ball
        self._order = graph.order(*roots)
        self._names = [
            (id_, graph.node[id_][1]) for id_ in self._order if graph.node[id_][0] == "name"
        ]
        self._steps: list[tuple[int, Step]] = []
        self._bits = 0

    def run(self, point: Point, budget: Budget) -> Values:
        """The values at a point: every node of the program by id; nan where there is none."""
        budget.charge("points")
        budget.charge("visits", len(self._order))
        if self._bits != balls.bits():
            self._prepare()
        leaf = self._leaf
        values: Values = {
            id_: _gaussian(value) if isinstance(value := point[name], tuple) else leaf(value)
            for id_, name in self._names
        }
        for id_, step in self._steps:
            values[id_] = step(values)
        return values

    def unknowns(self, values: Values) -> Iterator[tuple[str, Ball]]:
        """Every value of an unknown function that went into these: `f(3/7)` and its number."""
        for id_ in self._order:
            match self._graph.node[id_]:
                case ("unknown", text, args, orders):
                    inside = [balls.rational(values[arg]) for arg in args]
                    if all(q is not None for q in inside):
                        yield unknown_value(text, orders, inside), values[id_]
                case _:
                    continue

    def _prepare(self) -> None:
        """The steps, with their coefficients as balls of the present precision."""
        node = self._graph.node
        self._bits = balls.bits()
        self._steps = [
            (id_, self._step(node[id_])) for id_ in self._order if node[id_][0] != "name"
        ]

    def _step(self, node: Node) -> Step:
        match node:
            case ("number", value):
                number = self._leaf(value)
                return lambda _: number
            case ("constant", "pi"):
                return lambda _: balls.pi()
            case ("constant", "i"):
                return lambda _: balls.complex_ball(balls.exact(0), balls.exact(1))
            case ("sum", value, terms):
                step = _sum(self._leaf(value), terms, self._leaf)
                return _trimmed(step) if self._exactly else step
            case ("product", coef, factors):
                step = _product(self._leaf(coef), factors)
                return _trimmed(step) if self._exactly else step
            case ("root", radicand, n):
                return _root(radicand, n, odd_real=self._graph.real_odd_roots, real=self._real)
            case ("function", text, args):
                return _guarded(self._function(text), args)
            case ("unknown", text, args, orders):
                return _unknown(text, args, orders)
            case _:
                return lambda _: balls.nan()

    @property
    def _real(self) -> bool:
        return not self._graph.complex

    def _function(self, text: str) -> Callable[..., Ball]:
        match text:
            case "log" if self._real:
                return lambda u: inexact(abs(u)).log()
            case "exp" | "sin" | "cos" | "atan" | "asin" if self._real:
                return lambda u: getattr(inexact(u), text)()
            case "sign" if self._real:
                return lambda u: inexact(u).sgn()
            case "power":
                return _whole_power
            case _:
                table = elementary.REAL if self._real else elementary.COMPLEX
                return table.get(text, _no_function)


def _trimmed(step: Step) -> Step:
    """The step, its rationals kept from growing without end."""
    return lambda values: balls.trimmed(step(values))


def _sum(value: Ball, terms: tuple[tuple[int, Any], ...], leaf: Callable[[Any], Ball]) -> Step:
    plain = [id_ for id_, coef in terms if coef == 1]
    scaled = [
        (id_, coef if isinstance(coef, int) else leaf(coef)) for id_, coef in terms if coef != 1
    ]

    def step(values: Values) -> Ball:
        total = value
        for id_ in plain:
            total = total + values[id_]
        for id_, coef in scaled:
            total = total + coef * values[id_]
        return total

    return step


def _product(coef: Ball, factors: tuple[tuple[int, int], ...]) -> Step:
    above = [(id_, exp) for id_, exp in factors if exp > 0]
    below = [(id_, -exp) for id_, exp in factors if exp < 0]

    def step(values: Values) -> Ball:
        total = coef
        for id_, exp in above:
            total = total * (values[id_] if exp == 1 else balls.power(values[id_], exp))
        for id_, exp in below:
            divisor = values[id_] if exp == 1 else balls.power(values[id_], exp)
            total = total / divisor if balls.excludes_zero(divisor) else balls.nan()
        return total

    return step


def _root(radicand: int, n: int, *, odd_real: bool, real: bool) -> Step:
    def step(values: Values) -> Ball:
        u = values[radicand]
        try:
            if not real:
                return elementary.principal_root(u, n)
            if n % 2 and not odd_real:
                balls.nonnegative(u)
            return balls.real_root(u, n)
        except (Undefined, Unclear):
            return balls.nan()

    return step


def _guarded(function: Callable[..., Ball], args: tuple[int, ...]) -> Step:
    if len(args) == 1:
        (only,) = args

        def one(values: Values) -> Ball:
            try:
                return function(values[only])
            except (Undefined, Unclear):
                return balls.nan()

        return one

    def several(values: Values) -> Ball:
        try:
            return function(*(values[arg] for arg in args))
        except (Undefined, Unclear):
            return balls.nan()

    return several


def _whole_power(base: Ball, exponent: Ball) -> Ball:
    n = balls.integer(exponent, bits=_EXPONENT_BITS)
    if n is None:
        raise Unclear
    return balls.power(base, n)


def _no_function(*_: Ball) -> Ball:
    raise Unclear


def _unknown(text: str, args: tuple[int, ...], orders: tuple[int, ...]) -> Step:
    """One value of a function that may be any function: some smooth f has whatever values and derivatives
    are wanted at finitely many points, so each `(name, orders, arguments)` is given a number of its own.
    Only arguments known exactly can be told apart.
    """

    def step(values: Values) -> Ball:
        inside = [balls.rational(values[arg]) for arg in args]
        if any(q is None for q in inside):
            return balls.nan()
        digest = hashlib.sha256(unknown_value(text, orders, inside).encode()).digest()
        return balls.exact(Fraction(int.from_bytes(digest[:2], "big") - (1 << 15), 1 + digest[2]))

    return step


def unknown_value(text: str, orders: Sequence[int], arguments: Sequence[Fraction | None]) -> str:
    """How a value of an unknown function is written: `f(3/7)`, `f''(0)`, `g[1,0](2, 1/2)`."""
    if len(orders) == 1:
        primes = "'" * orders[0]
    else:
        primes = f"[{','.join(map(str, orders))}]" if any(orders) else ""
    return f"{text}{primes}({', '.join(map(str, arguments))})"


def _gaussian(value: tuple[Fraction, Fraction]) -> Ball:
    return balls.complex_ball(balls.ball(value[0]), balls.ball(value[1]))


# Conditions.


def holds(condition: Condition, values: Values, graph: Graph) -> bool | None:
    """True where the condition is proved at the point, False where it is proved to fail, None where unclear."""
    kind, id_ = condition
    value = values[id_]
    match kind:
        case "nz":
            return _decided(balls.excludes_zero(value), balls.is_zero(value))
        case "zero":
            return _decided(balls.is_zero(value), balls.excludes_zero(value))
        case "integer":
            return _is_whole(value)
        case "power":
            base, exponent = graph.node[id_][2]
            return _power_defined(values[base], values[exponent])
        case "pos" | "nonneg" | "unit":
            return _real_holds(kind, value)


def _real_holds(kind: Literal["pos", "nonneg", "unit"], value: Ball) -> bool | None:
    if not balls.is_real(value):
        return None
    match kind:
        case "pos":
            return _decided(bool(value > 0), bool(value <= 0))
        case "nonneg":
            return _decided(bool(value >= 0), bool(value < 0))
        case "unit":
            return _decided(bool(value >= -1 and value <= 1), bool(value < -1 or value > 1))


def _decided(yes: bool, no: bool) -> bool | None:
    return True if yes else (False if no else None)


def _is_whole(value: Ball) -> bool | None:
    if balls.integer(value) is not None:
        return True
    return False if balls.is_exact(value) and value.q != 1 else None


def _power_defined(base: Ball, exponent: Ball) -> bool | None:
    return _decided(
        balls.excludes_zero(base) or bool(exponent >= 0),
        balls.is_zero(base) and bool(exponent < 0),
    )
