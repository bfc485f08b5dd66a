"""Names that each place has: known with the place of their document, and only then."""

from __future__ import annotations

import pytest

from kg.link import describe
from kg.link.identity import key_of
from kg.model import EntityKey, EntityType

XIUZHOU, JIAXING, ZHEJIANG, JIANGSU, NATION = "330411", "330400", "330000", "320000", "100000"

RELATIVE: list[tuple[EntityType, str]] = [
    ("Place", "高新区"),
    ("Place", "经开区"),
    ("Place", "市区"),
    ("Place", "城区"),
    ("Place", "中心村"),
    ("Place", "城关镇"),
    ("Document", "2022年政府工作报告"),
    ("Document", "国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要"),
    ("Document", "国土空间总体规划"),
    ("Document", "养老服务三年行动计划"),
    ("Document", "十四五数字经济发展规划"),
    ("Facility", "火车站"),
    ("Facility", "解放路"),
    ("Facility", "第一水厂"),
    ("Facility", "人民公园"),
    ("Institution", "派出所"),
    ("Institution", "供电公司"),
    ("Institution", "人民医院"),
    ("Institution", "教育局"),
    ("Event", "第十次党代会"),
    ("Event", "第三届运动会"),
    ("Programme", "五个一"),
    ("Principle", "三大行动"),
]


@pytest.mark.parametrize(("kind", "name"), RELATIVE)
def test_what_each_place_has_is_that_of_the_documents_place(kind: EntityType, name: str) -> None:
    assert key_of(kind, name, XIUZHOU) == EntityKey(kind, XIUZHOU, name)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *RELATIVE,
        ("Institution", "县人民医院"),
        ("Institution", "县教育局"),
        ("Institution", "市政府"),
        ("Institution", "省工业和信息化厅"),
        ("Institution", "团市委"),
        ("Institution", "洪合镇人民政府"),
        ("Institution", "鼓楼区教育局"),
        ("Place", "鼓楼区"),
        ("Place", "鼓楼"),
        ("Place", "全区"),
        ("Place", "我市"),
        ("Honour", "市级文明单位"),
    ],
)
def test_without_a_place_it_has_no_key(kind: EntityType, name: str) -> None:
    assert key_of(kind, name) is None


@pytest.mark.parametrize(
    ("kind", "name", "place"),
    [
        ("Institution", "区卫健局", ZHEJIANG),
        ("Institution", "鼓楼区卫健局", JIANGSU),
        ("Place", "鼓楼区", JIANGSU),
        ("Place", "全区", ZHEJIANG),
        ("Honour", "县级文明单位", ZHEJIANG),
        ("Place", "高新区", NATION),
        ("Facility", "火车站", NATION),
        ("Institution", "派出所", NATION),
    ],
)
def test_a_place_that_is_too_wide_tells_nothing(kind: EntityType, name: str, place: str) -> None:
    assert key_of(kind, name, place) is None


def test_the_whole_of_a_division_is_the_division() -> None:
    assert key_of("Place", "全区", XIUZHOU) == EntityKey("Place", "", XIUZHOU)
    assert key_of("Place", "我市", XIUZHOU) == EntityKey("Place", "", JIAXING)
    assert key_of("Place", "全区", "450000") == EntityKey("Place", "", "450000")
    assert key_of("Place", "全区", "450100") is None


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Place", "苏州工业园区"),
        ("Place", "郑东新区"),
        ("Place", "中关村"),
        ("Place", "长三角"),
        ("Institution", "苏州工业园区管委会"),
        ("Facility", "苏州火车站"),
        ("Facility", "京沪铁路"),
        ("Facility", "沪杭高速公路"),
        ("Document", "浙江省2022年政府工作报告"),
        ("Document", "长江三角洲区域一体化发展规划纲要"),
        ("Document", "中华人民共和国国民经济和社会发展第十四个五年规划"),
        ("Document", "民法典"),
        ("Document", "国发〔2021〕24号"),
        ("Document", "GB/T 12345-2020"),
        ("Event", "世界大学生运动会"),
        ("Event", "亚运会"),
        ("Event", "中央经济工作会议"),
        ("Principle", "三农"),
        ("Programme", "六稳六保"),
        ("Programme", "三会一课"),
    ],
)
def test_a_name_that_tells_its_place_or_is_the_nations_is_the_same_everywhere(kind: EntityType, name: str) -> None:
    assert key_of(kind, name) == key_of(kind, name, XIUZHOU) == EntityKey(kind, "", name)


def test_pudong_is_the_new_area_and_binhai_may_be_two() -> None:
    assert key_of("Place", "浦东", XIUZHOU) == key_of("Place", "浦东新区") == EntityKey("Place", "", "310115")
    assert key_of("Place", "滨海") is None
    assert key_of("Place", "滨海", "120000") == EntityKey("Place", "", "120116")


def test_labels_of_places_that_each_division_has_say_whose_they_are() -> None:
    assert describe(EntityKey("Place", JIAXING, "高新区")).label == "嘉兴市高新区"
    assert describe(EntityKey("Place", XIUZHOU, "洪合镇")).label == "洪合镇"
    assert describe(EntityKey("Facility", JIAXING, "火车站")).label == "火车站（嘉兴市）"
