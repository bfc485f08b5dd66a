"""The manifest of a generation: which documents it holds and what they were built from.

It is a JSON file beside the data of its generation, so both become visible at the same moment.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kg.iri import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """What a document was built from: hash of its content, version of kg, fingerprint of the lexicons, source path.

    A document that comes with the same four again need not be built again.
    """

    content_hash: str
    version: str
    fingerprint: str
    source: str = ""


@dataclass(slots=True)
class Manifest:
    """The documents of a generation by id; `base` is what IRIs of things begin with.

    `stale` counts the quads removed since the data was last written anew: their texts are still on disk.
    """

    base: str = DEFAULT_BASE
    documents: dict[str, BuiltDocument] = field(default_factory=dict)
    stale: int = 0

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """Return the manifest written at `path`; OSError, ValueError, KeyError or TypeError where it is damaged."""
        record = json.loads(path.read_text(encoding="utf-8"))
        documents = {name: BuiltDocument(**built) for name, built in record["documents"].items()}
        return cls(record["base"], documents, record["stale"])

    def save(self, path: Path) -> None:
        """Write the manifest; the same manifest gives the same bytes."""
        documents = {name: asdict(self.documents[name]) for name in sorted(self.documents)}
        record = {"base": self.base, "documents": documents, "stale": self.stale}
        path.write_text(json.dumps(record, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
