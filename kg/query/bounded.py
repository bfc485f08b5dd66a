"""Work that is stopped where it takes too much: done in a process of its own, with a limit of time and of memory.

Oxigraph has no time limit and computes without looking at signals, so that Ctrl-C would wait for the answer; it takes
memory until there is none; and a query that is nested deep enough overflows its stack, which ends the process it runs
in.  An alarm that nobody handles, a parent that looks how large its child has grown and how it ended, and the
kernel's limit of data, in case it grows at once, look after these.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from select import select
from typing import NamedTuple

from kg.errors import QueryError

SECONDS = 60.0
MEGABYTES = 4096
_TICK = 0.05
_MEGABYTE = 1024 * 1024
# An allocation that fails aborts Oxigraph; in Python it is a MemoryError.
_OUT_OF_MEMORY, _BROKE_DOWN = 86, 87


def bounded(name: object, work: Callable[[], None], seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
    """Do `work` in a process forked off this one, and wait for it; what it prints is printed, what it raises, raised.

    `seconds` 0 means no limit; `megabytes` are those that the work takes beside what this process has already.
    QueryError, in which `name` is the query's, where the time was over, where more memory than that would have been
    needed, and where the engine broke down.  The process is gone when this
    returns, also by KeyboardInterrupt.  It must be called while this process has one thread.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    reading, writing = os.pipe()
    # The child begins with all that we have, and it is not the query that took it.
    inherited = _resident(os.getpid())
    child = os.fork()
    if not child:
        os.close(reading)
        _work(work, seconds, megabytes, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            while not select([pipe], [], [], _TICK)[0]:
                if _resident(child) - inherited > megabytes:
                    os.kill(child, signal.SIGKILL)
            raised = pipe.read()
        _, status = os.waitpid(child, 0)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    if raised:
        raise pickle.loads(raised)  # noqa: S301  # our own child wrote it
    if status:
        raise _ended(name, os.waitstatus_to_exitcode(status), seconds, megabytes)


def _work(work: Callable[[], None], seconds: float, megabytes: int, pipe: int) -> None:
    """Do the work under its limits, tell the parent what it raises, and exit."""
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        _limit_memory(megabytes)
        _silence_engine()
        work()
        sys.stdout.flush()
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # PyO3's, which no module has
            code = _BROKE_DOWN
            return
        with contextlib.suppress(OSError, ValueError):  # what was printed before it counts all the same
            sys.stdout.flush()
        with os.fdopen(pipe, "wb") as stream:
            stream.write(_pickled(error))
    finally:
        os._exit(code)


def _silence_engine() -> None:
    """Let only Python write to standard error: what Oxigraph says of its own end there, the parent says better."""
    with contextlib.suppress(OSError):  # closed, or no file
        if sys.stderr is not None and sys.stderr.fileno() == 2:
            sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _limit_memory(megabytes: int) -> None:
    """Let this process take twice so much for data beyond what it was born with, whatever it has mapped of files."""
    limit = int((_memory(os.getpid()).data + 2 * megabytes) * _MEGABYTE)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _resident(process: int) -> float:
    """Return the megabytes that a process has in memory for itself."""
    memory = _memory(process)
    return memory.resident - memory.shared


class _Memory(NamedTuple):
    """What a process has, in megabytes: in memory, of that in common with others, and reserved for data."""

    resident: float
    shared: float
    data: float


def _memory(process: int) -> _Memory:
    """Return what a process has, zeros where the system does not tell (proc(5), statm)."""
    try:
        pages = [int(n) for n in Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()]
        return _Memory(*(pages[n] * resource.getpagesize() / _MEGABYTE for n in (1, 2, 5)))
    except (OSError, ValueError, IndexError):
        return _Memory(0, 0, 0)


def _pickled(error: BaseException) -> bytes:
    try:
        data = pickle.dumps(error)
        pickle.loads(data)  # noqa: S301
    except Exception:
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
    return data


def _ended(name: object, code: int, seconds: float, megabytes: int) -> QueryError:
    """Return the error of a process that ended with `code`, below 0 by a signal."""
    if code == -signal.SIGALRM:
        return QueryError(
            name, f"stopped after {seconds:g} seconds; ask for less, or give it longer with --timeout",
            f"已运行 {seconds:g} 秒，已停止；请缩小范围，或用 --timeout 延长时限",
        )  # fmt: skip
    if code in (_OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        return QueryError(
            name, f"stopped: it takes more than {megabytes:,} MB of memory; ask for less, or for fewer rows with LIMIT",
            f"所需内存超过 {megabytes:,} MB，已停止；请缩小范围，或用 LIMIT 减少行数",
        )  # fmt: skip
    if code in (-signal.SIGSEGV, -signal.SIGBUS):
        return QueryError(
            name, "stopped: it is nested too deeply, or too long a chain", "嵌套过深或连接过长，已停止"
        )  # fmt: skip
    if code == _BROKE_DOWN:
        return QueryError(
            name, "the engine broke down, perhaps for want of memory; ask for less",
            "查询引擎出错，可能是内存不足；请缩小范围",
        )  # fmt: skip
    return QueryError(name, f"its process ended with {code}", f"查询进程以 {code} 结束")
