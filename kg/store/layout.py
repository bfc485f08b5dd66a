"""The folder of a store: generations, the small file that names the current one, and the locks.

    format                 "kg store 1": marks the folder as ours, and its layout
    current                number of the published generation; replaced in one step
    writer                 locked by whoever writes; says who
    generations/<n>/data   the quads (RocksDB files of Oxigraph)
                   /manifest.json
                   /in-use locked (shared) by every reader

Locks are `flock`s: the kernel drops them with the process, so none is ever left behind.  A reader that
finds its generation swept between reading `current` and locking it starts over.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import time
from pathlib import Path

from kg.errors import StoreError

FORMAT = 1
_MARK = "kg store "
_ATTEMPTS = 100


class Layout:
    """The folder at `path`, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def generation(self, number: int) -> Path:
        """Return the folder of generation `number`."""
        return self.path / "generations" / str(number)

    def check(self) -> None:
        """Raise StoreError unless this is a store in a format we know."""
        if not (self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir()))):
            raise StoreError(
                self.path, f"no store here; build one with: kg build PATH… --store {self.path}",
                f"这里没有图库；请先建立：kg build 路径… --store {self.path}",
            )  # fmt: skip
        try:
            mark = (self.path / "format").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(
                self.path, "not a store of kg (no `format` file); name another folder with --store",
                "不是 kg 的图库（没有 format 文件）；请用 --store 指定别的文件夹",
            ) from None  # fmt: skip
        except OSError as error:
            raise unreadable(self.path, error) from error
        number = mark.removeprefix(_MARK).strip()
        if not mark.startswith(_MARK) or not number.isdecimal():
            raise damaged(self.path, "format")
        if int(number) > FORMAT:
            raise StoreError(
                self.path, f"written by a newer kg (store format {number}, this one knows {FORMAT}); update kg",
                f"由更新版本的 kg 写成（格式 {number}，本版只识 {FORMAT}）；请升级 kg",
            )  # fmt: skip

    def create(self) -> None:
        """Make an empty store where nothing is; StoreError where something else is."""
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            self.check()
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # First the mark: whatever ends us after it, the folder is known as ours.
            replace_file(self.path / "format", f"{_MARK}{FORMAT}\n")
            (self.path / "generations").mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def current(self) -> int | None:
        """Return the number of the published generation, None where none is."""
        try:
            text = (self.path / "current").read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(self.path, error) from error
        if not (text.isascii() and text.isdecimal()):
            raise damaged(self.path, "current")
        return int(text)

    def numbers(self) -> list[int]:
        """Return the numbers of all generations on disk, finished or not, in order."""
        try:
            names = [p.name for p in (self.path / "generations").iterdir()]
        except FileNotFoundError:
            return []
        return sorted(int(name) for name in names if name.isascii() and name.isdecimal())

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
            descriptor = self._lock_shared(self.generation(number) / "in-use")
            if descriptor is not None:
                return number, descriptor
            if number == self.current() and not self.generation(number).is_dir():
                raise damaged(self.path, f"generations/{number}")
            time.sleep(0.01)
        raise damaged(self.path, "current")

    def _lock_shared(self, path: Path) -> int | None:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(self.path, error) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            # Swept while we waited for the lock: ours is a file that no folder has any more.
            if path.exists() and os.path.samestat(path.stat(), os.fstat(descriptor)):
                return descriptor
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(descriptor)
        return None

    def sweep(self) -> None:
        """Remove every generation that is neither current nor read by anyone; for the holder of the writer's lock."""
        current = self.current()
        for number in self.numbers():
            if number != current and (lock := self._lock_alone(self.generation(number) / "in-use")) is not None:
                shutil.rmtree(self.generation(number), ignore_errors=True)
                release(lock)

    def _lock_alone(self, path: Path) -> int | None:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def lock_writer(self, wait: float) -> int:
        """Return the descriptor of the writer's lock; StoreError naming its holder after `wait` seconds."""
        path = self.path / "writer"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise unwritable(self.path, error) from error
        end = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    holder = os.read(descriptor, 200).decode("utf-8", "replace").strip()
                    os.close(descriptor)
                    raise StoreError(
                        self.path, f"being written by {holder}; try again when it has finished",
                        f"正由 {holder} 写入；请待其结束后再试",
                    ) from None  # fmt: skip
                time.sleep(0.05)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        return descriptor


def release(descriptor: int) -> None:
    """Drop a lock; explicitly, for a forked child may hold the same one open."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def replace_file(path: Path, text: str) -> None:
    """Replace the content of `path` in one step, and have it on disk when this returns."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    sync(fresh)
    fresh.replace(path)
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
    """Return the error of a store that the system does not let us write."""
    return StoreError(path, f"cannot be written: {reason(error)}", f"无法写入：{reason(error)}")


def reason(error: BaseException) -> str:
    """Return what the system says, without the path it repeats."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
