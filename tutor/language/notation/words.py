"""The words of the language besides the functions: constants, families, verbs, options, bare words.

Each table is the whole truth for the lexer. A verb, an option or a bare word is added by a row here;
a function in `expr/functions.py`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.language.expr.functions import FAMILIES, SETS_OF_NUMBERS, SPELLINGS
from tutor.language.notation.characters import GREEK
from tutor.language.notation.tokens import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

CONSTANTS: Mapping[str, str] = MappingProxyType(
    {
        "pi": "pi",
        "e": "e",
        "oo": "oo",
        "inf": "oo",
        "infty": "oo",
        "infinity": "oo",
        "Infinity": "oo",
    }
)

GREEK_NAMES = frozenset(GREEK.values()) - {"pi"} | {"lam", "varepsilon", "vartheta", "varphi"}
SAME_NAME: Mapping[str, str] = MappingProxyType(
    {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi"}
)

FAMILY_WORDS: Mapping[str, str] = MappingProxyType(
    {word: name for name, words in FAMILIES.items() for word in (name, *words)}
)
# One letter or a Greek name is a family only where two things stand in brackets behind it.
# Behind `~` these are families too.
BEHIND_TILDE: Mapping[str, str] = MappingProxyType(
    {"B": "Binomial", "t": "StudentT", "T": "StudentT", "Be": "Beta", "Ga": "Gamma", "P": "Poisson"}
)
SHORT_FAMILIES = frozenset({"N", "U", "Gamma", "beta"})

WORDS = frozenset(
    listed(
        "true false yes no none None inconsistent undefined saddle minimum maximum minima maxima"
        " cofactor row_reduction sarrus leibniz gauss_jordan adjugate elimination"
        " numerator denominator left right above below two_sided"
        " pd psd nd nsd indefinite consistent independent dependent DNE frobenius"
    )
)
PHRASES: tuple[tuple[str, str], ...] = (
    ("infinitely many solutions", "infinitely many solutions"),
    ("infinitely many", "infinitely many solutions"),
    ("infinite solutions", "infinitely many solutions"),
    ("no real solutions", "no solution"),
    ("no real solution", "no solution"),
    ("no solutions", "no solution"),
    ("no solution", "no solution"),
    ("no real roots", "no solution"),
    ("no real root", "no solution"),
    ("saddle point", "saddle"),
    ("local minimum", "min"),
    ("local maximum", "max"),
    ("global minimum", "min"),
    ("global maximum", "max"),
    ("local min", "min"),
    ("local max", "max"),
    ("does not exist", "DNE"),
    ("doesn't exist", "DNE"),
    ("doesnt exist", "DNE"),
    ("not defined", "undefined"),
    ("all real numbers", "reals"),
    ("any real number", "reals"),
    ("all reals", "reals"),
)
# Other spellings of a word, which trees have in one way.
MATRIX_TYPES = frozenset({"PD", "PSD", "ND", "NSD"})  # in capitals only where they stand alone
SAME_WORD: Mapping[str, str] = MappingProxyType(
    {
        **{w: w.lower() for w in MATRIX_TYPES},
        **{w: w.lower() for w in ("True", "TRUE", "False", "FALSE", "Yes", "YES", "No", "NO")},
        "minimum": "min", "minima": "min", "maximum": "max", "maxima": "max",
        "None": "none", "dne": "DNE",
    }
)  # fmt: skip
NUMBER_SETS: Mapping[str, str] = MappingProxyType(
    {
        mark: name
        for (name, letter), sign in zip(SETS_OF_NUMBERS.items(), "ℝℕℤℚℂ", strict=True)
        for mark in (name, letter, sign)
    }
)
LOGIC: Mapping[str, str] = MappingProxyType(
    {
        "or": "_OR",
        "and": "_AND",
        "where": "_WHERE",
        "union": "SETOP",
        "intersection": "SETOP",
        "without": "SETOP",
        "in": "REL",
        "not": "_NOT",
        "if": "_IF",
        "when": "_IF",
        "for": "_IF",
        "otherwise": "_ELSE",
        "else": "_ELSE",
        "choose": "_CHOOSE",
    }
)
REFUSED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "mod": "There is no `mod` here: write the remainder itself.",
        "lambda:": "",
        **dict.fromkeys(
            ("argmax", "argmin"),
            "Write the place itself: where the value is the largest or the smallest.",
        ),
    }
)

_CALCULUS = (
    "diff partial implicit_diff solve_for gradient jacobian jacobian_det hessian directional taylor limit"
    " integrate sum product critical_points lagrange newton descend solve_for"
)
_ALGEBRA = (
    "angle project projection_matrix gram_schmidt coordinates change_basis ref rref solve null_space"
    " column_space row_space charpoly eigenvalues eigenvectors diagonalize is_diagonalizable lu qr"
    " cholesky svd singular_values least_squares pagerank orthogonal_diagonalize expand factor"
    " simplify nullity is_positive_definite"
)
_STATISTICS = (
    "mean variance covariance correlation pca expectation bayes marginal conditional"
    " gaussian_marginal gaussian_conditional affine_moments probability mle map_estimate posterior"
    " confidence_interval z_test t_test chi2_test entropy cross_entropy kl median mode sd"
)
VERBS = frozenset(listed(f"{_CALCULUS} {_ALGEBRA} {_STATISTICS}"))
# These take options and then are verbs; without them they are functions of the language.
FUNCTION_VERBS = frozenset({"det", "inverse", "rank", "trace", "norm", "dot", "cross"})
OPTIONS = frozenset(
    listed(
        "A b about along alpha alternative at axis basis by components confidence constant constraints"
        " damping data ddof degree density df direction diagonal expected failures for from given goal"
        " grid h hypotheses iterations keep known layout level likelihood lower mean method mu n normalize"
        " null observe observed onto order p0 points pooled population prior probs query rate sd sides"
        " side sigma size start steps successes t tail terms to tolerance trials upper value values variable"
        " variance with wrt"
    )
)
# `Matrix([[1,2]])` is what stands in it
WRAPPERS: Mapping[str, str] = MappingProxyType(
    {"span": "span", "Span": "span"}
    | dict.fromkeys(("Matrix", "matrix", "array"), "Matrix")
    | dict.fromkeys(("Vector", "vector"), "Vector")
)
FROBENIUS = "frobenius"  # which norm of a matrix
SPAN = "A span is read as the vectors that span it."
ROOTS: Mapping[str, int] = MappingProxyType({"sqrt": 2, "cbrt": 3, "root": 0})

# Labels of answers, also with a number behind: only these and runs of four letters or more are one name before `=`.
LABELS = frozenset(
    listed(
        "ans cov var std max min det dim lim fpr tpr row col acc mse mae ssr sst sse df sd CI SD PC MLE MAP MSE SSE SSR SST"
    )
)
# A function of this sort by itself is the beginning of something, and no name of a result.
NO_LABELS = frozenset(
    listed(
        "sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh tanh coth sech csch asinh acosh"
        " atanh exp log log2 log10 abs floor ceiling sqrt cbrt root re im conjugate"
    )
)
# Two letters that are too often two names: functions only before a bracket.
SHORT_FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {"re": "re", "im": "im", "Re": "re", "Im": "im"}
)
# What is only said of something, `dim(V) = 2`: functions that nobody here knows more about.
NAMED = frozenset({"dim", "ker", "deg"})
COUNTS = frozenset({"nPr"})  # n!/(n - k)!, which has no node of its own
FUNCTION_WORDS = (frozenset(SPELLINGS) | frozenset(ROOTS) | COUNTS) - frozenset(SHORT_FUNCTIONS)
KNOWN_WORDS = FUNCTION_WORDS | GREEK_NAMES | frozenset(CONSTANTS)
