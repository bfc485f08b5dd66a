"""Names that mean something else in each place (高新区, 火车站, 第三届运动会), and names that tell their own.

The words are those of the lexicon `relative`.  All functions take folded names without quotes.
"""

from __future__ import annotations

import re

from kg import places
from kg.lexicon import compiled, load

_LONGEST = 16
_DIVISION = tuple("省市区县州盟旗")
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+(?=[^届次])")
_WHOLE = re.compile(r"(?:全|本|我|该)(自治区|省|市|区|县|州|盟|旗)")
_PERIOD = re.compile(
    r"(?:19|20)\d\d(?=年|[-—~至](?:19|20)\d\d)|十[一二三四五六](?:五|·五)|第十[一二三四五六]?个五年|[三五]年(?:行动|规划|计划|攻坚)"
)
_NUMBERED = re.compile(r"〔\d{4}〕.{0,3}\d+号$")
_OWN_PLACES = ("region", "locality", "nature", "country", "city")


@compiled
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(table.words) for name, table in load("relative").tables.items()}


@compiled
def _ends() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in _words().items()}


@compiled
def own_places() -> frozenset[str]:
    """Return the places besides the divisions that are known by their name alone (长三角, 中关村)."""
    lexicon = load("place")
    return frozenset(word for group in _OWN_PLACES for word in lexicon.words(group))


@compiled
def _own_places_by_start() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(own_places()):
        if len(word) > 2:
            found[word[:2]] = (*found.get(word[:2], ()), word)
    return found


@compiled
def _events() -> tuple[str, ...]:
    return load("event").words("name")


def whole(name: str) -> str:
    """Return the level word of a name that means all of a division (全区, 我市); "" for any other."""
    found = _WHOLE.fullmatch(name)
    return found[1] if found else ""


def tells_place(name: str, place: str = "", *, anywhere: bool = False) -> bool:
    """Does the name begin with (`anywhere`: hold) the name of one known place, or of the nation or the world?

    苏州工业园区 does; 解放路 does not, though 解放 is a district, nor does 朝阳公园: there are several.
    """
    starts = range(len(name) - 1) if anywhere else (0,)
    return any(_told_at(name, start, place) for start in starts)


def _told_at(name: str, start: int, place: str) -> bool:
    words = _words()
    if name.startswith(_ends()["nation"], start):
        return True
    if name.startswith(_own_places_by_start().get(name[start : start + 2], ()), start):
        return True
    for end in range(min(len(name), start + _LONGEST), start + 1, -1):
        head = name[start:end]
        if head in places.names() and head not in words["ordinary"] and (division := places.find(head, place)):
            # Inside a title only what is no word of two characters by chance.
            return start == 0 or len(head) > 2 or division.level < 3
    return False


def of_namesakes(name: str, place: str) -> bool:
    """Is the name, or its head, the full name of divisions of which none can be told to be meant (鼓楼区教育局)?"""
    for end in range(min(len(name), _LONGEST), 2, -1):
        if name[end - 1] in _DIVISION and name[:end] in places.names():
            return places.find(name[:end], place) is None
    return False


def is_place(name: str) -> bool:
    """Does every division have a place called so (高新区, 市区)?"""
    return name in _words()["place"]


def is_local_place(name: str) -> bool:
    """Is the name one that places elsewhere have, too, by its end (城关镇, 中心村, 解放路)?"""
    return name not in own_places() and name.endswith(_ends()["place-head"])


def is_site(name: str) -> bool:
    """Is the name that of a work or site that many places have (火车站, 人民公园, 第一水厂, 解放路)?"""
    bare = _ORDINAL.sub("", name, count=1)
    if bare != name or bare in _words()["facility"]:
        return True
    starts = _ends()["facility-start"]
    if name.startswith(starts) and len(name) <= 6 and not any(level in name[2:] for level in "省市区县"):
        return True
    return name.endswith(_ends()["street"]) and not name.endswith(_ends()["through"])


def is_institution(name: str) -> bool:
    """Does the name end like a body that every place has (派出所, 供电公司)?"""
    return name.endswith(_ends()["institution"])


def is_event(name: str) -> bool:
    """Does the name end like a meeting or games that every place holds, and like none that is known by its name?"""
    return name.endswith(_ends()["event"]) and not name.endswith(_events())


def is_title(name: str) -> bool:
    """Is the title that of a plan or report of a period (2022年…, “十四五”…), or one that every place has?"""
    if _NUMBERED.search(name):
        return False
    return bool(_PERIOD.search(name)) or any(word in name for word in _words()["document"])


def is_national_formula(name: str) -> bool:
    """Is the formula one of the nation (三农), which means the same everywhere?"""
    return name in _words()["formula"]
