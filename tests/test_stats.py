"""The numbers of a store and its VoID description, against counts made by hand and by rdflib."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, VOID

from kg import iri
from kg.build import build_graph
from kg.iri import DEFAULT_BASE as BASE
from kg.load import load_file
from kg.stats import count, describe, size_on_disk
from kg.store import Store

A = "https://a.example/"
TEXTS = {
    "a.txt": "甲县2021年政府工作报告\n今年，我们将依托“惠农通”平台服务群众，城镇新增就业1.2万人以上。",
    "b.txt": "秀洲区2022年政府工作报告\n实施“惠农通”推广工程，新建养老院5家。市财政局牵头，县医院建成启用。",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two documents and a loaded graph that says one thing which another says, too."""
    folder = tmp_path_factory.mktemp("stats")
    (folder / "texts").mkdir()
    for name, text in TEXTS.items():
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    (folder / "x.ttl").write_text(f"<{A}s> a <{A}C> ; <{A}p> 1, 2 .", encoding="utf-8")
    build_graph([folder / "texts"], folder / "kg")
    load_file(folder / "x.ttl", folder / "kg")
    return folder / "kg"


def plain(store: Path) -> list[tuple[str, str, str, str]]:
    """All quads as strings: the reference is counted from them without any engine."""
    with Store.open(store) as opened:
        return [(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in opened.quads()]


def test_a_year_that_is_no_year_is_no_year_of_the_store() -> None:
    years = ["2021", "9" * 5_000, "-44", "x"]
    quads = [
        ox.Quad(ox.NamedNode(f"{BASE}document/{n}"), ox.NamedNode(predicate), value)
        for n, year in enumerate(years)
        for predicate, value in (
            (str(RDF.type), ox.NamedNode(f"{iri.ONTOLOGY}PolicyDocument")),
            (f"{iri.ONTOLOGY}year", ox.Literal(year, datatype=ox.NamedNode(f"{rdflib.XSD}integer"))),
        )
    ]
    numbers = count(Store.in_memory(quads))
    assert (numbers.documents, numbers.years) == (4, (2021, 2021))


def test_numbers_are_those_of_a_count_by_hand(store: Path) -> None:
    with Store.open(store) as opened:
        numbers = count(opened)
    quads = plain(store)
    typed = Counter(
        o.rsplit("#", 1)[-1].rstrip(">") for s, o in {(s, o) for s, p, o, _ in quads if p.endswith("type>")}
    )
    assert numbers.documents == len(TEXTS)
    assert (numbers.passages, numbers.mentions) == (typed["Passage"], typed["Mention"])
    assert numbers.statements == {name: typed[name] for name in numbers.statements}
    assert sum(numbers.statements.values()) > 2
    assert numbers.entities == {name: typed[name] for name in numbers.entities}
    assert numbers.entities["Programme"] >= 1
    assert numbers.unidentified == typed["Mention"] - sum(p.endswith("#refersTo>") for _, p, _, _ in quads)
    assert numbers.without_place == len(TEXTS) - sum(p.endswith("/spatial>") for _, p, _, _ in quads)
    assert numbers.without_date == len(TEXTS) - sum(p.endswith("/issued>") for _, p, _, _ in quads)
    assert numbers.years == (2021, 2022)
    assert numbers.places == len({o for _, p, o, _ in quads if p.endswith(("/spatial>", "#area>"))})
    assert (numbers.base, numbers.size, numbers.loaded) == (BASE, None, {"x": 3})
    assert sum(numbers.quads.values()) == len(quads)
    assert numbers.quads["entities"] == sum(g == f"<{BASE}graph/entities>" for *_, g in quads)
    assert (numbers.quads["loaded"], numbers.quads["other"]) == (3, 0)


def test_numbers_of_nothing_are_nothing() -> None:
    with Store.in_memory([]) as empty:
        numbers = count(empty)
        assert (numbers.documents, numbers.years, numbers.places, sum(numbers.quads.values())) == (0, None, 0, 0)
        assert "void#triples> 0" in describe(empty, numbers).replace("void:triples", "void#triples>")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own parser calls it
@pytest.mark.parametrize("form", ["turtle", "jsonld"])
def test_void_says_what_rdflib_counts(store: Path, form: str) -> None:
    quads = plain(store)
    with Store.open(store) as opened:
        text = describe(opened, count(opened), form)
        assert text == describe(opened, count(opened), form)
    graph = rdflib.Graph().parse(data=text, format={"turtle": "turtle", "jsonld": "json-ld"}[form])
    dataset = rdflib.URIRef(f"{BASE}dataset")

    def said(predicate: rdflib.URIRef) -> int:
        (value,) = graph.objects(dataset, predicate)
        return int(value)

    assert (dataset, RDF.type, VOID.Dataset) in graph
    assert said(VOID.triples) == len({quad[:3] for quad in quads})
    assert said(VOID.entities) == said(VOID.distinctSubjects) == len({quad[0] for quad in quads})
    predicates = Counter(p for _, p, _ in {quad[:3] for quad in quads})
    classes = Counter(o for _, p, o in {quad[:3] for quad in quads} if p == RDF.type.n3())
    assert said(VOID.properties) == len(predicates)
    assert said(VOID["classes"]) == len(classes)
    for partition, term, what, counted in (
        (VOID.propertyPartition, VOID.property, VOID.triples, predicates),
        (VOID.classPartition, VOID["class"], VOID.entities, classes),
    ):
        parts = list(graph.objects(dataset, partition))
        assert {graph.value(p, term).n3(): int(graph.value(p, what)) for p in parts} == counted  # type: ignore[union-attr]
        assert all((part, RDF.type, VOID.Dataset) in graph for part in parts)
    assert graph.value(dataset, VOID.uriSpace) == rdflib.Literal(BASE)
    assert rdflib.URIRef(iri.ONTOLOGY.rstrip("#")) in set(graph.objects(dataset, VOID.vocabulary))
    assert rdflib.URIRef(A) in set(graph.objects(dataset, VOID.vocabulary))
    assert {title.language for title in graph.objects(dataset, DCTERMS.title)} == {"zh", "en"}
    subjects = {quad[0] for quad in quads}
    examples = list(graph.objects(dataset, VOID.exampleResource))
    assert len(examples) > 3
    assert all(example.n3() in subjects for example in examples)
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


def test_terms_of_void_are_those_of_its_schema(store: Path) -> None:
    with Store.open(store) as opened:
        text = describe(opened, count(opened))
    used = {t.value for q in ox.parse(text, ox.RdfFormat.TURTLE) for t in (q.predicate, q.object) if "void#" in str(t)}
    assert used
    assert all(rdflib.URIRef(term) in VOID for term in used)


def test_a_triple_that_stands_in_two_graphs_counts_once() -> None:
    node = ox.NamedNode(A)
    graphs = [ox.NamedNode(f"{BASE}graph/{name}") for name in ("entities", "other", "loaded/x")]
    with Store.in_memory([ox.Quad(node, node, node, graph) for graph in graphs]) as store:
        numbers = count(store)
        assert (numbers.quads["entities"], numbers.quads["other"], numbers.quads["loaded"]) == (1, 1, 1)
        assert "void:triples 1 " in describe(store, numbers)


def test_a_file_of_two_names_takes_its_size_once(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"x" * 100)
    os.link(tmp_path / "deep" / "a", tmp_path / "b")
    (tmp_path / "c").write_bytes(b"y")
    assert size_on_disk(tmp_path) == 101
    assert json.dumps(size_on_disk(tmp_path / "none")) == "0"
