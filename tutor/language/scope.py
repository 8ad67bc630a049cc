"""What names mean in one question: their kinds and shapes, conditions, given values, and the policy.

A Scope is a value and travels as an argument; nothing here is global. `notation.declare` makes one
from the request's own texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr

Base: TypeAlias = Literal[
    "real",
    "positive",
    "nonnegative",
    "nonzero",
    "integer",
    "complex",
    "vector",
    "matrix",
    "symmetric",
    "function",
]
BASES: tuple[str, ...] = get_args(Base)


@dataclass(frozen=True, slots=True)
class Kind:
    """What one name is: `real`, `vector(3)`, `matrix(m,n)` ...

    Shapes: `(n,)` for a vector, `(rows, columns)` for a matrix, `(n, n)` for a symmetric one; each
    size a number or a letter. Empty for scalars and functions.
    """

    base: Base = "real"
    shape: tuple[int | str, ...] = ()

    @property
    def is_scalar(self) -> bool:
        """Whether it is a number rather than a vector, a matrix or a function."""
        return self.base not in ("vector", "matrix", "symmetric", "function")


REAL = Kind()


@dataclass(frozen=True, slots=True)
class Policy:
    """How one question is read and told; the defaults are the contract's.

    Args:
        decimal: which mark stands before the decimals; with a comma `;` separates.
        thousands: whether digits may be grouped by marks: `1,000` (with a decimal comma `1.000`), `1 000`.
        percent: whether `5%` is 5/100; else it is refused.
        complex: whether values are complex though no name is declared so.
        odd_roots: whether the cube root of -8 is -2, or the principal one, which is complex.
        verbs: what a response may leave to be worked out: `integrate`, `limit` ...
        leak: how much the remarks on a wrong answer may give away.
        follow_through: whether a line is also held against the wrong line before it; no effect yet.
    """

    decimal: Literal["point", "comma"] = "point"
    thousands: bool = False
    percent: bool = True
    complex: bool = False
    odd_roots: Literal["real", "principal"] = "real"
    verbs: tuple[str, ...] = ()
    leak: Literal["none", "place", "value"] = "none"
    follow_through: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one question.

    Args:
        kinds: declared names; every other name is `real`.
        conditions: relations that hold throughout, such as `x > 1`.
        given: names with values, usable in every text of the question; already read.
        policy: how the question is read and told.
    """

    kinds: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    conditions: tuple[Expr, ...] = ()
    given: Mapping[str, Expr] = field(default_factory=lambda: MappingProxyType({}))
    policy: Policy = field(default_factory=Policy)
    kept: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What readers work out once from the names: a Scope never changes, so it stays right."""

    def kind(self, name: str) -> Kind:
        """The kind of a name; `real` if nothing was declared."""
        return self.kinds.get(name, REAL)


EMPTY = Scope()
