"""Documents: titles, numbers, standards, laws and plans, quoted or not."""

from __future__ import annotations

import pytest
from growth import growth_at_most

from kg.extract.documents import find_documents
from kg.extract.resolve import resolve
from kg.folding import Folded, fold


def names(text: str) -> list[str]:
    """The documents of a paragraph as the resolver leaves them."""
    return [m.text for m in resolve(fold(text), find_documents(fold(text)))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "根据《中华人民共和国预算法》《甲市发展规划（2021-2025年）》",
            ["中华人民共和国预算法", "甲市发展规划（2021-2025年）"],
        ),
        ("印发《关于修订〈甲办法〉的通知》。", ["关于修订〈甲办法〉的通知"]),
        ("转发《关于印发《甲方案》的通知》", ["关于印发《甲方案》的通知"]),
        ("《甲计划（国发〔2017〕35号）》", ["甲计划", "国发〔2017〕35号"]),
        ("未闭合的《甲乙丙，其余照常。", []),
        ("刊于《湖州日报》。", []),
    ],
)
def test_titles_stand_in_brackets(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（浙政发〔2021〕8号）", "浙政发〔2021〕8号"),
        ("（国办发[2020]1号）", "国办发[2020]1号"),
        ("根据建市〔2020〕60号文件", "建市〔2020〕60号"),
        ("（三方控股〔2021〕第37号）", "三方控股〔2021〕第37号"),
        ("许可证号：国核安证字Z（22）15号", "国核安证字Z（22）15号"),
        ("（工厅发〔2011〕567 号）", "工厅发〔2011〕567号"),
        ("（国务院令第743号）", "国务院令第743号"),
        ("符合GB/T 40429-2021的要求", "GB/T 40429-2021"),
        ("通过ISO 9001认证", "ISO 9001"),
        ("《全球伙伴协定》（CPTPP）", "CPTPP"),
    ],
)
def test_numbers_and_standards_are_spans_of_their_own(text: str, expected: str) -> None:
    assert expected in names(text)


def test_a_span_is_carried_back_through_stray_spaces() -> None:
    text = "为落实《 甲 乙 规 划 纲 要》（甲发〔2011〕5 号）"
    folded = Folded(text)
    spans = [folded.unfold(c.start, c.end) for c in find_documents(folded.text)]
    assert "甲 乙 规 划 纲 要" in [text[a:b] for a, b in spans]
    assert "甲发〔2011〕5 号" in [text[a:b] for a, b in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("顺利完成“十三五”规划，编制“十四五”规划纲要。", ["“十三五”规划", "“十四五”规划纲要"]),
        ("衔接数字水乡“十四五”专项规划。", ["数字水乡“十四五”专项规划"]),
        ("“十四五”时期，规划建设新城。", []),
        ("按照宪法和民法典规定，遵守安全生产法律法规。", ["宪法", "民法典"]),
        ("向大会作政府工作报告。", ["政府工作报告"]),
        ("落实太湖流域生态保护和高质量发展规划。", ["太湖流域生态保护和高质量发展规划"]),
        ("推出“引才二十条”。", ["引才二十条"]),
    ],
)
def test_plans_and_laws_by_their_short_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出台全民阅读促进条例、古树名木保护管理办法。", ["全民阅读促进条例", "古树名木保护管理办法"]),
        ("制定出台低空经济发展实施方案，加快建设。", ["低空经济发展实施方案"]),
        ("制定相关政策措施，出台一系列实施方案。", []),
        ("制定实施方案。", []),
        ("各地要落实工作方案。", []),
    ],
)
def test_titles_behind_a_verb_of_making(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("《", 20_000),
        ("《甲", 15_000),
        ("《甲《乙》", 6_000),
        ("制定", 15_000),
        ("甲〔2020〕", 6_000),
        ("正面清单", 6_000),
        ("管理", 20_000),
    ],
)
def test_hostile_text_takes_linear_time(unit: str, times: int) -> None:
    assert growth_at_most(8, lambda n: lambda: list(find_documents(unit * n)), times)
