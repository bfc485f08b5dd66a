"""Whether a value is a goal, or was reached: by the sentence's own words and time, else by the frame."""

from __future__ import annotations

import re

from kg.extract.frames import Frame
from kg.extract.tenses import count_tenses, weigh
from kg.model import Span, Status

_GOAL = re.compile(
    r"力争|争取(?!国家)|(?:预期|主要|发展)目标|目标(?:是|为|：)|今年要|拟(?!定)|确保|(?:我们|必须|需要|还)要"
)
_DONE = re.compile(r"了(?!解)|比上年|同比|去年|已(?!知)|累计|取得|成功|荣获|跃居|跃升")
_REACH = 200


def status_of(text: str, start: int, clause: Span, stated: str | None, told: str, frame: Frame) -> Status:
    """Return the status of a value whose clause is `clause`, in the sentence that begins at `start`; `stated` is the
    period that the sentence says, `told` the one that its stretch is of."""
    floor = max(start, clause.start - _REACH)
    before = text[max(floor, text.rfind("；", floor, clause.start) + 1) : clause.end]
    if (stated or told) and frame.year:
        last = int((stated or told)[-4:])
        if last < frame.year:
            return "achieved"
        if last > frame.year:
            return "planned"
    if _GOAL.search(before) and not _DONE.search(clause.text):
        return "planned"
    if frame.status is not None:
        return frame.status
    return "planned" if weigh(count_tenses("。" + before), len(before)) > 0 else "achieved"
