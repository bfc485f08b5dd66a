"""What a document says about its targets without saying it in each sentence: status, period and area.

1. The kind of the document: plans, action plans and opinions set goals; yearbook pages tell what was reached.
2. The heading of a section: 工作回顾 tells what was reached, 重点任务 what is to be done.
3. The wording of a paragraph, where neither tells: 力争, 到2025年, 给予 against 比上年, 累计, 了.
4. The year: a report is of the year of its delivery, its review of the year before; a yearbook N chronicles N-1,
   but a report reprinted in it (各位代表, 今年, 我们将) is of the year N.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.folding import fold
from kg.model import Basis, Document, Passage, Status

PLANNING = frozenset(
    {"Plan", "ActionPlan", "Opinion", "Notice", "Measures", "Regulation", "Law", "Standard", "Guideline", "Scheme"}
)
_PLAN_HEADING = re.compile(
    r"目标|任务|安排|部署|重点工作|主要工作|工作要求|保障措施|政策措施|展望|总体要求|做好.{0,12}工作|今年工作|下一步|打算|建议|未来五年"
)
_REVIEW_HEADING = re.compile(r"回顾|过去|五年来|一年来|取得|成就|成效|发展基础|基础与|进展|工作总结|主要成绩")
_PLAN_TITLE = re.compile(r"规划|计划|方案|意见|措施|办法|条例|通知|纲要|指南|细则|若干")
_REPRINT = re.compile(r"各位代表|我们(?:要|将)")
_ADDRESS = re.compile(r"今年|本年")

#: Words that speak of what is to come, and of what has been.
PLANNED = re.compile(
    r"力争|确保|争取|拟|目标|计划|到20\d\d年|今年要|我们要|要(?!求|素|闻|点|害)|将(?!军|近)|预期|不低于|不少于|不超过|不高于|不得|应当|给予|补助|补贴"
    r"|奖励|资助|鼓励|支持|符合条件|申请|(?:^|[，；。])(?:加快|深化|强化|完善|推动|推进|健全|加强|实施|开展|打造|培育|建设|提升|优化|扩大|落实|坚持|统筹|加大|积极|深入|大力|全面|持续|扎实|着力)"
)
ACHIEVED = re.compile(
    r"了|比上年|同比|去年|累计|过去|年来|已(?!知)|取得|成效|荣?获(?!得感)|圆满|显著|成功|跃升|跃居|位居|居全|居世界|首次|创历史|突破|迈上|迈入|跨越|实际增长|净增|连续|上升|下降|十三五时期|全年|投产|建成投|落成|入选|达到|增长|增加到|顺利|有力|明显|先后|共(?!同|享|建|富)|稳居|入列|获批|超额|实现"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a paragraph where the sentence does not say otherwise.

    `status` is None where only the sentence can tell.  `year` is the year the text speaks in (今年); `period`
    what an undated value is for; `area` a GB/T 2260 code; the bases say where these come from.
    """

    status: Status | None = None
    year: int | None = None
    period: str | None = None
    period_basis: Basis | None = None
    area: str | None = None
    area_basis: Basis | None = None


NEUTRAL = Frame()


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of a document's paragraphs (lines of its text), by number."""

    paragraphs: tuple[Frame, ...]

    def __getitem__(self, paragraph: int) -> Frame:
        """Return the frame of a paragraph; a neutral one beyond the last."""
        return self.paragraphs[paragraph] if 0 <= paragraph < len(self.paragraphs) else NEUTRAL


def frame_document(document: Document) -> Frames:
    """Return the frame of each paragraph of a document, from its metadata, its headings and its wording."""
    lines = document.text.split("\n")
    year = _year(document)
    kind = document.metadata.kind
    whole = _tense(fold(document.text))
    by_kind: Status | None = "planned" if kind in PLANNING or _PLAN_TITLE.search(document.metadata.title) else None
    headings = _headings(document.passages, len(lines))
    area = document.metadata.place or None
    frames = []
    for number, line in enumerate(lines):
        section = _by_heading(headings[number])
        status = section or by_kind or _tense(fold(line), margin=3) or whole
        period, basis = _period(year, kind, status, section is not None)
        frames.append(Frame(status, year, period, basis, area, "document" if area else None))
    return Frames(tuple(frames))


def _headings(passages: tuple[Passage, ...], count: int) -> list[tuple[str, ...]]:
    headings: list[tuple[str, ...]] = [()] * count
    for passage in passages:
        if passage.paragraph < count:
            headings[passage.paragraph] = passage.heading
    return headings


def _by_heading(headings: tuple[str, ...]) -> Status | None:
    for heading in reversed(headings):
        plan, review = _PLAN_HEADING.search(heading), _REVIEW_HEADING.search(heading)
        if plan and not review:
            return "planned"
        if review and not plan:
            return "achieved"
    return None


def _tense(text: str, margin: int = 0) -> Status | None:
    """Return the status that the wording of a text speaks for, or None where it is even."""
    planned, achieved = len(PLANNED.findall(text)), len(ACHIEVED.findall(text))
    if planned > achieved + margin:
        return "planned"
    return "achieved" if achieved > planned + margin else None


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


def _period(year: int | None, kind: str, status: Status | None, section: bool) -> tuple[str | None, Basis | None]:
    if year is None:
        return None, None
    reviewed = kind == "WorkReport" and status == "achieved"
    return str(year - 1 if reviewed else year), "section" if section else "document"
