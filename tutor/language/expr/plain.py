"""Trees as plain data and back: nested lists that JSON can carry, with nothing lost but the spans.

A node is `[type, part, ...]`, its parts in the order of the node's fields: an expression is such a
list, several are `["*", ...]`, and text, whole numbers and yes-or-no stand for themselves. This is
the `tree` of a read result and what a worker process is told.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, get_args

from tutor.language.expr.nodes import Expr, Node, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Data: TypeAlias = "str | int | bool | list[Data]"

_SEVERAL: Final = "*"


def to_plain(e: Expr) -> list[Data]:
    """A tree as nested lists."""
    return [type(e).__name__, *map(_part, e.parts())]


def from_plain(data: Data) -> Expr:
    """The tree that `to_plain` made the lists of.

    Raises: ValueError for anything that is no such data: an unknown type, a wrong number or kind of parts.
    """
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise ValueError("a node is a list that begins with its type")
    known = _TYPES.get(data[0])
    if known is None:
        raise ValueError("no such type of node")
    kind, fields = known
    if len(data) - 1 != len(fields):
        raise ValueError(f"{data[0]} has {len(fields)} parts")
    node: Expr = kind(*(read(part) for read, part in zip(fields, data[1:], strict=True)))
    return node


def _part(part: object) -> Data:
    if isinstance(part, Node):
        return to_plain(part)  # type: ignore[arg-type]
    if isinstance(part, tuple):
        return [_SEVERAL, *map(_part, part)]
    if isinstance(part, str | int):
        return part
    raise TypeError(type(part).__name__)


def _exactly(kind: type) -> Callable[[Data], object]:
    def read(data: Data) -> object:
        if type(data) is not kind:  # True is an int to isinstance
            raise ValueError(f"a part should be of type {kind.__name__}")
        return data

    return read


def _symbol(data: Data) -> Symbol:
    node = from_plain(data)
    if not isinstance(node, Symbol):
        raise ValueError("a derivative is by a name")  # noqa: TRY004 foreign data
    return node


def _several(item: Callable[[Data], object]) -> Callable[[Data], object]:
    def read(data: Data) -> object:
        return tuple(item(part) for part in _items(data))

    return read


def _option(data: Data) -> tuple[object, Expr]:
    pair = _items(data)
    if len(pair) != 2:
        raise ValueError("an option is a name and a value")
    return _exactly(str)(pair[0]), from_plain(pair[1])


def _items(data: Data) -> list[Data]:
    if not isinstance(data, list) or not data or data[0] != _SEVERAL:
        raise ValueError("several parts are a list that begins with *")
    return data[1:]


# How each declared type of a field is read; a field of another type stops the import.
_READERS: Final[Mapping[str, Callable[[Data], object]]] = MappingProxyType(
    {
        "str": _exactly(str),
        "int": _exactly(int),
        "bool": _exactly(bool),
        "Expr": from_plain,
        "Symbol": _symbol,
        "tuple[str, ...]": _several(_exactly(str)),
        "tuple[Expr, ...]": _several(from_plain),
        "tuple[tuple[Expr, ...], ...]": _several(_several(from_plain)),
        "tuple[tuple[str, Expr], ...]": _several(_option),
    }
)
_TYPES: Final[Mapping[str, tuple[type[Any], list[Callable[[Data], object]]]]] = MappingProxyType(
    {
        kind.__name__: (
            kind,
            [_READERS[kind.__annotations__[name]] for name in kind.__match_args__],
        )
        for kind in get_args(Expr)
    }
)
