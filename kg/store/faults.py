"""What Oxigraph and the system say, as StoreError: one line that names the store and what to do."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

# What a damaged file makes pyoxigraph and the manifest raise.
_BROKEN = (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError, RecursionError)

# What the system lacks, in its words or Oxigraph's: nobody shall move a store away for it.
_SHORT = re.compile("file descriptors|" + "|".join(map(os.strerror, (errno.EMFILE, errno.ENFILE, errno.ENOMEM))))

# How RocksDB begins what it says of a file with a wrong checksum.
_CORRUPT = "Corruption:"


@contextmanager
def reading(path: Path, what: str) -> Iterator[None]:
    """Turn what reading part `what` of the store at `path` raises into StoreError: no permission, too few open files,
    or damage."""
    try:
        yield
    except _BROKEN as error:
        if isinstance(error, PermissionError) or (isinstance(error, OSError) and _SHORT.search(str(error))):
            raise unreadable(path, error) from error
        raise damaged(path, what) from error
    except BaseException as error:
        if is_panic(error):
            raise damaged(path, what) from error
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what writing the store at `path` raises (a full disk, no permission, a broken file) into StoreError.

    What was written before is read with it, and may show as damaged only now.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        if is_corruption(error):
            raise damaged(path, "data") from error
        raise unwritable(path, error) from error
    except BaseException as error:
        if is_panic(error):
            raise unwritable(path, error) from error
        raise


def is_corruption(error: BaseException) -> bool:
    """Is it what RocksDB says of a file that is not as it was written?"""
    return str(error).startswith(_CORRUPT)


def is_panic(error: BaseException) -> bool:
    """Is it a panic of Rust code?  It derives from BaseException, and cannot be imported by name."""
    return type(error).__name__ == "PanicException"


def damaged(path: Path, what: str) -> StoreError:
    """Return the error of a store that has a part missing or broken."""
    return StoreError(
        path, f"the store is damaged ({what}); move it away and build again",
        f"图库已损坏（{what}）；请移走后重新建立",
    )  # fmt: skip


def unreadable(path: Path, error: BaseException) -> StoreError:
    """Return the error of a store that the system does not let us read."""
    return StoreError(path, f"cannot be read: {reason(error)}", f"无法读取：{reason(error)}")


def unwritable(path: Path, error: BaseException) -> StoreError:
    """Return the error of a store that the system does not let us write; what was published before is untouched."""
    return StoreError(
        path, f"cannot be written: {reason(error)}; nothing has changed", f"无法写入：{reason(error)}；未作改动"
    )


def reason(error: BaseException) -> str:
    """Return what the system says on one line, without the path it repeats."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return " ".join(said.split()) or type(error).__name__
