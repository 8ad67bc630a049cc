"""Where grammars/ and lessons/ are; the only file that knows.

In an installed wheel they are `tutor/_shipped/NAME`, in a checkout they stand beside `tutor/`.
"""

from __future__ import annotations

from pathlib import Path

from tutor.errors import AssetError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of that name which this installation ships.

    Raises: AssetError if it is in neither place.
    """
    for place in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise AssetError(f"{_PACKAGE}:1:1: the folder {name}/ is missing from this installation")
