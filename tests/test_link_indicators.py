"""Indicator names: targets join on them, so only what never differs is one."""

from __future__ import annotations

import pytest

from kg.lexicon import load
from kg.link import indicator_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("全区基本养老保险参保率", "基本养老保险参保率"),
        ("我省ＧＤＰ", "国内生产总值"),
        ("地区生产总值", "国内生产总值"),
        ("“浙食链”上链率", "浙食链上链率"),
        ("全年城镇新增就业", "城镇新增就业"),
        ("累计新增城镇就业", "城镇新增就业"),
        ("城 镇 新 增 就 业", "城镇新增就业"),
        ("全域旅游收入", "全域旅游收入"),
        ("全社会用电量", "全社会用电量"),
        ("各区县覆盖率", "覆盖率"),
        ("各县市区覆盖率", "覆盖率"),
        ("各区覆盖率", "覆盖率"),
        ("合计生育率", "合计生育率"),
        ("预期寿命", "预期寿命"),
    ],
)
def test_place_time_quotes_and_spelling_make_no_difference(text: str, name: str) -> None:
    assert indicator_name(text) == name


def test_what_may_differ_stays_apart() -> None:
    assert indicator_name("就业人数") != indicator_name("就业率")
    assert indicator_name("规模以上工业增加值") != indicator_name("工业增加值")
    assert indicator_name("国内生产总值") != indicator_name("国内生产总值增速")
    assert indicator_name("城镇就业人数") != indicator_name("城镇新增就业")


def test_names_are_stable() -> None:
    for table in load("synonym").tables.values():
        for word in table.words:
            assert indicator_name(indicator_name(word)) == indicator_name(word) == table.name.split(".", 1)[1]
