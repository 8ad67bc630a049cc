"""Long runs in chunks that processes share: what comes out does not depend on how many there are."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

R = TypeVar("R")
CHUNK = 500


def in_chunks(
    work: Callable[[int, int, int], R], count: int, seed: int, workers: int
) -> Iterator[R]:
    """What `work(seed, number, size)` makes of each chunk, in order; it draws from the first two alone."""
    sizes = [CHUNK] * (count // CHUNK) + ([count % CHUNK] if count % CHUNK else [])
    seeds, numbers = [seed] * len(sizes), range(len(sizes))
    if workers == 1:
        yield from map(work, seeds, numbers, sizes)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(work, seeds, numbers, sizes)


def add_arguments(parser: argparse.ArgumentParser, count: int) -> None:
    """The options that all such commands have."""
    parser.add_argument("--n", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
