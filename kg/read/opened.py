"""Files opened so that none can hold us up or deceive us.

A pipe would be waited for until somebody writes to it, a device may have no end, and a folder is checked before its
files are opened: what lies there then may be another thing.  A file that is written while we read it gives text that
was never in it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError

#: What is read as a whole (a file, a record) has at most so many bytes: a sparse file may claim any size.
LARGEST = 512 * 1024 * 1024


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Give a regular file to read from; InputError where it is none, or was written to in the meantime; OSError."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise InputError(path, "neither a file nor a folder", "既不是文件也不是文件夹")
        yield file
        after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise InputError(path, "changed while it was read; read it again", "读取时文件有改动；请重新读取")


def whole(path: Path) -> bytes:
    """Return what is in a file; InputError as of `opened`, and where it is too large; OSError."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise too_large(path)
        data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise too_large(path)
    return data


def too_large(path: Path, place: str = "") -> InputError:
    """Return the error of a file, or of the record at `place`, that is larger than `LARGEST`."""
    size = f"{LARGEST // 1024 // 1024} MB"
    return InputError(path, f"larger than {size}; split it", f"超过 {size}；请先拆分", place)
