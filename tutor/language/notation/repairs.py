"""From a failure to a NotationError: what was expected, and whole texts one edit away that read."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from tutor.errors import NotationError
from tutor.language.notation.effort import Effort, Exhausted
from tutor.language.notation.lalr import accepts, advance, runs
from tutor.language.notation.mistakes import Mistake, quoted
from tutor.language.notation.table import table
from tutor.language.notation.tokens import ENDS_OPERAND
from tutor.language.notation.understand import Syntax, check

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from tutor.language.notation.table import Table
    from tutor.language.notation.tokens import Token
    from tutor.language.notation.understand import Notation
    from tutor.language.scope import Scope

_MOST_REPAIRS = 3
_MOST_TRIED = 6
_MOST_READ = 1_000  # characters, in all readings of all edits together
_WINDOW = 2
_BEYOND = 2  # tokens that must follow an edit for it to seem meant
_LONG = 200  # characters; in a longer text fewer places are looked at

# What may be put in, in the order of how often it is what was meant.
_INSERTIONS = (
    ("_TIMES", "*"), ("_RPAR", ")"), ("_LPAR", "("), ("_RSQB", "]"), ("_COMMA", ", "),
    ("_HAT", "^"), ("_PLUS", "+"),
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
_OPERANDS = frozenset({"NUMBER", "NAME", "CONSTANT", "WORD", "DERIVED"})
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
    effort = Effort(_MOST_READ)

    def attempt(edit: str) -> Mistake | Syntax | Exhausted | None:
        try:
            check(edit, scope, notation, verbs, effort)
        except (Mistake, Syntax, Exhausted) as again:
            return again
        return None

    if isinstance(failure, Mistake):
        found, edits = failure, iter(failure.edits or _matched(failure, text))
    else:
        found, edits = _put_into_words(failure, text), _edits(failure, text)
    repairs = _readable(edits, text, attempt, _MOST_TRIED)
    if not repairs and isinstance(failure, Syntax) and len(text) <= _LONG:
        nearly = chain(_edits(failure, text, _BEYOND), _edits(failure, text, 1))
        for edit in islice(nearly, _WINDOW):
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


def _readable(
    edits: Iterator[str], text: str, attempt: Callable[[str], object], most: int
) -> list[str]:
    """Those of the first edits that can be read, without blanks at their ends."""
    found: list[str] = []
    for edit in (_tidy(edit, text) for edit in islice(edits, most)):
        if edit not in (*found, text) and attempt(edit) is None:
            found.append(edit)
        if len(found) == _MOST_REPAIRS:
            break
    return found


def _tidy(edit: str, text: str) -> str:
    """An edit without blanks at its ends, or two where something was taken out between them."""
    return edit.strip() if "  " in text else edit.strip().replace("  ", " ")


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
    expected = tuple(
        words
        for kind, words in _IN_WORDS
        # where an operator is due, a bracket would only be a product as well
        if kind in accepted and not (kind == "_LPAR" and "_TIMES" in accepted)
    )
    if index == len(tokens):
        span = (tokens[-1].end, tokens[-1].end)
        span = (span[0], len(text.rstrip()) if len(text.rstrip()) > span[0] else span[1])
    else:
        span = (tokens[index].start, max(tokens[index].end, tokens[index].start))
    waiting = _waiting(tokens, index)
    if waiting is not None and "NUMBER" in accepted:
        value = waiting.value[0] if isinstance(waiting.value, tuple) else waiting.value
        name = text[waiting.start : waiting.end].partition("^")[0].strip("({ ") or str(value)
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


def _waiting(tokens: Sequence[Token], index: int) -> Token | None:
    """The function that is still without an argument before a token: `sin +`, `sin^2`, `sin()`."""
    before = tokens[index - 1] if index else None
    if before is None:
        return None
    if before.type in _TAKES_ARGUMENT:
        return before
    if before.type == "_LPAR" and index > 1 and tokens[index - 2].type in ("FCALL", "FROOT"):
        return tokens[index - 2] if index < len(tokens) and tokens[index].type == "_RPAR" else None
    if index > 2 and tokens[index - 2].type == "_HAT" and tokens[index - 3].type == "FUNC":
        return tokens[index - 3]
    return None


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

    if "×" in text and any(
        "×" in text[t.start : t.end] for t in tokens[max(index - 1, 0) : index + 1]
    ):
        yield text.replace("×", "x")  # the sign of the times on paper is the letter on the keyboard
    for terminal, written in _INSERTIONS:
        for place in reversed(places):
            if _is_meant(terminal, tokens, place, text) and fits(place, [terminal], 0):
                at = tokens[place].start if place < len(tokens) else tokens[-1].end
                yield text[:at].rstrip() + written + text[at:]
    # What a person typed as a number or a name is not what is too much.
    present = [
        place
        for place in reversed(places)
        if place < len(tokens) and tokens[place].type not in _OPERANDS
    ]
    for place in present:
        if fits(place, [], 1):
            head, rest = text[: tokens[place].start], text[tokens[place].end :]
            yield head + (rest.lstrip() if head.endswith(" ") else rest)
    for terminal, written in _INSERTIONS:
        for place in present:
            if _is_meant(terminal, tokens, place, text) and fits(place, [terminal], 1):
                yield text[: tokens[place].start] + written + text[tokens[place].end :]


def _is_meant(terminal: str, tokens: Sequence[Token], place: int, text: str) -> bool:
    """Whether anybody would mean this sign at this place: no plus without a number before it, no list in a sum."""
    before = tokens[place - 1].type if place else ""
    after = tokens[place].type if place < len(tokens) else ""
    match terminal:
        case "_PLUS":
            return before in ENDS_OPERAND
        case "_HAT":
            return before in ("NAME", "_RPAR") and after == "NUMBER"
        case "_COMMA":
            return any(sign in text for sign in ",;=[{") and "FUNC" not in (before, after)
        case _:
            return True


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
