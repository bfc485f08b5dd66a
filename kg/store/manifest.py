"""The manifest of a generation: which documents it holds and what they were built from, and what was loaded.

It is a JSON file beside the data of its generation, so both become visible at the same moment.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kg.iri import DEFAULT_BASE
from kg.store.files import replace_file


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """What a document was built from: hash of its content, version of kg, fingerprint of the lexicons, source path,
    digests of the decisions that hold in it, hash of its text alone.

    A document that comes with the same again need not be built again.
    """

    content_hash: str
    version: str
    fingerprint: str
    source: str = ""
    decisions: tuple[str, ...] = ()
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class LoadedGraph:
    """RDF made elsewhere: SHA-256 of its canonical N-Triples, the path it was loaded from, and SHA-256 of what of it
    stands in its graph."""

    content_hash: str
    source: str = ""
    standing: str = ""


@dataclass(slots=True)
class Manifest:
    """The documents of a generation by id, its loaded graphs by name; `base` is what IRIs of things begin with.

    `stale` counts the quads removed since the data was last written anew: their texts are still on disk.
    """

    base: str = DEFAULT_BASE
    documents: dict[str, BuiltDocument] = field(default_factory=dict)
    stale: int = 0
    loaded: dict[str, LoadedGraph] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """Return the manifest written at `path`; OSError, ValueError, KeyError or TypeError where it is damaged."""
        record = json.loads(path.read_text(encoding="utf-8"))
        documents = {
            name: BuiltDocument(**built | {"decisions": tuple(built.get("decisions", ()))})
            for name, built in record["documents"].items()
        }
        # Before there was `kg load`, manifests said nothing of it.
        loaded = {name: LoadedGraph(**graph) for name, graph in record.get("loaded", {}).items()}
        entries = (*record["documents"].values(), *record.get("loaded", {}).values())
        values = (record["base"], *(value for entry in entries for value in entry.values()))
        if not all(map(_is_text, values)) or not isinstance(record["stale"], int):
            raise TypeError("manifest")
        return cls(record["base"], documents, record["stale"], loaded)

    def save(self, path: Path) -> None:
        """Put the manifest in place, in one step; the same manifest gives the same bytes."""
        documents = {name: asdict(self.documents[name]) for name in sorted(self.documents)}
        loaded = {name: asdict(self.loaded[name]) for name in sorted(self.loaded)}
        record = {"base": self.base, "documents": documents, "loaded": loaded, "stale": self.stale}
        replace_file(path, json.dumps(record, ensure_ascii=True, indent=1) + "\n")


def _is_text(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(map(_is_text, value)))
