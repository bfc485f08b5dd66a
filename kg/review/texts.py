"""The texts of a store, folded: its passages, and the paragraph around a place."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import ontology
from kg.folding import Folded, fold
from kg.iri import document_graph_iri, parse_document_iri
from kg.store import Store

_PASSAGES = """PREFIX pk: <https://kg.example.org/ontology#>
SELECT ?paragraph ?begin ?text WHERE {{ GRAPH <{graph}> {{
  ?passage a pk:Passage ; pk:paragraph ?paragraph ; pk:begin ?begin ; pk:text ?text }} }} ORDER BY ?begin"""


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
    rows = store.oxigraph.query(_PASSAGES.format(graph=graph.value))
    found: dict[int, list[tuple[int, str]]] = {}
    for row in rows:  # type: ignore[union-attr]
        found.setdefault(int(row["paragraph"].value), []).append((int(row["begin"].value), row["text"].value))
    out = []
    for passages in found.values():
        start, line = passages[0][0], ""
        for begin, text in passages:
            line = line.ljust(begin - start) + text
        out.append((start, Folded(line)))
    return out


def paragraph_of(store: Store, passage: str, offset: int) -> tuple[str, int]:
    """Return the folded paragraph that holds code point `offset` of a document, and where in it that stands.

    `passage` is the IRI of the passage there.
    """
    for start, folded in reversed(paragraphs(store, document_of(store, passage))):
        if start <= offset:
            origins = (folded.unfold(index, index + 1)[0] for index in range(len(folded.text)))
            return folded.text, sum(origin < offset - start for origin in origins)
    return "", 0
