"""Walking a tree by paths: total functions, for every node type at once.

A Path is the tuple of child indices from the root, counted from 0 in the order of `children`.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from tutor.language.expr.binders import bound_names, is_bound_at
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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


def substitute(e: Expr, values: Mapping[str, Expr]) -> Expr:
    """Names exchanged for expressions, all at once, on the tree.

    A name that is bound (the k of a sum) stays; it gets another name where a value would fall under it.
    """
    if isinstance(e, Symbol):
        return values.get(e.name, e)
    inside = children(e)
    if not inside:
        return e
    bound = bound_names(e)
    if bound:
        e, values_inside = _apart(e, inside, bound, values)
        new = tuple(
            substitute(part, values_inside if is_bound_at(k) else values)
            for k, part in enumerate(children(e))
        )
    else:
        new = tuple([substitute(part, values) for part in inside])
    return rebuild(e, new)


def _apart(
    e: E_, inside: tuple[Expr, ...], bound: frozenset[str], values: Mapping[str, Expr]
) -> tuple[E_, Mapping[str, Expr]]:
    """`e` with other bound names where a value holds one, and the values for what is not bound."""
    body = free_names(inside[0])
    kept = {name: value for name, value in values.items() if name in body and name not in bound}
    names = frozenset().union(*map(free_names, kept.values()))
    caught = sorted(bound & names)
    if not caught:
        return e, kept
    taken = names | bound | {n for part in inside for n in free_names(part)}
    renamed: dict[str, Expr] = {}
    for name in caught:
        fresh = next(f"{name}_{k}" for k in range(1, len(taken) + 2) if f"{name}_{k}" not in taken)
        renamed[name] = Symbol(fresh)
        taken |= {fresh}
    parts = [
        transform(part, lambda node: _renamed(node, renamed)) if is_bound_at(k) else part
        for k, part in enumerate(inside)
    ]
    return rebuild(e, tuple(parts)), kept


def _renamed(e: Expr, names: Mapping[str, Expr]) -> Expr:
    return names.get(e.name, e) if isinstance(e, Symbol) else e


def free_names(e: Expr) -> frozenset[str]:
    """The names that stand for something outside `e`: all but the bound ones, those of derivatives included."""
    found: set[str] = set()
    left = [e]
    while left:
        part = left.pop()
        if isinstance(part, Symbol):
            found.add(part.name)
        elif bound := bound_names(part):
            for k, child in enumerate(children(part)):
                found |= free_names(child) - bound if is_bound_at(k) else free_names(child)
        else:
            left += children(part)
    return frozenset(found)


def same_but_bound(e: Expr, other: Expr) -> bool:
    """Whether two trees are one but for the names that they bind: the sums over k and over j of the same."""
    return _numbered(e) == _numbered(other)


def _numbered(e: Expr) -> Expr:
    """`e` with its bound names numbered from the inside, by names that no learner can write."""
    inside = children(e)
    if not inside:
        return e
    new = rebuild(e, tuple([_numbered(part) for part in inside]))
    bound = bound_names(new)
    if not bound:
        return new
    depth = 1 + max(_depth(part) for part in children(new))
    names = {name: Symbol(f"bound {depth} {k}") for k, name in enumerate(_in_order(new, bound))}
    parts = [substitute(p, names) if is_bound_at(k) else p for k, p in enumerate(children(new))]
    return rebuild(new, tuple(parts))


def _in_order(e: Expr, bound: frozenset[str]) -> list[str]:
    named = [part.name for _, part in subexpressions(children(e)[1]) if isinstance(part, Symbol)]
    return [name for name in dict.fromkeys(named) if name in bound]


def _depth(e: Expr) -> int:
    """How many binders stand inside each other in `e`."""
    return bool(bound_names(e)) + max(map(_depth, children(e)), default=0)


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
