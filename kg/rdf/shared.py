"""What documents share, for `graph/entities`: types, labels, other names, places with their parents.

It depends on nothing but what is passed, so the graph can be rebuilt from the mentions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg import iri, places
from kg.errors import ResourceError
from kg.model import Entity, EntityKey
from kg.ontology import load
from kg.rdf.terms import ALT_LABEL, CONTAINED_IN, LABEL, TYPE, pk, place


def entity_quads(entities: Iterable[tuple[Entity, Collection[str]]], base: str) -> Iterator[Quad]:
    """Yield types and names of entities for `graph/entities`, ordered by IRI.

    Each entity comes with the words that name it; those other than its label become `skos:altLabel`.
    Divisions that an entity lies in are described too, up to the nation.  ResourceError for a kind that the
    ontology lacks or that is not of the entity's type: lexicons, a user's own too, say which word leads to which.
    """
    graph = NamedNode(iri.graph_iri(base, "entities"))
    described = {iri.entity_iri(base, entity.key): (entity, names) for entity, names in entities}
    for entity, _ in list(described.values()):
        for code in places.lineage(entity.key.name if entity.key.type == "Place" else entity.key.jurisdiction):
            division = Entity(EntityKey("Place", "", code), "Place", places.divisions()[code].name)
            described.setdefault(iri.entity_iri(base, division.key), (division, ()))
    for address, (entity, names) in sorted(described.items()):
        node = NamedNode(address)
        for kind in _entity_types(entity):
            yield Quad(node, TYPE, pk(kind), graph)
        yield from _names(node, entity.label, names, graph)
        if entity.key.type == "Place":
            for code in places.lineage(entity.key.name)[:1]:
                yield Quad(node, pk("code"), Literal(code), graph)
            for code in places.lineage(entity.key.name)[1:2]:
                yield Quad(node, CONTAINED_IN, place(base, code), graph)
        elif entity.key.jurisdiction in places.divisions():
            yield Quad(node, pk("jurisdiction"), place(base, entity.key.jurisdiction), graph)


def indicator_quads(indicators: Mapping[str, Collection[str]], base: str) -> Iterator[Quad]:
    """Yield type and names of indicators for `graph/entities`, by canonical name with the wordings found."""
    graph = NamedNode(iri.graph_iri(base, "entities"))
    for name, wordings in sorted(indicators.items()):
        node = NamedNode(iri.indicator_iri(base, name))
        yield Quad(node, TYPE, pk("Indicator"), graph)
        yield from _names(node, name, wordings, graph)


def _entity_types(entity: Entity) -> tuple[str, ...]:
    kinds = load().types(entity.kind)
    expected = "CitedDocument" if entity.key.type == "Document" else entity.key.type
    if expected not in kinds:
        raise ResourceError(
            "lexicon", f"{entity.kind} is no kind of {expected} ({entity.label}); change the class of its word",
            f"{entity.kind} 不是 {expected} 的下位类（{entity.label}），请改其词所属的类",
        )  # fmt: skip
    return kinds


def _names(node: NamedNode, label: str, others: Collection[str], graph: NamedNode) -> Iterator[Quad]:
    yield Quad(node, LABEL, Literal(label, language="zh"), graph)
    for name in sorted(set(others) - {label}):
        yield Quad(node, ALT_LABEL, Literal(name, language="zh"), graph)
