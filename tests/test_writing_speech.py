"""Speech: what differs on paper differs to the ear, in plain words, with nothing that rests on a pause."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.drawn import everything, written_anew
from tests.generators import draws
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Derivative,
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
from tutor.language.expr.paths import transform
from tutor.language.notation import read
from tutor.language.writing import to_speech

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.language.expr.nodes import Expr

TABLE = Path(__file__).parent / "writing" / "speech.txt"
X, TWO = Symbol("x"), Number("2")


def heard(e: Expr) -> str:
    """What is said, without the pauses."""
    return re.sub(r"[,;:]", "", to_speech(e))


def told_apart(e: Expr) -> Expr:
    """A tree up to what the docstring of the writer says is said alike."""

    def change(node: Expr) -> Expr:
        match node:
            case Number(text):
                return Number(text.lower())
            case Vector(entries, "|i|"):
                return Vector(entries)
            case _:
                return node

    return transform(e, change)


class Ear:
    """Hears trees, and remembers what it heard of which."""

    def __init__(self) -> None:
        self.known: dict[str, Expr] = {}
        self.alike: list[tuple[str, Expr, Expr]] = []

    def hear(self, e: Expr) -> None:
        e = told_apart(e)
        said = heard(e)
        first = self.known.setdefault(said, e)
        if first != e:
            self.alike.append((said, first, e))


def test_the_table_is_what_a_person_has_read(rewriting: bool) -> None:
    found = written_anew(TABLE, lambda typed: to_speech(read(typed).tree), rewriting=rewriting)

    assert found == TABLE.read_text(encoding="utf-8")


UNARY: list[Callable[[Expr], Expr]] = [
    Negation,
    lambda a: Power(a, TWO),
    lambda a: Root(a, TWO),
    lambda a: Call("sin", (a,)),
    lambda a: Call("f", (a,)),
    lambda a: Call("factorial", (a,)),
    lambda a: Call("piecewise", (a,)),
    lambda a: Derivative(a, X),
    lambda a: Verb("integrate", (a, X)),
    lambda a: Verb("sum", (a,)),
    lambda a: Verb("limit", (a, X, TWO)),
    lambda a: Verb("gradient", (a,)),
    lambda a: Verb("expectation", (a,)),
    lambda a: Logic("not", (a,)),
    lambda a: Vector((a,)),
]
BINARY: list[Callable[[Expr, Expr], Expr]] = [
    lambda a, b: Sum((a, b)),
    lambda a, b: Sum((a, Negation(b))),
    lambda a, b: Product((a, b)),
    Quotient,
    Power,
    Root,
    lambda a, b: Call("log", (a, b)),
    lambda a, b: Call("dot", (a, b)),
    lambda a, b: Call("f", (a, b)),
    lambda a, b: Call("piecewise", (a, b)),
    lambda a, b: Verb("integrate", (a, X, b, b)),
    lambda a, b: Verb("integrate", (TWO, X, a, b)),
    lambda a, b: Verb("sum", (a, X, TWO, b)),
    lambda a, b: Verb("sum", (TWO, X, a, b)),
    lambda a, b: Verb("limit", (a, X, b)),
    lambda a, b: Verb("limit", (TWO, X, a), (("side", b),)),
    lambda a, b: Verb("probability", (a,), (("given", b),)),
    lambda a, b: Verb("taylor", (a,), (("about", b),)),
    lambda a, b: Relation("=", a, b),
    lambda a, b: Relation("|", a, b),
    lambda a, b: Logic("and", (a, b)),
    lambda a, b: Logic("union", (a, b)),
    lambda a, b: Vector((a, b)),
    lambda a, b: Matrix(((a, b),)),
    lambda a, b: Set((a, b)),
    lambda a, b: Set((Relation("|", a, b),)),
    lambda a, b: Interval(a, b, left_closed=False, right_closed=True),
    lambda a, b: Listing((a, b)),
    lambda a, b: Where(a, (b,)),
]
THREE: list[Callable[[Expr, Expr, Expr], Expr]] = [
    lambda a, b, c: Sum((a, b, c)),
    lambda a, b, c: Product((a, b, c)),
    lambda a, b, c: Vector((a, b, c)),
    lambda a, b, c: Matrix(((a, b, c),)),
    lambda a, b, c: Call("piecewise", (a, b, c)),
    lambda a, b, c: Chain((a, b, c), ("<", "<")),
]
ARITHMETIC = (Negation, Sum, Product, Quotient, Power, Root)


def small() -> list[Expr]:
    """Every construct on x and 2."""
    leaves: list[Expr] = [X, TWO]
    found = [*leaves, *(u(a) for u in UNARY for a in leaves)]
    found += [b(a, c) for b in BINARY for a, c in product(leaves, repeat=2)]
    return list(dict.fromkeys(found))


def every_pair() -> Iterator[Expr]:
    """Every construct with every construct in its first or second place."""
    inside = small()
    yield from (u(a) for u in UNARY for a in inside)
    for b, a in product(BINARY, inside):
        yield from (c for leaf in (X, TWO) for c in (b(a, leaf), b(leaf, a)))


def deep_arithmetic() -> Iterator[Expr]:
    """Arithmetic on arithmetic on arithmetic: where a missing bracket would be heard."""
    inside = [e for e in small() if isinstance(e, (*ARITHMETIC, Symbol, Number))]
    for b in BINARY[:6]:
        for a, c in product(inside, repeat=2):
            yield b(a, c)
            yield from (Quotient(b(a, c), X), Power(b(a, c), TWO), Negation(b(a, c)))
    few = inside[:14]
    yield from (t(a, b, c) for t in THREE for a, b, c in product(few, repeat=3))


@pytest.mark.parametrize("all_of", [every_pair, deep_arithmetic])
def test_no_two_of_all_small_trees_are_said_alike(all_of: Callable[[], Iterator[Expr]]) -> None:
    ear = Ear()
    for e in all_of():
        ear.hear(e)

    assert ear.alike == []
    assert len(ear.known) > 5_000


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_no_two_drawn_trees_are_said_alike(depth: int) -> None:
    ear = Ear()
    draws(everything(depth), 400, ear.hear)

    assert ear.alike == []
    assert len(ear.known) > 250


@settings(max_examples=300, deadline=None)
@given(e=everything(3))
def test_speech_is_plain_words(e: Expr) -> None:
    assert re.fullmatch(r"[A-Za-z0-9.]+([,;:]? [A-Za-z0-9.]+)*", to_speech(e)), to_speech(e)


@pytest.mark.parametrize("evil", ["<b>", "x\x1b[31m", "\u202e", "a\nb", "$x$"])
def test_no_sign_of_a_tree_is_said_as_it_stands(evil: str) -> None:
    for e in (Symbol(evil), Word(evil), Call(evil, (TWO,)), Verb(evil, (TWO,), ((evil, TWO),))):
        assert re.fullmatch(r"[A-Za-z0-9 ,]*", to_speech(e))


def test_every_bracket_that_is_opened_is_closed() -> None:
    def count(e: Expr) -> None:
        said = to_speech(e)

        assert said.count("the quantity ") == said.count("end quantity")
        assert said.count("the fraction ") == said.count("end fraction")

    draws(everything(3), 300, count)
