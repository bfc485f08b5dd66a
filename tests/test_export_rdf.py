"""The graph as RDF: read back, nothing is lost; the same store gives the same bytes."""

from __future__ import annotations

import io
import random

import corpus
import hostile
import pyoxigraph as ox
import pytest
import rdflib

from kg import ontology
from kg.export import Request, export
from kg.export.rdf import FORMATS
from kg.query import inline
from kg.store import Store

B = corpus.BASE
QUADS = [*corpus.quads(), *ontology.load().graph(B)]
DATASETS = [name for name, syntax in FORMATS.items() if syntax.supports_datasets]
RDFLIB = {"nquads": "nquads", "trig": "trig", "turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld"}
XSD = "http://www.w3.org/2001/XMLSchema#"


def written(store: Store, name: str, **request) -> bytes:
    out = io.BytesIO()
    counts = export(store, out, name, Request(**request))
    assert list(counts) == ["quads" if FORMATS[name].supports_datasets else "triples"]
    assert [*counts.values()] == [len(list(ox.parse(out.getvalue(), format=FORMATS[name])))]
    return out.getvalue()


def triples(quads) -> set[ox.Triple]:
    return {ox.Triple(q.subject, q.predicate, q.object) for q in quads}


def odd() -> Store:
    """A store of what RDF allows: a default graph, blank nodes, languages, one statement in two graphs."""
    s, p, g, h = (ox.NamedNode(f"{B}x/{name}") for name in "spgh")
    other = ox.NamedNode("http://例え.テスト/路径?q=%20#碎片")
    integer, decimal = ox.NamedNode(XSD + "integer"), ox.NamedNode(XSD + "decimal")
    values = [
        ox.Literal(""), ox.Literal("a", language="zh"), ox.Literal("a", language="en-GB"), ox.Literal("1"),
        ox.Literal(1), ox.Literal("01", datatype=integer), ox.Literal("1.50", datatype=decimal),
        ox.Literal("x", datatype=integer), ox.Literal("9" * 400), other, ox.BlankNode("b0"),
    ]  # fmt: skip
    quads = [ox.Quad(s, p, value, graph) for value in values for graph in (g, h, ox.DefaultGraph())]
    quads += [ox.Quad(ox.BlankNode("b0"), p, ox.BlankNode("b1"), g), ox.Quad(other, other, other, other)]
    return Store.in_memory([*quads, ox.Quad(s, p, ox.Literal("only in h"), h)])


STORES = {"corpus": lambda: Store.in_memory(QUADS), "hostile": hostile.store, "odd": odd}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("which", STORES)
def test_what_is_written_reads_back_the_same(which: str, name: str) -> None:
    store = STORES[which]()
    back = set(ox.parse(written(store, name), format=FORMATS[name]))
    there = set(store.quads())
    assert len(there) > 30
    if which == "odd":  # blank nodes have no names to compare: put in others' place, they may have any
        left, right = ox.Dataset(back), ox.Dataset(there if name in DATASETS else _merged(there))
        left.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        right.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        assert set(left) == set(right)
    elif name in DATASETS:
        assert back == there
    else:
        assert triples(back) == triples(there)


def _merged(quads) -> list[ox.Quad]:
    return [ox.Quad(t.subject, t.predicate, t.object) for t in triples(quads)]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib calls what it deprecates
@pytest.mark.filterwarnings("ignore:Dataset.:DeprecationWarning")
@pytest.mark.parametrize("name", FORMATS)
def test_rdflib_reads_the_same(name: str) -> None:
    store = Store.in_memory(corpus.quads())
    read = rdflib.Dataset(default_union=False)
    (read if name in DATASETS else read.default_graph).parse(data=written(store, name), format=RDFLIB[name])
    if name in DATASETS:
        back = {(s.n3(), p.n3(), o.n3(), str(getattr(g, "identifier", g))) for s, p, o, g in read.quads()}
        there = {(_n3(q.subject), _n3(q.predicate), _n3(q.object), q.graph_name.value) for q in store.quads()}
    else:
        back = {(s.n3(), p.n3(), o.n3()) for s, p, o in read.default_graph}
        there = {(_n3(t.subject), _n3(t.predicate), _n3(t.object)) for t in triples(store.quads())}
    assert back == there


def _n3(term) -> str:
    """A term of Oxigraph as rdflib writes it."""
    if isinstance(term, ox.NamedNode):
        return f"<{term.value}>"
    plain = term.language or term.datatype.value == XSD + "string"
    return rdflib.Literal(
        term.value, lang=term.language, datatype=None if plain else rdflib.URIRef(term.datatype.value), normalize=False
    ).n3()


def test_n_quads_are_those_of_the_store_and_of_the_serialiser() -> None:
    store = hostile.store()
    lines = written(store, "nquads").splitlines(keepends=True)
    assert sorted(lines) == store.nquads().splitlines(keepends=True)


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_loading_changes_nothing(name: str) -> None:
    shuffled = list(QUADS)
    random.Random(1).shuffle(shuffled)  # noqa: S311
    assert written(Store.in_memory(shuffled), name) == written(Store.in_memory(QUADS), name)


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_a_statement_of_two_graphs_comes_once_without_them(name: str) -> None:
    store = odd()
    read = list(ox.parse(written(store, name), format=FORMATS[name]))
    assert len(read) == len(set(read)) == len(triples(store.quads()))


def test_turtle_is_for_people() -> None:
    text = written(Store.in_memory(corpus.quads()), "turtle").decode()
    assert "@prefix pk: <https://kg.example.org/ontology#> ." in text
    assert "<https://kg.example.org/id/programme/平安通> a pk:Platform , pk:Programme ;" in text


def test_trig_and_json_ld_name_each_graph_once() -> None:
    store = Store.in_memory(corpus.quads())
    graphs = [graph.value for graph in store.oxigraph.named_graphs()]
    for name, form in (("trig", "<{}> {{"), ("jsonld", '"@id":"{}","@graph":')):
        text = written(store, name).decode()
        assert [text.count(form.format(graph)) for graph in graphs] == [1] * len(graphs)


def test_a_construct_is_written_as_rdf() -> None:
    text = "CONSTRUCT { ?s <https://example.org/named> ?n } WHERE { ?s a pk:Programme ; rdfs:label ?n }"
    other = "CONSTRUCT { ?s a <https://example.org/P> } WHERE { ?s a pk:Programme }"
    store = Store.in_memory(QUADS)
    back = list(ox.parse(written(store, "nquads", queries=[inline(text), inline(other)]), format=ox.RdfFormat.N_QUADS))
    programmes = {q.subject for q in store.quads(None, None, ox.NamedNode(ontology.term("Programme")))}
    assert {q.subject for q in back} >= {s for s in programmes if s.value.startswith(B)}
    assert len(back) == 2 * len([s for s in programmes if s.value.startswith(B)])
    assert written(store, "turtle", queries=[inline(text)]) == written(store, "turtle", queries=[inline(text)])
