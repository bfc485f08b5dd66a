"""A part of a store: what some documents say, or what is said of the things of some classes."""

from __future__ import annotations

import corpus
import pyoxigraph as ox
import pytest

from kg import iri, ontology
from kg.errors import UnknownNameError, UsageError
from kg.export import part, table
from kg.export.part import find_classes
from kg.rdf import LABEL, TYPE
from kg.store import Store

B = corpus.BASE
REPORT, NOTICE = f"{B}document/yunxi/2021", f"{B}document/石浦区通知"


def pk(name: str) -> ox.NamedNode:
    return ox.NamedNode(ontology.term(name))


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(B)])


def names(quads) -> set[str]:
    """The labels of what is described."""
    return {quad.object.value for quad in quads if quad.predicate == LABEL}


def of_class(quads, name: str) -> set[str]:
    return {quad.subject.value for quad in quads if quad.predicate == TYPE and quad.object == pk(name)}


def assert_complete(store: Store, quads) -> None:
    """Everything it refers to is in it, statements have their evidence, and nothing comes twice or from nowhere."""
    assert len(quads) == len(set(quads))
    assert set(quads) <= set(store.quads())
    subjects = {quad.subject for quad in quads}
    described = {quad.subject for quad in store.quads() if quad.predicate != TYPE} - {
        quad.subject for quad in ontology.load().quads
    }
    assert {quad.object for quad in quads if quad.object in described} <= subjects


def test_a_document_comes_whole_with_all_it_refers_to_and_no_other(store: Store) -> None:
    quads = part(store, ["云溪区2021年政府工作报告"]).quads
    assert_complete(store, quads)
    graph = ox.NamedNode(iri.document_graph_iri(B, "yunxi/2021"))
    assert {quad for quad in quads if quad.graph_name == graph} == set(store.quads(graph=graph))
    assert {quad.graph_name.value for quad in quads} == {graph.value, iri.graph_iri(B, "entities")}
    assert names(quads) == {
        "平安通", "望江大桥", "以民为先", "云溪区教育局", "晨星幼儿园", "云溪区人民医院", "一码办", "阳光计划",
        "城镇新增就业", "养老保险参保率", "小区", "老人", "云溪区", "嘉兴市", "浙江省", "中华人民共和国",
    }  # fmt: skip
    assert of_class(quads, "PolicyDocument") == {REPORT}


def test_several_documents_come_together(store: Store) -> None:
    quads = part(store, ["yunxi/2021", "石政发〔2021〕5号"]).quads
    assert_complete(store, quads)
    assert of_class(quads, "PolicyDocument") == {REPORT, NOTICE}


def test_a_class_brings_its_things_what_is_said_of_them_and_the_evidence(store: Store) -> None:
    found = part(store, [], ["Hospital"])
    assert_complete(store, found.quads)
    assert found.things == {f"{B}institution/{code}/人民医院" for code in (corpus.YUNXI, corpus.SHIPU)}
    assert names(found.quads) >= {"云溪区人民医院", "石浦区人民医院", "云溪区", "浙江省"}
    assert "阳光计划" not in names(found.quads)
    mentions, duties = of_class(found.quads, "Mention"), of_class(found.quads, "Responsibility")
    assert (len(mentions), len(duties)) == (2, 2)
    assert not of_class(found.quads, "Measure")
    passages = {quad.object for quad in found.quads if quad.predicate == pk("inPassage")}
    assert {node.value for node in passages} == of_class(found.quads, "Passage")
    # Of the documents nothing but what they are, and that they mention it.
    assert {quad.object.value for quad in found.quads if quad.predicate == pk("mentions")} == found.things
    assert len(of_class(found.quads, "PolicyDocument")) == 2


def test_a_class_has_its_subclasses_with_it(store: Store) -> None:
    kinds = {
        str(kind.value).removeprefix(ontology.term("Entity").removesuffix("Entity"))
        for kind in find_classes("Programme")
    }
    assert {"Programme", "Platform", "Scheme", "Campaign"} <= kinds
    things = part(store, [], ["Programme"]).things
    assert {thing.rpartition("/")[2] for thing in things} == {"平安通", "一码办", "阳光计划", "清风行动", "五个一"}


