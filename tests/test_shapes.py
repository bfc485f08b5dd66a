"""Every shape passes a good graph and is broken by one that a change to it makes bad."""

from __future__ import annotations

from collections import Counter

import corpus
import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse, serialize
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, BNode, Graph, Literal

from kg.check import check
from kg.rdf import document_quads, entity_quads, indicator_quads
from kg.resources import resource

PKS = "https://kg.example.org/shapes#"
PREFIXES = """
PREFIX pk: <https://kg.example.org/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <https://schema.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
THING = "<https://example.org/thing>"


def put(kind: str, predicate: str, value: str) -> str:
    """An update that puts `value` in the place of what the first instance of a class says."""
    return f"""DELETE {{ ?s {predicate} ?o }} INSERT {{ ?s {predicate} {value} }}
        WHERE {{ {{ SELECT ?s {{ ?s a pk:{kind} }} ORDER BY ?s LIMIT 1 }} OPTIONAL {{ ?s {predicate} ?o }} }}"""


def add(kind: str, predicate: str, value: str) -> str:
    """An update that adds `value` to what the first instance of a class says."""
    return f"""INSERT {{ ?s {predicate} {value} }} WHERE {{ SELECT ?s {{ ?s a pk:{kind} }} ORDER BY ?s LIMIT 1 }}"""


def drop(kind: str, predicate: str) -> str:
    """An update that takes away what all instances of a class say."""
    return f"DELETE {{ ?s {predicate} ?o }} WHERE {{ ?s a pk:{kind} ; {predicate} ?o }}"


BREAKS = [
    ("title", add("PolicyDocument", "dcterms:title", '"二", "三"')),
    ("identifier", add("PolicyDocument", "dcterms:identifier", '""')),
    ("year", put("PolicyDocument", "pk:year", '"2022"')),
    ("spatial", put("PolicyDocument", "dcterms:spatial", THING)),
    ("contentHash", drop("PolicyDocument", "pk:contentHash")),
    ("issued", put("PolicyDocument", "dcterms:issued", '"去年"')),
    ("issuerName", add("PolicyDocument", "pk:issuerName", '"甲", "乙"')),
    ("url", put("PolicyDocument", "schema:url", '"https://example.org/"')),
    ("sourcePath", put("PolicyDocument", "pk:sourcePath", '""')),
    ("begin", put("Mention", "pk:begin", "9999")),
    ("begin", put("Passage", "pk:begin", "-1")),
    ("begin", drop("Measure", "pk:begin")),
    ("end", put("QuantityStatement", "pk:end", '"9"')),
    ("inDocument", drop("Responsibility", "pk:inDocument")),
    ("inDocument", put("Mention", "pk:inDocument", THING)),
    ("quote", put("Responsibility", "pk:quote", '""')),
    ("quote", drop("QuantityStatement", "pk:quote")),
    ("inPassage", drop("Measure", "pk:inPassage")),
    ("confidence", put("Mention", "pk:confidence", "1.5")),
    ("confidence", put("QuantityStatement", "pk:confidence", "0.5e0")),
    ("text", put("Passage", "pk:text", '""')),
    ("number", put("Passage", "pk:number", '"1"')),
    ("paragraph", drop("Passage", "pk:paragraph")),
    ("page", put("Passage", "pk:page", "0")),
    ("heading", add("Passage", "pk:heading", '"一", "二"')),
    ("reason", drop("Doubt", "pk:reason")),
    ("suggestion", put("Doubt", "pk:suggestion", '"Person"')),
    ("refersTo", add("Mention", "pk:refersTo", THING)),
    ("refersTo", put("Mention", "pk:refersTo", THING)),
    ("status", add("Target", "a", "pk:Result")),
    ("status", "DELETE WHERE { ?s a pk:Target }"),
    ("indicator", put("QuantityStatement", "pk:indicator", THING)),
    ("indicatorText", drop("QuantityStatement", "pk:indicatorText")),
    ("valueText", drop("QuantityStatement", "pk:valueText")),
    ("value", put("QuantityStatement", "pk:value", "2.0e0")),
    ("upperValue", add("QuantityStatement", "pk:upperValue", "5")),
    ("unit", put("QuantityStatement", "pk:unit", '""')),
    ("unitOfMeasure", add("QuantityStatement", "pk:unitOfMeasure", f"{THING}, pk:other")),
    ("comparator", put("QuantityStatement", "pk:comparator", '"≥"')),
    ("change", put("QuantityStatement", "pk:change", '"grows"')),
    ("binding", put("QuantityStatement", "pk:binding", '"约束性"')),
    ("timeText", add("QuantityStatement", "pk:timeText", '"今年", "明年"')),
    ("period", put("QuantityStatement", "pk:period", '"今年"')),
    ("period", put("QuantityStatement", "pk:period", '"2025-06"')),
    ("period", put("QuantityStatement", "pk:period", '"2021/2025/2030"')),
    ("periodBasis", put("QuantityStatement", "pk:periodBasis", '"guess"')),
    ("area", put("QuantityStatement", "pk:area", THING)),
    ("areaBasis", put("QuantityStatement", "pk:areaBasis", '"guess"')),
    ("Range", put("QuantityStatement", "pk:comparator", '"range"')),
    ("Range", add("QuantityStatement", "pk:upperValue", "5.0")),
    ("Period", drop("QuantityStatement", "pk:periodBasis")),
    ("Period", drop("QuantityStatement", "pk:period")),
    ("Area", drop("QuantityStatement", "pk:areaBasis")),
    ("Area", drop("QuantityStatement", "pk:area")),
    ("verb", drop("Measure", "pk:verb")),
    ("objectText", drop("Measure", "pk:objectText")),
    ("actsOn", put("Measure", "pk:actsOn", '"阳光计划"')),
    ("role", put("Responsibility", "pk:role", '"牵头"')),
    ("agentText", drop("Responsibility", "pk:agentText")),
    ("agent", put("Responsibility", "pk:agent", THING)),
    ("forText", add("Responsibility", "pk:forText", '"甲", "乙"')),
    ("label", drop("Programme", "rdfs:label")),
    ("label", add("Programme", "rdfs:label", '"Sunshine"@en')),
    ("altLabel", add("Programme", "skos:altLabel", '"阳光"')),
    ("altLabel", add("Indicator", "skos:altLabel", '"参保"')),
    ("jurisdiction", put("Institution", "pk:jurisdiction", THING)),
    ("entityClass", add("Place", "a", "pk:Institution")),
    ("code", put("Place", "pk:code", '"33"')),
    ("containedInPlace", put("Place", "schema:containedInPlace", THING)),
    ("indicatorLabel", add("Indicator", "rdfs:label", '"参保率"@zh')),
]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(resource("ontology/shapes.ttl"))


def graph(quads) -> Graph:
    return Graph().parse(data=serialize((q.triple for q in quads), format=RdfFormat.N_TRIPLES), format="nt")


@pytest.fixture(scope="module")
def small() -> str:
    """The shortest document of the corpus with something of every class, as N-Triples."""
    sample = corpus.corpus()[-1]
    quads = [
        *document_quads(
            sample.document, sample.extraction, sample.keys, corpus.BASE,
            indicators=sample.indicators, content_hash="h",
        ),
        *entity_quads(corpus.entities((sample,)), corpus.BASE),
        *indicator_quads(dict.fromkeys(sample.indicators, ()), corpus.BASE),
    ]  # fmt: skip
    return serialize((q.triple for q in quads), format=RdfFormat.N_TRIPLES).decode()


def broken(data: Graph, shapes: Graph) -> set[tuple[str, str]]:
    """The names of the shapes that the data break, each with the node that does, as pySHACL has it."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    results = report.objects(None, SH.result)
    return {
        (str(report.value(r, SH.sourceShape)).removeprefix(PKS), str(report.value(r, SH.focusNode))) for r in results
    }


