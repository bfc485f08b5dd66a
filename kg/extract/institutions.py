"""Institutions: known bodies, departments by their field, bodies by level, and named ones by their head.

1. Ministries, party organs, companies everybody knows: by the lexicon alone.
2. A department is a field of work with a head (大数据 + 局), a local body a word such as 人民政府; what
   stands in front, level (省) or place (嘉兴市秀洲区), belongs to it, and an office behind it does too.
3. Any other body is known by its head (…实验室, …领导小组) and begins at a boundary; it is a name only if
   a place or a word that is no common noun stands in front (普惠幼儿园 is a class, 晨曦幼儿园 a name).
4. The members of a list of units (责任单位：…；（…牵头，…配合）) are bodies whatever they look like.
Collectives (各市人民政府, 有关部门) are never bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg import lexicon
from kg.extract.boundaries import Boundaries, boundaries
from kg.extract.candidates import Candidate
from kg.extract.places import Name, find_names, find_settlements
from kg.extract.words import alternatives, together
from kg.model import EntityType

_HAN = "[\u4e00-\u9fff]"
_LONGEST = 30
_COLLECTIVE = re.compile(r"[各每](?:有关|地方|级|[设省市区县州盟旗乡镇地自治、（）和及与或直辖开发新园街道级])*$")
_COUNTED = re.compile(r"(?:(?<!首)[个家所批名座类些]|若干|各|多|数|有关|相关|其他|系列)$")
_OFFICE = re.compile(
    rf"{_HAN}{{2,12}}?(?:处(?![理置罚级分于在])|监督室|监察室|科(?![技学研普创])|司(?![法机令])|监督站|监管局|督察局|地区管理局)"
)
_UNITS = re.compile(
    r"(?:责任|牵头|配合|支撑|支持|主办|承办|协办|实施|参与|协同|主管|组织|起草|编制|指导)(?:单位|部门|主体)(?:为|是)?："
)
_MEMBERS = re.compile(r"([^。；：（）\n]{2,200}(?:（[^（）]{1,20}）[^。；：（）\n]{0,200}){0,3})")
_PARTS = re.compile(r"（([^（）。；]{2,160}?(?:牵头|配合|负责|参与|协助|落实))）")
_DUTY = re.compile(
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?|分别|共同|分工|联合)?(?:牵头|配合|负责|参与|协助|落实)+(?:落实)?$"
)
_VAGUE = re.compile(
    r"^(?:各|有关|相关|其他|所有|全体|本|所在)|(?:部门|单位|企业|机构|高校|院所|等|主体|人员)$|各|有关|相关|直属"
)
_BRANCH = re.compile(r"（[局厅委办]")
_LEVEL_INSIDE = re.compile(
    r"(?<![各全我本该])(?:省|(?<!少数)自治区|县|(?<![城都上门夜股超集楼])市|(?<![园地社小校片景库灾山新老发城市郊东西南北牧林矿港军战学教厂整辖])区)$"
)
_PARTNERS = re.compile(r"(?:协会|学会|联盟|委员会|研究院|研究会|联合会|实验室|小组)$")
_PARTNER_END = re.compile(
    r"(?:[部局厅委办院校会区园城队社站馆]|大学|中心|公司|集团|联盟|实验室|企业|机构|基地|平台|工程|政府|单位|阶段|空间)$"
)
_ACTING = re.compile(r"[局委办厅院部](?:联合|组织|指导|邀请)")
_SITE = re.compile(r"(?:[东西南北新老]|[东西南北新老]?[\u4e00-\u9fff]{2,3})?(?:院区|校区)")
_BRANCHES = re.compile(rf"{_HAN}{{2,8}}?(?:分?中心|研究院|分院|分校|平台)")
_SEAT = re.compile(rf"{_HAN}(?P<seat>（{_HAN}{{2,6}}）)$")  # 二重（德阳）重型装备有限公司
_STOPS = ("", "、", "，", "：", "。", "；", "“")
_STATE = re.compile("政府|当局|国会|议会|外交部|国防部")
_SEVERAL = re.compile("[两三四五六七八九十]大|[直所下]属")
_SESSION = re.compile(r"第.{1,3}届$")
_AREA = re.compile(r"(?:老龄|青少年|妇女儿童|残疾人|慈善|民族|宗教|侨务|外事|志愿服务|气象|地震|对台|港澳)")
_WORDS = re.compile(rf"(?:{_HAN}|[A-Za-z0-9·])+")
_FEW = re.compile(r"\d+[个家所]")


# 支持甲、乙、丙等龙头企业: what is listed are companies, unless it is a sort of them.
_COMPANIES = re.compile(
    r"等(?:一批)?\d*[家户]?(?:行业)?(?:领军|龙头|骨干|头部|链主|央|知名|旗舰|标杆|平台|科技)(?:型)?企业"
)
_LISTED = re.compile(r"[\u4e00-\u9fffA-Z、]{2,60}$")
_SORT = re.compile("规上|限上|专精|小微|瞪羚|独角兽|国有|民营|外资|雏鹰|[型性]$|企业|产业|行业|制造业|服务业")
# 国家纳米计算苏州中心, 中国科学院南京分院: the place stands inside the name.
_SEATED = re.compile(rf"{_HAN}{{0,6}}?(?:分中心|中心|分院|研究院|基地|总部)(?![城区市])")


def find_institutions(text: str) -> Iterator[Candidate]:
    """Yield the institutions that `text`, a folded paragraph, names."""
    hits = find_names(text)
    starts = _place_starts(text, hits)
    for hit in hits:
        if hit.kind == "country" and (state := _STATE.match(text, hit.end)):
            yield Candidate(hit.start, state.end(), "Institution", 0.8, "state")
    yield from _known(text, boundaries(text))
    yield from _bodies(text, starts)
    yield from _named(text, set(starts.values()))
    yield from _units(text)
    yield from _companies(text)
    yield from _seated(text, hits)


def _companies(text: str) -> Iterator[Candidate]:
    """Yield the companies of a list that is said to be one of companies, short names without a head."""
    edges = boundaries(text)
    for sort in _COMPANIES.finditer(text) if "企业" in text else ():
        listing = _LISTED.search(text, max(0, sort.start() - 60), sort.start())
        if listing is None:
            continue
        for match in re.finditer("[^、和]+", listing[0]):
            end = listing.start() + match.end()
            start = edges.strip(max(edges.left(end), listing.start() + match.start()), end)
            if 2 <= end - start <= 6 and _proper(text, start, end) >= 2 and not _SORT.search(text[start:end]):
                yield Candidate(start, end, "Institution", 0.55, "company")


def _seated(text: str, hits: Sequence[Name]) -> Iterator[Candidate]:
    """Yield the bodies of the state with the place of their seat inside the name."""
    edges = boundaries(text)
    seats = [(hit, seat) for hit in hits if hit.kind == "short" and (seat := _SEATED.match(text, hit.end))]
    bodies = {end: start for start, end, _ in _known_bodies(text)} if seats else {}
    for hit, seat in seats:
        start = edges.left(seat.end())
        start = min(start, bodies.get(hit.start, start))
        if start < hit.start and (hit.start in bodies or text.startswith(("国家", "中国"), start)):
            kind: EntityType = "Facility" if "计算" in text[start : hit.start] else "Institution"
            yield Candidate(start, seat.end(), kind, 0.8, "seated")


def _place_starts(text: str, hits: Sequence[Name]) -> dict[int, int]:
    """Return where the chain of places begins that ends at a point of the text."""
    names = [(hit.start, hit.end) for hit in hits if hit.kind != "weak"]
    names += [(c.start, c.end) for c in find_settlements(text)]
    starts: dict[int, int] = {}
    for start, end in sorted(names):
        starts[end] = min(starts.get(end, end), starts.get(start, start))
    return starts


def _known(text: str, edges: Boundaries) -> Iterator[Candidate]:
    for start, end, is_body in _known_bodies(text):
        if _dissolved(text, end) or (is_body and _collective(text, start)):
            continue
        if _SESSION.search(text, max(0, start - 6), start) or _work(text, start, end):
            continue
        # Two characters come about by chance: 农民进行 has no 民进.
        if end - start == 2 and (edges.splits(start) or edges.strip(edges.left(start), start) != start):
            continue
        if office := _office(text, start, end, edges):
            yield Candidate(start, office, "Institution", 0.85, "office")
        yield Candidate(start, end, "Institution", 0.85, "known")


def _office(text: str, start: int, end: int, edges: Boundaries) -> int:
    """Return where the office behind a body ends (工业和信息化部装备工业司); 0 where there is none."""
    office = _OFFICE.match(text, end)
    if office is None:
        return 0
    cut = edges.left(office.end())
    if text[cut - 1 : cut] in ("和", "与"):
        cut = edges.left(cut - 1)
    return office.end() if cut <= start else 0


def _bodies(text: str, starts: dict[int, int]) -> Iterator[Candidate]:
    edges = boundaries(text)
    for core, end, kind in _bodies_in(text):
        start = _prefix(text, core, starts, edges)
        listed = start == core and text[core - 1 : core] == "、"
        if _dissolved(text, end) or _BRANCH.match(text, end) or (not listed and _collective(text, start)):
            continue
        if _COUNTED.search(text, max(0, start - 2), start):
            continue
        if (kind == "department" or text[end - 1] == "委") and (office := _office(text, start, end, edges)):
            yield Candidate(start, office, "Institution", 0.85, "office")
        if start < core:
            yield Candidate(start, end, "Institution", 0.85, kind)
        elif kind == "alone" and not _work(text, core, end) and edges.strip(edges.left(core), core) == core:
            yield Candidate(core, end, "Institution", 0.6, kind)
        elif kind == "department" and edges.left(core) == core and text[end - 1] in "局厅委":
            yield Candidate(core, end, "Institution", 0.55, kind)


def _prefix(text: str, core: int, starts: dict[int, int], edges: Boundaries) -> int:
    """Return where the place or level in front of a body begins; `core` where there is none."""
    start = core
    if level := _level().search(text, max(0, core - 3), core):
        before = level.start()
        # 园区, 城市: the level is the end of another word, unless a place or a boundary is in front.
        if (
            before in starts
            or edges.left(before) == before
            or core in starts
            or _LEVEL_INSIDE.search(text, max(0, core - 3), core)
        ):
            start = before
    if core in starts:
        start = min(start, starts[core])
    if start in starts:
        start = starts[start]
    return start - 2 if text.endswith("中共", 0, start) else start


def _named(text: str, places: set[int]) -> Iterator[Candidate]:
    if not _heads_in(text):
        return
    head, common_heads = _heads()
    edges = boundaries(text)
    bodies = {start for start, _, _ in _known_bodies(text)}
    for match in head.finditer(text):
        floor, end = max(edges.left(match.start()), match.start() - _LONGEST), match.end()
        start = edges.strip(floor, match.start(), bodies)
        if _dissolved(text, end) or _FEW.match(text, end) or _COUNTED.search(text, max(0, floor - 2), floor):
            continue
        if _collective(text, start) or text[start].isdigit() or _SEVERAL.search(text, start, match.start()):
            continue
        for acting in _ACTING.finditer(text, start, match.start()):
            start = acting.end()
        # 27号院8号楼工业和信息化部…中心: the last body that is known begins the name.
        start = next((at for at in range(match.start() - 2, start, -1) if at in bodies), start)
        joined = _joined(text, start, floor, match, places, edges)
        whole, start = joined < start or _levelled(text, start, match.start()), joined
        if site := _SITE.match(text, end) or (end in places and _BRANCHES.match(text, end)):
            end = site.end()
        proper, least = _proper(text, start, match.start()), match.start() - start
        if start in places or (text.startswith(("中国", "中华", "全国"), start) and least > 2 and proper):
            yield Candidate(start, end, "Institution", 0.8, "place-head")
            continue
        if match[0].endswith("公司") and (seat := _SEAT.search(text, max(0, start - 16), start)):
            yield Candidate(edges.left(seat.start("seat")), end, "Institution", 0.8, "seat")
            continue
        inner = next((at for at in range(start + 1, match.start()) if at in places), None)
        listed = match[0].endswith("公司") and start == floor and text[floor - 1 : floor] in _STOPS
        if inner is not None and not (listed or start in bodies or text.startswith("国家", start)):
            yield Candidate(inner, end, "Institution", 0.7, "place-head")
        elif inner is not None or proper >= 2 or whole or (start in bodies and match[0][-1] in "院所站局会司馆"):
            yield Candidate(start, end, "Institution", 0.65, "head")
        elif match[0] not in common_heads and least >= 3:
            yield Candidate(start, end, "Institution", 0.5, "class-head")


def _levelled(text: str, start: int, head: int) -> bool:
    """Does a level stand for the place in front, and a field of work behind it: 市工业互联网创新发展中心?"""
    level = _levels().match(text, start, head)
    return level is not None and text[level.end()] != "级" and head - level.end() >= 2


def _joined(text: str, start: int, floor: int, head: re.Match[str], places: set[int], edges: Boundaries) -> int:
    """Return `start`, or the start of what 与 or 和 joins to the name: 青岛海洋科学与技术…, 科技与产业融合…协会."""
    if text[floor - 1 : floor] not in ("与", "和") or floor < 3:
        return start
    before = edges.strip(edges.left(floor - 1), floor - 1)
    named = before in places or _levelled(text, before, floor - 1)
    vague = start == floor and _proper(text, start, head.start()) < 2
    partner = text[before : floor - 1]
    joins = 2 <= len(partner) <= 18 and _PARTNERS.search(head[0]) and not _PARTNER_END.search(partner)
    return before if joins and (named or vague) else start


def _dissolved(text: str, end: int) -> bool:
    """Does the text go on so that no body is meant: 财政部门, 市委书记?"""
    return bool(_class_behind().match(text, end) or (text[end - 1] == "委" and _person().match(text, end)))


def _proper(text: str, start: int, end: int) -> int:
    """Return how many characters of `start:end` belong to no common noun."""
    common, rest, at = _common(), 0, start
    while at < end:
        match = common.match(text, at, end)
        rest += not match
        at = match.end() if match else at + 1
    return rest


def _units(text: str) -> Iterator[Candidate]:
    """Yield the members of lists of units; a bare head (管委会) names none."""
    bare = _heads()[1]
    listings = [m for label in _UNITS.finditer(text) if (m := _MEMBERS.match(text, label.end()))]
    for listing in (*listings, *_PARTS.finditer(text)):
        for match in re.finditer(r"[^、，〈〉（）]+", listing[1]):
            item = _DUTY.sub("", match[0])
            if 3 <= len(item) <= 22 and item not in bare and not _VAGUE.search(item) and _WORDS.fullmatch(item):
                start = listing.start(1) + match.start()
                yield Candidate(start, start + len(item), "Institution", 0.88, "unit")


def _work(text: str, start: int, end: int) -> bool:
    """Is it one of several fields of work: 老龄、工会、残疾人、慈善等工作?"""
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    return before.endswith("、") and after.startswith("、") and bool(_AREA.search(before) or _AREA.search(after))


def _collective(text: str, start: int) -> bool:
    """Does 各 or the like stand in front, maybe over a coordination: 各省、自治区人民政府?"""
    return bool(_COLLECTIVE.search(text, max(0, start - 16), start))


@together
def _known_bodies() -> dict[str, bool]:
    """National bodies and companies, with whether the word is a local body's as well."""
    words, bodies = lexicon.load("institution"), _body_words()
    return {word: word in bodies for group in ("national", "company") for word in words.words(group)}


def _body_words() -> dict[str, str]:
    """Local bodies and departments by their names, with their sort."""
    words = lexicon.load("institution")
    found = dict.fromkeys(words.words("local"), "local") | dict.fromkeys(words.words("alone"), "alone")
    return found | {f + d: "department" for f in words.words("field") for d in words.words("department")}


_bodies_in = together(_body_words)


@together
def _heads_in() -> dict[str, None]:
    """What the names of bodies end in."""
    return dict.fromkeys(lexicon.load("institution").words("head"))


@lexicon.compiled
def _heads() -> tuple[re.Pattern[str], frozenset[str]]:
    words = lexicon.load("institution")
    head = alternatives(words.words("head"))
    return re.compile(rf"(?:{head})(?<!高中学)(?<!初中学)(?![所长校生系员化路街桥站区城村群园织法]|科技园)"), frozenset(
        words.words("head-common")
    )


@lexicon.compiled
def _common() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon.load("institution").words("common")))


@lexicon.compiled
def _person() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon.load("institution").words("person")))


@lexicon.compiled
def _class_behind() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon.load("institution").words("class-behind")))


@lexicon.compiled
def _levels() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon.load("institution").words("level")))


@lexicon.compiled
def _level() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(lexicon.load('institution').words('level'))})$")
