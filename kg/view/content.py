"""What a store holds, as far as a picture needs it: plain values, read graph by graph.

Of a large store only the graphs of the documents concerned are read.  Nothing a user or a document says is
part of a query's text.  Things come in the order of the documents, so what is made of them does not depend
on how Oxigraph keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from kg import iri, ontology
from kg.query import inline, run
from kg.store import Store

_PREFIXES = f"""PREFIX pk: <{iri.ONTOLOGY}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_THINGS = "SELECT ?s ?p ?o WHERE { ?s rdfs:label ?label ; ?p ?o }"
_GRAPHS = "SELECT ?document ?graph WHERE { GRAPH ?graph { ?document a pk:PolicyDocument } }"
_TELLING = """# param: entity name — 实体 | entity
SELECT DISTINCT ?document WHERE {
  VALUES ?entity { UNDEF }
  { ?document pk:mentions ?entity } UNION { ?statement pk:indicator ?entity ; pk:inDocument ?document } }"""


class Quote(NamedTuple):
    """A stretch of a document: code points `begin` to `end`, in a passage (its IRI)."""

    document: str
    begin: int
    end: int
    passage: str


class Passage(NamedTuple):
    """A sentence: where it begins in its document, its text, page and headings."""

    begin: int
    text: str
    page: int | None
    heading: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject with its properties: values by local name ("label", "type", "actsOn"), in order."""

    id: str
    values: Mapping[str, tuple[str, ...]]

    def get(self, name: str) -> str:
        """Return the first value of a property, "" where there is none."""
        return self.values.get(name, ("",))[0]

    def quote(self) -> Quote:
        """Return the words a statement rests on."""
        return Quote(self.get("inDocument"), int(self.get("begin")), int(self.get("end")), self.get("inPassage"))


@dataclass(frozen=True, slots=True)
class Content:
    """Documents, entities and indicators by IRI; mentions as (entity, quote) and statements, in the order of the
    documents; passages by IRI."""

    documents: dict[str, Thing] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    mentions: list[tuple[str, Quote]] = field(default_factory=list)
    measures: list[Thing] = field(default_factory=list)
    responsibilities: list[Thing] = field(default_factory=list)
    quantities: list[Thing] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)


def read(store: Store, documents: Collection[str] = (), entities: Collection[str] = ()) -> Content:
    """Return what the store holds.

    With `documents` (IRIs), only what these say; with `entities` (IRIs), only what the documents say that
    name one of them.
    """
    graphs = {
        document.value: graph
        for document, graph in _solutions(store, _PREFIXES + _GRAPHS)
        if not documents or document.value in documents
    }
    if entities:
        query = inline(_PREFIXES + _TELLING)
        rows = (row for entity in entities for row in run(store, query, {"entity": entity}).rows)
        telling = {term.value for row in rows for term in row if term}
        graphs = {document: graph for document, graph in graphs.items() if document in telling}
    found = Content(things={thing.id: thing for thing in _things(_solutions(store, _PREFIXES + _THINGS))})
    for _, graph in sorted(graphs.items()):
        quads = ((quad.subject, quad.predicate, quad.object) for quad in store.quads(graph=graph))
        _sort(_things(quads), found)
    return found


def _sort(things: Iterable[Thing], content: Content) -> None:
    """Put the things of one document, in the order of its text, where they belong."""
    statements = []
    for thing in things:
        types = {local(value) for value in thing.values.get("type", ())}
        if "Passage" in types:
            page = thing.get("page")
            content.passages[thing.id] = Passage(
                int(thing.get("begin")), thing.get("text"), int(page) if page else None, thing.get("heading")
            )
        elif "PolicyDocument" in types:
            content.documents[thing.id] = thing
        elif "inPassage" in thing.values:
            statements.append((thing.quote(), thing.id, thing, types))
    for quote, _, thing, types in sorted(statements, key=lambda row: row[:2]):
        if "Mention" in types and thing.get("refersTo"):
            content.mentions.append((thing.get("refersTo"), quote))
        elif "QuantityStatement" in types:
            content.quantities.append(thing)
        elif "Measure" in types:
            content.measures.append(thing)
        elif "Responsibility" in types:
            content.responsibilities.append(thing)


def kinds(thing: Thing, types: Collection[str]) -> tuple[str, str]:
    """Return which of `types` a thing is ("" if none), and its most special class, by local names."""
    names = {local(value) for value in thing.values.get("type", ())}
    type_ = next((t for t in types if t in names), "")
    known = ontology.load()
    above = {a for name in names if name in known.terms for a in known.ancestors(name)}
    return type_, min(names - above - {""}, default=type_)


@cache
def local(address: str) -> str:
    """Return the last part of an IRI, after "#" or "/"."""
    return address.rpartition("#")[2] if "#" in address else address.rpartition("/")[2]


def _things(triples: Iterable[Any]) -> Iterator[Thing]:
    """Yield the subjects of triples of Oxigraph's terms, by IRI."""
    found: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in triples:
        found.setdefault(subject.value, {}).setdefault(local(predicate.value), []).append(value.value)
    for subject, values in sorted(found.items()):
        yield Thing(subject, {name: tuple(sorted(set(items))) for name, items in values.items()})


def _solutions(store: Store, query: str) -> Iterator[Any]:
    """Yield the rows of a query of this module, of Oxigraph's own terms: their IRIs lead back into the store."""
    yield from store.oxigraph.query(query, use_default_graph_as_union=True)  # type: ignore[misc]
