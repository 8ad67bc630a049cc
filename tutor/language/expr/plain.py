"""Trees as plain data and back: nested lists that JSON can carry, with nothing lost but the spans.

A node is `[type, part, ...]`, its parts in the order of the node's fields: an expression is such a
list, several are `["*", ...]`, and text, whole numbers and yes-or-no stand for themselves. This is
the `tree` of a read result and what a worker process is told.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from tutor.language.expr.nodes import Expr, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

Data: TypeAlias = "str | int | bool | list[Data]"

_TYPES: Mapping[str, type[Any]] = MappingProxyType({kind.__name__: kind for kind in get_args(Expr)})
_SEVERAL = "*"


def to_plain(e: Expr) -> list[Data]:
    """A tree as nested lists."""
    return [type(e).__name__, *map(_part, e.parts())]


def from_plain(data: Data) -> Expr:
    """The tree that `to_plain` made the lists of.

    Raises: ValueError for anything that is no such data: an unknown type, a wrong number or kind of parts.
    """
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise ValueError("a node is a list that begins with its type")
    kind = _TYPES.get(data[0])
    if kind is None:
        raise ValueError("no such type of node")
    if len(data) - 1 != len(kind.__match_args__):
        raise ValueError("a node with another number of parts")
    parts = [_unpart(part) for part in data[1:]]
    for name, part in zip(kind.__match_args__, parts, strict=True):
        _check(kind, name, part)
    node: Expr = kind(*parts)
    return node


def _part(part: object) -> Data:
    if isinstance(part, Node):
        return to_plain(part)  # type: ignore[arg-type]
    if isinstance(part, tuple):
        return [_SEVERAL, *map(_part, part)]
    if isinstance(part, str | int):
        return part
    raise TypeError(type(part).__name__)


def _unpart(data: Data) -> object:
    if not isinstance(data, list):
        return data
    if data and data[0] == _SEVERAL:
        return tuple(_unpart(item) for item in data[1:])
    return from_plain(data)


def _check(kind: type[Any], name: str, part: object) -> None:
    """The declared kind of one field, as far as it can be told without looking inside."""
    declared = str(kind.__annotations__[name])
    wanted = (
        (str,)
        if declared == "str"
        else (bool,)
        if declared == "bool"
        else (int,)
        if declared == "int"
        else (tuple,)
        if declared.startswith("tuple")
        else (Node,)
    )
    if not isinstance(part, wanted):
        raise ValueError(f"{kind.__name__}.{name} is of another kind")  # noqa: TRY004 foreign data
