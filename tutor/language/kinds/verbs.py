"""The kinds of verbs: what sizes their arguments and options need, and what comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tutor.language.expr.nodes import Matrix, Vector, Word
from tutor.language.kinds.arithmetic import needs_value
from tutor.language.kinds.functions import (
    length,
    mean_and_covariance,
    same_length,
    square,
)
from tutor.language.kinds.kind import (
    DISTRIBUTION,
    INTERVAL,
    LIST,
    NUMBER,
    SOME_MATRIX,
    STATEMENT,
    UNKNOWN,
    Kind,
    differ,
    matrix,
    sequence,
)
from tutor.language.kinds.words import count, misfit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tutor.language.kinds.arithmetic import Part

Rule: TypeAlias = "Callable[[Sequence[Part], Mapping[str, Part]], Kind]"


def done(name: str, parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    """What a verb gives, for its arguments and options."""
    rule = _RULES.get(name)
    if rule is not None and parts:
        return rule(parts, options)
    return _GIVES.get(name, UNKNOWN)


def slope(body: Kind, by: Kind, *, denominator: bool = False) -> Kind:
    """The derivative of a value by a variable: by a vector a row of slopes, of a vector a matrix of them."""
    if by.sort == "number":
        return body
    if not (by.is_array and body.certain and by.certain):
        return UNKNOWN
    if body.sort == "number":
        return sequence(by.shape[0]) if len(by.shape) == 1 else SOME_MATRIX
    if not (body.is_vector and by.is_vector):
        return UNKNOWN
    rows, columns = length(body), length(by)
    return matrix(columns, rows) if denominator else matrix(rows, columns)


def _gradient(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    _points(parts, options)
    if len(parts) < 2:
        return UNKNOWN
    body, by = parts[0][1], _variables(parts[1])
    if body.sort == "number" and by.sort == "number":
        return sequence(1) if parts[1][1].certain else UNKNOWN
    if body.sort == "number" and by.is_array and len(by.shape) == 1:
        return Kind("sequence", by.shape, by.certain)
    layout = options.get("layout")
    turned = layout is not None and layout[0] == Word("denominator")
    return slope(body, by, denominator=turned)


def _jacobian(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    if len(parts) < 2:
        return UNKNOWN
    body, by = parts[0][1], _variables(parts[1])
    _points(parts, options)
    rows, columns = length(body), length(by)
    if not (body.is_vector and by.is_vector):
        return UNKNOWN
    return matrix(rows, columns)


def _jacobian_determinant(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    made = _jacobian(parts, options)
    if made.sort == "matrix" and made.certain and not made.is_square:
        functions, variables = made.shape
        misfit(
            "shape",
            "A Jacobian determinant needs as many functions as variables:"
            f" here are {functions} and {variables}.",
            parts[0][0],
            parts[1][0],
        )
    return NUMBER


def _hessian(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    _points(parts, options)
    n = length(_variables(parts[1])) if len(parts) > 1 else None
    return matrix(n, n)


def _directional(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    _points(parts, options)
    return NUMBER


def _descend(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    _points(parts, options)
    return sequence(length(_variables(parts[1]))) if len(parts) > 1 else UNKNOWN


def _points(parts: Sequence[Part], options: Mapping[str, Part]) -> None:
    """A point has as many entries as there are variables."""
    if len(parts) < 2:
        return
    n = length(_variables(parts[1]))
    for name in ("at", "along", "start", "about"):
        if name not in options:
            continue
        e, kind = options[name]
        size = length(kind)
        if kind.certain and differ(n, size):
            misfit(
                "shape",
                f"{name} has {count(size, 'entry')}, but there are {count(n, 'variable')}.",
                e,
            )


def _variables(part: Part) -> Kind:
    """The variables of a derivative: names in brackets are so many, whatever was declared of them."""
    e, kind = part
    match e:
        case Vector(entries):
            return sequence(len(entries))
        case _:
            return kind


def _system(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
    """`solve(A, b)`: b has an entry for every row of A."""
    if len(parts) != 2 or parts[0][1].sort != "matrix":
        return UNKNOWN
    (_, A), (f, b) = parts
    rows, n = A.shape[0], b.shape[0] if b.sort == "matrix" and b.shape[0] != 1 else length(b)
    if A.certain and b.certain and b.is_array and differ(rows, n):
        misfit(
            "shape",
            f"The matrix has {count(rows, 'row')}, so the right side needs"
            f" {count(rows, 'entry')}, not {n}.",
            f,
        )
    return UNKNOWN


def _least_squares(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    _system(parts, options)
    A = parts[0][1]
    return sequence(A.shape[1]) if A.sort == "matrix" and A.certain else UNKNOWN


def _angle(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
    if len(parts) == 2:
        same_length(
            parts, "An angle is between vectors of one length: these have {} and {} entries."
        )
    return NUMBER


def _square(what: str, gives: Kind) -> Rule:
    def rule(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
        square(what, parts[0])
        return gives

    return rule


def _like(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
    """What the verb is done to keeps its kind."""
    return parts[0][1]


def _reduced(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
    needs_value(parts[0])
    return parts[0][1] if parts[0][1].sort == "matrix" else UNKNOWN


def _project(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    e, kind = parts[0]
    for name in ("onto", "basis"):
        if name in options:
            size = _each(options[name])
            if kind.certain and kind.is_vector and differ(length(kind), size):
                misfit(
                    "shape",
                    f"This vector has {count(length(kind), 'entry')}, those of {name} have {size}.",
                    e,
                )
    return kind if kind.is_array else UNKNOWN


def _coordinates(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    _project(parts, options)
    basis = options["basis"][0] if "basis" in options else None
    return sequence(len(basis.rows)) if isinstance(basis, Matrix) else UNKNOWN


def _change_basis(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    kind = square("A change of basis needs", parts[0])
    size = _each(options["basis"]) if "basis" in options else None
    if kind.certain and kind.sort == "matrix" and differ(kind.shape[0], size):
        misfit(
            "shape",
            f"The matrix has {count(kind.shape[0], 'row')}, the vectors of basis have {size} entries.",
            parts[0][0],
        )
    return kind


def _each(part: Part) -> int | str | None:
    """How many entries each vector of a list has; a list of vectors is read as a matrix of rows."""
    e, kind = part
    match e:
        case Matrix((first, *_)):
            return len(first)
        case _:
            return length(kind) if kind.sort == "vector" else None


def _two_lists(text: str) -> Rule:
    def rule(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
        if len(parts) == 2 and all(kind.sort != "matrix" for _, kind in parts):
            same_length(parts, text)
        return NUMBER

    return rule


def _expectation(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    """`expectation([values], [probabilities])` is a number; of a random thing it is what that is."""
    kinds = [kind for _, kind in parts]
    if len(parts) == 2 and all(kind.sort == "sequence" for kind in kinds):
        return _two_lists(_SIZES)(parts, options)
    return kinds[0].vague


def _of_data(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
    """Of numbers a number, of rows of observations a number a column."""
    kind = parts[0][1]
    if kind.sort == "matrix" and kind.certain:
        return sequence(kind.shape[1])
    return NUMBER if kind.sort == "sequence" and kind.certain else UNKNOWN


def _covariance(parts: Sequence[Part], _options: Mapping[str, Part]) -> Kind:
    kind = parts[0][1]
    if len(parts) == 1 and kind.sort == "matrix" and kind.certain:
        return matrix(kind.shape[1], kind.shape[1])
    return UNKNOWN


def _gaussian(parts: Sequence[Part], options: Mapping[str, Part]) -> Kind:
    if len(parts) == 2:
        mean_and_covariance(parts)
        A = options.get("A")
        n = length(parts[0][1])
        if A is None or A[1].sort != "matrix":
            return UNKNOWN
        certain = A[1].certain and parts[0][1].certain
        if certain and differ(A[1].shape[1], n):
            misfit(
                "shape",
                f"A has {count(A[1].shape[1], 'column')}, but the mean has {n} entries.",
                A[0],
            )
    return UNKNOWN


_DISTRIBUTIONS = "Both distributions need the same number of entries: these have {} and {}."
_SIZES = "{} values need as many probabilities, not {}."
_RULES: dict[str, Rule] = {
    "gradient": _gradient,
    "jacobian": _jacobian,
    "jacobian_det": _jacobian_determinant,
    "hessian": _hessian,
    "directional": _directional,
    "descend": _descend,
    "solve": _system,
    "least_squares": _least_squares,
    "angle": _angle,
    "project": _project,
    "coordinates": _coordinates,
    "change_basis": _change_basis,
    "ref": _reduced,
    "rref": _reduced,
    "limit": _like,
    "integrate": _like,
    "sum": _like,
    "product": _like,
    "taylor": _like,
    "expand": _like,
    "factor": _like,
    "simplify": _like,
    "charpoly": _square("A characteristic polynomial needs", NUMBER),
    "eigenvalues": _square("Eigenvalues need", LIST),
    "eigenvectors": _square("Eigenvectors need", LIST),
    "diagonalize": _square("A diagonal form needs", LIST),
    "orthogonal_diagonalize": _square("A diagonal form needs", LIST),
    "is_diagonalizable": _square("A diagonal form needs", STATEMENT),
    "is_positive_definite": _square("Being positive definite needs", STATEMENT),
    "cholesky": _square("A Cholesky factorisation needs", LIST),
    "pagerank": _square("PageRank needs", UNKNOWN),
    "mean": _of_data,
    "variance": _of_data,
    "sd": _of_data,
    "median": _of_data,
    "covariance": _covariance,
    "correlation": _covariance,
    "expectation": _expectation,
    "bayes": _two_lists("{} hypotheses need as many likelihoods, not {}."),
    "cross_entropy": _two_lists(_DISTRIBUTIONS),
    "kl": _two_lists(_DISTRIBUTIONS),
    "gaussian_marginal": _gaussian,
    "gaussian_conditional": _gaussian,
    "affine_moments": _gaussian,
}
_GIVES: dict[str, Kind] = {
    "newton": NUMBER,
    "nullity": NUMBER,
    "entropy": NUMBER,
    "probability": NUMBER,
    "confidence_interval": INTERVAL,
    "posterior": DISTRIBUTION,
    **dict.fromkeys(
        ("null_space", "column_space", "row_space", "gram_schmidt", "critical_points"), LIST
    ),
}
