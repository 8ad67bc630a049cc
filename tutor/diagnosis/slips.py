"""Slips: one small edit that makes a line right, and one small edit of a problem that somebody may have read.

A slip is a one-off, no idea behind it: a sign, a digit, a bracket. Edits are tried in a fixed order, the most
common first, and are bounded by a count.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.language.expr.build import ONE, TWO, product_of, rational, sum_of
from tutor.language.expr.nodes import (
    Call,
    Derivative,
    HigherDerivative,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import at, children, replace_at, subexpressions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.expr.paths import Path

Kind: TypeAlias = Literal[
    "sign",
    "number",
    "exponent",
    "factor",
    "extra_term",
    "extra_factor",
    "missing_term",
    "missing_factor",
    "bracket",
    "upside_down",
    "function",
]

SAYS: dict[str, str] = {
    "sign": "A sign is wrong; everything else fits.",
    "number": "One number is off; everything else fits.",
    "exponent": "One exponent is off; everything else fits.",
    "factor": "A constant factor is wrong; everything else fits.",
    "extra_term": "There is one term too many; everything else fits.",
    "extra_factor": "There is one factor too many; everything else fits.",
    "missing_term": "A term got lost on the way; what is there fits.",
    "missing_factor": "A factor got lost on the way; what is there fits.",
    "bracket": "A bracket is in the wrong place; everything else fits.",
    "upside_down": "A fraction stands upside down; everything else fits.",
    "function": "One function is not the one that belongs here; everything else fits.",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a tree.

    Args:
        kind: what sort of slip it mends.
        path: where in the tree as it was.
        after: the whole tree as it becomes.
    """

    kind: Kind
    path: Path
    after: Expr


def edits(line: Expr) -> Iterator[Edit]:
    """Every tree one slip away from `line`: signs first, then numbers, structure last."""
    parts = tuple(subexpressions(line))
    for changes in (_signs, _numbers, _factors, _removals, _powers, _brackets, _fractions):
        for path, part in parts:
            for kind, new in changes(part):
                yield Edit(kind, path, replace_at(line, path, new))


def losses(right: Expr) -> Iterator[Edit]:
    """What is left of a right line when one term or one factor of it is lost."""
    for path, part in subexpressions(right):
        for kind, new in _removals(part):
            lost: Kind = "missing_term" if kind == "extra_term" else "missing_factor"
            yield Edit(lost, path, replace_at(right, path, new))


def readings(problem: Expr) -> Iterator[Edit]:
    """Problems that `problem` may have been taken for: by another name, or changed inside what is worked on."""
    parts = tuple(_given(problem))
    names = tuple(dict.fromkeys(p.name for _, p in parts if isinstance(p, Symbol)))
    yield from _by_another_name(problem, names)
    for path, part in parts:
        for kind, new in chain(
            _signs(part),
            _numbers(part),
            _functions(part),
            _fractions(part),
            _removals(part),
            _letters(part, names),
            _brackets(part),
        ):
            yield Edit(kind, path, replace_at(problem, path, new))


def _by_another_name(problem: Expr, names: tuple[str, ...]) -> Iterator[Edit]:
    """The same derivatives by another of the names: `∂/∂y` for `∂/∂x`."""
    for path, part in subexpressions(problem):
        if isinstance(part, Derivative | HigherDerivative):
            at_name = next(i for i, child in enumerate(children(part)) if child is part.variable)
            for name in names:
                if name != part.variable.name:
                    place = (*path, at_name)
                    yield Edit("function", place, replace_at(problem, place, Symbol(name)))


