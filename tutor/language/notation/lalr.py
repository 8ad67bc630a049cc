"""Reading with an LALR(1) table: the loop, and the same loop without values for the error search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tutor.language.notation.tokens import END

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tutor.language.notation.table import Table
    from tutor.language.notation.tokens import Token


class Build(Protocol):
    """Makes the value of one production.

    Args:
        word: the word after `->` in the grammar.
        parts: the values of the parts that the grammar hands over.
        first, last: the numbers of the first and the last token of the whole.
    """

    def __call__(self, word: str, parts: list[Any], first: int, last: int) -> Any:
        """The value of one production."""


class Unexpected(Exception):  # noqa: N818 caught where it is put into words
    """The token that no production allows where it stands.

    Args:
        index: its number; as many as there are tokens for the end of the text.
        states: the stack of states before it.
    """

    def __init__(self, index: int, states: tuple[int, ...]) -> None:
        super().__init__(index)
        self.index = index
        self.states = states


def parse(table: Table, tokens: Sequence[Token], build: Build) -> Any:
    """The value that `build` makes of the whole.

    Raises: Unexpected at the first token that cannot stand where it does.
    """
    rows, rules, end = table.rows, table.rules, table.end
    states = [table.start]
    values: list[Any] = []
    firsts: list[int] = []
    count = len(tokens)
    for index in range(count + 1):
        token = tokens[index] if index < count else None
        kind = END if token is None else token.type
        before = None
        while True:
            target = rows[states[-1]].get(kind)
            if target is None:
                raise Unexpected(index, tuple(before or states))
            if target >= 0:
                states.append(target)
                values.append(token)
                firsts.append(index)
                break
            if before is None:
                # A reduction may come before the error is seen: the search starts from here.
                before = tuple(states)
            rule = rules[-target - 1]
            if rule.passes:
                # Most reductions only climb from an atom to a sum: one state for another.
                states[-1] = rows[states[-2]][rule.origin]
                if token is None and states[-1] == end:
                    return values[-1]
                continue
            size = rule.size
            parts: list[Any] = []
            for i, spread in rule.kept:
                if spread:
                    parts.extend(values[i])
                else:
                    parts.append(values[i])
            first = firsts[-size]
            if rule.word:
                value = build(rule.word, parts, first, index - 1)
            elif rule.lists:
                value = parts
            else:
                value = parts[0]
            del states[-size:], values[-size:], firsts[-size:]
            states.append(rows[states[-1]][rule.origin])
            if token is None and states[-1] == end:
                return value
            values.append(value)
            firsts.append(first)
    raise AssertionError("the end of the text is either reached or refused")


def advance(table: Table, states: Iterable[int], kind: str) -> list[int] | None:
    """The stack of states after one more token; None where that token cannot stand.

    After the end of the text the end state lies on top.
    """
    stack = list(states)
    return stack if _shift(table, stack, kind) else None


def runs(
    table: Table, states: Iterable[int] | None, kinds: Sequence[str], far: int | None = None
) -> bool:
    """Whether all these tokens can follow up to the end of the text, or the first `far` of them."""
    if states is None:
        return False
    stack = list(states)
    wanted = [*kinds, END] if far is None else [*kinds, END][:far]
    return all(_shift(table, stack, kind) for kind in wanted)


def _shift(table: Table, stack: list[int], kind: str) -> bool:
    """Put one more token on a stack of states; False where it cannot stand."""
    rows, rules = table.rows, table.rules
    while True:
        target = rows[stack[-1]].get(kind)
        if target is None:
            return False
        if target >= 0:
            stack.append(target)
            return True
        rule = rules[-target - 1]
        del stack[-rule.size :]
        stack.append(rows[stack[-1]][rule.origin])
        if kind == END and stack[-1] == table.end:
            return True


def accepts(table: Table, states: tuple[int, ...]) -> list[str]:
    """The terminals that can really stand next, in alphabetical order.

    A row of the table alone allows too many: it also lists what is refused after a reduction.
    """
    row = table.rows[states[-1]]
    return [kind for kind in sorted(row) if kind.isupper() and advance(table, states, kind)]
