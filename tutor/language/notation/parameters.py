"""The parameters of the families: each has one name in trees, however a learner calls it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Number, Power, Relation, Symbol
from tutor.language.notation.tokens import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr

_SPELLINGS: dict[str, dict[str, str]] = {
    "Normal": {"mean": "mu m loc", "sd": "sigma std stdev stddev scale", "variance": "var sigma^2"},
    "Bernoulli": {"p": "prob probability theta"},
    "Binomial": {"n": "N size trials", "p": "prob probability theta"},
    "Poisson": {"rate": "lambda lam mu"},
    "Geometric": {"p": "prob probability theta"},
    "Uniform": {"a": "low lower min", "b": "high upper max"},
    "Exponential": {"rate": "lambda lam", "scale": "theta mean"},
    "Gamma": {"shape": "alpha k a", "rate": "beta lambda b", "scale": "theta"},
    "Beta": {"a": "alpha", "b": "beta"},
    "StudentT": {"df": "nu dof"},
}
_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        family: {word: name for name, words in rows.items() for word in listed(words)}
        for family, rows in _SPELLINGS.items()
    }
)


def canonical_parameter(family: str, argument: Expr) -> Expr:
    """The same argument with the family's own name for it: `sigma^2 = 4` of a Normal is `variance = 4`."""
    match argument:
        case Relation("=", Symbol(word) as left, value):
            name = _NAMES.get(family, {}).get(word)
        case Relation("=", Power(Symbol(word), Number("2")) as left, value):
            name = _NAMES.get(family, {}).get(f"{word}^2")
        case _:
            return argument
    if name is None:
        return argument
    return Relation("=", Symbol(name, span=left.span), value, span=argument.span)
