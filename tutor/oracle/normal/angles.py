"""Sine and cosine: addition formulas down to one pair of generators for each independent angle."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tutor.oracle.budget import Overrun
from tutor.oracle.cas import polynomials
from tutor.oracle.graph import kernels
from tutor.oracle.normal.field import single_slot

if TYPE_CHECKING:
    from collections.abc import Hashable
    from fractions import Fraction

    from tutor.oracle.normal.elements import Normal
    from tutor.oracle.normal.field import Element, Field

Angle: TypeAlias = "tuple[Element, Element]"
"""A cosine and a sine."""

MULTIPLE = 24  # of an angle: beyond it cos(k*x) is not multiplied out


def cosine_and_sine(normal: Normal, arg: Element) -> Angle:
    """The cosine and the sine of a sum of parts, by the addition formulas."""
    found = (normal.field.one, normal.field.zero)
    for k, (part, coef, value) in enumerate(normal.field.units(arg)):
        angle = _multiple(normal, part, coef, value)
        found = _added(normal.field, found, angle) if k else angle
    return found


def _added(field: Field, one: Angle, other: Angle) -> Angle:
    (cosine, sine), (c, s) = one, other
    return (
        field.plus(field.times(cosine, c), field.scaled(field.times(sine, s), -1)),
        field.plus(field.times(sine, c), field.times(cosine, s)),
    )


def _multiple(normal: Normal, part: Hashable, coef: int | Fraction, value: Element) -> Angle:
    """The cosine and the sine of `coef` times one part."""
    exact = _exact_turn(normal, coef, value)
    if exact is not None:
        return exact
    what = ("angle", part)
    divided = normal.field.divisions(what, coef.denominator)
    times = int(coef * divided)
    if abs(times) > MULTIPLE:
        raise Overrun("multiples")
    field = normal.field
    angle = _base_angle(normal, what, value, divided)
    cosine, sine = angle
    for _ in range(abs(times) - 1):
        cosine, sine = _added(field, (cosine, sine), angle)
    if abs(times) > 1:
        cosine = (field.reduced(cosine[0]), cosine[1])
        sine = (field.reduced(sine[0]), sine[1])
    return cosine, sine if times > 0 else field.scaled(sine, -1)


def _base_angle(normal: Normal, what: Hashable, value: Element, divided: int) -> Angle:
    inverse = _at_inverse(normal, value) if divided == 1 else None
    if inverse is not None:
        return inverse
    c, _ = normal.field.generator((what, "cos"))
    s, new = normal.field.generator(what)
    if new:
        normal.field.relate(what, 2, 1 - c * c)
    return (c, polynomials.one()), (s, polynomials.one())


def _at_inverse(normal: Normal, value: Element) -> Angle | None:
    """The cosine and the sine of asin u and of atan u, by u itself."""
    slot = single_slot(value[0])
    if slot not in normal.arguments:
        return None
    text, u = normal.arguments[slot]
    field = normal.field
    square = field.times(u, u)
    if text == "asin":
        return normal.root(field.plus(field.one, field.scaled(square, -1)), 2), u
    length = field.power(normal.root(field.plus(field.one, square), 2), -1)
    return length, field.times(u, length)


def _exact_turn(normal: Normal, coef: int | Fraction, value: Element) -> Angle | None:
    """The cosine and the sine of a multiple of pi that has an exact value."""
    if single_slot(value[0]) != normal.field.slots.get(("constant", "pi"), -2):
        return None
    graph = normal.graph
    arg = graph.scale(graph.constant("pi"), coef)
    found = []
    for text in ("cos", "sin"):
        id_ = kernels.function(graph, text, (arg,))
        if any(
            graph.node[part][0] == "function" and graph.node[part][1] in ("sin", "cos")
            for part in graph.order(id_)
        ):
            return None
        found.append(normal.element(id_))
    return found[0], found[1]
