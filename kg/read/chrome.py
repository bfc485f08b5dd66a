"""Web pages' furniture in collected texts, and what is left of page breaks.

1. The head of an official document (名称 … 文号 … =====) goes; its title stays where the body lacks it.
2. Buttons, font sizes, breadcrumbs, 来源 and 时间 lines before the text go, and what follows
   相关报道 and the like behind it.
3. Zero-width characters go; where one stood alone on a line it was a page break within a sentence.
4. Lines in between that only count what a database has about the text (相关论文 3 篇) go.
5. Texts from Wikisource lose the licence at their end, and lines that a link has broken are mended.

A text without any of this is returned as it is.
"""

from __future__ import annotations

import re

from kg.read.heads import head_end, head_fields
from kg.read.traced import Traced

_BUTTON = re.compile(
    r"(?:下载|打印|全屏|收藏|分享|加大|还原|减小|大|中|小|首页|[>|×】【]|"
    r"【?\s?字[号体][：:]?(?:\s?[\[【]?[大中小特][\]】]?)*+\s?】?|分享[到至]?[：:]|分享到微信|[您你]?的?(?:当前)?位置[：:]|阅读量[：:]?\d*)\s*$"
)
_STRONG = re.compile(r"下载|打印|全屏|收藏|【?字[号体]|分享|.{0,2}位置[：:]|来源[：:]|[发表布]{0,2}时间[：:]")
_LABEL = re.compile(r"(?:来源|信息来源|文章来源|时间|发表时间|发布时间|阅读量|浏览次数|字体)[：:]\s*(.{0,40})$")
_STAMP = re.compile(r"[12]\d{3}[-年/]\d{1,2}[-月/]\d{1,2}日?\s+\d{1,2}[:时]\d{1,2}(?:[:分]\d{0,2}秒?)?\s*$")
_REST = re.compile(
    r"(?:相关(?:报道|文档|链接|阅读|附件)[：:]?|扫一扫在手机打开当前页|[》>]{2}点击.{0,20}|打印本页|【?\s?打印本页.*|关闭窗口|"
    r"分享到[：:]?|责任编辑[：:]|[0-9a-f]{32}[：:]?)\s*$"
)
_ALONE = re.compile(
    r"中国政府网\s?网站地图.*|版权所有[：:].{0,80}|[（(]来源[：:].{1,20}[）)]|(?:责任)?编辑[：:].{1,10}$"
)
_COUNTING = re.compile(r"[^\s：:，。；]{2,8}[：:](?:\s*[一-鿿]{2,8}\s*[（(]?\d{1,5}\s*篇[）)]?)+\s*$")
_ADDRESS = re.compile(r"地址[：:].{0,60}$")
_LICENCE = "本作品是中华人民共和国的"
_ZERO = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_ENDED = re.compile(r"[。！？：；…!?:;”’」』][\s\u3000]*$")
_FRESH = re.compile(r"[\s\u3000]{2}|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|——")
_HEAD_LINES, _TAIL_LINES = 25, 40


def clean(traced: Traced) -> Traced:
    """Return the text without web furniture and remnants of page breaks; the very same object where there is none."""
    text = traced.text
    lines = _lines(text)
    dropped = _head(text, lines) | _web_head(text, lines) | _tail(text, lines) | _counts(text, lines)
    wiki = any(text.startswith(_LICENCE, lines[i][0]) for i in dropped)
    zero = _ZERO.search(text) is not None
    if not (dropped or zero):
        return traced
    pieces: list[tuple[int, int] | str] = []
    title = _title_span(text, lines, dropped)
    if title:
        pieces.append(title)
    last = ""
    broken = blank = False
    for index, (start, end) in enumerate(lines):
        line = text[start:end]
        if index in dropped:
            continue
        said = _ZERO.sub("", line)
        if not said.strip():
            broken = broken or said != line
            blank = True
            continue
        joins = broken or (wiki and not blank)
        if pieces and not (joins and last and not _ENDED.search(last) and not _FRESH.match(said)):
            pieces.append("\n")
        at = start
        for match in _ZERO.finditer(text, start, end) if zero else ():
            pieces.append((at, match.start()))
            at = match.end()
        pieces.append((at, end))
        last, broken, blank = said, False, False
    return traced.keep(p for p in pieces if isinstance(p, str) or p[0] < p[1])


def _lines(text: str) -> list[tuple[int, int]]:
    out = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        out.append((start, end))
        start = end + 1
    return out


def _head(text: str, lines: list[tuple[int, int]]) -> set[int]:
    end = head_end(text)
    return {i for i, (start, _) in enumerate(lines[:200]) if start < end}


def _title_span(text: str, lines: list[tuple[int, int]], dropped: set[int]) -> tuple[int, int] | None:
    """Return the span of the title in a dropped official head, if the text below does not begin with it."""
    end = head_end(text)
    title = head_fields(text[:end]).get("title", "") if end else ""
    if not title:
        return None
    body = "".join(text[end : end + 500 + 2 * len(title)].split())
    at = text.find(title, 0, end)
    return None if at < 0 or "".join(title.split()) in body else (at, at + len(title))


def _web_head(text: str, lines: list[tuple[int, int]]) -> set[int]:
    shown = [i for i, (a, b) in enumerate(lines[:100]) if text[a:b].strip()][:_HEAD_LINES]
    gone: set[int] = set()
    strong = 0
    crumb = ""
    for place, index in enumerate(shown):
        if index in gone:
            continue
        line = text[slice(*lines[index])].strip()
        if line.startswith("各位代表") or len(line) > 80:
            break
        before = text[slice(*lines[shown[place - 1]])].strip() if place else ""
        label = _LABEL.match(line)
        if label or _STAMP.match(line) or _BUTTON.match(line):
            gone.add(index)
            strong += bool(_STRONG.match(line)) + bool(_STAMP.match(line))
            if label and not label[1] and line[:2] in ("来源", "信息", "文章") and place + 1 < len(shown):
                gone.add(shown[place + 1])
        elif before in (">", "＞") or (crumb and line == crumb):
            gone.add(index)
            crumb = line
    return gone if strong >= 2 else set()


def _counts(text: str, lines: list[tuple[int, int]]) -> set[int]:
    if "篇" not in text:
        return set()
    return {i for i, (start, end) in enumerate(lines) if end - start < 80 and _COUNTING.match(text[start:end].strip())}


def _tail(text: str, lines: list[tuple[int, int]]) -> set[int]:
    gone: set[int] = set()
    first = max(0, len(lines) - 400)
    shown = [i for i in range(first, len(lines)) if text[slice(*lines[i])].strip()][-_TAIL_LINES:]
    for place, index in enumerate(shown):
        line = text[slice(*lines[index])].strip()
        if (line == _LICENCE and "公有领域" in text[lines[index][0] :]) or (_REST.match(line) and index > 0):
            gone.update(shown[place:])
            break
        if _ALONE.match(line):
            gone.add(index)
            if place and _ADDRESS.match(text[slice(*lines[shown[place - 1]])].strip()):
                gone.add(shown[place - 1])
    return gone
