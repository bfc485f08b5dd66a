"""The ontology class that the end of a name leads to: 人民医院 a Hospital, 护苗行动 a Campaign."""

from __future__ import annotations

import re

from kg.lexicon import compiled, load
from kg.model import EntityKey

_LONGEST = 16
_APART = re.compile(r"(?<=.)（[^（）]*）$")


@compiled
def _programmes() -> dict[str, str]:
    lexicon = load("programme")
    return lexicon.kinds("head") | lexicon.kinds("name")


@compiled
def _institutions() -> dict[str, str]:
    kinds = load("institution").kinds("company")
    for word, kind in load("kind").kinds("institution").items():
        kinds.setdefault(word, kind)
    return kinds


def kind_of(key: EntityKey) -> str:
    """Return the ontology class of an entity: that of the longest known end of its name, else its type's."""
    if key.type == "Programme":
        return _by_end(key.name, _programmes()) or "Programme"
    if key.type == "Institution":
        return _by_end(key.name, _institutions()) or "Institution"
    return "CitedDocument" if key.type == "Document" else key.type


def _by_end(name: str, kinds: dict[str, str]) -> str:
    # What tells namesakes apart stands in brackets behind the name: 便民服务平台（甲县）.
    bare = _APART.sub("", name).rstrip("”’）)")
    for length in range(min(len(bare), _LONGEST), 0, -1):
        if kind := kinds.get(bare[-length:]):
            return kind
    return ""
