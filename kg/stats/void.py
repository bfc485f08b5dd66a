"""A store described by the Vocabulary of Interlinked Datasets (W3C Interest Group Note, 3 March 2011).

What each term counts, after the note:

    void:triples                triples, each once however many graphs have it
    void:entities               things described that have a URI; here every subject has one
    void:distinctSubjects       the same number then, said by the term that asks nothing of them
    void:classes, properties    distinct classes in rdf:type triples, distinct predicates
    void:classPartition         the instances of a class, with void:class and void:entities
    void:propertyPartition      the triples of a property, with void:property and void:triples
    void:vocabulary             vocabularies whose terms are used; an ontology by its IRI, others by their namespace
    void:uriSpace               what the IRIs of our entities begin with, as a literal
    void:exampleResource        entities that show what there is

`void:documents` counts documents that RDF is published in, not ours, and so is not said.  Parts have IRIs: no blank
nodes here either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg import iri, ontology
from kg.rdf import TITLE, TYPE
from kg.stats.counting import Statistics, aggregate, kind
from kg.store import Store

_VOID = "http://rdfs.org/ns/void#"
_DCTERMS = "http://purl.org/dc/terms/"
_TITLES = {"zh": "政策文件知识图谱", "en": "Knowledge graph of policy documents"}
_FORMATS = {"turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}
_EXAMPLES = ("PolicyDocument", "Programme", "Institution", "Place", "Indicator", "Target")
_PREFIXES = {"void": _VOID, "dcterms": _DCTERMS, "pk": iri.ONTOLOGY}
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def describe(store: Store, numbers: Statistics, form: str = "turtle") -> str:
    """Return the description of `store`, of which these are the `numbers`, as `turtle` or `jsonld`.

    The dataset is `<base>dataset`; the same store gives the same text.
    """
    triples = dict.fromkeys(_triples(store, numbers))
    return (ox.serialize(triples, format=_FORMATS[form], prefixes=_PREFIXES) or b"").decode()


def _triples(store: Store, numbers: Statistics) -> Iterator[ox.Triple]:
    dataset = f"{store.base}dataset"
    node = ox.NamedNode(dataset)
    properties = aggregate(store, "SELECT ?key (COUNT(*) AS ?n) { ?s ?key ?o } GROUP BY ?key")
    subjects = _number(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")
    yield ox.Triple(node, TYPE, _void("Dataset"))
    for language, title in _TITLES.items():
        yield ox.Triple(node, TITLE, ox.Literal(title, language=language))
    made = f"{numbers.documents} documents, read by kg {numbers.version}"
    yield ox.Triple(node, ox.NamedNode(_DCTERMS + "description"), ox.Literal(made, language="en"))
    yield ox.Triple(node, _void("uriSpace"), ox.Literal(store.base))
    for name, number in (
        ("triples", _distinct(store, numbers)), ("entities", subjects), ("distinctSubjects", subjects),
        ("classes", len(numbers.classes)), ("properties", len(properties)),
    ):  # fmt: skip
        yield ox.Triple(node, _void(name), _integer(number))
    for vocabulary in sorted({_vocabulary(term) for term in (*properties, *numbers.classes)}):
        yield ox.Triple(node, _void("vocabulary"), ox.NamedNode(vocabulary))
    for example in _examples(store):
        yield ox.Triple(node, _void("exampleResource"), example)
    for term, number in numbers.classes.items():
        yield from _part(node, "class", term, "entities", number)
    for term, number in sorted(properties.items()):
        yield from _part(node, "property", term, "triples", number)


def _part(dataset: ox.NamedNode, of: str, term: str, what: str, number: int) -> Iterator[ox.Triple]:
    # Terms of two vocabularies can have one local name.
    name = _local(term) if term.startswith(iri.ONTOLOGY) else f"{_local(term)}-{iri.digest(term)[:6]}"
    part = ox.NamedNode(f"{dataset.value}/{of}/{iri.encode(name)}")
    yield ox.Triple(dataset, _void(f"{of}Partition"), part)
    yield ox.Triple(part, TYPE, _void("Dataset"))
    yield ox.Triple(part, _void(of), ox.NamedNode(term))
    yield ox.Triple(part, _void(what), _integer(number))


def _distinct(store: Store, numbers: Statistics) -> int:
    """Return how many triples there are, each counted once.

    Documents' graphs share none, with each other or with others: their subjects are parts of one document.
    """
    graphs = [g for g in store.oxigraph.named_graphs() if isinstance(g, ox.NamedNode)]
    others = [g for g in graphs if kind(store.base, g.value) != "documents"]
    triples = {quad.triple for graph in others for quad in store.quads(graph=graph)} if len(others) > 1 else set()
    once = len(triples) if len(others) > 1 else sum(numbers.quads.values()) - numbers.quads["documents"]
    return numbers.quads["documents"] + once


def _examples(store: Store) -> Iterator[ox.NamedNode]:
    for name in _EXAMPLES:
        found = store.quads(None, TYPE, ox.NamedNode(ontology.term(name)))
        subjects = (quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode))
        if first := min(subjects, key=lambda node: node.value, default=None):
            yield first


def _number(store: Store, query: str) -> int:
    answer = store.oxigraph.query(query, use_default_graph_as_union=True)
    return int(next(iter(answer))["n"].value) if isinstance(answer, ox.QuerySolutions) else 0


def _vocabulary(term: str) -> str:
    namespace = re.sub(r"[^#/]*$", "", term) or term
    return iri.ONTOLOGY.rstrip("#") if namespace == iri.ONTOLOGY else namespace


def _local(term: str) -> str:
    return re.split("[#/:]", term)[-1] or "term"


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_INTEGER)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)
