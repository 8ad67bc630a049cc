"""Points at which two sides are compared: rationals inside what the scope says of each name.

The same request always gets the same points: a fixed list first, then far ones, then ones drawn from a
hash of the request. False pairs hide at integers, at equal coordinates, in [0,1] and in small
boxes, so the fixed list stays away from all of them, and no two names have the same value.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, TypeAlias

from tutor.language.expr.nodes import Chain, Relation, Symbol
from tutor.oracle.checking.arithmetic import Inexact, Undefined
from tutor.oracle.checking.arithmetic import value as value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

Rational: TypeAlias = "int | Fraction"
Gaussian: TypeAlias = tuple[Fraction, Fraction]
"""A complex rational: real and imaginary part."""
Point: TypeAlias = "Mapping[str, Rational | Gaussian]"

# All of different size, so that copies of the list shifted against each other never meet.
FIXED: tuple[Fraction, ...] = tuple(
    map(
        Fraction,
        (
            "3/7",
            "5/3",
            "-2/5",
            "7/2",
            "-9/4",
            "1/8",
            "-11/3",
            "13",
            "2/9",
            "-1/2",
            "17/5",
            "-6",
            "4/11",
            "-23/7",
            "8",
            "-1/13",
            "19/6",
        ),
    )
)
WHOLE: tuple[int, ...] = (3, 2, 5, -1, 4, 7, 1, -2, 6, 0, 9, -3, 10, 8, -4, 12, 11)
FAR: tuple[Fraction, ...] = tuple(
    map(Fraction, ("60", "-60", "1000000", "-1000000", "1/1000000", "99/100", "-101/100"))
)
SMALL: tuple[Fraction, ...] = tuple(map(Fraction, ("0", "1", "-1", "2", "1/2")))
_SHIFT = 3


@dataclass(frozen=True, slots=True)
class Domain:
    """Where one name may lie, as far as an interval can say it.

    Args:
        whole: whether only integers count.
        complex: whether complex numbers count.
        low, high: open ends; None where there is none.
        zero: whether 0 is allowed.
    """

    whole: bool = False
    complex: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    zero: bool = True

    def image(self, value: Fraction, whole: int) -> Rational:
        """A member made from any number: inside already, or folded in."""
        if self.whole:
            return self._whole(whole)
        size = abs(value)
        match self.low, self.high:
            case None, None:
                return value
            case low, None if low is not None:
                return low + size
            case None, high if high is not None:
                return high - size
            case low, high:
                assert low is not None
                assert high is not None
                return low + (high - low) * size / (1 + size)

    def _whole(self, value: int) -> int:
        low = None if self.low is None else floor(self.low) + 1
        high = None if self.high is None else ceil(self.high) - 1
        if low is not None and high is not None:
            found = low + abs(value) % max(1, high - low + 1)
        elif low is not None:
            found = low + abs(value)
        elif high is not None:
            found = high - abs(value)
        else:
            found = value
        return found if found or self.zero else (1 if low is None or low <= 1 else low)

    def __contains__(self, value: Rational) -> bool:
        """Whether a rational is admitted by the kind and by the closed interval."""
        if (self.whole and Fraction(value).denominator != 1) or (not value and not self.zero):
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def domains(scope: Scope, names: tuple[str, ...]) -> dict[str, Domain]:
    """What the kinds and those conditions of the scope say that bound one name by a number."""
    lows: dict[str, Fraction] = {}
    highs: dict[str, Fraction] = {}
    for condition in scope.conditions:
        for operator, left, right in _links(condition):
            _bound(operator, left, right, lows, highs)
    found: dict[str, Domain] = {}
    for name in names:
        base = scope.kind(name).base
        low = lows.get(name)
        if base in ("positive", "nonnegative"):
            low = max(low or Fraction(0), Fraction(0))
        found[name] = Domain(
            whole=base == "integer",
            complex=base == "complex",
            low=low,
            high=highs.get(name),
            zero=base not in ("positive", "nonzero"),
        )
    return found


def _links(condition: Expr) -> Iterator[tuple[str, Expr, Expr]]:
    match condition:
        case Relation(operator, left, right):
            yield operator, left, right
        case Chain(operands, operators):
            yield from zip(operators, operands[:-1], operands[1:], strict=True)
        case _:
            return


def _bound(
    operator: str, left: Expr, right: Expr, lows: dict[str, Fraction], highs: dict[str, Fraction]
) -> None:
    if operator not in ("<", "<=", ">", ">="):
        return
    smaller, larger = (left, right) if operator[0] == "<" else (right, left)
    if isinstance(larger, Symbol) and (low := _constant(smaller)) is not None:
        lows[larger.name] = max(lows.get(larger.name, low), low)
    if isinstance(smaller, Symbol) and (high := _constant(larger)) is not None:
        highs[smaller.name] = min(highs.get(smaller.name, high), high)


def _constant(e: Expr) -> Fraction | None:
    """The rational that an end of an interval is; another end is left to the conditions themselves."""
    try:
        return value_of(e, {})
    except (Inexact, Undefined):
        return None


# Sequences of points.


def fixed(where: Mapping[str, Domain]) -> Iterator[Point]:
    """The fixed list, shifted a different way for every name."""
    for i in range(len(FIXED)):
        yield _shifted(where, FIXED, i)


def far(where: Mapping[str, Domain]) -> Iterator[Point]:
    """Points far out, and points very near to 0 and to 1."""
    for i in range(len(FAR)):
        yield _shifted(where, FAR, i)


def small(where: Mapping[str, Domain]) -> Iterator[Point]:
    """Points that a person can check by hand, the easiest first."""
    count = len(SMALL)
    for stride in range(count if len(where) > 1 else 1):
        for i in range(count):
            values = [SMALL[(i + stride * k) % count] for k in range(len(where))]
            if all(value in domain for value, domain in zip(values, where.values(), strict=True)):
                yield dict(zip(where, values, strict=True))


def seeded(where: Mapping[str, Domain], seed: str) -> Iterator[Point]:
    """Rationals of large height drawn from a seed, without end."""
    i = 0
    while True:
        point: dict[str, Rational | Gaussian] = {}
        for name, domain in where.items():
            value, other = _draw(seed, name, i)
            inside = domain.image(value, floor(value))
            point[name] = (value, other) if domain.complex else inside
        yield point
        i += 1


def _shifted(where: Mapping[str, Domain], values: tuple[Fraction, ...], i: int) -> Point:
    point: dict[str, Rational | Gaussian] = {}
    for k, (name, domain) in enumerate(where.items()):
        position = i + _SHIFT * k
        round_, index = divmod(_SHIFT * k, len(values))
        value = values[(i + index) % len(values)]
        if round_:
            value = value * (1 + round_)
        if domain.complex:
            point[name] = (value, values[(position + 1) % len(values)])
        else:
            point[name] = domain.image(value, WHOLE[(i + _SHIFT * k) % len(WHOLE)] + round_)
    return point


def _draw(seed: str, name: str, i: int) -> tuple[Fraction, Fraction]:
    import hashlib  # OpenSSL behind it is slow to load, and most questions never come here

    digest = hashlib.sha256(f"{seed}|{name}|{i}".encode()).digest()
    return _fraction(digest[:12]), _fraction(digest[12:24])


def _fraction(octets: bytes) -> Fraction:
    """A number in (-8, 8), near 0 as often as not."""
    top = int.from_bytes(octets[:6], "big") - (1 << 47)
    bottom = int.from_bytes(octets[6:], "big") >> 2 | 1 << 44
    return Fraction(top, bottom)


def text(value: Rational | Gaussian) -> str:
    """A coordinate as certificates write it: `-3/7`, `1/2 + 2*i`."""
    if isinstance(value, tuple):
        real, imaginary = value
        joint = "-" if imaginary < 0 else "+"
        return f"{real} {joint} {abs(imaginary)}*i"
    return str(value)


def parse(written: str) -> Rational | Gaussian:
    """A coordinate as certificates write it. Raises: ValueError for anything else."""
    if written.endswith("*i"):
        real, joint, imaginary = written[:-2].split(" ")
        size = Fraction(imaginary)
        return Fraction(real), -size if joint == "-" else size
    return Fraction(written)
