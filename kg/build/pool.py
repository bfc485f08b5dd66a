"""Products of many documents, made here or in a pool of processes; they come in the order of the documents.

What goes to a process and comes back is plain: documents, and N-Quads.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

from kg import lexicon
from kg.build.product import Product, make_product
from kg.build.sources import Source
from kg.errors import KGError, StoreError

# A pool takes longer to start than one process takes for so many code points.
WORTH_A_POOL = 300_000
# Documents go to a process in batches of so many code points, so that small ones do not wait on each other.
_BATCH = 100_000


def products(
    documents: Iterator[Source], base: str, jobs: int, lexicons: Sequence[Path], store: Path
) -> Iterator[Product | KGError]:
    """Yield what each document becomes, in order; a pool is started where there is enough to do."""
    waiting: list[Source] = []
    size = 0
    while jobs > 1 and size < WORTH_A_POOL and (item := next(documents, None)):
        waiting.append(item)
        size += len(item[0].text)
    if size < WORTH_A_POOL:
        for item in (*waiting, *documents):
            yield make_product(*item, base)
        return
    running: deque[Future[list[Product | KGError]]] = deque()
    with _pool(jobs, lexicons, store) as pool:
        for batch in _batches(_chain(waiting, documents)):
            running.append(pool.submit(_batch_products, batch, base))
            while len(running) > 2 * jobs:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


@contextmanager
def _pool(jobs: int, lexicons: Sequence[Path], store: Path) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes with the lexicons in use; StoreError where one of them dies."""
    try:
        with ProcessPoolExecutor(jobs, _context(), lexicon.use, (tuple(lexicons),)) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise StoreError(
            store, "nothing changed: a worker process died, perhaps for want of memory; try --jobs 1",
            "未作改动：有工作进程意外终止，可能是内存不足；请试 --jobs 1",
        ) from error  # fmt: skip


def _chain(first: list[Source], rest: Iterator[Source]) -> Iterator[Source]:
    """Yield the items of both, letting go of each."""
    while first:
        yield first.pop(0)
    yield from rest


def _batches(items: Iterable[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item[0].text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _batch_products(batch: list[Source], base: str) -> list[Product | KGError]:
    return [make_product(*item, base) for item in batch]


def _context() -> BaseContext:
    """Return how to start processes: forked off a clean server where the system can, never off this process,
    whose store has threads of its own."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["kg.build.pool"])
    return context


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
