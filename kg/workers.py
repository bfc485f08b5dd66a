"""Worker processes, each with a pipe of its own and a thread here that feeds it.

No queue, lock or shared memory that a kill could leave behind, and a worker whose other end is gone ends by itself:
that is why this is no ProcessPoolExecutor, which keeps its queues in named semaphores and whose workers never learn
that the process that made them is gone.  Workers are forked off a clean server where the system can, never off this
process, which may have threads of its own.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_all_start_methods, get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, TypeVar

from kg import lexicon
from kg.errors import WorkerError

T = TypeVar("T")
R = TypeVar("R")


class Workers(Generic[T, R]):
    """`count` processes that have the lexicons in use and do `work`, a function of a module or a `partial` of one, on
    batches, each on one at a time.  Use them in a `with` statement: when it is left, they are gone."""

    def __init__(self, count: int, work: Callable[[T], R], lexicons: Sequence[Path]) -> None:
        self._threads = ThreadPoolExecutor(count)
        self._processes: list[BaseProcess] = []
        self._pipes: list[Connection] = []
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        context = _context(work.func.__module__ if isinstance(work, partial) else work.__module__)
        with _without_interrupts():
            for _ in range(count):
                ours, theirs = context.Pipe()
                self._pipes.append(ours)
                self._idle.put(ours)
                worker = context.Process(target=_serve, args=(theirs, work, tuple(lexicons)), daemon=True)
                worker.start()
                self._processes.append(worker)
                theirs.close()

    def submit(self, batch: list[T]) -> Future[list[R]]:
        """Return what becomes of the items of a batch: what `work` raises, WorkerError where the process dies."""
        return self._threads.submit(self._done, batch)

    def _done(self, batch: list[T]) -> list[R]:
        worker = self._idle.get()
        try:
            worker.send(batch)
            done: list[R] | Exception = worker.recv()
        except (EOFError, OSError) as error:
            raise WorkerError from error
        finally:
            self._idle.put(worker)
        if isinstance(done, Exception):
            raise done
        return done

    def __enter__(self) -> Workers[T, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._processes:
            worker.kill()
        for worker in self._processes:
            worker.join()
        self._threads.shutdown()  # who waits for a worker has been told now that it is gone
        for pipe in self._pipes:
            pipe.close()


def _serve(pipe: Connection, work: Callable[[T], R], lexicons: Sequence[Path]) -> None:
    """Do the batches that come, until the other end is gone."""
    lexicon.use(lexicons)
    with suppress(EOFError, OSError):
        while True:
            batch = pipe.recv()
            try:
                done: list[R] | Exception = [work(item) for item in batch]
            except Exception as error:
                done = error
            pipe.send(done)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, which goes to all processes of a terminal: this one will end them."""
    resource_tracker.ensure_running()  # it would unblock them
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context(module: str) -> ForkServerContext | SpawnContext:
    """Return how to start processes; where they are forked, they have `module` already."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([module])
    return context
