"""Names that an expression binds: the k of a sum, the x of a definite integral, of a limit, of `{x | x > 1}`.

A bound name stands for no value of the question: it is not free, nothing is put in for it, and what
is put in elsewhere must not fall under it. The antiderivative `integrate(f, x)` binds nothing, for
its value depends on x.
"""

from __future__ import annotations

from tutor.language.expr.nodes import Logic, Node, Relation, Set, Symbol, Vector, Verb

_INDEXED = frozenset({"sum", "product"})
_BINDING = _INDEXED | {"integrate", "limit"}
_NONE: frozenset[str] = frozenset()


def bound_names(e: Node) -> frozenset[str]:
    """The names that `e` binds in its body; none for whatever binds nothing."""
    if isinstance(e, Set):
        return _of_condition(e)
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


def _of_condition(e: Set) -> frozenset[str]:
    """The names of `{x | x > a}`: those of its element, or those that its condition runs through a set."""
    match e.members:
        case (Relation("|", element, condition),):
            said = condition.operands if isinstance(condition, Logic) else (condition,)
            running = frozenset[str]().union(
                *(_of_index(part) for part in said if isinstance(part, Relation))
            )
            return _of_index(element) or running or _names(element)
        case _:
            return _NONE


def _names(e: Node) -> frozenset[str]:
    found = {e.name} if isinstance(e, Symbol) else set()
    parts = [
        part for field in e.parts() for part in (field if isinstance(field, tuple) else (field,))
    ]
    return frozenset(found).union(*(_names(part) for part in parts if isinstance(part, Node)))


def _of_index(index: Node) -> frozenset[str]:
    match index:
        case Symbol(name) | Relation("in", Symbol(name), _):
            return frozenset({name})
        case Vector(entries) | Relation("in", Vector(entries), _):
            return frozenset(e.name for e in entries if isinstance(e, Symbol))
        case _:
            return _NONE
