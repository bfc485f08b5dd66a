"""Honours: known titles, and noun phrases that end in a head (示范区, 模范城, 典型案例 …) where someone gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon, places
from kg.extract.candidates import Candidate
from kg.extract.phrases import Phrase, is_generic, phrase_before, without_place
from kg.extract.words import alternatives, grouped, together

_NTH_OF = re.compile(r".{0,4}第\d+[个家座批]")
_NTH = re.compile(r"第[一二三四五六七八九十\d]+[批届]|第[\d一二三四五六七八九十]+")


# What follows a status that is being built, given or counted.
_SOUGHT = re.compile(r"(?:高标准|加快)?(?:创建|建设|认定|名单|培育|遴选|称号|授牌|评选|申报|试点工作|达\d)|[（(]?\d")
_CROWNS = re.compile(r"“[一二三四五六七八九十]+连[冠胜优A]”")
# 新时代“美丽家园”示范小区.
_MODEL = re.compile(
    r"(?:新时代|省级?|国家)?“[^“”]{2,12}”[\u4e00-\u9fff]{0,4}(?:示范|特色|样板)[\u4e00-\u9fff]{0,2}(?:[区县市镇村园校]|小区|街区|基地)"
)
# Sought or won in so many words, whatever the head: 争创国家级无障碍环境区.
_WON = re.compile(
    r"(?:争创|创建|创成|获评|荣获|入选|获批|授予|跻身|认定为|评为|命名为|列为|打造)(?:了|成)?(?:\d+[个家])?(?:全[国省]首[批个]|首[批个])?"
    r"((?:国家级?|全国|省级|全省|自治区级|世界级?)[\u4e00-\u9fffA-Z0-9]{2,18}?(?:[区县市镇村城园校院乡]|基地|中心|集群|企业|平台|项目|工厂|案例|团队|品牌|枢纽))"
    r"(?=创建|[，。；、”\d（]|称号|名单|试点|$)"
)


@together
def _words() -> dict[str, str]:
    return grouped(lexicon.load("honour"), "compound", "name", "head", "status")


@lexicon.compiled
def _evidence() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of levels, and the verbs that an honour is the object of."""
    words = lexicon.load("honour")
    return re.compile(alternatives(words.words("level"))), frozenset(words.words("verb"))


# 江苏（苏南）国际会展中心.
_TWO_PLACES = re.compile(r"[\u4e00-\u9fff]{2,4}（[\u4e00-\u9fff]{2,6}）国[家际]")


# 新作品获国家级科普奖: who has won it is no part of the title.
_GOT = re.compile(r"[^，。；：]{2,14}?获(?:得|评|批)?(?!奖)")


def find_honours(text: str) -> Iterator[Candidate]:
    """Yield the titles and statuses of the folded `text`."""
    level, verbs = _evidence()
    for start, end, group in _words(text):
        if group == "compound":
            continue
        phrase = phrase_before(text, start, built=True)
        first = without_place(text, phrase.start, end)
        if group == "status":
            yield from _status(text, phrase, first, start, end)
            continue
        if text.startswith("新一轮", first):
            first += 3
        if won := _GOT.match(text, first, start):
            first = won.end()
        modifier = text[first:start]
        given = bool(level.match(modifier) or _NTH.match(modifier) or _by_province(text, first, start))
        stop = end + 3 if text[end : end + 3] in ("（区）", "（县）", "（市）") else end
        if group == "name" and not given:
            yield Candidate(start, stop, "Honour", 0.75, "honour name")
        elif given and (group == "name" or len(modifier) >= 2):
            yield Candidate(first, stop, "Honour", 0.75, f"honour {text[start:end]}")
        elif len(modifier) >= 2 and not is_generic(modifier):
            sought = phrase.after in verbs or phrase.counted or _SOUGHT.match(text, stop)
            yield Candidate(first, stop, "Honour", 0.6 if sought else 0.45, f"honour {text[start:end]}")
    for match in _CROWNS.finditer(text):
        first = phrase_before(text, match.start(), built=True).start
        yield Candidate(first, match.end(), "Honour", 0.7, "honour crowns")
    for match in _MODEL.finditer(text) if "”" in text else ():
        yield Candidate(match.start(), match.end(), "Honour", 0.7, "honour model")
    for match in _WON.finditer(text):
        yield Candidate(match.start(1), match.end(1), "Honour", 0.65, "honour won")


def _status(text: str, phrase: Phrase, first: int, head: int, end: int) -> Iterator[Candidate]:
    """Yield the body or site in `first:end` whose level is a status that is sought, won or counted."""
    level, verbs = _evidence()
    if nth := _NTH_OF.match(text, first, head):
        first = nth.end()
    given = level.match(text, first, head) or _by_province(text, first, head)
    sought = phrase.after in verbs or phrase.counted or _SOUGHT.match(text, end)
    if given and sought and text[end : end + 1] not in ("级", "区"):
        yield Candidate(first, end, "Honour", 0.66, f"honour {text[head:end]}")


def _by_province(text: str, start: int, end: int) -> bool:
    """Does the full name of a province, or a place with another in brackets, stand at the head of `start:end`?"""
    division = next((d for n in range(3, 9) if start + n < end and (d := places.find(text[start : start + n]))), None)
    if division is not None and division.level == 1 and text.startswith(division.name, start):
        return True
    return _TWO_PLACES.match(text, start, end) is not None
