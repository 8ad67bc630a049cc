"""What SymPy is asked to do, by name: from a message to a reply, both of plain data.

Runs in a worker. SymPy's yes is advice; its no is thrown away, for it samples complex points and
forgets assumptions.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tutor.language.expr.plain import from_plain, to_plain
from tutor.oracle.cas.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tutor.oracle.cas.bridge import Object


def run(job: str, arguments: Mapping[str, Any]) -> Any:
    """Do a job.

    Args:
        job: a key of `JOBS`.
        arguments: `trees` (plain), `kinds` (name to base of its kind), `real_roots`.

    Raises: KeyError for a job that is none, NoEntry for a tree that does not cross.
    """
    bridge = Bridge(arguments["kinds"], real_roots=arguments["real_roots"])
    objects = [bridge.over(from_plain(tree)) for tree in arguments["trees"]]
    return JOBS[job](bridge, *objects)


def _agree(_: Bridge, left: Object, right: Object) -> bool:
    """Whether SymPy finds the difference to be 0, by one way or another."""
    difference = left - right
    return any(attempt == 0 for attempt in _attempts(difference))


def _attempts(difference: Object) -> Iterator[Object]:
    """The difference written in ever dearer ways."""
    import sympy

    yield difference
    yield sympy.expand(difference)
    if not difference.free_symbols:
        yield from _attempts_at_a_number(difference)
    yield sympy.radsimp(sympy.together(difference))
    yield sympy.trigsimp(difference)
    yield sympy.simplify(difference)
    yield sympy.simplify(sympy.expand_log(sympy.logcombine(difference)))
    yield sympy.simplify(difference.rewrite(sympy.exp))


def _attempts_at_a_number(difference: Object) -> Iterator[Object]:
    """A number near 0 is 0 if its sine is, or if its minimal polynomial is t."""
    import sympy

    if difference.has(sympy.atan, sympy.asin, sympy.acos):
        yield sympy.radsimp(sympy.simplify(sympy.expand_trig(sympy.sin(difference))))
    if difference.is_algebraic:
        t = sympy.Symbol("t")
        yield sympy.minimal_polynomial(difference, t) - t


def _factored(bridge: Bridge, found: Object) -> Any:
    """The expression factored over the rationals, as a plain tree."""
    import sympy

    return to_plain(bridge.back(sympy.factor(found)))


def _simplified(bridge: Bridge, found: Object) -> Any:
    """What SymPy takes for the simplest way to write it, as a plain tree."""
    import sympy

    return to_plain(bridge.back(sympy.simplify(found)))


JOBS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"agree": _agree, "factor": _factored, "simplify": _simplified}
)


def warm_up() -> None:
    """Fill SymPy's tables and caches, so that the first job is no slower than the next."""
    import sympy
    from sympy.solvers.inequalities import reduce_inequalities

    x, a = sympy.Symbol("v0", real=True), sympy.Symbol("v1", positive=True)
    sympy.simplify(sympy.sin(x) ** 2 + sympy.cos(x) ** 2 + sympy.sqrt(a) * sympy.log(a) - 1)
    sympy.integrate(x * sympy.exp(-a * x**2), (x, 0, sympy.oo), meijerg=True)
    sympy.hyperexpand(sympy.hyper([1, 1], [2], x))
    sympy.factor(x**2 - 1)
    reduce_inequalities(x**2 > 1, x)


def refuse_text() -> None:
    """Take from SymPy the functions with which it reads text: nothing here needs them after the warm-up."""
    from sympy.parsing import sympy_parser

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("text does not reach SymPy")

    for name in ("parse_expr", "eval_expr"):
        setattr(sympy_parser, name, refuse)