def found(data: Graph) -> set[tuple[str, str]]:
    """The same as `kg check` has it."""
    quads = parse(data.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)
    return {(f.check.removeprefix("shape/"), f.focus) for f in check(quads, only=["shape"])}


def test_a_good_graph_passes_and_every_node_of_it_was_looked_at(shapes: Graph):
    data = graph(corpus.quads())
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, list(report.objects(None, SH.resultMessage))
    seen = Counter()
    for shape in ShapesGraph(shapes).shapes:
        if (shape.node, SH.targetClass, None) in shapes:
            seen[str(shape.node).removeprefix(PKS)] = len(set(shape.focus_nodes(data)))
    samples = corpus.corpus()
    layers = ("mentions", "targets", "actions", "roles", "doubts")
    mentions, targets, actions, roles, doubts = (
        sum(len(getattr(s.extraction, name)) for s in samples) for name in layers
    )
    passages = sum(len(s.document.passages) for s in samples)
    evidence = mentions + targets + actions + roles + doubts
    assert seen == {
        "Document": 5, "Passage": passages, "Mention": mentions, "Quantity": targets, "Measure": actions,
        "Responsibility": roles, "Doubt": doubts, "Annotation": passages + evidence, "Evidence": evidence,
        # Two places are there only because others lie in them: the city and the nation.
        "Entity": len(corpus.entities()) + 2, "Place": 5, "Indicator": 6, "Range": targets, "Period": targets,
        "Area": targets,
    }  # fmt: skip
    assert evidence > 50


def test_the_small_graph_passes(small: str, shapes: Graph):
    assert broken(Graph().parse(data=small, format="nt"), shapes) == set()


@pytest.mark.parametrize(("shape", "update"), BREAKS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(BREAKS)])
def test_a_bad_graph_breaks_the_shape(shape: str, update: str, small: str, shapes: Graph):
    data = Graph().parse(data=small, format="nt")
    before = set(data)
    data.update(PREFIXES + update)
    assert set(data) != before
    wrong = broken(data, shapes)
    assert shape in {name for name, _ in wrong}
    assert found(data) == wrong


def test_every_shape_has_a_graph_that_breaks_it(shapes: Graph):
    named = {str(name).removeprefix(PKS) for name in shapes.subjects(SH.message)}
    assert named == {name for name, _ in BREAKS}


def test_every_shape_says_what_is_wrong_in_both_languages(shapes: Graph):
    used = set(shapes.objects(None, SH.property))
    targeted = set(shapes.subjects(SH.targetClass))
    saying = {*targeted, *(u for u in used if any((t, None, u) in shapes for t in targeted))}
    for shape in saying - {t for t in targeted if (t, SH.property, None) in shapes}:
        messages = [m for m in shapes.objects(shape, SH.message) if isinstance(m, Literal)]
        assert sorted(m.language or "" for m in messages) == ["en", "zh"], shape


def test_no_shape_is_a_blank_node(shapes: Graph):
    assert not any(isinstance(term, BNode) for triple in shapes for term in triple)
