"""Programmes without quotation marks: known ones, and noun phrases that end in a head (平台, 行动, 改革 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon, places
from kg.extract.candidates import Candidate
from kg.extract.phrases import is_generic, phrase_before, without_place
from kg.extract.words import together

# Platforms and systems are built, so that a verb before the name is none of it; they are many, so more must
# make them unique, and those that are counted or listed are sorts.
_BUILT = {"platform", "system"}
_SINGLE = {"platform", "system", "project"}
_LEAST = {"platform": 4, "system": 4, "pilot": 4, "scheme": 2, "fund": 2, "reform": 2, "campaign": 2, "project": 2}
_SCORE = {
    "platform": 0.6, "system": 0.55, "pilot": 0.6, "scheme": 0.65, "fund": 0.65, "reform": 0.65, "campaign": 0.7,
    "project": 0.6,
}  # fmt: skip
# Of a head in a table that a user adds.
_LEAST_OTHER, _SCORE_OTHER = 2, 0.6
_WEAK = 0.45
_UNIQUE = 5
_NEAR = 14
_LEAST_MOTTO = 2
# 在线 is a head at the end of a name only, not in 进行在线升级.
_ONLINE = re.compile("[，。；、”）（]|$|等|平台|系统|应用|场景|建设|上线|和|与")
_NUMBER = re.compile(r"\d+(?:余|多)?[个家座项处条]")  # 建成中试服务平台10家: a sort of platforms
_MANAGING = re.compile("管理|信息|服务|预警|资源|审批|导航|监管|调度")
_FOUNDING = {"设立", "组建", "发起", "用好", "、", "成立", "新设", "推动设立", "运营", "做强", "筹建"}
# So many general words in a row are a name after all: 关键核心技术攻坚战.
_PLAIN = 4
# 平安浙江, 数字山东, 林长制.
_SLOGAN = re.compile("(?:平安|健康|美丽|法治|清廉|诚信|信用)|数字|智慧|品质|幸福|书香|善治|智造|文化|宽带")
_OF_COUNTIES = {"平安", "健康", "美丽", "法治", "清廉"}
# A motto that is nothing without what stands before it: 水资源管控“一张图”, 放心消费“百千万”工程.
_MOTTO = re.compile("“(?:一张图|百千万|千百万)”(?:工程|基础数据库|行动)?")
_CENSUS = re.compile(
    "第[一二三四五六七八九十]次(?:全国|全省|青藏)?(?:人口|经济|农业|文物|国土|土壤|污染源|地名|森林)(?:普查|调查)"
)
_CHIEF = re.compile(r"(?:河湖|河库|[河湖林田链路街巷校警库湾滩])长制")


@together
def _words() -> dict[str, tuple[str, str]]:
    words = lexicon.load("programme")
    found: dict[str, tuple[str, str]] = {}
    for group in ("head", "name", "compound"):
        for name, table in words.tables.items():
            if name.partition(".")[0] == group:
                found |= dict.fromkeys(table.words, (group, name.partition(".")[2]))
    return found


def find_programmes(text: str) -> Iterator[Candidate]:
    """Yield the programmes of the folded `text` that stand without quotation marks."""
    for start, end, (group, kind) in _words(text):
        if group == "name":
            yield Candidate(start, end, "Programme", 0.8, "programme name")
        elif group == "head":
            phrase = phrase_before(text, start, built=kind in _BUILT)
            modifier = text[phrase.start : start]
            if modifier.endswith(("和", "与", "及", "、")) or (kind in _SINGLE and phrase.counted) or "“" in modifier:
                continue
            if modifier.startswith("（"):
                continue
            if (kind in _SINGLE or kind == "platform") and _NUMBER.match(text, end):
                continue
            if text[start:end] == "在线" and not _ONLINE.match(text, end):
                continue
            if kind in _BUILT and _in_list(text, phrase.start, end, text[start:end]):
                continue
            plain = is_generic(modifier) and (len(modifier) <= _PLAIN or kind in _SINGLE or text[start:end] == "战略")
            if len(modifier) >= _LEAST.get(kind, _LEAST_OTHER) and not plain:
                first = without_place(text, phrase.start, end)
                score = _score(kind, modifier, phrase.after)
                yield Candidate(first, end, "Programme", score, f"programme {text[start:end]}")
    for match in _MOTTO.finditer(text):
        phrase = phrase_before(text, match.start())
        if match.start() - phrase.start >= _LEAST_MOTTO:
            yield Candidate(phrase.start, match.end(), "Programme", 0.7, "programme motto")
    for match in _CENSUS.finditer(text):
        yield Candidate(match.start(), match.end(), "Programme", 0.8, "programme census")
    for match in _CHIEF.finditer(text):
        yield Candidate(match.start(), match.end(), "Programme", 0.8, "programme 长制")
    for match in _SLOGAN.finditer(text):
        if stop := _place_end(text, match.end(), 3 if match[0] in _OF_COUNTIES else 2):
            yield Candidate(match.start(), stop, "Programme", 0.7, "programme slogan")


def _score(kind: str, modifier: str, after: str) -> float:
    """Return how sure a phrase with a head of `kind` is a name, by what is known of its kind."""
    if kind == "fund" and after not in _FOUNDING:
        return _WEAK
    if kind == "system" and not (len(modifier) >= _UNIQUE and _MANAGING.search(modifier)):
        return _WEAK
    return _SCORE.get(kind, _SCORE_OTHER)


def _in_list(text: str, start: int, end: int, head: str) -> bool:
    """Does the phrase stand in a list of things with the same head, which is how sorts of them are told?"""
    before, behind = text[start - 1 - len(head) : start], text[end : end + _NEAR]
    return before == head + "、" or (behind[:1] == "、" and head in behind)


def _place_end(text: str, start: int, level: int) -> int | None:
    """Return where the short name of a place that starts at `start` ends, None if there is none down to `level`."""
    for end in (start + 3, start + 2):
        place = places.find(text[start:end]) if end <= len(text) else None
        if place and place.level <= level and text[end : end + 1] not in ("省", "市", "县", "区"):
            return end
    return None
