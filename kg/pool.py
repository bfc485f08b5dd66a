"""Work on many documents, here or in a pool of processes; what comes of it comes in the order of the documents.

What goes to a process and comes back is plain: documents, records, N-Quads.  Processes are forked off a clean server
where the system can, never off this one, whose store has threads of its own.  A process ends when the pool is done
with, and also when the one that made the pool is killed: its end of a pipe, which each process watches, closes then.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TypeVar

from kg import lexicon
from kg.errors import WorkerError

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
) -> Iterator[R]:
    """Yield `work(item)` for each of `items`, in order; a pool is started where there is enough to do.

    `size` tells the code points of an item, `jobs` how many processes work (by default one a core), `lexicons` those
    in use.  `work` is a function of a module, or a `partial` of one.  WorkerError if a process dies.
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
    with _pool(jobs, _module(work), lexicons) as pool:
        for batch in _batches(_chain(waiting, items), size):
            running.append(pool.submit(_each, work, batch))
            while len(running) > 2 * jobs:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _pool(jobs: int, module: str, lexicons: Sequence[Path]) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that have `module` and the lexicons in use; WorkerError where one of them dies."""
    context = _context(module)
    watched, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _begin, (watched, tuple(lexicons)))
    try:
        yield pool
        pool.shutdown()
    except BrokenProcessPool as error:
        raise WorkerError from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        held.close()  # whoever is still at work ends now
        watched.close()


def _begin(watched: Connection, lexicons: Sequence[Path]) -> None:
    """Begin a worker process: it ends with the pool, and leaves Ctrl-C to the process that made the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(watched,), daemon=True).start()
    lexicon.use(lexicons)


def _end_with(watched: Connection) -> None:
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    os._exit(1)


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


def _each(work: Callable[[T], R], batch: list[T]) -> list[R]:
    return [work(item) for item in batch]


def _module(work: Callable[[T], R]) -> str:
    return work.func.__module__ if isinstance(work, partial) else work.__module__


def _context(module: str) -> BaseContext:
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([module])
    return context
