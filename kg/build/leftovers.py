"""What a build finds left behind: documents whose files are gone, and documents that say the same, word for word."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from kg.store import BuiltDocument


def gone(documents: Mapping[str, BuiltDocument], paths: Iterable[Path], read: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the `documents` whose files, below the folders among `paths`, are there no more, sorted.

    What has just been `read` (ids) is there, wherever its file was before.
    """
    folders = [path.resolve() for path in paths if path.is_dir()]
    files = ((name, _file_of(built)) for name, built in documents.items() if folders and name not in read)
    below = ((name, file) for name, file in files if any(file.is_relative_to(folder) for folder in folders))
    return tuple(sorted(name for name, file in below if _is_gone(file)))


def with_documents(paths: Iterable[Path], documents: Iterable[BuiltDocument]) -> Iterator[Path]:
    """Yield the folders among `paths` that have a file of one of `documents`: one without may not be mounted."""
    files = {parent for built in documents for parent in _file_of(built).parents}
    yield from (path for path in paths if path.is_dir() and path.resolve() in files)


def copies(documents: Mapping[str, BuiltDocument], fresh: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return those of the `documents` that are `fresh` and have the text of another, each with the first such."""
    first: dict[str, str] = {}
    for name in sorted(documents, key=lambda name: (name in fresh, name)):
        if text := documents[name].text_hash:
            first.setdefault(text, name)
    pairs = ((name, first.get(documents[name].text_hash, name)) for name in sorted(fresh))
    return tuple((name, other) for name, other in pairs if name != other)


def _file_of(built: BuiltDocument) -> Path:
    """Return the file a document was read from; of a record of JSON Lines the source has the line too."""
    return Path(re.sub(r":\d+$", "", built.source))


def _is_gone(path: Path) -> bool:
    """Is it certain that there is no such file?"""
    try:
        os.stat(path)  # noqa: PTH116  # `exists` of some versions hides that nobody may look
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False
