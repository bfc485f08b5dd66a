"""What a sum is for that a budget or a rule gives.

省财政安排5亿元，用于… tells nothing by the budget's name alone: the purpose stands behind the sum (用于…, 支持…),
perhaps after a comparison (比上年增加…), or in front of it (为…，).  A rule names the grant behind sums (给予…奖励).
"""

from __future__ import annotations

import re

from kg.extract import indicators
from kg.extract.indicators import Stretch
from kg.extract.quantities import Quantity

_N = "[一二三四五六七八九十两0-9]{1,2}"
_PAYER = re.compile(
    rf"(?:[^，。；、]{{0,8}}财政)(?:今年|每年|连续{_N}年|累计|共计?|已经?|将|拟|再|新增|投入|安排|下达|拨付|拨款|拨出|出资|筹集|补助)*"
)
_BARE = frozenset(("资金", "专项资金", "补助资金", "经费", "款"))
_BARE_FOR = re.compile(r"(?:资金|经费|款)(?=用于|用来|支持|补贴|补助|扶持|奖励)")
_FOR = re.compile(
    r"(?:，[^，。；]{0,6}(?:比|增长|增加)[^，。；]{0,24}){0,2}，?(?:专项|主要|重点|全部)?(?:用于|用来|支持|补贴|补助|扶持|奖励)"
)
_SO_AS = re.compile(r"(?:^|[。；])为了?([^，。；]{4,30})，$")
_REACH = 60
#: How far around a sum its grant is looked for.
_RULE_REACH = 120
_SUM = re.compile(r"(?:奖励|补助|补贴|资助|津贴|奖补|支持|额度|金额|标准|资金|收入|产值|价格?|费)$")
_RULE = re.compile(r"按照?|给予|予以|追加|对")
_GIVEN = re.compile(
    r"(?:给予|予以|追加|享受)(?:[^，。；]*的)?([^，。；、（）()的]{0,8}?(?:奖励|补助|补贴|资助|津贴|奖补|支持))"
)


def is_payer(text: str, start: int, end: int) -> bool:
    """Is the phrase in front of a sum the one who pays, rather than what is paid for?"""
    return _PAYER.fullmatch(text, start, end) is not None


def purpose(text: str, clause: int, tail: int, noun: Stretch | None, ceiling: int) -> Stretch | None:
    """Return what a sum is for whose clause begins at `clause` and which ends at `tail`, or None.

    `noun` stands behind the sum: it is no purpose to look further for, unless it is only another word for a sum.

    >>> text = "省财政安排3亿元，主要用于农村供水改造。"
    >>> begin, end = purpose(text, 0, 8, None, len(text))
    >>> text[begin:end]
    '农村供水改造'
    """
    if noun and not text.startswith(("用于", "用来"), noun[0]):
        bare = _BARE_FOR.match(text, noun[0])
        if not bare and text[slice(*noun)] not in _BARE:
            return None
        tail = bare.end() if bare else noun[1]
    if given := _FOR.match(text, tail, ceiling):
        found = indicators.behind(text, given.end(), min(ceiling, given.end() + _REACH))
        return _trimmed(text, *found) if found else None
    floor = max(0, clause - _REACH)
    why = _SO_AS.search(text[floor:clause])
    return _trimmed(text, floor + why.start(1), floor + why.end(1)) if why else None


def grant(text: str, start: int, end: int, quantity: Quantity, tail: int, rest: str) -> Stretch | None:
    """Return the noun for the sum in a rule that sets who gets how much (按照A类3万元、B类1万元标准给予奖励), or None.

    The sentence is `start:end`, the sum ends at `tail`, and `rest` is what stands in front of it.
    """
    if quantity.kind not in ("money", "percent") or _SUM.search(rest):
        return None
    limit = min(end, tail + _RULE_REACH)
    comma = text.find("，", tail, limit)
    stop = limit if comma < 0 else comma
    if not _RULE.search(text, max(start, quantity.start - _RULE_REACH // 2), stop):
        return None
    given = _GIVEN.search(text, tail, stop)
    return given.span(1) if given else None


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    begin, end, _ = indicators.trim(text, start, end, {})
    return (begin, end) if end - begin >= 2 else None
