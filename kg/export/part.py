"""A part of a store that stands by itself: what some documents say, or what is said of the things of some classes.

1. Of a document: its whole graph.
2. Of a class: its things (those of its subclasses too), the statements and mentions that point at them, and their
   evidence: passages, and of the documents all but what else they mention.  Documents are things too: whole.
3. With both, what these documents say of things of these classes.
4. What all this refers to (entities, indicators, places) is described as in the shared graphs, and so are the
   places that it lies in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from kg import iri, ontology
from kg.errors import UsageError
from kg.query import find_documents
from kg.query.names import nearest
from kg.rdf import TYPE
from kg.store import Manifest, Store

_CLASS = ox.NamedNode("http://www.w3.org/2002/07/owl#Class")
_CONTAINED_IN = ox.NamedNode("https://schema.org/containedInPlace")
# What people call by one word.
_WIDER = {"Document": ("PolicyDocument", "CitedDocument")}


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its quads, and the IRIs of the things of the classes asked for (None: no class was)."""

    quads: tuple[ox.Quad, ...]
    things: frozenset[str] | None

    def store(self, whole: Store, with_ontology: bool = False) -> Store:
        """Return the part as a store in memory; tables and networks need the `with_ontology` one."""
        known = whole.quads(graph=_ontology(whole)) if with_ontology else ()
        return Store.in_memory(chain(self.quads, known), Manifest(base=whole.base))


def part(store: Store, documents: Collection[str] = (), classes: Collection[str] = ()) -> Part:
    """Return the part of `store` that `documents` (ids, titles, numbers or IRIs) and `classes` (names, labels in
    either language, or IRIs) ask for.

    UnknownNameError for a document that is not there, UsageError for a class that the ontology lacks; both name
    the nearest.
    """
    chosen = {address for name in documents for address in find_documents(store, name)}
    kinds = [kind for name in classes for kind in find_classes(name)]
    found = _Gathering(store)
    if not kinds:
        return Part(tuple(found.documents(chosen)), None)
    things = {
        quad.subject
        for kind in kinds
        for quad in store.quads(None, TYPE, kind)
        if isinstance(quad.subject, ox.NamedNode)
    }
    quads = tuple(found.things(things, {found.graphs[address] for address in chosen} if documents else None))
    return Part(quads, frozenset(thing.value for thing in things if thing in found.taken))


def find_classes(name: str) -> tuple[ox.NamedNode, ...]:
    """Return the class called `name` (local name, label in either language, or IRI) and those below it.

    UsageError, naming the nearest, where the ontology has none; an IRI may be of another ontology.
    """
    known = ontology.load()
    declared = {quad.subject for quad in known.quads if quad.predicate == TYPE and quad.object == _CLASS}
    classes = [term for term, address in known.terms.items() if ox.NamedNode(address) in declared]
    called = {known.label(term, language).casefold(): term for term in classes for language in ("en", "zh")}
    called |= {term.casefold(): term for term in classes}
    wanted = _WIDER.get(name.strip().title()) or tuple(filter(None, [called.get(name.strip().casefold())]))
    if not wanted and "://" in name:
        try:
            address = ox.NamedNode(name)
        except ValueError:
            pass
        else:
            wanted = tuple(term for term in classes if known.terms[term] == name)
            if not wanted:
                return (address,)
    if not wanted:
        like = ", ".join(nearest(name, [*classes, *called]) or classes)
        raise UsageError(f"no type {name!r}; nearest: {like}", f"没有类型“{name}”；相近的有：{like}")
    below = (term for term in classes if term in wanted or set(wanted) & set(known.ancestors(term)))
    return tuple(ox.NamedNode(known.terms[term]) for term in below)


