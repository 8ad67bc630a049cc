"""A tree as a picture of several lines in a fixed-width font: stacked fractions, raised exponents.

For eyes only, never read back. Every character used is one column wide, so a line's length is its
width, and there are no control characters.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from tutor.language.expr.nodes import (
    Call,
    Chain,
    Constant,
    Derivative,
    HigherDerivative,
    Interval,
    Listing,
    Logic,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Set,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
    Word,
)
from tutor.language.writing.names import name_to_unicode
from tutor.language.writing.precedence import (
    ATOM,
    LISTING,
    LOGIC,
    PREFIX,
    PRODUCT,
    RELATION,
    SET_OPERATION,
    stacked_level,
)
from tutor.language.writing.text import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.language.expr.nodes import Expr

_SIGNS: Final = MappingProxyType(
    {"<=": "≤", ">=": "≥", "!=": "≠", "in": "∈", "union": "∪", "intersection": "∩", "without": "∖"}
)
_CONSTANTS: Final = MappingProxyType({"pi": "π", "oo": "∞"})
_TALL: Final = MappingProxyType(  # top, middle, extension, bottom
    {
        "(": "⎛⎜⎜⎝",
        ")": "⎞⎟⎟⎠",
        "[": "⎡⎢⎢⎣",
        "]": "⎤⎥⎥⎦",
        "{": "⎧⎨⎪⎩",
        "}": "⎫⎬⎪⎭",
        "|": "││││",
        "‖": "‖‖‖‖",
    }
)


class Block(NamedTuple):
    """A rectangle of text: lines of equal length, and the line on which neighbours stand."""

    lines: tuple[str, ...]
    base: int

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.lines[0])


def to_unicode(e: Expr) -> str:
    """The picture of a tree: lines of equal length, joined by newlines."""
    return "\n".join(_block(e).lines)


# --- rectangles ---


def _text(text: str) -> Block:
    return Block((text,), 0)


def _beside(*blocks: Block) -> Block:
    """Left to right, their base lines on one line."""
    above = max(b.base for b in blocks)
    below = max(len(b.lines) - b.base for b in blocks)
    rows = [""] * (above + below)
    for b in blocks:
        first = above - b.base
        for k in range(len(rows)):
            inside = first <= k < first + len(b.lines)
            rows[k] += b.lines[k - first] if inside else " " * b.width
    return Block(tuple(rows), above)


def _joined(blocks: Iterable[Block], between: str) -> Block:
    parts: list[Block] = []
    for b in blocks:
        if parts:
            parts.append(_text(between))
        parts.append(b)
    return _beside(*parts) if parts else _text("")


def _over(top: Block, bottom: Block) -> Block:
    """A fraction."""
    width = max(top.width, bottom.width) + 2
    lines = [line.center(width) for line in top.lines]
    lines.append("─" * width)
    lines += [line.center(width) for line in bottom.lines]
    return Block(tuple(lines), len(top.lines))


def _raised(base: Block, exponent: Block) -> Block:
    """An exponent, its lowest line one above the highest of the base."""
    lines = [" " * base.width + line for line in exponent.lines]
    lines += [line + " " * exponent.width for line in base.lines]
    return Block(tuple(lines), len(exponent.lines) + base.base)


def _fenced(opening: str, inside: Block, closing: str) -> Block:
    return _beside(_fence(opening, inside), inside, _fence(closing, inside))


def _fence(mark: str, inside: Block) -> Block:
    height = len(inside.lines)
    if height == 1:
        return _text(mark)
    if mark not in _TALL:  # angle brackets have no tall form
        return Block(tuple(mark if k == inside.base else " " for k in range(height)), inside.base)
    top, middle, extension, bottom = tuple(_TALL[mark])
    inner = [extension] * (height - 2)
    if inner:
        inner[min(max(inside.base - 1, 0), len(inner) - 1)] = middle
    return Block((top, *inner, bottom), inside.base)


def _rooted(inside: Block, index: Block | None) -> Block:
    height = len(inside.lines)
    lines = [" " + "_" * inside.width]
    for k, line in enumerate(inside.lines):
        lines.append(("√" if k == height - 1 else "│") + line)
    block = Block(tuple(lines), inside.base + 1)
    if index is None:
        return block
    return Block(
        tuple(
            (index.lines[0] if k == height - 1 else " " * index.width) + line
            for k, line in enumerate(lines)
        ),
        block.base,
    )


# --- trees ---


def _block(e: Expr) -> Block:
    match e:
        case Number(text) | Word(text):
            return _text(text)
        case Symbol(name):
            return _text(name_to_unicode(name))
        case Constant(name):
            return _text(_CONSTANTS.get(name, name))
        case Sum(terms):
            return _sum(terms)
        case Negation(operand):
            return _beside(_text("-"), _part(operand, PREFIX))
        case Product(factors):
            return _product(factors)
        case Quotient(numerator, denominator):
            return _over(_block(numerator), _block(denominator))
        case Power(base, exponent):
            return _raised(_part(base, ATOM), _block(exponent))
        case Root(radicand, index):
            plain = index == Number("2")
            return _rooted(_block(radicand), None if plain else _text(to_text(index)))
        case Call(function, arguments):
            return _call(function, arguments)
        case Derivative(body, variable, partial):
            return _derivative(body, variable, 1, partial=partial)
        case HigherDerivative(body, variable, order, partial):
            return _derivative(body, variable, order, partial=partial)
        case Verb(name, arguments, options):
            return _verb(name, arguments, options)
        case Vector(entries, bracket):
            marks = {"(": "()", "<": "⟨⟩"}.get(bracket, "[]")
            return _fenced(marks[0], _items(entries), marks[1])
        case Matrix(rows):
            return _matrix(rows)
        case Set(members):
            return _fenced("{", _items(members), "}")
        case Interval(lower, upper, left, right):
            return _fenced("[" if left else "(", _items((lower, upper)), "]" if right else ")")
        case Listing(items):
            return _items(items)
        case Relation(operator, left_side, right_side):
            return _related((left_side, right_side), (operator,))
        case Chain(operands, operators):
            return _related(operands, operators)
        case Logic(word, operands):
            least = stacked_level(e) + 1
            return _joined((_part(o, least) for o in operands), f" {_SIGNS.get(word, word)} ")
        case Where(body, bindings):
            return _beside(_part(body, LISTING), _text(" where "), _items(bindings))


def _part(e: Expr, least: int) -> Block:
    inside = _block(e)
    return inside if stacked_level(e) >= least else _fenced("(", inside, ")")


def _items(parts: tuple[Expr, ...]) -> Block:
    return _joined((_part(part, LOGIC) for part in parts), ", ")


def _sum(terms: tuple[Expr, ...]) -> Block:
    blocks = [_part(terms[0], PRODUCT)]
    for term in terms[1:]:
        minus = isinstance(term, Negation)
        inner = term.operand if isinstance(term, Negation) else term
        blocks.append(_text(" - " if minus else " + "))
        blocks.append(_part(inner, PREFIX if isinstance(inner, Negation) else PRODUCT))
    return _beside(*blocks)


def _product(factors: tuple[Expr, ...]) -> Block:
    return _joined((_part(factor, PREFIX) for factor in factors), "·")


def _call(function: str, arguments: tuple[Expr, ...]) -> Block:
    match function, arguments:
        case "abs", (inside,):
            return _fenced("|", _block(inside), "|")
        case "norm", (inside,):
            return _fenced("‖", _block(inside), "‖")
        case "factorial" | "percent" | "degrees", (inside,):
            mark = {"factorial": "!", "percent": "%", "degrees": "°"}[function]
            return _beside(_part(inside, ATOM), _text(mark))
        case "transpose", (inside,):
            return _raised(_part(inside, ATOM), _text("T"))
        case "log", (inside,):
            return _beside(_text("ln"), _fenced("(", _block(inside), ")"))
        case _:
            return _beside(_text(name_to_unicode(function)), _fenced("(", _items(arguments), ")"))


def _derivative(body: Expr, variable: Symbol, order: int, *, partial: bool) -> Block:
    d = "∂" if partial else "d"
    x = _text(d + name_to_unicode(variable.name))
    top = _text(d)
    if order > 1:
        raised = _text(str(order))
        top, x = _raised(top, raised), _raised(x, raised)
    return _beside(_over(top, x), _text(" "), _fenced("(", _block(body), ")"))


def _verb(name: str, arguments: tuple[Expr, ...], options: tuple[tuple[str, Expr], ...]) -> Block:
    inside = _items(arguments)
    for k, (key, value) in enumerate(options):
        mark = "; " if k == 0 else ", "
        inside = _beside(inside, _text(f"{mark}{key}="), _part(value, RELATION))
    return _beside(_text(name), _fenced("(", inside, ")"))


def _matrix(rows: tuple[tuple[Expr, ...], ...]) -> Block:
    cells = [[_block(entry) for entry in row] for row in rows]
    widths = [max(row[k].width for row in cells) for k in range(len(cells[0]))]
    lines: list[str] = []
    for row in cells:
        padded = [
            Block(tuple(line.center(width) for line in cell.lines), cell.base)
            for cell, width in zip(row, widths, strict=True)
        ]
        lines += _joined(padded, "  ").lines
    return _fenced("[", Block(tuple(lines), len(lines) // 2), "]")


def _related(sides: tuple[Expr, ...], operators: tuple[str, ...]) -> Block:
    blocks = [_part(sides[0], SET_OPERATION)]
    for operator, side in zip(operators, sides[1:], strict=True):
        blocks += [_text(f" {_SIGNS.get(operator, operator)} "), _part(side, SET_OPERATION)]
    return _beside(*blocks)
