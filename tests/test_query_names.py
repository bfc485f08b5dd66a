"""Finding things by name, and offering the nearest names where there is none."""

from __future__ import annotations

from collections.abc import Callable

import corpus
import pyoxigraph as ox
import pytest
from growth import growth_at_most

from kg import iri
from kg.errors import UnknownNameError
from kg.query import find_documents, find_entity
from kg.query.names import nearest
from kg.store import Store

B = corpus.BASE
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory(corpus.quads())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("平安通", ["programme/平安通"]),
        ("“平安通”".strip("“”"), ["programme/平安通"]),
        ("平 安 通", ["programme/平安通"]),
        ("区人民医院", ["institution/330402/人民医院", "institution/330411/人民医院"]),
        ("城镇新增就业人数", ["indicator/城镇新增就业"]),
        (B + "programme/平安通", ["programme/平安通"]),
        ("programme/平安通", ["programme/平安通"]),
    ],
)
def test_a_name_finds_all_that_is_called_so(store: Store, name: str, found: list[str]) -> None:
    assert find_entity(store, name) == tuple(B + address for address in found)


def test_a_name_spelt_with_stray_spaces_in_the_store_is_found_without() -> None:
    graph = ox.NamedNode(iri.graph_iri(B, "entities"))
    quad = ox.Quad(ox.NamedNode(B + "programme/x"), LABEL, ox.Literal("智 安城市", language="zh"), graph)
    assert find_entity(Store.in_memory([quad]), "智安城市") == (B + "programme/x",)


@pytest.mark.parametrize("name", ["平安桶", "安通", "平安通平台"])
def test_the_nearest_names_are_offered(store: Store, name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_entity(store, name)
    assert caught.value.nearest[0] == "平安通"
    assert len(caught.value.nearest) <= 5


@pytest.mark.parametrize("name", ["zzz", "龘", "http://no such", "\x00", "\ud800"])
def test_what_looks_like_nothing_has_no_nearest(store: Store, name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_entity(store, name)
    assert caught.value.nearest == ()


def test_what_the_ontology_names_is_no_entity() -> None:
    other = ox.NamedNode(iri.graph_iri(B, "ontology"))
    store = Store.in_memory([ox.Quad(ox.NamedNode("urn:x"), LABEL, ox.Literal("平台", language="zh"), other)])
    with pytest.raises(UnknownNameError):
        find_entity(store, "平台")


@pytest.mark.parametrize(
    "name",
    [
        "石浦区通知",
        "关于印发《养老服务发展规划》的通知",
        "石政发〔2021〕5号",
        "石政发［２０２１］５号",
        B + "document/石浦区通知",
        "document/石浦区通知",
    ],
)
def test_a_document_is_found_by_id_title_number_and_iri(store: Store, name: str) -> None:
    assert find_documents(store, name) == (B + "document/石浦区通知",)


def test_nearest_among_very_many_takes_linear_time() -> None:
    def work(size: int) -> Callable[[], tuple[str, ...]]:
        names = [f"第{n}号城镇{n % 97}提升行动" for n in range(size)]
        return lambda: nearest("第19999号城镇提升活动", names)

    assert work(20_000)()[0].startswith("第19999号")
    assert growth_at_most(8, work, 20_000)
