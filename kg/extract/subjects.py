"""What a value is of whose own clause does not say it: the noun of the clause in front.

1. A clause without a value that moves begins with it: 原油产量继续增长，达到2亿吨.
2. A clause that is nothing but the name of a measure is it: 社会商品零售总额，一九八一年增长9.8%; so is one in front of
   a colon (在工业总产值方面：…).
3. Where no value stands in front, an indicator of the lexicon that the clause begins with: 地区生产总值跨上新台阶，….

Where none of these holds and nothing but adverbs and years stands in front of the value (已由…上升到), nobody can know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.extract import indicators
from kg.extract.indicators import Stretch
from kg.extract.times import YEAR

_MOVES = re.compile(
    r"(?:近年来|首次|继续|持续|大幅|稳步|不断|明显|较快|平稳|保持)*(?:出现)?双?"
    r"(?:增长|下降|上升|提高|增产|回升|增加|减少)|从[无小少弱]到[有大多强]"
)
#: What the name of a measure ends with.
_MEASURE = re.compile(
    r"(?:比重|比例|占比|收入|支出|经费|投资|面积|里程|人口|人数|能力|水平|规模|价格|工资|利润|储蓄|存款|余额|成本|总数|数量|产量|税收|强度|浓度"
    r"|[总销周转吞吐数容]量|[总产贸金销限资]额|[产价总]值|(?<![效])率|指数)$"
)
_ABOUT = re.compile(r"在?(?P<of>[^，。；]{2,24}?)(?:方面|的情况[^，。；]{0,6})$")
#: 这个比重 has been named before.
_POINTING = re.compile("[这该此]")
#: Nothing but this in front of a value names nothing.  Possessive: 达到了 can be cut up in several ways.
_EMPTY = re.compile(
    rf"(?:{YEAR}年?|[今去明]年|全年|已经?|由|从|比|又|也|还|就|则|即|并|将|要|共|只有?|结果|分别|达到?了?|其中|这[是样]|计划|预计|是|在|到"
    r"|它们?的?|其|了|，|约?占[^，]{0,16}的)++"
)
#: What ends like this says when, where or how, or heads a list.
_NO_TOPIC = re.compile(
    r"(?:[来看说后时中下上前间里内外日月年样此些到]|其中|如下|目标|要求|任务|指标|电话|时间|日期|来源|编辑|方面)$"
)
_SHORT = 12
_REACH = 120


def is_empty(text: str, start: int, end: int) -> bool:
    """Does `start:end` hold nothing that a value could be of: adverbs, prepositions, years?"""
    return _EMPTY.fullmatch(text, start, end) is not None


def is_rate(text: str, start: int, end: int) -> bool:
    """Is the indicator `start:end` a share or rate, which no number of people, things or money can be of?"""
    share = text.endswith(("率", "比重", "比例", "占比"), start, end)
    return share and not text.endswith(("效率", "生产率"), start, end)


def rated(text: str, start: int, end: int) -> Stretch | None:
    """Return what a rate is of (就业率: 就业), None where its name does not tell (比重)."""
    return (start, end - 1) if end - start > 2 and text[end - 1] == "率" else None


def subject(text: str, start: int, clause: int, last: int, times: Mapping[int, int]) -> Stretch | None:
    """Return what the clause in front of the one that begins at `clause` is about, or None.

    `start` is where the sentence begins, `last` where the value before stands (-1 without one), `times` lead from
    where a time expression begins to where it ends.

    >>> text = "社会商品零售总额，一九八一年"
    >>> begin, end = subject(text, 0, 9, -1, {})
    >>> text[begin:end]
    '社会商品零售总额'
    """
    if clause <= start or text[clause - 1] not in "，：":
        return None
    floor, end = max(start, clause - 1 - _REACH), clause - 1
    begin = _clause(text, floor, end)
    if last >= begin or _POINTING.match(text, begin, end):
        return None
    if text[end] == "：":
        about = _ABOUT.fullmatch(text, begin, end)
        begin, end = about.span("of") if about else (begin, end)
        return _measure(text, begin, end, times) or (_noun(text, begin, end, times) if begin == start else None)
    return (
        _moving(text, begin, end)
        or _measure(text, begin, end, times)
        or (_noun(text, begin, end, times) if begin == start and clause in times else None)
        or (None if last >= 0 else _known(text, begin, end, times))
    )


def _clause(text: str, floor: int, end: int) -> int:
    """Return where the clause begins that ends at `end`; marks inside brackets do not count."""
    begin = max(floor, *(text.rfind(mark, floor, end) + 1 for mark in "，；："))
    while begin > floor and text.count("）", begin, end) > text.count("（", begin, end):
        begin = max(floor, *(text.rfind(mark, floor, begin - 1) + 1 for mark in "，；："))
    return begin


def _moving(text: str, start: int, end: int) -> Stretch | None:
    """Return the noun that a clause without a value begins with (原油产量继续增长), or None if it does not move."""
    moves = _MOVES.search(text, start, end)
    if not moves:
        return None
    stop = indicators.phrase_end(text, start, end)
    while stop < moves.start() and text[stop] == "、":
        stop = indicators.phrase_end(text, stop + 1, end)
    stop = min(stop, moves.start())
    return (start, stop) if stop - start >= 3 and not is_empty(text, start, stop) else None


def _measure(text: str, start: int, end: int, times: Mapping[int, int]) -> Stretch | None:
    """Return the name of the measure that a clause is; None if a verb stands in it."""
    begin, stop, verb = indicators.trim(text, start, end, times)
    named = not verb and stop == end and stop - begin >= 2 and _MEASURE.search(text, begin, stop)
    return (begin, stop) if named else None


def _noun(text: str, start: int, end: int, times: Mapping[int, int]) -> Stretch | None:
    """Return the short noun that a sentence begins with as its topic (小学生，一九五七年有…; 粮食：达到…), or None."""
    begin, stop, verb = indicators.trim(text, start, end, times)
    # 钢：… names something by one character, 钢，… would not.
    short = not verb and stop == end and (1 if text[end] == "：" else 2) <= stop - begin <= _SHORT
    return (begin, stop) if short and not (is_empty(text, begin, stop) or _NO_TOPIC.search(text, begin, stop)) else None


def _known(text: str, start: int, end: int, times: Mapping[int, int]) -> Stretch | None:
    """Return the indicator of `indicator.toml` that a clause begins with (地区生产总值跨上新台阶), or None."""
    start, end, _ = indicators.trim(text, start, end, times)
    return indicators.known_at(text, start, end)
