"""Trees spelled out: derivatives, values, vectors and matrices written as plain trees of numbers.

This is the second opinion behind `verify`: textbook rules on raw trees, nothing simplified, no graph.
What has no rule here raises `Unspelled` and is then not confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tutor.language.expr.build import number, product_of, sum_of
from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Derivative,
    HigherDerivative,
    Matrix,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Root,
    Sum,
    Symbol,
    Vector,
    Verb,
    Where,
)
from tutor.language.expr.paths import free_names, subexpressions, substitute, transform
from tutor.oracle.checking.blocks import (
    Block,
    block,
    bounded,
    crossed,
    determinant,
    dot,
    inverse,
    rank,
)
from tutor.oracle.checking.slopes import Unspelled, slope
from tutor.oracle.field import infinity
from tutor.oracle.unevaluated import written_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope


Spelled: TypeAlias = "Expr | Block"


def spelled(e: Expr, scope: Scope) -> Spelled:
    """The expression without names that have values, derivatives, verbs or matrix operations."""
    match e:
        case Number() | Constant():
            return e
        case Symbol(name):
            return _name(name, scope)
        case Sum(terms):
            return _sum([spelled(term, scope) for term in terms])
        case Negation(operand):
            return _each(spelled(operand, scope), Negation)
        case Product(factors):
            return _product([spelled(factor, scope) for factor in factors])
        case Quotient(top, bottom):
            below = plain(bottom, scope)
            return _each(spelled(top, scope), lambda part: Quotient(part, below))
        case Power(base, exponent):
            return _power(spelled(base, scope), plain(exponent, scope))
        case Root(radicand, index):
            return Root(plain(radicand, scope), plain(index, scope))
        case Call(function, arguments):
            return _call(function, [spelled(argument, scope) for argument in arguments])
        case Derivative(body, variable, partial):
            return _derivative(body, variable.name, 1, scope, partial=partial)
        case HigherDerivative(body, variable, order, partial):
            return _derivative(body, variable.name, order, scope, partial=partial)
        case Where(body, bindings):
            return spelled(body, _with_bindings(bindings, scope))
        case Vector(entries):
            return bounded(Block(len(entries), 1, tuple(plain(x, scope) for x in entries)))
        case Matrix(rows):
            flat = tuple(plain(x, scope) for row in rows for x in row)
            return bounded(Block(len(rows), len(rows[0]), flat))
        case Verb():
            return _verb(e, scope)
        case _:
            raise Unspelled


def plain(e: Expr, scope: Scope) -> Expr:
    """The same for an expression that must be a number. Raises: Unspelled."""
    found = spelled(e, scope)
    if isinstance(found, Block):
        raise Unspelled
    return found


def _name(name: str, scope: Scope) -> Spelled:
    if name in scope.given:
        rest = {other: found for other, found in scope.given.items() if other != name}
        return spelled(scope.given[name], replace(scope, given=rest))
    kind = scope.kind(name)
    if kind.is_scalar:
        return Symbol(name)
    if kind.base == "function" or any(isinstance(size, str) for size in kind.shape):
        raise Unspelled
    sizes = [int(size) for size in kind.shape]
    rows, columns = (sizes[0], 1) if kind.base == "vector" else sizes
    places = [(i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)]
    if kind.base == "vector":
        return bounded(Block(rows, 1, tuple(Symbol(f"{name}[{i}]") for i, _ in places)))
    if kind.base == "symmetric":
        places = [(min(place), max(place)) for place in places]
    return bounded(Block(rows, columns, tuple(Symbol(f"{name}[{i},{j}]") for i, j in places)))


def _head(e: Verb, body: Expr, x: str, ends: Sequence[Expr], scope: Scope) -> Verb:
    """The same head around what is spelled out; its own name stands for itself inside."""
    rest = {name: found for name, found in scope.given.items() if name != x}
    inside = plain(body, replace(scope, given=rest))
    places = [end if infinity(end) else plain(end, scope) for end in ends]
    return replace(e, arguments=(inside, Symbol(x), *places))


def _each(value: Spelled, change: Callable[[Expr], Expr]) -> Spelled:
    if isinstance(value, Block):
        return replace(value, entries=tuple(map(change, value.entries)))
    return change(value)


def _sum(values: Sequence[Spelled]) -> Spelled:
    blocks = [part for part in values if isinstance(part, Block)]
    if not blocks:
        return sum_of([part for part in values if not isinstance(part, Block)])
    first = blocks[0]
    numbers = [part for part in values if not isinstance(part, Block)]
    if numbers:
        blocks = [*blocks, _identity_times(numbers, first.rows)]
    same = all((b.rows, b.columns) == (first.rows, first.columns) for b in blocks)
    if not same:
        raise Unspelled
    return replace(
        first, entries=tuple(map(sum_of, zip(*(b.entries for b in blocks), strict=True)))
    )


def both_spelled(one: Expr, other: Expr, scope: Scope) -> tuple[Spelled, Spelled]:
    """Two sides; a multiple of I beside a matrix is spelled as a matrix."""
    left, right = spelled(one, scope), spelled(other, scope)
    if isinstance(left, Block) == isinstance(right, Block):
        return left, right
    try:
        if isinstance(left, Block):
            assert not isinstance(right, Block)
            return left, _identity_times([right], left.rows)
        assert isinstance(right, Block)
        return _identity_times([left], right.rows), right
    except Unspelled:
        return left, right


def _identity_times(numbers: Sequence[Expr], n: int) -> Block:
    """The multiples of I among the terms of a sum, as a block. Raises: Unspelled for other numbers."""
    diagonal = sum_of([_factor_of_identity(part) for part in numbers])
    entries = tuple(diagonal if i == j else Number("0") for i in range(n) for j in range(n))
    return Block(n, n, entries)


def _factor_of_identity(e: Expr) -> Expr:
    match e:
        case Symbol("I"):
            return Number("1")
        case Negation(inner):
            return Negation(_factor_of_identity(inner))
        case Product(factors) if factors.count(Symbol("I")) == 1:
            return product_of([factor for factor in factors if factor != Symbol("I")])
        case _:
            raise Unspelled


def _product(values: Sequence[Spelled]) -> Spelled:
    if not any(isinstance(part, Block) for part in values):
        return product_of([part for part in values if not isinstance(part, Block)])
    matrices = [part for part in values if part != Symbol("I")]
    found = matrices[0]
    for factor in matrices[1:]:
        found = _times(found, factor)
    return found


def _times(left: Spelled, right: Spelled) -> Spelled:
    if not isinstance(left, Block):
        return _each(right, lambda part: Product((left, part)))
    if not isinstance(right, Block):
        return _each(left, lambda part: Product((right, part)))
    if left.columns != right.rows:
        raise Unspelled
    entries = tuple(
        dot(left.row(i), right.column(j)) for i in range(left.rows) for j in range(right.columns)
    )
    if len(entries) == 1 and left.columns > 1:
        return entries[0]
    return bounded(Block(left.rows, right.columns, entries))


def _power(base: Spelled, exponent: Expr) -> Spelled:
    if not isinstance(base, Block):
        return Power(base, exponent)
    match exponent:
        case Number() as n if n.value.denominator == 1 and 0 < n.value <= 10:
            found: Spelled = base
            for _ in range(int(n.value) - 1):
                found = _times(found, base)
            return found
        case Negation(inner):
            return inverse(block(_power(base, inner)))
        case _:
            raise Unspelled


def _call(function: str, values: Sequence[Spelled]) -> Spelled:
    if not any(isinstance(part, Block) for part in values) and function != "diag":
        return Call(function, tuple(values))  # type: ignore[arg-type]
    match function, values:
        case "transpose", (Block() as a,):
            entries = tuple(part for k in range(a.columns) for part in a.column(k))
            return Block(a.columns, a.rows, entries)
        case "det", (Block() as a,):
            return determinant([a.row(k) for k in range(a.rows)])
        case "trace", (Block() as a,) if a.rows == a.columns:
            return sum_of([a.row(k)[k] for k in range(a.rows)])
        case "inverse", (Block() as a,):
            return inverse(a)
        case "rank", (Block() as a,):
            return number(rank([a.row(k) for k in range(a.rows)]))
        case "dot", (Block() as u, Block() as v) if len(u.entries) == len(v.entries):
            return dot(u.entries, v.entries)
        case "cross", (Block() as u, Block() as v) if len(u.entries) == len(v.entries) == 3:
            return Block(3, 1, tuple(crossed(u.entries, v.entries, k) for k in range(3)))
        case "norm" | "abs", (Block() as u,) if 1 in (u.rows, u.columns):
            return Root(dot(u.entries, u.entries), Number("2"))
        case _:
            raise Unspelled


# --- derivatives and verbs ---


def _without(scope: Scope, names: Sequence[str]) -> Scope:
    given = {name: found for name, found in scope.given.items() if name not in names}
    return replace(scope, given=given)


def _derivative(
    body: Expr, name: str, order: int, scope: Scope, *, partial: bool = False
) -> Spelled:
    given = sorted(free_names(body) & scope.given.keys()) if partial else []
    held = [other for other in given if not isinstance(spelled(Symbol(other), scope), Block)]
    names = (name, *held)
    found = spelled(body, _without(scope, names))
    for _ in range(order):
        found = _each(found, lambda part: slope(part, name))
    return _put_in(found, names, scope)


def _put_in(found: Spelled, names: Sequence[str], scope: Scope) -> Spelled:
    """Values for names that stood for themselves while a derivative was taken."""
    values = {name: plain(Symbol(name), scope) for name in names if name in scope.given}
    return _each(found, lambda part: substitute(part, values)) if values else found


def _with_bindings(bindings: Sequence[Expr], scope: Scope) -> Scope:
    given: dict[str, Expr] = dict(scope.given)
    for binding in bindings:
        match binding:
            case Relation("=", Symbol(name), bound):
                given[name] = bound
            case _:
                raise Unspelled
    return replace(scope, given=given)


def _verb(e: Verb, scope: Scope) -> Spelled:
    match e.name, e.arguments:
        case "implicit_diff", (Relation("=", left, right), Symbol(y), Symbol(x)):
            free = _without(scope, (y, x))
            curve = Sum((plain(left, free), Negation(plain(right, free))))
            found = Negation(Quotient(slope(curve, x), slope(curve, y)))
            return _put_in(found, (y, x), scope)
        case "solve_for", (Relation("=", left, right), unknown):
            free = _without(
                scope, tuple(free_names(unknown)) if isinstance(unknown, Symbol) else ()
            )
            difference = Sum((plain(left, free), Negation(plain(right, free))))
            return _line_solved(difference, plain(unknown, free))
        case "gradient", (body, Vector(names)):
            parts = [_block_or_tree(_derivative(body, _word(n), 1, scope)) for n in names]
            return Block(len(parts), 1, tuple(parts))
        case "jacobian", (Vector(bodies), Vector(names)):
            rows = [_derivative(b, _word(n), 1, scope) for b in bodies for n in names]
            return Block(len(bodies), len(names), tuple(map(_block_or_tree, rows)))
        case "hessian", (body, Vector(names)):
            second = [
                _derivative(Derivative(body, Symbol(_word(m))), _word(n), 1, scope)
                for m in names
                for n in names
            ]
            return Block(len(names), len(names), tuple(map(_block_or_tree, second)))
        case "sum" | "product", _ if (terms := written_out(e)) is not None:
            return spelled(terms, scope)
        case "integrate" | "limit" | "sum" | "product", (body, Symbol(x), *ends) if ends:
            return _head(e, body, x, ends, scope)
        case name, arguments if name in FUNCTIONS:
            return spelled(Call(name, arguments), scope)
        case _:
            raise Unspelled


def curves_of(e: Expr, scope: Scope) -> list[Expr]:
    """What is 0 throughout by an equation of the scope, or inside an expression by an implicit derivative."""
    if isinstance(e, Relation):
        if e.operator != "=":
            return []
        return [Sum((plain(e.left, scope), Negation(plain(e.right, scope))))]
    found: list[Expr] = []
    for _, part in subexpressions(e):
        match part:
            case Verb("implicit_diff", (Relation("=", left, right), *_)):
                found += curves_of(Relation("=", left, right), scope)
            case _:
                pass
    return found


def _word(e: Expr) -> str:
    if isinstance(e, Symbol):
        return e.name
    raise Unspelled


def _block_or_tree(value: Spelled) -> Expr:
    if isinstance(value, Block):
        raise Unspelled
    return value


def _line_solved(difference: Expr, unknown: Expr) -> Expr:
    """The zero of a line from its values at 0 and at 1."""

    def at(value: int) -> Expr:
        return transform(difference, lambda part: number(value) if part == unknown else part)

    start, next_ = at(0), at(1)
    return Negation(Quotient(start, Sum((next_, Negation(start)))))


def without_unknowns(e: Expr, value_of: Callable[[Call], Expr]) -> Expr:
    """Applications of unknown functions exchanged for numbers."""

    def change(part: Expr) -> Expr:
        is_unknown = isinstance(part, Call) and part.function not in FUNCTIONS
        return value_of(part) if is_unknown else part  # type: ignore[arg-type]

    return transform(e, change)


def unknown_text(function: str, arguments: Sequence[Fraction | None]) -> str:
    """How a certificate writes a value of an unknown function: `f(3/7)`, `f''(0)`."""
    return f"{function}({', '.join(map(str, arguments))})"
