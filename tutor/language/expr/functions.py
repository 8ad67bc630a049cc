"""The functions the language knows, once: names, other spellings, number of arguments.

Everything that needs to know whether a word is a function (lexer, writers, oracle, rules) looks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.expr.naming import GREEK

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    Args:
        name: the one name that trees use.
        spellings: what else a learner may type, without the backslash of LaTeX.
        arity: smallest and largest number of arguments.
        latex: how LaTeX writes it; None where a writer has its own form (bars, roots, superscripts).
    """

    name: str
    spellings: tuple[str, ...] = ()
    arity: tuple[int, int] = (1, 1)
    latex: str | None = None


_SCALAR = (
    Function("sin", latex=r"\sin"),
    Function("cos", latex=r"\cos"),
    Function("tan", ("tg",), latex=r"\tan"),
    Function("cot", ("ctg", "cotan"), latex=r"\cot"),
    Function("sec", latex=r"\sec"),
    Function("csc", ("cosec",), latex=r"\csc"),
    Function("asin", ("arcsin",), latex=r"\arcsin"),
    Function("acos", ("arccos",), latex=r"\arccos"),
    Function("atan", ("arctan", "arctg"), latex=r"\arctan"),
    Function("acot", ("arccot", "arcctg"), latex=r"\operatorname{arccot}"),
    Function("asec", ("arcsec",), latex=r"\operatorname{arcsec}"),
    Function("acsc", ("arccsc",), latex=r"\operatorname{arccsc}"),
    Function("sinh", latex=r"\sinh"),
    Function("cosh", latex=r"\cosh"),
    Function("tanh", latex=r"\tanh"),
    Function("coth", latex=r"\coth"),
    Function("sech", latex=r"\operatorname{sech}"),
    Function("csch", ("cosech",), latex=r"\operatorname{csch}"),
    Function("asinh", ("arcsinh", "arsinh"), latex=r"\operatorname{arsinh}"),
    Function("acosh", ("arccosh", "arcosh"), latex=r"\operatorname{arcosh}"),
    Function("atanh", ("arctanh", "artanh"), latex=r"\operatorname{artanh}"),
    Function("exp", latex=r"\exp"),
    Function("log", ("ln",), (1, 2), r"\ln"),
    Function("log2", latex=r"\log_{2}"),
    Function("log10", ("lg",), latex=r"\log_{10}"),
    Function("abs", ("Abs",)),
    Function("sign", ("sgn", "signum"), latex=r"\operatorname{sign}"),
    Function("floor"),
    Function("ceiling", ("ceil",)),
    Function("max", arity=(1, 99), latex=r"\max"),
    Function("min", arity=(1, 99), latex=r"\min"),
    Function("gcd", arity=(2, 99), latex=r"\gcd"),
    Function("lcm", arity=(2, 99), latex=r"\operatorname{lcm}"),
    Function("sigmoid", ("logistic",), latex=r"\operatorname{sigmoid}"),
    Function("gammafn", ("Gammafn",), latex=r"\Gamma"),
    Function("erf", latex=r"\operatorname{erf}"),
    Function("factorial"),
    Function("binomial", ("nCr", "binom"), (2, 2)),
    Function("re", latex=r"\operatorname{Re}"),
    Function("im", latex=r"\operatorname{Im}"),
    Function("conjugate", ("conj",)),
    Function("arg", latex=r"\arg"),
    Function("percent"),
    Function("degrees"),
)
_MATRIX = (
    Function("transpose"),
    Function("adjoint"),
    Function("det", latex=r"\det"),
    Function("trace", ("tr",), latex=r"\operatorname{tr}"),
    Function("rank", latex=r"\operatorname{rank}"),
    Function("inverse", ("inv",)),
    Function("norm", arity=(1, 2)),
    Function("dot", arity=(2, 2)),
    Function("cross", arity=(2, 2)),
    Function("diag", arity=(1, 99), latex=r"\operatorname{diag}"),
)
_BY_CASES = (Function("piecewise", ("Piecewise",), (2, 99)),)

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {f.name: f for f in (*_SCALAR, *_MATRIX, *_BY_CASES)}
)
SPELLINGS: Mapping[str, str] = MappingProxyType(
    {word: f.name for f in FUNCTIONS.values() for word in (f.name, *f.spellings)}
)
ELEMENTARY = frozenset(f.name for f in _SCALAR)
LIKELY_FUNCTIONS = frozenset("fghFGH")  # letters that people give to functions


def is_likely_field(name: str) -> bool:
    """Whether a name right behind `∇` is all that it takes: `∇f`, `∇φ`, `∇L`, where `∇x^2` takes a factor."""
    return name in LIKELY_FUNCTIONS or name in GREEK or (len(name) == 1 and name.isupper())


# The families of distributions, with what else each is called.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Normal": ("normal", "Gaussian", "gaussian", "N"),
        "Bernoulli": ("bernoulli", "Bern", "Ber"),
        "Binomial": ("Bin",),
        "Poisson": ("poisson", "Poi", "Po"),
        "Geometric": ("geometric", "Geom"),
        "Uniform": ("uniform", "Unif", "U"),
        "Exponential": ("exponential", "Exp"),
        "Gamma": (),
        "Beta": ("beta",),
        "Dirichlet": ("dirichlet",),
        "Categorical": ("categorical",),
        "StudentT": ("studentt",),
    }
)
SET_OPERATIONS = frozenset({"union", "intersection", "without"})
# The words for sets of numbers, with the letter of each.
SETS_OF_NUMBERS: Mapping[str, str] = MappingProxyType(
    {"reals": "R", "naturals": "N", "integers": "Z", "rationals": "Q", "complexes": "C"}
)
