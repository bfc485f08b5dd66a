"""Places: divisions and chains of them, regions, zones, settlements, rivers and countries.

1. One automaton finds full names, provinces, regions and countries, and the phrases in which such a
   name only seems to stand (隆重庆祝 has no 重庆); a second one finds short names of cities and
   counties in what is left.  Short names that are ordinary words (资源, 和平) count only in a chain.
2. Names without a break between them are one place: 浙江省嘉兴市秀洲区洪合镇.
3. Settlements (…镇, …村) and zones (…高新区) are known by their heads; the name begins at the place
   in front, or at the nearest boundary (`kg.extract.boundaries`).
4. A settlement once named in full (洪合镇) is known by its short name (洪合) in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from kg import lexicon, places
from kg.extract.boundaries import boundaries
from kg.extract.candidates import Candidate
from kg.extract.words import WordFinder, alternatives, together

_HAN = "[\u4e00-\u9fff]"
_LONGEST_ZONE = 24
_ONE = re.compile(r"[京津沪渝冀晋鲁豫鄂湘粤桂琼川黔滇陕陇藏浙皖闽赣](?<=[在来驻入赴离].)(?![剧菜语军津沪东南西北州江])")
_ONES = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇陕甘宁蒙藏港澳台"
_PAIR = re.compile(rf"[{_ONES}](?<=[、，。；在跨和与].)[{_ONES}]{{1,3}}(?=[两三四等]|省际|地区|合作|交界|毗邻|边界)")
_VISITED = re.compile(
    rf"(?<=[来在赴])(?![的自源到看说讲临得不上下中前后里此那这两三几某何同华校职岗场线将本此会家内外押我你他其该各全国省市区县乡镇村城园建研编册营读产]){_HAN}"
    r"(?=召开|创业|创新创|落户|就业|两院|设立|购买|购房|注册|创办|投资|居住|高校|院校|央企)"
)
_RENAMED = re.compile(r"[市县区](?![场域间内外位级长委容民])")
_NO_SETTLEMENT = r"(?![村镇乡级域长愁亲土贤音民庄委落容务规史医道寨支两集貌])"  # 村民, 镇村, 乡级
_BRAND = re.compile(
    r"(?:环|产业|创新|生态|文化|民生|开放|魅力|和谐|好客|美丽|数字|平安|法治|健康|智慧|文明|诚信|幸福|清廉|活力|书香|(?<![创最更高全革])新)$"
)
_FRONT = re.compile(rf"[{_ONES}深穗蓉甬明]{{1,3}}|国家级?|省级|中国|国家超算|国家超级计算")
_BRACKETED = re.compile(rf"（{_HAN}{{2,6}}）(?={_HAN}{{2}})|）(?=国[家际])")  # 江苏（苏南）国际会展中心
_STREET = re.compile(r"[东西南北中]?路(?:\d|[东西南北]段)")
_ABROAD = re.compile(r"(?:侨务|对台|外事)、?(?:[^，。]{0,6})港澳|港澳[^，。]{0,6}(?:侨务|对台|外事)")
_NATURAL = re.compile(r"[^\W\d至到和与及的a-zA-Z]{1,3}[湖江岛山湾](?=[、，。；）等国])")
_SEAT = re.compile(r"县城(?![市乡镇区])")
_COMMAS = frozenset("、和至")
_CLOSING = frozenset("、和等，。；）及")
_SECTION = re.compile(r"（(?:[^（）]{2,6}段|[AB]型)）")
_COUNTED = frozenset("个家处片座批类")
_NUMERAL = re.compile("[一二三四五六七八九十两]")


class Name(NamedTuple):
    """A known name in a text: where it stands, and of what kind."""

    start: int
    end: int
    kind: str  # "full", "short", "weak" (an ordinary word), "region", "country", "city" (abroad)


def find_places(text: str) -> Iterator[Candidate]:
    """Yield the places that `text`, a folded paragraph, names."""
    hits = find_names(text)
    starts = {hit.start for hit in hits}
    inside = _inside(text)
    settlements = find_settlements(text)
    yield from settlements
    yield from (c for c in _chains(hits) if not inside(c))
    yield from _natural(text, hits)
    yield from _zones(text, hits)
    for match in (*_ONE.finditer(text), *_VISITED.finditer(text), *_PAIR.finditer(text)):
        if match.start() not in starts:
            yield Candidate(match.start(), match.end(), "Place", 0.6, "abbreviation")
    yield from _again(text, settlements)


def _inside(text: str) -> Callable[[Candidate], bool]:
    """Return the test whether a place is part of a longer name that is none: 杭州湾大桥, 健康江苏, 云南中路30弄."""
    edges, larger = boundaries(text), _larger()

    def inside(place: Candidate) -> bool:
        if (
            _STREET.match(text, place.end)
            or _BRAND.search(text, max(0, place.start - 2), place.start)
            or _ABROAD.search(text[place.start - 12 : place.end + 12])
        ):
            return True
        if (bracket := _BRACKETED.match(text, place.end)) and larger.search(text, bracket.end(), bracket.end() + 10):
            return True
        match = larger.search(text, place.end, place.end + 12)
        return match is not None and edges.left(match.start()) <= place.start

    return inside


@lexicon.remembered
def find_settlements(text: str) -> tuple[Candidate, ...]:
    """Return the settlements in `text`, with the places in front of them: 秀洲区洪合镇."""
    return tuple(_settlements(text, find_names(text)))


@lexicon.remembered
def find_names(text: str) -> tuple[Name, ...]:
    """Return the names of known places in `text`, in order, not overlapping; words that only look so are left out."""
    edges = boundaries(text)
    hits: list[Name] = []
    taken = bytearray(len(text))
    for start, end, kind in _sure(text):
        taken[start:end] = b"\x01" * (end - start)
        if kind == "county":  # two characters: 范县, but 示范县
            kind = "weak" if _joined(text, start) else "short"
        if kind != "decoy" and not (end - start == 2 and edges.splits(start)):
            hits.append(Name(start, end, kind))
    for start, end, kind in _short(text):
        if not any(taken[start:end]) and not (end - start == 2 and edges.splits(start)):
            hits.append(Name(start, end, kind))
    hits.sort(key=lambda hit: hit.start)
    full = {text[hit.start : hit.end] for hit in hits if hit.kind == "full"}
    for i, hit in enumerate(hits):
        # An ordinary word that the paragraph has in full elsewhere (金东 beside 金东区) is a name.
        if hit.kind == "weak" and any(text[hit.start : hit.end] + suffix in full for suffix in "区县市"):
            hits[i] = Name(hit.start, hit.end, "short")
    return tuple(_listed(text, [_extended(text, hit) for hit in hits]))


def _extended(text: str, hit: Name) -> Name:
    """Return the hit with what belongs to it: 雅鲁藏布江流域; a county that is now a city (宁乡市) or was one."""
    if hit.kind == "short" and (match := _RENAMED.match(text, hit.end)):
        return Name(hit.start, match.end(), "full")
    if hit.kind == "full" and _SEAT.match(text, hit.end - 1):
        return Name(hit.start, hit.end + 1, "full")
    if hit.kind in ("short", "region") and (match := _extent().match(text, hit.end)):
        return Name(hit.start, match.end(), hit.kind)
    return hit


def _listed(text: str, hits: list[Name]) -> list[Name]:
    """Return the hits, ordinary words that stand in a list beside a sure name made sure too: 宝山、金山、浚县."""
    for order in (range(len(hits)), range(len(hits) - 1, -1, -1)):
        for i in order:
            if hits[i].kind != "weak":
                continue
            start, end = hits[i].start, hits[i].end
            after = i + 1 < len(hits) and hits[i + 1].kind != "weak" and text[end : hits[i + 1].start] in _COMMAS
            before = i > 0 and hits[i - 1].kind != "weak" and text[hits[i - 1].end : start] in _COMMAS
            if (after and boundaries(text).left(start) == start) or (before and text[end : end + 1] in _CLOSING):
                hits[i] = Name(start, end, "short")
    return hits


def _joined(text: str, start: int) -> bool:
    """Does the name go on a word in front of it?  示范县 has no 范县."""
    return start > 0 and boundaries(text).left(start) != start


def _chains(hits: Iterable[Name]) -> Iterator[Candidate]:
    """Yield each run of hits without a break as one place, single words that are no names left out."""
    run: list[Name] = []
    for hit in (*hits, None):
        if run and (hit is None or not _linked(run[-1], hit)):
            # A word at the end of a chain is part of it only below a name: 青岛胶州, not 深圳合作.
            while run and run[-1].kind == "weak":
                run.pop()
            while run and run[0].kind == "weak" and len(run) > 1 and run[1].kind != "full":
                run.pop(0)
            if run and any(h.kind != "weak" for h in run):
                kind = "full" if any(h.kind == "full" for h in run) else run[0].kind
                score = {"full": 0.85, "short": 0.75}.get(kind, 0.8)
                yield Candidate(run[0].start, run[-1].end, "Place", score, "name")
            run = []
        if hit is not None:
            run.append(hit)


def _linked(one: Name, next_one: Name) -> bool:
    """Are the two hits parts of one name?  济南 and 黄河流域 beside each other are two."""
    if one.end != next_one.start:
        return False
    divisions = {"full", "short", "weak"}
    if one.kind == "country":
        return next_one.kind in {"city", "full", "short"}
    return {one.kind, next_one.kind} <= divisions and {one.kind, next_one.kind} != {"weak"}


def _settlements(text: str, hits: Sequence[Name]) -> Iterator[Candidate]:
    head, common = _settlement_patterns()
    edges = boundaries(text)
    ends = {hit.end: hit for hit in hits if hit.kind != "weak"}
    chain: Candidate | None = None
    for match in head.finditer(text):
        start, end = match.start(), match.end()
        floor = max(edges.left(start), start - 12)
        anchor = next((e for e in range(start - 2, floor - 1, -1) if e in ends), None)
        if chain and floor <= chain.end < start - 1:
            first, own = chain.start, chain.end
        elif anchor is not None:
            first, own = ends[anchor].start, anchor
        elif start in ends and ends[start].kind != "full":
            first = own = ends[start].start
        else:
            first = own = floor
        while first in ends:
            first = ends[first].start
        sure = first < own or start in ends
        name = text[own:start]
        if (
            not 2 <= len(name) <= (6 if sure else 4 if match[0] in ("村", "街道") else 3)
            or common.search(text, own, end)
            or text[own - 1 : own] in _COUNTED
            or _NUMERAL.match(name)
            or (not sure and (match[0] == "社区" or text[own - 1 : own] == "“" or edges.strip(own, start) > own + 1))
        ):
            continue
        chain = Candidate(first, end, "Place", 0.8 if sure else 0.55, "settlement")
        yield chain


def _natural(text: str, hits: Sequence[Name]) -> Iterator[Candidate]:
    """Yield the lake, island or mountain that stands behind a place: 东兰县坡豪湖."""
    for hit in hits:
        if hit.kind in ("full", "short") and (match := _NATURAL.match(text, hit.end)):
            yield Candidate(hit.start, match.end(), "Place", 0.7, "natural")


def _zones(text: str, hits: Sequence[Name]) -> Iterator[Candidate]:
    head, common, alone, anchored = _zone_patterns()
    edges = boundaries(text)
    names = {hit.start: hit.end for hit in hits if hit.kind != "weak"}
    for match in head.finditer(text):
        start, end = match.start(), match.end()
        floor = max(edges.left(start), start - _LONGEST_ZONE)
        anchor = next((at for at in range(floor, start) if names.get(at, end) <= start), None)
        section = _SECTION.match(text, end)
        end = section.end() if section else end
        # 依托A走廊建设B科学城: the last thing built, where it begins with a place.
        if (built := text.rfind("建设", floor + 2, start)) > 0 and names.get(built + 2, end) <= start:
            floor = built + 2
            anchor = floor
        own = edges.strip(floor, start)
        if text[own - 1 : own] in _COUNTED:
            continue
        if anchor is not None:
            sure = 0.55 if match[0].endswith("示范区") else 0.8
            front = _FRONT.fullmatch(text, own, anchor)
            yield Candidate(own if front else anchor, end, "Place", sure, "zone")
            continue
        if match[0] in anchored:
            continue
        rest = own
        while word := common.match(text, rest, start):
            rest = word.end()
        if start - rest >= 2 and (
            match[0] not in alone or (start - rest <= 4 and text[floor - 1 : floor] in "，。；、）")
        ):
            yield Candidate(own, end, "Place", 0.55, "zone")
        elif own == start and match[0] in alone:
            yield Candidate(start, end, "Place", 0.6, "zone")


def _again(text: str, settlements: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the short names of settlements that the paragraph names in full."""
    stems = {_stem(text, settlement) for settlement in settlements} - {""}
    if not stems:
        return
    edges = boundaries(text)
    for start, end, _ in WordFinder(dict.fromkeys(sorted(stems), None)).find(text):
        if edges.left(end) <= start:
            yield Candidate(start, end, "Place", 0.6, "short-again")


