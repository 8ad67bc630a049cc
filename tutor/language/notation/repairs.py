"""From a failure to a NotationError: what was expected, and whole texts one edit away that read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tutor.errors import NotationError
from tutor.language.notation.lalr import accepts, advance, runs
from tutor.language.notation.mistakes import Mistake, quoted
from tutor.language.notation.table import table
from tutor.language.notation.understand import Syntax, check

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from tutor.language.notation.table import Table
    from tutor.language.notation.understand import Notation
    from tutor.language.scope import Scope

_MOST_REPAIRS = 3
_MOST_TRIED = 6
_MOST_CHARACTERS = 900
_WINDOW = 2
_BEYOND = 2  # tokens that must follow an edit for it to seem meant
_LONG = 200  # characters; a longer text is not tried so often

# What may be put in, in the order of how often it is what was meant.
_INSERTIONS = (
    ("_TIMES", "*"), ("_RPAR", ")"), ("_LPAR", "("), ("_RSQB", "]"), ("_COMMA", ", "),
    ("_PLUS", "+"),
)  # fmt: skip

_IN_WORDS: tuple[tuple[str, str], ...] = (
    ("NUMBER", "a number or a name"),
    ("_LPAR", "an opening bracket"),
    ("_TIMES", "an operator such as + or *"),
    ("DX", "a dx"),
    ("ARROW", "an arrow ->"),
    ("REL", "a relation such as = or <"),
    ("_RPAR", "a closing bracket )"),
    ("_RSQB", "a closing bracket ]"),
    ("_RBRACE", "a closing brace }"),
    ("_RSET", "a closing brace }"),
    ("_RBAR", "a closing bar |"),
    ("_RANG", "a closing >"),
    ("_COMMA", "a comma"),
    ("OPTION", "an option such as at=1"),
    ("$END", "the end"),
)
_TAKES_ARGUMENT = ("FUNC", "FCALL", "FROOT", "FSQ", "FPR")


def explain(
    failure: Mistake | Syntax,
    text: str,
    scope: Scope,
    notation: Notation,
    verbs: Collection[str] | None,
) -> NotationError:
    """The error to show. Repairs are tried before they are offered, and never applied.

    Where no single edit makes the text readable there may be a second error: then the first is
    mended as it seems to be meant, and the second looked at as well; not a third.
    """

    def attempt(edit: str) -> Mistake | Syntax | None:
        try:
            check(edit, scope, notation, verbs)
        except (Mistake, Syntax) as again:
            return again
        return None

    if isinstance(failure, Mistake):
        found, edits = failure, iter(failure.edits or _matched(failure, text))
    else:
        found, edits = _put_into_words(failure, text), _edits(failure, text)
    repairs = _readable(edits, text, attempt, _tried(len(text)))
    if not repairs and isinstance(failure, Syntax) and len(text) <= _LONG:
        for edit in islice(_edits(failure, text, _BEYOND), _WINDOW):
            second = attempt(edit)
            if isinstance(second, Syntax):
                repairs += _readable(_edits(second, edit), text, attempt, _WINDOW)
    size = len(text)
    span = (min(found.span[0], size), min(found.span[1], size))
    return NotationError(
        found.code,
        quoted(found.text, 300),
        span,
        expected=found.expected,
        repairs=tuple(dict.fromkeys(repairs))[:_MOST_REPAIRS],
    )


def _tried(size: int) -> int:
    """How many edits of a text are tried: reading a long one takes as long as reading several short ones."""
    return _MOST_TRIED if size <= _LONG else max(1, _MOST_CHARACTERS // size)


def _readable(
    edits: Iterator[str], text: str, attempt: Callable[[str], object], most: int
) -> list[str]:
    """Those of the first edits that can be read, without blanks at their ends."""
    found: list[str] = []
    for edit in map(str.strip, islice(edits, most)):
        if edit not in (*found, text) and attempt(edit) is None:
            found.append(edit)
        if len(found) == _MOST_REPAIRS:
            break
    return found


def _matched(failure: Mistake, text: str) -> Iterator[str]:
    """The text with the bracket at one end of a place exchanged for the partner of the other."""
    start, end = failure.span
    if (
        failure.code == "bracket"
        and end - start >= 2
        and text[start] in "(["
        and text[end - 1] in ")]"
    ):
        yield text[: end - 1] + ")]"["([".index(text[start])] + text[end:]
        yield text[:start] + "(["[")]".index(text[end - 1])] + text[start + 1 :]


def _put_into_words(failure: Syntax, text: str) -> Mistake:
    """What is wrong at the first token that cannot stand where it does."""
    tokens, index = failure.tokens, failure.unexpected.index
    accepted = accepts(table(), failure.unexpected.states)
    expected = tuple(words for kind, words in _IN_WORDS if kind in accepted)
    before = tokens[index - 1] if index else None
    if index == len(tokens):
        span = (tokens[-1].end, tokens[-1].end)
        span = (span[0], len(text.rstrip()) if len(text.rstrip()) > span[0] else span[1])
    else:
        span = (tokens[index].start, max(tokens[index].end, tokens[index].start))
    if before is not None and before.type in _TAKES_ARGUMENT and "NUMBER" in accepted:
        name = before.value[0] if isinstance(before.value, tuple) else before.value
        return Mistake(
            "function_argument",
            f"{name} needs something to work on: write {name}(x).",
            span,
            expected=expected,
        )
    if "NUMBER" in accepted or ("_LBRACE" in accepted and "_TIMES" not in accepted):
        where = "at the end" if index == len(tokens) else "here"
        return Mistake(
            "operand_missing",
            f"A number or a name is missing {where}.",
            span,
            expected=expected,
        )
    if index == len(tokens):
        return Mistake(
            "operand_missing", "Something is missing at the end.", span, expected=expected
        )
    if tokens[index].type in ("NUMBER", "WORD", "NAME", "FUNC", "FCALL", "_LPAR", "DERIV"):
        return Mistake(
            "operator_missing",
            "An operator such as * or + is missing here.",
            span,
            expected=expected,
        )
    return Mistake("operator_missing", "This cannot stand here.", span, expected=expected)


def _edits(failure: Syntax, text: str, beyond: int | None = None) -> Iterator[str]:
    """Texts one edit away whose tokens the grammar allows, best first.

    Args:
        beyond: how many tokens from the error on must then be allowed; None for all to the end.
    """
    lalr = table()
    tokens, index = failure.tokens, failure.unexpected.index
    kinds = [token.type for token in tokens]
    window = _WINDOW if len(text) <= _LONG else 0
    places = range(max(index - window, 0), index + 1)
    before = _stacks(lalr, kinds, places)

    def fits(place: int, new: list[str], skipped: int) -> bool:
        far = None if beyond is None else len(new) + index - place + beyond
        return runs(lalr, before.get(place), [*new, *kinds[place + skipped :]], far)

    for terminal, written in _INSERTIONS:
        for place in reversed(places):
            if fits(place, [terminal], 0):
                at = tokens[place].start if place < len(tokens) else tokens[-1].end
                yield text[:at].rstrip() + written + text[at:]
    present = [place for place in reversed(places) if place < len(tokens)]
    for place in present:
        if fits(place, [], 1):
            head, rest = text[: tokens[place].start], text[tokens[place].end :]
            yield head + (rest.lstrip() if head.endswith(" ") else rest)
    for terminal, written in _INSERTIONS:
        for place in present:
            if fits(place, [terminal], 1):
                yield text[: tokens[place].start] + written + text[tokens[place].end :]


def _stacks(lalr: Table, kinds: Sequence[str], places: range) -> dict[int, list[int]]:
    """The stack of states before each of these tokens."""
    found: dict[int, list[int]] = {}
    states: list[int] | None = [lalr.start]
    for place in range(places.stop):
        if states is None:
            break
        if place in places:
            found[place] = states
        states = advance(lalr, states, kinds[place]) if place < len(kinds) else None
    return found
