"""From a failure to a NotationError: what was expected, and whole texts one edit away that read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import NotationError
from tutor.language.notation.lalr import accepts, advance, runs
from tutor.language.notation.mistakes import Mistake, quoted
from tutor.language.notation.table import table
from tutor.language.notation.understand import Syntax, understand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tutor.language.expr.nodes import Span
    from tutor.language.notation.table import Table
    from tutor.language.notation.understand import Notation
    from tutor.language.scope import Scope

_MOST_REPAIRS = 3
_MOST_TRIED = 6
_WINDOW = 2

# What may be put in, in the order of how often it is what was meant.
_INSERTIONS = (
    ("_TIMES", "*"), ("_RPAR", ")"), ("_LPAR", "("), ("_RSQB", "]"), ("_COMMA", ", "),
    ("_PLUS", "+"),
)  # fmt: skip

_IN_WORDS: tuple[tuple[str, str], ...] = (
    ("NUMBER", "a number or a name"),
    ("_LPAR", "an opening bracket"),
    ("_TIMES", "an operator such as + or *"),
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
    """The error to show. Repairs are tried before they are offered, and never applied."""
    if isinstance(failure, Mistake):
        found, edits = failure, iter(failure.edits)
    else:
        found, edits = _put_into_words(failure, text), _edits(failure, text)
    repairs: list[str] = []
    if found.code == "bracket" and not found.edits:
        edits = iter(_matched(text, found.span))
    for tried, edit in enumerate(map(str.strip, edits)):
        if tried >= _MOST_TRIED or len(repairs) >= _MOST_REPAIRS:
            break
        if edit not in repairs and edit != text and _reads(edit, scope, notation, verbs):
            repairs.append(edit)
    size = len(text)
    span = (min(found.span[0], size), min(found.span[1], size))
    return NotationError(
        found.code, quoted(found.text, 300), span, expected=found.expected, repairs=tuple(repairs)
    )


def _reads(text: str, scope: Scope, notation: Notation, verbs: Collection[str] | None) -> bool:
    try:
        understand(text, scope, notation, verbs)
    except (Mistake, Syntax):
        return False
    return True


def _matched(text: str, span: Span) -> Iterator[str]:
    """The text with the bracket at one end of a span exchanged for the partner of the other."""
    start, end = span
    if end - start >= 2 and text[start] in "([" and text[end - 1] in ")]":
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


def _edits(failure: Syntax, text: str) -> Iterator[str]:
    """Texts one edit away whose tokens the grammar allows, best first."""
    lalr = table()
    tokens, index = failure.tokens, failure.unexpected.index
    kinds = [token.type for token in tokens]
    places = range(max(index - _WINDOW, 0), min(index, len(tokens)) + 1)
    before = _stacks(lalr, kinds, places)
    for type_, written in _INSERTIONS:
        for place in reversed(places):
            if runs(lalr, before.get(place), [type_, *kinds[place:]]):
                at = tokens[place].start if place < len(tokens) else tokens[-1].end
                yield text[:at].rstrip() + written + text[at:]
    for place in reversed(places):
        if place < len(tokens) and runs(lalr, before.get(place), kinds[place + 1 :]):
            token = tokens[place]
            before_it, behind = text[: token.start], text[token.end :]
            yield before_it + (behind.lstrip() if before_it.endswith(" ") else behind)
    for type_, written in _INSERTIONS:
        for place in reversed(places):
            if place < len(tokens) and runs(lalr, before.get(place), [type_, *kinds[place + 1 :]]):
                token = tokens[place]
                yield text[: token.start] + written + text[token.end :]


def _stacks(lalr: Table, kinds: Sequence[str], places: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The stack of states before each of these tokens."""
    wanted = set(places)
    found: dict[int, tuple[int, ...]] = {}
    states: tuple[int, ...] | None = (lalr.start,)
    for place in range(max(wanted) + 1):
        if states is None:
            break
        if place in wanted:
            found[place] = states
        states = advance(lalr, states, kinds[place]) if place < len(kinds) else None
    return found
