"""What a stage of the ladder is, and the question it is asked.

A stage stands alone in `stages/`: a module there defines one or more values of type `Stage`.
`ladder.py` states the order. A stage whose id is `balls` or `balls.far` is looked for in
`stages/balls.py`.

A stage returns a certificate or None, and never guesses:

- `Counterexample`: at a rational point that the scope admits, all conditions of both sides were
  *proved* to hold and the values were proved to differ; or one side is proved undefined everywhere.
- `Proof`: the values agree wherever all conditions of both sides hold. It need not show that such
  a point exists: the ladder does (`domain.py`), for every proof alike.
- None: no verdict.

Whatever stops it (Overrun, RecursionError, MemoryError, OverflowError) ends that stage alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.budget import Budget
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.conditions import Condition, Conditions
    from tutor.oracle.graph.graph import Graph


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two expressions, in the graph.

    Args:
        root: id of its node.
        conditions: where it is defined, recorded from its raw tree.
        tree: the raw tree; None for an entry that was computed (a matrix product).
    """

    root: int
    conditions: Conditions
    tree: Expr | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The question whether two sides are equal wherever both are defined.

    Args:
        graph: holds the nodes of both sides; a stage may append nodes to it.
        response, answer: the two sides.
        scope: what the names mean. Kinds of names are asked with `scope.kind(name)`.
        assumed: what the scope's own relations (`x > 1`) demand of a point, as conditions.
    """

    graph: Graph
    response: Side
    answer: Side
    scope: Scope
    assumed: Conditions

    def conditions(self) -> Iterator[Condition]:
        """Everything that must hold at a common point: the scope's, the response's, the answer's."""
        yield from self.assumed
        yield from self.response.conditions
        yield from self.answer.conditions

    def names(self) -> tuple[str, ...]:
        """All names that occur in either side or in a condition, sorted."""
        nodes = [self.response.root, self.answer.root, *(node for _, node in self.conditions())]
        return self.graph.free(*nodes)


Decide: TypeAlias = "Callable[[Pair, Budget], Certificate | None]"


@dataclass(frozen=True, slots=True)
class Stage:
    """One way to decide.

    Args:
        id: the name that stands in certificates and in `tried`; its part before a dot is its module.
        decide: from the question and the budget to a certificate, or None for no verdict.
    """

    id: str
    decide: Decide
