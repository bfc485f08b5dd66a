"""What a document says about its targets without saying it in each sentence: status, period and area.

1. The kind of the document: plans, action plans and opinions set goals; yearbook pages tell what was reached.
2. The heading of a section: 工作回顾 tells what was reached, 重点任务 what is to be done.
3. The wording of a paragraph, where neither tells: 力争, 到2025年, 给予 against 比上年, 累计, 了.
4. The year: a report is of the year of its delivery, its review of the year before; a yearbook N chronicles N-1,
   but a report reprinted in it (各位代表, 今年, 我们将) is of the year N.
5. The years that a heading or the sentence that opens a stretch has named (`periods`): a stretch about 五年来 is no
   review of one year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.periods import Clock, Told, periods_told
from kg.extract.tenses import count_tenses, weigh
from kg.folding import fold
from kg.model import Basis, Document, Passage, Status

PLANNING = frozenset(
    {"Plan", "ActionPlan", "Opinion", "Notice", "Measures", "Regulation", "Law", "Standard", "Guideline", "Scheme"}
)
_PLAN_HEADING = re.compile(
    r"目标|任务|安排|部署|重点工作|主要工作|工作要求|保障措施|政策措施|展望|总体要求|做好.{0,12}工作|今年工作|下一步|打算|建议|未来五年|行动$|发展方向"
)
_REVIEW_HEADING = re.compile(r"回顾|过去|五年来|一年来|取得|成就|成效|发展基础|基础与|进展|工作总结|主要成绩")
_PLAN_TITLE = re.compile(r"规划|计划|方案|意见|措施|办法|条例|通知|纲要|指南|细则|若干")
# What a heading and a plan's genre weigh, on the scale of `tenses.weigh`.
_SECTION, _PLANNING = 2.5, 1.5
_NEIGHBOURS, _ENOUGH = 8, 900
_LATE = "09"
_REPRINT = re.compile(r"各位代表|我们(?:要|将)")
_ADDRESS = re.compile(r"今年|本年")


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a paragraph where the sentence does not say otherwise.

    `status` is None where only the sentence can tell.  `year` is the year the text speaks in (今年), `past` the last
    one that it looks back on as a whole (五年来); `period` what an undated value is for, `told` what it is for from
    an offset of the paragraph on; `area` a GB/T 2260 code; the bases say where these come from.
    """

    status: Status | None = None
    year: int | None = None
    period: str | None = None
    period_basis: Basis | None = None
    area: str | None = None
    area_basis: Basis | None = None
    past: int | None = None
    told: Told = ()

    def at(self, offset: int) -> str:
        """Return the period that a heading or sentence has named for what stands at `offset`, or ""."""
        index = bisect_right(self.told, offset, key=lambda told: told[0]) if self.told else 0
        return self.told[index - 1][1] if index else ""

    def behind(self) -> Frame:
        """Return the frame of what is cut off the end of the paragraph."""
        return replace(self, told=((0, self.told[-1][1]),)) if self.told else self


NEUTRAL = Frame()


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of a document's paragraphs (lines of its text), by number."""

    paragraphs: tuple[Frame, ...]

    def __getitem__(self, paragraph: int) -> Frame:
        """Return the frame of a paragraph; a neutral one beyond the last."""
        return self.paragraphs[paragraph] if 0 <= paragraph < len(self.paragraphs) else NEUTRAL


def frame_document(document: Document, folded: Sequence[str] | None = None) -> Frames:
    """Return the frame of each paragraph of a document, from its metadata, its headings and its wording.

    `folded` are the paragraphs folded, where that is done already.
    """
    lines = document.text.split("\n")
    texts = [fold(line) for line in lines] if folded is None else folded
    year, kind = _year(document), document.metadata.kind
    headings = _headings(document.passages, lines)
    sections = [_by_heading(h) for h in headings]
    past = _past(document, year)
    counts = [count_tenses("。" + text) for text in texts]
    planning = _PLANNING if kind in PLANNING or _PLAN_TITLE.search(document.metadata.title) else 0.0
    area = document.metadata.place or None
    scores = [_wording(number, lines, counts, sections) + sections[number] + planning for number in range(len(lines))]
    statuses: list[Status] = ["planned" if score > 0 else "achieved" for score in scores]
    told = periods_told(texts, headings, statuses, Clock(year, past)) if year and past else [()] * len(lines)
    frames = []
    for number, status in enumerate(statuses):
        period, basis = _period(year, kind, status, sections[number] != 0)
        frames.append(Frame(status, year, period, basis, area, "document" if area else None, past, told[number]))
    return Frames(tuple(frames))


def _wording(
    number: int, lines: Sequence[str], counts: Sequence[Mapping[str, int]], sections: Sequence[float]
) -> float:
    """Return what the wording of a paragraph speaks for; a short one is read with its neighbours in the section."""
    length, total = len(lines[number]), dict(counts[number])
    for step in range(1, _NEIGHBOURS + 1):
        for other in (number - step, number + step):
            if length < _ENOUGH and 0 <= other < len(lines) and sections[other] == sections[number]:
                length += len(lines[other])
                for name, count in counts[other].items():
                    total[name] = total.get(name, 0) + count
    return weigh(total, length)


def _headings(passages: tuple[Passage, ...], lines: Sequence[str]) -> list[tuple[str, ...]]:
    headings: list[tuple[str, ...]] = [()] * len(lines)
    numbers = [number for number, line in enumerate(lines) if line.strip()]  # passages do not count blank lines
    for passage in passages:
        if passage.paragraph < len(numbers):
            headings[numbers[passage.paragraph]] = passage.heading
    return headings


def _by_heading(headings: tuple[str, ...]) -> float:
    for heading in reversed(headings):
        plan, review = _PLAN_HEADING.search(heading), _REVIEW_HEADING.search(heading)
        if bool(plan) != bool(review):
            return _SECTION if plan else -_SECTION
    return 0.0


def _year(document: Document) -> int | None:
    """Return the year the text speaks in: a yearbook's chronicle speaks of the year before it."""
    year = document.metadata.year
    if year is None and document.metadata.date[:4].isdigit():
        year = int(document.metadata.date[:4])
    if year is not None and document.metadata.kind == "YearbookPage":
        text = document.text
        reprinted = _REPRINT.search(text) and _ADDRESS.search(text)
        return year if reprinted else year - 1
    return year


def _past(document: Document, year: int | None) -> int | None:
    """Return the last year that is over: a report is delivered early in its year, unless its date says otherwise."""
    metadata = document.metadata
    if year is None or not (
        metadata.kind == "WorkReport" or (metadata.kind == "YearbookPage" and year == metadata.year)
    ):
        return year
    return year if metadata.date[5:7] >= _LATE else year - 1


def _period(year: int | None, kind: str, status: Status | None, section: bool) -> tuple[str | None, Basis | None]:
    if year is None:
        return None, None
    reviewed = kind == "WorkReport" and status == "achieved"
    return str(year - 1 if reviewed else year), "section" if section else "document"
