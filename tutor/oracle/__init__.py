"""Whether two expressions are equal, and why: `equal`, `Prepared`, `verify`, `linked`; `warm` for a long run.

Each gives an answer with a certificate, and none guesses. Nothing is remembered from one call to
the next, and every call is safe from any thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.scope import EMPTY
from tutor.oracle.question import Prepared, equal
from tutor.oracle.verify import verify

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope
    from tutor.oracle.certificate import Equivalence
    from tutor.oracle.links import Link

__all__ = ["Prepared", "equal", "linked", "verify", "warm"]


def linked(before: Expr, after: Expr, link: Link, scope: Scope = EMPTY) -> Equivalence:
    """Whether the line `after` follows from the line `before` in the way that `link` says."""
    from tutor.oracle import links

    return links.linked(before, after, link, scope)


def warm() -> None:
    """Load what the first hard question would wait for: flint here, SymPy in a process of its own.

    For whoever answers many questions; changes no verdict. Returns while SymPy is still loading.
    """
    from tutor.language import bounds  # noqa: F401 loaded, not used
    from tutor.oracle import ladder
    from tutor.oracle.cas import polynomials, workers

    for id_ in ladder.ORDER:
        ladder.stage(id_)
    polynomials.generators()
    workers.owner().warm()
