"""What the graphs of a store share, derived anew from all of them whenever one has changed.

1. `graph/entities` describes the entities and indicators that documents name, and those that a loaded graph refers
   to by our IRIs and does not describe itself.
2. `graph/ontology` is the ontology.
3. A loaded graph holds what was loaded, but for what would count twice, since the store is asked as the union of its
   graphs: a statement that stands in another graph already, and, of a thing that ours describe (an entity, a
   document and its parts, a unit), whatever the ontology's own properties, its classes and `rdfs:label` say: that
   follows from the documents.  What is withheld so is kept, and stands as soon as nothing of ours says it.

Everything depends on the graphs of documents and the files kept of loaded graphs alone, so the order in which they
came makes no difference.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg import iri, ontology, rdf
from kg.folding import fold
from kg.link import aliases, describe
from kg.model import EntityKey
from kg.store import Writer

_OWL = "http://www.w3.org/2002/07/owl#"
_PROPERTY_TYPES = {NamedNode(_OWL + name) for name in ("ObjectProperty", "DatatypeProperty")}
# What a graph names, with the words that name it: each once, so that memory grows with the names, not with the text.
_NAMED = "SELECT DISTINCT ?graph ?thing ?words WHERE {{ GRAPH ?graph {{ ?said <{}> ?thing ; <{}> ?words }} }}"
_POINTED_AT = "SELECT DISTINCT ?graph ?thing WHERE {{ GRAPH ?graph {{ ?said <{}> ?thing }} }}"


def derive_shared(writer: Writer) -> dict[str, int]:
    """Derive the shared graphs and what stands in the loaded ones; return how many statements stand in each."""
    base = writer.manifest.base
    if not (writer.manifest.documents or writer.manifest.loaded):
        for graph in ("entities", "ontology"):
            writer.remove_graph(iri.graph_iri(base, graph))
        return {}
    names: dict[EntityKey, set[str]] = defaultdict(set)
    for entity, quote in _said(writer, _NAMED, ontology.term("refersTo"), ontology.term("quote")):
        if key := iri.parse_entity_iri(base, entity):
            names[key].add(fold(quote))
    for predicate in (rdf.SPATIAL, ontology.term("area")):
        for (entity,) in _said(writer, _POINTED_AT, predicate):
            if key := iri.parse_entity_iri(base, entity):
                names[key] |= set()
    indicators: dict[str, set[str]] = defaultdict(set)
    for indicator, wording in _said(writer, _NAMED, ontology.term("indicator"), ontology.term("indicatorText")):
        if name := iri.parse_indicator_iri(base, indicator):
            indicators[name].add(fold(wording))
    for address in _referred(writer):
        if key := iri.parse_entity_iri(base, address):
            names[key] |= set()
        elif name := iri.parse_indicator_iri(base, address):
            indicators[name] |= set()
    entities = [(describe(key), found | set(aliases(key))) for key, found in names.items()]
    shared = [*rdf.entity_quads(entities, base), *rdf.indicator_quads(indicators, base)]
    writer.replace_graph(iri.graph_iri(base, "entities"), shared)
    terms = list(ontology.load().graph(base))
    writer.replace_graph(iri.graph_iri(base, "ontology"), terms)
    return _derive_loaded(writer, [*shared, *terms])


def _said(writer: Writer, query: str, *predicates: str) -> Iterator[tuple[str, ...]]:
    """Yield what the documents' graphs say by predicates: a loaded graph is not read as if we had written it."""
    loaded = {graph.value for graph in _loaded_graphs(writer)}
    for graph, *terms in writer.query(query.format(*predicates)):
        if graph not in loaded:
            yield tuple(terms)


def _referred(writer: Writer) -> set[str]:
    """Return the IRIs below our base that loaded graphs name and none of them types or labels."""
    base = writer.manifest.base
    ours = f"<{base}".encode()
    named: set[str] = set()
    described: set[str] = set()
    for name in writer.manifest.loaded:
        for triple in (_parsed(line) for line in writer.kept(name) if ours in line):
            if triple.predicate in (rdf.TYPE, rdf.LABEL) and isinstance(triple.subject, NamedNode):
                described.add(triple.subject.value)
            named |= {
                term.value
                for term in (triple.subject, triple.object)
                if isinstance(term, NamedNode) and term.value.startswith(base)
            }
    return named - described


def _derive_loaded(writer: Writer, shared: Collection[Quad]) -> dict[str, int]:
    """Make each loaded graph what may stand in it, where that is not what stands there already."""
    loaded = writer.manifest.loaded
    if not loaded:
        return {}
    ours = _Ours(writer, shared)
    said: set[bytes] = set()
    counts: dict[str, int] = {}
    for name in sorted(loaded):
        graph = NamedNode(iri.loaded_graph_iri(writer.manifest.base, name))
        total, counts[name] = hashlib.sha256(), 0
        fresh: set[bytes] = set()
        for line in _standing(writer, name, ours, said):
            counts[name] += 1
            total.update(line)
            if len(loaded) > 1:
                fresh.add(_key(line))
        if total.hexdigest() != loaded[name].standing:
            end = f"{graph} .\n".encode()
            writer.load_graph(graph.value, (line[:-2] + end for line in _standing(writer, name, ours, said)))
            loaded[name] = replace(loaded[name], standing=total.hexdigest())
        said |= fresh
    return counts


def _standing(writer: Writer, name: str, ours: _Ours, said: Collection[bytes]) -> Iterator[bytes]:
    """Yield what may stand in a loaded graph, of which others have `said` something already."""
    return (line for line in writer.kept(name) if not (ours.tells(line) or (said and _key(line) in said)))


def _key(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=16).digest()


class _Ours:
    """What the shared graphs and those of documents describe."""

    def __init__(self, writer: Writer, shared: Collection[Quad]) -> None:
        self._writer = writer
        self._documents = f"<{writer.manifest.base}document/".encode()
        self._foreign = _loaded_graphs(writer)
        self._shared = {quad.triple for quad in shared}
        self._described = {str(quad.subject).encode() for quad in shared}
        self._last: tuple[bytes, bool] = (b"", False)

    def tells(self, line: bytes) -> bool:
        """Is it, a line of N-Triples, said already, or by a property that is ours of a thing that is?"""
        subject = line[: line.index(b" ")]
        described = subject in self._described
        if not (described or subject.startswith(self._documents)):
            return False
        triple = _parsed(line)
        if triple in self._shared:
            return True
        return triple.predicate in _properties() and (described or self._describes(subject, triple))

    def _describes(self, subject: bytes, triple: Triple) -> bool:
        # What is kept is sorted by subject.
        if self._last[0] != subject and isinstance(triple.subject, NamedNode):
            found = any(quad.graph_name not in self._foreign for quad in self._writer.quads(triple.subject))
            self._last = (subject, found)
        return self._last[1]


def _parsed(line: bytes) -> Triple:
    triple: Triple = next(iter(parse(line, RdfFormat.N_TRIPLES, lenient=True))).triple
    return triple


def _loaded_graphs(writer: Writer) -> frozenset[NamedNode]:
    base = writer.manifest.base
    return frozenset(NamedNode(iri.loaded_graph_iri(base, name)) for name in writer.manifest.loaded)


@cache
def _properties() -> frozenset[NamedNode]:
    """Return the properties that the ontology declares, which are those that queries read, and type and label."""
    declared = {
        quad.subject
        for quad in ontology.load().quads
        if quad.object in _PROPERTY_TYPES and isinstance(quad.subject, NamedNode)
    }
    return frozenset({*declared, rdf.TYPE, rdf.LABEL})
