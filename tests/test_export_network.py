"""GraphML and GEXF: networkx reads back the same nodes, edges and attributes."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import corpus
import graphs
import hostile
import networkx
import pytest

from kg import ontology
from kg.export import Request, export
from kg.export.network import FORMATS, network, of_graph, write_network
from kg.store import Store
from kg.view import select

READERS = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}
FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(corpus.BASE)])


def written(graph: networkx.MultiDiGraph, name: str) -> bytes:
    out = io.BytesIO()
    write_network(graph, out, name)
    return out.getvalue()


def content(graph: networkx.MultiDiGraph) -> tuple[dict, list]:
    """Nodes and edges with their attributes; ids of edges, which are each format's own, left out."""
    own = {"id", "networkx_key"}
    edges = [(a, b, {k: v for k, v in data.items() if k not in own}) for a, b, data in graph.edges(data=True)]
    return dict(graph.nodes(data=True)), sorted(edges, key=str)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("which", ["corpus", "hostile", "hostile graph", "small graph"])
def test_networkx_reads_the_same(store: Store, which: str, name: str) -> None:
    made = {
        "corpus": lambda: network(store, "zh"), "hostile": lambda: network(hostile.store()),
        "hostile graph": lambda: of_graph(graphs.hostile()), "small graph": lambda: of_graph(graphs.small()),
    }[which]()  # fmt: skip
    back = READERS[name](io.BytesIO(written(made, name)))
    assert content(back) == content(made)
    assert back.is_directed()
    assert len(made) > 9
    assert made.number_of_edges() > 9


@pytest.mark.parametrize("name", FORMATS)
def test_the_network_is_the_one_the_page_shows(store: Store, name: str) -> None:
    shown, out = select(store, limit=10_000), io.BytesIO()
    counts = export(store, out, name, Request(language="zh"))
    back = READERS[name](io.BytesIO(out.getvalue()))
    assert counts == {"nodes": len(shown.nodes), "edges": len(shown.edges)}
    assert {(n, a["label"], a["type"]) for n, a in back.nodes(data=True)} == {
        (node.id, node.label, node.type) for node in shown.nodes
    }
    assert sorted((a, b, d["relation"]) for a, b, d in back.edges(data=True)) == sorted(
        (edge.start, edge.end, edge.relation) for edge in shown.edges
    )


def test_an_edge_carries_its_evidence(store: Store) -> None:
    made = network(store, "zh")
    yunxi, plan = f"{corpus.BASE}document/yunxi/2021", f"{corpus.BASE}programme/阳光计划"
    [edge] = [data for data in made[yunxi][plan].values() if data["relation"] == "measure"]
    sentence = "依托一码办推广阳光计划，惠及老人2000—3000人。"
    assert edge == {
        "label": "推广", "relation": "measure", "verbs": "推广", "documents": "云溪区2021年政府工作报告",
        "quotes": 1, "weight": 1, "quote": sentence[:-1], "sentence": sentence,
        "where": "云溪区2021年政府工作报告, p. 1",
    }  # fmt: skip
    node = made.nodes[plan]
    assert (node["label"], node["type"], node["kind"], node["iri"]) == ("阳光计划", "Programme", "制度机制", plan)
    assert made.nodes[yunxi]["year"] == 2021


@pytest.mark.parametrize("name", FORMATS)
def test_characters_xml_has_not_are_shown_and_nothing_is_null(name: str) -> None:
    made = network(hostile.store())
    data = written(made, name)
    ElementTree.fromstring(data)  # noqa: S314 - ours
    values = [v for _, a in made.nodes(data=True) for v in a.values()] + [
        v for *_, a in made.edges(data=True) for v in a.values()
    ]
    assert not [value for value in values if value is None or value == "" or FORBIDDEN.search(str(value))]
    labels = {attributes["label"] for _, attributes in made.nodes(data=True)}
    assert "控␀制␁␈␋␌␛[31m␟符\x7f\x85\x9b" in labels
    assert "\ufeff标记" in labels
    assert "\ufffd\ufffd" in labels


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_store_gives_the_same_bytes_each_day(store: Store, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(network(store), name)
    monkeypatch.setattr("time.strftime", lambda *_: "2099-12-31")
    assert written(network(store), name) == first


def test_ids_of_edges_are_told_apart(store: Store) -> None:
    for name in FORMATS:
        root = ElementTree.fromstring(written(network(store), name))  # noqa: S314 - ours
        ids = [element.get("id") for element in root.iter() if element.tag.endswith("}edge")]
        assert len(ids) == len(set(ids)) == network(store).number_of_edges()
