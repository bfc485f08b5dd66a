"""Where the files that come with the package are: `ontology/`, `queries/`, `data/`.

In a checkout (an editable install) they stand beside the package and are looked up there
first, so that what one edits is what one runs; a wheel carries them in `kg/_data`.
"""

from __future__ import annotations

from pathlib import Path

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
