"""What a text says about itself: the division it speaks for, its issuer, and what is laid over them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import Metadata
from kg.read import read_text
from kg.read.jurisdiction import place_of
from kg.read.metadata import overlay


@pytest.mark.parametrize(
    "name",
    [
        "平安建设三年行动计划", "合作社规范提升行动方案", "合作市场主体培育方案", "新民法典宣传方案", "朝阳产业规划",
        "安居工程实施方案", "会同有关部门", "兴业银行", "公安厅", "公安机关工作规范", "平安区域协作规划",
        "矿区生态修复规划", "日照时数标准", "来宾须知", "大理石行业规范", "南京路步行街规划", "教育部门工作方案",
        "中央商务区规划", "省委组织部", "",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_divisions(name: str) -> None:
    assert place_of(name) == ""


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("公安部关于修桥的通知", "100000"),
        ("国家林业和草原局", "100000"),
        ("工业和信息化部办公厅 公安部办公厅", "100000"),
        ("中共中央、国务院", "100000"),
        ("公安县人民政府", "421022"),
        ("中共嘉兴市委", "330400"),
        ("嘉兴市场监督管理局", "330400"),
        ("秀洲年鉴", "330411"),
        ("秀洲发展和改革局", "330411"),
        ("浙江嘉兴秀洲人民政府", "330411"),
        ("浙江省嘉兴市秀洲区修桥规划", "330411"),
        ("市南区人民政府", "370202"),
        ("2026年上海政府工作报告", "310000"),
        ("杭州修桥规划", "330100"),
        ("青海平安建设规划", "630000"),
        ("浙江省委组织部", "330000"),
        ("安吉县域规划", "330523"),
    ],
)
def test_bodies_and_titles_lead_to_their_division(name: str, place: str) -> None:
    assert place_of(name) == place


@pytest.mark.parametrize(
    ("speaker", "issuer"),
    [
        ("我受省人大常委会委托，", "浙江省人大常委会"),
        ("我受省人大常委会的委托，", "浙江省人大常委会"),
        ("我代表省人民政府，", "浙江省人民政府"),
        ("我代表省政府，", "浙江省人民政府"),
        ("我代表省高级人民法院，", "浙江省高级人民法院"),
        ("我代表市人民政府，", ""),
        ("我代表全省人民，", ""),
    ],
)
def test_issuer_of_a_report_is_the_body_that_speaks(speaker: str, issuer: str) -> None:
    head = "工作报告\n——2023年1月10日在浙江省第十四届人民代表大会第一次会议上\n各位代表：\n"
    body = f"{head}{speaker}向大会报告工作。\n修了桥。"
    said = read_text(body).metadata
    assert (said.issuer, said.place) == (issuer, "330000")


def test_kind_year_and_place_follow_what_is_laid_over() -> None:
    under = Metadata(title="修桥办法", kind="Measures", date="2020-05-06", year=2020)
    laid = overlay(under, Metadata(title="2021年嘉兴市关于修桥的通知"))
    assert (laid.kind, laid.year, laid.place, laid.date) == ("Notice", 2021, "330400", "2020-05-06")
    assert overlay(under, Metadata(date="2022-01")).year == 2022
    assert overlay(under, Metadata(issuer="秀洲区人民政府")).place == "330411"
    assert overlay(under, Metadata(title="别名", url="http://a.cn")).kind == "Measures"
    assert overlay(under, Metadata(source="a.txt")) == replace(under, source="a.txt")


def test_a_layer_that_gives_kind_year_and_place_itself_is_believed() -> None:
    given = Metadata(
        title="2021年关于修桥的通知", kind="Reply", issuer="秀洲区人民政府", date="2022-01", year=2019, place="330400"
    )
    laid = overlay(Metadata(year=2020, place="310000"), given)
    assert (laid.kind, laid.year, laid.place) == ("Reply", 2019, "330400")


def test_place_of_an_issuer_outweighs_that_of_a_title() -> None:
    under = Metadata(issuer="浙江省人民政府", place="330000")
    assert overlay(under, Metadata(title="嘉兴市修桥规划")).place == "330000"
    assert overlay(under, Metadata(title="嘉兴市修桥规划", issuer="秀洲区人民政府")).place == "330411"


def test_year_of_a_report_follows_its_title_not_a_later_date() -> None:
    report = Metadata(title="政府工作报告", kind="WorkReport", date="2020-01-10", year=2020)
    assert overlay(report, Metadata(date="2021-03-01")).year == 2020
    assert overlay(report, Metadata(title="2021年政府工作报告", date="2022-03-01")).year == 2021
