"""What a text says about itself: title, kind, issuer, number, date, year, place.

Read from, in this order: the head of an official document; viewer lines and running heads
(秀洲年鉴2022); the title line, number line and delivery line (——2026年2月3日在上海市第十六届…) at the
beginning; 时间 lines; the signature at the end.  Then the record and the options are laid over
it by `overlay`, the later one winning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg import places
from kg.model import Metadata
from kg.read import dates, kinds
from kg.read.heads import head_end, head_fields
from kg.read.jurisdiction import place_of

_YEARBOOK = re.compile(r"《?\s?([\u4e00-\u9fff]{2,12}?年鉴)\s?[（(]?\s?([0-9０-９]{4})")
_NUMBER = re.compile(
    r"[（(]?\s*([\u4e00-\u9fffA-Za-z]{1,20})\s?[〔［\[﹝【（(]\s?([0-9０-９]{4})\s?[〕］\]﹞】）)]"
    r"\s?第?\s?([0-9０-９]{1,5})\s?号\s*[）)]?\s*$"
)
_DELIVERED = re.compile(
    r"[—―–\-\s]{0,4}([0-9０-９]{4}年[0-9０-９]{1,2}月[0-9０-９]{1,2}日)\s?"
    r"在([\u4e00-\u9fff]{2,20}?)第?[一二三四五六七八九十百]{1,5}届"
)
_SPEAKER = re.compile(r"我(?:受|代表)([\u4e00-\u9fff]{2,20}?)(?:[，,]|的?委托|向)")
_TIME = re.compile(r"(?:时间|发表时间|发布时间|发布日期|日期)[：:]\s*(.{4,30})$")
_BODY = re.compile(r"(?:政府|办公厅|办公室|委员会|部|局|厅|院|会|署|办|委|中心|法院|检察院|公司|司|组)$")
_ISSUED = re.compile(r"^([\u4e00-\u9fff、 \u3000]{2,60}?)(?:关于|印发|对[“《])")
_LOCAL = re.compile(r"(自治区|省|市|区|县|州|盟|旗)(?![东南西北中]区)(.+)")
_STOP = re.compile(r"[。；！？，：:;]$")
_LONGEST_TITLE = 100
_HEAD, _TAIL = 30, 12


@dataclass(frozen=True, slots=True)
class _Lines:
    head: tuple[str, ...]
    tail: tuple[str, ...]


def describe(text: str, heads: Sequence[str] = ()) -> Metadata:
    """Return what a text says about itself; `heads` are the viewer lines and running heads taken off its pages."""
    end = head_end(text)
    fields = head_fields(text[:end]) if end else {}
    lines = _sample(text[end:])
    found = Metadata(
        title=fields.get("title", ""),
        issuer=fields.get("issuer", "") or fields.get("department", ""),
        number=_number(fields.get("number", "")) or fields.get("number", ""),
        date=next((d for k in ("date", "made", "published") if (d := dates.parse(fields.get(k, "")))), ""),
    )
    for head in heads:
        match = _YEARBOOK.search(head)
        if match:
            division = place_of(match[1])
            title = f"{match[1]}{int(match[2])}"
            return replace(found, title=title, kind=kinds.YEARBOOK, year=int(match[2]), place=division)
    report = _delivery(lines)
    title = found.title or _title(lines, bool(report.date))
    number = found.number or next((n for line in lines.head[:15] if (n := _number(line))), "")
    signature = _signature(lines)
    issuer = found.issuer or _issuer_of_title(title) or report.issuer or signature.issuer
    kind = kinds.kind_of_title(title) or (kinds.REPORT if report.date else kinds.kind_of_text(text[end : end + 3000]))
    day = found.date or report.date or signature.date or _time(lines)
    place = place_of(issuer) or report.place or place_of(title)
    issued = int(day[:4]) if day else _year_of(title)
    return Metadata(title, kind or kinds.DEFAULT, issuer, number, day, issued, place)


def overlay(under: Metadata, over: Metadata) -> Metadata:
    """Return `under` with what `over` knows laid over it.

    What `over` does not give itself follows from what it gives, where that tells it: the kind from its title; the
    year from its date, then its title; the place from its issuer, then, unless `under` has an issuer that tells
    it, its title.  A report's or yearbook's year is not that of a new date: it is that of its delivery or its
    title, whenever it was put on the web.
    """
    kind = over.kind if over.kind != kinds.DEFAULT else kinds.kind_of_title(over.title) or under.kind
    dated = int(over.date[:4]) if over.date else None
    titled = _year_of(over.title)
    own = kind in (kinds.REPORT, kinds.YEARBOOK)
    year = (titled or under.year or dated) if own else (dated or titled or under.year)
    place = place_of(over.issuer) or ("" if place_of(under.issuer) else place_of(over.title)) or under.place
    return Metadata(
        title=over.title or under.title,
        kind=kind,
        issuer=over.issuer or under.issuer,
        number=over.number or under.number,
        date=over.date or under.date,
        year=over.year or year,
        place=over.place or place,
        url=over.url or under.url,
        source=over.source or under.source,
    )


def _sample(text: str) -> _Lines:
    """Return the first and last lines of a text that say anything, stripped."""

    def shown(part: str) -> list[str]:
        return [line.strip(" \t\u3000\u200b\xa0") for line in part.split("\n") if line.strip(" \t\u3000\u200b\xa0")]

    return _Lines(tuple(shown(text[:6000])[:_HEAD]), tuple(shown(text[-1500:])[-_TAIL:]))


def _number(text: str) -> str:
    """Return the document number that a line is, its brackets made 〔〕, or ""."""
    match = _NUMBER.match(text[:60])
    return f"{match[1]}〔{int(match[2])}〕{int(match[3])}号" if match else ""


def _delivery(lines: _Lines) -> Metadata:
    """Return date, place and issuer of a report to a congress."""
    day = place = issuer = ""
    for line in lines.head:
        delivered = _DELIVERED.match(line)
        if delivered and not day:
            day = dates.parse(delivered[1])
            where = delivered[2]
            place = _spoken(where)
        speaker = _SPEAKER.search(line)
        if speaker and not issuer and _BODY.search(speaker[1]):
            issuer = speaker[1]
    if issuer == "国务院" and not place:
        place = places.NATION
    local = _LOCAL.match(issuer)
    if local:
        issuer = _in_full(local[1], local[2], places.divisions().get(place))
    return Metadata(date=day, place=place, issuer=issuer)


def _spoken(where: str) -> str:
    """Return the code of the division whose congress meets (在浙江省第十四届), its name full or short, or ""."""
    division = places.find(where)
    return division.code if division else place_of(where)


def _in_full(word: str, body: str, division: places.Division | None) -> str:
    """Return the full name of a body that calls its division a mere 省 or 市 (省人大常委会), or ""."""
    if not division or not division.name.endswith(word):
        return ""
    return division.name + ("人民政府" if body == "政府" else body)


def _title(lines: _Lines, report: bool) -> str:
    """Return the title: the first line that ends with a genre word, or stands above a delivery line.

    Only lines before the first sentence are looked at; a title that is broken over two lines is put together.
    """
    before = ""
    for index, line in enumerate(lines.head[:12]):
        if len(line) > _LONGEST_TITLE or _STOP.search(line) or line.startswith("第一") or "，" in line:
            return ""
        following = lines.head[index + 1] if index + 1 < len(lines.head) else ""
        title = re.sub(r"^《([^《》]+)》(?:印发|发布)?$", r"\1", line)
        if (kinds.kind_of_title(title) and len(title) > 3) or (report and _DELIVERED.match(following)):
            whole = before + title if _continues(before, title) else title
            return whole if whole.count("《") == whole.count("》") else ""
        before = line
    return ""


def _continues(before: str, title: str) -> bool:
    """Is a line before the title its first half, rather than an issuer, a number or another title?"""
    if not before or len(before) > 40 or _NUMBER.match(before) or re.search(r"[0-9]$|[）)]$", before):
        return False
    half = before.count("《") > before.count("》") or title.startswith(("和", "与", "及", "的", "（"))
    return half or (len(title) < 12 and not _BODY.search(before))


def _signature(lines: _Lines) -> Metadata:
    """Return issuer and date of a signature: a line that names a body, above a line that is a date."""
    tail = lines.tail
    for index in range(len(tail) - 1, -1, -1):
        day = dates.parse(tail[index]) if len(tail[index]) <= 24 else ""
        if len(day) != 10 or not dates.DAY.fullmatch(tail[index].strip()):
            continue
        above = tail[index - 1] if index else ""
        return Metadata(date=day, issuer=above if len(above) <= 40 and _BODY.search(above) else "")
    return Metadata()


def _time(lines: _Lines) -> str:
    for line in lines.head:
        match = _TIME.match(line)
        if match and (day := dates.parse(match[1])):
            return day
    return ""


def _issuer_of_title(title: str) -> str:
    match = _ISSUED.match(title)
    return match[1].strip() if match and _BODY.search(match[1].strip()) else ""


def _year_of(title: str) -> int | None:
    match = re.match(r"(?:[\u4e00-\u9fff]{2,15})?([12][0-9]{3})年", title)
    return int(match[1]) if match else None
