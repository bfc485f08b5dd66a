"""Where a value is for: a place that the clause names, else the document's jurisdiction (全区, 全省, or nothing)."""

from __future__ import annotations

from collections.abc import Sequence

from kg import places
from kg.extract.frames import Frame
from kg.model import Basis, Mention

_NATION = ("全国", "我国", "中国")
# 高于全国, 居全省, 占世界: the place is what a value is compared with.
_COMPARED = ("比", "于", "居", "占", "较", "列", "同", "与", "获", "入", "“")


def area_of(
    text: str, start: int, end: int, mentions: Sequence[Mention], frame: Frame
) -> tuple[str | None, Basis | None]:
    """Return the GB/T 2260 code of the area and its basis; `start:end` is the clause up to the value.

    The place that stands last in it counts.  A name that could be of several divisions is looked for below and
    beside the document's own jurisdiction (`places.find`).
    """
    for mention in reversed(mentions):
        if mention.type == "Place" and start <= mention.start and mention.end <= end:
            division = (
                None if text[start : mention.start].endswith(_COMPARED) else places.find(mention.text, frame.area or "")
            )
            if division:
                return division.code, "sentence"
    if text.startswith(_NATION, start):
        return places.NATION, "sentence"
    return frame.area, frame.area_basis
