"""The division that a body or a title speaks for: 秀洲区人民政府 → 330411, 公安部关于…的通知 → 100000.

Many short names are ordinary words (公安, 平安, 合作, 新民, 朝阳), so a short name alone counts only where it
is a province's or a large city's; another one needs a body or a yearbook behind it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg import places

_LEADING = re.compile(r"^[\s《]*(?:[0-9]{4}年度?)?(?:(?:中共|中国共产党)(?!中央))?")
_MINISTRY = re.compile(
    r"(?:中共中央|中央(?:军委|人民政府|网信|网络安全|宣传部|组织部|统战部|政法委|纪委|编办|文明办|农办)|国务院|国家|全国"
    r"|中华人民共和国|最高人民|中国|海关总署|审计署"
    r"|(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|国土资源|生态环境"
    r"|环境保护|住房和?城乡建设|建设|交通运输|交通|铁道|水利|农业农村|农业|商务|文化和旅游|文化|卫生|退役军人事务"
    r"|应急管理|信息产业|劳动和社会保障|人事|监察)部(?![门队分位署件]))"
)
_SOME_MINISTRY = re.compile(r"[\u4e00-\u9fff]{2,10}部(?:办公厅|[\u4e00-\u9fff]{2,10}司)?(?:[、 \u3000]|$)")
_LOCAL = re.compile(r"(?:省|市|区|县|自治区|州|盟|旗)")
# Full names that are ordinary words as well.
_WORDS = frozenset({"城区", "郊区", "矿区", "东区", "西区", "港口区", "新城区", "城中区", "市中区", "海港区"})
# 合作市场, 平安区域: the class of the division begins a word of its own.
_BROKEN = re.compile(r"市(?:场|值|容)|区(?:域|块|间|划|位|别|分)")
# Provincial capitals and cities of that rank, none of them an ordinary word.
_LARGE = re.compile(
    "石家庄|太原|呼和浩特|沈阳|大连|长春|哈尔滨|南京|苏州|杭州|宁波|合肥|福州|厦门|南昌|济南|青岛|郑州|武汉|长沙|广州|深圳"
    "|南宁|海口|成都|贵阳|昆明|拉萨|西安|兰州|西宁|银川|乌鲁木齐"
)
# 南京路, 海南州: behind a short name, part of another name.
_OTHER = re.compile(r"(?:[东南西北中]?路|大道|街|州)")
_BODY = re.compile(
    r"(?:省|市|区|县|州)委|党委|人民政府|政府|人民代表大会|人大|政协|纪委|(?:统计)?年鉴"
    r"|(?:发改|发展改革|发展和改革|教育|科技|科学技术|经信|经济和信息化|公安|民政|司法|财政|人社|人力资源|自然资源|规划"
    r"|生态环境|住建|住房|交通|水利|农业农村|商务|文化和旅游|文广旅|卫健|卫生健康|应急管理|审计|市场监督|市场监管|统计|医保"
    r"|医疗保障|国资|林业|税务)[\u4e00-\u9fff]{0,12}?(?:局|委|厅)"
)
_LONGEST = 24
_BEGINNING = 100  # a name remembered must not be a whole text


def place_of(name: str) -> str:
    """Return the code of the division a body or title begins with: the nation's for a national one, "" for none."""
    return _place_of(name[:_BEGINNING])


@lru_cache(maxsize=4096)
def _place_of(name: str) -> str:
    name = _LEADING.sub("", name)
    if _MINISTRY.match(name):
        return places.NATION
    for end in range(min(len(name), _LONGEST), 1, -1):
        division = places.find(name[:end])
        if division and _names(division, name[:end], name[end:]):
            return division.code
    return places.NATION if _SOME_MINISTRY.match(name) and not _LOCAL.match(name) else ""


def _names(division: places.Division, said: str, following: str) -> bool:
    """Does `said`, which may be the division's name, stand for it where `following` comes behind it?"""
    if said.endswith(division.name):
        return said not in _WORDS and not _BROKEN.match(said[-1] + following[:1])
    if _BODY.match(following):
        return True
    large = division.level == 1 or (division.level == 2 and _LARGE.fullmatch(division.short) is not None)
    return large and not _OTHER.match(following)
