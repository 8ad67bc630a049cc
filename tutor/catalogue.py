"""Finds what stands on a shelf, in order, and refuses an id that is taken.

A shelf is a package; its entries are the values of one type that its modules define. Nothing
registers itself: putting a value into a module of the shelf is all it takes.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, TypeVar

from tutor.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Entry(Protocol):
    """What every shelf holds: something with an id that never changes."""

    @property
    def id(self) -> str:
        """The id under which the shelf holds it."""


T = TypeVar("T", bound=Entry)


def entries(shelf: str, kind: type[T]) -> Mapping[str, T]:
    """All values of type `kind` that the modules of the package `shelf` define, by id.

    Modules come in the order of their names, entries in the order of their definition: where a
    strategy takes a whole topic, that is the order in which its rules are tried.

    Args:
        shelf: dotted name of a package, e.g. `"tutor.derivation.rules"`.

    Raises: CatalogueError if an id is taken twice.
    """
    found: dict[str, T] = {}
    home: dict[str, str] = {}
    package = import_module(shelf)
    for module_info in sorted(iter_modules(package.__path__), key=lambda m: m.name):
        name = f"{shelf}.{module_info.name}"
        for value in vars(import_module(name)).values():
            if not isinstance(value, kind):
                continue
            if value.id in found and found[value.id] is not value:
                raise CatalogueError(f"{name}:1:1: the id {value.id} is taken by {home[value.id]}")
            found.setdefault(value.id, value)
            home.setdefault(value.id, name)
    return found
