"""Highlights: which parts of a tree stand out, and how; the same for every writer.

A highlight is a path and the name of a style. Each writer has its own way to show a style: LaTeX a
colour, MathML a class and a colour, text and pictures a pair of marks that the caller brings, speech
the words "highlighted" and "end highlight". What is highlighted is the node at the path and nothing
more: brackets around it belong to the node above, the minus of a subtracted term to the term.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from tutor.errors import CallerError
from tutor.language.expr.paths import at, children, rebuild

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

STYLES: Final = ("red", "blue", "green", "orange", "purple", "gray", "underline")
"""The styles: six colours, and a line below for those who see none."""

Styles: TypeAlias = "Mapping[int, str]"
"""Styles by the identity of the nodes of one tree, in which no node stands twice."""

Marks: TypeAlias = "Mapping[str, tuple[str, str]]"
"""What stands before and after a highlighted part, by style, where text is all there is."""

PLAIN_MARKS: Final[Marks] = MappingProxyType(dict.fromkeys(STYLES, ("«", "»")))
"""Marks to be seen, for a place without colours."""

NO_STYLES: Final[Styles] = MappingProxyType({})


def check_highlight(e: Expr, highlight: Mapping[Path, str]) -> None:
    """Raises: CallerError for a style that is none of `STYLES`, or a path that leads nowhere in `e`."""
    for path, style in highlight.items():
        if style not in STYLES:
            raise CallerError("highlight_unknown", f"highlight with one of {', '.join(STYLES)}")
        try:
            at(e, path)
        except IndexError:
            raise CallerError("highlight_nowhere", "a highlight leads to no part") from None


def styled(e: Expr, highlight: Mapping[Path, str] | None) -> tuple[Expr, Styles]:
    """A tree and its styles by node, so that a writer need not know where in the tree it is.

    Without highlights it is the tree itself; else a copy, since `x + x` may hold one node twice.

    Raises: CallerError as `check_highlight` does.
    """
    if not highlight:
        return e, NO_STYLES
    check_highlight(e, highlight)
    copy = _copy(e)
    return copy, {id(at(copy, path)): style for path, style in highlight.items()}


def _copy(e: Expr) -> Expr:
    return rebuild(e, tuple(map(_copy, children(e))))
