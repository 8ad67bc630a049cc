"""An equation typed in free play is a question: does it always hold? It is decided, with the reason."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tutor.language.expr.functions import FUNCTIONS
from tutor.language.expr.nodes import Call, Chain, Relation, Symbol
from tutor.language.expr.paths import free_names, subexpressions
from tutor.language.writing import to_text
from tutor.oracle import equal
from tutor.oracle.certificate import Counterexample, Evidence
from tutor.repl.speech import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope


def sides(line: Expr) -> tuple[Expr, ...]:
    """The sides of `a = b` or `a = b = c`; nothing for anything else."""
    match line:
        case Relation("=", left, right):
            return left, right
        case Chain(operands, operators) if set(operators) == {"="}:
            return operands
        case _:
            return ()


def is_definition(line: Expr) -> bool:
    """Whether a name or a function is given a meaning (`f(x) = x^2`): there is nothing to decide then."""
    match line:
        case Relation("=", Symbol(name), right):
            return name not in free_names(right)
        case Relation("=", Call(name, arguments)):
            return name not in FUNCTIONS and all(isinstance(a, Symbol) for a in arguments)
        case _:
            return False


def decided(line: Expr, scope: Scope) -> Iterator[Said]:
    """Whether an equation holds, side by side, up to the first two that differ or cannot be decided."""
    names = _names(line)
    everywhere = f" for all {_and(names)}" if names else ""
    is_proved = True
    for left, right in pairwise(sides(line)):
        found = equal(left, right, scope)
        match found.certificate:
            case Counterexample() as differ:
                yield Said(f"Not true{everywhere}: {_reason(differ, left, right)}.", "bad")
                return
            case _ if found.outcome == "undecided":
                yield Said("I could not decide that. Try a simpler form of it.", "unsure")
                return
            case Evidence():
                is_proved = False
            case _:
                pass
    if not is_proved:
        yield Said(f"True{everywhere} as far as I can compute; I have no proof.", "good")
    elif names:
        yield Said(f"True{everywhere}, wherever both sides have a value.", "good")
    else:
        yield Said("True.", "good")


def _reason(differ: Counterexample, left: Expr, right: Expr) -> str:
    point = _and([f"{name} = {value}" for name, value in differ.at.items()])
    where = f"at {point}, " if point else ""
    if "undefined" in (differ.response, differ.answer):
        part = left if differ.response == "undefined" else right
        return f"{where}{to_text(part)} has no value"
    one, other = differ.response, differ.answer
    if to_text(right) == other:
        return f"{where}{to_text(left)} is {one}, not {other}"
    return f"{where}{to_text(left)} is {one}, but {to_text(right)} is {other}"


def _names(line: Expr) -> list[str]:
    """The names in it, in the order written."""
    found = (part.name for _, part in subexpressions(line) if isinstance(part, Symbol))
    return list(dict.fromkeys(found))


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
