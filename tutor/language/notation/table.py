"""The parse table: made by Lark from `grammars/expression.lark`, kept as JSON beside the grammar.

`python -m tutor.language.notation.table` writes it there. Its name holds the checksum of the
grammar, so a changed grammar never meets an old table: where none fits, Lark builds it (a quarter of
a second) and a copy goes to the user's own cache folder. Data only: no pickle, nothing executed; so
a table of any Lark version is the same table, and the version is kept only to be told.

Lark is needed only to build. Reading from the table is a loop of thirty lines (`lalr.py`), which saves
the import of Lark (60 ms) in every fresh process; the tests hold that loop to what Lark does.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from tutor.assets import folder
from tutor.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FORMAT = 1


class Rule(NamedTuple):
    """One production.

    Args:
        origin: the nonterminal on its left.
        size: how many symbols stand on its right.
        kept: which of them the builder sees, counted from the end, and whether that one is a list to be spread.
        taken: the same as a slice of the parts so far, where none is to be spread; else None.
        word: the builder's method; empty for a rule that only passes a part on, or only lists.
        lists: whether it stands for a repetition: its value is the list of its parts.
        passes: whether it has one part and hands it on.
    """

    origin: str
    size: int
    kept: tuple[tuple[int, bool], ...]
    taken: slice | None
    word: str
    lists: bool
    passes: bool


@dataclass(frozen=True, slots=True)
class Table:
    """An LALR(1) table.

    Args:
        rows: for each state, what to do on each symbol: `n >= 0` go to state n, else use rule `-n - 1`.
        rules: the productions, by number.
        start, end: the first state, and the one that is reached when all is read.
        climbs: what the loop has worked out so far for two states on top of each other.
    """

    rows: tuple[Mapping[str, int], ...]
    rules: tuple[Rule, ...]
    start: int
    end: int
    climbs: dict[int, Mapping[str, tuple[int, int]]] = field(
        default_factory=dict, compare=False, repr=False
    )


def grammar_text() -> str:
    """The grammar file as text."""
    return (folder("grammars") / "expression.lark").read_text(encoding="utf-8")


@cache
def table() -> Table:
    """The table of this grammar: shipped, from the user's cache, or built now."""
    grammar = grammar_text()
    name = _file_name(grammar)
    for place in _places():
        try:
            return _from_plain(json.loads((place / name).read_text(encoding="utf-8")))
        except (OSError, ValueError, LookupError, TypeError):
            continue  # not there, or not what was written
    data = build(grammar)
    _store(data, name)
    return _from_plain(data)


def build(grammar: str) -> dict[str, Any]:
    """The table as plain data, by Lark.

    Raises: AssetError if the grammar has a conflict or is not a grammar.
    """
    from lark import __version__ as lark_version
    from lark.exceptions import LarkError

    try:
        lark = build_lark(grammar)
    except LarkError as error:
        raise AssetError(f"grammars/expression.lark:1:1: {error}") from error
    made = lark.parser.parser._parse_table  # noqa: SLF001 Lark has no public door to its table
    rules = sorted(lark.rules, key=lambda rule: json.dumps(_plain_rule(rule)) + str(rule))
    numbers = {rule: number for number, rule in enumerate(rules)}
    start = made.start_states["start"]
    order = _in_order(made.states, start)
    renumbered = {state: number for number, state in enumerate(order)}
    rows: list[dict[str, int]] = []
    which: list[int] = []
    seen: dict[str, int] = {}
    for state in order:
        row = {
            symbol: renumbered[target] if str(action) == "Shift" else -numbers[target] - 1
            for symbol, (action, target) in sorted(made.states[state].items())
        }
        key = json.dumps(row)
        if key not in seen:
            seen[key] = len(rows)
            rows.append(row)
        which.append(seen[key])
    return {
        "lark": lark_version,
        "start": renumbered[start],
        "end": renumbered[made.end_states["start"]],
        "rules": [_plain_rule(rule) for rule in rules],
        "states": which,
        "rows": rows,
    }


