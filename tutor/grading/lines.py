"""JSON Lines: one request a line in, one result a line out, in order, each flushed, none ever skipped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO, TextIO

from tutor.grading.strict_json import MAX_BYTES, parse
from tutor.grading.wire import answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.grading.wire import Data, Face


def answer_lines(source: BinaryIO, sink: TextIO, face: Face) -> Iterator[Data]:
    """Answer every line of `source` on `sink`; yields each result after it was written.

    Blank lines are passed over. A line is held in memory up to its bound and no further.
    """
    for line in _bounded_lines(source):
        if not line.strip():
            continue
        request, fault = parse(line)
        result = answered(face, request, fault)
        sink.write(json.dumps(result, ensure_ascii=True, allow_nan=False) + "\n")
        sink.flush()
        yield result


def _bounded_lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream, each cut one byte past the bound; the rest of a long one is thrown away."""
    while line := source.readline(MAX_BYTES + 1):
        rest = line
        while len(line) > MAX_BYTES and rest and not rest.endswith(b"\n"):
            rest = source.readline(MAX_BYTES)
        yield line
