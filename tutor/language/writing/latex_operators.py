r"""The verbs that LaTeX writes with a sign of their own: `\int_{0}^{1} x \, dx`, `\sum_{k=1}^{n}`, `\nabla f`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tutor.language.expr.nodes import Vector, Word
from tutor.language.writing.operators import is_one_thing, sign
from tutor.language.writing.precedence import ATOM, PRODUCT, SET_OPERATION, SUM, latex_level

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Verb
    from tutor.language.expr.paths import Path
    from tutor.language.writing.latex import Writer


_MARKS: Final = r"(?:\\(?:textcolor\{[a-z]+\}|underline)\{)*"
_SQUARE: Final = re.compile(_MARKS + r"(?:\\left)?\[")
_BOUND: Final = re.compile(rf"{_MARKS}(?:-?{_MARKS}[01]|-{_MARKS}\\infty)\}}*\^")


def bracketed(text: str, marks: str = "()") -> str:
    """Brackets that grow only around what is tall."""
    opening, closing = marks[0], marks[1]
    if any(
        macro in text
        for macro in (r"\frac", r"\begin", r"\sqrt", r"\binom", r"\int", r"\sum", r"\prod")
    ):
        return f"\\left{opening}{text}\\right{closing}"
    return f"{opening}{text}{closing}"


def operator_to_latex(w: Writer, e: Verb, path: Path) -> str:
    r"""A verb with a sign of its own: `\int_{0}^{1} x \, dx`; empty if it is written as a call."""
    match sign(e), e.arguments:
        case "integral", (_, _, *bounds):
            limits = _from_to(w, e, path, _held(w.child(e, 2, path))) if bounds else ""
            return f"\\int{limits} {_reached(w, e, path)} \\, d{w.child(e, 1, path)}"
        case "sum" | "product" as name, (_, *index):
            limits = ""
            if len(index) == 1:
                limits = f"_{{{w.child(e, 1, path)}}}"
            elif index:
                lower = f"{w.child(e, 1, path)}={w.part(e, 2, path, SET_OPERATION)}"
                limits = _from_to(w, e, path, lower)
            return f"\\{'sum' if name == 'sum' else 'prod'}{limits} {_reached(w, e, path)}"
        case "limit", _:
            place = w.part(e, 2, path, SUM)
            if e.options:
                above = "+" if e.options[0][1] == Word("right") else "-"
                closed = latex_level(e.arguments[2]) == ATOM
                place = f"{place if closed else bracketed(place)}^{{{above}}}"
            at = w.child(e, 1, path)
            return f"\\lim_{{{at} \\to {place}}} {_reached(w, e, path)}"
        case "gradient" | "hessian" as name, (body, *by):
            inner = w.child(e, 0, path)
            below = ""
            if by:
                names = w.marked(w.items(by[0], (*path, 1)), (*path, 1))
                below = f"_{{{names if isinstance(by[0], Vector) else w.child(e, 1, path)}}}"
            order = "^{2}" if name == "hessian" else ""
            return f"\\nabla{below}{order} {inner if is_one_thing(body) else bracketed(inner)}"
        case _:
            return ""


def _from_to(w: Writer, e: Verb, path: Path, lower: str) -> str:
    return f"_{{{lower}}}^{{{_held(w.child(e, 3, path))}}}"


def _reached(w: Writer, e: Verb, path: Path) -> str:
    """What stands behind a sign; a power of 0 or 1 there would be taken for its bounds."""
    text = _held(w.part(e, 0, path, PRODUCT))
    return bracketed(text) if _BOUND.match(text) else text


def _held(text: str) -> str:
    """The text in round brackets if it begins with `[`, which would only group at a sign, marked or not."""
    return bracketed(text) if _SQUARE.match(text) else text
