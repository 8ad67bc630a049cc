"""The kinds of functions of the language: what each needs, and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.expr.functions import FAMILIES
from tutor.language.kinds.arithmetic import needs_value
from tutor.language.kinds.kind import (
    DISTRIBUTION,
    NUMBER,
    UNDECLARED,
    UNKNOWN,
    common,
    differ,
    matrix,
    sequence,
    vector,
)
from tutor.language.kinds.products import transposed
from tutor.language.kinds.words import a, count, misfit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.language.kinds.arithmetic import Part
    from tutor.language.kinds.kind import Kind

# What needs a number; every other function of an array is taken entry by entry, as in tanh(A x + b).
_OF_NUMBERS = frozenset({"factorial", "binomial", "gammafn", "gcd", "lcm", "degrees", "percent"})
_NUMBERS = frozenset({"abs", "norm", "rank", "max", "min", "gcd", "lcm", "binomial", "factorial"})


def called(function: str, parts: Sequence[Part]) -> Kind:
    """A function of the language applied."""
    rule = _RULES.get(function)
    if rule is not None:
        return rule(parts)
    if function in FAMILIES:
        return _family(function, parts)
    # the second argument of a norm says which one, perhaps by a word
    for part in parts[:1] if function == "norm" else parts:
        needs_value(part)
    if function in _OF_NUMBERS:
        _refuse_arrays(function, parts)
    if function in _NUMBERS:
        return NUMBER
    kind = parts[0][1]
    if kind.sort == "number":
        # of an undeclared name it may be taken entry by entry
        return NUMBER if kind.certain else UNDECLARED
    return kind if kind.is_array else UNKNOWN


def square(what: str, part: Part) -> Kind:
    """The kind of an argument that has to be a square matrix."""
    e, kind = part
    needs_value(part)
    if kind.certain and kind.is_array and not kind.is_square and kind.shape != (1,):
        text = f"{what} a square matrix: here stands {a(kind)}."
        misfit("shape" if kind.sort == "matrix" else "kind", text, e)
    return kind


def same_length(parts: Sequence[Part], text: str) -> None:
    """Refuse two vectors of different lengths; the text has places for both sizes."""
    (e, one), (f, other) = parts[:2]
    lengths = length(one), length(other)
    if one.certain and other.certain and differ(*lengths):
        misfit("shape", text.format(*lengths), e, f)


def length(kind: Kind) -> int | str | None:
    """How many entries a vector has; None for what is none."""
    if kind.sort == "matrix":
        rows, columns = kind.shape
        return columns if rows == 1 else rows if columns == 1 else None
    return kind.shape[0] if kind.is_array else None


def _refuse_arrays(function: str, parts: Sequence[Part]) -> None:
    for e, kind in parts:
        if kind.is_array and kind.certain:
            what = {"factorial": "A factorial", "percent": "A percentage", "degrees": "An angle"}
            misfit(
                "kind", f"{what.get(function, function)} needs a number: here stands {a(kind)}.", e
            )


def _transpose(parts: Sequence[Part]) -> Kind:
    needs_value(parts[0])
    kind = parts[0][1]
    return transposed(kind) if kind.is_array else kind


def _inverse(parts: Sequence[Part]) -> Kind:
    return square("An inverse needs", parts[0])


def _determinant(parts: Sequence[Part]) -> Kind:
    square("A determinant needs", parts[0])
    return NUMBER


def _trace(parts: Sequence[Part]) -> Kind:
    square("A trace needs", parts[0])
    return NUMBER


def _dot(parts: Sequence[Part]) -> Kind:
    for part in parts:
        needs_value(part)
        _vector("An inner product", part)
    same_length(
        parts, "An inner product needs vectors of one length: these have {} and {} entries."
    )
    return NUMBER


def _vector(what: str, part: Part) -> None:
    e, kind = part
    if not kind.certain or kind.is_vector or kind.sort not in ("number", "matrix"):
        return
    if kind.sort == "matrix" and None in kind.shape:
        return
    misfit("kind", f"{what} needs two vectors: here stands {a(kind)}.", e)


def _cross(parts: Sequence[Part]) -> Kind:
    for part in parts:
        needs_value(part)
        _vector("A cross product", part)
        e, kind = part
        size = length(kind)
        if kind.certain and isinstance(size, int) and size != 3:
            misfit(
                "shape", f"A cross product needs vectors with 3 entries: this one has {size}.", e
            )
    made = vector if any(kind.sort == "vector" for _, kind in parts) else sequence
    return made(3) if any(kind.certain and kind.is_array for _, kind in parts) else made(3).vague


def _diag(parts: Sequence[Part]) -> Kind:
    kind = parts[0][1]
    if len(parts) > 1:
        return matrix(len(parts), len(parts))
    if kind.sort == "matrix":
        return vector(common(*kind.shape)) if kind.is_square else UNKNOWN
    return matrix(*kind.shape * 2) if kind.is_array else UNKNOWN


def _piecewise(parts: Sequence[Part]) -> Kind:
    values = [kind for _, kind in parts[::2]]
    return values[0] if all(kind == values[0] for kind in values) else UNKNOWN


def _family(function: str, parts: Sequence[Part]) -> Kind:
    if function == "Normal" and len(parts) == 2:
        mean_and_covariance(parts)
    return DISTRIBUTION


def mean_and_covariance(parts: Sequence[Part]) -> None:
    """Refuse a mean and a covariance whose sizes do not belong together."""
    (_, mean), (f, cov) = parts[:2]
    if not (mean.certain and cov.certain and mean.is_array):
        return
    n = length(mean)
    if cov.sort == "matrix" and cov.is_square and not differ(n, cov.shape[0]):
        return
    if cov.sort == "number" and n == 1:
        return
    if cov.is_array or cov.sort == "number":
        text = f"The mean has {count(n, 'entry')}, so the covariance is {a(matrix(n, n))}"
        misfit("shape", f"{text}: here stands {a(cov)}.", f)


_RULES: dict[str, Callable[[Sequence[Part]], Kind]] = {
    "transpose": _transpose,
    "adjoint": _transpose,
    "inverse": _inverse,
    "det": _determinant,
    "trace": _trace,
    "dot": _dot,
    "cross": _cross,
    "diag": _diag,
    "piecewise": _piecewise,
}
