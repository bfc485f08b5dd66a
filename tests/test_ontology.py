from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS

from kg import iri, lexicon, ontology
from kg.errors import ResourceError
from kg.model import ENTITY_TYPES
from kg.read.kinds import DEFAULT, KINDS, REPORT, YEARBOOK
from kg.resources import resource

ROOT = Path(__file__).resolve().parent.parent
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ENTITY_CLASSES = [t if t != "Document" else "CitedDocument" for t in ENTITY_TYPES]


def triples() -> list[tuple[str, str, object]]:
    return [(q.subject.value, q.predicate.value, q.object) for q in ontology.load().quads]


def classes() -> list[str]:
    found = {s for s, p, o in triples() if p == TYPE and o == NamedNode(OWL + "Class")}
    return sorted(s.removeprefix(iri.ONTOLOGY) for s in found if s.startswith(iri.ONTOLOGY))


def test_every_term_has_label_and_comment_in_both_languages():
    said = {(s, p, o.language) for s, p, o in triples() if isinstance(o, Literal) and o.value}
    ours = {s for s, _, _ in triples() if s.startswith(iri.ONTOLOGY)}
    assert len(ours) > 80
    for term in ours:
        for kind in ("label", "comment"):
            assert {(term, RDFS + kind, "zh"), (term, RDFS + kind, "en")} <= said, term


def test_a_label_belongs_to_one_class_only():
    for language in ("zh", "en"):
        labels = [ontology.label(name, language) for name in classes()]
        assert sorted(set(labels)) == sorted(labels)


def test_every_subject_is_a_declared_term_and_every_property_has_domain_and_range():
    for subject in {s for s, _, _ in triples()}:
        kinds = {o.value for s, p, o in triples() if s == subject and p == TYPE}
        assert kinds, subject
        if subject.startswith(iri.ONTOLOGY) and kinds & {OWL + "ObjectProperty", OWL + "DatatypeProperty"}:
            assert {RDFS + "domain", RDFS + "range"} <= {p for s, p, _ in triples() if s == subject}, subject


def test_what_terms_point_to_is_declared_too():
    declared = {s for s, p, _ in triples() if p == TYPE}
    for _, predicate, value in triples():
        if predicate in {RDFS + "subClassOf", RDFS + "domain", OWL + "disjointWith"}:
            assert value.value in declared
        if predicate == RDFS + "range":
            assert value.value in declared or value.value.startswith("http://www.w3.org/2001/XMLSchema#")


def test_entity_classes_are_pairwise_disjoint():
    pairs = {
        frozenset((s, o.value))
        for s, p, o in triples()
        if p == OWL + "disjointWith" and isinstance(o, NamedNode)
    }  # fmt: skip
    names = [ontology.term(name) for name in ENTITY_CLASSES]
    assert all(frozenset((a, b)) in pairs for a in names for b in names if a != b)


def test_there_are_no_blank_nodes():
    quads = list(ontology.load().graph(iri.DEFAULT_BASE))
    assert len(quads) > 600
    assert not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object))
    assert {q.graph_name.value for q in quads} == {iri.DEFAULT_BASE + "graph/ontology"}


def test_foreign_terms_exist_in_their_vocabularies():
    known = {str(ns): ns for ns in (DCTERMS, ORG, PROV, SDO, SKOS)}
    # No copy of these comes with a library; read in their published files (NIF 2.1 core, ELI 1.4, CPOV 2.1.1, OA).
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    read = {nif + n for n in ("Context", "OffsetBasedString", "referenceContext", "beginIndex", "endIndex", "anchorOf")}
    read |= {
        "http://data.europa.eu/eli/ontology#LegalResource",
        "http://data.europa.eu/m8g/PublicOrganisation",
        "http://www.w3.org/ns/oa#TextPositionSelector",
    }
    # QUDT's units were found in its own list (@qudtlib/allunits 7.1.0).
    read |= {"http://qudt.org/schema/qudt/Unit", *ontology.load().units.values()}
    own = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", RDFS, OWL, "http://www.w3.org/2001/XMLSchema#")
    checked = 0
    for triple in triples():
        for address in (str(getattr(t, "value", t)) for t in triple if not isinstance(t, Literal)):
            if address.startswith((iri.ONTOLOGY, *own)) or address == iri.ONTOLOGY.rstrip("#") or address in read:
                continue
            namespace = next((ns for ns in known if address.startswith(ns)), None)
            assert namespace, address
            assert address.removeprefix(namespace) in known[namespace], address
            checked += 1
    assert checked > 20


def test_nothing_is_claimed_to_be_of_nif():
    """Its Context must hold the text, its OffsetBasedString offsets in the IRI: ours do neither."""
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/"
    claims = {p for s, p, o in triples() if s.startswith(nif) or (isinstance(o, NamedNode) and o.value.startswith(nif))}
    assert claims == {RDFS + "seeAlso"}


