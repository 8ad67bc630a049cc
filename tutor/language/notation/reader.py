"""`read`: one text to a Reading, or to a NotationError that says what can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.language.notation.mistakes import Mistake
from tutor.language.notation.understand import Syntax, understand
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from collections.abc import Collection

    from tutor.language.notation.reading import Reading
    from tutor.language.notation.understand import Notation
    from tutor.language.scope import Scope


def read(
    text: str,
    scope: Scope = EMPTY,
    *,
    notation: Notation = "auto",
    verbs: Collection[str] | None = None,
) -> Reading:
    """How a text is understood: the tree, other readings, notes.

    Args:
        text: what was typed, in any of the notations.
        scope: the names of the question and its policy.
        notation: `latex` makes `{` group even in a text without commands; `auto` and `text` read all.
        verbs: those that may stand in the text; None allows all, as problems and answers do.

    Raises: NotationError with a code, a sentence, a place, what was expected, and repairs.
    """
    try:
        return understand(text, scope, notation, verbs)
    except (Mistake, Syntax) as mistake:
        from tutor.language.notation.repairs import explain

        raise explain(mistake, text, scope, notation, verbs) from None
