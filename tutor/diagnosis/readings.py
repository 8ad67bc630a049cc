"""A line that can be read in two ways: it counts in one of them only if that makes no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.answers.feedback import tell
from tutor.diagnosis.answer import value_of
from tutor.diagnosis.ladder import against
from tutor.errors import NotationError
from tutor.language.expr.paths import substitute
from tutor.language.expr.views import canonical
from tutor.language.writing import to_text

if TYPE_CHECKING:
    from tutor.language.expr.nodes import Expr
    from tutor.language.notation.reading import Reading
    from tutor.language.scope import Scope


def settled(reading: Reading, problem: Expr, scope: Scope) -> Expr:
    """The reading that counts for a line of a solution.

    Raises: NotationError (`ambiguous`) where one reading is right and another is wrong: nothing is judged then.
    """
    if not reading.alternatives or canonical(reading.tree) == canonical(problem):
        return reading.tree  # nobody copies a problem by accident
    given = dict(scope.given)
    task = substitute(problem, given)
    right: Expr | None = None
    wrong: Expr | None = None
    for tree in (reading.tree, *reading.alternatives):
        match against(value_of(substitute(tree, given), task), task, scope).outcome:
            case "equal":
                right = right or tree
            case "different":
                wrong = wrong or tree
            case "undecided":
                pass
    if right is None or wrong is None:
        return right or reading.tree
    forms = (to_text(right), to_text(wrong))
    first, second = forms if right == reading.tree else reversed(forms)
    raise NotationError(
        "ambiguous",
        tell("ambiguous", first=first, second=second).text,
        (0, len(reading.source)),
        repairs=(first, second),
    )
