"""Ids of documents: one form for each (NFC), and none whose IRI is that of something else."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from kg.errors import InputError

_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
# `iri.part_iri`: a passage, mention, quantity, responsibility, measure or doubt of a document.
_PART = re.compile(r"(?:^|/)[pmqrad]/[0-9a-f]{16}$")


def identifier(given: str, path: Path, place: str = "") -> str:
    """Return an id in NFC; InputError, naming `path` and `place`, for one that cannot stand in an IRI of its own."""
    name = unicodedata.normalize("NFC", given)
    if any(unicodedata.category(char) in _UNSEEN for char in name):
        en, zh = "has a control character or a broken one", "含有控制字符或损坏的字符"
    elif any(segment in ("", ".", "..") for segment in name.split("/")):
        en, zh = 'has a segment that is empty, "." or ".."', "含有空的、“.”或“..”路径段"
    elif _PART.search(name):
        en, zh = "ends like the name of a part of a document (p/0123456789abcdef)", "的结尾与文档内部编号相同"
    else:
        return name
    raise InputError(path, f"the id {name!r} {en}; give another", f"编号“{name}”{zh}；请改名", place)
