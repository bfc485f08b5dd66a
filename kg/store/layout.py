"""The folder of a store: generations, the small file that names the current one, and the locks.

    format                 "kg store 1": marks the folder as ours, and its layout
    current                number of the published generation; replaced in one step
    writer                 locked by whoever writes; says who
    generations/<n>/data   the quads (RocksDB files of Oxigraph)
                   /manifest.json
                   /in-use locked (shared) by every reader

No lock is ever left behind: see `kg.store.locks`.  A reader that finds its generation swept between reading
`current` and locking it starts over.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError
from kg.store.faults import damaged, unreadable, unwritable
from kg.store.files import replace_file
from kg.store.locks import lock_alone, lock_shared, lock_writer, release

FORMAT = 1
_MARK = "kg store "
_ATTEMPTS = 100
# `format` and `current` are a line of some bytes; of what has been put in their place no more is read.
_SHORT = 100


class Layout:
    """The folder at `path`, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def generation(self, number: int) -> Path:
        """Return the folder of generation `number`."""
        return self.path / "generations" / str(number)

    def check(self) -> None:
        """Raise StoreError unless this is a store in a format we know."""
        if not self._taken():
            raise StoreError(
                self.path, f"no store here; build one with: kg build PATH… --store {self.path}",
                f"这里没有图库；请先建立：kg build 路径… --store {self.path}",
            )  # fmt: skip
        try:
            mark = _short_text(self.path / "format")
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(
                self.path, "not a store of kg (no `format` file); name another folder with --store",
                "不是 kg 的图库（没有 format 文件）；请用 --store 指定别的文件夹",
            ) from None  # fmt: skip
        except OSError as error:
            raise unreadable(self.path, error) from error
        number = mark.removeprefix(_MARK).strip()
        if not mark.startswith(_MARK) or not (number.isascii() and number.isdecimal()):
            raise damaged(self.path, "format")
        if int(number) > FORMAT:
            raise StoreError(
                self.path, f"written by a newer kg (store format {number}, this one knows {FORMAT}); update kg",
                f"由更新版本的 kg 写成（格式 {number}，本版只识 {FORMAT}）；请升级 kg",
            )  # fmt: skip

    def create(self) -> None:
        """Make an empty store where nothing is; StoreError where something else is."""
        if self._taken():
            self.check()
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # First the mark: whatever ends us after it, the folder is known as ours.
            replace_file(self.path / "format", f"{_MARK}{FORMAT}\n")
            (self.path / "generations").mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _taken(self) -> bool:
        """Is anything here?  What is left of a store whose making was killed before its mark was set is nothing."""
        try:
            if not self.path.is_dir():
                return os.path.lexists(self.path)
            return any(entry.name != "format.new" for entry in self.path.iterdir())
        except (OSError, ValueError) as error:
            raise unreadable(self.path, error) from error

    def current(self) -> int | None:
        """Return the number of the published generation; the newest whole one where the file `current` has been
        lost; None where there is none."""
        try:
            text = _short_text(self.path / "current").strip()
        except FileNotFoundError:
            return max(filter(self.is_whole, self.numbers()), default=None)
        except OSError as error:
            raise unreadable(self.path, error) from error
        if not (text.isascii() and text.isdecimal()):
            raise damaged(self.path, "current")
        return int(text)

    def is_whole(self, number: int) -> bool:
        """Is all of this generation on disk?  Its manifest is put in place last, in one step."""
        return (self.generation(number) / "manifest.json").is_file()

    def numbers(self) -> list[int]:
        """Return the numbers of all generations on disk, finished or not, in order."""
        try:
            names = [p.name for p in (self.path / "generations").iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unreadable(self.path, error) from error
        return sorted(int(name) for name in names if name.isascii() and name.isdecimal() and str(int(name)) == name)

    def publish(self, number: int) -> None:
        """Make generation `number`, already on disk, the current one."""
        replace_file(self.path / "current", f"{number}\n")

    def hold(self) -> tuple[int, int]:
        """Return (number, descriptor) of the current generation, kept from being swept until `release`."""
        for _ in range(_ATTEMPTS):
            number = self.current()
            if number is None:
                raise StoreError(
                    self.path, f"nothing has been built here yet; build with: kg build PATH… --store {self.path}",
                    f"这里还没有建成的图；请先建立：kg build 路径… --store {self.path}",
                )  # fmt: skip
            descriptor = lock_shared(self.generation(number) / "in-use")
            if descriptor is not None:
                return number, descriptor
            if number == self.current() and not (self.generation(number) / "in-use").exists():
                raise damaged(self.path, f"generations/{number}")
            time.sleep(0.01)
        raise damaged(self.path, "current")

    def lock_writer(self, wait: float | None, waiting: Callable[[str], None]) -> int:
        """Return the descriptor of the writer's lock, as `kg.store.locks.lock_writer` does."""
        return lock_writer(self.path, self.path / "writer", wait, waiting)

    def sweep(self) -> None:
        """Remove every generation that is neither current nor read by anyone, and files that a kill left half
        written; for the holder of the writer's lock."""
        current = self.current()
        for number in self.numbers():
            if number != current and (lock := lock_alone(self.generation(number) / "in-use")) is not None:
                shutil.rmtree(self.generation(number), ignore_errors=True)
                release(lock)
        for name in ("format.new", "current.new"):
            (self.path / name).unlink(missing_ok=True)


def _short_text(path: Path) -> str:
    """Return the begin of a file; OSError where it is none, for a pipe would keep us waiting."""
    if path.exists() and not path.is_file():
        raise OSError(0, f"{path.name} is not a file")
    with path.open("rb") as file:
        return file.read(_SHORT).decode("utf-8", "replace")
