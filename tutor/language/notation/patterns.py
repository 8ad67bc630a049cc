"""Regular expressions that are compiled when they are first used.

The lexer has nearly two hundred and an ordinary text needs twenty of them: all compiled at import, they take
30 ms of every fresh process.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Pattern:
    """One regular expression; its methods are those of `re.Pattern`, put in place by the first use of one.

    Args:
        text: as `re.compile` takes it.
    """

    __slots__ = ("findall", "finditer", "fullmatch", "match", "search", "sub", "text")

    findall: Callable[..., list[Any]]
    finditer: Callable[..., Iterator[re.Match[str]]]
    fullmatch: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    sub: Callable[..., str]

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def is_compiled(self) -> bool:
        """Whether one of its methods was used."""
        try:
            object.__getattribute__(self, "match")
        except AttributeError:
            return False
        return True

    def __getattr__(self, name: str) -> Any:
        # only where a slot is empty
        if name not in self.__slots__:
            raise AttributeError(name)
        compiled = re.compile(self.text)
        for method in self.__slots__[:-1]:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
