"""Products of many documents, made here or in a pool of processes; they come in the order of the documents.

What goes to a process and comes back is plain: documents, and N-Quads.  Processes are forked off a clean server
where the system can, never off this one, whose store has threads of its own.  A process ends when the pool is done
with, and also when the one that made the pool is killed: its end of a pipe, which each process watches, closes then.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from kg import lexicon
from kg.build.product import Piece, Product, make_product
from kg.errors import StoreError

# A pool takes longer to start than one process takes for so many code points.
WORTH_A_POOL = 300_000
# Documents go to a process in batches of so many code points, so that small ones do not wait on each other.
_BATCH = 100_000


def products(pieces: Iterator[Piece], base: str, jobs: int, lexicons: Sequence[Path], store: Path) -> Iterator[Product]:
    """Yield what each piece becomes, in order; a pool is started where there is enough to do."""
    waiting: list[Piece] = []
    size = 0
    while jobs > 1 and size < WORTH_A_POOL and (piece := next(pieces, None)):
        waiting.append(piece)
        size += len(piece.document.text)
    if size < WORTH_A_POOL:
        for piece in _chain(waiting, pieces):
            yield make_product(piece, base)
        return
    running: deque[Future[list[Product]]] = deque()
    with _pool(jobs, lexicons, store) as pool:
        for batch in _batches(_chain(waiting, pieces)):
            running.append(pool.submit(_batch_products, batch, base))
            while len(running) > 2 * jobs:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


@contextmanager
def _pool(jobs: int, lexicons: Sequence[Path], store: Path) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes with the lexicons in use; StoreError where one of them dies."""
    context = _context()
    watched, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _begin, (watched, tuple(lexicons)))
    try:
        yield pool
        pool.shutdown()
    except BrokenProcessPool as error:
        raise StoreError(
            store, "nothing changed: a worker process died, perhaps for want of memory; try --jobs 1",
            "未作改动：有工作进程意外终止，可能是内存不足；请试 --jobs 1",
        ) from error  # fmt: skip
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


def _chain(first: list[Piece], rest: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the items of both, letting go of each."""
    first.reverse()
    while first:
        yield first.pop()
    yield from rest


def _batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece.document.text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _batch_products(batch: list[Piece], base: str) -> list[Product]:
    return [make_product(piece, base) for piece in batch]


def _context() -> BaseContext:
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["kg.build.pool"])
    return context


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
