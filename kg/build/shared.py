"""What the graphs of a store share, derived anew from all of them whenever one has changed.

1. `graph/entities` describes the entities and indicators that documents name, and those that a loaded graph refers
   to by our IRIs and does not describe itself.
2. `graph/ontology` is the ontology.
3. A loaded graph holds what may stand in it: see `kg.build.standing`.

Everything depends on the graphs of documents and the files kept of loaded graphs alone, so the order in which they
came makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from pyoxigraph import NamedNode

from kg import iri, ontology, rdf
from kg.build.standing import NAMES, derive_loaded, evidence, loaded_graphs, parsed
from kg.folding import fold
from kg.link import aliases, describe
from kg.model import EntityKey
from kg.store import Writer

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
    withheld = {name: evidence(writer, name) for name in writer.manifest.loaded}
    for address in _referred(writer, withheld):
        if key := iri.parse_entity_iri(base, address):
            names[key] |= set()
        elif name := iri.parse_indicator_iri(base, address):
            indicators[name] |= set()
    entities = [(describe(key), found | set(aliases(key))) for key, found in names.items()]
    shared = [*rdf.entity_quads(entities, base), *rdf.indicator_quads(indicators, base)]
    writer.replace_graph(iri.graph_iri(base, "entities"), shared)
    terms = list(ontology.load().graph(base))
    writer.replace_graph(iri.graph_iri(base, "ontology"), terms)
    return derive_loaded(writer, [*shared, *terms], withheld)


def _said(writer: Writer, query: str, *predicates: str) -> Iterator[tuple[str, ...]]:
    """Yield what the documents' graphs say by predicates: a loaded graph is not read as if we had written it."""
    loaded = {graph.value for graph in loaded_graphs(writer)}
    for graph, *terms in writer.query(query.format(*predicates)):
        if graph not in loaded:
            yield tuple(terms)


def _referred(writer: Writer, withheld: Mapping[str, Collection[bytes]]) -> set[str]:
    """Return the IRIs below our base that loaded graphs name and none of them types or names, but for what they say
    of the subjects that are `withheld`."""
    base = writer.manifest.base
    ours = f"<{base}".encode()
    named: set[str] = set()
    described: set[str] = set()
    for name in writer.manifest.loaded:
        for line in writer.kept(name):
            if ours not in line or line[: line.index(b" ")] in withheld[name]:
                continue
            triple = parsed(line)
            if triple.predicate in (rdf.TYPE, *NAMES) and isinstance(triple.subject, NamedNode):
                described.add(triple.subject.value)
            named |= {
                term.value
                for term in (triple.subject, triple.object)
                if isinstance(term, NamedNode) and term.value.startswith(base)
            }
    return named - described
