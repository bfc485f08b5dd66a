"""What a sum is for that a budget gives: 中央财政安排51亿元，用于… tells nothing by the budget's name alone.

The purpose stands behind the sum (用于…, 支持…), perhaps after a comparison (比上年增加…), or in front of it (为…，).
"""

from __future__ import annotations

import re

from kg.extract import indicators
from kg.extract.indicators import Stretch

_N = "[一二三四五六七八九十两0-9]{1,2}"
_PAYER = re.compile(
    rf"(?:[^，。；、]{{0,8}}财政)(?:今年|每年|连续{_N}年|累计|共计?|已经?|将|拟|再|新增|投入|安排|下达|拨付|拨款|拨出|出资|筹集|补助)*"
)
_BARE = frozenset(("资金", "专项资金", "补助资金", "经费", "款"))
_FOR = re.compile(
    r"(?:，[^，。；]{0,6}(?:比|增长|增加)[^，。；]{0,24}){0,2}，?(?:专项|主要|重点|全部)?(?:用于|用来|支持|补贴|补助|扶持|奖励)"
)
_SO_AS = re.compile(r"(?:^|[。；])为了?([^，。；]{4,30})，$")
_REACH = 60


def is_payer(text: str, start: int, end: int) -> bool:
    """Is the phrase in front of a sum the one who pays, rather than what is paid for?"""
    return _PAYER.fullmatch(text, start, end) is not None


def is_bare(text: str, start: int, end: int) -> bool:
    """Is what stands behind a sum only another word for a sum, or the verb that its purpose begins with?"""
    return text[start:end] in _BARE or text.startswith(("用于", "用来"), start)


def purpose(text: str, clause: int, tail: int, ceiling: int) -> Stretch | None:
    """Return what a sum is for whose clause begins at `clause` and which ends at `tail`, or None.

    >>> text = "省财政安排3亿元，主要用于农村供水改造。"
    >>> begin, end = purpose(text, 0, 8, len(text))
    >>> text[begin:end]
    '农村供水改造'
    """
    if given := _FOR.match(text, tail, ceiling):
        found = indicators.behind(text, given.end(), min(ceiling, given.end() + _REACH))
        return _trimmed(text, *found) if found else None
    floor = max(0, clause - _REACH)
    why = _SO_AS.search(text[floor:clause])
    return _trimmed(text, floor + why.start(1), floor + why.end(1)) if why else None


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    begin, end, _ = indicators.trim(text, start, end, {})
    return (begin, end) if end - begin >= 2 else None
