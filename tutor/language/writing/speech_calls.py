"""Speech of functions and verbs: "sine of x", "n choose k", "the integral from 0 to 1 of x d x"."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tutor.language.expr.nodes import Symbol, Word
from tutor.language.writing.drawn import construct, names_below
from tutor.language.writing.precedence import (
    ATOM,
    LOGIC,
    POSTFIX,
    PREFIX,
    PRODUCT,
    SUM,
)
from tutor.language.writing.spoken import AFTER, BETWEEN, FUNCTIONS, HEADS, after, name, word

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Call, Expr, Verb
    from tutor.language.writing.speech import Speaker

_SIDES: Final = MappingProxyType({"right": "the right", "left": "the left"})


def call_level(e: Call) -> int:
    """How tightly a function binds as it is said."""
    match e.function, e.arguments:
        case "log", (_, _):
            return PREFIX
        case function, (_, _) if function in BETWEEN:
            return PREFIX
        case "piecewise", _:
            return ATOM
        case function, (_,):
            return POSTFIX if function in AFTER else PREFIX
        case _:
            return ATOM


def call(speaker: Speaker, e: Call) -> str:
    """A function applied."""
    match e.function, e.arguments:
        case "piecewise", arguments:
            return _cases(speaker, arguments)
        case "log", (inside, base):
            return after(f"log base {speaker.part(base, ATOM)}", f"of {speaker.operand(inside)}")
        case function, (left, right) if function in BETWEEN:
            first, second = speaker.part(left, POSTFIX), speaker.part(right, POSTFIX)
            return after(first, f"{BETWEEN[function]} {second}")
        case function, (inside,) if function in AFTER:
            return after(speaker.part(inside, POSTFIX), AFTER[function])
        case function, (inside,):
            return f"{_head(function)} of {speaker.operand(inside)}"
        case function, arguments:
            return f"{_head(function)} of {_arguments(speaker.items(arguments))}"


def _head(function: str) -> str:
    return FUNCTIONS.get(function) or name(function)


def _arguments(said: str) -> str:
    return f"the arguments {said}, end arguments" if said else "no arguments"


def _cases(speaker: Speaker, arguments: tuple[Expr, ...]) -> str:
    said = "piecewise"
    for k in range(0, len(arguments), 2):
        value, *condition = arguments[k : k + 2]
        when = f"if {speaker.part(condition[0], LOGIC)}" if condition else "otherwise"
        said += f"{';' if k else ','} case {k // 2 + 1}: "
        said += after(speaker.part(value, LOGIC), when)
    return f"{said}; end piecewise"


def verb_level(e: Verb) -> int:
    """How tightly a thing to do binds as it is said."""
    match construct(e):
        case "sum" | "limit":
            return PRODUCT
        case "integral" | "nabla":
            return PREFIX
        case "head" if e.name in HEADS and not e.options:
            return PREFIX
        case _:
            return ATOM


def verb(speaker: Speaker, e: Verb) -> str:
    """A thing to do."""
    match construct(e), e.arguments:
        case "integral", (body, by, *bounds):
            said = f"the integral{from_to(speaker, bounds)}"
            return after(after(said, f"of {speaker.part(body, SUM)}"), f"d {speaker.say(by)}")
        case "sum", (body, *index):
            said = f"the {e.name}{_index(speaker, index)}"
            return after(said, f"of {speaker.part(body, PRODUCT)}")
        case "limit", (body, by, to):
            place = f"the limit as {speaker.say(by)} approaches {_bound(speaker, to)}"
            if e.options:
                place = after(place, _side(speaker, e.options[0][1]))
            return after(place, f"of {speaker.part(body, PRODUCT)}")
        case "nabla", (body, *by):
            return after(f"{HEADS[e.name]}{_by(speaker, by)}", f"of {speaker.operand(body)}")
        case "head", (inside,) if e.name in HEADS and e.options:
            given = speaker.part(e.options[0][1], LOGIC)
            return after(
                f"{HEADS[e.name]} of {speaker.operand(inside)}", f"given {given}, end given"
            )
        case "head", (inside,) if e.name in HEADS:
            return f"{HEADS[e.name]} of {speaker.operand(inside)}"
        case _, arguments:
            said = speaker.items(arguments)
            for key, value in e.options:
                option = f"with {word(key)} {speaker.part(value, LOGIC)}"
                said = after(said, option) if said else option
            return f"{word(e.name)} of {_arguments(said)}"


def _index(speaker: Speaker, index: list[Expr]) -> str:
    match index:
        case []:
            return ""
        case [by]:
            return f" over {speaker.part(by, ATOM)}"
        case _:
            by, lower, upper = index
            start = f"{speaker.part(by, ATOM)} equals {_bound(speaker, lower)}"
            return f" from {after(start, f'to {_bound(speaker, upper)}')}"


def from_to(speaker: Speaker, bounds: list[Expr]) -> str:
    """` from 0 to 1`; nothing without bounds."""
    if not bounds:
        return ""
    lower, upper = bounds
    return after(f" from {_bound(speaker, lower)}", f"to {_bound(speaker, upper)}")


def _bound(speaker: Speaker, e: Expr) -> str:
    """A bound, before an "of" or a "to": a quantity if it says such words itself."""
    said = speaker.part(e, SUM)
    if {"of", "to"}.isdisjoint(said.split()):
        return said
    return speaker.part(e, ATOM)


def _side(speaker: Speaker, side: Expr) -> str:
    if isinstance(side, Word) and side.text in _SIDES:
        return f"from {speaker.marked(side, _SIDES[side.text])}"
    return f"from the side {speaker.part(side, ATOM)}"


def _by(speaker: Speaker, by: list[Expr]) -> str:
    if not by:
        return ""
    names = names_below(by[0])
    if len(names) > 1 and all(isinstance(one, Symbol) for one in names):
        said = speaker.marked(by[0], " and ".join(map(speaker.say, names)))
        return f" with respect to {said}"
    return f" with respect to {speaker.part(by[0], ATOM)}"
