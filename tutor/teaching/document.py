"""A lesson file as plain data with a place for every part: the strict subset of YAML that lessons use.

One pass over ruamel's events, without recursion, so that size, depth and number of parts are bounded
before anything is built. Every scalar is its raw text. Anchors, aliases, tags, directives, second
documents, duplicate keys, tabs and double quotes with a backslash are refused: each of them changes
what an author wrote without saying so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from tutor.errors import LessonError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 256 * 1024
MAX_NODES = 10_000
MAX_DEPTH = 20

Location: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"


class FlowList(list[Any]):
    """A list written `[a, b]`: where the schema wants maths, its `text` is what was written."""

    text: str


class FlowDict(dict[str, Any]):
    """A mapping written `{a: b}`, or a set `{a, b}`: where maths is wanted, its `text` is that maths."""

    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands, counted from 1; `block` if its text begins on the next line (`|`).

    Args:
        offset: characters between the place and the first character of the text (a quote mark).
    """

    line: int
    column: int
    block: bool = False
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """The data of one file, and where each part of it stands.

    Args:
        file: the path as the author knows it.
        source: the text of the file, by lines.
        places: by location, such as `("exercises", 0, "answer")`; a key's own place is at the
            location of its value with `"[key]"` after it.
    """

    file: str
    data: Data
    source: tuple[str, ...]
    places: Mapping[Location, Place]

    def place(self, location: Location) -> Place:
        """The place of the nearest part on the way to `location`; unknown turns are skipped."""
        known: Location = ()
        for turn in location:
            if (*known, turn) in self.places:
                known = (*known, turn)
        return self.places.get(known, Place(1, 1))

    def inside(self, location: Location, text: str, index: int) -> tuple[int, int]:
        """Line and column of the character at `index` of a part's text, as far as YAML lets one tell."""
        place = self.place(location)
        row = text[:index].count("\n")
        column = index - (text.rfind("\n", 0, index) + 1)
        line = place.line + row + place.block
        if place.block and line <= len(self.source):
            begins = self.source[line - 1].find(text.split("\n")[row])
            return line, max(begins, 0) + column + 1
        return (
            (line, place.column + place.offset + column) if not row else (place.line, place.column)
        )

    def error(self, location: Location, code: str, text: str) -> LessonError:
        """A LessonError at the place of `location`."""
        place = self.place(location)
        return LessonError(self.file, place.line, place.column, code, text)


