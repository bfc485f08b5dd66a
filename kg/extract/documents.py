"""Documents: titles in 《》, document numbers, standards, laws and plans by their short names.

1. What stands in 《》 is a title, nested 《》 and 〈〉 included; the brackets are no part of it.
   A 《 that is not closed within `_LONGEST` code points opens nothing.
2. A number is a code of letters or characters, a year in brackets and 号 (浙政发〔2021〕8号), an order
   (国务院令第743号) or a standard (GB/T 2260-2007).
3. Plans are known by their period (“十四五”规划纲要); laws and treaties by the lexicon.
4. Behind a verb of making (出台, 印发) a phrase that ends in a head of titles (…实施方案) is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon
from kg.extract.boundaries import boundaries
from kg.extract.candidates import Candidate
from kg.extract.places import find_names
from kg.extract.words import alternatives, together

_LONGEST = 150
_MOST = 8  # titles behind one verb
_TITLE = re.compile(rf"《((?:[^《》]|《[^《》]{{1,60}}》){{1,{_LONGEST}}})》")
_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Z/]{1,14}(?:（[\u4e00-\u9fff]{1,4}）)?[〔\[（(](?:\d\d)?\d\d[〕\]）)](?:第?\d{1,5}号|\d{1,5}(?=[）)、，。]))"
    r"|[\u4e00-\u9fff]{2,16}(?:令|公告)(?:（?(?:19|20)\d\d年）?)?第?\d{1,4}号"
    r"|[\u4e00-\u9fff]{2,6}发(?:19|20)\d\d第?\d{1,4}号"
)
_BRACKETED = re.compile(r"[〔\[（(]\d\d")
_NUMBERED = re.compile(r"（[^（）]{1,14}[〔\[](?:19|20)?\d\d[〕\]]第?\d{1,5}号）$")
_DATED = re.compile(r"[^，。；：、！？《》（）]{2,30}?(?:规划|计划|方案|纲要)（20\d\d[^（）]{0,10}）")
_REGIONAL = re.compile(r"(?:发展|保护|建设|总体|专项|空间|区域|利用)规划(?:纲要)?(?![建设区局院]|编制)")
_CODE = re.compile(r"》（([A-Z][A-Za-z0-9/ .\-—]{1,24})(?=[），])")
_ART = re.compile(r"(?:剧|舞|歌|曲|戏|画|电影|影片|纪录片|歌曲|小说|栏目|节目|丛书|舞蹈|动画|游戏|图书)$")
_ART_BEHIND = re.compile(
    r"(?:、?《[^《》]{1,30}》){0,5}等?[^，。《》“]{0,5}?(?:剧(?!烈|增)|影视|舞|作品|主演|电影|影片|纪录片|歌曲|小说|栏目|节目|动画)"
)
_REGULATION = re.compile(r"(?:促进|保障|保护|管理|监督|服务|发展|防治|建设|优化|执法|工作|若干){0,6}条例(?![的规（])")
_LIST = re.compile(r"[^，。；：、！？《》（）]{2,20}?[正负]面清单")
_STANDARD_HINT = re.compile("[A-Z]{2}")
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:GB|GA|HJ|YY|JT|JGJ|CJJ|DL|NB|QB|SY|SL|TB|TD|WS|YD|LY|NY|SB|DB\d{2,6}|ISO|IEC|ITU|IEEE|T/[A-Z]{2,8})"
    r"(?:/[A-Z]{1,4})? ?(?:[A-Z]\.?)?\d{2,6}(?:[.\-—:]\d{1,6}){0,3}(?!\d)"
)
_PERIOD = re.compile(
    r"(?:“(?:[一二三四五六七八九]|十[一二三四五六]?)五”|十[一二三四五六]五(?!年|时|期)|第?十[一二三四五六]个?五年)"
)
_PLAN = re.compile(
    r"(?!时期|期间|以来|末)[\u4e00-\u9fff“”]{0,26}?(?:规划纲要|规划|纲要|计划|方案)(?!性|局|部|和自然|编制工作方案)"
)
_SIMPLE = re.compile(
    r"(?=[“中共党市外])(?:“三定”(?:规定|方案)|(?:中国)?共产党章程|党的(?:十[五六七八九]|二十)大报告|(?:市场准入|外商投资准入)负面清单"
    r"|“(?P<quoted>[^“”]{2,14}\d{1,3}条|[^“”]{2,14}[一二三四五六七八九十百]{1,4}条)(?:”|意见”|措施”))"
)
_LEVELS = frozenset({"国家", "国", "省", "市", "区", "县", "自治区", "全国", "我省", "我市", "落实", "衔接"})
_LONGER = frozenset("律规学官院制庭")  # 法律, 法学, 法官 …: the word goes on
_MEDIUM = re.compile(r"(?:日报|晚报|时报|早报|周报|周刊|杂志)$")
_ABOUT = re.compile(
    r"关于[^。；《》“”（）]{6,60}?的(?:若干|实施|指导|补充|暂行)?(?:意见|通知|决定|规定|报告|办法|批复|通告|公告|建议|函)"
    + r"(?=[，。；、（）》]|$|和|等|中|明确|提出|要求)"
)
_HEADLINE = re.compile(
    r"[^，。；：！？《》0-9一二三四五六七八九十（第][^，。；：！？《》]{6,60}"
    r"(?:若干措施|措施|办法|细则|意见|通知|方案|规划|条例|规定|决定|纲要|指南|指引|行动计划|目录|要点)(?:（[^（）]{1,12}）)?"
)
_LONGEST_HEADLINE = 80
_TASK = re.compile(r"(?:计划|标准|规范|制度|规划)$")
_JOINT = re.compile(r"、|和|以及|及")
_GENERIC = re.compile(r"相关|有关|法规|本|该|地方|配套|\d")
_VAGUE = re.compile(r"的|相关|有关|各项|一系列|一批|近\d|\d+(?:项|个|部)")
_END = r"(?=[，。；：、！？（）《]|等|和|及|以及|并|中|明确|提出|确定|要求|$)"


def find_documents(text: str) -> Iterator[Candidate]:
    """Yield the documents that `text`, a folded paragraph, cites."""
    for match in _TITLE.finditer(text) if "》" in text else ():
        numbered = _NUMBERED.search(match[1])
        if not (_MEDIUM.search(match[1]) or _work_of_art(text, match)):
            end = match.start(1) + numbered.start() if numbered else match.end(1)
            yield Candidate(match.start(1), end, "Document", 0.95, "title")
    for match in _NUMBER.finditer(text) if "号" in text or _BRACKETED.search(text) else ():
        start = _code_start(text, match)
        if start < match.end():
            yield Candidate(start, match.end(), "Document", 0.95, "number")
    for match in _CODE.finditer(text) if "》" in text else ():
        yield Candidate(match.start(1), match.end(1), "Document", 0.9, "code")
    for match in _STANDARD.finditer(text) if _STANDARD_HINT.search(text) else ():
        yield Candidate(match.start(), match.end(), "Document", 0.9, "standard")
    for match in _SIMPLE.finditer(text):
        group = "quoted" if match["quoted"] else 0
        yield Candidate(match.start(group), match.end(group), "Document", 0.9, "short-name")
    for start, end, is_law in _known(text):
        if not (is_law and text[end : end + 1] in _LONGER):
            yield Candidate(_nation(text, start), end, "Document", 0.85, "known")
    if len(text) <= _LONGEST_HEADLINE and _HEADLINE.fullmatch(text):
        yield Candidate(0, len(text), "Document", 0.6, "headline")
    for match in _ABOUT.finditer(text) if "关于" in text else ():
        if text[match.start() - 1 : match.start()] != "《":
            yield Candidate(_author(text, match.start()), match.end(), "Document", 0.7, "about")
    for sign, pattern in (("（20", _DATED), ("面清单", _LIST)):
        for match in pattern.finditer(text) if sign in text else ():
            yield from _behind_boundary(text, match)
    for match in _REGULATION.finditer(text) if "条例" in text else ():
        start = boundaries(text).left(match.start())
        if match.start() - start >= 2 and not _GENERIC.search(text, start, match.start()):
            yield Candidate(start, match.end(), "Document", 0.6, "regulation")
    yield from _regional(text)
    yield from _plans(text)
    yield from _made(text)


def _work_of_art(text: str, match: re.Match[str]) -> bool:
    """Is it a play, a film or a book: 话剧《…》, 《…》等精品剧目?"""
    front = _ART.search(text, max(0, match.start() - 4), match.start())
    return bool(front and front.end() == match.start()) or bool(_ART_BEHIND.match(text, match.end()))


def _code_start(text: str, match: re.Match[str]) -> int:
    """Return where the code of a number begins: 根据国办发〔2020〕1号 has no 根据 in it."""
    bracket = re.search(r"[〔\[（(]|令|公告|发(?:19|20)", match[0])
    end = match.start() + (bracket.start() if bracket else 0)
    if text[match.start() - 1 : match.start()] in ("（", "("):
        return match.start()
    start = max(match.start(), boundaries(text).left(end))
    return start if end - start >= 1 else match.end()


def _nation(text: str, start: int) -> int:
    """Return `start`, or where 中华人民共和国 in front of it begins."""
    prefix = "中华人民共和国"
    return start - len(prefix) if text.endswith(prefix, 0, start) else start


def _behind_boundary(text: str, match: re.Match[str]) -> Iterator[Candidate]:
    """Yield the match from its last boundary on, a quotation within it not counted as one."""
    edges, start = boundaries(text), match.end()
    while (before := edges.left(start - 1)) > match.start():
        start = before
        if text[before - 1] not in "“”（":
            break
    else:
        start = match.start()
    if text[start : match.end()].count("“") == text[start : match.end()].count("”") and match.end() - start >= 6:
        yield Candidate(start, match.end(), "Document", 0.65, "form")


def _author(text: str, start: int) -> int:
    """Return `start`, or where the name of the author in front of 关于 begins; not the last author of several."""
    before = boundaries(text).left(start)
    return start if text[before - 1 : before] in ("、", "和") or start - before > 12 else before


def _regional(text: str) -> Iterator[Candidate]:
    """Yield the plans that are called after a place: 黄河流域生态保护和高质量发展规划."""
    if "规划" not in text:
        return
    edges, names = boundaries(text), find_names(text)
    starts = {name.start for name in names if name.kind != "weak"}
    for match in _REGIONAL.finditer(text):
        floor = edges.left(match.start())
        if text[floor - 1 : floor] == "和":
            floor = edges.left(floor - 1)
        start = next((at for at in range(floor, match.start()) if at in starts), None)
        if start is not None:
            yield Candidate(start, match.end(), "Document", 0.65, "regional")


def _plans(text: str) -> Iterator[Candidate]:
    edges = boundaries(text)
    for period in _PERIOD.finditer(text) if "五" in text else ():
        plan = _PLAN.match(text, period.end())
        if not plan or edges.left(plan.end()) > period.end():
            continue
        start = period.start()
        before = edges.strip(edges.left(start), start)
        if start - before >= 2 and text[before:start] not in _LEVELS:
            start = before
        yield Candidate(start, plan.end(), "Document", 0.85, "plan")


def _made(text: str) -> Iterator[Candidate]:
    """Yield what stands behind a verb of making, and its fellows joined by 、 and 和.

    Behind a verb of carrying out the title must be longer: 落实工作方案 is a task.
    """
    if "条" not in text and not _heads(text):
        return
    phrase, fellow, generic = _made_patterns()
    for match in phrase.finditer(text):
        found: re.Match[str] | None = match
        least = 4 if match["make"] else 9
        for _ in range(_MOST):
            if not found:
                break
            start, end = found.span("title")
            if (
                end - start >= least
                and (match["make"] or not _TASK.search(found["title"]))
                and not generic.match(text, start)
                and not _VAGUE.search(text, start, end)
            ):
                yield Candidate(start, end, "Document", 0.6 if match["make"] else 0.5, "made")
            joint = _JOINT.match(text, end)
            found = fellow.match(text, joint.end()) if joint else None


@together
def _heads() -> dict[str, None]:
    """What titles end in."""
    return dict.fromkeys(lexicon.load("document").words("head"))


@lexicon.compiled
def _made_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a verb with a title, of one more title, and of how no title begins."""
    words = lexicon.load("document")
    head = alternatives(words.words("head"))
    title = (
        r"(?P<title>(?:[^，。；：、！？《》（）]|（[^（）]{1,12}）){2,36}?"
        rf"(?:{head}|\d{{1,3}}条(?:政策)?(?:措施)?)){_END}"
    )
    make, carry = alternatives(words.words("verb")), alternatives(words.words("verb-carry"))
    return (
        re.compile(f"(?:(?P<make>{make})|(?:{carry}))了?(?:我[省市区县])?{title}"),
        re.compile(title),
        re.compile(rf"\d|{alternatives(words.words('generic'))}"),
    )


@together
def _known() -> dict[str, bool]:
    """Laws and treaties by their names, with whether it is a 法."""
    words = lexicon.load("document")
    return {word: word.endswith("法") for word in (*words.words("law"), *words.words("treaty"))}
