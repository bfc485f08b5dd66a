"""Places: divisions, chains, regions, zones and settlements; ordinary words and deictic ones never."""

from __future__ import annotations

from itertools import pairwise

import pytest
from growth import growth_at_most

from kg.extract.places import find_names, find_places
from kg.extract.resolve import resolve
from kg.folding import fold


def names(text: str) -> list[str]:
    """The places of a paragraph as the resolver leaves them."""
    return [m.text for m in resolve(fold(text), find_places(fold(text)))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("浙江省嘉兴市秀洲区洪合镇位于长三角。", ["浙江省嘉兴市秀洲区洪合镇", "长三角"]),
        ("支持济南市、青岛市先行先试。", ["济南市", "青岛市"]),
        ("融入京津冀、粤港澳大湾区和成渝地区双城经济圈。", ["京津冀", "粤港澳大湾区", "成渝地区双城经济圈"]),
        ("德清地信产业集聚。", ["德清"]),
        ("推动丽江古建筑修缮，访问越南河内。", ["丽江", "越南河内"]),
        ("惠州博罗成为新城。", ["惠州博罗"]),
    ],
)
def test_divisions_chains_and_regions(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进嘉兴经济技术开发区扩区。", ["嘉兴经济技术开发区"]),
        ("自贸试验区推出百项举措。", ["自贸试验区"]),
        ("建设雄安新区。", ["雄安新区"]),
        ("落户云栖智能传感器产业园。", ["云栖智能传感器产业园"]),
        ("建成5个特色产业园。", []),
        ("雅鲁藏布江流域和科尔沁沙地治理。", ["雅鲁藏布江流域", "科尔沁沙地"]),
    ],
)
def test_zones_and_landscapes(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新塍镇发布方案，强化新塍文化研究。", ["新塍镇", "新塍"]),
        ("鼓楼区湖南路街道试点。", ["鼓楼区湖南路街道"]),
        ("推动城镇化，建设特色小镇和美丽乡村。", []),
        ("培育20个典型镇。", []),
    ],
)
def test_settlements(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "加强资源合作，维护和平与友好。",
        "热烈隆重庆祝，实现均衡水平，宣传伟大理论。",
        "实现长治久安、安居乐业，打通出海口。",
        "科技创新平台和安全水平。",
        "全区、全省和我市加快发展，新中国成立以来。",
        "打造示范县，争创强区。",
        "中国式现代化和中国特色道路。",
    ],
)
def test_words_that_only_look_like_places_are_left(text: str) -> None:
    assert names(text) == []


def test_an_ordinary_word_is_a_name_beside_its_full_name_or_in_a_list() -> None:
    assert names("金东区推出举措，具有金东辨识度。") == ["金东区", "金东"]
    assert names("宝山、金山、浚县纳入试点。") == ["宝山", "金山", "浚县"]


def test_a_place_inside_a_longer_name_of_another_kind_is_left() -> None:
    assert names("武汉中欧班列开行。") == []
    assert names("云南中路30弄改造。") == []


def test_two_places_in_one_name_are_left() -> None:
    assert names("建设江苏（苏南）国际会展中心。") == []


def test_known_names_come_in_order_without_overlap() -> None:
    hits = find_names("湖北省武汉市与湖南长沙")
    assert all(a.end <= b.start for a, b in pairwise(hits))


@pytest.mark.parametrize(
    ("unit", "times"), [("浙江省", 10_000), ("甲乙产业园", 6_000), ("村镇", 15_000), ("市", 30_000)]
)
def test_hostile_text_takes_linear_time(unit: str, times: int) -> None:
    assert growth_at_most(8, lambda n: lambda: list(find_places(unit * n)), times)
