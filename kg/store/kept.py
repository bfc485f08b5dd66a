"""What was loaded, as it came: a file of N-Triples a graph, beside the data of its generation.

The quads of a loaded graph are derived from it, for what they may say depends on the documents there are.
Files are never written in place: generations share them as hard links.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import iri


class Kept:
    """The files in `folder`, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def inherit(self, other: Path) -> None:
        """Take over the files in the folder `other`, if there is one."""
        if other.is_dir():
            shutil.copytree(other, self._folder, copy_function=_linked)

    def put(self, name: str, lines: Iterable[bytes]) -> None:
        """Make `lines` of N-Triples what was loaded as `name`."""
        self._folder.mkdir(exist_ok=True)
        path = self._path(name)
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.writelines(lines)
        fresh.replace(path)

    def remove(self, name: str) -> None:
        """Forget what was loaded as `name`."""
        self._path(name).unlink(missing_ok=True)

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of N-Triples that were loaded as `name`."""
        with self._path(name).open("rb") as file:
            yield from file

    def _path(self, name: str) -> Path:
        # A name can be longer than a file system allows, or the same as another but for case.
        return self._folder / f"{iri.digest(name)}.nt"


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
