"""Actions: the verb that says what is done to an entity."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growth import growth_at_most

from kg.extract.actions import find_actions
from kg.model import EntityType, Mention

KINDS: dict[str, EntityType] = {
    "P": "Programme", "I": "Institution", "H": "Honour", "F": "Facility",
    "E": "Event", "D": "Document", "R": "Principle", "L": "Place",
}  # fmt: skip


def parse(marked: str) -> tuple[str, list[Mention]]:
    """Return the text and the mentions of a marked text: “{P浙食链}” is a Programme."""
    text, mentions = "", []
    for part in marked.split("{"):
        name, _, rest = part.partition("}") if "}" in part else ("", "", part)
        if name:
            mentions.append(Mention(len(text), len(text) + len(name) - 1, KINDS[name[0]], name[1:]))
            text += name[1:]
        text += rest
    return text, mentions


def verbs_of(marked: str) -> dict[str, str]:
    text, mentions = parse(marked)
    actions = find_actions(text, mentions)
    for action in actions:
        assert text[action.verb.start : action.verb.end] == action.verb.text
        assert text[action.clause.start : action.clause.end] == action.clause.text
        assert action.clause.start <= action.entity.start < action.entity.end <= action.clause.end
    return {action.entity.text: action.verb.text for action in actions}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("依托“{P浙食链}”实施食品安全风险闭环管控", {"浙食链": "依托"}),
        ("加快“{P智安城市}”建设，守牢底线", {"智安城市": "建设"}),
        ("主动作为，迭代升级“{P基层治理四平台}”", {"基层治理四平台": "迭代升级"}),
        ("全面深入推进“{P护苗行动}”", {"护苗行动": "推进"}),
        ("推动“{P渔省心}”落地见效", {"渔省心": "推动"}),
        ("推进{P美丽河湖行动}建设", {"美丽河湖行动": "推进"}),
        ("全力争创“{H无废城市}”", {"无废城市": "争创"}),
        ("扎实推进{H国家生态园林城市}创建", {"国家生态园林城市": "创建"}),
        ("制定出台{D数据条例}", {"数据条例": "制定出台"}),
        ("对标《{D创建标准}》查漏补缺", {"创建标准": "对标"}),
        ("开展“{P银龄}”“{P青苗}”等专项行动", {"银龄": "开展", "青苗": "开展"}),
        ("成功举办{E数字峰会}、{E农博会}和{E龙舟赛}", {"数字峰会": "举办", "农博会": "举办", "龙舟赛": "举办"}),
    ],
)
def test_the_governing_verb_is_found_through_modifiers_and_lists(marked: str, expected: dict[str, str]) -> None:
    assert verbs_of(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{F滨江大桥}建成通车", {"滨江大桥": "建成通车"}),
        ("{F东湖水厂}、{F西湖水厂}等重点项目相继开工", {"东湖水厂": "开工", "西湖水厂": "开工"}),
        ("确保{I区人民医院}二期竣工", {"区人民医院": "竣工"}),
        ("{P医养结合试点}获批", {"医养结合试点": "获批"}),
        ("我区入选{H国家气候适应型城市}", {"国家气候适应型城市": "入选"}),
        ("{E农民画节}在文化馆举行", {"农民画节": "举行"}),
        ("加快{F东湖大桥}改造，完成{F西湖大桥}扩建", {"东湖大桥": "改造", "西湖大桥": "扩建"}),
    ],
)
def test_what_happens_to_a_name_stands_after_it(marked: str, expected: dict[str, str]) -> None:
    assert verbs_of(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "根据《{D食品安全法}》等规定，现通知如下",
        "按照{D实施方案}要求抓好工作",
        "围绕“{P三大行动}”持续发力",
        "通过“{P浙里办}”平台提交",
        "以“{P最多跑一次}”为牵引",
        "“{P一网通办}”首办成功率超过90%",
        "深化改革，{P护苗行动}成效明显",
    ],
)
def test_a_ground_or_a_mere_mention_is_no_object(marked: str) -> None:
    assert verbs_of(marked) == {}


def test_places_and_principles_take_no_verb() -> None:
    assert verbs_of("建设{L秀洲}，坚持{R以人民为中心}") == {}


def test_an_institution_that_acts_is_no_object() -> None:
    assert verbs_of("贯彻落实{I省政府}决策部署，{I市教育局}组织开展{P护苗行动}") == {"护苗行动": "组织开展"}


def test_an_institution_that_is_set_up_is_one() -> None:
    assert verbs_of("成立{I数据集团}，启用{I康养中心}") == {"数据集团": "成立", "康养中心": "启用"}


def test_a_verb_inside_a_name_governs_nothing() -> None:
    assert verbs_of("{P推进质量提升行动}，{P浙食链}") == {}


def test_no_mentions_no_actions() -> None:
    assert find_actions("加快建设", []) == ()


def test_hostile_text_takes_linear_time() -> None:
    def work(times: int) -> Callable[[], object]:
        text = "建设甲，" + "建设甲、" * times
        mentions = [Mention(at + 2, at + 3, "Programme", "甲") for at in range(0, len(text), 4)]
        return lambda: find_actions(text, mentions)

    assert growth_at_most(8, work, 4_000)