def _given(e: Expr, path: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """The parts of a problem that are worked on: not what is asked, not the names it is asked by."""
    match e:
        case Derivative() | HigherDerivative() | Verb():
            yield from _given(children(e)[0], (*path, 0))
        case Where(body, bindings):
            yield from _given(body, (*path, 0))
            for i in range(len(bindings)):
                yield from _given(at(e, (i + 1, 1)), (*path, i + 1, 1))
        case _:
            yield path, e
            for i, child in enumerate(children(e)):
                yield from _given(child, (*path, i))


_Changes: TypeAlias = "Iterator[tuple[Kind, Expr]]"


def _signs(e: Expr) -> _Changes:
    match e:
        case Negation(inner):
            yield "sign", inner
        case Sum(terms):
            for i, term in enumerate(terms):
                turned = term.operand if isinstance(term, Negation) else Negation(term)
                yield "sign", Sum((*terms[:i], turned, *terms[i + 1 :]))
        case Power(base, exponent) if rational(exponent) is not None:
            yield "sign", Power(base, Negation(exponent))
        case _:
            return


def _numbers(e: Expr) -> _Changes:
    match e:
        case Number(text):
            value = e.value
            for new in (value + 1, value - 1, value * 2, Fraction(value) / 2):
                if new > 0:  # a 1 that should be a 0 is a term or a factor too many
                    yield "number", _number(new)
            if text.isdecimal():
                for i in range(len(text) - 1):
                    swapped = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
                    if swapped != text:
                        yield "number", Number(swapped)
        case Symbol() | Call():
            yield "exponent", Power(e, TWO)
        case _:
            return


def _number(value: Fraction | int) -> Expr:
    whole = Fraction(value)
    if whole.denominator == 1:
        return Number(str(whole.numerator))
    return Quotient(Number(str(whole.numerator)), Number(str(whole.denominator)))


def _factors(e: Expr) -> _Changes:
    match e:
        case Sum(terms):
            for i, term in enumerate(terms):
                for new in (Product((TWO, term)), Quotient(term, TWO)):
                    yield "factor", Sum((*terms[:i], new, *terms[i + 1 :]))
        case _:
            return


def _removals(e: Expr) -> _Changes:
    match e:
        case Sum(terms):
            for i in range(len(terms)):
                yield "extra_term", sum_of((*terms[:i], *terms[i + 1 :]))
        case Product(factors):
            for i in range(len(factors)):
                yield "extra_factor", product_of((*factors[:i], *factors[i + 1 :]))
        case Quotient(top, bottom):
            yield "extra_factor", top
            yield "extra_factor", Quotient(ONE, bottom)
        case _:
            return


def _powers(e: Expr) -> _Changes:
    match e:
        case Power(base, exponent):
            yield "exponent", base
            if rational(exponent) is None:
                yield "exponent", Power(base, Sum((exponent, ONE)))
                yield "exponent", Power(base, Sum((exponent, Negation(ONE))))
        case Root(radicand, _):
            yield "exponent", radicand
        case Sum():
            yield "exponent", Power(e, TWO)
        case _:
            return


def _brackets(e: Expr) -> _Changes:
    match e:
        case Call(name, (Power(base, n),)):
            yield "bracket", Power(Call(name, (base,)), n)
        case Power(Call(name, (u,)), n):
            yield "bracket", Call(name, (Power(u, n),))
        case Power(Product((*first, last)), n):
            yield "bracket", Product((*first, Power(last, n)))
        case Product((*first, Power(base, n))):
            yield "bracket", Power(Product((*first, base)), n)
        case Product((*first, Sum((head, *tail)))):
            yield "bracket", Sum((Product((*first, head)), *tail))
        case Negation(Sum((head, *tail))):
            yield "bracket", Sum((Negation(head), *tail))
        case Sum(terms):
            yield from (("bracket", new) for new in _gathered(terms))
        case _:
            return


def _gathered(terms: tuple[Expr, ...]) -> Iterator[Expr]:
    """A sum whose neighbours belong into one bracket: after a factor, or after a minus."""
    for i in range(len(terms) - 1):
        before, term, rest = terms[:i], terms[i], terms[i + 1 :]
        match term:
            case Product((*first, last)):
                yield sum_of((*before, Product((*first, Sum((last, *rest))))))
            case Negation(Product((*first, last))):
                yield sum_of((*before, Negation(Product((*first, Sum((last, *rest)))))))
            case Negation(inner):
                yield sum_of((*before, Negation(Sum((inner, *rest)))))
            case _:
                continue


def _fractions(e: Expr) -> _Changes:
    match e:
        case Quotient(top, bottom):
            yield "upside_down", Quotient(bottom, top)
        case _:
            return


_CONFUSED = {"sin": "cos", "cos": "sin", "tan": "cot", "cot": "tan", "sec": "csc", "csc": "sec"}


def _functions(e: Expr) -> _Changes:
    match e:
        case Call(name, arguments) if name in _CONFUSED:
            yield "function", Call(_CONFUSED[name], arguments)
        case _:
            return


def _letters(e: Expr, names: tuple[str, ...]) -> _Changes:
    match e:
        case Symbol(name):
            yield from (("number", Symbol(other)) for other in names if other != name)
        case _:
            return
