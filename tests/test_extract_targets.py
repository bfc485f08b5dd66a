import doctest
import importlib
from pathlib import Path

import pytest
from growth import growth_at_most
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.frames import Frame
from kg.extract.targets import find_targets
from kg.folding import fold
from kg.model import Mention, Target

PLANNED = Frame(
    status="planned", year=2022, period="2022", period_basis="document", area="330411", area_basis="document"
)
ACHIEVED = Frame(status="achieved", year=2022, period="2022", period_basis="document")


def read(text: str, frame: Frame = PLANNED) -> list[Target]:
    return list(find_targets(fold(text), (), frame))


def said(text: str) -> list[str]:
    """Return the targets of a text as lines: indicator, comparator, number (and upper number), unit, change."""
    return [
        f"{t.indicator.text} {t.comparator} {t.number}{'' if t.upper is None else f'—{t.upper}'} {t.unit} {t.change}"
        for t in read(text)
    ]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        # the indicator in front
        ("城镇新增就业人数1.6万人以上。", ["城镇新增就业人数 >= 16000 人 level"]),
        ("全区养老保险参保率达97%以上，医疗保险参保率保持在99%以上。",
         ["养老保险参保率 >= 97 % level", "医疗保险参保率 >= 99 % level"]),
        ("城镇调查失业率控制在5.5%以内。", ["城镇调查失业率 <= 5.5 % level"]),
        ("地区生产总值增长6%左右。", ["地区生产总值 ~ 6 % increase"]),
        ("居民消费价格涨幅2%左右。", ["居民消费价格涨幅 ~ 2 % level"]),
        ("单位能耗下降3%。", ["单位能耗 = 3 % decrease"]),
        ("研发投入占生产总值比重提高到2.8%。", ["研发投入占生产总值比重 = 2.8 % level"]),
        ("高新技术企业突破500家。", ["高新技术企业 > 500 家 level"]),
        ("容积率不低于1.2。", ["容积率 >= 1.2 None level"]),
        ("建设周期不超过24个月。", ["建设周期 <= 24 个月 level"]),
        ("完成投资20亿元，增长8%。", ["投资 = 2000000000 元 level", "投资 = 8 % increase"]),
        # the indicator behind
        ("建成10家示范型儿童之家。", ["示范型儿童之家 = 10 家 level"]),
        ("启用春晖幼儿园等4所幼儿园。", ["幼儿园 = 4 所 level"]),
        ("覆盖80%以上的村卫生室。", ["村卫生室 >= 80 % level"]),
        ("惠及130万老年人。", ["老年人 = 1300000 None level"]),
        ("遴选50个具有代表性的试点项目，形成经验。", ["试点项目 = 50 个 level"]),
        ("攻克30项关键技术。", ["关键技术 = 30 项 level"]),
        # 新增 as a verb and inside a noun; verbs of loss
        ("新增停车位5000个。", ["停车位 = 5000 个 increase"]),
        ("淘汰落后的水泥产能50万吨、炼铁产能30万吨。",
         ["水泥产能 = 500000 吨 decrease", "炼铁产能 = 300000 吨 decrease"]),
        # lists
        ("钢产量、铁产量分别增长5%、6%。", ["钢产量 = 5 % increase", "铁产量 = 6 % increase"]),
        ("城乡低保标准分别提高13%和17%。", ["城乡低保标准 = 13 % increase", "城乡低保标准 = 17 % increase"]),
        ("肉产量、奶产量分别稳定在310万吨和750万吨左右。",
         ["肉产量 ~ 3100000 吨 level", "奶产量 ~ 7500000 吨 level"]),
        ("出口额和进口额均增长3倍以上。", ["出口额 >= 3 倍 increase", "进口额 >= 3 倍 increase"]),
        ("选育90名国家级人才、150名省级人才。", ["国家级人才 = 90 名 level", "省级人才 = 150 名 level"]),
        # comparisons
        ("专利授权量达到300件，是2015年的5.1倍。", ["专利授权量 = 300 件 level", "专利授权量 = 5.1 倍 level"]),
        ("生产总值增长6%，高于全国1.2个百分点。", ["生产总值 = 6 % increase", "生产总值 = 1.2 pp increase"]),
        ("参保率达到95%，比上年提高2个百分点。", ["参保率 = 95 % level", "参保率 = 2 pp increase"]),
        # fractions, multiples, nil and all
        ("超过一半人口居住在城镇。", ["人口 > 0.5 None level"]),
        ("居民收入翻一番。", ["居民收入 = 1 番 increase"]),
        ("死亡事故零增长。", ["死亡事故 = 0 None increase"]),
        ("实现卫生镇全覆盖。", ["卫生镇 = 100 % level"]),
        ("限制措施全部取消。", ["限制措施 = 100 % decrease"]),
        # sums that a rule sets
        ("对入选企业给予最高300万元的资金补助。", ["资金补助 <= 3000000 元 level"]),
        ("推出最高600万元住房补贴、80万元生活补贴。", ["住房补贴 <= 6000000 元 level", "生活补贴 <= 800000 元 level"]),
        ("按照一类人才30万元、二类人才20万元标准给予安家奖励。",
         ["安家奖励 = 300000 元 level", "安家奖励 = 200000 元 level"]),
        ("每年给予5万元、3万元学费补助。", ["学费补助 = 50000 元 level", "学费补助 = 30000 元 level"]),
        ("营业额达10亿元（含）以上。", ["营业额 >= 1000000000 元 level"]),
        # a verb that goes on, a total, a clause that only moves
        ("新增公路6万公里，其中高速公路1万公里。", ["公路 = 60000 公里 increase", "高速公路 = 10000 公里 increase"]),
        ("财政收入增长4%，总量突破1900亿元。", ["财政收入 = 4 % increase", "财政收入 > 190000000000 元 level"]),
        ("原油产量继续增长，达到2亿吨。", ["原油产量 = 200000000 吨 level"]),
        # a threshold inside a noun counts nothing
        ("超亿元项目78个。", ["超亿元项目 = 78 个 level"]),
        ("拟资助项目25~30项。", ["项目 range 25—30 项 level"]),
    ],
)  # fmt: skip
def test_indicator_and_value_are_joined(text: str, targets: list[str]) -> None:
    assert said(text) == targets


