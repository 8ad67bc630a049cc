"""The house is in order: small modules that say what they are, full shelves, no trace of a machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tutor
from tutor.answers.form import forms
from tutor.answers.relation import relations
from tutor.assets import folder
from tutor.catalogue import entries
from tutor.derivation import rules, verbs
from tutor.derivation.rule import Rule
from tutor.diagnosis import misconceptions
from tutor.errors import AssetError, CatalogueError
from tutor.teaching.lesson import lessons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HOUSE = Path(__file__).resolve().parent.parent
ROOMS = ("tutor", "grammars", "lessons", "tests", ".ci")
LOOSE = ("*.py", "*.toml", "*.md", "*.txt", "Makefile", "LICENSE")
LONGEST = 400


def modules() -> list[Path]:
    """Every module of ours, and the folders they stand in are all there are."""
    rooms = [path for room in ("tutor", "tests") for path in (HOUSE / room).rglob("*.py")]
    return sorted([*rooms, *HOUSE.glob("*.py")])


def files() -> list[Path]:
    """Everything that is ours: what stands in the rooms, and what lies before their doors."""
    inside = [path for room in ROOMS for path in (HOUSE / room).rglob("*")]
    before = [path for pattern in LOOSE for path in HOUSE.glob(pattern)]
    return sorted(
        p
        for p in (*inside, *before)
        if p.is_file() and p.suffix != ".pyc" and p.name != ".DS_Store"
    )


def short(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


# Modules.


def test_no_module_is_over_400_lines() -> None:
    sizes = {short(path): len(path.read_text("utf-8").splitlines()) for path in modules()}

    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [p for p in modules() if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]

    assert [short(path) for path in silent] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    machine = re.compile(r"(?<![\w.])(?:/(?:home|root|Users|work|mnt|private)/\w|[A-Z]:\\+Users)")
    found = [
        f"{short(path)}: {match[0]}"
        for path in files()
        for match in machine.finditer(path.read_text("utf-8"))
    ]

    assert found == []


def test_the_check_for_machines_looks_at_the_whole_house() -> None:
    looked_at = {short(path) for path in files()}

    assert {"README.md", "dev.py", "Makefile", ".ci/run", "pyproject.toml"} <= looked_at
    assert {"grammars/expression.lark", "lessons/README.md", "tutor/__init__.py"} <= looked_at


# Shelves.

SHELVES: dict[str, Callable[[], Mapping[str, object]]] = {
    "tutor.derivation.rules": rules,
    "tutor.derivation.strategies": verbs,
    "tutor.diagnosis.misconceptions": misconceptions,
    "tutor.answers.relations": relations,
    "tutor.answers.forms": forms,
}


@pytest.mark.parametrize("shelf", SHELVES)
def test_a_shelf_holds_its_entries_under_their_own_ids(shelf: str) -> None:
    found = SHELVES[shelf]()

    assert found
    assert {id_: getattr(entry, "id", None) for id_, entry in found.items()} == {
        id_: id_ for id_ in found
    }


# A module of strategies may hold pieces that verbs share, and no verb.
@pytest.mark.parametrize("shelf", [s for s in SHELVES if s != "tutor.derivation.strategies"])
def test_nothing_on_a_shelf_is_empty(shelf: str) -> None:
    found = SHELVES[shelf]()
    kind = type(next(iter(found.values())))
    homes = (HOUSE / Path(*shelf.split("."))).glob("[!_]*.py")
    empty = [short(home) for home in homes if not _defines(home, kind)]

    assert empty == []


def _defines(home: Path, kind: type) -> bool:
    from importlib import import_module

    name = ".".join(home.relative_to(HOUSE).with_suffix("").parts)
    return any(isinstance(value, kind) for value in vars(import_module(name)).values())


def test_every_lesson_has_an_id_of_its_own_and_needs_lessons_that_exist() -> None:
    ids = [lesson.id for lesson in lessons()]

    assert len(ids) == len(set(ids)) > 0
    assert {need for lesson in lessons() for need in lesson.needs} <= set(ids)


def test_every_lesson_file_is_on_the_shelf() -> None:
    assert len(lessons()) == len(list((HOUSE / "lessons").rglob("*.yaml")))


def test_a_shelf_refuses_an_id_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = next(iter(rules()))
    package = tmp_path / "crowded_shelf"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text(
        "from tutor.derivation import rules\nA = next(iter(rules().values()))\n"
    )
    again = "from dataclasses import replace\nfrom crowded_shelf.one import A\nB = replace(A)\n"
    (package / "two.py").write_text(again)
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(CatalogueError, match=re.escape(f"the id {taken} is taken")):
        entries("crowded_shelf", Rule)


def test_a_folder_that_is_not_shipped_is_missed_by_name() -> None:
    with pytest.raises(AssetError, match="the folder attic/ is missing"):
        folder("attic")


def test_every_public_name_has_a_docstring() -> None:
    assert [name for name in tutor.__all__ if not getattr(tutor, name).__doc__] == []
