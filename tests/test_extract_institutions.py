"""Institutions: known bodies, departments, bodies by level, named ones, lists of units; collectives never."""

from __future__ import annotations

import pytest
from growth import growth_at_most

from kg import lexicon
from kg.extract.institutions import find_institutions
from kg.extract.resolve import resolve
from kg.folding import fold


def names(text: str) -> list[str]:
    """The institutions of a paragraph as the resolver leaves them."""
    return [m.text for m in resolve(fold(text), find_institutions(fold(text)))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国家发展改革委、财政部印发通知。", ["国家发展改革委", "财政部"]),
        ("住房和城乡建设部和水利部联合开展检查。", ["住房和城乡建设部", "水利部"]),
        ("向国务院、全国人大常委会报告。", ["国务院", "全国人大常委会"]),
        ("引进华为、腾讯等企业。", ["华为", "腾讯"]),
        ("工业和信息化部装备工业二司组织了评审。", ["工业和信息化部装备工业二司"]),
    ],
)
def test_bodies_that_everybody_knows(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省大数据局会同省委网信办起草方案。", ["省大数据局", "省委网信办"]),
        ("经省委、省政府同意，现予印发。", ["省委", "省政府"]),
        ("由嘉善县自然资源局负责解释。", ["嘉善县自然资源局"]),
        ("区妇保院开工建设，启用区康养中心。", ["区妇保院", "区康养中心"]),
        ("中共绍兴市柯桥区委、柯桥区人民政府主办。", ["中共绍兴市柯桥区委", "柯桥区人民政府"]),
        ("市委市政府高度重视。", ["市委", "市政府"]),
        ("支持工会、共青团、妇联发挥作用。", ["工会", "共青团", "妇联"]),
    ],
)
def test_departments_and_bodies_take_level_or_place(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("启用清漪幼儿园等4所幼儿园。", ["清漪幼儿园"]),
        ("推进青岛海洋科学与技术研究院建设。", ["青岛海洋科学与技术研究院"]),
        ("加快秦岭实验小学扩建。", ["秦岭实验小学"]),
        ("支持宁波材料技术实验室和杭州电子科技大学合作。", ["宁波材料技术实验室", "杭州电子科技大学"]),
        ("成立智慧城市建设领导小组。", []),
        ("支持蓝鲸海工、青禾智造等龙头企业发展。", ["蓝鲸海工", "青禾智造"]),
        ("建设杭州电子科技大学衢州校区。", ["杭州电子科技大学衢州校区"]),
        ("绵阳（北川）重型机械有限公司中标。", ["绵阳（北川）重型机械有限公司"]),
    ],
)
def test_named_bodies_begin_at_a_boundary(text: str, expected: list[str]) -> None:
    assert [n for n in names(text) if not n.endswith("领导小组")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "各有关部门要加强协作，各级政府要落实责任。",
        "各市、县人民政府要加强领导。",
        "鼓励企业、高校、科研院所参与。",
        "新建普惠性幼儿园10所，培育上市公司3家。",
        "财政部门要安排经费，司法行政部门要指导。",
        "加快发展公立医院和职业学校。",
        "残疾人大学生就业率达到90%，签署合作协议。",
        "老龄、工会、残疾人、慈善等工作取得新成效。",
    ],
)
def test_collectives_and_classes_are_no_institutions(text: str) -> None:
    assert names(text) == []


def test_every_member_of_a_list_of_units_is_one() -> None:
    assert names("（责任单位：市经信局、市机管局、洪合镇，各区县市人民政府）") == ["市经信局", "市机管局", "洪合镇"]
    assert names("（省大数据局牵头，省政府办公厅、各市政府配合）") == ["省大数据局", "省政府办公厅"]
    assert names("（牵头单位：区水务局，支撑单位：经开区）") == ["区水务局", "经开区"]


def test_a_party_secretary_is_a_person_not_the_committee_alone() -> None:
    assert "书记" not in "".join(names("嘉兴市委书记调研。"))


@pytest.mark.parametrize(
    ("unit", "end", "times"),
    [
        ("学院", "", 4_000),
        ("（牵头", "", 8_000),
        ("人大", "", 10_000),
        ("建设", "人大", 10_000),
        ("牵头单位：甲乙、", "", 3_000),
    ],
)
def test_hostile_text_takes_linear_time(unit: str, end: str, times: int) -> None:
    assert growth_at_most(8, lambda n: lambda: list(find_institutions(unit * n + end)), times)


def test_words_of_a_user_are_found(tmp_path: object) -> None:
    words = lexicon.load("institution")
    assert "国务院" in words.words("national")
    assert words.kinds("national")["国务院"] == "GovernmentBody"
    assert words.kinds("company")["华为"] == "Company"
