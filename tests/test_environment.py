"""The environment is what it says: every package pinned, make and dev.py agreed, the version told once."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
PINS = [line for line in (HOUSE / "constraints.txt").read_text("utf-8").splitlines() if line]


def pinned() -> dict[str, str]:
    return {canonicalize_name(name): pin for name, _, pin in (p.partition("==") for p in PINS)}


def needed() -> Iterator[tuple[Requirement, str]]:
    """All that `steptutor[all]` and its build bring in, one requirement after another, with who asks."""
    build = [Requirement(text) for text in PROJECT["build-system"]["requires"]]
    waiting = [(Requirement("steptutor[all]"), "dev.py"), *((r, "build-system") for r in build)]
    seen: set[tuple[str, str]] = set()
    for requirement, asker in waiting:
        yield requirement, asker
        for extra in ("", *sorted(requirement.extras)):
            if (requirement.name, extra) in seen:
                continue
            seen.add((requirement.name, extra))
            for text in requires(requirement.name) or ():
                wanted = Requirement(text)
                if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                    waiting.append((wanted, requirement.name))


def test_constraints_are_names_and_versions_only() -> None:
    odd = [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.+]*", line)]

    assert odd == []
    assert len(pinned()) == len(PINS)


def test_every_package_of_the_environment_is_pinned() -> None:
    names = {canonicalize_name(r.name): asker for r, asker in needed() if r.name != "steptutor"}

    assert {name: asker for name, asker in names.items() if name not in pinned()} == {}


def test_nothing_is_pinned_that_nobody_needs() -> None:
    names = {canonicalize_name(requirement.name) for requirement, _ in needed()}

    assert set(pinned()) - names == set()


def test_every_pin_fits_whoever_asks_for_it() -> None:
    pins = pinned()
    misfits = [
        f"{asker} asks for {r}, pinned is {pins[name]}"
        for r, asker in needed()
        if (name := canonicalize_name(r.name)) in pins and not r.specifier.contains(pins[name])
    ]

    assert misfits == []


def test_the_build_tools_are_in_the_environment() -> None:
    """The wheel is built without fetching anything."""
    missing = []
    for text in PROJECT["build-system"]["requires"]:
        try:
            version(Requirement(text).name)
        except PackageNotFoundError:
            missing.append(text)

    assert missing == []
    assert {"build", "hatchling"} <= {
        Requirement(text).name for text in PROJECT["project"]["optional-dependencies"]["dev"]
    }


def test_make_and_dev_py_make_the_environment_from_the_same_files() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    (sources,) = re.findall(r"^\$\(STAMP\): (.*)$", makefile, re.MULTILINE)
    (stamp,) = re.findall(r"^STAMP := (.*)$", makefile, re.MULTILINE)

    assert [HOUSE / name for name in sources.split()] == list(dev.SOURCES)
    assert HOUSE / stamp == dev.STAMP


def test_the_environment_is_made_once_and_again_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    source = tmp_path / "pins.txt"
    source.write_text("")
    monkeypatch.setattr(dev, "SOURCES", (source,))
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".made")
    monkeypatch.setattr("dev.venv.create", lambda *_, **__: done.append("made"))
    monkeypatch.setattr(dev, "install", lambda *_: done.append("installed"))
    dev.environment()
    dev.environment()

    assert done == ["made", "installed"]

    later = dev.STAMP.stat().st_mtime_ns + 10**9
    os.utime(source, ns=(later, later))
    dev.environment()

    assert done == ["made", "installed", "installed"]


def test_a_broken_command_stops_everything_with_its_code() -> None:
    with pytest.raises(SystemExit) as stopped:
        dev.run(sys.executable, "-c", "raise SystemExit(7)")

    assert stopped.value.code == 7


def test_the_changelog_begins_with_this_version() -> None:
    changelog = (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")
    (first, *_) = re.findall(r"^## (\S+)", changelog, re.MULTILINE)

    assert first == PROJECT["project"]["version"] == version("steptutor")
