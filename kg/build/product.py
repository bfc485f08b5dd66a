"""What a document becomes: a pure function, so that it runs in any process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg import rdf
from kg.build.summary import Summary
from kg.errors import InputError, KGError
from kg.extract import extract_document
from kg.link import identify, indicator_name
from kg.model import Decision, Document
from kg.store import BuiltDocument


@dataclass(frozen=True, slots=True)
class Product:
    """A document's graph as N-Quads, what it was built from, and what was found in it."""

    id: str
    nquads: bytes
    built: BuiltDocument
    found: Summary


def make_product(
    document: Document, built: BuiltDocument, decisions: Sequence[Decision], base: str
) -> Product | KGError:
    """Return what a document becomes.  A fault of ours in one document must not take the others with it."""
    try:
        extraction = extract_document(document, decisions)
        quads = rdf.document_quads(
            document,
            extraction,
            identify(document, extraction.mentions),
            base,
            indicators=[indicator_name(target.indicator.text) for target in extraction.targets],
            content_hash=built.content_hash,
        )
        nquads = rdf.to_nquads(quads)
    except KGError as error:
        return error
    except Exception as error:
        kind = f"{type(error).__name__}: {error}"
        return InputError(
            built.source or document.id,
            f"{document.id}: kg failed on this document ({kind}); please report it",
            f"{document.id}：kg 处理此文件时出错（{kind}），请反馈",
        )
    found = Summary(
        built=1,
        characters=len(document.text),
        passages=len(document.passages),
        mentions=Counter(mention.type for mention in extraction.mentions),
        statements=Counter(rdf.STATEMENTS[target.status] for target in extraction.targets),
        measures=len(extraction.actions),
        responsibilities=len(extraction.roles),
        doubts=sum(not doubt.decisions for doubt in extraction.doubts),
    )
    return Product(document.id, nquads, built, found)
