"""`graph/entities`, derived anew from the mentions and quantity statements of all graphs.

So it does not depend on what was built when, and what only a removed document said is gone.
"""

from __future__ import annotations

from collections import defaultdict

from kg import iri, ontology, rdf
from kg.folding import fold
from kg.link import aliases, describe
from kg.model import EntityKey
from kg.store import Writer


def derive_shared(writer: Writer) -> None:
    """Derive `graph/entities` from what all document graphs say, and put the ontology beside it."""
    base = writer.manifest.base
    if not writer.manifest.documents:
        for shared in ("entities", "ontology"):
            writer.remove_graph(iri.graph_iri(base, shared))
        return
    quotes = dict(writer.values(ontology.term("quote")))
    names: dict[EntityKey, set[str]] = defaultdict(set)
    for mention, entity in writer.values(ontology.term("refersTo")):
        if key := iri.parse_entity_iri(base, entity):
            names[key].add(fold(quotes[mention]))
    for predicate in (rdf.SPATIAL, ontology.term("area")):
        for _, entity in writer.values(predicate):
            if key := iri.parse_entity_iri(base, entity):
                names[key] |= set()
    wordings = dict(writer.values(ontology.term("indicatorText")))
    indicators: dict[str, set[str]] = defaultdict(set)
    for statement, indicator in writer.values(ontology.term("indicator")):
        if name := iri.parse_indicator_iri(base, indicator):
            indicators[name].add(fold(wordings[statement]))
    entities = [(describe(key), found | set(aliases(key))) for key, found in names.items()]
    writer.replace_graph(
        iri.graph_iri(base, "entities"),
        (*rdf.entity_quads(entities, base), *rdf.indicator_quads(indicators, base)),
    )
    writer.replace_graph(iri.graph_iri(base, "ontology"), ontology.load().graph(base))