def compose(source: str, file: str) -> Document:
    """Read the text of a lesson file.

    Args:
        source: the whole text.
        file: the path to name in errors.

    Raises: LessonError at the first thing that is not in the subset.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    _refuse_characters(source, file)
    builder = _Builder(source, file)
    try:
        for event in YAML(pure=True).parse(source):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        text = _advice(source, line, column, str(error.problem or error.context))
        raise LessonError(file, line + 1, column + 1, "yaml", text) from None
    except YAMLError as error:
        raise LessonError(file, 1, 1, "yaml", f"this is not YAML: {error}") from None
    if not builder.places:
        raise LessonError(file, 1, 1, "empty", "the file is empty; begin with `id: ` and a name")
    return Document(file, builder.root, tuple(source.split("\n")), builder.places)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    value: list[Any] | dict[str, Any]
    location: Location
    start: int
    key: str | None = None
    seen: dict[str, Any] = field(default_factory=dict)
    twice: tuple[str, Any] | None = None


class _Builder:
    """Folds events into data, one at a time."""

    def __init__(self, source: str, file: str) -> None:
        self.source = source
        self.file = file
        self.root: Data = None
        self.places: dict[Location, Place] = {}
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        match type(event).__name__:
            case "DocumentStartEvent":
                self._begin(event)
            case "ScalarEvent":
                self._marks(event)
                self._scalar(event)
            case "SequenceStartEvent" | "MappingStartEvent":
                self._marks(event)
                self._enter(event)
            case "SequenceEndEvent" | "MappingEndEvent":
                self._leave(event)
            case "AliasEvent":
                self._refuse(event, "alias", "`*` begins an alias in YAML; put the text in '...'")
            case _:
                pass

    def _begin(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "documents", "a second document begins here; a file is one lesson")
        if event.version or event.tags:
            self._refuse(event, "directive", "a lesson file has no `%` lines; remove it")

    def _marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "anchor", "`&` begins an anchor in YAML; put the text in '...'")
        if event.tag is not None:
            self._refuse(event, "tag", "`!` begins a tag in YAML; put the text in '...'")
        if len(self.places) >= MAX_NODES:
            self._refuse(event, "too_many", f"more than {MAX_NODES} parts; split the lesson")

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.style == '"' and "\\" in self.source[start:end]:
            self._refuse(
                event, "backslash", "YAML changes a backslash inside \"...\"; write '...' instead"
            )
        plain = event.style in (None, "", "plain")
        self._put(event, None if plain and event.value == "" else event.value)

    def _enter(self, event: Any) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._refuse(event, "too_deep", f"more than {MAX_DEPTH} levels; a lesson needs five")
        is_list = type(event).__name__ == "SequenceStartEvent"
        value: list[Any] | dict[str, Any]
        if event.flow_style:
            value = FlowList() if is_list else FlowDict()
        else:
            value = [] if is_list else {}
        location = self._put(event, value)
        self._open.append(_Open(value, location, event.start_mark.index))

    def _leave(self, event: Any) -> None:
        done = self._open.pop()
        if isinstance(done.value, FlowList | FlowDict):
            done.value.text = self.source[done.start : event.end_mark.index]
        # `{3, 3}` is a set that a teacher wrote, not a mapping with a key twice.
        is_set = isinstance(done.value, FlowDict) and not any(done.value.values())
        if done.twice and not is_set:
            key, second = done.twice
            first = self.places[(*done.location, key, "[key]")]
            self._refuse(second, "duplicate", f"`{key}` stands already on line {first.line}")

    def _put(self, event: Any, value: Any) -> Location:
        """Hang a value under what is open, and note its place. Gives its location."""
        if not self._open:
            self.root = value
            return self._note((), event)
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            return self._note((*top.location, len(top.value) - 1), event)
        if top.key is None:
            return self._key(top, event, value)
        key, top.key = top.key, None
        top.value[key] = value
        return self._note((*top.location, key), event)

    def _key(self, top: _Open, event: Any, value: Any) -> Location:
        """Take a key. Only a set in braces may have a member that is not text."""
        if not isinstance(value, str):
            if not isinstance(top.value, FlowDict):
                self._refuse(event, "key", "a key is a plain word, followed by a colon")
            value = f"[{len(top.value)}]"
        if value in top.value and top.twice is None:
            top.twice = (value, event)
        top.key = value
        location = (*top.location, value, "[key]")
        return location if location in self.places else self._note(location, event)

    def _note(self, location: Location, event: Any) -> Location:
        mark, style = event.start_mark, getattr(event, "style", None)
        self.places[location] = Place(
            mark.line + 1, mark.column + 1, style in ("|", ">"), 1 if style in ("'", '"') else 0
        )
        return location

    def _refuse(self, event: Any, code: str, text: str) -> None:
        mark = event.start_mark
        raise LessonError(self.file, mark.line + 1, mark.column + 1, code, text)


def _refuse_characters(source: str, file: str) -> None:
    """Refuse what is too large, tabs, and characters that a terminal or an eye cannot see."""
    if len(source.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        text = f"larger than {MAX_BYTES // 1024} KiB; split the lesson"
        raise LessonError(file, 1, 1, "too_large", text)
    for number, line in enumerate(source.split("\n"), 1):
        for column, character in enumerate(line.removesuffix("\r"), 1):
            if character == "\t":
                raise LessonError(file, number, column, "tab", "a tab; use spaces")
            if not character.isprintable() and character != "\ufeff":
                name = f"U+{ord(character):04X}"
                text = f"the character {name} cannot be seen; remove it"
                raise LessonError(file, number, column, "character", text)


def _advice(source: str, line: int, column: int, problem: str) -> str:
    """What to write instead of a line that YAML itself cannot read."""
    lines = source.splitlines()
    written = lines[line] if line < len(lines) else ""
    key, colon, value = written.partition(": ")
    start = value.lstrip()[:1]
    if colon and (start in "`@%|>[{*&!-,#?" or ": " in value):
        return f"YAML reads this value in its own way ({problem}): write `{key.strip()}: '...'`"
    if written.lstrip()[:3:2] in ("-`", "-@", "-%", "-["):
        return f"YAML reads this item in its own way ({problem}): write `- '...'`"
    return f"YAML cannot read this: {problem} (column {column + 1}); look at the indentation"
