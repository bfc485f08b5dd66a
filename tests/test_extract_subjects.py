import doctest

import pytest

from kg.extract import purposes, subjects
from kg.extract.frames import Frame
from kg.extract.subjects import is_empty
from kg.extract.targets import find_targets
from kg.folding import fold

FRAME = Frame(status="achieved", year=2022, period="2022", period_basis="document")


def said(text: str) -> list[str]:
    return [f"{t.indicator.text} {t.value.text} {t.change}" for t in find_targets(fold(text), (), FRAME)]


@pytest.mark.parametrize("module", [subjects, purposes])
def test_examples_in_the_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert (result.attempted > 0, result.failed) == (True, 0)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("全县水稻产量，一九八○年比一九七九年增长百分之五。", ["水稻产量 百分之五 increase"]),
        ("轻工业在总产值中所占的比重，已由一九六○年的百分之十七上升为一九六五年的百分之二十。",
         ["轻工业在总产值中所占的比重 百分之十七 level", "轻工业在总产值中所占的比重 百分之二十 level"]),
        ("财政用于修路的支出，共占全年支出的12%。", ["财政用于修路的支出 12% level"]),
        ("中学生，2020年有3万人，2021年达到4万人。", ["中学生 3万人 level", "中学生 4万人 level"]),
        ("大豆：达到30万吨，增长5%。", ["大豆 30万吨 level", "大豆 5% increase"]),
        ("在水产方面：比上年增长5%。", []),
        ("产值过百亿企业、国家级园区从无到有，分别达4个、2个。",
         ["产值过百亿企业 4个 level", "国家级园区 2个 level"]),
        # 了 behind the verb, adverbs in front of it
        ("农业总产值达到了80亿元，比上年增长了4%。", ["农业总产值 80亿元 level", "农业总产值 4% increase"]),
        ("煤炭的外运能力将由2018年的70万吨增加到90万吨。",
         ["煤炭的外运能力 70万吨 level", "煤炭的外运能力 90万吨 level"]),
        ("钢产量增加了4万吨，煤增加了5万吨，达到40万吨。",
         ["钢产量 4万吨 increase", "煤 5万吨 increase", "煤 40万吨 level"]),
        ("一九五八年的基本建设投资额，拟定为14亿元，比上年增加了2亿元。",
         ["基本建设投资额 14亿元 level", "基本建设投资额 2亿元 increase"]),
        ("地方支出（扣除补助的部分）为7亿元。", ["地方支出 7亿元 level"]),
        # a rate has no number of people
        ("中学毕业生就业率达到83%，比上年增加6万人。",
         ["中学毕业生就业率 83% level", "中学毕业生就业 6万人 increase"]),
        ("投资比重提高到14%，总额达到17亿元。", ["投资比重 14% level"]),
        # steps on the way count nothing, and are no part of the name
        ("地区生产总值连续迈上3个千亿元台阶、达4200亿元。", ["地区生产总值 4200亿元 level"]),
        # things counted, without what is measured of them; countries, without the verb behind them
        ("河岸陶瓷等5个集群产值已达百亿规模。", ["集群 5个 level"]),
        ("吸引30个国家和地区投资。", ["国家和地区 30个 level"]),
        ("加快推动60个以上亿元级工业项目建设。", ["亿元级工业项目 60个 level"]),
    ],
)  # fmt: skip
def test_what_a_value_is_of(text: str, targets: list[str]) -> None:
    assert said(text) == targets


@pytest.mark.parametrize(
    "text",
    [
        "这项工作成效明显，已由2015年的17%上升到2020年的26%。",
        "其中有6亿亩。",
        "计划由2018年的17%提高到2020年的26%。",
        "这个比重，2018年为17%，2019年达到27%。",
        "它的全部投资额大于限额。",
        "结果分别提高9个、10个和11个百分点。",
    ],
)
def test_what_nobody_can_know_is_not_claimed(text: str) -> None:
    assert said(text) == []


def test_words_that_name_nothing_are_told_in_linear_time() -> None:
    assert is_empty("达到了" * 4000, 0, 12000)
    assert not is_empty("达到了" * 4000 + "桥", 0, 12001)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("省财政安排3亿元，主要用于农村供水改造。", ["农村供水改造 3亿元 level"]),
        ("中央财政拟投入4亿元用于促进就业。", ["就业 4亿元 level"]),
        ("省财政安排5亿元资金，支持节能改造工程。", ["节能改造工程 5亿元 level"]),
        ("今年省财政将安排8亿元，比上年增加1亿元，支持卫生事业改革。",
         ["卫生事业改革 8亿元 level", "卫生事业改革 1亿元 increase"]),
        ("省财政安排9亿元资金支持再就业。", ["再就业 9亿元 level"]),
        ("为加快社会保障体系建设，省财政安排6亿元。", ["社会保障体系建设 6亿元 level"]),
        ("省财政安排3亿元救灾款和7亿元恢复重建资金。", ["救灾款 3亿元 level", "恢复重建资金 7亿元 level"]),
        ("县财政收入达到9亿元，用于民生的占七成。", ["县财政收入 9亿元 level", "民生 七成 level"]),
    ],
)  # fmt: skip
def test_sum_of_a_budget_is_named_by_what_it_is_for(text: str, targets: list[str]) -> None:
    assert said(text) == targets
