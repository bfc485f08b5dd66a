"""A graph is picked from a store: what is in it, what is cut out, and what is refused."""

from __future__ import annotations

import corpus
import pytest

from kg.errors import UnknownNameError, UsageError
from kg.store import Store
from kg.view import Graph, select


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory(corpus.quads())


@pytest.fixture(scope="module")
def whole(store: Store) -> Graph:
    return select(store)


def edges(graph: Graph) -> set[tuple[str, str, str, str]]:
    names = {node.id: node.label for node in graph.nodes}
    return {(names[e.start], e.relation, e.label, names[e.end]) for e in graph.edges}


def labels(graph: Graph) -> set[str]:
    return {node.label for node in graph.nodes}


def test_documents_entities_and_quantities_are_nodes(whole: Graph) -> None:
    types = {node.label: (node.type, node.kind) for node in whole.nodes}
    assert types["云溪区2021年政府工作报告"] == ("PolicyDocument", "WorkReport")
    assert types["云溪区人民医院"] == ("Institution", "Hospital")
    assert types["失业率 ≤3%"] == ("Target", "")
    assert types["养老服务发展规划"] == ("CitedDocument", "CitedDocument")


def test_verbs_roles_and_places_are_edges(whole: Graph) -> None:
    assert {
        ("云溪区2021年政府工作报告", "measure", "依托", "一码办"),
        ("云溪区教育局", "lead", "", "晨星幼儿园"),
        ("云溪区人民医院", "support", "", "晨星幼儿园"),
        ("石浦区教育局", "issue", "", "养老服务发展规划"),
        ("石浦区2021年政府工作报告", "area", "", "石浦区"),
        ("石浦区", "located", "", "浙江省"),
        ("石浦区2021年政府工作报告", "target", "", "失业率 ≤3%"),
    } <= edges(whole)


def test_an_indicator_of_several_statements_ties_them_into_a_series(whole: Graph) -> None:
    series = {start for start, relation, _, end in edges(whole) if (relation, end) == ("indicator", "城镇新增就业")}
    assert series == {
        "城镇新增就业 ≥1.6万人 (2021)", "城镇新增就业 1.72万人 (2021)", "城镇新增就业人数 8000人 (2021)"
    }  # fmt: skip
    assert "失业率" not in labels(whole)


def test_a_name_within_the_clause_is_linked_to_the_number(whole: Graph) -> None:
    assert ("平安通", "target", "", "平安通响应时间 6分钟 (2022)") in edges(whole)


def test_two_nodes_have_one_edge_the_most_telling(whole: Graph) -> None:
    pairs = [frozenset((edge.start, edge.end)) for edge in whole.edges]
    assert len(set(pairs)) == len(pairs)
    assert ("云溪区2021年政府工作报告", "mention", "", "一码办") not in edges(whole)


def test_every_quote_stands_in_its_sentence(whole: Graph) -> None:
    quoted = [(node.label, item) for node in whole.nodes for item in node.evidence]
    assert len(quoted) > 30
    for label, item in quoted:
        if label == "一码办":
            assert item.sentence[item.start : item.end] == "一码办"
    page = next(item.page for label, item in quoted if label == "第三届龙舟节")
    assert page == 2


def test_surroundings_of_an_entity_are_cut_out(store: Store, whole: Graph) -> None:
    near = select(store, ["阳光计划"])
    assert near.title == "阳光计划"
    name = next(node.id for node in near.nodes if node.label == "阳光计划")
    around = {e.end if e.start == name else e.start for e in whole.edges if name in (e.start, e.end)}
    assert {node.id for node in near.nodes} == around | {name}
    assert labels(select(store, ["阳光计划"], hops=0)) == {"阳光计划"}
    assert labels(near) < labels(select(store, ["阳光计划"], hops=2)) <= labels(whole)


def test_an_indicator_can_be_asked_for(store: Store) -> None:
    assert labels(select(store, ["失业率"])) == {"失业率", "失业率 ≤3% (2021)"}


@pytest.mark.parametrize("types", [["Institution"], ["机构"], ["institution"], ["Hospital", "教育局", "School"][:1]])
def test_types_are_known_by_name_and_label(store: Store, types: list[str]) -> None:
    assert {node.type for node in select(store, types=types).nodes} == {"Institution"}


def test_a_special_class_keeps_its_own_only(store: Store) -> None:
    assert labels(select(store, types=["Hospital"])) == {"云溪区人民医院", "石浦区人民医院"}
    assert {n.type for n in select(store, types=["Document"]).nodes} == {"PolicyDocument", "CitedDocument"}


@pytest.mark.parametrize("name", ["石浦区通知", "关于印发《养老服务发展规划》的通知", "石政发〔2021〕5号"])
def test_documents_are_known_by_id_title_and_number(store: Store, name: str) -> None:
    graph = select(store, documents=[name])
    assert [source.title for source in graph.sources] == ["关于印发《养老服务发展规划》的通知"]
    assert {source for node in graph.nodes for source in node.sources} == {graph.sources[0].id}


def test_only_documents_that_are_told_of_are_listed(store: Store) -> None:
    assert {s.title for s in select(store, ["望江大桥"]).sources} == {"云溪区2021年政府工作报告"}


def test_the_least_linked_are_gathered_over_the_limit(store: Store, whole: Graph) -> None:
    graph = select(store, limit=20)
    assert len(graph.nodes) <= 20
    assert graph.gathered
    assert select(store, limit=20) == graph


def test_what_is_not_there_is_refused_with_what_is(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="平安通"):
        select(store, ["平安桶"])
    with pytest.raises(UsageError, match="Programme"):
        select(store, types=["Dragon"])
    with pytest.raises(UnknownNameError):
        select(store, documents=["没有这份文件"])


def test_graph_does_not_depend_on_the_order_of_quads(whole: Graph) -> None:
    assert select(Store.in_memory(reversed(list(corpus.quads())))) == whole


def test_an_empty_store_gives_an_empty_graph() -> None:
    assert select(Store.in_memory(())) == Graph()
