"""Which years a stretch of a document tells of, where its sentences do not say so themselves.

A report tells of one year, of the five years of a plan, of the year ahead and of the next plan, one after the other:

1. A heading names what its section is of (2023年工作回顾; “十四五”时期和2025年工作回顾 begins with the first).
2. A sentence that begins with such a time as its topic opens a stretch: 五年来，… · “十四五”时期是… · 过去一年，… ·
   ——这五年….  It holds for the sentences behind it, and for the paragraphs behind it if it stands at the head of its
   own; any other year or month at the head of a sentence is of that sentence alone (`times`).
3. A new section of the first level begins afresh; what a sentence has opened does not hold in a paragraph that speaks
   of what is to come where the stretch is of the past, or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.numerals import parse_number
from kg.extract.times import PLAN, YEAR, plan_years, year_of
from kg.folding import fold
from kg.model import Status

_N = r"(?:\d{1,2}|[三四五六七八九十]{1,3}|[三四五六七八九十]?十[二三四五六七八九])"
_NAMED_PLAN = rf"(?:{PLAN})(?!(?:[^，。；]{{0,4}}(?:规划|纲要|计划(?!期间|时期|规定)|开局|收官|蓝图|目标)))"
#: What may stand between the head of a sentence and its time.
_LEAD = (
    r"(?:——|各位代表[，！：:]?|[一二三四五六七八九十]{1,2}是|[（(]?[一二三四五六七八九十]{1,2}[）)、]"
    r"|(?:回顾|回首|回望|展望|经过|按照?|根据|在|我[国省市区县州])(?!.{0,3}的))*"
)
_TOPIC = (
    rf"(?P<behind>(?:刚刚)?过去的?(?P<n>{_N})年|这(?P<n2>{_N})年|(?P<n3>{_N})年(?:来|间(?=[，,])))"
    rf"|(?P<ahead>(?:今后|未来)的?(?P<n4>{_N})年)"
    rf"|(?P<last>一年来|(?:刚刚)?过去的?一年|这一年)"
    rf"|(?P<plan>{_NAMED_PLAN}(?=(?:时期|期间|以来)(?!的|末)|的?规定|这|[，,是]))"
    rf"|(?:刚刚?过去的)?(?P<year>{YEAR})年(?=是|[，,](?:是|我们|全[国省市区县]))"
    rf"|(?P<now>今年)(?=是|[^，。；]{{0,16}}(?:目标|要求|任务|工作))"
)
#: At the head of a paragraph a year alone is a topic, too.
_OPENING = (
    rf"|(?:刚刚?过去的)?(?P<first>{YEAR})年(?=[，,度全]|我[国省市区县州])(?![^。，；]{{0,40}}$)|(?P<other>今年|去年)"
)
_SENTENCE = re.compile(rf"(?<=[。！？])[\s　]*{_LEAD}(?:{_TOPIC})")
_PARAGRAPH = re.compile(rf"[\s　]*{_LEAD}(?:{_TOPIC}{_OPENING})")
_HINT = re.compile(r"年|五”")
_HEADING = re.compile(
    rf"(?P<plan>{_NAMED_PLAN})|(?:今后|未来)的?(?P<n4>{_N})年|(?:过去的?|这)(?P<n>{_N})年|(?P<n3>{_N})年来"
    rf"|(?P<year>{YEAR})年|(?P<last>一年来|过去的?一年)|(?P<now>今年)|(?P<before>去年)"
)
_TITLED = re.compile(r"《[^《》]*》")
#: A line of its own that is a heading, though it has no number.
_BARE_HEADING = re.compile(r"[^。！？；，]{4,40}(?:回顾|总结|成就|成绩|目标|任务|安排|工作|部署|建议)")
#: A topic behind so many characters is of the rest of its paragraph only.
_HEAD = 200

Told = tuple[tuple[int, str], ...]


class Clock(NamedTuple):
    """The year in which a document speaks, and the last one that it can look back on as a whole."""

    year: int
    past: int


def periods_told(
    texts: Sequence[str], headings: Sequence[tuple[str, ...]], statuses: Sequence[Status], clock: Clock
) -> list[Told]:
    """Return for each paragraph (folded) the periods that its sentences are of, each with the offset from which on;
    nothing up to there if the first is beyond 0.  `headings` are those above each paragraph, outermost first,
    `statuses` what its wording speaks for.

    >>> texts = ["五年来，新建学校5所。", "扩建2所。一年来，招生3万人。"]
    >>> periods_told(texts, [(), ()], ["achieved", "achieved"], Clock(2026, 2025))
    [((0, '2021/2025'),), ((0, '2021/2025'), (5, '2025'))]
    """
    told: list[Told] = []
    current, headed = "", False
    above: tuple[str, ...] = ()
    for text, path, status in zip(texts, headings, statuses, strict=True):
        if path != above:
            entered = _entered(above, path, current, clock)
            current, headed, above = entered, headed if entered == current else True, path
        if not path and _BARE_HEADING.fullmatch(text.strip()) and (said := _headed(text, clock)):
            current, headed = said, True
        found = [(0, current)] if current and (headed or _agrees(current, status, clock)) else []
        carried = current
        for match in _topics(text):
            period = _period(match, clock)
            if not period:
                continue
            found.append((match.start(), period))
            if match.start() <= _HEAD:
                carried = period
        told.append(tuple(found))
        current, headed = carried, headed and carried == current
    return told


def _agrees(period: str, status: Status, clock: Clock) -> bool:
    """Can what was reached, or is planned, be of this period?"""
    return int(period[-4:]) >= clock.year if status == "planned" else int(period[:4]) <= clock.year


def _entered(above: tuple[str, ...], path: tuple[str, ...], current: str, clock: Clock) -> str:
    """Return the period in force where the headings `path` follow on those `above`."""
    shared = 0
    while shared < min(len(above), len(path)) and above[shared] == path[shared]:
        shared += 1
    if shared == 0:
        current = ""
    for heading in path[shared:]:
        current = _headed(heading, clock) or current
    return current


def _headed(heading: str, clock: Clock) -> str:
    """Return the period that a heading names first, or ""."""
    match = _HEADING.search(_TITLED.sub("", fold(heading)))
    return _period(match, clock) if match else ""


def _topics(text: str) -> list[re.Match[str]]:
    if not _HINT.search(text):
        return []
    opening = _PARAGRAPH.match(text)
    return [*([opening] if opening else []), *_SENTENCE.finditer(text)]


def _period(match: re.Match[str], clock: Clock) -> str:
    """Return the period of a topic, or ""."""
    said = match.groupdict()
    if said["plan"]:
        first = plan_years(match)
        return f"{first}/{first + 4}" if first else ""
    if written := said.get("year") or said.get("first"):
        year = year_of(written)
        return str(year) if year in (clock.year - 1, clock.year) else ""
    if said.get("last") or said.get("before") or said.get("other") == "去年":
        return str(clock.past if said.get("last") else clock.year - 1)
    if said.get("now") or said.get("other"):
        return str(clock.year)
    ahead = said.get("n4")
    number = parse_number(ahead or said.get("n") or said.get("n2") or said.get("n3") or "")
    span = int(number) if number else 0
    if span < 2:
        return ""
    return f"{clock.year}/{clock.year + span - 1}" if ahead else f"{clock.past - span + 1}/{clock.past}"
