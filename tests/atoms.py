"""The smallest strategies: names, numbers, several of one kind, one of several kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from tutor.language.expr.nodes import Number, Symbol

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr

Trees: TypeAlias = "st.SearchStrategy[Expr]"

NAMES = (
    *("x", "y", "t", "d", "x_1", "v_max", "alpha", "delta", "y'", "T"),
    *("x_hat", "beta_hat_0", "x_{n+1}", "y_bar", "mu_{1|2}", "t_tilde", "u_dot", "v_ddot_2"),
    *("a_{i,j}", "a_{2n}", "x_12", "lambda", "Sigma", "u''"),
)


def numbers() -> Trees:
    """Numbers as written, decimals and powers of ten included."""
    plain = st.integers(0, 12).map(lambda n: Number(str(n)))
    written = st.sampled_from(["0.50", "2.5", ".25", "100", "2e3", "3E2", "1.5e-3", "1"]).map(
        Number
    )
    return st.one_of(plain, plain, written)


def symbols(names: tuple[str, ...] = NAMES) -> st.SearchStrategy[Symbol]:
    """Names alone."""
    return st.sampled_from(names).map(Symbol)


def evenly(kinds: list[Trees]) -> Trees:
    """One of several strategies, each as likely (`one_of` would flatten them and favour the nested)."""
    return st.sampled_from(range(len(kinds))).flatmap(lambda k: kinds[k])


def some(part: Trees, least: int, most: int) -> st.SearchStrategy[tuple[Expr, ...]]:
    return st.lists(part, min_size=least, max_size=most).map(tuple)
