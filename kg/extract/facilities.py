"""Facilities: known ones, and names that end in a head (大桥, 高铁, 水库 …) with something proper before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon, places
from kg.extract.candidates import Candidate
from kg.extract.phrases import is_generic, phrase_before
from kg.extract.words import grouped, together

# Part of the work that follows the head: 二期, 3号机组, （渝宜段）.
_TAIL = re.compile(
    r"(?:[一二三四五]期(?:工程)?|\d+号机组|（[\u4e00-\u9fff]{1,4}段）|[\u4e00-\u9fff]{2,3}段(?![时落子])|T\d航站楼)"
)
# Plain sorts of works: what stands before the head says its kind, not which one.
_SORT = re.compile(
    r"^(?:现代|新型|大型|重点|高等级|农村|城市|国家|全国|国际|区域|支线|枢纽|城际|市域|普速|高速|普通|地方|跨境|跨海|干线|口岸|"
    r"通用|货运|客运|专业|绿色|智慧|零碳|海上|陆上|分布式|集中式|综合|航空|水上|社区|郊野|主题|文化|体育|全民健身|中小|病险|抽水蓄能|光伏|"
    r"江河|港口|万吨级|大中型|高性能|水系|[一二三四]级|老旧|燃气|水源型|运输|边境|低等级|\d+千伏|租用|河流|主|在用|"
    r"风电|城乡|内河|沿海|沿江|重大|骨干|新建|在建|既有|特色|公共|智能|大|小|省际|出省|旅游|产业|过江|高原|等级|油气|天然气|输油)*$"
)
_VESSEL = re.compile(r"“[^“”]{1,8}”号?[\u4e00-\u9fff]{0,6}(?:船|游轮|邮轮|舰|艇|卫星|客机|平台号)")
# 引甲济乙工程, G331, 104国道.
_CODED = re.compile(
    r"[\u4e00-\u9fff]{2}(?:核电|电厂)\d号机组|[藏疆青甘陇蒙晋陕川滇黔宁][\u4e00-\u9fff]{1}(?:直流|特高压)|引[江黄汉洮淮渭湘][\u4e00-\u9fff]?[济入补]\w(?=[，。；、（）等和工一二三])(?!工程)|引[\u4e00-\u9fff]{1,2}[济入补][\u4e00-\u9fff]{1,2}工程|(?:G|S|\d{3})\d{0,4}(?:国道|省道)(?:复线)?|[GS]\d{2,4}(?=线|高速|通车|公路)"
)
_CODE_HINT = re.compile("[GS引]|机组|直流|特高压|国道|省道")
_LONG = 20
_NUMBER = re.compile(r"\d+(?:余|多)?[个家座项处条]")


@together
def _words() -> dict[str, str]:
    return grouped(lexicon.load("facility"), "compound", "name", "head")


def find_facilities(text: str) -> Iterator[Candidate]:
    """Yield the facilities of the folded `text`."""
    for start, end, group in _words(text):
        if group == "compound":
            continue
        tail = _TAIL.match(text, end)
        stop = tail.end() if tail else end
        if group == "name":
            yield Candidate(start, stop, "Facility", 0.8, "facility name")
            continue
        phrase = phrase_before(text, start, built=True)
        modifier = text[phrase.start : start]
        if (
            phrase.counted
            or _NUMBER.match(text, end)
            or not 2 <= len(modifier) <= _LONG
            or _SORT.match(modifier)
            or is_generic(modifier)
        ):
            continue
        proper = any(modifier.startswith(name) for name in _prefixes(modifier))
        named = end - start == 1 and text[start] == "桥" and len(modifier) <= 4 and phrase.after
        if proper or named or (len(modifier) <= 6 and end - start > 1):
            yield Candidate(phrase.start, stop, "Facility", 0.7 if proper else 0.55, f"facility {text[start:end]}")
    for match in _CODED.finditer(text) if _CODE_HINT.search(text) else ():
        yield Candidate(match.start(), match.end(), "Facility", 0.75, "facility code")
    for match in _VESSEL.finditer(text):
        yield Candidate(match.start(), match.end(), "Facility", 0.7, "facility vessel")


def _prefixes(modifier: str) -> list[str]:
    names = places.names()
    return [modifier[:n] for n in range(2, 6) if modifier[:n] in names]
