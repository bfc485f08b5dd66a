"""Names of public bodies unfolded: whose body, and which one (区卫健局 in Xiuzhou: 330411, 卫生健康局).

1. A level word (省, 市, 区, 县) or the full name of a division at the head of a name tells the jurisdiction.
   Short names of divisions do not (上海大学 is no university of the municipality).
2. The rest is unfolded by the table `body` of the lexicon `abbreviation`: 发改委 is 发展和改革委员会,
   委编办 (the party committee's) is 委机构编制委员会办公室, and a bare 委 is the committee itself.
3. A name without such a head is a body of the nation (table `nation`), or one that every division has: then the
   document's own (检察院), and nobody's that could be told where the document has no place; what is neither
   keeps its own name, and no jurisdiction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg import places
from kg.lexicon import compiled, load
from kg.link.relative import is_institution, of_namesakes, tells_place

COMMITTEE = "中共委员会"
_LONGEST = 24
_LEVELS = ("自治区", "省", "市", "区", "县", "州", "盟", "旗")
_LEVEL = re.compile(rf"(?:本|我|该)?({'|'.join(_LEVELS)})(?=.)")
# 市场监管局, 省级机关, 区块链: the level word is the head of another word.
_NO_LEVEL = re.compile(r"场|级|域|容|块|城|内|外|际|间|民中心|民服务|民之家|政工|政设|政公|政建|政园|花|值|区")
_NO_DIVISION = re.compile(r"场监|场化|级|域|容|内|际|民中心|民服务|民之家|政工|政设|政公|政建|政园")
_LEAGUE = re.compile(r"团(省|市|区|县|自治区|州|盟|旗)委$")
_TOWN = re.compile(
    r"(?:镇|乡(?!镇)|街道|村|社区)|[一-鿿]{1,4}(?:(?:镇|街道).{1,10}$"
    r"|(?:(?<!城)乡|(?<![农乡关])村|社区)(?:党|政府|人民政府|办事处|纪委|人大|卫生|中心|村|居|管理|综合|团|派出所|学校|小学|幼儿园))"
)
_BRANCH = re.compile(r".{0,12}(?:司|局|厅|中心|研究院|研究所|办公室|部|组)$")
# Names without a place that many places have; those of the nation and the world are none of them.
_COMMON = re.compile(
    r"人民(?:医院|法院|检察院|武装部|调解)|(?:中心|中医|中西医|妇幼|实验|第[一二三四五六七八九十]{1,2})[^，]{0,6}(?:院|学|园|站)$"
    r"|(?:老年大学|开放大学|党校|图书馆|博物馆|文化馆|福利院|社会福利|康养中心|联席会议|联席工作|领导小组|专家|办公室|村委会|居委会|党支部|党委|党工委|管委会)"
    r"|(?:总?工会|共青团|社科联|慈善总会|妇联|残联|科协|侨联|文联|工商联)$"
    r"|(?!国|中国|中央|中共|中华|全国|最高|联合国|世界|亚|欧|长江|黄河|珠江)[一-鿿]{1,9}(?:局|厅|委|委员会|办|办公室)$"
)


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A body: the code of its `jurisdiction` ("" where it needs none) and its full `name` there."""

    jurisdiction: str
    name: str


@dataclass(frozen=True, slots=True)
class _Tables:
    """By short name the full one; `central`: by the full name that every division has, the nation's own."""

    nation: dict[str, str]
    body: dict[str, str]
    central: dict[str, str]


@compiled
def _tables() -> _Tables:
    lexicon = load("abbreviation")
    groups: dict[str, dict[str, str]] = {"nation": {}, "body": {}, "central": {}}
    for name, table in lexicon.tables.items():
        group, full = name.split(".", 1)
        groups[group] |= dict.fromkeys(table.words, full)
        if group != "central":
            groups[group][full] = full
    return _Tables(**groups)


def unfold(name: str, place: str = "") -> Unfolded | None:
    """Return whose body `name` (folded, without quotes) is in a document of `place` (a GB/T code or ""), and which.

    None where its jurisdiction cannot be told: it has namesakes (县教育局 in a document without a place).
    """
    tables = _tables()
    if name in tables.nation:
        return Unfolded("", tables.nation[name])
    party = name.startswith("中共") and not name.startswith("中共中央")
    bare = name.removeprefix("中共") if party else name
    if league := _LEAGUE.fullmatch(bare):
        return _of(level(league[1], place), "共青团委员会")
    if of_namesakes(bare, place):
        return None
    code, rest = split(bare, place)
    if rest != bare:
        return _of(code, _body(rest))
    own = "" if place == places.NATION else place
    if _TOWN.match(bare):
        return _of(own, bare)
    if bare in tables.body:
        full = tables.body[bare]
        if place == places.NATION:
            return Unfolded("", tables.central[full]) if full in tables.central else None
        return _of(place, full)
    full = _branch(name, tables.nation)
    if full == name and (_COMMON.match(name) or is_institution(name)) and not tells_place(name, place):
        return _of(own, name)
    return Unfolded("", full)


def _of(jurisdiction: str, name: str) -> Unfolded | None:
    return Unfolded(jurisdiction, name) if jurisdiction else None


def split(name: str, place: str) -> tuple[str, str]:
    """Return the code of the division that a name begins with ("" if none is known) and the rest of the name.

    A level word whose division cannot be told is taken off too: ("", "卫健局") for 区卫健局 of a province.
    """
    if (word := _LEVEL.match(name)) and not _NO_LEVEL.match(name, word.end()):
        return level(word[1], place), name[word.end() :]
    for end in range(min(len(name) - 1, _LONGEST), 1, -1):
        if name[end - 1] not in "省市区县州盟旗国" or _NO_DIVISION.match(name, end):
            continue
        division = places.find(name[:end], place)
        if division and name[:end].endswith(division.name) and division.code != places.NATION:
            return division.code, name[end:]
    return "", name


def level(word: str, place: str) -> str:
    """Return the code of the division of this level (省, 市, 区, 县 …) that `place` is or lies in; "" if none is.

    A county-level city (海宁市) is the 市 of its own documents; a municipality (上海市) is the 市 of its districts'.
    """
    for code in places.lineage(place):
        if code != places.NATION and _class_of(places.divisions()[code]) == word:
            return code
    return ""


def _class_of(division: places.Division) -> str:
    if division.name.endswith("自治区"):
        return "自治区"
    return "县" if division.name.endswith("自治县") else division.name[-1]


def _body(rest: str) -> str:
    """Return the full name of a body of a division: 卫健局, 委编办, or 委 alone, the party committee."""
    if rest in ("委", "党委", "委员会"):
        return COMMITTEE
    body = _tables().body
    if rest in body:
        return body[rest]
    # 人大常委会办公室, 公安局交警支队: the head alone is unfolded.
    for end in range(min(len(rest) - 1, _LONGEST), 1, -1):
        if rest[:end] in body and _BRANCH.fullmatch(rest, end):
            return body[rest[:end]] + rest[end:]
    return rest


def _branch(name: str, nation: dict[str, str]) -> str:
    """Return the name with the ministry at its head unfolded (工信部装备工业司)."""
    for end in range(min(len(name) - 1, _LONGEST), 1, -1):
        if name[:end] in nation and _BRANCH.fullmatch(name, end):
            return nation[name[:end]] + name[end:]
    return name


def short_names(unfolded: Unfolded) -> tuple[str, ...]:
    """Return the short names that unfold to this body, without its division, sorted."""
    tables = _tables()
    table = tables.body if unfolded.jurisdiction else tables.nation
    return tuple(sorted(short for short, full in table.items() if full == unfolded.name and short != full))
