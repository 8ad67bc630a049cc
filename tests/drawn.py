"""Trees with every construct that writers draw with a sign of its own: integrals, sums, limits, cases ...

The strategies of `generators.py` draw what readers give; these draw what stands in derivations, lessons
and Python as well, so that a writer for eyes or ears is tried on all of it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.atoms import numbers
from tests.generators import CONSTANTS, trees
from tutor.language.expr.nodes import (
    Call,
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

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.atoms import Trees
    from tutor.language.expr.nodes import Expr

NAMES = (
    *("x", "y", "n", "A", "X", "x_1", "x_hat", "beta_bar_0", "v_max", "x_{n+1}", "a_{i,j}"),
    *("lambda", "Sigma", "y'", "u''", "foo", "d", "T"),
)
ONE = (
    *("sin", "cos", "asin", "exp", "log", "abs", "floor", "norm", "det", "transpose", "factorial"),
    *("percent", "degrees", "trace", "inverse", "conjugate", "adjoint", "gammafn", "f", "g'"),
)
TWO = ("log", "binomial", "norm", "dot", "cross", "max", "f")
WORDS = ("reals", "naturals", "max", "saddle", "no solution", "true")


def leaves() -> Trees:
    """Numbers, names, constants, words."""
    return st.one_of(
        numbers(),
        st.sampled_from(NAMES).map(Symbol),
        st.sampled_from(CONSTANTS).map(Constant),
        st.sampled_from(WORDS).map(Word),
    )


@cache
def drawn(depth: int = 2) -> Trees:
    """Trees of at most this height, each construct about as likely at the root."""
    if depth == 0:
        return leaves()
    part = drawn(depth - 1)
    kinds = [*_arithmetic(part), *_calls(part), *_verbs(part), *_structures(part), leaves()]
    return st.sampled_from(range(len(kinds))).flatmap(lambda k: kinds[k])


def everything(depth: int = 2) -> Trees:
    """These and what readers give."""
    return st.one_of(drawn(depth), trees(depth))


def _some(part: Trees, least: int, most: int) -> st.SearchStrategy[tuple[Expr, ...]]:
    return st.lists(part, min_size=least, max_size=most).map(tuple)


def _names() -> st.SearchStrategy[Symbol]:
    return st.sampled_from(NAMES).map(Symbol)


def _arithmetic(part: Trees) -> list[Trees]:
    index = st.sampled_from(["2", "3", "n"]).map(lambda i: Symbol(i) if i == "n" else Number(i))
    exponent = st.one_of(st.sampled_from(["2", "3", "7"]).map(Number), part)
    return [
        _some(part, 2, 3).map(Sum),
        st.tuples(part, part).map(lambda t: Sum((t[0], Negation(t[1])))),
        _some(part, 2, 3).map(Product),
        part.map(Negation),
        st.tuples(part, part).map(lambda q: Quotient(*q)),
        st.tuples(part, exponent).map(lambda p: Power(*p)),
        st.tuples(part, st.one_of(index, part)).map(lambda r: Root(*r)),
    ]


def _calls(part: Trees) -> list[Trees]:
    return [
        st.tuples(st.sampled_from(ONE), part).map(lambda c: Call(c[0], (c[1],))),
        st.tuples(st.sampled_from(TWO), part, part).map(lambda c: Call(c[0], c[1:])),
        _some(part, 2, 5).map(lambda a: Call("piecewise", a)),
        st.tuples(part, _names(), st.booleans()).map(lambda d: Derivative(*d)),
        st.tuples(part, _names(), st.integers(2, 23), st.booleans()).map(
            lambda d: HigherDerivative(*d)
        ),
    ]


def _verbs(part: Trees) -> list[Trees]:
    by = _names()
    big = st.sampled_from(["sum", "product"])
    names = _some(by, 1, 3).map(Vector)
    heads = st.sampled_from(["probability", "expectation", "variance", "covariance"])
    given = st.one_of(st.just(()), part.map(lambda p: (("given", p),)))
    sides = st.sampled_from(["left", "right"]).map(lambda side: (("side", Word(side)),))
    return [
        st.tuples(part, by).map(lambda a: Verb("integrate", a)),
        st.tuples(part, by, part, part).map(lambda a: Verb("integrate", a)),
        st.tuples(part, by, part).map(lambda a: Verb("limit", a)),
        st.tuples(part, by, part, sides).map(lambda a: Verb("limit", a[:3], a[3])),
        st.tuples(big, part).map(lambda a: Verb(a[0], a[1:])),
        st.tuples(big, part, by).map(lambda a: Verb(a[0], a[1:])),
        st.tuples(big, part, by, part, part).map(lambda a: Verb(a[0], a[1:])),
        part.map(lambda a: Verb("gradient", (a,))),
        st.tuples(part, st.one_of(by, names)).map(lambda a: Verb("gradient", a)),
        part.map(lambda a: Verb("hessian", (a,))),
        st.tuples(heads, part, given).map(lambda a: Verb(a[0], (a[1],), a[2])),
        st.tuples(part, part, part).map(
            lambda a: Verb("taylor", a[:2], (("about", a[2]), ("degree", Number("2"))))
        ),
    ]


def _structures(part: Trees) -> list[Trees]:
    operators = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~", "in", ":", "|"])
    row = _some(part, 2, 2)
    words = st.sampled_from(["or", "and", "union", "intersection", "without"])
    bound = st.tuples(_names(), part).map(lambda b: Relation("=", *b))
    return [
        st.tuples(_some(part, 1, 3), st.sampled_from(["[", "(", "<"])).map(lambda v: Vector(*v)),
        st.lists(row, min_size=1, max_size=2).map(lambda rows: Matrix(tuple(rows))),
        _some(part, 0, 3).map(Set),
        st.tuples(part, part).map(lambda p: Set((Relation("|", *p),))),
        st.tuples(part, part, st.booleans(), st.booleans()).map(lambda i: Interval(*i)),
        _some(part, 2, 3).map(Listing),
        st.tuples(operators, part, part).map(lambda r: Relation(*r)),
        st.tuples(words, _some(part, 2, 3)).map(lambda w: Logic(*w)),
        part.map(lambda p: Logic("not", (p,))),
        st.tuples(part, _some(bound, 1, 2)).map(lambda w: Where(*w)),
        st.tuples(part, _names(), _some(bound, 1, 2)).map(
            lambda w: Where(Derivative(w[0], w[1]), w[2])
        ),
    ]


def written_anew(table: Path, write: Callable[[str], str], *, rewriting: bool) -> str:
    """A table of `typed => written` with the right sides as they are now; put back if rewriting."""
    lines = table.read_text(encoding="utf-8").splitlines()
    typed = [line if line.startswith("#") else line.partition(" => ")[0] for line in lines]
    found = [f"{t} => {write(t)}" if t and not t.startswith("#") else t for t in typed]
    text = "\n".join(found) + "\n"
    if rewriting:
        table.write_text(text, encoding="utf-8")
    return text
