"""What must be built again: documents whose content, kg version, words or decisions are not those of the last time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg import lexicon, ontology, places
from kg.build.product import Piece
from kg.build.summary import Summary
from kg.decisions import applying, digest_of
from kg.errors import InputError, KGError
from kg.extract.stretches import stretches
from kg.folding import fold
from kg.model import Decision, Document
from kg.store import BuiltDocument, Writer
from kg.version import __version__

# Code points that are hashed at a time: of a long text no copy is made.
_AT_A_TIME = 1 << 20


def changed(
    read: Iterable[Document | KGError],
    writer: Writer,
    decisions: Sequence[Decision],
    summary: Summary,
    fault: Callable[[KGError], None],
) -> Iterator[Piece]:
    """Yield the documents that must be built, long ones in pieces; the others are counted."""
    words = fingerprint()
    for document in read:
        if isinstance(document, KGError):
            summary.failed += 1
            fault(document)
            continue
        source = document.metadata.source
        # In the graph stands the file's name only: where it lies is nobody's business, and no two builds differ by it.
        document = replace(document, metadata=replace(document.metadata, source=Path(source).name))
        here = _decided(document, decisions)
        text_hash = _hash_of_text(document)
        built = BuiltDocument(
            _content_hash(document, text_hash), __version__, words, str(Path(source).resolve()),
            tuple(map(digest_of, here)), text_hash,
        )  # fmt: skip
        old = writer.manifest.documents.get(document.id)
        if old and _other_file(old.source, built.source):
            summary.failed += 1
            fault(
                InputError(
                    source,
                    f"the id {document.id!r} is that of {old.source}, built before; rename one, or remove that",
                    f"编号“{document.id}”已属于先前建入的 {old.source}；请改名，或先移除那一份",
                )
            )
        elif old and replace(old, source="") == replace(built, source=""):
            summary.unchanged += 1
        else:
            for part, stretch, last in stretches(document):
                yield Piece(part, built, here, stretch, last)


def _decided(document: Document, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that hold in the document; nothing is read where there are none."""
    if not decisions:
        return ()
    return applying([fold(line) for line in document.text.split("\n")], document.id, decisions)


def _hash_of_text(document: Document) -> str:
    digest = hashlib.sha256()
    for start in range(0, len(document.text), _AT_A_TIME):
        digest.update(document.text[start : start + _AT_A_TIME].encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _content_hash(document: Document, text_hash: str) -> str:
    """Return a hash of all that the document's graph is made of."""
    digest = hashlib.sha256(repr((document.id, document.metadata, text_hash)).encode("utf-8", "surrogatepass"))
    for passage in document.passages:
        digest.update(repr(passage).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def fingerprint() -> str:
    """Return a hash of what extraction and identity go by, besides the version of kg: words, terms, divisions."""
    parts = (lexicon.fingerprint(), *map(str, ontology.load().quads), *map(str, places.divisions().values()))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _other_file(old: str, new: str) -> bool:
    """Are these two files, and both there?  A source is a path, in JSON Lines with the line."""
    first, second = (re.sub(r":\d+$", "", source) for source in (old, new))
    return first != second and Path(first).exists() and Path(second).exists()