def _stem(text: str, settlement: Candidate) -> str:
    match = re.search(rf"({_HAN}{{2}})[镇乡]$", text[settlement.start : settlement.end])
    return match[1] if match and settlement.score > 0.5 else ""


@together
def _sure() -> dict[str, str]:
    """Sure names and decoys, with their kinds."""
    return _names()[0]


@together
def _short() -> dict[str, str]:
    """Short names of cities and counties, with their kinds."""
    return _names()[1]


def _names() -> tuple[dict[str, str], dict[str, str]]:
    words = lexicon.load("place")
    ambiguous = set(words.words("ambiguous"))
    sure: dict[str, str] = {}
    short: dict[str, str] = {}
    for division in places.divisions().values():
        if division.code == places.NATION:
            continue
        kind = "weak" if division.name in ambiguous else "county" if len(division.name) < 3 else "full"
        sure[division.name] = kind
        name = division.short
        if name != division.name and len(name) > 1:
            kind = "weak" if name in ambiguous else "short"
            (sure if division.level == 1 else short)[name] = kind
    for group, kind in (("region", "region"), ("nature", "region"), ("country", "country"), ("city", "city")):
        sure |= dict.fromkeys(words.words(group), kind)
    sure |= dict.fromkeys(words.words("locality"), "short") | dict.fromkeys(words.words("decoy"), "decoy")
    return sure, short


@lexicon.compiled
def _settlement_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon.load("place")
    return (
        re.compile(rf"(?:{alternatives(words.words('settlement'))}){_NO_SETTLEMENT}"),
        re.compile(f"(?:{alternatives(words.words('settlement-common'))})$"),
    )


@lexicon.compiled
def _larger() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon.load("place").words("larger")))


@lexicon.compiled
def _extent() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(lexicon.load('place').words('extent'))})(?!生产)")


@lexicon.compiled
def _zone_patterns() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str], frozenset[str]]:
    words = lexicon.load("place")
    head = alternatives(words.words("zone"))
    return (
        re.compile(rf"(?:{head})(?!{head})"),
        re.compile(alternatives(words.words("zone-common"))),
        frozenset(words.words("zone-alone")),
        frozenset(words.words("zone-anchored")),
    )
