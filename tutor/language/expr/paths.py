"""Walking a tree by paths: total functions, for every node type at once.

A Path is the tuple of child indices from the root, counted from 0 in the order of `children`.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from tutor.language.expr.nodes import (
    Call,
    Constant,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Set,
    Sum,
    Symbol,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.language.expr.nodes import Expr

Path: TypeAlias = tuple[int, ...]
_LEAVES = frozenset({Number, Symbol, Constant})
_PARTS: dict[type[Node], Callable[[Any], tuple[Expr, ...]]] = {
    Sum: attrgetter("terms"),
    Product: attrgetter("factors"),
    Call: attrgetter("arguments"),
    Quotient: attrgetter("numerator", "denominator"),
    Power: attrgetter("base", "exponent"),
}
E_ = TypeVar("E_", bound=Node)


def children(e: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside, in the order of the node's fields (a matrix row by row)."""
    # the common nodes by their type: walks over trees are most of what readers, rules and writers do
    kind: type[Node] = type(e)
    if kind in _LEAVES:
        return ()
    parts = _PARTS.get(kind)
    return parts(e) if parts is not None else _children_by_field(e)


def _children_by_field(e: Expr) -> tuple[Expr, ...]:
    found: list[Expr] = []
    for name in e.__match_args__:
        part = getattr(e, name)
        if isinstance(part, Node):
            found.append(part)  # type: ignore[arg-type]
        elif isinstance(part, tuple):
            _collect(part, found)
    return tuple(found)


def rebuild(e: E_, new: tuple[Expr, ...]) -> E_:
    """The same node around other children; what is not an expression stays.

    Args:
        new: as many as `children(e)` gives, in the same order.
    """
    rest = iter(new)
    parts = [_replace(part, rest) for part in e.parts()]
    return type(e)(*parts, span=e.span)


def at(e: Expr, path: Path) -> Expr:
    """The part of `e` at `path`. Raises: IndexError where there is none."""
    for index in path:
        e = children(e)[index]
    return e


def replace_at(e: Expr, path: Path, part: Expr) -> Expr:
    """`e` with what stands at `path` exchanged for `part`."""
    if not path:
        return part
    inside = list(children(e))
    inside[path[0]] = replace_at(inside[path[0]], path[1:], part)
    return rebuild(e, tuple(inside))


def subexpressions(e: Expr, path: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """Every part with its path, a node before its children, left to right."""
    left = [(path, e)]
    while left:
        path, e = left.pop()
        yield path, e
        inside = children(e)
        left += [((*path, k), inside[k]) for k in range(len(inside) - 1, -1, -1)]


def transform(e: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """`change` applied to every node, children first."""
    inside = children(e)
    new = tuple(transform(child, change) for child in inside)
    return change(e if all(a is b for a, b in zip(inside, new, strict=True)) else rebuild(e, new))


def substitute(e: Expr, values: dict[str, Expr]) -> Expr:
    """Names exchanged for expressions, all at once, on the tree."""

    def change(node: Expr) -> Expr:
        return values.get(node.name, node) if isinstance(node, Symbol) else node

    return transform(e, change)


def free_names(e: Expr) -> frozenset[str]:
    """The names that occur in `e`, those of derivatives included; not the x of `{x | x > 1}`."""
    found: set[str] = set()
    left = [e]
    while left:
        part = left.pop()
        match part:
            case Symbol(name):
                found.add(name)
            case Set((Relation("|", element, condition),)):
                bound = element.left if isinstance(element, Relation) else element
                found |= (free_names(element) | free_names(condition)) - free_names(bound)
            case _:
                left += children(part)
    return frozenset(found)


def _collect(parts: tuple[object, ...], found: list[Expr]) -> None:
    for part in parts:
        if isinstance(part, Node):
            found.append(part)  # type: ignore[arg-type]
        elif isinstance(part, tuple):
            _collect(part, found)


def _replace(part: object, rest: Iterator[Expr]) -> object:
    if isinstance(part, Node):
        return next(rest)
    if isinstance(part, tuple):
        return tuple(_replace(item, rest) for item in part)
    return part