@pytest.mark.parametrize(
    "text",
    [
        "第八届艺术节于2022年8月10日举行。",
        "五镇两街道推进“4+N”架构和“152”体系。",
        "根据第12条，联系电话0573-82720000。",
        "应在20个工作日内办结。",
        "未满18周岁的申请人除外。",
        "《规划（2021—2025年）》已经印发。",
        "连续5年位居前10名。",
        "共分八个部分，有三个方面。",
        "建设500千伏线路。",
        "全市上下团结一心。",
        "",
    ],
)
def test_ordinals_dates_names_and_deadlines_are_no_targets(text: str) -> None:
    assert said(text) == []


def test_a_mark_alone_is_no_indicator() -> None:
    names = [target.indicator.text for target in find_targets("支持“千人计划”“万人计划”等引才。", (), PLANNED)]
    assert all(any(map(str.isalnum, name)) for name in names)


def test_number_inside_a_name_is_no_target() -> None:
    text = "推进千村示范万村整治工程和100亿项目库建设。"
    name = Mention(text.index("100"), text.index("建设"), "Programme", "100亿项目库")
    assert find_targets(text, (name,), PLANNED) == ()


def test_baseline_and_goal_are_two_statements() -> None:
    first, second = read("贷款额度从10万元提高到15万元。")
    assert [(t.indicator.text, int(t.number), t.status, t.change) for t in (first, second)] == [
        ("贷款额度", 100000, "baseline", "level"),
        ("贷款额度", 150000, "planned", "level"),
    ]


def test_times_of_a_pair_stay_apart() -> None:
    first, second = read("补贴资金由2007年的639亿元增加到2012年的1923亿元。", ACHIEVED)
    assert (first.time.text, second.time.text) == ("2007年", "2012年")  # type: ignore[union-attr]
    assert (first.period, second.period) == ("2007", "2012")


def test_time_frames_the_rest_of_the_sentence_only() -> None:
    first, second, third = read("到2025年，新建学校5所；改建学校6所。扩建学校7所。")
    assert [t.time and t.time.text for t in (first, second, third)] == ["到2025年", "到2025年", None]
    assert [(t.period, t.period_basis) for t in (first, third)] == [("2025", "sentence"), ("2022", "document")]


def test_later_year_is_planned_and_earlier_is_achieved() -> None:
    assert read("到2025年，覆盖率达到90%。", ACHIEVED)[0].status == "planned"
    assert read("2020年，覆盖率达到60%。", ACHIEVED)[0].status == "achieved"


