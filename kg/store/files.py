"""Files that are whole and on disk, whatever happens to the machine."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Replace the content of `path` in one step, and have it on disk when this returns; who may read it stays.

    One process at a time does this to a file: the fresh one has a name of its own (`path`.new), so that what a kill
    leaves is overwritten the next time.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_text(text, encoding="utf-8")
        if path.exists():
            fresh.chmod(path.stat().st_mode & 0o777)
        sync(fresh)
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file or the entries of a folder on disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Have a folder with all that is in it on disk when this returns."""
    for path in (*folder.rglob("*"), folder):
        sync(path)
