"""Reading with an LALR(1) table: the loop, and the same loop without values for the error search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tutor.language.notation.tokens import END

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    rows, rules, climbs, width = table.rows, table.rules, table.climbs, len(table.rows)
    below = state = table.start
    states = [state]
    values: list[Any] = []
    firsts: list[int] = []
    count = len(tokens)
    for index in range(count + 1):
        token = tokens[index] if index < count else None
        kind = END if token is None else token.type
        while True:
            row = climbs.get(below * width + state)
            step = (_climb(table, below, state) if row is None else row).get(kind)
            if step is None:
                raise Unexpected(index, _before(table, tokens[:index]))
            climbed, target = step
            if target >= 0:
                if token is None:
                    return values[-1]
                states[-1] = below = climbed
                states.append(target)
                state = target
                values.append(token)
                firsts.append(index)
                break
            origin, size, kept, taken, word, lists, _ = rules[-target - 1]
            parts: list[Any] = values[taken] if taken is not None else _spread(values, kept)
            first = firsts[-size]
            value: Any
            if word:
                value = build(word, parts, first, index - 1)
            elif lists:
                value = parts
            else:
                (value,) = parts
            if size > 1:
                del states[1 - size :], values[1 - size :], firsts[1 - size :]
            below = states[-2]
            states[-1] = state = rows[below][origin]
            values[-1] = value
    raise AssertionError("the end of the text is either reached or refused")


def _spread(values: Sequence[Any], kept: Iterable[tuple[int, bool]]) -> list[Any]:
    """The parts of a production some of which are lists."""
    parts: list[Any] = []
    for i, is_list in kept:
        if is_list:
            parts += values[i]
        else:
            parts.append(values[i])
    return parts


def _climb(table: Table, below: int, state: int) -> Mapping[str, tuple[int, int]]:
    """What to do on each symbol in a state above another, when all that only passes a part on is done.

    Most reductions climb from an atom to a sum: one state for another, nothing built. Worked out once for
    two neighbours on the stack, it is kept with the table, whose transitions bound how much that can be.
    Each symbol has the state that takes the place of `state`, and what the table says there.
    """
    rows, rules = table.rows, table.rules
    made: dict[str, tuple[int, int]] = {}
    for kind in rows[state]:
        at = state
        target = rows[at].get(kind)
        while target is not None and target < 0 and (rule := rules[-target - 1]).passes:
            at = rows[below][rule.origin]
            target = 0 if kind == END and at == table.end else rows[at].get(kind)
        if target is not None:
            made[kind] = at, target
    if state == table.end:
        made[END] = state, 0
    table.climbs[below * len(rows) + state] = made
    return made


def _before(table: Table, tokens: Sequence[Token]) -> tuple[int, ...]:
    """The stack after these tokens: reductions that the next one led to before its error are not in it."""
    stack = [table.start]
    for token in tokens:
        _shift(table, stack, token.type)
    return tuple(stack)


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
