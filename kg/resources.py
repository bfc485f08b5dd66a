"""Where the files that come with the package are: `ontology/`, `queries/`, `data/`.

In a checkout (an editable install) they stand beside the package and are looked up there
first, so that what one edits is what one runs; a wheel carries them in `kg/_data`.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_LARGEST = 16 * 1024 * 1024
_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a bundled file or folder, such as `"ontology/policy.ttl"`; FileNotFoundError if none."""
    for root in (_PACKAGE.parent, _PACKAGE / "_data"):
        # A stray folder of the same name beside an installed package is not our checkout.
        if root == _PACKAGE.parent and not (root / "pyproject.toml").is_file():
            continue
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(name)


def text_of(path: Path) -> str:
    """Return the text of a lexicon or query file of a user's, a byte-order mark left out.

    OSError where it cannot be read, is no regular file (a pipe would be waited for) or larger than 16 MB;
    UnicodeDecodeError where it is not UTF-8.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            folder = stat.S_ISDIR(status.st_mode)
            raise OSError(errno.EISDIR if folder else errno.EINVAL, "Is a directory" if folder else "Not a file")
        if status.st_size > _LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return file.read(_LARGEST).decode("utf-8-sig")
