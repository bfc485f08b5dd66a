"""Lists of indicators and lists of values, dealt out to one another.

A、B分别增长x、y gives A x and B y; A、B均达到x gives both x; 实际增长x和y after two indicators goes to them in order.
A comparator at the end or the head of a list of values holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.readings import Reading

_BETWEEN = re.compile(r"(?:以上|以下|以内|左右)?(?:[、和及与或,，]|以及|，?和)$")
_BOTH = re.compile(r"双双|(?<![年人日月户亩])均|都")
_LOOK_BACK = 6

Stretch = tuple[int, int]


def deal_out(text: str, readings: Sequence[Reading]) -> None:
    """Give each of `readings` (of one sentence, in order) the member of the list that it is a value of."""
    index = 0
    while index < len(readings):
        group = _group(text, readings, index)
        first = group[0]
        if len(group) > 1:
            _share(text, group, readings[max(0, index - _LOOK_BACK) : index])
        elif first.source:
            first.indicator = first.source.indicator
        else:
            _both(text, first)
        index += len(group)


def _group(text: str, readings: Sequence[Reading], index: int) -> list[Reading]:
    """Return the values from `index` on that stand in one list, those behind the first without an indicator."""
    group = [readings[index]]
    for position in range(index + 1, len(readings)):
        between = text[group[-1].quantity.end : readings[position].quantity.start]
        if len(between) > 5 or not _BETWEEN.match(between) or readings[position].source is None:
            break
        group.append(readings[position])
    return group


def _share(text: str, group: list[Reading], before: Sequence[Reading]) -> None:
    first, last = group[0], group[-1]
    for reading in group:
        reading.behind = reading.behind or last.behind
        reading.front = reading.front or first.front
    if first.indicator is None:
        return
    shares = _earlier(before, len(group)) if first.source else members(text, *first.indicator, len(group))
    if len(shares) != len(group):
        shares = [first.indicator] * len(group)
    for reading, share in zip(group, shares, strict=True):
        reading.indicator = share


def _earlier(before: Sequence[Reading], count: int) -> list[Stretch]:
    """Return the last `count` different indicators of the values before, in their order."""
    found: list[Stretch] = []
    for reading in reversed(before):
        if reading.indicator and reading.indicator not in found and len(found) < count:
            found.insert(0, reading.indicator)
    return found


def _both(text: str, reading: Reading) -> None:
    begin, end = reading.indicator or (0, 0)
    if end > reading.quantity.start or "等" in text[begin:end]:
        return
    if _BOTH.search(text, end, reading.quantity.start):
        parts = members(text, begin, end, 0)
        reading.members = tuple(parts) if len(parts) > 1 else ()


def members(text: str, start: int, end: int, count: int) -> list[Stretch]:
    """Return the members of the list `start:end` outside brackets and quotes, split at 、 alone or also at 和, 及, 与,
    whichever gives `count` of them (0: any number above one); else the list as a whole.

    >>> text = "钢、铁和水泥产量"
    >>> [text[a:b] for a, b in members(text, 0, len(text), 3)]
    ['钢', '铁', '水泥产量']
    """
    for marks in ("、", "、和及与"):
        parts, begin, depth = [], start, 0
        for place in range(start, end):
            char = text[place]
            depth += (char in "（(“") - (char in "）)”")
            if depth == 0 and char in marks and place > begin:
                parts.append((begin, place))
                begin = place + 1
        parts = [part for part in (*parts, (begin, end)) if part[0] < part[1]]
        if len(parts) == count or (count == 0 and len(parts) > 1):
            return parts
    return [(start, end)]
