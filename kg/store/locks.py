"""Locks on files, held until `release` or the end of the process, however it ends: the kernel drops them.

They are `flock`s of POSIX systems; network file systems have them from NFS 4 on.
"""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError
from kg.store.faults import unreadable, unwritable

try:
    import fcntl
except ImportError as error:  # pragma: no cover - not on the systems that run the tests
    raise StoreError(
        "kg", "needs the file locks of Linux or macOS; on Windows, use it in WSL",
        "需要 Linux 或 macOS 的文件锁；Windows 上请在 WSL 中使用",
    ) from error  # fmt: skip

_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


def lock_shared(path: Path) -> int | None:
    """Return the descriptor of the file at `path`, locked together with other readers; None where it is being, or has
    been, removed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        held = _flock(path, descriptor, fcntl.LOCK_SH)
        # Swept while we waited for the lock: ours is a file that no folder has any more.
        if held and path.exists() and os.path.samestat(path.stat(), os.fstat(descriptor)):
            return descriptor
    except FileNotFoundError:
        pass
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def lock_alone(path: Path) -> int | None:
    """Return the descriptor of the file at `path`, locked against everyone, made where it is missing; None where
    somebody holds it or it cannot be opened."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o644)
    except OSError:
        return None
    if _flock(path, descriptor, fcntl.LOCK_EX):
        return descriptor
    os.close(descriptor)
    return None


def lock_writer(store: Path, path: Path, wait: float | None, waiting: Callable[[str], None]) -> int:
    """Return the descriptor of the lock of whoever writes `store`, the file at `path`, which says who holds it.

    Another holder is told to `waiting`, once, and waited for: `wait` seconds (None: as long as it takes), then
    StoreError names it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o644)
    except OSError as error:
        raise unwritable(store, error) from error
    try:
        end = None if wait is None else time.monotonic() + wait
        told = False
        while not _flock(path, descriptor, fcntl.LOCK_EX):
            holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip() or "another process"
            if end is not None and time.monotonic() >= end:
                raise StoreError(
                    store, f"being written by {holder}; try again when it has finished",
                    f"正由 {holder} 写入；请待其结束后再试",
                )  # fmt: skip
            if not told:
                waiting(holder)
                told = True
            time.sleep(0.05)
        _sign(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def release(descriptor: int) -> None:
    """Drop a lock; explicitly, for a forked child may hold the same one open."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def _flock(path: Path, descriptor: int, kind: int) -> bool:
    """Take the lock if nobody is in the way; StoreError where the file system has no locks."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise unreadable(path, error) from error
        raise StoreError(
            path, "this file system has no file locks (flock); keep the store on a local disk or on NFS 4",
            "此文件系统不支持文件锁（flock）；请把图库放在本地磁盘或 NFS 4 上",
        ) from error  # fmt: skip
    return True


def _sign(descriptor: int) -> None:
    """Write who holds the lock; on a full disk it stays unsaid, which is no reason not to hold it."""
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
    except OSError:
        pass
