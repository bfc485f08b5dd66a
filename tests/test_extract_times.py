import pytest

from kg.extract.times import find_times, period


def read(text: str, year: int | None = 2022) -> list[tuple[str, str | None]]:
    return [(text[t.start : t.end], period(t, year)) for t in find_times(text, 0, len(text)) if not t.compared]


@pytest.mark.parametrize(
    ("text", "time", "meant"),
    [
        ("到2025年，覆盖率达到90%", "到2025年", "2025"),
        ("2023年底前，建成5所学校", "2023年底前", "2023"),
        ("今年，新建5所学校", "今年", "2022"),
        ("去年底达到83%", "去年底", "2021"),
        ("明年建成", "明年", "2023"),
        ("“十四五”期间年均增长6%", "“十四五”期间", "2021/2025"),
        ("“十四五”末达到50%", "“十四五”末", "2025"),
        ("上半年完成投资5亿元", "上半年", "2022"),
        ("年底前全部完成", "年底前", "2022"),
        ("截至目前，已办理3万件", "截至目前", "2022"),
        ("五年来，累计减贫5万人", "五年来", "2018/2022"),
        ("未来三年内，培训5万人", "未来三年内", "2022/2024"),
        ("2021年上线以来，服务5万人次", "2021年上线以来", "2021/2022"),
        ("2018—2022年实施", "2018—2022年", "2018/2022"),
        ("一九八七年达到55万人", "一九八七年", "1987"),
        ("一九八○年达到55万人", "一九八○年", "1980"),
        ("从2015年到2018年的四年间，减贫5万人", "2015年到2018年的四年间", "2015/2018"),
        ("第六个五年计划期间，新建5所学校", "第六个五年计划期间", "1981/1985"),
        ("今年1到10月新建5所学校", "今年1到10月", "2022"),
    ],
)
def test_times_and_what_they_mean(text: str, time: str, meant: str) -> None:
    assert read(text)[0] == (time, meant)


@pytest.mark.parametrize(
    "text", ["“十四五”规划纲要", "三年行动计划", "比2015年提高5%", "是2020年的3倍", "五年规划", "近十年来首次"]
)
def test_names_and_comparisons_are_no_times(text: str) -> None:
    assert read(text) == []


def test_to_belongs_to_the_verb_in_a_pair() -> None:
    assert [t for t, _ in read("由2007年的6万亿元增加到2012年的17万亿元")] == ["2007年", "2012年"]


def test_relative_time_without_a_year_means_nothing() -> None:
    assert read("今年，新建5所学校", year=None) == [("今年", None)]


@pytest.mark.parametrize(
    ("text", "told", "meant"),
    [
        ("五年来，减贫5万人", "", "2017/2021"),
        ("一年来，减贫5万人", "", "2021"),
        ("五年累计减贫5万人", "2016/2020", "2016/2020"),
        ("近五年减贫5万人", "2016/2020", "2017/2021"),
        ("今后五年，减贫5万人", "2016/2020", "2022/2026"),
        ("本年减贫5万人", "2020", "2020"),
        ("全年减贫5万人", "2020", "2020"),
        ("全年减贫5万人", "2016/2020", None),
        ("全年减贫5万人", "", None),
    ],
)
def test_report_looks_back_on_years_that_are_over(text: str, told: str, meant: str | None) -> None:
    [time] = find_times(text, 0, len(text))
    assert period(time, 2022, 2021, told) == meant
