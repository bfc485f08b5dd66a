"""Where a value is for: a place that the clause names, else the document's jurisdiction (全区, 全省, or nothing)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg import lexicon, places
from kg.extract.frames import Frame
from kg.model import Basis, Mention

_NATION = ("全国", "我国", "中国")
# 高于全国, 居全省, 占世界: the place is what a value is compared with.
_COMPARED = ("比", "于", "居", "占", "较", "列", "同", "与", "获", "入", "“")

_OPENING = re.compile(r"(?:^|[。！？])[\s—]*(?:而|但是?|同时，?)?$")
_ITS = re.compile("的|国内|经济|人均|GDP")


@lexicon.compiled
def _countries() -> frozenset[str]:
    return frozenset(lexicon.load("place").words("country")) - {"中国"}


def area_of(
    text: str, start: int, end: int, mentions: Sequence[Mention], frame: Frame
) -> tuple[str | None, Basis | None]:
    """Return the GB/T 2260 code of the area and its basis; `start:end` is the clause up to the value.

    The place that stands last in it counts.  A name that could be of several divisions is looked for below and
    beside the document's own jurisdiction (`places.find`).  What a sentence says that begins with another country is
    of no area that has a code.
    """
    for mention in reversed(mentions):
        if mention.type == "Place" and start <= mention.start and mention.end <= end:
            division = (
                None if text[start : mention.start].endswith(_COMPARED) else places.find(mention.text, frame.area or "")
            )
            if division:
                return division.code, "sentence"
    if mentions and _is_abroad(text, mentions[0]):
        return None, None
    if text.startswith(_NATION, start):
        return places.NATION, "sentence"
    return frame.area, frame.area_basis


def _is_abroad(text: str, place: Mention) -> bool:
    """Does a sentence that begins with a place tell of another country (而某国的…)?"""
    return (
        place.text in _countries()
        and _ITS.match(text, place.end) is not None
        and _OPENING.search(text, max(0, place.start - 4), place.start) is not None
    )