def test_the_table_in_the_readme_says_what_the_ontology_says():
    text = resource("ontology/README.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \| (.+?) \| .*\|$", text, re.MULTILINE)
    prefixes = dict(re.findall(r"@prefix (\w+): <(.+?)>", resource("ontology/policy.ttl").read_text("utf-8")))
    said = {
        (p, o.value)
        for s, p, o in triples()
        if s.startswith(iri.ONTOLOGY) and p in {RDFS + "subClassOf", RDFS + "seeAlso"} and isinstance(o, NamedNode)
        and not o.value.startswith(iri.ONTOLOGY)
    }  # fmt: skip
    told = {
        (RDFS + ("seeAlso" if theirs.startswith("see also") else "subClassOf"), prefixes[prefix] + name)
        for _, theirs in rows
        if not theirs.startswith("values are")
        for prefix, name in re.findall(r"`(\w+):(\w+)`", theirs)
    }
    assert told == said


def test_terms_labels_and_ancestors():
    assert ontology.term("refersTo") == iri.ONTOLOGY + "refersTo"
    assert ontology.label("Hospital") == "医疗机构"
    assert ontology.label(iri.ONTOLOGY + "Hospital", "en") == "hospital"
    assert ontology.label("https://elsewhere.org/x#Thing") == "Thing"
    assert ontology.ancestors("Hospital") == ("Institution", "Entity")
    assert ontology.load().types("Hospital") == ("Hospital", "Institution")
    assert ontology.load().types("Target") == ("Target", "QuantityStatement")


@pytest.mark.parametrize("call", [ontology.term, ontology.ancestors])
def test_a_term_that_is_lacking_is_an_error_in_both_languages(call):
    with pytest.raises(ResourceError) as error:
        call("Hopsital")
    assert "Hopsital" in error.value.render("en")
    assert "没有术语" in error.value.render("zh")


def test_code_queries_and_lexicons_name_no_term_that_the_ontology_lacks():
    named = set(_terms_in_code()) | set(_terms_in_queries()) | set(_terms_in_lexicons())
    assert len(named) > 40
    lacking = {(place, name) for place, name in named if name not in ontology.load().terms}
    assert not lacking


def _terms_in_code():
    for path in sorted((ROOT / "kg").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from ((path.name, name) for name in re.findall(r"\bpk:(\w+)", node.value))
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in {"_pk", "term", "_quad"}:
                yield from ((path.name, a.value) for a in node.args if isinstance(a, ast.Constant))
            if called == "_literals":
                yield from ((path.name, k.arg) for k in node.keywords)


def test_every_kind_of_document_that_reading_tells_is_in_the_ontology():
    kinds = {*(kind for _, kind in KINDS), DEFAULT, YEARBOOK, REPORT}
    assert len(kinds) > 12
    for kind in kinds:
        assert "PolicyDocument" in ontology.load().types(kind)


@pytest.mark.parametrize(("lexicon", "above"), [("programme", "Programme"), ("kind", "Institution")])
def test_words_for_a_type_lead_to_classes_below_it(lexicon: str, above: str):
    text = resource(f"ontology/lexicon/{lexicon}.toml").read_text("utf-8")
    kinds = re.findall(r'^class = "(\w+)"', text, re.MULTILINE)
    assert kinds
    assert all(above in ontology.load().types(kind) for kind in kinds)


def _terms_in_queries():
    for path in sorted(resource("queries").rglob("*.rq")):
        yield from ((path.name, name) for name in re.findall(r"\bpk:(\w+)", path.read_text("utf-8")))


def _terms_in_lexicons():
    for path in sorted(resource("ontology").rglob("*.toml")):
        yield from ((path.name, n) for n in re.findall(r'^class = "(\w+)"', path.read_text("utf-8"), re.MULTILINE))


def test_a_unit_of_measure_is_told_by_one_way_of_writing_only():
    notations = [o.value for _, p, o in triples() if p == "http://www.w3.org/2004/02/skos/core#notation"]
    assert len(notations) == len(set(notations)) == len(ontology.load().units) > 40
    assert ontology.load().units["公里"] == ontology.load().units["千米"] == "http://qudt.org/vocab/unit/KiloM"
    assert "亩" not in ontology.load().units


def test_shapes_name_no_term_that_the_ontology_lacks():
    text = resource("ontology/shapes.ttl").read_text("utf-8")
    names = set(re.findall(r"\bpk:(\w+)", text))
    assert len(names) > 40
    assert not names - set(ontology.load().terms)


def test_the_picture_in_the_readme_shows_every_class():
    text = resource("ontology/README.md").read_text("utf-8")
    drawn = set(re.findall(r"^ *(\w+) <\|-- (\w+)$", text, re.MULTILINE))
    assert drawn == {(p, child) for child in classes() for p in ontology.load().parents.get(child, ())}


def test_local_names_are_unique():
    labelled = {s for s, p, _ in triples() if p == RDFS + "label"}
    ours = {s for s, p, o in triples() if p == TYPE and o.value.startswith(OWL) and s in labelled}
    assert set(ontology.load().terms.values()) == ours - {iri.ONTOLOGY.rstrip("#")}


def test_the_lexicon_in_the_readme_can_be_used(tmp_path: Path):
    text = resource("ontology/README.md").read_text("utf-8")
    name, content = re.search(r"```toml\n# DIR/(\w+\.toml)\n(.*?)```", text, re.DOTALL).groups()
    (tmp_path / name).write_text(content, "utf-8")
    try:
        lexicon.use([tmp_path])
        assert lexicon.load("programme").kinds("head")["智能体"] == "Platform"
    finally:
        lexicon.use([])
