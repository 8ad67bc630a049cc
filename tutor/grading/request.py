"""What the parts of a request mean: a scope, a relation with its options, forms, a tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tutor.answers.form import forms
from tutor.answers.relation import relations
from tutor.errors import CallerError, NotationError
from tutor.grading.values import tree
from tutor.language.expr.nodes import (
    Derivative,
    HigherDerivative,
    Relation,
    Symbol,
    Verb,
    Where,
)
from tutor.language.expr.paths import free_names, subexpressions, substitute
from tutor.language.notation import declare, read
from tutor.language.scope import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.answers.form import Form
    from tutor.answers.relation import AnswerRelation
    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Scope

Notation: TypeAlias = Literal["auto", "text", "latex"]
NOTATIONS: tuple[Notation, ...] = ("auto", "text", "latex")


def scope_of(
    names: Mapping[str, str] | None,
    given: Mapping[str, Any] | None = None,
    policy: Mapping[str, Any] | None = None,
) -> Scope:
    """The names of one question; given values may be Python values. Raises: CallerError."""
    if not names and not given and not policy:
        return EMPTY
    return declare(names, given and _texts(given), policy)


def relation_of(id_: object, options: Mapping[str, Any] | None) -> AnswerRelation:
    """A relation with options it knows. Raises: CallerError (`relation_unknown`, `option_unknown`)."""
    found = relations().get(id_) if isinstance(id_, str) else None
    if found is None:
        raise CallerError(
            "relation_unknown",
            f"There is no relation {id_!r:.60}; known: {', '.join(sorted(relations()))}.",
        )
    if options is not None and not hasattr(options, "items"):
        raise CallerError("field_type", "options must be an object.")
    for option in options or ():
        if option not in found.options:
            raise CallerError("option_unknown", f"{found.id} has no option {option!r:.60}.")
    return found


def forms_of(asked: str | Iterable[object] | None) -> tuple[Form, ...]:
    """The forms that a request names: one name or several. Raises: CallerError (`form_unknown`)."""
    if asked is None:
        return ()
    if not isinstance(asked, str | list | tuple):
        raise CallerError("field_type", "form must be a list of names.")
    found: list[Form] = []
    for id_ in [asked] if isinstance(asked, str) else asked:
        entry = forms().get(id_) if isinstance(id_, str) else None
        if entry is None:
            raise CallerError(
                "form_unknown",
                f"There is no form {id_!r:.60}; known: {', '.join(sorted(forms()))}.",
            )
        found.append(entry)
    return tuple(found)


def notation_of(notation: object) -> Notation:
    """One of the notations. Raises: CallerError (`notation_unknown`)."""
    for known in NOTATIONS:
        if notation == known:
            return known
    raise CallerError("notation_unknown", f"A notation is one of {', '.join(NOTATIONS)}.")


def trusted(value: object, field: str, scope: Scope, notation: Notation = "auto") -> Expr:
    """The tree of a value that the caller is answerable for: an answer, a problem; every verb is allowed.

    Raises: CallerError (`FIELD_missing`, `FIELD_unreadable`).
    """
    if value is None:
        raise CallerError(f"{field}_missing", f"A request needs {field}.")
    try:
        return tree(value, lambda text: read(text, scope, notation=notation).tree)
    except NotationError as error:
        raise CallerError(
            f"{field}_unreadable", f"The {field} cannot be read: {error.text}"
        ) from error


def with_given(e: Expr, scope: Scope) -> Expr:
    """`e` with the given values in place of their names.

    A name by which something is differentiated cannot be replaced; there the values follow a `where`.
    """
    if not scope.given:
        return e
    used = {name: scope.given[name] for name in sorted(free_names(e) & scope.given.keys())}
    if not used:
        return e
    bound = {
        part.variable.name
        for _, part in subexpressions(e)
        if isinstance(part, Derivative | HigherDerivative)
    } | {
        part.arguments[1].name
        for _, part in subexpressions(e)
        if isinstance(part, Verb)
        and part.name == "integrate"
        and len(part.arguments) == 2
        and isinstance(part.arguments[1], Symbol)
    }
    if not bound & used.keys():
        return substitute(e, used)
    pairs = tuple(Relation("=", Symbol(name), value) for name, value in used.items())
    return Where(e, pairs)


def _texts(given: Mapping[str, Any]) -> Mapping[str, str]:
    """Given values as texts, which is how scopes are declared."""
    if not hasattr(given, "items"):
        raise CallerError("given", "given must be an object from names to texts.")
    if all(isinstance(value, str) for value in given.values()):
        return given
    from tutor.language.writing import to_text

    return {
        name: value if isinstance(value, str) else to_text(trusted(value, "given", EMPTY))
        for name, value in given.items()
    }
