"""Names that an expression binds: the k of a sum, the x of a definite integral, the x of a limit.

A bound name stands for no value of the question: it is not free, nothing is put in for it, and what
is put in elsewhere must not fall under it. The antiderivative `integrate(f, x)` binds nothing, for
its value depends on x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Relation, Symbol, Vector, Verb

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Node

_INDEXED = frozenset({"sum", "product"})
_BINDING = _INDEXED | {"integrate", "limit"}
_NONE: frozenset[str] = frozenset()


def bound_names(e: Node) -> frozenset[str]:
    """The names that `e` binds in its body; none for whatever binds nothing."""
    if not isinstance(e, Verb) or e.name not in _BINDING:
        return _NONE
    match e.arguments:
        case (_, index, *_) if e.name in _INDEXED:
            return _of_index(index)
        case (_, index, _, _) if e.name == "integrate":
            return _of_index(index)
        case (_, index, _) if e.name == "limit":
            return _of_index(index)
        case _:
            return _NONE


def is_bound_at(child: int) -> bool:
    """Whether the names bound by a node hold in this child: in the body, and where they are named."""
    return child <= 1


def _of_index(index: Node) -> frozenset[str]:
    match index:
        case Symbol(name) | Relation("in", Symbol(name), _):
            return frozenset({name})
        case Vector(entries):
            return frozenset(e.name for e in entries if isinstance(e, Symbol))
        case _:
            return _NONE
