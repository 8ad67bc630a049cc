r"""LaTeX: matrices and systems between `\begin` and `\end`, and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation import sentences
from tutor.language.notation.commands import MATRICES
from tutor.language.notation.patterns import Pattern
from tutor.language.notation.tokens import listed

if TYPE_CHECKING:
    import re

    from tutor.language.notation.lexing import Lexing

_ENVIRONMENT = Pattern(
    r"\\begin\s*\{([A-Za-z]+)\*?\}(?:\s*\[[a-z]\])?(?:\s*\{([clr|@{} ]*)\})?|\\end\s*\{([A-Za-z]+)\*?\}"
)
_SYSTEMS = frozenset(
    listed(
        "cases dcases rcases aligned align alignedat gathered gather split eqnarray equation multline"
    )
)
_ENVIRONMENTS = ("env", "system", "cases")
_ROW_END = Pattern(r"(?:\\\\(?:\[[^\]]*\])?|\\hline|\s)*+\\end")

_ANY_ENVIRONMENT = MATRICES | _SYSTEMS


def environment(lexing: Lexing, at: int) -> int:
    r"""`\begin{...}` of a matrix or of lines, and its `\end`."""
    found = _ENVIRONMENT.match(lexing.text, at)
    name = (found.group(1) or found.group(3)) if found else ""
    if found is None or name not in _ANY_ENVIRONMENT:
        from difflib import get_close_matches

        near = get_close_matches(name, sorted(_ANY_ENVIRONMENT), 1, 0.8)
        raise lexing.refuse(
            "char",
            "Only matrices and systems can stand between \\begin and \\end here.",
            at,
            at + 6 if name else at + 5,
            *(lexing.folded.source.replace(f"{{{name}}}", f"{{{other}}}") for other in near),
            expected=tuple(near),
        )
    if found.group(1):
        _begin(lexing, name, found, at)
    else:
        top = lexing.top
        if top is None or top.kind not in _ENVIRONMENTS:
            raise lexing.refuse("bracket", "This \\end has no \\begin.", at, found.end())
        _drop_comma(lexing)
        lexing.emit("_MEND", None, at, found.end())
        lexing.stack.pop()
    return found.end()


def _begin(lexing: Lexing, name: str, found: re.Match[str], at: int) -> None:
    """A matrix, a system, or values by cases, as its name and what stands in it tell."""
    columns = found.group(2) or ""
    braced = bool(lexing.tokens) and lexing.tokens[-1].type == "_LSET" and _braced(lexing)
    end = lexing.text.find("\\end", found.end())
    inside = lexing.text[found.end() : end]
    system = name in _SYSTEMS or (
        name == "array" and "|" not in columns and "\\begin" not in inside
        and sentences.has_relation(inside)
    )  # fmt: skip
    if not system:
        lexing.emit("MBEGIN", (name, "|" in columns), at, found.end())
        lexing.push("env", at)
        return
    if braced:  # the brace that is never closed is that of the system
        lexing.tokens.pop()
        lexing.stack.pop()
    kind = "cases" if braced or name.endswith("cases") else "system"
    lexing.emit("SYSTEM", kind, at, found.end())
    lexing.push(kind, at)


def _braced(lexing: Lexing) -> bool:
    r"""Whether the brace before an environment has no partner but `\right.` at the end."""
    top = lexing.top
    return top is not None and top.kind == "set" and "\\right." in lexing.text.replace(" ", "")


def _drop_comma(lexing: Lexing) -> None:
    """Forget the comma at the end of a line of a system."""
    top = lexing.top
    if top is not None and top.kind != "env" and lexing.tokens[-1].type == "_COMMA":
        lexing.tokens.pop()


def row(lexing: Lexing, at: int, end: int) -> int:
    """A line break: the next row or line; outside of an environment the next statement."""
    top = lexing.top
    if top is None and lexing.after_operand:
        if lexing.text[end : lexing.end].strip():
            lexing.emit("_COMMA", None, at, end)
        return sentences.leading(lexing, end)
    if top is None or top.kind not in _ENVIRONMENTS:
        raise lexing.refuse("char", "A line break \\\\ belongs into a matrix.", at, end)
    if not _ROW_END.match(lexing.text, at):
        _drop_comma(lexing)
        lexing.emit("_MROW", None, at, end)
    return end
