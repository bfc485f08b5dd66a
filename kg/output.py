"""Files in the making: none shows under its name before all of them are whole.

Each is written beside its place under a name of its own, synced, and moved there when all are done; where that
fails, nothing is left and what stood there before still stands.  What is no plain file (a terminal, a pipe,
/dev/null) is written to as it is, never replaced.  An OSError names the path that was asked for.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO


class Output:
    """The files that stand or fall together, to be entered by `with`."""

    def __init__(self) -> None:
        self._files: list[tuple[BinaryIO, Path, Path]] = []
        self._folders: list[Path] = []

    def folder(self, path: Path) -> None:
        """Have a folder at `path`; what is in it stays."""
        missing = [above for above in (path, *path.parents) if not above.exists()]
        with named(path):
            path.mkdir(parents=True, exist_ok=True)
        self._folders += missing

    def file(self, path: Path) -> BinaryIO:
        """Return a binary file that will stand at `path`, in place of the one there."""
        with named(path):
            if path.exists() and not path.is_file():
                stream = path.open("wb")
                self._files.append((stream, path, path))
            else:
                # A link stays one: the file it leads to is replaced.
                place = path.resolve()
                fresh = place.with_name(f".kg-{secrets.token_hex(6)}.part")
                stream = fresh.open("xb")
                self._files.append((stream, fresh, place))
        return stream

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
            elif isinstance(error, OSError) and error.filename is None and self._files:
                # Files are written one after the other: it was the last.
                with named(self._files[-1][2]):
                    raise error
        finally:
            self._clear()

    def _finish(self) -> None:
        for stream, fresh, place in self._files:
            with named(place):
                stream.flush()
                if fresh != place:
                    os.fsync(stream.fileno())
                stream.close()
        for _, fresh, place in self._files:
            with named(place):
                fresh.replace(place)
        self._folders = []

    def _clear(self) -> None:
        """Leave nothing of what did not come to its end."""
        for stream, fresh, place in self._files:
            with suppress(OSError):  # the full disk that we are here for
                stream.close()
            if fresh != place:
                fresh.unlink(missing_ok=True)
        for folder in self._folders:
            try:
                folder.rmdir()
            except OSError:
                break  # somebody else put something there


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Have an OSError name `path`, not the file in the making."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