def _in_order(states: Mapping[int, Mapping[str, tuple[Any, Any]]], start: int) -> list[int]:
    """The states as they are reached: Lark numbers them in the order of a set, which varies."""
    order = [start]
    known = {start}
    for state in order:
        for _, (action, target) in sorted(states[state].items(), key=lambda item: item[0]):
            if str(action) == "Shift" and target not in known:
                known.add(target)
                order.append(target)
    return order


def build_lark(grammar: str) -> Any:
    """The grammar as a Lark parser whose input is a list of tokens; every conflict is an error."""
    from lark import Lark
    from lark.lexer import Lexer
    from lark.lexer import Token as LarkToken

    class Tokens(Lexer):
        def __init__(self, conf: Any) -> None:
            pass

        def lex(self, data: Any) -> Iterator[LarkToken]:  # type: ignore[override]
            return (LarkToken(token.type, token.value) for token in data)

    return Lark(grammar, parser="lalr", lexer=Tokens, strict=True, maybe_placeholders=False)


def _plain_rule(rule: Any) -> list[Any]:
    origin = str(rule.origin.name)
    kept = [
        [index, int(not symbol.is_term and symbol.name.startswith("_"))]
        for index, symbol in enumerate(rule.expansion)
        if not (symbol.is_term and symbol.filter_out)
    ]
    passes = rule.options.expand1 and not rule.alias and len(kept) == 1
    word = "" if passes or origin.startswith("_") else str(rule.alias or origin)
    return [origin, len(rule.expansion), kept, word]


def _from_plain(data: Any) -> Table:
    rows = data["rows"]
    return Table(
        tuple(rows[which] for which in data["states"]),
        tuple(
            Rule(
                origin,
                size,
                tuple((i - size, bool(spread)) for i, spread in kept),
                _taken([i - size for i, _ in kept]) if not any(s for _, s in kept) else None,
                word,
                origin.startswith("_"),
                size == 1 and not word and not origin.startswith("_"),
            )
            for origin, size, kept, word in data["rules"]
        ),
        data["start"],
        data["end"],
    )


def _taken(places: Sequence[int]) -> slice | None:
    """The slice of these places, counted from the end; None if they do not stand at equal distances."""
    if not places:
        return slice(0, 0)
    step = places[1] - places[0] if len(places) > 1 else 1
    whole = slice(places[0], places[-1] + 1 or None, step)
    size = -places[0]
    return whole if [i - size for i in range(size)[whole]] == list(places) else None


def _file_name(grammar: str) -> str:
    # A checksum finds a changed grammar; nothing has to be safe against a forged one.
    return f"expression-{FORMAT}-{crc32(grammar.encode()):08x}.json"


def _places() -> Iterator[Path]:
    yield folder("grammars")
    cached = _cache_folder()  # asked for only when the first place had none
    if cached is not None:
        yield cached


def _cache_folder() -> Path | None:
    from platformdirs import user_cache_path

    try:
        place = user_cache_path("steptutor", ensure_exists=False)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = place.stat()
    except OSError:
        return None
    # A folder that others own or may write to is as good as none.
    mine = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
    return place if mine else None


def _store(data: Mapping[str, Any], name: str) -> None:
    """Keep the table for the next process; if that is not possible, the next one builds it again."""
    place = _cache_folder()
    if place is None:
        return
    half = place / f"{name}.{os.getpid()}"
    try:
        half.write_text(json.dumps(data), encoding="utf-8")
        half.replace(place / name)
    except OSError:
        return


def main() -> None:
    """Write the table beside the grammar, in place of any older one."""
    grammar = grammar_text()
    place = folder("grammars")
    for old in place.glob("expression-*.json"):
        old.unlink()
    text = json.dumps(build(grammar), separators=(",", ":"), sort_keys=True)
    (place / _file_name(grammar)).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
