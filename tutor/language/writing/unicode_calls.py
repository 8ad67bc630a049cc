"""Pictures of functions and verbs: bars, binomials, cases, integrals, sums, limits, E[X]."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.heads import WRITTEN
from tutor.language.expr.nodes import Call, Matrix, Number, Symbol, Word
from tutor.language.writing.block import (
    beside,
    fence,
    fenced,
    joined,
    line,
    lowered,
    padded,
    raised,
    stacked,
)
from tutor.language.writing.drawn import (
    BIG,
    FENCES,
    SPELT,
    VECTOR_PRODUCTS,
    construct,
    names_below,
)
from tutor.language.writing.pictured import named, shown
from tutor.language.writing.precedence import (
    ATOM,
    LOGIC,
    POSTFIX_MARKS,
    PREFIX,
    PRODUCT,
    SET_OPERATION,
    SUM,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Verb
    from tutor.language.writing.block import Block
    from tutor.language.writing.unicode import Painter

_SIDES: Final = MappingProxyType({"right": "⁺", "left": "⁻"})
_DIGITS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def call(painter: Painter, e: Call) -> Block:
    """A function applied."""
    kind = construct(e)
    match kind, e.arguments:
        case "bars", (Matrix(rows) as matrix,):  # a determinant: bars in place of the brackets
            return painter.marked(matrix, fenced("|", painter.table(rows), "|"))
        case "bars" | "norm" | "floor" | "ceiling", (inside, *of):
            marks = FENCES[kind]
            bars = fenced(marks[0], painter.draw(inside), marks[1])
            return _indexed(painter, bars, of[0]) if of else bars
        case "binomial", (above, below):
            top, bottom = painter.draw(above), painter.draw(below)
            inside_ = stacked((top, line(""), bottom), top.height)
            return fenced("(", inside_, ")")
        case "piecewise", arguments:
            return _cases(painter, arguments)
        case "product", (left, right):
            between = line(f" {VECTOR_PRODUCTS[e.function]} ")
            return beside(painter.part(left, PREFIX), between, painter.part(right, PREFIX))
        case _:
            return _named(painter, e)


def _named(painter: Painter, e: Call) -> Block:
    match e:
        case Call("factorial" | "percent" | "degrees" as mark, (inside,)):
            least = ATOM if isinstance(inside, Number | Symbol) else ATOM + 1
            return beside(painter.part(inside, least), line(POSTFIX_MARKS[mark]))
        case Call("transpose" | "adjoint" as which, (inside,)):
            return raised(painter.part(inside, ATOM), line("T" if which == "transpose" else "†"))
        case Call("log", (inside, base)):
            head = _indexed(painter, line("log"), base)
            return beside(head, fenced("(", painter.part(inside, LOGIC), ")"))
        case Call(function, arguments):
            known = function in FUNCTIONS
            head = line(SPELT.get(function, function)) if known else named(function)
            return beside(head, fenced("(", painter.items(arguments), ")"))


def _indexed(painter: Painter, head: Block, index: Expr) -> Block:
    """An index at the foot: lowered digits, or a line below."""
    if isinstance(index, Number) and index.text.isdigit():
        return beside(head, painter.marked(index, line(index.text.translate(_DIGITS))))
    return lowered(head, painter.draw(index))


def _cases(painter: Painter, arguments: tuple[Expr, ...]) -> Block:
    """Values with their conditions, a line each; what is left over is the rest."""
    values = [painter.part(value, LOGIC) for value in arguments[::2]]
    conditions = [beside(line("if "), painter.part(c, LOGIC)) for c in arguments[1::2]]
    if len(values) > len(conditions):
        conditions.append(line("otherwise"))
    left, right = max(b.width for b in values), max(b.width for b in conditions)
    rows = [
        beside(padded(value, left, left=True), line("  "), padded(condition, right, left=True))
        for value, condition in zip(values, conditions, strict=True)
    ]
    if len(rows) == 2 or any(row.height > 1 for row in rows):
        rows = [part for row in rows for part in (line(""), row)][1:]
    height = sum(row.height for row in rows)
    base = rows[0].base if len(rows) == 1 else height // 2
    return beside(fence("{", height, base), line(" "), stacked(rows, base, left=True))


def verb(painter: Painter, e: Verb) -> Block:
    """A thing to do: with its sign where it has one, else its name with arguments and options."""
    kind = construct(e)
    match kind, e.arguments:
        case "integral", (body, by, *bounds):
            inside = painter.part(body, PRODUCT)
            d = beside(line(" d"), painter.draw(by))
            return beside(_integral(painter, inside, bounds), line(" "), inside, d)
        case "sum", (body, *index):
            return beside(_big(painter, BIG[e.name], index), line(" "), painter.part(body, PRODUCT))
        case "limit", (body, by, to):
            place = painter.part(to, SUM)
            if e.options:
                place = _one_sided(painter, to, e.options[0][1])
            below = beside(painter.draw(by), line("→"), place)
            return beside(stacked((line("lim"), below), 0), line(" "), painter.part(body, PRODUCT))
        case "nabla", (body, *by):
            head = raised(line("∇"), line("2")) if e.name == "hessian" else line("∇")
            if by:
                head = beside(lowered(head, _names(painter, by[0])), line(" "))
            return beside(head, painter.part(body, ATOM))
        case "head", arguments:
            inside = painter.items(arguments)
            if e.options:
                given = painter.part(e.options[0][1], LOGIC)
                whole = beside(inside, given)
                bar = fence("∣", whole.height, whole.base)
                inside = beside(inside, line(" "), bar, line(" "), given)
            brackets = "[]" if e.name == "expectation" else "()"
            return beside(line(WRITTEN[e.name]), fenced(brackets[0], inside, brackets[1]))
        case _, arguments:
            inside = painter.items(arguments)
            for k, (key, value) in enumerate(e.options):
                mark = "; " if k == 0 else ", "
                inside = beside(
                    inside, line(f"{mark}{shown(key)}="), painter.part(value, SET_OPERATION)
                )
            return beside(line(shown(e.name)), fenced("(", inside, ")"))


def _integral(painter: Painter, inside: Block, bounds: list[Expr]) -> Block:
    """The sign as tall as what follows, its bounds above and below."""
    if not bounds and inside.height == 1:
        return line("∫")
    base = max(inside.base, 1)
    height = base + max(inside.height - inside.base, 2)
    sign = fence("∫", height, base)
    if not bounds:
        return sign
    lower, upper = (painter.draw(bound) for bound in bounds)
    return stacked((upper, sign, lower), upper.height + base)


def _big(painter: Painter, sign: str, index: list[Expr]) -> Block:
    """∑ or ∏ with what stands below and above it."""
    if not index:
        return line(sign)
    if len(index) == 1:
        return stacked((line(sign), painter.draw(index[0])), 0)
    by, lower, upper = index
    below = beside(painter.draw(by), line("="), painter.part(lower, SET_OPERATION))
    above = painter.draw(upper)
    return stacked((above, line(sign), below), above.height)


def _one_sided(painter: Painter, to: Expr, side: Expr) -> Block:
    mark = _SIDES.get(side.text) if isinstance(side, Word) else None
    if mark is None:
        return joined((painter.part(to, SUM), painter.draw(side)), ", ")
    return beside(painter.part(to, ATOM), painter.marked(side, line(mark)))


def _names(painter: Painter, by: Expr) -> Block:
    names = names_below(by)
    if len(names) == 1:
        return painter.draw(by)
    return painter.marked(by, joined(map(painter.draw, names), ","))
