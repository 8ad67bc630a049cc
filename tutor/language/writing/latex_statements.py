"""Sets by condition, values by cases and conditions of distributions in LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.nodes import (
    Relation,
)
from tutor.language.writing.latex_operators import bracketed
from tutor.language.writing.precedence import LOGIC, RELATION, SET_OPERATION, level

if TYPE_CHECKING:
    from tutor.language.expr.nodes import (
        Call,
        Set,
    )
    from tutor.language.expr.paths import Path
    from tutor.language.writing.latex import Writer


def members_to_latex(w: Writer, e: Set, path: Path) -> str:
    """Members; a bar in one of them would be taken for `such that`."""
    parts = [w.part(e, k, path, LOGIC) for k in range(len(e.members))]
    return ", ".join(
        bracketed(text) if "\\mid" in text and level(member) < SET_OPERATION else text
        for text, member in zip(parts, e.members, strict=True)
    )


def conditioned_to_latex(w: Writer, e: Relation, path: Path) -> str:
    """`X | Y`, the left side of a distribution; empty for another relation."""
    if e.operator != "|":
        return ""
    equation = isinstance(e.right, Relation) and e.right.operator == "="
    given = w.part(e, 1, path, RELATION if equation else SET_OPERATION)
    return w.marked(f"{w.part(e, 0, path, SET_OPERATION)} \\mid {given}", path)


def such_that_to_latex(w: Writer, e: Set, path: Path) -> str:
    """A set by a condition."""
    inside = (*path, 0)
    condition = e.members[0]
    text = f"{w.part(condition, 0, inside, RELATION)} \\mid {w.part(condition, 1, inside, LOGIC)}"
    return f"\\left\\{{{w.marked(text, inside)}\\right\\}}"


def cases_to_latex(w: Writer, e: Call, path: Path) -> str:
    """Values by cases, a line each."""
    count = len(e.arguments)
    lines = [
        f"{w.part(e, k, path, LOGIC)} & \\text{{if }} {w.part(e, k + 1, path, LOGIC)}"
        for k in range(0, count - 1, 2)
    ]
    if count % 2:
        lines.append(f"{w.part(e, count - 1, path, LOGIC)} & \\text{{otherwise}}")
    return r"\begin{cases}" + r" \\ ".join(lines) + r"\end{cases}"
