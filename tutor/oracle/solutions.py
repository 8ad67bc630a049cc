"""Whether two equations, inequalities or systems have the same solutions.

Proved in three ways: one side minus the other is a non-zero multiple on both lines; the two polynomials in
one name have the same factors, each counted once; the two linear systems have the same reduced form.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Listing, Logic, Relation
from tutor.oracle import exact, ladder, rows
from tutor.oracle.budget import Budget
from tutor.oracle.building.build import Builder
from tutor.oracle.building.differentiate import differentiate
from tutor.oracle.building.refusals import Unsupported
from tutor.oracle.certificate import Counterexample, Nothing, Proof
from tutor.oracle.conditions import Conditions
from tutor.oracle.field import needs_complex
from tutor.oracle.graph import univariate
from tutor.oracle.graph.graph import Graph
from tutor.oracle.points import domain, witness
from tutor.oracle.stage import Pair, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.graph.graph import Rational

WIDE = 20
UNDECIDED = Nothing(("same_solutions",))
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def same_solutions(before: Expr, after: Expr, scope: Scope) -> Certificate:
    """Whether two lines hold at the same points where both are defined."""
    graph = Graph(scope, complex=needs_complex(scope, before, after))
    match before, after:
        case Relation(one, _, _), Relation(other, _, _) if "=" != one != "!=":
            return _same_inequality(graph, before, after, scope, flipped=one != other)
        case Listing(first), Listing(second):
            return _same_system(graph, first, second, scope)
        case _:
            return _same_zeros(graph, before, after, scope)


def _same_zeros(graph: Graph, before: Expr, after: Expr, scope: Scope) -> Certificate:
    pair = Pair(
        graph,
        _zero_form(graph, after, scope),
        _zero_form(graph, before, scope),
        scope,
        Conditions(),
    )
    budget = Budget()
    factor = _constant_factor(pair, budget)
    if factor:
        return Proof("same_solutions", {"factor": str(factor)})
    shared = _same_polynomial_zeros(pair)
    if shared:
        return Proof("same_solutions", {"factors": shared})
    return _only_one_zero(pair, budget) or UNDECIDED


def _zero_form(graph: Graph, e: Expr, scope: Scope) -> Side:
    """An equation as left minus right; equations joined by `or` as the product of these."""
    builder = Builder(graph, scope)
    return Side(_difference(builder, e), builder.conditions)


def _difference(builder: Builder, e: Expr) -> int:
    match e:
        case Relation("=", left, right):
            return builder.graph.minus(builder.scalar(left), builder.scalar(right))
        case Logic("or", operands):
            return builder.graph.times(*(_difference(builder, part) for part in operands))
        case _:
            raise Unsupported("equation")


def _constant_factor(pair: Pair, budget: Budget) -> Rational:
    """The number c != 0 with response = c * answer wherever both are defined, or 0."""
    graph = pair.graph
    one, other = pair.response.root, pair.answer.root
    for point in domain.candidates(pair, pair.names()):
        known = exact.values(graph, [one, other], point, budget)
        top, bottom = known[one], known[other]
        if top is None or bottom is None:
            continue
        if not top and not bottom:
            continue
        if not top or not bottom:
            return 0
        factor = Fraction(top) / bottom
        scaled = Side(graph.scale(other, factor), pair.answer.conditions)
        same = Pair(graph, pair.response, scaled, pair.scope, pair.assumed)
        return factor if isinstance(ladder.decide(same), Proof) else 0
    return 0


def _same_polynomial_zeros(pair: Pair) -> int:
    """The number of factors that two polynomials in one name share if they share all, each once."""
    if len(pair.names()) != 1 or any(True for _ in pair.conditions()):
        return 0
    found = [univariate.polynomial(pair.graph, side.root) for side in (pair.response, pair.answer)]
    one, other = found
    if not one or not other or len(one) < 2 or len(other) < 2:
        return 0
    first, second = univariate.square_free(one), univariate.square_free(other)
    return len(first) - 1 if first == second else 0


def _only_one_zero(pair: Pair, budget: Budget) -> Counterexample | None:
    """A rational point that solves one line and not the other."""
    graph = pair.graph
    one, other = pair.response.root, pair.answer.root
    conditions = list(dict.fromkeys(pair.conditions()))
    roots = [one, other, *(id_ for _, id_ in conditions)]
    for point in chain(domain.candidates(pair, pair.names()), _whole_numbers(pair.names())):
        known = exact.values(graph, roots, point, budget)
        first, second = known[one], known[other]
        if first is None or second is None or (not first) == (not second):
            continue
        if all(exact.holds(graph, condition, known) for condition in conditions):
            words = ["a solution" if not value else "no solution" for value in (first, second)]
            return Counterexample(witness.written(point), words[0], words[1])
    return None


def _whole_numbers(names: tuple[str, ...]) -> Iterator[Mapping[str, Rational]]:
    """Where equations of exercises have their solutions; for one name only."""
    if len(names) == 1:
        yield from ({names[0]: value} for value in range(-WIDE, WIDE + 1))


def _same_inequality(
    graph: Graph, before: Expr, after: Expr, scope: Scope, *, flipped: bool
) -> Certificate:
    """Inequalities that are multiples: by a positive number, or by a negative one with the sign turned."""
    if not (isinstance(before, Relation) and isinstance(after, Relation)):
        return UNDECIDED
    if flipped and _FLIPPED.get(before.operator) != after.operator:
        return UNDECIDED
    sides = []
    for line in (after, before):
        builder = Builder(graph, scope)
        root = graph.minus(builder.scalar(line.left), builder.scalar(line.right))
        sides.append(Side(root, builder.conditions))
    factor = _constant_factor(Pair(graph, sides[0], sides[1], scope, Conditions()), Budget())
    if factor and (factor < 0) == flipped:
        return Proof("same_solutions", {"factor": str(factor)})
    return UNDECIDED


def _same_system(
    graph: Graph, before: Sequence[Expr], after: Sequence[Expr], scope: Scope
) -> Certificate:
    """Linear equations in the same names: the augmented matrices have the same row space."""
    builders = [Builder(graph, scope), Builder(graph, scope)]
    lines = [
        [_difference(builder, e) for e in part]
        for builder, part in zip(builders, (before, after), strict=True)
    ]
    if any(len(builder.conditions) for builder in builders):
        return UNDECIDED
    names = graph.free(*lines[0], *lines[1])
    matrices = [[_coefficients(graph, line, names) for line in part] for part in lines]
    return rows.same_row_space(graph, matrices[0], matrices[1])


def _coefficients(graph: Graph, line: int, names: Sequence[str]) -> list[int]:
    """The coefficients of a linear expression, the constant last. Raises: Unsupported."""
    zero = graph.number(0)
    found = [differentiate(graph, line, name, Conditions()) for name in names]
    if any(not graph.is_number(id_) for id_ in found):
        raise Unsupported("linear")
    start = graph.rebuild(line, {graph.name(name): zero for name in names}.get)
    return [*found, start]
