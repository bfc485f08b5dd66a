import doctest

import pytest
from growth import growth_at_most

from kg.extract import extract_document, periods
from kg.extract.periods import Clock, periods_told
from kg.model import Metadata
from kg.read import read_text

EARLY = Clock(2024, 2023)


def told(*texts: str, headings: tuple[tuple[str, ...], ...] = (), status: str = "achieved") -> list[list[str]]:
    paths = headings or ((),) * len(texts)
    found = periods_told(texts, paths, [status] * len(texts), EARLY)  # type: ignore[list-item]
    return [[f"{offset} {period}" for offset, period in one] for one in found]


def test_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(periods)
    assert (result.attempted > 0, result.failed) == (True, 0)


@pytest.mark.parametrize(
    ("opening", "period"),
    [
        ("五年来，新建学校20所。", "2019/2023"),
        ("过去五年，新建学校20所。", "2019/2023"),
        ("——这五年教育更加公平。", "2019/2023"),
        ("各位代表，回顾过去三年，新建学校9所。", "2021/2023"),
        ("“十三五”时期，新建学校20所。", "2016/2020"),
        ("“十三五”以来，新建学校20所。", "2016/2020"),
        ("第三个五年计划期间，新建学校20所。", "1966/1970"),
        ("按照第一个五年计划的规定，新建学校20所。", "1953/1957"),
        ("今后五年，新建学校20所。", "2024/2028"),
        ("一年来，新建学校4所。", "2023"),
        ("刚刚过去的2023年，是不平凡的一年。", "2023"),
        ("2023年，全市新建学校4所。", "2023"),
        ("今年的主要目标是：新建学校5所。", "2024"),
    ],
)
def test_topic_of_a_paragraph_is_the_period_of_what_follows(opening: str, period: str) -> None:
    assert told(opening, "扩建学校6所。") == [[f"0 {period}"], [f"0 {period}"]]


@pytest.mark.parametrize(
    "text",
    [
        "编制“十四五”规划，新建学校5所。",
        "“十四五”规划目标全面完成。",
        "“十四五”期间的学校建设要加快。",
        "2019年，新建学校3所。",
        "2024年某省政府工作报告",
        "这两年办学条件改善。",
        "学校连续五年增加。",
    ],
)
def test_plans_by_name_and_years_in_passing_open_no_stretch(text: str) -> None:
    assert told(text) == [[]]


def test_topic_inside_a_paragraph_holds_from_there_on() -> None:
    text = "一年来，招生3万人。这五年，新建学校20所。扩建6所。"
    assert told(text) == [["0 2023", f"{text.index('这五年')} 2019/2023"]]


def test_topic_far_down_in_a_paragraph_does_not_hold_beyond_it() -> None:
    text = "一年来，招生3万人。" + "办学条件持续改善。" * 30 + "这五年，新建学校20所。"
    assert told(text, "扩建2所。")[1] == ["0 2023"]


def test_heading_names_what_its_section_begins_with() -> None:
    both, year, plan = ("一、“十三五”时期和2023年工作回顾",), ("二、2023年工作回顾",), ("三、“十四五”时期主要任务",)
    found = told("新建学校20所。", "新建4所。", "新建30所。", headings=(both, year, plan))
    assert found == [["0 2016/2020"], ["0 2023"], ["0 2021/2025"]]


def test_new_section_begins_afresh() -> None:
    assert told("五年来，新建学校20所。", "新建4所。", headings=(("一、回顾",), ("二、民生",)))[1] == []


def test_stretch_of_the_past_does_not_hold_for_what_is_planned() -> None:
    [_, later] = periods_told(["五年来，新建学校20所。", "力争新建4所。"], [(), ()], ["achieved", "planned"], EARLY)
    assert later == ()


REPORT = """一、2023年和“十三五”时期工作回顾
一年来，新建学校4所。“十三五”以来，改革不断深化。
五年来，我们着力办好教育。
——教育更加公平。新建学校20所，2023年招生3万人。五年累计招生14万人。
二、2024年重点工作
新建学校5所。
"""


def test_report_tells_of_one_year_of_five_and_of_the_next() -> None:
    document = read_text(REPORT, metadata=Metadata(kind="WorkReport", year=2024))
    assert [(t.value.text, t.period, t.period_basis, t.status) for t in extract_document(document).targets] == [
        ("4所", "2023", "sentence", "achieved"),
        ("20所", "2019/2023", "section", "achieved"),
        ("3万人", "2023", "sentence", "achieved"),
        ("14万人", "2019/2023", "sentence", "achieved"),
        ("5所", "2024", "section", "planned"),
    ]


@pytest.mark.parametrize("unit", ["——", "五年来，", "在", "。这五年，", "各位代表，", "“十四五”"])
def test_topics_are_found_in_linear_time(unit: str) -> None:
    clock = Clock(2024, 2023)
    assert growth_at_most(
        8, lambda n: lambda: periods_told(["。" + unit * n], [()], ["achieved"], clock), 8_000 // len(unit)
    )
