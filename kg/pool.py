"""Work on many documents, here or in a pool of processes; what comes of it comes in the order of the documents.

What goes to a process and comes back is plain: documents, records, N-Quads.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from kg.workers import Workers

# A pool takes longer to start than one process takes for so many code points.
WORTH_A_POOL = 300_000
# Items go to a process in batches of so many code points, so that small ones do not wait on each other.
_BATCH = 100_000

T = TypeVar("T")
R = TypeVar("R")


def in_order(
    work: Callable[[T], R],
    items: Iterator[T],
    *,
    size: Callable[[T], int],
    jobs: int | None = None,
    lexicons: Sequence[Path] = (),
) -> Generator[R, None, None]:
    """Yield `work(item)` for each of `items`, in order; a pool is started where there is enough to do.

    `size` tells the code points of an item, `jobs` how many processes work (by default one a core), `lexicons` those
    in use.  `work` is a function of a module, or a `partial` of one.  What it raises is raised here, WorkerError if a
    process dies.  Whoever may stop halfway closes the generator: then the processes are gone.
    """
    jobs = jobs or cores()
    waiting: list[T] = []
    total = 0
    while jobs > 1 and total < WORTH_A_POOL and (item := next(items, None)) is not None:
        waiting.append(item)
        total += size(item)
    if total < WORTH_A_POOL:
        yield from map(work, _chain(waiting, items))
        return
    running: deque[Future[list[R]]] = deque()
    with Workers(jobs, work, lexicons) as workers:
        for batch in _batches(_chain(waiting, items), size):
            running.append(workers.submit(batch))
            while len(running) > 2 * jobs:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chain(first: list[T], rest: Iterator[T]) -> Iterator[T]:
    """Yield the items of both, letting go of each."""
    first.reverse()
    while first:
        yield first.pop()
    yield from rest


def _batches(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    batch: list[T] = []
    total = 0
    for item in items:
        batch.append(item)
        total += size(item)
        if total >= _BATCH:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch
