"""Names: typed by their form and by what stands around them; spans as the guidelines want them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from growth import growth_at_most
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names import Known, find_mentions, survey
from kg.extract.quotes import read_quotes
from kg.model import Mention

# «…» marks a name, with its type before the bar: 依托“«Programme|浙食链»”.
MARKED = re.compile(r"«(\w+)\|([^»]+)»")


def parse(marked: str) -> tuple[str, set[tuple[str, str, int]]]:
    """Return the text without the marks, and type, name and offset of each."""
    text, found, last = "", set(), 0
    for match in MARKED.finditer(marked):
        text += marked[last : match.start()]
        found.add((match[1], match[2], len(text)))
        text += match[2]
        last = match.end()
    return text + marked[last:], found


def known_in(*paragraphs: str) -> Known:
    return survey((paragraph, read_quotes(paragraph)) for paragraph in paragraphs)


def read(text: str, *others: str) -> set[tuple[str, str, int]]:
    """What is found in a paragraph of a document with these others."""
    mentions, _ = find_mentions(text, known_in(text, *others))
    return {(m.type, m.text, m.start) for m in mentions}


PROGRAMMES = [
    "依托“«Programme|蓝海通»”平台开展监测。",
    "全面落实“«Programme|双减»”政策，规范校外培训。",
    "实施“«Programme|春雨行动»”，帮扶困难家庭。",
    "上线“«Programme|云上办»”“«Programme|掌中审»”等应用场景。",
    "加快实施«Programme|海洋科技创新能力提升行动»。",
    "打赢«Programme|农村黑臭水体治理攻坚战»。",
    "推动«Programme|全民健身进社区计划»落地。",
    "加快建设«Programme|智慧渔港综合管理信息平台»。",
    "深化«Programme|农村承包地三权分置改革»。",
    "高质量共建“«Programme|一带一路»”。",
    "全面推行«Programme|林长制»。",
    "打好«Programme|关键核心技术攻坚战»。",
    "（一）«Programme|乡村物流提质增效行动»",
    "实施«Programme|绿色建材推广行动»。",
    "«Programme|国有林场改革深化提升行动»圆满收官。",
    "聘任专家，同时开展«Programme|渔船安全隐患整治行动»。",
]
HONOURS = [
    "争创“«Honour|全国绿化模范城市»”。",
    "成功创建«Honour|国家生态文明建设示范区»3个。",
    "荣获“«Honour|中国人居环境范例奖»”。",
    "获评«Honour|国家级慢性病综合防控示范区»。",
    "新增«Honour|制造业单项冠军企业»5家。",
    "争创«Honour|国家级无障碍出行县»，提升服务水平。",
    "«Honour|绿色低碳转型示范区»加快建设。",
    "获批«Honour|国家深海装备技术创新中心»。",
    "新增«Honour|省级现代农业产业园»3个。",
    "建设茶叶集散市场和5个«Honour|国家先进制造业集群»。",
    "建设«Honour|江苏（苏南）国际科技创新中心»。",
    "«Institution|江苏省女篮代表团»勇夺«Honour|全国联赛冠军»。",
    "入选«Honour|云南省金牌旅游村»。",
]
PRINCIPLES = [
    "增强“«Principle|四个意识»”、坚定“«Principle|四个自信»”、做到“«Principle|两个维护»”。",
    "坚持以«Principle|习近平新时代中国特色社会主义思想»为指导。",
    "按照“«Principle|政府引导、市场运作、群众参与»”的原则推进。",
    "坚持“«Principle|先立后破»”的原则。",
    "学习«Principle|邓小平新时期军队建设思想»。",
]
EVENTS = [
    "举办«Event|第三届运河龙舟文化节»。",
    "全面贯彻«Event|党的二十大»和«Event|二十届二中、三中全会»精神。",
    "成功举办«Event|数字丝路国际合作高峰论坛»。",
    "自«Event|第八届全国人民代表大会第一次会议»以来。",
    "召开«Event|市十六届人大三次会议»。",
    "组织«Event|自治州成立70周年庆祝活动»。",
]
FACILITIES = [
    "建成«Facility|杭州湾跨海大桥»。",
    "新建扩建«Facility|清溪水库»。",
    "科考船“«Facility|雪龙2号»”启航。",
    "«Facility|青藏铁路»全线通车。",
    "用好«Facility|国家超级计算苏州中心»。",
    "«Facility|上海港»成为世界大港。",
]
NOTHING = [
    "打通政务服务“最后一公里”。",
    "坚决防止“一刀切”。",
    "“十四五”时期是关键阶段。",
    "他说：“这件事办得很好，群众满意。”",
    "“晨露”牌西瓜远销外地。",
    "点击“提交申请”按钮。",
    "推进各项改革，建设信息平台。",
    "实施一批重点项目和重大工程。",
    "发展平台经济，坚持改革开放。",
    "开展生态环境保护。",
    "新建农机共享服务平台10家。",
    "改造万吨级码头6座。",
    "确保车辆进行在线升级时安全。",
    "做强“露营经济”，发展新业态。",
    "粮食产量实现“八连增”。",
]


@pytest.mark.parametrize("marked", PROGRAMMES + HONOURS + PRINCIPLES + EVENTS + FACILITIES)
def test_name_has_its_type_and_its_span(marked: str) -> None:
    text, expected = parse(marked)
    assert read(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_plain_words_and_figures_of_speech_are_no_names(text: str) -> None:
    assert read(text) == set()


def test_a_defined_name_is_known_again_without_quotation_marks() -> None:
    quoted = "开发“数智清风在线”应用。"
    assert known_in(quoted).types == {"数智清风在线": "Programme"}
    assert read("数智清风在线覆盖全部村社。", quoted) == {("Programme", "数智清风在线", 0)}


def test_the_surest_reading_of_a_quoted_name_holds_everywhere() -> None:
    assert read("把握“甲乙并进”。", "按照“甲乙并进”的原则。") == {("Principle", "甲乙并进", 3)}


def test_quoted_strings_without_a_type_are_doubts() -> None:
    mentions, doubts = find_mentions("具备“问东问西”功能。")
    assert mentions == ()
    assert [(d.span.text, d.suggestion) for d in doubts] == [("问东问西", None)]


def test_the_bare_object_of_a_verb_is_a_doubt() -> None:
    mentions, doubts = find_mentions("抓好“晨钟暮鼓”，")
    assert mentions == ()
    assert [(d.span.text, d.suggestion) for d in doubts] == [("晨钟暮鼓", "Programme")]


@pytest.mark.parametrize(
    ("unit", "end"), [("支持甲乙、", "等龙头企业"), ("“甲”获奖", ""), ("建设杭州（", ""), ("国家和推进", "")]
)
def test_hostile_text_takes_linear_time(unit: str, end: str) -> None:
    def work(times: int) -> Callable[[], object]:
        text = unit * times + end
        return lambda: find_mentions(text, known_in(text))

    assert growth_at_most(8, work, 4_000)


def test_weak_candidates_are_doubts_with_a_suggestion() -> None:
    _, doubts = find_mentions("走进乡村治理示范区。")
    assert [(d.span.text, d.suggestion) for d in doubts] == [("乡村治理示范区", "Honour")]


WORDS = (
    "实施 推进 建设 行动 平台 工程 示范区 大会 大桥 国家 杭州 第三届 10个 改革 试点 二十届 中全会 林长制 平安 号 连冠"
)
PIECES = st.sampled_from([*"“”《》（），、。的和 A🦊é", *WORDS.split()])


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join)))
def test_mentions_reproduce_their_text_and_do_not_overlap(text: str) -> None:
    mentions, doubts = find_mentions(text, known_in(text))
    spans = sorted(
        [(m.start, m.end, m.text) for m in mentions] + [(d.span.start, d.span.end, d.span.text) for d in doubts]
    )
    assert all(text[start:end] == quote for start, end, quote in spans)
    assert all(isinstance(m, Mention) for m in mentions)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
