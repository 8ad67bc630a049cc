"""Promises of the links: two lines hang together as told, or it is said that they do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from tutor.language.notation import read
from tutor.oracle import linked
from tutor.oracle.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).parent / "links" / "links.txt"


def rows() -> Iterator[tuple[str, str, str, str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            link, _, rest = line.partition(": ")
            before, after, verdict = (part.strip() for part in rest.split("=>"))
            yield link, before, after, verdict


ROWS = list(rows())


@pytest.mark.parametrize(("link", "before", "after", "verdict"), ROWS)
def test_the_link_is_judged_as_in_the_table(
    link: Link, before: str, after: str, verdict: str
) -> None:
    found = linked(read(before).tree, read(after).tree, link)

    if verdict == "not equal":
        assert found.outcome != "equal", found.certificate
    else:
        assert found.outcome == verdict, found.certificate


@pytest.mark.parametrize("link", get_args(Link))
def test_every_link_is_shown_right_and_wrong(link: Link) -> None:
    verdicts = {verdict for name, *_, verdict in ROWS if name == link}

    assert {"equal", "different"} <= verdicts


@pytest.mark.parametrize("link", get_args(Link))
@pytest.mark.parametrize("text", ["x", "x = 1", "[[1, 2]]", "{1, 2}", "max(x", "gradient(f, x)"])
def test_a_link_never_raises(link: Link, text: str) -> None:
    from tutor.errors import NotationError

    try:
        tree = read(text).tree
    except NotationError:
        return

    assert linked(tree, tree, link).outcome != "different"
