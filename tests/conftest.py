"""What all tests share: the option that writes golden files anew, for a person to read the difference."""

from __future__ import annotations

import pytest
from hypothesis import settings

# the same examples on every run and machine: searching anew is for the commands with `--n`
settings.register_profile("tutor", derandomize=True, deadline=None, database=None)
settings.load_profile("tutor")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite",
        action="store_true",
        help="fill in the golden files from what the engine does now, instead of comparing",
    )


@pytest.fixture
def rewriting(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written rather than compared."""
    return bool(request.config.getoption("--rewrite"))
