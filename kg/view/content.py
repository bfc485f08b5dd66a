"""What a store holds, as far as a picture needs it: plain values, of the documents concerned only.

Of mentions, most of what there is, only where they stand is read; sentences, half of a store, are left for when
it is known which of them are shown.  Nothing a user or a document says is part of a query's text.  Things come in
the order of the documents, so what is made of them does not depend on how Oxigraph keeps them.
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
_DOCUMENTS = """# param: document document optional — 文件 | document
SELECT ?document ?p ?o WHERE {
  VALUES ?document { UNDEF }
  ?document a pk:PolicyDocument ; ?p ?o .
  FILTER(?p != pk:mentions)
}"""
_MENTIONS = """# param: document document optional — 文件 | document
SELECT ?document ?begin ?end ?passage ?mention ?entity WHERE {
  VALUES ?document { UNDEF }
  ?mention pk:inDocument ?document ; pk:refersTo ?entity ; pk:inPassage ?passage ; pk:begin ?begin ; pk:end ?end
}"""
# Of all documents: sub-selects are joined by hashing, which takes a third of the time of so many look-ups.
_ALL_MENTIONS = """SELECT ?document ?begin ?end ?passage ?mention ?entity WHERE {
  ?mention pk:refersTo ?entity .
  { SELECT ?mention ?document WHERE { ?mention pk:inDocument ?document } }
  { SELECT ?mention ?passage WHERE { ?mention pk:inPassage ?passage } }
  { SELECT ?mention ?begin WHERE { ?mention pk:begin ?begin } }
  { SELECT ?mention ?end WHERE { ?mention pk:end ?end } }
}"""
# Quotes are cut out of their sentences; the others the view does not show.
_STATEMENTS = """# param: document document optional — 文件 | document
SELECT ?s ?p ?o WHERE {
  VALUES ?document { UNDEF }
  ?s a KIND ; pk:inDocument ?document ; ?p ?o .
  FILTER(?p NOT IN (pk:quote, pk:confidence, pk:timeText, pk:periodBasis, pk:unitOfMeasure))
}"""
_TELLING = """# param: entity name — 实体 | entity
SELECT DISTINCT ?document WHERE {
  VALUES ?entity { UNDEF }
  { ?document pk:mentions ?entity } UNION { ?statement pk:indicator ?entity ; pk:inDocument ?document } }"""


class Quote(NamedTuple):
    """A stretch of a document: code points `begin` to `end`, in a passage (its IRI); the passage itself if `whole`."""

    document: str
    begin: int
    end: int
    passage: str
    whole: bool = False


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
    documents."""

    documents: dict[str, Thing] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    mentions: list[tuple[str, Quote]] = field(default_factory=list)
    measures: list[Thing] = field(default_factory=list)
    responsibilities: list[Thing] = field(default_factory=list)
    quantities: list[Thing] = field(default_factory=list)


def read(store: Store, documents: Collection[str] = (), entities: Collection[str] = ()) -> Content:
    """Return what the store holds.

    With `documents` (IRIs), only what these say; with `entities` (IRIs), only what the documents say that
    name one of them.
    """
    wanted: list[Any] | None = None
    if documents or entities:
        telling = _telling(store, entities) if entities else documents
        rows = _solutions(store, _PREFIXES + "SELECT ?document WHERE { ?document a pk:PolicyDocument }")
        asked = set(telling) & set(documents) if documents else set(telling)
        wanted = list(dict.fromkeys(document for (document,) in rows if document.value in asked))

    def found(query: str) -> Iterator[Any]:
        return _solutions(store, _PREFIXES + inline(query).parameters[0].bound(query, wanted))

    def statements(kind: str) -> list[Thing]:
        things = _things(found(_STATEMENTS.replace("KIND", f"pk:{kind}")))
        return sorted((thing for thing in things if "inPassage" in thing.values), key=lambda t: (t.quote(), t.id))

    mentions = sorted(
        (Quote(document.value, int(begin.value), int(end.value), passage.value), mention.value, entity.value)
        for document, begin, end, passage, mention, entity in (
            _solutions(store, _PREFIXES + _ALL_MENTIONS) if wanted is None else found(_MENTIONS)
        )
    )
    return Content(
        documents={thing.id: thing for thing in _things(found(_DOCUMENTS))},
        things={thing.id: thing for thing in _things(_solutions(store, _PREFIXES + _THINGS))},
        mentions=[(entity, quote) for quote, _, entity in dict.fromkeys(mentions)],
        measures=statements("Measure"),
        responsibilities=statements("Responsibility"),
        quantities=statements("QuantityStatement"),
    )


def passages(store: Store, addresses: Iterable[str]) -> dict[str, Passage]:
    """Return the passages with these IRIs; one that the store lacks is left out."""
    out = {}
    triples = ((quad.subject, quad.predicate, quad.object) for quad in store.about(addresses))
    for thing in _things(triples):
        if "Passage" in map(local, thing.values.get("type", ())):
            page = thing.get("page")
            out[thing.id] = Passage(
                int(thing.get("begin")), thing.get("text"), int(page) if page else None, thing.get("heading")
            )
    return out


def _telling(store: Store, entities: Iterable[str]) -> set[str]:
    """Return the documents that name one of the entities, or have a statement about one that is an indicator."""
    query = inline(_PREFIXES + _TELLING)
    rows = (row for entity in entities for row in run(store, query, {"entity": entity}).rows)
    return {term.value for row in rows for term in row if term}


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
