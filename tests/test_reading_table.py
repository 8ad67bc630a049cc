"""The parse table is found where it is shipped, else built once and kept for the user; never in the way."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tutor import assets
from tutor.language.notation import table as tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def unshipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No table beside the grammar; the folder where the user's own is kept."""
    grammar, real = tables.grammar_text(), assets.folder
    monkeypatch.setattr(tables, "grammar_text", lambda: grammar)
    monkeypatch.setattr(tables, "folder", lambda name: real(name) / "nowhere")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache"


def fresh() -> tables.Table:
    """The table without what is remembered in this process."""
    made: tables.Table = tables.table.__wrapped__()
    return made


def test_a_missing_table_is_built_and_kept_for_the_user_alone(unshipped: Path) -> None:
    built = fresh()
    (kept,) = unshipped.iterdir()

    assert stat.S_IMODE(unshipped.stat().st_mode) == 0o700
    assert json.loads(kept.read_text(encoding="utf-8"))["start"] == built.start
    assert fresh() == built == tables.table()


@pytest.mark.parametrize("garbage", ["", "{", "[]", '{"rows": []}', '{"rows": [1], "states": [7]}'])
def test_a_damaged_table_is_built_again(unshipped: Path, garbage: str) -> None:
    fresh()
    (kept,) = unshipped.iterdir()
    kept.write_text(garbage, encoding="utf-8")

    assert fresh() == tables.table()


def test_where_nothing_can_be_kept_reading_still_works(unshipped: Path) -> None:
    unshipped.write_text("a file in the way", encoding="utf-8")

    assert fresh() == tables.table()


def test_a_folder_that_others_may_write_to_is_not_trusted(unshipped: Path) -> None:
    fresh()
    unshipped.chmod(0o777)

    assert tables._cache_folder() is None


def test_reading_imports_neither_lark_nor_a_cas() -> None:
    code = (
        "import sys; from tutor.language.notation import read; read('x^2+1');"
        "print([m for m in ('lark', 'sympy', 'flint', 'numpy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
