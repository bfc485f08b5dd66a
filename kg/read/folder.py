"""The files that paths stand for, and the ids of their documents.

A file's id is its path relative to the folder given, or its name where it was given itself, without
the suffix; where two files of a folder differ in nothing but the suffix, both keep it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

# What to do with files that many have and we do not read, by suffix: in English and in Chinese.
_AS_TEXT = ("; save it as plain text (.txt) first", "；请先另存为纯文本（.txt）")
_FIRST = {
    ".pdf": ("; make it text first: pdftotext -layout FILE.pdf", "；请先转成文本：pdftotext -layout 文件.pdf"),
    **dict.fromkeys((".doc", ".docx", ".wps", ".rtf", ".odt", ".htm", ".html"), _AS_TEXT),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the id of its document."""

    path: Path
    id: str


def find_sources(paths: Iterable[Path], suffixes: Collection[str]) -> Iterator[Source | InputError]:
    """Yield the files that `paths` stand for, folders searched recursively in sorted order.

    An InputError is yielded in place of what cannot be opened, a folder without documents, and a file
    of another suffix that was named itself; in folders such files, and hidden ones, are passed over.
    A file that is met twice is yielded once.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        for source in _under(path, suffixes):
            if isinstance(source, Source):
                try:
                    status = source.path.stat()
                except OSError as error:  # it is gone since the folder was listed
                    yield unreadable(source.path, error)
                    continue
                if (status.st_dev, status.st_ino) in seen:
                    continue
                seen.add((status.st_dev, status.st_ino))
            yield source


def _under(path: Path, suffixes: Collection[str]) -> Iterator[Source | InputError]:
    try:
        folder = path.is_dir()
        if not folder and not path.exists():
            yield InputError(path, "no such file or folder", "没有这个文件或文件夹")
            return
        if not folder and not path.is_file():
            yield InputError(path, "neither a file nor a folder", "既不是文件也不是文件夹")
            return
    except (OSError, ValueError) as error:
        yield unreadable(path, error)
        return
    if folder:
        yield from _in_folder(path, suffixes)
    elif path.suffix.lower() in suffixes:
        yield Source(path, path.stem)
    else:
        known = " ".join(sorted(suffixes))
        english, chinese = _FIRST.get(path.suffix.lower(), ("", ""))
        yield InputError(
            path,
            f"files {path.suffix or 'without a suffix'} are not read; known are {known}{english}",
            f"不能读取{f' {path.suffix} ' if path.suffix else '没有后缀的'}文件；可读的后缀有 {known}{chinese}",
        )


def _in_folder(root: Path, suffixes: Collection[str]) -> Iterator[Source | InputError]:
    files: list[Path] = []
    faults: list[InputError] = []
    others: set[str] = set()
    for found in _walk(root):
        if isinstance(found, InputError):
            faults.append(found)
        elif found.suffix.lower() in suffixes:
            files.append(found)
        else:
            others.add(found.suffix.lower())
    names = Counter(path.relative_to(root).with_suffix("").as_posix() for path in files)
    for path in sorted(files, key=lambda p: p.relative_to(root).parts):
        name = path.relative_to(root).with_suffix("").as_posix()
        try:
            regular = path.is_file()
            missing = not path.exists()
        except OSError as error:
            faults.append(unreadable(path, error))
            continue
        if regular:
            yield Source(path, name if names[name] == 1 else path.relative_to(root).as_posix())
        elif missing:
            gone = ("a link to a file that is not there", "链接指向的文件不存在")
            faults.append(InputError(path, *(gone if path.is_symlink() else ("no such file any more", "文件已不存在"))))
    yield from faults
    if not files and not faults:
        known = " ".join(sorted(suffixes))
        english, chinese = next((_FIRST[suffix] for suffix in sorted(others) if suffix in _FIRST), ("", ""))
        yield InputError(
            root, f"no documents in this folder ({known}){english}", f"文件夹中没有可读的文件（{known}）{chinese}"
        )


def _walk(root: Path) -> Iterator[Path | InputError]:
    """Yield what is no folder below `root`; each folder is entered once, however links lead to it."""
    waiting = [root]
    entered: set[tuple[int, int]] = set()
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in entered:
                continue
            entered.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda e: e.name)
        except OSError as error:
            yield unreadable(folder, error)
            continue
        below = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            try:
                inside = entry.is_dir()
            except OSError:
                inside = False
            if inside:
                below.append(folder / entry.name)
            else:
                yield folder / entry.name
        waiting.extend(reversed(below))


def unreadable(path: Path, error: Exception) -> InputError:
    """Return the InputError for a path that the system does not let us read."""
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, PermissionError):
        return InputError(path, "no permission to read it", "没有读取权限")
    return InputError(path, f"cannot be read: {reason}", f"无法读取：{reason}")