class _Gathering:
    """Yields the quads of a part, each subject once; `taken` are the subjects so far."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.taken: set[ox.NamedNode] = set()
        # A document and the graph that says what it says: its own, else (RDF made elsewhere) the first that types it.
        self.graphs: dict[str, ox.NamedNode] = {}
        typed = list(store.quads(None, TYPE, ox.NamedNode(ontology.term("PolicyDocument"))))
        for quad in sorted(typed, key=lambda quad: str(quad.graph_name)):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
                own = quad.graph_name.value == _graph_of(store.base, quad.subject.value)
                if own or quad.subject.value not in self.graphs:
                    self.graphs[quad.subject.value] = quad.graph_name
        self._of_documents = set(self.graphs.values())
        self._ontology = _ontology(store)
        self._pk = {
            name: ox.NamedNode(ontology.term(name)) for name in ("inDocument", "inPassage", "mentions", "jurisdiction")
        }
        self._above = {self._pk["jurisdiction"], _CONTAINED_IN}

    def documents(self, addresses: Iterable[str]) -> Iterator[ox.Quad]:
        """Yield the graphs of documents, and what they refer to."""
        for address in sorted(addresses):
            referred: dict[object, None] = {}
            for quad in self.store.quads(graph=self.graphs[address]):
                yield quad
                referred[quad.object] = None
            yield from self._described(referred)

    def things(self, things: Collection[ox.NamedNode], graphs: Collection[ox.NamedNode] | None) -> Iterator[ox.Quad]:
        """Yield what the documents of `graphs` (None: of all) say of things, and what that refers to."""
        whole = [thing.value for thing in things if thing.value in self.graphs]
        yield from self.documents(a for a in whole if graphs is None or self.graphs[a] in graphs)
        self.taken |= {ox.NamedNode(a) for a in whole if graphs is None or self.graphs[a] in graphs}
        for thing in sorted(set(things) - {ox.NamedNode(address) for address in whole}, key=str):
            own = list(self.store.quads(thing))
            if any(quad.predicate == self._pk["inDocument"] for quad in own):
                if graphs is None or own[0].graph_name in graphs:
                    yield from self._said(thing)
                    yield from self._pointing(thing, graphs)
                continue
            said = list(self._pointing(thing, graphs))
            if said or graphs is None:
                yield from said
                yield from self._described([thing])

    def _pointing(self, thing: ox.NamedNode, graphs: Collection[ox.NamedNode] | None) -> Iterator[ox.Quad]:
        """Yield the statements that point at a thing; that a document mentions it is one."""
        for quad in list(self.store.quads(None, None, thing)):
            subject, graph = quad.subject, quad.graph_name
            if not isinstance(subject, ox.NamedNode) or graph not in (self._of_documents if graphs is None else graphs):
                continue
            if subject.value in self.graphs:
                yield from self._document(subject)
                if quad.predicate == self._pk["mentions"]:
                    yield quad
            else:
                yield from self._said(subject)

    def _said(self, statement: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield a statement, mention or passage with its evidence and what it refers to."""
        if statement in self.taken:
            return
        self.taken.add(statement)
        referred: dict[object, None] = {}
        for quad in self.store.quads(statement):
            yield quad
            if not isinstance(quad.object, ox.NamedNode):
                continue
            if quad.predicate == self._pk["inPassage"]:
                yield from self._said(quad.object)
            elif quad.predicate == self._pk["inDocument"]:
                yield from self._document(quad.object)
            else:
                referred[quad.object] = None
        yield from self._described(referred)

    def _document(self, document: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield what is known of a document, but what it mentions."""
        if document in self.taken:
            return
        self.taken.add(document)
        referred: dict[object, None] = {}
        for quad in self.store.quads(document):
            if quad.predicate != self._pk["mentions"]:
                yield quad
                referred[quad.object] = None
        yield from self._described(referred)

    def _described(self, nodes: Iterable[object]) -> Iterator[ox.Quad]:
        """Yield what the shared graphs say of things, and of the places they lie in."""
        coming = [node for node in nodes if isinstance(node, ox.NamedNode)]
        while coming:
            node = coming.pop()
            if node in self.taken or node.value in self.graphs:
                continue
            self.taken.add(node)
            for quad in self.store.quads(node):
                if quad.graph_name in self._of_documents or quad.graph_name == self._ontology:
                    continue
                yield quad
                if quad.predicate in self._above and isinstance(quad.object, ox.NamedNode):
                    coming.append(quad.object)


def _graph_of(base: str, document: str) -> str:
    """Return the IRI of the graph of a document that kg has built."""
    return f"{base}graph/document/{document.removeprefix(f'{base}document/')}"


def _ontology(store: Store) -> ox.NamedNode:
    return ox.NamedNode(iri.graph_iri(store.base, "ontology"))
