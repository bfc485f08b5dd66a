"""A store that was built, not written by hand, keeps the shapes."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyshacl
from pyoxigraph import NamedNode, RdfFormat, serialize
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, Graph

from kg import iri, ontology
from kg.build import build_graph
from kg.check import check
from kg.resources import resource
from kg.store import Store
from kg.view import select

SHAPES = resource("ontology/shapes.ttl")


def built(paths: list[Path], folder: Path) -> Graph:
    """The union of the graphs of a store built from `paths`."""
    summary = build_graph(paths, folder, jobs=1)
    assert summary.built
    assert not summary.failed
    with Store.open(folder) as store:
        triples = serialize((quad.triple for quad in store.quads()), format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=triples, format="nt")


def faults(data: Graph, shapes: Graph) -> set[tuple[str, str]]:
    """What breaks a shape, with the name of the shape."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    results = list(report.subjects(SH.focusNode))
    return {(str(report.value(r, SH.focusNode)), str(report.value(r, SH.sourceShape))) for r in results}


def test_the_sample_as_built_passes_every_check(tmp_path: Path) -> None:
    build_graph([resource("data/sample")], tmp_path / "kg", jobs=1)
    with Store.open(tmp_path / "kg") as store:
        assert list(check(store)) == []


def test_the_sample_as_built_keeps_every_shape(tmp_path: Path) -> None:
    shapes = Graph().parse(SHAPES)
    data = built([resource("data/sample")], tmp_path / "kg")
    looked_at = {
        node for shape in ShapesGraph(shapes).shapes if (shape.node, SH.targetClass, None) in shapes
        for node in shape.focus_nodes(data)
    }  # fmt: skip
    assert len(looked_at) > 500
    began = time.process_time()
    assert faults(data, shapes) == set()
    assert time.process_time() - began < 20


def test_a_place_that_is_only_the_area_of_a_number_is_described(tmp_path: Path) -> None:
    path = tmp_path / "harvest.txt"
    path.write_text("关于粮食生产的意见\n到2025年，全国粮食产量达到1.3万亿斤。", encoding="utf-8")
    data = built([path], tmp_path / "kg")
    nation = NamedNode(iri.DEFAULT_BASE + "place/100000")
    with Store.open(tmp_path / "kg") as store:
        pointing = {quad.predicate.value for quad in store.quads(value=nation)}
    assert pointing == {ontology.term("area")}
    assert faults(data, Graph().parse(SHAPES)) == set()


def test_the_address_of_a_document_is_led_to_by_the_page(tmp_path: Path) -> None:
    path = tmp_path / "plan.jsonl"
    record = {"id": "plan", "url": "https://example.org/plan", "text": "甲县规划\n新建学校5所，实施“甲计划”。"}
    path.write_text(json.dumps(record), encoding="utf-8")
    data = built([path], tmp_path / "kg")
    assert faults(data, Graph().parse(SHAPES)) == set()
    with Store.open(tmp_path / "kg") as store:
        assert [source.url for source in select(store).sources] == ["https://example.org/plan"]
