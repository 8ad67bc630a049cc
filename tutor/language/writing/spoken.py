"""The words of speech: functions, relations, names, ordinals; nothing here knows a tree."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from tutor.language.expr.naming import name_parts

FUNCTIONS: Final = MappingProxyType(
    {
        "sin": "sine",
        "cos": "cosine",
        "tan": "tangent",
        "cot": "cotangent",
        "sec": "secant",
        "csc": "cosecant",
        "asin": "arc sine",
        "acos": "arc cosine",
        "atan": "arc tangent",
        "acot": "arc cotangent",
        "asec": "arc secant",
        "acsc": "arc cosecant",
        "sinh": "hyperbolic sine",
        "cosh": "hyperbolic cosine",
        "tanh": "hyperbolic tangent",
        "coth": "hyperbolic cotangent",
        "sech": "hyperbolic secant",
        "csch": "hyperbolic cosecant",
        "asinh": "inverse hyperbolic sine",
        "acosh": "inverse hyperbolic cosine",
        "atanh": "inverse hyperbolic tangent",
        "exp": "the exponential",
        "log": "natural log",
        "log2": "binary log",
        "log10": "decimal log",
        "abs": "the absolute value",
        "sign": "the sign",
        "floor": "the floor",
        "ceiling": "the ceiling",
        "max": "the maximum",
        "min": "the minimum",
        "gcd": "the greatest common divisor",
        "lcm": "the least common multiple",
        "gammafn": "the gamma function",
        "erf": "the error function",
        "re": "the real part",
        "im": "the imaginary part",
        "conjugate": "the complex conjugate",
        "adjoint": "the adjoint",
        "det": "the determinant",
        "trace": "the trace",
        "rank": "the rank",
        "inverse": "the inverse",
        "norm": "the norm",
        "diag": "the diagonal matrix",
    }
)
"""What stands before "of"."""

SQUARED: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh"})
"""Functions whose square is "sine squared of x"."""

AFTER: Final = MappingProxyType(
    {
        "factorial": "factorial",
        "percent": "percent",
        "degrees": "degrees",
        "transpose": "transpose",
    }
)
"""Operations that are said after what they are done to."""

BETWEEN: Final = MappingProxyType({"dot": "dot", "cross": "cross", "binomial": "choose"})
"""Functions of two arguments that are said between them."""

RELATIONS: Final = MappingProxyType(
    {
        "=": "equals",
        "!=": "is not equal to",
        "<": "is less than",
        "<=": "is less than or equal to",
        ">": "is greater than",
        ">=": "is greater than or equal to",
        "~": "is distributed as",
        "in": "is in",
        ":": "is labelled",
        "|": "given",
    }
)
JOINTS: Final = MappingProxyType(
    {"union": "union", "intersection": "intersect", "without": "without", "or": "or", "and": "and"}
)
CONSTANTS: Final = MappingProxyType({"oo": "infinity"})
WORDS: Final = MappingProxyType(
    {
        "reals": "the real numbers",
        "naturals": "the natural numbers",
        "integers": "the integers",
        "rationals": "the rational numbers",
        "complexes": "the complex numbers",
    }
)
HEADS: Final = MappingProxyType(
    {
        "probability": "the probability",
        "expectation": "the expected value",
        "variance": "the variance",
        "gradient": "the gradient",
        "hessian": "the hessian",
    }
)
_ORDINALS: Final = ("", "", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ")
_ORDINALS_LATER: Final = MappingProxyType({1: "st", 2: "nd", 3: "rd"})
_ACCENTS: Final = MappingProxyType({"ddot": "double dot"})
_PRIMES: Final = ("", " prime", " double prime", " triple prime")
_INDEX: Final = re.compile(r"[A-Za-z]+|[0-9]+|.")
_INDEX_SIGNS: Final = MappingProxyType(
    {"+": "plus", "-": "minus", "*": "times", "/": "over", "=": "equals", ",": "comma"}
    | {":": "colon", "|": "bar", "(": "open", ")": "close", "<": "less", ">": "greater"}
)


def ordinal(order: int) -> str:
    """`second `, `third `, `11th `; nothing for the first."""
    if order < len(_ORDINALS):
        return _ORDINALS[order]
    ending = "th" if order % 100 in (11, 12, 13) else _ORDINALS_LATER.get(order % 10, "th")
    return f"{order}{ending} "


def digits(text: str) -> str:
    """A number as it is written: `0.50`, `2 times ten to the 3`, `point 25`."""
    mantissa, _, exponent = text.lower().partition("e")
    if mantissa.startswith("."):
        mantissa = f"point {mantissa[1:]}"
    if not exponent:
        return mantissa
    power = exponent.lstrip("+").replace("-", "negative ")
    return f"{mantissa} times ten to the {power}"


def name(text: str) -> str:
    """A name: `x sub 1`, `x hat`, `capital X`, `y prime`, `x sub n plus 1 end sub`."""
    parts = name_parts(text)
    if parts is None:
        return word(text)
    stem, accent, below, primes = parts
    said = _stem(stem)
    if accent:
        said += f" {_ACCENTS.get(accent, accent)}"
    if below:
        said += f" sub {_index(below)}"
    if len(primes) < len(_PRIMES):
        return said + _PRIMES[len(primes)]
    return f"{said} with {len(primes)} primes"


def _stem(stem: str) -> str:
    known = stem[0].isupper() and (len(stem) == 1 or stem in _CAPITALS)
    return f"capital {stem if len(stem) == 1 else stem.lower()}" if known else stem


def _index(below: str) -> str:
    if below.isalnum():
        return _stem(below)
    spoken = (_INDEX_SIGNS.get(piece, piece) for piece in _INDEX.findall(below))
    return f"{' '.join(spoken)} end sub"


def word(text: str) -> str:
    """A word of the language: letters, digits and blanks, nothing that a reader would skip."""
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


_END_OF_HIGHLIGHT: Final = " end highlight"
_CAPITALS: Final = frozenset(
    {"Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"}
)


def after(said: str, more: str) -> str:
    """`more` behind what was said, with a pause where something has just ended."""
    bare = said
    while bare.endswith(_END_OF_HIGHLIGHT):
        bare = bare.removesuffix(_END_OF_HIGHLIGHT)
    ended = bare.rpartition(", ")[2].startswith("end ")
    return f"{said}{',' if ended else ''} {more}"
