"""MathML of functions and verbs: bars, binomials, cases, integrals, sums, limits, E[X]."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.heads import WRITTEN
from tutor.language.expr.nodes import Call, Matrix, Number, Symbol, Word
from tutor.language.writing.drawn import (
    BIG,
    FENCES,
    SPELT,
    VECTOR_PRODUCTS,
    construct,
    names_below,
)
from tutor.language.writing.mathml_elements import (
    APPLIED,
    COMMA,
    element,
    fenced,
    leaf,
    name,
    row,
    sign,
    words,
)
from tutor.language.writing.precedence import (
    ATOM,
    LOGIC,
    POSTFIX_MARKS,
    PREFIX,
    PRODUCT,
    RELATION,
    SET_OPERATION,
    SUM,
)

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr, Verb
    from tutor.language.writing.mathml import MathMLWriter

_SIDES: Final = MappingProxyType({"right": "+", "left": "−"})


def call(writer: MathMLWriter, e: Call) -> str:
    """A function applied."""
    kind = construct(e)
    match kind, e.arguments:
        case "bars", (Matrix(rows) as matrix,):  # a determinant: bars in place of the brackets
            return writer.marked(matrix, fenced("|", writer.table(rows), "|"))
        case "bars" | "norm" | "floor" | "ceiling", (inside, *of):
            marks = FENCES[kind]
            bars = fenced(marks[0], writer.write(inside), marks[1])
            return element("msub", bars + writer.write(of[0])) if of else bars
        case "binomial", (above, below):
            both = element("mfrac", writer.write(above) + writer.write(below), linethickness="0")
            return fenced("(", both, ")")
        case "piecewise", arguments:
            return _cases(writer, arguments)
        case "product", (left, right):
            between = sign(VECTOR_PRODUCTS[e.function])
            return row(writer.part(left, PREFIX), between, writer.part(right, PREFIX))
        case _:
            return _named(writer, e)


def _named(writer: MathMLWriter, e: Call) -> str:
    match e:
        case Call("factorial" | "percent" | "degrees" as mark, (inside,)):
            least = ATOM if isinstance(inside, Number | Symbol) else ATOM + 1
            return row(writer.part(inside, least), sign(POSTFIX_MARKS[mark], form="postfix"))
        case Call("transpose" | "adjoint" as which, (inside,)):
            raised = sign("⊤" if which == "transpose" else "†", form="postfix")
            return element("msup", writer.part(inside, ATOM) + raised)
        case Call("log", (inside, base)):
            head = element("msub", leaf("mi", "log") + writer.write(base))
            return _applied(head, [writer.part(inside, LOGIC)])
        case Call(function, arguments):
            known = function in FUNCTIONS
            head = leaf("mi", SPELT.get(function, function)) if known else name(function)
            return _applied(head, writer.items(arguments))


def _applied(head: str, inside: list[str], brackets: str = "()") -> str:
    return row(head, APPLIED, fenced(brackets[0], row(*inside), brackets[1]))


def _cases(writer: MathMLWriter, arguments: tuple[Expr, ...]) -> str:
    """Values with their conditions; a value that is left over, or whose condition is `true`, is the rest."""
    lines: list[str] = []
    for k in range(0, len(arguments), 2):
        value, *condition = arguments[k : k + 2]
        when = (
            row(words("if "), writer.part(condition[0], LOGIC)) if condition else words("otherwise")
        )
        cells = element("mtd", writer.part(value, LOGIC)) + element("mtd", when)
        lines.append(element("mtr", cells))
    return fenced("{", element("mtable", "".join(lines), columnalign="left"), "")


def verb(writer: MathMLWriter, e: Verb) -> str:
    """A thing to do: with its sign where it has one, else its name with arguments and options."""
    kind = construct(e)
    match kind, e.arguments:
        case "integral", (body, by, *bounds):
            head = sign("∫")
            if bounds:
                head = element("msubsup", head + writer.write(bounds[0]) + writer.write(bounds[1]))
            space = '<mspace width="0.167em"/>'
            return row(head, writer.part(body, PRODUCT), space, leaf("mi", "d"), writer.write(by))
        case "sum", (body, *index):
            return row(_big(writer, sign(BIG[e.name]), index), writer.part(body, PRODUCT))
        case "limit", (body, by, to):
            place = writer.part(to, SUM)
            if e.options:
                place = _one_sided(writer, to, e.options[0][1])
            below = row(writer.write(by), sign("→"), place)
            return row(element("munder", leaf("mo", "lim") + below), writer.part(body, PRODUCT))
        case "nabla", (body, *by):
            head = sign("∇", form="prefix")
            if e.name == "hessian":
                head = element("msup", head + leaf("mn", "2"))
            if by:
                head = element("msub", head + _names(writer, by[0]))
            return row(head, writer.part(body, ATOM))
        case "head", arguments:
            inside = writer.items(arguments)
            if e.options:
                inside += [sign("∣"), writer.part(e.options[0][1], LOGIC)]
            brackets = "[]" if e.name == "expectation" else "()"
            return _applied(leaf("mi", WRITTEN[e.name]), inside, brackets)
        case _, arguments:
            inside = writer.items(arguments)
            for k, (key, value) in enumerate(e.options):
                before = sign(";", separator="true") if k == 0 else COMMA
                inside += [before, leaf("mi", key), sign("="), writer.part(value, RELATION)]
            return _applied(leaf("mi", e.name), inside)


def _big(writer: MathMLWriter, head: str, index: list[Expr]) -> str:
    """∑ or ∏ with what stands below and above it."""
    if not index:
        return head
    if len(index) == 1:
        return element("munder", head + writer.write(index[0]))
    by, lower, upper = index
    below = row(writer.write(by), sign("="), writer.part(lower, SET_OPERATION))
    return element("munderover", head + below + writer.write(upper))


def _one_sided(writer: MathMLWriter, to: Expr, side: Expr) -> str:
    mark = _SIDES.get(side.text) if isinstance(side, Word) else None
    if mark is None:
        return row(writer.part(to, SUM), COMMA, writer.write(side))
    return element("msup", writer.part(to, ATOM) + writer.marked(side, sign(mark)))


def _names(writer: MathMLWriter, by: Expr) -> str:
    names = names_below(by)
    if len(names) == 1:
        return writer.write(by)
    return writer.marked(by, row(*writer.items(names)))


def evaluation(writer: MathMLWriter, body: Expr, bindings: tuple[Expr, ...]) -> str:
    """A derivative at a place: a bar, and below it what the names are."""
    barred = fenced("", writer.write(body), "|")
    return element("msub", barred + row(*writer.items(bindings)))