def test_place_in_the_clause_is_the_area() -> None:
    text = "浙江省高新技术企业达到5万家，排名全省第一，参保率达到97%。"
    first, second = find_targets(text, (Mention(0, 3, "Place", "浙江省"),), PLANNED)
    assert (first.area, first.area_basis) == ("330000", "sentence")
    assert (second.area, second.area_basis) == ("330411", "document")


def test_what_is_said_of_another_country_has_no_area_here() -> None:
    text = "而法国的高铁里程达到3千公里。法国帮助建设学校5所。"
    names = (Mention(1, 3, "Place", "法国"), Mention(15, 17, "Place", "法国"))
    assert [(t.area, t.area_basis) for t in find_targets(text, names, PLANNED)] == [
        (None, None),
        ("330411", "document"),
    ]


def test_time_that_a_pair_starts_from_is_not_that_of_its_end() -> None:
    first, second = read("到2020年，参保率由2015年的60%提高到90%。", ACHIEVED)
    assert (first.period, second.period) == ("2015", "2020")


def test_span_tells_when_a_pair_starts_and_ends() -> None:
    targets = read("从2015年到2020年，参保率由60%提高到90%，参保人数增加5万人。", ACHIEVED)
    assert [t.period for t in targets] == ["2015", "2020", "2015/2020"]


def test_area_of_the_document_holds_for_deixis() -> None:
    [target] = read("全区参保率达到97%。")
    assert (target.area, target.area_basis) == ("330411", "document")


def test_binding_targets_are_marked() -> None:
    assert [t.binding for t in read("能耗强度下降13%（约束性），生产总值增长6%（预期性）。")] == ["binding", "expected"]


def test_spans_quote_the_text_and_the_clause_holds_them() -> None:
    text = fold("今年，新建学校5所，参保率达到97%以上，比上年提高2个百分点；完成投资20亿元。")
    targets = find_targets(text, (), PLANNED)
    assert len(targets) == 4
    for target in targets:
        for span in (target.indicator, target.value, target.clause, target.time):
            assert span is not None
            assert text[span.start : span.end] == span.text
        assert target.clause.start <= target.value.start
        assert target.value.end <= target.clause.end


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,234",
        "完成投资5亿元、建成10所学校和",
        "“5个",
        "（增长5%",
        "1-",
        "三分之",
        "2025年",
        "增长5%",
        "比",
        "由",
        "万",
        "1.",
        "的",
    ],
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    assert growth_at_most(8, lambda n: lambda: find_targets(piece * n, (), PLANNED), 8_000 // len(piece))


def test_number_of_four_hundred_digits_is_no_target() -> None:
    assert said("投资达到" + "9" * 12 + "万元。") != []
    assert said("投资达到" + "9" * 400 + "万元。") == []
    assert said("投资达到" + "9" * 400 + "万元，增长5%。") == []


@given(st.text("增长达到0123456789.,%万亿个元年由从至—、，。；（）“”的和比分别一二三十百千零点多余以上", max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    folded = fold(text)
    for target in find_targets(folded, (), ACHIEVED):
        assert folded[target.value.start : target.value.end] == target.value.text


@pytest.mark.parametrize("module", ["numerals", "quantities", "indicators", "sharing", "targets"])
def test_examples_in_the_docstrings_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"kg.extract.{module}"))
    assert result.attempted > 0
    assert result.failed == 0


def test_seed_page_has_its_fifteen_targets(shared: Path) -> None:
    from kg.extract import extract_document
    from kg.read import read_document

    [path] = (p for p in (shared / "seed").glob("*.txt") if "reading-order" not in p.name)
    targets = extract_document(read_document(path)).targets
    assert [(t.comparator, str(t.number), t.unit) for t in targets] == [
        ("=", "50", "%"), ("=", "4", "所"), (">=", "40", "%"), ("=", "3", "个"), ("=", "100", "%"),
        (">=", "16000", "人"), (">=", "97", "%"), (">=", "99", "%"), ("=", "10", "家"), ("=", "2000", "元"),
        (">=", "66", "%"), ("=", "100", "%"), ("=", "12", "项"), ("=", "0", None), ("=", "100", "%"),
    ]  # fmt: skip
    assert {(t.period, t.period_basis, t.area, t.area_basis) for t in targets} == {
        ("2022", "document", "330411", "document")
    }
