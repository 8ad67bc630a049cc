r"""Functions, derivatives and heads in LaTeX: `\sin^{2}(x)`, `\frac{dy}{dx}`, `\mathbb{E}[X \mid Y]`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    HigherDerivative,
    Number,
    Power,
    Sum,
    Symbol,
    Verb,
    Word,
)
from tutor.language.writing.beside import may_follow, shows_an_array
from tutor.language.writing.heads import head
from tutor.language.writing.latex_operators import bracketed, operator_to_latex
from tutor.language.writing.latex_statements import cases_to_latex
from tutor.language.writing.names import name_to_latex, word_to_latex
from tutor.language.writing.precedence import (
    ATOM,
    LOGIC,
    PRODUCT,
    RELATION,
    SET_OPERATION,
    derives_a_name,
    follows_d,
    latex_level,
    writes_order,
)
from tutor.language.writing.text import to_text

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path
    from tutor.language.writing.latex import Writer

_BASE: Final = re.compile(r"[0-9]+|[A-Za-z]")
# Functions whose powers are written so.
_RAISED: Final = frozenset(
    f"{arc}{name}{h}"
    for arc in ("", "a")
    for name in ("sin", "cos", "tan", "cot", "sec", "csc")
    for h in ("", "h")
) | {"log"}
_MARKS: Final = {"factorial": "!", "percent": r"\%", "degrees": r"^{\circ}"}
_RAISED_MARKS: Final = {"transpose": r"\top", "adjoint": r"\dagger"}
_HEADS: Final = {"P": "P", "E": r"\mathbb{E}"}


def call_to_latex(w: Writer, e: Call, path: Path) -> str:
    """A function applied, with the signs it has of its own."""
    match e:
        case Call("abs", (operand,)) if not shows_an_array(operand):
            return f"\\left|{w.child(e, 0, path)}\\right|"
        case Call("norm", (_, *index)) if (foot := _foot(w, index, path)) is not None:
            return f"\\left\\lVert {w.child(e, 0, path)}\\right\\rVert{foot}"
        case Call("floor", (_,)):
            return f"\\left\\lfloor {w.child(e, 0, path)}\\right\\rfloor"
        case Call("ceiling", (_,)):
            return f"\\left\\lceil {w.child(e, 0, path)}\\right\\rceil"
        case Call("factorial" | "percent" | "degrees" as mark, (inner,)):
            text = w.child(e, 0, path)
            return (text if isinstance(inner, Number | Symbol) else bracketed(text)) + _MARKS[mark]
        case Call("transpose" | "adjoint" as mark, (inner,)):
            text = w.child(e, 0, path)
            closed = text if latex_level(inner) == ATOM else bracketed(text)
            return f"{closed}^{{{_RAISED_MARKS[mark]}}}"
        case Call("piecewise"):
            return cases_to_latex(w, e, path)
        case Call("binomial", (_, _)):
            return f"\\binom{{{w.child(e, 0, path)}}}{{{w.child(e, 1, path)}}}"
        case Call("dot", (_, _)):
            left, right = (w.part(e, k, path, SET_OPERATION) for k in range(2))
            return f"\\left\\langle {left} \\mid {right}\\right\\rangle"
        case Call("log", (_, Number() | Symbol() as base)) if _BASE.fullmatch(to_text(base)):
            return f"\\log_{{{w.child(e, 1, path)}}}{bracketed(w.part(e, 0, path, LOGIC))}"
        case Call("log", (_, _)):
            return r"\log" + bracketed(w.items(e, path))
        case Call("log2" | "log10" as name):  # not \log_{2}, which is log(x, 2)
            return f"\\operatorname{{{name}}}{bracketed(w.items(e, path))}"
        case Call(function):
            return _function_name(function) + bracketed(w.items(e, path))


def power_of_function(w: Writer, e: Power, path: Path) -> str:
    r"""`\sin^{2}(x)`; empty for a power that is not written so."""
    match e:
        case Power(Call(_, (_,)) as called) if _is_raised(e) and (*path, 0) not in w.marks:
            inside = bracketed(w.items(called, (*path, 0)))
            return f"{_function_name(called.function)}^{{{w.child(e, 1, path)}}}{inside}"
        case _:
            return ""


def _foot(w: Writer, index: list[Expr], path: Path) -> str | None:
    """The index at the foot of the bars of a norm; None if it cannot stand there."""
    match index:
        case []:
            return ""
        case [Number("1") | Constant("oo") as which]:
            return f"_{{{w.write(which, (*path, 1))}}}"
        case [Word("frobenius")]:
            return f"_{{{w.marked('F', (*path, 1))}}}"
        case _:
            return None


def derivative_to_latex(w: Writer, e: Derivative | HigherDerivative, path: Path) -> str:
    r"""`\frac{d}{dx}(x^{2})`, `\frac{dy}{dx}`, `\frac{\partial^{2} f}{\partial x \partial y}`."""
    order = e.order if isinstance(e, HigherDerivative) else 1
    if not (follows_d(e.variable) and writes_order(order)):
        verb = "partial" if e.partial else "diff"
        more = f", {order}" if order > 1 else ""
        inside = f"{w.part(e, 0, path, LOGIC)}, {w.child(e, 1, path)}{more}"
        return f"\\operatorname{{{verb}}}{bracketed(inside)}"
    d, space = (r"\partial", " ") if e.partial else ("d", "")
    raised = f"^{{{order}}}" if order > 1 else ""
    below = f"{d}{space}{w.child(e, 1, path)}{raised}"
    if isinstance(e, Derivative) and e.partial:
        e, path, below, raised = _mixed(w, e, path, below)
    body = w.child(e, 0, path)
    if derives_a_name(e):
        return f"\\frac{{{d}{raised}{space}{body}}}{{{below}}}"
    return f"\\frac{{{d}{raised}}}{{{below}}}{bracketed(body)}"


def _mixed(w: Writer, e: Derivative, path: Path, below: str) -> tuple[Derivative, Path, str, str]:
    """The innermost of partial derivatives by different names, what is below their bar, their order."""
    inner, place, names, under = e, path, [e.variable], below
    while (
        isinstance(inner.body, Derivative)
        and inner.body.partial
        and follows_d(inner.body.variable)
        and writes_order(len(names) + 1)
        and (*place, 0) not in w.marks
    ):
        inner, place = inner.body, (*place, 0)
        names.append(inner.variable)
        under += f" \\partial {w.child(inner, 1, place)}"
    if len(set(names)) == 1:  # twice by x is one derivative of second order
        return e, path, below, ""
    return inner, place, under, f"^{{{len(names)}}}"


def verb_to_latex(w: Writer, e: Verb, path: Path) -> str:
    """A verb: with its sign, with its letters, or as a call with arguments and options."""
    if written := operator_to_latex(w, e, path):
        return written
    count = len(e.arguments)
    text = ", ".join(w.part(e, k, path, LOGIC) for k in range(count))
    if letters := head(e):
        if e.options:
            text += f" \\mid {w.part(e, count, path, LOGIC)}"
        name = _HEADS.get(letters, f"\\operatorname{{{letters}}}")
        return name + bracketed(text, "[]" if letters == "E" else "()")
    if e.options:
        text += "; " + ", ".join(
            f"{word_to_latex(key)}={w.part(e, count + k, path, RELATION)}"
            for k, (key, _) in enumerate(e.options)
        )
    return f"\\operatorname{{{word_to_latex(e.name)}}}{bracketed(text)}"


def stands_beside(left: Expr, right: Expr) -> bool:
    r"""Whether two factors stand side by side: as `may_follow` says, and what is closed by its letters or its bar."""
    if may_follow(left, right):
        return True
    if _is_closed(right):
        return _is_closed(left) or may_follow(left, Symbol("x"))
    return _is_closed(left) and may_follow(Number("2"), right) and not isinstance(right, Sum)


def is_tight(factors: tuple[Expr, ...]) -> bool:
    """Whether a product stands side by side throughout: then `-2 x` is minus all of it."""
    return (
        latex_level(factors[0]) > PRODUCT
        and all(not isinstance(factor, Verb) or head(factor) for factor in factors)
        and all(stands_beside(a, b) for a, b in pairwise(factors))
    )


def _is_closed(e: Expr) -> bool:
    """Whether `e` is written as a probability and the like, as `dy/dx`, or as a power of a function."""
    match e:
        case Verb():
            return head(e) != ""
        case Derivative() | HigherDerivative():
            return derives_a_name(e)
        case Power():
            return _is_raised(e)
        case _:
            return False


def _is_raised(e: Power) -> bool:
    r"""Whether the exponent stands behind the name of the function: a number, a letter; `\sin^{-1}` is another function."""
    match e:
        case Power(Call(function, (_,)), Number(text) | Symbol(text)) if function in _RAISED:
            return text.isdigit() or (text.isalpha() and len(text) == 1 and text != "T")
        case _:
            return False


def _function_name(function: str) -> str:
    if function == "Gamma":
        return r"\mathrm{Gamma}"  # the family: \Gamma(x) is the gamma function
    known = FUNCTIONS.get(function)
    if known is not None:
        return known.latex or f"\\operatorname{{{word_to_latex(function)}}}"
    return name_to_latex(function)
