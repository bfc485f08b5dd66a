from decimal import Decimal

import pytest

from kg.extract.quantities import find_quantities


def found(text: str) -> list[tuple[str, str, str | None]]:
    return [(text[q.start : q.end], str(q.number), q.unit) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("新建3.5万公里", ("3.5万公里", "35000", "公里")),
        ("面积9.7766km2", ("9.7766km2", "9.7766", "km2")),
        ("装机2.9亿千瓦", ("2.9亿千瓦", "290000000", "千瓦")),
        ("支出5，960，281，000元", ("5，960，281，000元", "5960281000", "元")),
        ("棉花三百万担", ("三百万担", "3000000", "担")),
        ("支持4000多个项目", ("4000多个", "4000", "个")),
        ("约5万余人", ("5万余人", "50000", "人")),
        ("130万老年人", ("130万", "1300000", None)),
        ("上亿群众", ("上亿", "100000000", None)),
        ("提高2个百分点", ("2个百分点", "2", "pp")),
        ("提高两个百分点", ("两个百分点", "2", "pp")),
        ("增长百分之七点九", ("百分之七点九", "7.9", "%")),
        ("超过三成", ("三成", "30", "%")),
        ("按6折租住", ("6折", "60", "%")),
        ("节约三分之一", ("三分之一", "0.3333", None)),
        ("达到1/3", ("1/3", "0.3333", None)),
        ("超过一半", ("一半", "0.5", None)),
        ("增长1.5倍", ("1.5倍", "1.5", "倍")),
        ("翻一番", ("翻一番", "1", "番")),
        ("实现翻番", ("翻番", "1", "番")),
        ("实现全覆盖", ("全覆盖", "100", "%")),
        ("零增长", ("零", "0", None)),
        ("29微克/立方米", ("29微克/立方米", "29", "微克/立方米")),
        ("1500元/月·人", ("1500元/月·人", "1500", "元/月·人")),
        ("算力14EFlops", ("14EFlops", "14", "EFlops")),
        ("两所大学", ("两所", "2", "所")),
        ("三十一万五千人", ("三十一万五千人", "315000", "人")),
    ],
)
def test_number_and_unit_are_told_apart(text: str, quantity: tuple[str, str, str | None]) -> None:
    assert found(text) == [quantity]


@pytest.mark.parametrize(
    "text",
    [
        "统一部署，万众一心",
        "一个平台",
        "三个方面",
        "第八届大会",
        "PM2.5浓度",
        "T1000碳纤维",
        "形成4+N架构",
        "500千伏线路",
        "2022年",
        "一九八二年",
        "没有数字的一段话",
    ],
)
def test_words_names_and_dates_are_no_quantities(text: str) -> None:
    assert found(text) == []


def test_units_that_begin_other_words_are_none() -> None:
    assert [q.unit for text in ("图1所示", "5部门发文", "迈上1万亿台阶") for q in find_quantities(text)] == [None] * 3


def test_range_has_two_numbers_and_one_span() -> None:
    [quantity] = find_quantities("资助25~30项")
    assert (quantity.number, quantity.upper, quantity.unit) == (25, 30, "项")
    [quantity] = find_quantities("培训3—5万人")
    assert (quantity.number, quantity.upper) == (30000, 50000)
    [quantity] = find_quantities("提高41.7%到86.7%")
    assert (quantity.number, quantity.upper) == (Decimal("41.7"), Decimal("86.7"))


def test_percentage_points_of_a_list_are_written_once() -> None:
    points = find_quantities("分别快于全国3.4个、1个百分点")
    assert [(q.number, q.unit) for q in points] == [(Decimal("3.4"), "pp"), (1, "pp")]
    assert [q.unit for q in find_quantities("新建3个、改建1个项目，提高1个百分点")] == ["个", "个", "pp"]


def test_from_one_value_to_another_is_no_range() -> None:
    assert [q.number for q in find_quantities("从10万元至15万元")] == [100000, 150000]


@pytest.mark.parametrize("text", ["1" * 400 + "个", "九" * 400, "1," * 5000, "1." * 5000, "三分之" * 5000, "万" * 5000])
def test_long_runs_are_no_numbers_and_no_errors(text: str) -> None:
    assert all(len(text[q.start : q.end]) < 40 for q in find_quantities(text))
