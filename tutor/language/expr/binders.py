"""Names that an expression binds: the k of a sum, the x of a definite integral, the x of a limit.

A bound name stands for no value of the question: it is not free, nothing is put in for it, and what
is put in elsewhere must not fall under it.
"""

from __future__ import annotations

from tutor.language.expr.nodes import Relation, Symbol, Vector, Verb

_INDEXED = frozenset({"sum", "product"})
_DEFINITE = 4  # arguments of an integral with both bounds
_AT_A_PLACE = 3  # arguments of a limit


def bound_names(e: object) -> frozenset[str]:
    """The names that `e` binds in its first child; none for whatever binds nothing.

    The antiderivative `integrate(f, x)` binds nothing: its value depends on x.
    """
    match e:
        case Verb(name, (_, index, *_)) if name in _INDEXED:
            return _of_index(index)
        case Verb("integrate", arguments) if len(arguments) == _DEFINITE:
            return _of_index(arguments[1])
        case Verb("limit", arguments) if len(arguments) == _AT_A_PLACE:
            return _of_index(arguments[1])
        case _:
            return frozenset()


def _of_index(index: object) -> frozenset[str]:
    match index:
        case Symbol(name) | Relation("in", Symbol(name), _):
            return frozenset({name})
        case Vector(entries):
            return frozenset(e.name for e in entries if isinstance(e, Symbol))
        case _:
            return frozenset()
