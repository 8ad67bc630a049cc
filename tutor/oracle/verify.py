"""Checks a certificate again, by other code than made it.

Trees are spelled out by the textbook (`spelling.py`), valued in exact fractions (`arithmetic.py`) or in
balls over the raw tree (`cas/enclose.py`). No stage, no graph and no budget has a part in this.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, islice
from typing import TYPE_CHECKING

from tutor.language.expr.build import number
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Negation,
    Number,
    Power,
    Quotient,
    Relation,
    Sum,
)
from tutor.language.expr.paths import free_names
from tutor.language.scope import EMPTY
from tutor.oracle.certificate import Counterexample, Evidence, Nothing, Proof
from tutor.oracle.checking import heads
from tutor.oracle.checking.arithmetic import Inexact, Undefined, residue, value
from tutor.oracle.checking.blocks import Block
from tutor.oracle.checking.slopes import Unspelled
from tutor.oracle.checking.spelling import (
    both_spelled,
    curves_of,
    plain,
    unknown_text,
    without_unknowns,
)
from tutor.oracle.field import infinity, letters, needs_complex, with_sizes
from tutor.oracle.points import points
from tutor.oracle.unevaluated import is_same_unevaluated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.cas.enclose import Value
    from tutor.oracle.certificate import Certificate
    from tutor.oracle.points.points import Gaussian, Point, Rational

POINTS = 30  # at which a proof is looked at again
HEADED = 2  # of them where an integral, a limit or a sum is worked out by numbers
EASY, DRAWN, CANDIDATES = 12, 120, 180
FILLED = 20  # values tried for names that a counterexample leaves out
SEED = "verify"
BITS = (300, 3_000)
SIZES = (2, 3)  # of the first letter in a symbolic shape; the next ones are one larger each
CLOSE = Fraction(1, 10**9)  # relative, of the value that a certificate writes
TINY = Fraction(1, 10**60)  # what may be left of a 0 in balls


def verify(certificate: Certificate, response: Expr, answer: Expr, scope: Scope = EMPTY) -> bool:
    """Whether a certificate holds for two expressions; one of kind `none` supports nothing.

    A counterexample is worked out again; a proof is looked at again at 30 fresh points of the domain.
    False as well where this code has no opinion.
    """
    if isinstance(certificate, Proof) and is_same_unevaluated(response, answer):
        return True
    if isinstance(certificate, Counterexample):
        sizes = {n: int(certificate.at[n]) for n in letters(scope) if n in certificate.at}
        scope = with_sizes(scope, sizes) if sizes else scope
    scope = heads.with_whole_bounds(scope, response, answer)
    try:
        if infinity(response) or infinity(answer) or _names_infinity(certificate):
            return _holds_of_infinities(certificate, response, answer, scope)
        curves = tuple(
            c for e in (*scope.conditions, response, answer) for c in curves_of(e, scope)
        )
        measure = _Measure(scope, curves, complex_=needs_complex(scope, response, answer))
        match certificate:
            case Counterexample():
                return _refutes(measure, certificate, response, answer)
            case Proof() | Evidence() if letters(scope):
                return all(_agree(m, response, answer) for m in _at_small_sizes(measure))
            case Proof() | Evidence():
                return _agree(measure, response, answer)
            case Nothing():
                return False
    except (Unspelled, RecursionError, OverflowError):
        return False


def _holds_of_infinities(
    certificate: Certificate, response: Expr, answer: Expr, scope: Scope
) -> bool:
    """What grows without bound is equal to itself alone; a number is none of it where it has a value."""
    ends = (heads.infinite(response, scope), heads.infinite(answer, scope))
    if all(ends):
        same = Proof("identical") if ends[0] == ends[1] else Counterexample({}, *ends)
        return certificate == same
    if not any(ends) or not isinstance(certificate, Counterexample):
        return False
    texts = (certificate.response, certificate.answer)
    finite, text = (response, texts[0]) if ends[1] else (answer, texts[1])
    infinite = texts[1] if ends[1] else texts[0]
    at = {name: points.parse(value) for name, value in certificate.at.items()}
    measure = _Measure(scope, (), complex_=False)
    e = plain(finite, scope)
    if free_names(finite) != at.keys() or infinite not in ends:
        return False
    return measure.admits(at) and measure.close(e, text, at)


def _names_infinity(certificate: Certificate) -> bool:
    values = (
        (certificate.response, certificate.answer)
        if isinstance(certificate, Counterexample)
        else ()
    )
    return "oo" in values or "-oo" in values


def _at_small_sizes(measure: _Measure) -> Iterator[_Measure]:
    """The same question with numbers for the letters in the shapes of its matrices."""
    for first in SIZES:
        sizes = {letter: first + k for k, letter in enumerate(letters(measure.scope))}
        yield _Measure(with_sizes(measure.scope, sizes), measure.curves, complex_=measure.complex)


class _Measure:
    """Values of plain trees at points of one question.

    Args:
        curves: plain trees that are 0 throughout: equations of the scope, curves of implicit derivatives.
    """

    def __init__(self, scope: Scope, curves: tuple[Expr, ...], *, complex_: bool) -> None:
        self.scope = scope
        self.curves = curves
        self.complex = complex_

    def exact(self, e: Expr, at: Point) -> Fraction | None:
        """The rational value, or None where it is not known to be one. Raises: Undefined."""
        rational = {name: Fraction(v) for name, v in at.items() if not isinstance(v, tuple)}
        if len(rational) != len(at):
            return None
        try:
            return value(e, rational)
        except Inexact:
            return None

    def ball(self, e: Expr, at: Point, bits: int) -> Value:
        """The value in balls."""
        from tutor.oracle.cas.enclose import enclose

        return enclose(e, at, self.scope, bits=bits, complex=self.complex, by_numbers=True)

    def status(self, e: Expr, at: Point) -> str:
        """`value`, `undefined` or `unclear`."""
        try:
            if self.exact(e, at) is not None:
                return "value"
        except Undefined:
            return "undefined"
        return self.ball(e, at, BITS[0]).status

    def apart(self, one: Expr, other: Expr, at: Point) -> bool | None:
        """True where two trees are proved to differ, False where they agree to the last digit we can
        see, None where one of them has no value.
        """
        try:
            left, right = self.exact(one, at), self.exact(other, at)
        except Undefined:
            return None
        if left is not None and right is not None:
            return left != right
        if self._residues_differ(one, other, at):
            return True
        for bits in BITS:
            first, second = self.ball(one, at, bits), self.ball(other, at, bits)
            if first.status != "value" or second.status != "value":
                return None
            apart = first.apart_from(second)
            if apart is not None:
                return apart
        return False

    def _residues_differ(self, one: Expr, other: Expr, at: Point) -> bool:
        rational = {name: Fraction(v) for name, v in at.items() if not isinstance(v, tuple)}
        try:
            return residue(one, rational) != residue(other, rational)
        except ArithmeticError:
            return False

    def sign(self, e: Expr, at: Point) -> int | None:
        """-1, 0 or 1; None where unclear or undefined."""
        try:
            found = self.exact(e, at)
        except Undefined:
            return None
        if found is None:
            return self.ball(e, at, BITS[0]).sign()
        return (found > 0) - (found < 0)

    def admits(self, at: Point) -> bool:
        """Whether the kinds of the names and the conditions of the scope allow a point."""
        for name, domain in points.domains(self.scope, tuple(at)).items():
            coordinate = at[name]
            if isinstance(coordinate, tuple):
                if not domain.complex:
                    return False
            elif coordinate not in domain:
                return False
        return all(self._holds(condition, at) for condition in self.scope.conditions)

    def _holds(self, condition: Expr, at: Point) -> bool:
        match condition:
            case Relation(operator, left, right):
                return self._compares(operator, left, right, at)
            case Chain(operands, operators):
                links = zip(operators, operands[:-1], operands[1:], strict=True)
                return all(self._compares(op, left, right, at) for op, left, right in links)
            case _:
                return False

    def _compares(self, operator: str, left: Expr, right: Expr, at: Point) -> bool:
        difference = Sum((plain(left, self.scope), Negation(plain(right, self.scope))))
        if not free_names(difference) <= at.keys():
            return True  # about names that do not occur in the question
        sign = self.sign(difference, at)
        signs = {"=": (0,), "!=": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}
        return sign in signs.get(operator, ())

    def on_the_curves(self, at: Point) -> Point:
        """The point with one coordinate moved for every curve that is a line in it, so as to lie on it."""
        moved: dict[str, Rational | Gaussian] = dict(at)
        for curve in self.curves:
            for name in sorted(free_names(curve) & moved.keys()):
                values = [self._exact_or_none(curve, {**moved, name: k}) for k in (0, 1)]
                start, next_ = values
                if start is None or next_ is None or start == next_:
                    continue
                landed = {**moved, name: start / (start - next_)}
                if self._exact_or_none(curve, landed) == 0:
                    moved = landed
                    break
        return moved

    def _exact_or_none(self, e: Expr, at: Point) -> Fraction | None:
        try:
            return self.exact(e, at)
        except Undefined:
            return None

    def close(self, e: Expr, text: str, at: Point) -> bool:
        """Whether a tree has the value that a certificate writes; complex ones are not read back."""
        mantissa, _, exponent = text.partition("e")
        try:
            written = Fraction(mantissa)
        except ValueError:
            return self.complex
        if exponent:
            e = Quotient(e, Power(Number("10"), number(int(exponent))))
        gap = Call("abs", (Sum((e, Negation(number(written)))),))
        room = number(CLOSE * abs(written) if written else TINY)
        return self.sign(Sum((room, Negation(gap))), at) in (0, 1)


def _refutes(measure: _Measure, found: Counterexample, response: Expr, answer: Expr) -> bool:
    """Whether the two sides differ in shape, or have different values at the point."""
    one, other = both_spelled(response, answer, measure.scope)
    if _shape(one) != _shape(other):
        return not found.where
    left, right = _entry(one, found.where), _entry(other, found.where)
    at = {name: points.parse(text) for name, text in found.at.items() if "(" not in name}
    unknown = {name: points.parse(text) for name, text in found.at.items() if "(" in name}
    missing = tuple(sorted((free_names(left) | free_names(right)) - at.keys()))
    # a name that the certificate leaves out may have any value
    for rest in islice(
        _fresh(measure, missing), HEADED if heads.has_heads(left, right) else FILLED
    ):
        whole = {**at, **rest}
        known = [_known(measure, e, whole, unknown) for e in (left, right)]
        if measure.admits(whole) and _differ(measure, found, known[0], known[1], whole):
            return True
    return False


def _differ(measure: _Measure, found: Counterexample, left: Expr, right: Expr, at: Point) -> bool:
    """Whether the two sides have the values that the certificate says, and these differ."""
    if found.response == "undefined":
        return _nowhere(measure, left) and measure.close(right, found.answer, at)
    if found.answer == "undefined":
        return _nowhere(measure, right) and measure.close(left, found.response, at)
    if measure.apart(left, right, at) is not True:
        return False
    if any(measure.sign(curve, at) != 0 for curve in measure.curves):
        return False
    return measure.close(left, found.response, at) and measure.close(right, found.answer, at)


def _known(measure: _Measure, e: Expr, at: Point, unknown: Point | None) -> Expr:
    """The tree with numbers for unknown functions: those of a certificate, or any of our own."""

    def key(call: Call) -> str:
        try:
            inside = [measure.exact(argument, at) for argument in call.arguments]
        except Undefined:
            inside = [None]
        return unknown_text(call.function, inside)

    def value_of(call: Call) -> Expr:
        text = key(call)
        found = _drawn(text) if unknown is None else unknown.get(text)
        if found is None or isinstance(found, tuple):
            raise Unspelled
        return number(found)

    return without_unknowns(e, value_of)


def _drawn(text: str) -> Rational:
    """A number for a value of an unknown function: the same text always gives the same number."""
    found = next(points.seeded({text: points.Domain()}, SEED))[text]
    assert not isinstance(found, tuple)
    return found


def _nowhere(measure: _Measure, e: Expr) -> bool:
    """Whether a side is undefined wherever one looks, and proved to be so somewhere."""
    names = tuple(sorted(free_names(e)))
    found = [measure.status(e, at) for at in islice(_fresh(measure, names), POINTS)]
    return "value" not in found and "undefined" in found


def _agree(measure: _Measure, response: Expr, answer: Expr) -> bool:
    """Whether the two sides agree at every fresh point where both have a value, and such points exist."""
    one, other = both_spelled(response, answer, measure.scope)
    if _shape(one) != _shape(other):
        return False
    pairs = zip(_entries(one), _entries(other), strict=True)
    return all(_agree_in(measure, left, right) for left, right in pairs)


def _agree_in(measure: _Measure, left: Expr, right: Expr) -> bool:
    if left == right and not free_names(left):
        return measure.status(left, {}) != "undefined"
    names = tuple(sorted(free_names(left) | free_names(right)))
    agreed, wanted = 0, HEADED if heads.has_heads(left, right) else POINTS
    for at in islice(_fresh(measure, names), CANDIDATES):
        one, other = (_known(measure, e, at, None) for e in (left, right))
        apart = measure.apart(one, other, at)
        if apart:
            return False
        agreed += apart is False
        if agreed == wanted:
            return True
    return agreed > 0


def _fresh(measure: _Measure, names: tuple[str, ...]) -> Iterator[Point]:
    """Admissible points, drawn from a seed of our own; the empty one if there are no names."""
    if not names:
        yield {}
        return
    where = points.domains(measure.scope, names)
    small = points.small(where)
    candidates = chain(islice(small, EASY), islice(points.seeded(where, SEED), DRAWN), small)
    yield from (at for at in map(measure.on_the_curves, candidates) if measure.admits(at))


def _shape(side: Expr | Block) -> tuple[int, ...]:
    return (side.rows, side.columns) if isinstance(side, Block) else ()


def _entries(side: Expr | Block) -> tuple[Expr, ...]:
    return side.entries if isinstance(side, Block) else (side,)


def _entry(side: Expr | Block, where: tuple[int, ...]) -> Expr:
    """One entry by its position, or by its row and column. Raises: Unspelled."""
    if not isinstance(side, Block):
        if where:
            raise Unspelled
        return side
    match where:
        case (k,) if k < len(side.entries):
            return side.entries[k]
        case (i, j) if i < side.rows and j < side.columns:
            return side.entries[i * side.columns + j]
        case _:
            raise Unspelled
