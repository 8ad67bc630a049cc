"""How a line is tidied: quietly inside a step, and in steps of its own at the end.

Quiet is what a teacher does without a word, inside the part just written and on the way up from it.
The rest is offered in steps: fractions first, then powers, like terms, and brackets multiplied out only
where the line gets shorter by it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.derivation.strategy import (
    SUCCEED,
    ByKind,
    Check,
    atomic,
    check,
    innermost,
    orelse,
    repeat,
    repeat1,
    seq,
    try_,
    upwards,
    use,
)
from tutor.language.expr.build import rational
from tutor.language.expr.nodes import (
    Call,
    Constant,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import at, children
from tutor.language.expr.views import INERT, factors_of, is_one, size, split_sign

if TYPE_CHECKING:
    from tutor.derivation.strategy import (
        Strategy,
    )
    from tutor.language.expr.nodes import (
        Expr,
    )
    from tutor.language.expr.paths import Path


def finished(e: Expr) -> bool:
    """Whether to look inside: what is still to be done is left as it is, an equation to be solved is not."""
    return not isinstance(e, INERT) or (isinstance(e, Verb) and e.name == "solve_for")


def _stands_first(line: Expr, path: Path) -> bool:
    """Whether a minus here stands at the beginning of what is written, not between two terms."""
    if not path:
        return True
    parent = at(line, path[:-1])
    return not isinstance(parent, Negation) and not (isinstance(parent, Sum) and path[-1] > 0)


def _kinds(table: dict[type, Strategy]) -> ByKind:
    return ByKind(MappingProxyType(table))


_MINUS = orelse(use("alg.signs"), seq(Check(_stands_first), use("alg.leading_sign")))
_LIGHT = _kinds(
    {
        Sum: use("alg.drop_brackets", "alg.identities", "alg.signs"),
        Product: use("alg.drop_brackets", "alg.identities", "alg.signs"),
        Negation: orelse(use("alg.identities"), _MINUS),
        Quotient: use("alg.identities", "alg.signs"),
        Power: use("alg.identities"),
    }
)
_NUMBERS = _kinds({Product: use("alg.fold_numbers")})
_ARITHMETIC = _kinds(
    {
        Sum: use("alg.drop_brackets", "alg.identities", "alg.signs", "alg.fold_numbers"),
        Product: use("alg.drop_brackets", "alg.identities", "alg.signs", "alg.fold_numbers"),
        Negation: orelse(use("alg.identities"), _MINUS),
        Quotient: use("alg.identities", "alg.signs", "alg.fold_numbers", "alg.cancel_numbers"),
        Power: use("alg.identities", "alg.signs", "alg.fold_numbers", "alg.power_of_root"),
        Root: use("alg.fold_numbers"),
        Call: use("alg.known_values"),
    }
)
_ORDERED = _kinds(
    {
        **_ARITHMETIC.kinds,
        Product: use(
            "alg.drop_brackets", "alg.identities", "alg.signs", "alg.fold_numbers", "alg.sort"
        ),
    }
)

_INSIDE = seq(repeat(innermost(_ARITHMETIC, finished)), try_(use("alg.sort")))


def _unfinished(e: Expr) -> bool:
    return not finished(e)


FOLD = repeat(innermost(_ARITHMETIC, finished))
"""The arithmetic inside the part at the focus, and nothing else."""

SETTLE = seq(_INSIDE, upwards(_LIGHT, _unfinished))
"""The arithmetic inside the part just written, then zeros, ones, signs and brackets on the way up."""

SETTLE_NUMBERS = seq(_INSIDE, upwards(orelse(_LIGHT, _NUMBERS), _unfinished))
"""The same, and numbers multiplied on the way up: for steps whose own part is little more than a number."""

CLEAN = repeat(innermost(_ORDERED, finished))
"""All the arithmetic there is, everywhere: what follows from a step of algebra."""


def _plain(e: Expr) -> bool:
    """Whether a power of it is easier to read factor by factor: `(3*x)^2`, not `(x*sin(x))^2`."""
    match e:
        case Number() | Symbol() | Constant() | Root():
            return True
        case Power(base, _):
            return _plain(base)
        case Quotient(a, b):
            return _plain(a) and _plain(b)
        case Product(factors):
            return all(_plain(f) for f in factors)
        case Negation(u):
            return _plain(u)
        case _:
            return False


def _is_plain_power(e: Expr) -> bool:
    return isinstance(e, Power) and _plain(e.base)


def _smaller(before: Expr, after: Expr) -> bool:
    return size(after) < size(before)


def _has_bracket_to_expand(e: Expr) -> bool:
    """Whether a term of the sum is a product with a sum in it, and not too much comes of it."""
    if not isinstance(e, Sum):
        return False
    count = sum(_terms_expanded(term) for term in e.terms)
    return len(e.terms) < count <= _MOST_TERMS


def _terms_expanded(term: Expr) -> int:
    """How many terms a term becomes when it is multiplied out."""
    count = 1
    for factor in factors_of(term.operand if isinstance(term, Negation) else term):
        if isinstance(factor, Sum):
            count *= len(factor.terms)
        elif _is_square_of_two(factor):
            count *= 3
    return count


_MOST_TERMS = 16
_EXPANDED = ("alg.expand", "alg.square_binomial")


def _is_square_of_two(e: Expr) -> bool:
    return isinstance(e, Power) and isinstance(e.base, Sum) and e.exponent == Number("2")


def _outside_fractions(e: Expr) -> bool:
    return finished(e) and not isinstance(e, Quotient)


_LIKE_TERMS = _kinds({Sum: use("alg.distribute_sign", "alg.collect")})
_MULTIPLY_OUT = _kinds(
    {
        Sum: use("alg.distribute_sign", "alg.collect"),
        Product: use("alg.add_exponents", "alg.expand"),
        Power: use("alg.square_binomial"),
    }
)
_EXPAND = atomic(
    repeat1(orelse(innermost(_ORDERED, finished), innermost(_MULTIPLY_OUT, _outside_fractions))),
    lead=_EXPANDED,
    keep=_smaller,
)


def _step(*ids: str, then: Strategy = SUCCEED, lead: tuple[str, ...] = ()) -> Strategy:
    """One step of tidying, with all the arithmetic that follows from it.

    Args:
        then: what else belongs to the step.
        lead: which of its rules gives the step its name, if not the first.
    """
    return atomic(seq(use(*ids), CLEAN, then, upwards(_LIGHT, _unfinished)), lead=lead)


_CANCEL = repeat(seq(use("alg.cancel_factor"), CLEAN))
_COLLECT = repeat(seq(innermost(_kinds({Sum: use("alg.collect")}), finished), CLEAN))
_POWERS = _kinds(
    {
        Power: orelse(
            _step("alg.multiply_exponents"),
            seq(check(_is_plain_power), _step("alg.power_of_product")),
        ),
        Product: _step("alg.add_exponents", then=_COLLECT),
    }
)
_FRACTIONS = _kinds(
    {
        Product: _step(
            "alg.multiply_fractions",
            then=_CANCEL,
            lead=("alg.cancel_factor", "alg.multiply_fractions"),
        ),
        Quotient: _step(
            "alg.divide_fractions",
            "alg.clear_fractions",
            "alg.reciprocal_power",
            "alg.cancel_factor",
        ),
    }
)


def _shares_a_denominator(e: Expr) -> bool:
    """Whether all the fractions of a sum have the same denominator, and there are several."""
    if not isinstance(e, Sum):
        return False
    inner = [split_sign(term)[1] for term in e.terms]
    bottoms = [part.denominator for part in inner if isinstance(part, Quotient)]
    return len(bottoms) > 1 and len(set(bottoms)) == 1


_ADD_FRACTIONS = atomic(
    seq(
        atomic(
            seq(
                use("alg.common_denominator"),
                repeat(orelse(innermost(_ORDERED, finished), innermost(_LIKE_TERMS, finished))),
            ),
            keep=_smaller,
        ),
        CLEAN,
        _CANCEL,
        upwards(_LIGHT, _unfinished),
    )
)
_SUMS = _kinds(
    {
        Sum: orelse(
            seq(
                check(_has_bracket_to_expand),
                atomic(seq(_EXPAND, upwards(_LIGHT, _unfinished)), lead=_EXPANDED),
            ),
            _step("alg.distribute_sign", "alg.collect"),
            seq(check(_shares_a_denominator), _ADD_FRACTIONS),
        )
    }
)

TIDY = repeat(
    orelse(
        innermost(_POWERS, finished),
        innermost(_FRACTIONS, finished),
        innermost(_SUMS, finished),
        atomic(
            repeat1(innermost(_ORDERED, finished)),
            lead=("alg.fold_numbers", "alg.cancel_numbers", "alg.identities", "alg.signs"),
        ),
    )
)
"""Until nothing is left to tidy: an accepted final form. Powers first, then fractions, then sums."""


LAST_STEPS = seq(try_(atomic(seq(use("subst.value"), CLEAN))), TIDY)
"""What is left to do on a line with nothing to differentiate."""


def is_tidy(e: Expr) -> bool:
    """Whether a line needs no more tidying: nothing to do, no factor 1, no term 0, no number left to work out."""
    match e:
        case Sum(terms):
            return (
                all(is_tidy(t) for t in terms) and sum(rational(t) is not None for t in terms) < 2
            )
        case Product(factors):
            numbers = [f for f in factors if rational(f) is not None]
            return len(numbers) < 2 and not any(map(is_one, factors)) and all(map(is_tidy, factors))
        case _ if isinstance(e, (*INERT, Where)):
            return False
        case _:
            return all(is_tidy(child) for child in children(e))
