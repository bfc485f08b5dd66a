"""What a document, or a stretch of a long one, becomes: a pure function, so that it runs in any process."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg import rdf
from kg.build.summary import Summary
from kg.errors import InputError, KGError
from kg.extract import extract_document
from kg.link import identify, indicator_name
from kg.model import WHOLE, Decision, Document, Stretch
from kg.store import BuiltDocument

# Bytes of N-Quads that are unpacked at a time.
_AT_A_TIME = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A document, or a stretch of one, to be built, what the whole is built from, and the decisions that hold in it;
    `last` if nothing follows it."""

    document: Document
    built: BuiltDocument
    decisions: tuple[Decision, ...] = ()
    stretch: Stretch = WHOLE
    last: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """The graph of a piece as N-Quads, or why there is none; what the whole was built from; what was found.

    N-Quads are `packed` (zlib) to a tenth: some products wait for each other, and those of a stretch have 25 MB.
    """

    id: str
    built: BuiltDocument
    packed: bytes
    found: Summary
    fault: KGError | None = None

    def nquads(self) -> Iterator[bytes]:
        """Yield the N-Quads, some of them at a time."""
        unpacking = zlib.decompressobj()
        rest = self.packed
        while rest:
            yield unpacking.decompress(rest, _AT_A_TIME)
            rest = unpacking.unconsumed_tail
        yield unpacking.flush()


def characters(piece: Piece) -> int:
    """Return how many code points a piece has."""
    return len(piece.document.text)


def make_product(piece: Piece, base: str) -> Product:
    """Return what a piece becomes.  A fault of ours in one document must not take the others with it."""
    document, built = piece.document, piece.built
    try:
        extraction = extract_document(document, piece.decisions)
        quads = rdf.document_quads(
            document,
            extraction,
            identify(document, extraction.mentions),
            base,
            indicators=[indicator_name(target.indicator.text) for target in extraction.targets],
            content_hash=built.content_hash,
            stretch=piece.stretch,
        )
        packed = zlib.compress(rdf.to_nquads(quads), 1)
    except KGError as error:
        return Product(document.id, built, b"", Summary(), error)
    except Exception as error:
        kind = f"{type(error).__name__}: {error}"
        fault = InputError(
            built.source or document.id,
            f"{document.id}: kg failed on this document ({kind}); please report it",
            f"{document.id}：kg 处理此文件时出错（{kind}），请反馈",
        )
        return Product(document.id, built, b"", Summary(), fault)
    found = Summary(
        built=int(piece.last),
        characters=len(document.text),
        passages=len(document.passages),
        mentions=Counter(mention.type for mention in extraction.mentions),
        statements=Counter(rdf.STATEMENTS[target.status] for target in extraction.targets),
        measures=len(extraction.actions),
        responsibilities=len(extraction.roles),
        doubts=sum(not doubt.decisions for doubt in extraction.doubts),
    )
    return Product(document.id, built, packed, found)