@pytest.mark.parametrize("name", ["hospital", "Hospital", "医疗机构", " HOSPITAL ", ontology.term("Hospital")])
def test_a_class_is_called_by_name_label_or_iri(name: str) -> None:
    assert find_classes(name) == (pk("Hospital"),)


def test_a_class_of_another_ontology_is_called_by_its_iri() -> None:
    assert find_classes("https://example.org/Thing") == (ox.NamedNode("https://example.org/Thing"),)


def test_statements_are_things_too(store: Store) -> None:
    found = part(store, [], ["Result"])
    assert_complete(store, found.quads)
    assert found.things == of_class(store.quads(), "Result")
    assert of_class(found.quads, "QuantityStatement") == found.things
    assert "城镇新增就业" in names(found.quads)


def test_indicators_bring_their_statements(store: Store) -> None:
    found = part(store, [], ["指标"])
    assert of_class(found.quads, "QuantityStatement") == of_class(store.quads(), "QuantityStatement")


def test_documents_of_a_class_come_whole(store: Store) -> None:
    found = part(store, [], ["Notice"])
    assert_complete(store, found.quads)
    assert set(found.quads) == set(part(store, ["石政发〔2021〕5号"]).quads)
    assert found.things == {NOTICE}


def test_with_a_document_only_what_it_says_of_the_class(store: Store) -> None:
    found = part(store, ["yunxi/2021"], ["Programme"])
    assert_complete(store, found.quads)
    assert found.things == {f"{B}programme/{name}" for name in ("平安通", "一码办", "阳光计划")}
    assert of_class(found.quads, "PolicyDocument") == {REPORT}
    assert len(of_class(found.quads, "Mention")) == 3
    assert not part(store, ["yunxi/2021"], ["Notice"]).quads


def test_tables_of_a_part_have_the_rows_of_the_part(store: Store) -> None:
    found = part(store, [], ["Institution"])
    small = found.store(store, with_ontology=True)

    def rows(name: str) -> list[dict]:
        of_part = table(small, name, "en", found.things)
        columns = [column.name for column in of_part.columns]
        return [dict(zip(columns, row, strict=True)) for row in of_part.rows()]

    assert {row["entity_iri"] for row in rows("entities")} == found.things
    assert {row["type"] for row in rows("mentions")} <= {"hospital", "government body", "school"}
    assert len(rows("responsibilities")) == len(of_class(store.quads(), "Responsibility"))
    assert all(row["title"] and row["sentence"] for row in rows("mentions"))


def test_loaded_rdf_about_a_thing_comes_with_it() -> None:
    extra = ox.Quad(
        ox.NamedNode(f"{B}programme/平安通"), ox.NamedNode("https://example.org/says"), ox.Literal("x"),
        ox.NamedNode(f"{B}graph/loaded/x"),
    )  # fmt: skip
    store = Store.in_memory([*corpus.quads(), *ontology.load().graph(B), extra])
    assert extra in part(store, ["yunxi/2021"]).quads
    assert extra in part(store, [], ["Platform"]).quads
    assert extra not in part(store, [], ["Hospital"]).quads


def test_a_loaded_graph_that_types_a_document_does_not_stand_for_its_own() -> None:
    node, kind = ox.NamedNode(REPORT), pk("PolicyDocument")
    for graph in ("graph/a", "graph/z"):
        extra = ox.Quad(node, TYPE, kind, ox.NamedNode(B + graph))
        store = Store.in_memory([*corpus.quads(), extra])
        assert len(of_class(part(store, ["yunxi/2021"]).quads, "Mention")) == 8


def test_a_document_that_is_not_there_is_an_error_with_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="云溪区2021年政府工作报告"):
        part(store, ["云溪区2021年工作报告"])


@pytest.mark.parametrize(
    ("name", "nearest"), [("Hospitl", "Hospital"), ("医疗机购", "医疗机构"), ("x:// y", "nearest")]
)
def test_a_class_that_is_not_there_is_wrong_usage_with_the_nearest(store: Store, name: str, nearest: str) -> None:
    with pytest.raises(UsageError) as caught:
        part(store, [], [name])
    assert nearest in caught.value.render("en")
