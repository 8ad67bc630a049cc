r"""Which verbs are written with a sign of their own: `\int`, `\sum`, `\prod`, `\lim`, `\nabla`.

A verb that the signs cannot say (other options, a relation under the integral) is written as a call.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from tutor.language.expr.functions import is_likely_field
from tutor.language.expr.naming import GREEK
from tutor.language.expr.nodes import (
    Call,
    Chain,
    Constant,
    Interval,
    Listing,
    Logic,
    Negation,
    Product,
    Relation,
    Set,
    Symbol,
    Vector,
    Verb,
    Word,
)
from tutor.language.expr.paths import subexpressions

if TYPE_CHECKING:
    from typing import TypeAlias

    from tutor.language.expr.nodes import Expr

Sign: TypeAlias = Literal["integral", "sum", "product", "limit", "gradient", "hessian", ""]
REACHING: Final = frozenset({"sum", "product", "limit"})  # they take all of the product behind them
_NO_VALUES: Final = (Relation, Chain, Logic, Listing, Set, Interval, Word)
_PLAIN: Final = re.compile(r"([A-Za-z]+)(?:_([A-Za-z0-9]+))?")
_FUNCTION: Final = re.compile(r"[A-Za-z]'*")


def sign(e: Expr) -> Sign:
    """The sign with which `e` is written; empty if it is no verb, or one that is written as a call."""
    match e:
        case Verb("integrate", (body, Symbol(name), *bounds), ()) if len(bounds) in (0, 2):
            return "integral" if _follows_d(name) and _values(body, *bounds) else ""
        case Verb("limit", (body, at, place), options) if _goes(at) and _from_a_side(options):
            return "limit" if _values(body, place) else ""
        case Verb("sum" | "product" as name, (body, *index), ()):
            return _counted(name, body, index)
        case Verb("gradient" | "hessian" as name, (body, *by), ()):
            known = not by or (len(by) == 1 and _names(by[0]))
            return name if known and _values(body) else ""
        case _:
            return ""


def ends_open(e: Expr) -> bool:
    """Whether what is written last in `e` would take in a product, or a term, behind it."""
    match e:
        case Verb():
            return sign(e) in REACHING
        case Negation(operand):
            return ends_open(operand)
        case Product(factors):
            return ends_open(factors[-1])
        case _:
            return False


def is_one_thing(e: Expr) -> bool:
    """Whether a nabla right before `e` takes it and nothing behind it: a function, or its value."""
    match e:
        case Symbol(name):
            return is_likely_field(name)
        case Call(function):
            return _FUNCTION.fullmatch(function) is not None
        case _:
            return False


def _counted(name: str, body: Expr, index: list[Expr]) -> Sign:
    match index:
        case []:
            counted = ""
        case [Symbol(counted)]:
            pass
        case [Relation("in", Symbol(counted), _)]:
            pass
        case [Symbol(counted), lower, upper] if _values(lower, upper):
            pass
        case _:
            return ""
    unit = counted == "i" and any(part == Constant("i") for _, part in subexpressions(body))
    return name if _values(body) and not unit else ""  # type: ignore[return-value]


def _values(*parts: Expr) -> bool:
    return not any(isinstance(part, _NO_VALUES) for part in parts)


def _follows_d(name: str) -> bool:
    """Whether a name can stand behind the d of a differential: a letter, with a subscript at most."""
    found = _PLAIN.fullmatch(name)
    if found is None or name == "d":
        return False
    return len(found.group(1)) == 1 or found.group(1) in GREEK


def _names(e: Expr) -> bool:
    match e:
        case Symbol(name):
            return _follows_d(name)
        case Vector(entries, "["):
            return len(entries) > 1 and all(
                isinstance(x, Symbol) and _follows_d(x.name) for x in entries
            )
        case _:
            return False


def _goes(e: Expr) -> bool:
    match e:
        case Symbol():
            return True
        case Vector(entries, "("):
            return len(entries) > 1 and all(isinstance(x, Symbol) for x in entries)
        case _:
            return False


def _from_a_side(options: tuple[tuple[str, Expr], ...]) -> bool:
    return options == () or options in (
        (("side", Word("left")),),
        (("side", Word("right")),),
    )
