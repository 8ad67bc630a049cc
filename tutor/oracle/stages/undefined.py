"""Different, because one side is undefined everywhere: `1/(2 - 2)`, `log(-3)`, `sqrt(-1 - x^2)`.

The first stage only looks at conditions on numbers, which costs nothing. The second asks of every
condition whether it can hold at all: by signs, by an identity (a denominator that is 0), in balls
where no name occurs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oracle import kronecker
from tutor.oracle.certificate import Counterexample, Nothing
from tutor.oracle.graph.signs import NEGATIVE, NOT_REAL, POSITIVE, ZERO, signs
from tutor.oracle.points import domain, witness
from tutor.oracle.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.oracle.budget import Budget
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.conditions import Condition
    from tutor.oracle.graph.graph import Graph
    from tutor.oracle.stage import Pair, Side

BITS = 128


def at_once(pair: Pair, budget: Budget) -> Certificate | None:
    """A condition on a number that failed when it was recorded."""
    graph = pair.graph
    return _decide(pair, budget, lambda condition: graph.is_number(condition[1]))


def everywhere(pair: Pair, budget: Budget) -> Certificate | None:
    """A condition that can hold nowhere."""
    return _decide(pair, budget, lambda condition: _never(pair.graph, condition, budget))


def _decide(pair: Pair, budget: Budget, fails: Callable[[Condition], bool]) -> Certificate | None:
    """A counterexample if exactly one side is defined nowhere; if both are, that ends the question."""
    response = any(map(fails, pair.response.conditions))
    answer = any(map(fails, pair.answer.conditions))
    if response and answer:
        return Nothing(("undefined",))
    if response:
        return _against_nothing(pair, pair.answer, budget, response=True)
    if answer:
        return _against_nothing(pair, pair.response, budget, response=False)
    return None


def _against_nothing(
    pair: Pair, alive: Side, budget: Budget, *, response: bool
) -> Counterexample | None:
    """A point where the one side has a value, against the other that never has."""
    point = domain.point_where(pair, [*pair.assumed, *alive.conditions], budget)
    if point is None:
        return None
    missing = tuple(name for name in pair.graph.free(alive.root) if name not in point)
    if missing:
        point = {**next(domain.candidates(pair, missing)), **point}
    value = witness.value_text(pair, alive.root, point, budget)
    if value is None:
        return None
    texts = ("undefined", value) if response else (value, "undefined")
    return Counterexample(witness.written(point), *texts)


def _never(graph: Graph, condition: Condition, budget: Budget) -> bool:
    kind, id_ = condition
    if graph.is_number(id_):
        return True
    found = signs(graph, id_)
    if not found & NOT_REAL:
        match kind:
            case "pos" if not found & POSITIVE:
                return True
            case "nonneg" if found == NEGATIVE:
                return True
            case _:
                pass
    if kind == "nz" and found & ZERO and graph.node[id_][0] == "sum":
        return kronecker.is_zero(graph, id_, budget)
    return not graph.masks[id_] and _fails_in_balls(graph, condition, budget)


def _fails_in_balls(graph: Graph, condition: Condition, budget: Budget) -> bool:
    """Whether a condition on a constant is proved to fail."""
    from tutor.oracle.cas import balls, evaluate

    if not balls.available():
        return False
    with balls.precision(BITS):
        program = evaluate.Program(graph, [condition[1]], exactly=True)
        return evaluate.holds(condition, program.run({}, budget), graph) is False


AT_ONCE = Stage("undefined", at_once)
EVERYWHERE = Stage("undefined.everywhere", everywhere)
