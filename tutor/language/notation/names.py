"""What a run of letters means: whole if it is known, else the fewest known pieces."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from tutor.language.expr.naming import ACCENTS
from tutor.language.notation import limits
from tutor.language.notation.accents import accented_word
from tutor.language.notation.prose import is_word
from tutor.language.notation.words import CONSTANTS, KNOWN_WORDS, VERBS

if TYPE_CHECKING:
    from tutor.language.scope import Scope


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one question, as the lexer needs them.

    Args:
        declared: every name with a kind or a given value.
        functions: those that are functions.
        arrays: those that are vectors or matrices.
        complex: whether the imaginary unit is in play.
        complex_names: those that are complex.
    """

    declared: frozenset[str]
    functions: frozenset[str]
    arrays: frozenset[str]
    complex: bool
    complex_names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, scope: Scope) -> Names:
        """The names that a scope declares or gives a value; worked out once for a scope."""
        known = scope.kept.get("names")
        if known is None:
            known = scope.kept["names"] = cls._of(scope)
        return cast("Names", known)

    @classmethod
    def _of(cls, scope: Scope) -> Names:
        kinds = scope.kinds
        return cls(
            frozenset(kinds) | frozenset(scope.given),
            frozenset(name for name, kind in kinds.items() if kind.base == "function"),
            frozenset(
                name
                for name, kind in kinds.items()
                if kind.base in ("vector", "matrix", "symmetric")
            ),
            scope.policy.complex or any(kind.base == "complex" for kind in kinds.values()),
            frozenset(name for name, kind in kinds.items() if kind.base == "complex"),
        )

    def canonical(self, name: str) -> str:
        """`x1` for `x_1`, `a_2n` for `a_{2n}` and the other way round, where only the other is declared."""
        if name in self.declared or not self.declared:
            return name
        if name.endswith("}"):  # a_{2n}, declared as a_2n
            other = name.replace("{", "").removesuffix("}")
        else:
            other = name.replace("_", "", 1) if "_" in name else _with_underscore(name)
        return other if other in self.declared else name


def _with_underscore(name: str) -> str:
    stem = name.rstrip("0123456789")
    return f"{stem}_{name[len(stem) :]}" if stem and stem != name else name


def split(run: str, names: Names, *, called: bool = False) -> tuple[str, ...] | None:
    """The fewest known pieces of a run of letters; None where there are none that a person would mean.

    A single letter is always a name. Letters that repeat side by side are a word that is not known, as
    people write `x^2`, not `xx`; so is what `prose.is_word` calls one. A letter with an accent spelled out (`xhat`) is a piece.

    Args:
        called: whether a bracket follows: then `dot` at the end is the function.
    """
    if run in names.declared or run in KNOWN_WORDS or len(run) == 1:
        return (run,)
    if len(run) > limits.NAME_LENGTH:
        return None
    accents = tuple(a for a in ACCENTS if a in run and not (called and a == "dot"))
    best: list[tuple[str, ...] | None] = [(), *[None] * len(run)]
    for end in range(1, len(run) + 1):
        for start in range(end):
            before, piece = best[start], run[start:end]
            if before is None or not (
                len(piece) == 1
                or (
                    (piece in names.declared or piece in KNOWN_WORDS)
                    and _inside(piece, names, run[:start], run[end:])
                )
                or (accents and piece.endswith(accents) and accented_word(piece))
            ):
                continue
            found = best[end]
            # Of two ways with as many pieces, the one with the longer first piece: `sint` is sin t.
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, piece)
    pieces = best[-1]
    if pieces is None:
        return None
    letters = [piece for piece in pieces if len(piece) == 1 and piece not in names.declared]
    doubled = any(a == b and a not in names.declared for a, b in pairwise(pieces))
    spelled = "".join(piece if len(piece) == 1 else " " for piece in pieces)
    function = any(len(word) > 2 and word in spelled for word in _OF_ARRAYS)
    return None if doubled or function or is_word(run, letters, names.declared) else pieces


_SHORT = frozenset({"pi", "ln", "lg", "tr", "tg"})
# These work on matrices or on many numbers: in a longer run only at its beginning, before a capital (`trA`).
_OF_ARRAYS = frozenset(
    {
        "tr",
        "det",
        "dot",
        "inv",
        "min",
        "max",
        "arg",
        "gcd",
        "lcm",
        "diag",
        "norm",
        "rank",
        "sign",
        "trace",
    }
)


def _inside(piece: str, names: Names, before: str, after: str) -> bool:
    """Whether a known word may be a part of a longer run: `oo`, `inf`, `mu` are not looked for in it."""
    if piece in names.declared:
        return True
    if piece in _OF_ARRAYS:
        return not before and (not after or after[0].isupper() or after in names.arrays)
    if piece in _SHORT:
        return True
    return len(piece) > 2 and piece not in CONSTANTS


def as_names(run: str, names: Names) -> tuple[str, ...] | None:
    """The fewest pieces that are all declared names; None if there are none."""
    best: list[tuple[str, ...] | None] = [(), *[None] * len(run)]
    for end in range(1, len(run) + 1):
        for start in range(end):
            before = best[start]
            if before is None or run[start:end] not in names.declared:
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, run[start:end])
    return best[-1]


def nearest(word: str, names: Names, *, verbs: bool = False) -> list[str]:
    """Known names that a mistyped word may stand for, nearest first."""
    from difflib import get_close_matches

    words = {w for w in KNOWN_WORDS if len(w) > 2}
    known = sorted(names.declared | words | VERBS)
    found = [k for k in known if k.lower() == word.lower() and k != word]
    if verbs or len(word) > 3:
        found += [k for k in get_close_matches(word, known, 3, 0.75) if k not in found]
    distinct: dict[str, str] = {}  # of two spellings of one constant the nearer
    for k in found:
        if not (verbs and k in CONSTANTS):
            distinct.setdefault(CONSTANTS.get(k, k), k)
    return list(distinct.values())[:3]
