"""What a question is about as a whole: real or complex numbers, infinities, sizes that are letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.language.expr.nodes import Constant, Negation, Number
from tutor.language.expr.paths import subexpressions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

SYMBOLIC = "symbolic_shape"  # why a matrix has no entries: its size is a letter
_I = Constant("i")


def needs_complex(scope: Scope, *trees: Expr) -> bool:
    """Whether values are complex: the policy says so, a name is complex, or `i` occurs."""
    if scope.policy.complex or any(kind.base == "complex" for kind in scope.kinds.values()):
        return True
    return any(part == _I for tree in trees for _, part in subexpressions(tree))


def infinity(e: Expr) -> str:
    """`oo` or `-oo` for an expression that is just that, else an empty text."""
    match e:
        case Constant("oo"):
            return "oo"
        case Negation(inner) if text := infinity(inner):
            return text[1:] if text[0] == "-" else f"-{text}"
        case _:
            return ""


def letters(scope: Scope) -> list[str]:
    """The letters in the declared shapes, sorted."""
    return sorted({size for k in scope.kinds.values() for size in k.shape if isinstance(size, str)})


def with_sizes(scope: Scope, sizes: Mapping[str, int]) -> Scope:
    """The scope with numbers for the letters of its shapes, wherever these letters stand."""
    kinds = {
        name: replace(kind, shape=tuple(_size(size, sizes) for size in kind.shape))
        for name, kind in scope.kinds.items()
    }
    given = {**{letter: Number(str(size)) for letter, size in sizes.items()}, **scope.given}
    return replace(scope, kinds=kinds, given=given)


def _size(size: int | str, sizes: Mapping[str, int]) -> int | str:
    return sizes.get(size, size) if isinstance(size, str) else size
