"""Frames between this process and a worker: four bytes of length, then JSON; never pickle.

Both ends check the length before they read on, so neither can be made to hold more than a frame.
"""

from __future__ import annotations

import json
import struct
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

MAX_FRAME = 256 * 1024
_HEAD = struct.Struct(">I")


class Garbled(Exception):  # noqa: N818 it says what the other end did
    """What came is not a frame: too long, not JSON, not an object; or the other end has gone."""


class TooLong(Exception):  # noqa: N818 said of a message of one's own
    """A message that does not fit a frame."""


def send(sock: socket.socket, message: dict[str, Any]) -> None:
    """Write one frame. Raises: TooLong, OSError."""
    body = json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
    if len(body) > MAX_FRAME:
        raise TooLong
    sock.sendall(_HEAD.pack(len(body)) + body)


def receive(sock: socket.socket, seconds: float | None = None) -> dict[str, Any]:
    """Read one frame.

    Args:
        seconds: how long to wait for the whole of it; None for ever.

    Raises: TimeoutError, Garbled, OSError.
    """
    until = None if seconds is None else monotonic() + seconds
    (length,) = _HEAD.unpack(_exactly(sock, _HEAD.size, until))
    if length > MAX_FRAME:
        raise Garbled
    return decoded(_exactly(sock, length, until))


def decoded(body: bytes) -> dict[str, Any]:
    """The object in a frame's body. Raises: Garbled."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Garbled from error
    if not isinstance(message, dict):
        raise Garbled
    return message


def _exactly(sock: socket.socket, count: int, until: float | None) -> bytes:
    parts: list[bytes] = []
    while count:
        if until is not None:
            left = until - monotonic()
            if left <= 0:
                raise TimeoutError
            sock.settimeout(left)
        part = sock.recv(count)
        if not part:
            raise Garbled
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
