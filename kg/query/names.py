"""Names in the store: what one means, and what looks like it.

A name is looked up as it is, then folded (`kg.folding`), among the labels and other names of
`graph/entities` and of the graphs that were loaded.  An IRI may be short, as tables show it: without
what the IRIs of the store begin with.  Exact spellings are in Oxigraph's index; only a name that is not found has all
labels read, once, for spellings that fold to the same and for those that look alike.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

import pyoxigraph as ox

from kg import iri, ontology
from kg.errors import UnknownNameError
from kg.folding import fold
from kg.rdf import ALT_LABEL, LABEL, TITLE, TYPE
from kg.store import Store

_NUMBER = ox.NamedNode("http://purl.org/dc/terms/identifier")
_NEAREST = 5
_CANDIDATES = 50
_SIMILAR = 0.3


def find_entity(store: Store, name: str) -> tuple[str, ...]:
    """Return the IRIs of the entities and indicators called `name` (label, other name or IRI), in order.

    UnknownNameError, with the nearest names, where there is none.
    """
    if not is_text(name):
        raise UnknownNameError(name)
    graphs = _graphs(store)
    for address in (name, store.base + name):
        if "://" in address and _is_iri(address):
            node = ox.NamedNode(address)
            if any(quad for graph in graphs for quad in store.quads(node, LABEL, None, graph)):
                return (address,)
    wanted = fold(name)
    for spelling in dict.fromkeys((name, wanted)):
        exact = ox.Literal(spelling, language="zh")
        found = {
            _subject(q) for graph in graphs for p in (LABEL, ALT_LABEL) for q in store.quads(None, p, exact, graph)
        }
        if found:
            return tuple(sorted(found))
    names = list(_names(store))
    alike = {_subject(q) for q in names if fold(_text(q)) == wanted}
    if not alike:
        raise UnknownNameError(name, nearest(name, map(_text, names)))
    return tuple(sorted(alike))


def find_documents(store: Store, name: str) -> tuple[str, ...]:
    """Return the IRIs of the documents with this id, IRI, title or document number, in order.

    UnknownNameError, with the nearest titles, where there is none.
    """
    kind = ox.NamedNode(ontology.term("PolicyDocument"))
    for address in (name, store.base + name, iri.document_iri(store.base, name)):
        if "://" in address and _is_iri(address) and any(store.quads(ox.NamedNode(address), TYPE, kind)):
            return (address,)
    read = {q.subject for q in store.quads(None, TYPE, kind)}
    names = [q for p in (TITLE, _NUMBER) for q in store.quads(None, p) if q.subject in read]
    wanted = fold(name)
    found = {_subject(q) for q in names if fold(_text(q)) == wanted}
    if not found:
        raise UnknownNameError(name, nearest(name, map(_text, names)), listed_by="documents")
    return tuple(sorted(found))


def nearest_places(store: Store, name: str) -> tuple[str, ...]:
    """Return the names of places in the store that look most like `name`."""
    known = {q.subject for q in store.quads(None, TYPE, ox.NamedNode(ontology.term("Place")))}
    return nearest(name, (_text(q) for q in _names(store) if q.subject in known))


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return at most five of `names` that look most like `name`, the likest first.

    Shared characters and pairs of characters choose the candidates (Dice coefficient), `difflib` ranks them.
    """
    wanted = fold(name)
    grams = _grams(wanted)
    scored = []
    for other in set(names):
        folded = fold(other)
        theirs = _grams(folded)
        shared = sum((grams & theirs).values())
        if shared:
            score = 2 * shared / (grams.total() + theirs.total())
            scored.append((score + (wanted in folded or folded in wanted), other))
    best = heapq.nsmallest(_CANDIDATES, scored, key=lambda pair: (-pair[0], pair[1]))
    ranked = [(score + SequenceMatcher(None, wanted, fold(other)).ratio(), other) for score, other in best]
    return tuple(other for score, other in sorted(ranked, key=lambda p: (-p[0], p[1])) if score > _SIMILAR)[:_NEAREST]


def is_text(name: str) -> bool:
    """Is it text?  An argument that is not in the encoding of the system comes with lone surrogates."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _names(store: Store) -> Iterator[ox.Quad]:
    for graph in _graphs(store):
        for predicate in (LABEL, ALT_LABEL):
            yield from store.quads(None, predicate, None, graph)


def _graphs(store: Store) -> list[ox.NamedNode]:
    """Return the graphs that name things: the entities' own, and those that were loaded."""
    loaded = (iri.loaded_graph_iri(store.base, name) for name in sorted(store.loaded))
    return [ox.NamedNode(address) for address in (iri.graph_iri(store.base, "entities"), *loaded)]


def _subject(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _text(quad: ox.Quad) -> str:
    return quad.object.value if isinstance(quad.object, ox.Literal) else ""


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _grams(text: str) -> Counter[str]:
    return Counter(text) + Counter(map("".join, pairwise(text)))
