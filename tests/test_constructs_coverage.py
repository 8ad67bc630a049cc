"""Nothing of the language is without an example: productions, terminals, error codes, constructs, kinds of trees."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import pytest

from tests.shelf import FORMS, NOTHING, all_rows
from tutor.errors import NotationError
from tutor.language.expr.functions import FAMILIES, FUNCTIONS
from tutor.language.expr.nodes import Call, Expr, Symbol
from tutor.language.expr.paths import subexpressions
from tutor.language.notation import read, understand
from tutor.language.notation.forks import CONSTRUCTS
from tutor.language.notation.lalr import parse
from tutor.language.notation.mistakes import CODES
from tutor.language.notation.table import table
from tutor.language.notation.tokens import END

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tutor.language.notation.tokens import Token

ROWS = all_rows()
# A note, not an error of the reader: the grader refuses with it where one number is asked.
TOLD = {"decimal_comma"}


def texts() -> Iterator[tuple[str, Any]]:
    """Every text of the shelf that is read."""
    for row in ROWS:
        for text in row.of(*FORMS):
            yield text, row.scope
        if row.meaning != NOTHING:
            yield row.meaning, row.plain


def reductions(kinds: Sequence[str]) -> set[int]:
    """The productions that a text of these terminals goes through, up to where it is refused."""
    rows, rules, start, end = table().rows, table().rules, table().start, table().end
    stack = [start]
    used: set[int] = set()
    for kind in (*kinds, END):
        while (target := rows[stack[-1]].get(kind)) is None or target < 0:
            if target is None:
                return used
            used.add(-target - 1)
            rule = rules[-target - 1]
            del stack[-rule.size :]
            stack.append(rows[stack[-1]][rule.origin])
            if kind == END and stack[-1] == end:
                return used
        stack.append(target)
    return used


def test_every_production_and_every_terminal_is_used_by_an_example(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: set[tuple[str, ...]] = set()

    def recorded(known: Any, tokens: Sequence[Token], build: Any) -> Any:
        seen.add(tuple(token.type for token in tokens))
        return parse(known, tokens, build)

    monkeypatch.setattr("tutor.language.notation.understand.parse", recorded)
    for text, scope in texts():
        read(text, scope)
    for row in ROWS:
        for _, text in row.refused:  # some productions are there to say what is wrong
            with pytest.raises(NotationError):
                read(text, row.scope)
    used = {n for kinds in seen for n in reductions(kinds)}
    rules = table().rules
    terminals = {kind for row in table().rows for kind in row if kind.lstrip("_").isupper()}

    assert {
        f"{rules[n].origin} -> {rules[n].word} {rules[n].size}"
        for n in range(len(rules))
        if n not in used
    } == set()
    assert terminals - {kind for kinds in seen for kind in kinds} == {END}


@cache
def trees() -> tuple[Expr, ...]:
    """Every part of every reading of the shelf."""
    found: list[Expr] = []
    for text, scope in texts():
        reading = read(text, scope)
        for tree in (reading.tree, *reading.alternatives):
            found += [part for _, part in subexpressions(tree)]
    return tuple(found)


def test_every_kind_of_node_is_the_meaning_of_an_example() -> None:
    shown = {type(part) for part in trees()}

    assert set(get_args(Expr)) - shown == set()


def test_every_function_and_every_family_is_in_an_example() -> None:
    called = {part.function for part in trees() if isinstance(part, Call)}

    assert (set(FUNCTIONS) | set(FAMILIES)) - called == set()


def test_every_error_code_has_an_example() -> None:
    shown = {code for row in ROWS for code, _ in row.refused}

    assert CODES - shown == TOLD
    assert {code for code in shown if code not in CODES} == set()


def test_every_construct_that_people_write_both_ways_has_an_example(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Turning a construct is what makes another reading: those that are turned are shown."""
    turned: set[str] = set()
    whole = understand.Understanding.turned

    def recorded(self: Any, constructs: frozenset[str]) -> Any:
        made = whole(self, constructs)
        if made is not None:
            turned.update(constructs)
        return made

    monkeypatch.setattr(understand.Understanding, "turned", recorded)
    for text, scope in texts():
        read(text, scope)

    assert set(CONSTRUCTS) - turned == {"unit_vectors"}  # found on the tree, not on the way
    assert any(isinstance(part, Symbol) and part.name == "j" for part in trees())
