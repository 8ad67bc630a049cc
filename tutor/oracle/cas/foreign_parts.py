"""The pieces that every reading of a SymPy object uses: what is refused, how parts are read and ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tutor.errors import NotationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.language.expr.nodes import Expr

Object: TypeAlias = Any
"""An object of SymPy, which ships no types."""
Tree: TypeAlias = "Callable[[Object], Expr]"
"""How a part is read."""


class NotOurs(Exception):  # noqa: N818 becomes a CallerError
    """An object that the language has no word for."""


def trees(tree: Tree, parts: Iterable[Object]) -> tuple[Expr, ...]:
    """Several parts, in their order."""
    return tuple(map(tree, parts))


def in_order(parts: Iterable[Object]) -> list[Object]:
    """As SymPy prints what has no order of its own."""
    from sympy import default_sort_key

    return sorted(parts, key=default_sort_key)


def passed(name: str, say: str, limit: int) -> NotationError:
    """The refusal of a value that passes a bound."""
    return NotationError(f"limit_{name}", f"{say} (at most {limit}).", (0, 0))
