"""Constructs that people write both ways, and the brackets that make the other way plain.

Every other reading is the same tokens with brackets put in (or lexed the other way) and read again by
the same grammar: no reading exists that could not have been typed. One writer is taken to mean a
construct the same way each time in one text, so a construct is turned as a whole; two constructs in
one text give three other readings, and with more the text is refused as ambiguous.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.language.notation.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Each with the sentence shown when a text has too many of them.
CONSTRUCTS = {
    "bar": "how far the bar at a point reaches",
    "bounds": "bounds or a power behind the integral",
    "bars": "which bars belong together",
    "bound": "how far the upper bound reaches",
    "call": "a function or a factor before the bracket",
    "derivative": "how far d/dx reaches",
    "exponent_product": "how far the exponent reaches",
    "exponent_sign": "a power of ten or a difference",
    "function_power": "the function or its argument is raised",
    "function_product": "how far the argument of the function reaches",
    "function_quotient": "the function or its argument is divided",
    "gradient": "how far ∇ reaches",
    "inverse_function": "the inverse function or one over the function",
    "iterate": "the function twice or its square",
    "plus_minus": "an interval or two values",
    "plus_minus_sign": "both signs or a plus before a minus",
    "power_quotient": "how far the exponent reaches",
    "power_tower": "which power comes first",
    "quotient_product": "how far the denominator reaches",
    "reach": "how far the sum, the product or the limit reaches",
    "root_product": "how far the root reaches",
    "side_by_side": "two statements or a product between them",
    "script": "how far the raised or lowered number reaches",
    "sigma": "a sum or the name Sigma",
    "signed_entry": "a difference or two entries",
    "split": "which names stand side by side",
    "transpose": "the transpose or a power",
    "unit_vectors": "a sum of names or a vector",
}


@dataclass(frozen=True, slots=True)
class Fork:
    """Where brackets go to read a construct the other way.

    Args:
        construct: one of `CONSTRUCTS`.
        first, last: the numbers of the tokens that the brackets enclose.
        function: number of a bare function that is called with these brackets, or -1.
    """

    construct: str
    first: int
    last: int
    function: int = -1


def bracketed(tokens: Sequence[Token], forks: Iterable[Fork]) -> list[Token] | None:
    """The tokens with the brackets of all these forks put in; None if two of them would cross."""
    chosen = sorted(forks, key=lambda fork: (fork.first, -fork.last))
    around: list[Fork] = []
    for fork in chosen:
        while around and around[-1].last < fork.first:
            around.pop()
        if around and around[-1].first < fork.first and around[-1].last < fork.last:
            return None
        around.append(fork)
    opening = Counter(fork.first for fork in chosen)
    closing = Counter(fork.last for fork in chosen)
    functions = {fork.function for fork in chosen}
    new: list[Token] = []
    for index, token in enumerate(tokens):
        if index in opening:
            new += [Token("_LPAR", None, token.start, token.start, made=True)] * opening[index]
        called = index in functions and token.type == "FUNC"
        new.append(token.retyped("FCALL") if called else token)
        if index in closing:
            new += [Token("_RPAR", None, token.end, token.end, made=True)] * closing[index]
    return new
