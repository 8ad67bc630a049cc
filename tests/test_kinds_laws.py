"""Kinds and shapes are those that NumPy finds with random numbers, and where NumPy fails the reader refuses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tutor.language.expr.nodes import (
    Call,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)
from tutor.language.expr.paths import replace_at, subexpressions, transform
from tutor.language.kinds import fault_in, kind_of
from tutor.language.notation import declare, read
from tutor.language.scope import EMPTY
from tutor.language.writing import to_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tutor.language.expr.nodes import Expr
    from tutor.language.kinds import Kind

    Trees: TypeAlias = "st.SearchStrategy[Expr]"
    Value: TypeAlias = "float | NDArray[np.float64]"

SIZES = (2, 3, 4)
VECTORS = {f"{letter}_{n}": n for n in SIZES for letter in "uv"}
MATRICES = {f"A_{m}{n}": (m, n) for m in SIZES for n in SIZES}
SCOPE = declare(
    {name: f"vector({n})" for name, n in VECTORS.items()}
    | {name: f"matrix({m},{n})" for name, (m, n) in MATRICES.items()}
    | {"s": "real"}
)
Shape: TypeAlias = "tuple[int, ...]"


def called(function: str, *arguments: Expr) -> Expr:
    return Call(function, arguments)


def number(n: int) -> Expr:
    return Number(str(n))


@cache
def shaped(shape: Shape, depth: int, *, literal: bool) -> Trees:
    """Trees of a shape: `()`, `(n, 1)` for a vector, `(1, n)` for a row, `(m, n)`."""
    leaf = _leaf(shape, literal=literal)
    if depth == 0:
        return leaf

    def part(of: Shape) -> Trees:
        return shaped(of, depth - 1, literal=literal)

    size = st.sampled_from(SIZES)
    alike = [
        st.tuples(part(shape), part(shape)).map(Sum),
        part(shape).map(Negation),
        st.tuples(part(()), part(shape)).map(Product),
        st.tuples(part(shape), part(())).map(lambda pair: Quotient(*pair)),
    ]
    if shape == ():
        own = [
            size.flatmap(lambda n: st.tuples(part((1, n)), part((n, 1)))).map(Product),
            size.flatmap(lambda n: part((n, n))).map(lambda e: called("det", e)),
            size.flatmap(lambda n: part((n, n))).map(lambda e: called("trace", e)),
            size.flatmap(lambda n: part((n, 1))).map(lambda e: called("norm", e)),
            size.flatmap(lambda n: st.tuples(part((n, 1)), part((n, 1)))).map(
                lambda p: called("dot", *p)
            ),
        ]
    else:
        rows, columns = shape
        own = [
            size.flatmap(lambda k: st.tuples(part((rows, k)), part((k, columns)))).map(Product),
            part((columns, rows)).map(lambda e: called("transpose", e)),
        ]
        if 1 not in shape:
            own.append(st.tuples(part((rows, 1)), part((1, columns))).map(Product))
        if rows == columns:
            own += [
                part(shape).map(lambda e: called("inverse", e)),
                st.tuples(part(shape), st.integers(2, 3)).map(lambda p: Power(p[0], number(p[1]))),
            ]
        if shape == (3, 1):
            own.append(st.tuples(part(shape), part(shape)).map(lambda p: called("cross", *p)))
    return st.one_of(leaf, *alike, *own)


def _leaf(shape: Shape, *, literal: bool) -> Trees:
    digits = st.integers(1, 9).map(number)
    if shape == ():
        return st.one_of(digits, st.just(Symbol("s")))
    rows, columns = shape
    if columns == 1:
        named: Trees = st.sampled_from([Symbol(v) for v, n in VECTORS.items() if n == rows])
        written: Trees = st.lists(digits, min_size=rows, max_size=rows).map(
            lambda e: Vector(tuple(e))
        )
    elif rows == 1:
        return _leaf((columns, 1), literal=literal).map(lambda e: called("transpose", e))
    else:
        named = st.just(Symbol(f"A_{rows}{columns}"))
        row = st.lists(digits, min_size=columns, max_size=columns).map(tuple)
        written = st.lists(row, min_size=rows, max_size=rows).map(lambda r: Matrix(tuple(r)))
    return st.one_of(named, written) if literal else named


def any_shape(depth: int, *, literal: bool) -> Trees:
    shapes = [(), *((n, 1) for n in SIZES), *((1, n) for n in SIZES), *MATRICES.values()]
    return st.sampled_from(shapes).flatmap(lambda of: shaped(of, depth, literal=literal))


class Undefined(Exception):  # noqa: N818 an outcome, not an error
    """NumPy, or a teacher, would not work this out."""


def value(e: Expr, chance: np.random.Generator) -> Value:
    """What NumPy makes of a tree, with random numbers; vectors are columns."""
    match e:
        case Number():
            return float(chance.normal())
        case Symbol(name) if name in VECTORS:
            return chance.normal(size=(VECTORS[name], 1))
        case Symbol(name) if name in MATRICES:
            return chance.normal(size=MATRICES[name])
        case Symbol():
            return float(chance.normal())
        case Vector(entries):
            return np.array([[value(entry, chance)] for entry in entries])
        case Matrix(rows):
            return np.array([[value(entry, chance) for entry in row] for row in rows])
        case Sum(terms):
            found = [value(term, chance) for term in terms]
            if len({np.shape(one) for one in found}) > 1:
                raise Undefined
            return sum(found[1:], found[0])
        case Negation(operand):
            return -value(operand, chance)
        case Product((left, right)):
            return times(value(left, chance), value(right, chance))
        case Quotient(above, below):
            top, bottom = value(above, chance), value(below, chance)
            if np.shape(bottom):
                raise Undefined
            return top / bottom
        case Power(base, Number(text)):
            found_base = value(base, chance)
            if not np.shape(found_base):
                return float(found_base) ** int(text)
            return np.asarray(np.linalg.matrix_power(found_base, int(text)))
        case Call(function, arguments):
            return applied(function, [value(argument, chance) for argument in arguments])
        case _:
            raise AssertionError(e)


def times(left: Value, right: Value) -> Value:
    if not np.shape(left) or not np.shape(right):
        return left * right
    made = np.matmul(left, right)
    return float(made[0, 0]) if made.shape == (1, 1) else made


def applied(function: str, values: list[Value]) -> Value:
    first = values[0]
    if function in ("dot", "cross"):
        lines = [np.ravel(one) for one in values if np.shape(one) and 1 in np.shape(one)]
        if len(lines) < 2 or lines[0].size != lines[1].size:
            raise Undefined
        if function == "dot":
            return float(lines[0] @ lines[1])
        if lines[0].size != 3:
            raise Undefined
        return np.asarray(np.cross(lines[0], lines[1])).reshape(3, 1)
    if not np.shape(first):
        return first
    match function:
        case "transpose":
            return np.transpose(first)
        case "norm":
            return float(np.linalg.norm(first))
        case "det":
            return float(np.linalg.det(first))
        case "inverse":
            if len(set(np.shape(first))) > 1:
                raise Undefined
            return np.asarray(np.linalg.pinv(first))  # a 3×2 matrix times a 2×3 one has no inverse
        case _:
            if len(set(np.shape(first))) > 1:
                raise Undefined
            return float(np.trace(first))


def shape_of(kind: Kind) -> tuple[int | str | None, ...]:
    match kind.sort:
        case "vector" | "sequence":
            return (*kind.shape, 1)
        case "transposed":
            return (1, *kind.shape)
        case _:
            return kind.shape


def fits(e: Expr) -> bool:
    with np.errstate(all="ignore"):
        try:
            value(e, np.random.default_rng(0))
        except (Undefined, ValueError, np.linalg.LinAlgError):
            return False
    return True


@given(any_shape(3, literal=True))
def test_the_shape_is_numpys(e: Expr) -> None:
    with np.errstate(all="ignore"):
        found = value(e, np.random.default_rng(0))

    assert fault_in(e, SCOPE) is None
    assert shape_of(kind_of(e, SCOPE)) == np.shape(found)
    assert kind_of(e, SCOPE).certain


@given(any_shape(2, literal=True))
def test_what_fits_is_read(e: Expr) -> None:
    assert read(to_text(e), SCOPE).tree == e


@given(any_shape(3, literal=False), st.integers(0, 99))
def test_exchanged_factors_are_refused_exactly_where_numpy_fails(e: Expr, which: int) -> None:
    products = [(path, p) for path, p in subexpressions(e) if isinstance(p, Product)]
    if products:
        path, product = products[which % len(products)]
        e = replace_at(e, path, Product(product.factors[::-1]))

    assert (fault_in(e, SCOPE) is None) == fits(e)


@given(any_shape(3, literal=True))
def test_nothing_is_refused_of_names_that_nobody_declared(e: Expr) -> None:
    def undeclared(part: Expr) -> Expr:
        return Symbol("q") if isinstance(part, Vector | Matrix) else part

    assert fault_in(transform(e, undeclared), EMPTY) is None


def test_many_parts_take_no_longer_than_their_number() -> None:
    """Each part is looked at once: a walk that asked twice at each level would not end."""
    e: Expr = Symbol("A_22")
    for _ in range(60):
        e = called("transpose", Negation(e))

    assert kind_of(e, SCOPE).shape == (2, 2)
