"""The texts of a store, folded: its passages, its paragraphs, and which of these holds a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg import ontology
from kg.folding import Folded, fold
from kg.iri import document_graph_iri, parse_document_iri
from kg.store import Store


def texts(store: Store) -> Iterator[tuple[str, str]]:
    """Yield the passages of the store: the id of the document, and the folded text."""
    for quad in store.quads(None, ox.NamedNode(ontology.term("text"))):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield document_of(store, quad.subject.value), fold(quad.object.value)


def document_of(store: Store, part: str) -> str:
    """Return the id of the document whose part has the IRI `part`."""
    return parse_document_iri(store.base, part.rsplit("/", 2)[0]) or ""


def paragraphs(store: Store, document: str) -> list[tuple[int, Folded]]:
    """Return the paragraphs of a document by its id: where each begins in the text, and what it says, folded.

    Between its passages a paragraph has white space alone; as many spaces stand here.
    """
    graph = ox.NamedNode(document_graph_iri(store.base, document))
    found: dict[int, list[tuple[int, str]]] = {}
    for quad in store.quads(None, ox.NamedNode(ontology.term("text")), None, graph):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            paragraph, begin = (int(value(store, quad.subject, name) or 0) for name in ("paragraph", "begin"))
            found.setdefault(paragraph, []).append((begin, quad.object.value))
    return [_paragraph(sorted(passages)) for _, passages in sorted(found.items())]


def _paragraph(passages: Sequence[tuple[int, str]]) -> tuple[int, Folded]:
    start = end = passages[0][0]
    parts = []
    for begin, text in passages:
        parts += [" " * (begin - end), text]
        end = begin + len(text)
    return start, Folded("".join(parts))


def paragraph_at(among: Sequence[tuple[int, Folded]], offset: int) -> tuple[str, int]:
    """Return which of the paragraphs of a document, folded, holds code point `offset`, and where in it that stands.

    ("", 0) where there are none.
    """
    if not among:
        return "", 0
    start, folded = among[bisect_right(among, offset, key=lambda paragraph: paragraph[0]) - 1]
    origins = (folded.unfold(index, index + 1)[0] for index in range(len(folded.text)))
    return folded.text, sum(origin < offset - start for origin in origins)


def value(store: Store, subject: ox.NamedNode, name: str) -> str:
    """Return the literal that `subject` has for the property `name` of the ontology, "" where it has none."""
    found = (quad.object for quad in store.quads(subject, ox.NamedNode(ontology.term(name))))
    return next((term.value for term in found if isinstance(term, ox.Literal)), "")
