r"""A tree as LaTeX: `\frac{x + 1}{2} \sin\left(x\right)`.

Display and input at once: what is written reads back to the same tree. Every macro comes from this
file and every name through a table, so nothing a learner typed reaches a renderer as a command.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.language.expr.functions import SETS_OF_NUMBERS
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
from tutor.language.expr.paths import children
from tutor.language.writing import highlight as highlights
from tutor.language.writing import latex_calls as calls
from tutor.language.writing import latex_statements as statements
from tutor.language.writing.beside import is_column, starts_with_sign
from tutor.language.writing.latex_operators import bracketed
from tutor.language.writing.names import name_to_latex, word_to_latex
from tutor.language.writing.operators import ends_open
from tutor.language.writing.precedence import (
    ATOM,
    LISTING,
    LOGIC,
    POWER,
    PREFIX,
    PRODUCT,
    RELATION,
    SET_OPERATION,
    is_evaluation,
    latex_level,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

STYLES: Final = MappingProxyType(
    {style: f"\\textcolor{{{style}}}" for style in highlights.STYLES} | {"underline": r"\underline"}
)
_TRANSPOSING: Final = (Symbol("T"), Negation(Symbol("T")))  # A^{T}, A^{-T} are transposes
_CONSTANTS: Final = MappingProxyType({"pi": r"\pi", "e": "e", "i": "i", "oo": r"\infty"})
_OPERATORS: Final = MappingProxyType(
    {"=": "=", "!=": r"\ne", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge"}
    | {"~": r"\sim", "in": r"\in", ":": ":", "|": r"\mid"}
)
_WORDS: Final = MappingProxyType(
    {"union": r"\cup", "intersection": r"\cap", "without": r"\setminus"}
    | {"or": r"\text{ or }", "and": r"\text{ and }"}
)


def to_latex(e: Expr, *, highlight: Mapping[Path, str] | None = None) -> str:
    """The LaTeX of a tree, without delimiters.

    Args:
        highlight: how parts are shown, by path: a name from `STYLES`.

    Raises: CallerError for a name that is none of them, or a path that leads nowhere.
    """
    if highlight:
        highlights.check_highlight(e, highlight)
    return Writer(highlight or {}).write(e, ())


class Writer:
    """One writing: it knows where it is in the tree, so that parts can be highlighted."""

    __slots__ = ("marks",)

    def __init__(self, marks: Mapping[Path, str]) -> None:
        self.marks = marks

    def write(self, e: Expr, path: Path) -> str:
        """The LaTeX of a part that stands at a path."""
        return self.marked(self._node(e, path), path)

    def marked(self, text: str, path: Path) -> str:
        """The text of a part, highlighted if it is to be."""
        style = self.marks.get(path)
        return f"{STYLES[style]}{{{text}}}" if style else text

    def _node(self, e: Expr, path: Path) -> str:
        match e:
            case Number(text):
                return text
            case Word(text) if text in SETS_OF_NUMBERS:
                return f"\\mathbb{{{SETS_OF_NUMBERS[text]}}}"
            case Word(text):
                return f"\\text{{{word_to_latex(text)}}}"
            case Symbol(name):
                return name_to_latex(name)
            case Constant(name):
                return _CONSTANTS[name]
            case Sum(terms):
                return self._sum(terms, path)
            case Negation(operand):
                side_by_side = isinstance(operand, Product) and calls.is_tight(operand.factors)
                return "-" + self.part(e, 0, path, PRODUCT if side_by_side else PREFIX)
            case Product(factors):
                return self._product(factors, path)
            case Quotient():
                return f"\\frac{{{self.child(e, 0, path)}}}{{{self.child(e, 1, path)}}}"
            case Power():
                if written := calls.power_of_function(self, e, path):
                    return written
                exponent = self.child(e, 1, path)
                if e.exponent in _TRANSPOSING:
                    exponent = bracketed(exponent)
                return f"{self._base(e, path)}^{{{exponent}}}"
            case Root(_, index):
                which = "" if index == Number("2") else f"[{self.child(e, 1, path)}]"
                return f"\\sqrt{which}{{{self.child(e, 0, path)}}}"
            case Call():
                return calls.call_to_latex(self, e, path)
            case Derivative() | HigherDerivative():
                return calls.derivative_to_latex(self, e, path)
            case Verb():
                return calls.verb_to_latex(self, e, path)
            case Vector(entries, bracket):
                return self._vector(entries, bracket, path)
            case Matrix(rows):
                return self._matrix(rows, path)
            case Set((Relation("|"),)):
                return statements.such_that_to_latex(self, e, path)
            case Set(()):
                return r"\emptyset"
            case Set():
                return f"\\left\\{{{statements.members_to_latex(self, e, path)}\\right\\}}"
            case Interval(_, _, left, right):
                opening, closing = "[" if left else "(", "]" if right else ")"
                return f"\\left{opening}{self.items(e, path)}\\right{closing}"
            case Listing():
                return self.items(e, path)
            case Relation(operator):
                return self._related(e, (operator,), path)
            case Chain(_, operators):
                return self._related(e, operators, path)
            case Logic("not", (operand,)):
                joins = isinstance(operand, Logic) and operand.word != "not"
                return f"\\neg {self.part(e, 0, path, ATOM if joins else RELATION)}"
            case Logic(word, operands):
                least = latex_level(e) + 1
                parts = [self.part(e, k, path, least) for k in range(len(operands))]
                return f" {_WORDS[word]} ".join(parts)
            case Where(_, bindings) if is_evaluation(e):
                at = ", ".join(self.part(e, k + 1, path, RELATION) for k in range(len(bindings)))
                return f"\\left.{self.part(e, 0, path, PREFIX)}\\right|_{{{at}}}"
            case Where(_, bindings):
                given = ", ".join(self.part(e, k + 1, path, LOGIC) for k in range(len(bindings)))
                return f"{self.part(e, 0, path, LISTING)} \\text{{ where }} {given}"

    # --- parts ---

    def child(self, e: Expr, index: int, path: Path) -> str:
        """A part where TeX's own braces hold it together."""
        one = isinstance(inner := children(e)[index], Vector) and len(inner.entries) == 1
        return self.part(e, index, path, ATOM if one else LOGIC)

    def part(self, e: Expr, index: int, path: Path, least: int) -> str:
        """A part, in brackets if it binds less tightly than its place asks for."""
        inner = children(e)[index]
        text = self.write(inner, (*path, index))
        return text if latex_level(inner) >= least else bracketed(text)

    def items(self, e: Expr, path: Path) -> str:
        """All parts of a node, separated by commas."""
        return ", ".join(self.part(e, k, path, LOGIC) for k in range(len(children(e))))

    # --- arithmetic ---

    def _sum(self, terms: tuple[Expr, ...], path: Path) -> str:
        end = len(terms) - 1
        written = [self._term(terms[0], (*path, 0), first=True, last=not end)]
        for k, term in enumerate(terms[1:], start=1):
            if isinstance(term, Negation):
                # the minus belongs to the term, so it is highlighted with it
                less = "- " + self._term(term.operand, (*path, k, 0), last=k == end)
                written += [" ", self.marked(less, (*path, k))]
            else:
                written += [" + ", self._term(term, (*path, k), last=k == end)]
        return "".join(written)

    def _term(self, term: Expr, path: Path, *, first: bool = False, last: bool = False) -> str:
        text = self.write(term, path)
        loose = latex_level(term) < PRODUCT or (not last and ends_open(term))
        if loose or (not first and starts_with_sign(term)):
            return bracketed(text)
        return text

    def _product(self, factors: tuple[Expr, ...], path: Path) -> str:
        end = len(factors) - 1
        written = self._factor(factors[0], (*path, 0), first=True, last=not end)
        # a dot between two vectors is their inner product
        dot = r" \ast " if sum(map(is_column, factors)) > 1 else r" \cdot "
        for k, factor in enumerate(factors[1:], start=1):
            side_by_side = calls.stands_beside(factors[k - 1], factor)
            written += (" " if side_by_side else dot) + self._factor(
                factor, (*path, k), last=k == end
            )
        return written

    def _factor(self, factor: Expr, path: Path, *, first: bool = False, last: bool = False) -> str:
        text = self.write(factor, path)
        loose = latex_level(factor) <= PRODUCT or (not last and ends_open(factor))
        if loose or (not first and starts_with_sign(factor)):
            return bracketed(text)
        return text

    def _base(self, e: Power, path: Path) -> str:
        text = self.write(e.base, (*path, 0))
        return text if latex_level(e.base) == ATOM else bracketed(text)

    # --- structures ---

    def _vector(self, entries: tuple[Expr, ...], bracket: str, path: Path) -> str:
        # in [2 x] the blank would separate two entries, as in [1 2 3]
        least = POWER if len(entries) == 1 and bracket not in ("(", "<") else LOGIC
        text = ", ".join(self._entry(entry, (*path, k), least) for k, entry in enumerate(entries))
        if bracket == "<":
            return f"\\left\\langle {text}\\right\\rangle"
        opening, closing = ("(", ")") if bracket == "(" else ("[", "]")
        return f"\\left{opening}{text}\\right{closing}"

    def _entry(self, entry: Expr, path: Path, least: int = LOGIC) -> str:
        text = self.write(entry, path)
        return text if latex_level(entry) >= least else bracketed(text)

    def _matrix(self, rows: tuple[tuple[Expr, ...], ...], path: Path) -> str:
        written, index = [], 0
        for row in rows:
            cells = []
            for entry in row:
                cells.append(self._entry(entry, (*path, index)))
                index += 1
            written.append(" & ".join(cells))
        between = r" \\ "
        return r"\begin{bmatrix}" + between.join(written) + r"\end{bmatrix}"

    def _related(self, e: Expr, operators: tuple[str, ...], path: Path) -> str:
        text = self.part(e, 0, path, SET_OPERATION)
        if isinstance(e, Relation) and e.operator == "~" and isinstance(e.left, Relation):
            text = statements.conditioned_to_latex(self, e.left, (*path, 0)) or text
        for k, operator in enumerate(operators, start=1):
            text += f" {_OPERATORS[operator]} {self.part(e, k, path, SET_OPERATION)}"
        return text
