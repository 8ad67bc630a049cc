"""The Scope of a question from the request's own texts: kinds, conditions, given values, policy."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from tutor.errors import CallerError, NotationError
from tutor.language.expr.nodes import Chain, Relation
from tutor.language.expr.paths import free_names
from tutor.language.kinds import a, contradiction, declared_as, kind_of
from tutor.language.notation import limits
from tutor.language.notation.accents import plain_name
from tutor.language.notation.reader import read
from tutor.language.notation.words import VERBS
from tutor.language.scope import BASES, Kind, Policy, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.language.expr.nodes import Expr
    from tutor.language.scope import Base

_KIND = re.compile(r"\s*([a-z]+)\s*(?:\(\s*([^()]*)\s*\))?\s*")
_SIZE = re.compile(r"[1-9][0-9]{0,2}|[A-Za-z]")
_SIZES = {"vector": 1, "matrix": 2, "symmetric": 1}

_CHOICES: Mapping[str, tuple[object, ...]] = MappingProxyType(
    {
        "decimal": ("point", "comma"),
        "thousands": (False, True),
        "percent": (True, False),
        "complex": (True, False),
        "odd_roots": ("real", "principal"),
        "leak": ("none", "place", "value"),
        "follow_through": (True, False),
    }
)


def declare(
    names: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    policy: Mapping[str, object] | None = None,
) -> Scope:
    """The names of one question, as all its texts will be read.

    Args:
        names: each name's kind (`positive`, `vector(3)`, `matrix(m,n)` ...) or a condition (`x > 1`).
        given: each name's value, in the learner's language; it may use the names and the values before it.
        policy: the fields of the contract's `policy`.

    Raises: CallerError with the code `names`, `given`, `policy` or `option_unknown`.
    """
    rules = _policy({} if policy is None else policy)
    kinds: dict[str, Kind] = {}
    conditions: list[tuple[str, str]] = []
    for written, text in _items(names, "names"):
        name = _name(written, "names")
        if name in kinds:
            raise CallerError("names", f"The name {name} is declared twice.")
        kind = _kind(name, text)
        kinds[name] = kind or Kind()
        if kind is None:
            conditions.append((name, text))
    scope = Scope(MappingProxyType(kinds), policy=rules)
    return _with_values(
        scope, given, tuple(_condition(name, text, scope) for name, text in conditions)
    )


def _with_values(
    scope: Scope, given: Mapping[str, str] | None, conditions: tuple[Expr, ...]
) -> Scope:
    values: dict[str, Expr] = {}
    for written, text in _items(given, "given"):
        name = _name(written, "given")
        if name in values:
            raise CallerError("given", f"The value of {name} is given twice.")
        try:
            values[name] = read(text, scope).tree
        except NotationError as error:
            raise CallerError(
                "given", f"The value of {name} cannot be read: {error.text}"
            ) from error
        if name in scope.kinds:
            _check_value(name, values[name], scope)
        scope = Scope(scope.kinds, conditions, MappingProxyType(dict(values)), scope.policy)
    return Scope(scope.kinds, conditions, MappingProxyType(values), scope.policy)


def _check_value(name: str, value: Expr, scope: Scope) -> None:
    """Refuse a value that is not of the kind or the shape that its name was declared to have.

    Letters that the values before it show to be numbers are these numbers.
    """
    declared, found = declared_as(name, scope), kind_of(value, scope)
    number_wanted = declared.sort == "number" and found.is_array and found.certain
    if number_wanted or contradiction(declared, found):
        raise CallerError(
            "given", f"The value of {name} is {a(found)}, but {name} is declared as {a(declared)}."
        )


def _items(mapping: object, field: str) -> list[tuple[str, str]]:
    """The entries of a mapping from text to text."""
    if mapping is None:
        return []
    if not hasattr(mapping, "items"):
        raise CallerError(field, f"{field} must be an object from names to texts.")
    found = list(cast("Mapping[Any, Any]", mapping).items())
    for name, text in found:
        if not isinstance(name, str) or not isinstance(text, str):
            raise CallerError(field, f"{field} must hold texts, not {type(text).__name__}.")
    return found


def _name(written: str, field: str) -> str:
    """A name as the trees have it: `λ` is lambda, `x̄` is x_bar."""
    name = plain_name(written)
    if name is None or len(name) > limits.NAME_LENGTH:
        raise CallerError(
            field,
            "A name is a letter or a word of letters and digits, with an accent and a subscript,"
            " at most 24 long: x, x_1, x_hat, x_{n+1}.",
        )
    return name


def _kind(name: str, text: str) -> Kind | None:
    """The kind that a text names; None if it is a condition.

    Raises: CallerError (`names`) if it is neither.
    """
    found = _KIND.fullmatch(text)
    if found is None:
        return None
    base, inside = found.groups()
    if base not in BASES:
        raise CallerError(
            "names", f"The kind of {name} is not known: use {', '.join(BASES)}, or a condition."
        )
    sizes = [size.strip() for size in inside.split(",")] if inside else []
    wanted = _SIZES.get(base, 0)
    if len(sizes) != wanted or not all(_SIZE.fullmatch(size) for size in sizes):
        letters = ",".join("mn"[-wanted:]) if wanted else ""
        right = f"{base}({letters})" if wanted else base
        raise CallerError(
            "names", f"The kind of {name} is written {right}, with numbers or letters."
        )
    shape = tuple(int(size) if size.isdigit() else size for size in sizes)
    return Kind(cast("Base", base), shape * 2 if base == "symmetric" else shape)


def _condition(name: str, text: str, scope: Scope) -> Expr:
    try:
        tree = read(text, scope).tree
    except NotationError as error:
        raise CallerError(
            "names", f"The condition on {name} cannot be read: {error.text}"
        ) from error
    if not isinstance(tree, Relation | Chain) or name not in free_names(tree):
        raise CallerError(
            "names",
            f"What is said of {name} is neither a kind nor a condition on it, such as {name} > 1.",
        )
    return tree


def _policy(fields: Mapping[str, object]) -> Policy:
    if not hasattr(fields, "items"):
        raise CallerError("policy", "policy must be an object.")
    known: dict[str, Any] = {}
    for field, value in fields.items():
        if field == "verbs":
            known["verbs"] = _verbs(value)
        elif field not in _CHOICES:
            raise CallerError(
                "option_unknown",
                f"There is no policy {str(field)[:40]!r}; there are {', '.join((*_CHOICES, 'verbs'))}.",
            )
        elif not any(
            value is choice or (value == choice and isinstance(value, str))
            for choice in _CHOICES[field]
        ):
            choices = ", ".join(str(choice).lower() for choice in _CHOICES[field])
            raise CallerError("policy", f"The policy {field} is one of: {choices}.")
        else:
            known[field] = value
    return Policy(**known)


def _verbs(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        raise CallerError("policy", "The policy verbs is a list of verbs.")
    for verb in value:
        if verb not in VERBS:
            raise CallerError("policy", f"There is no verb {str(verb)[:40]!r}.")
    return tuple(sorted(str(verb) for verb in value))
