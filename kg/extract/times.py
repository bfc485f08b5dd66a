"""When a value is for: time expressions of a sentence and the period they stand for.

A time counts for the values behind it up to the end of the sentence (到2025年，…；…。), until the next time.
It does not count where it is what something is compared with (比2015年, 是2020年的3倍) or part of a name
(“十四五”规划, 三年行动计划).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.numerals import parse_number

YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
#: The name of a five-year plan; of 1953 to 1985, mostly by number.
PLAN = r"“(?P<nth>七|八|九|十|十[一二三四五])五”|第(?P<number>[一二三四五六七八九十])个五年计划"
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_DAY = rf"{YEAR}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
_EDGE = r"(?:底之?前|年?底|末|初)?(?:之?前|以前)?"
_RELATIVE = r"(?:今年|去年|明年|上年|前年|本年度?|当年|同年)"
_SHIFT = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
#: These are of the year that the text tells of, whichever that is.
_SPOKEN_OF = frozenset(("本年", "本年度", "当年", "同年"))

# From … to …; the first form can begin anywhere, and is tried only where its mark stands.
_SINCE, _SINCE_MARK = rf"自?[^，。；：、（]{{0,12}}(?<=日)起至{_DAY}(?:{_EDGE}|止)", "起至"
_BETWEEN = (
    rf"{_DAY}(?:起至|至|到|—|~|-){_DAY}(?:期间|止)?"
    rf"|{YEAR}年?[—~\-至]{YEAR}年(?:期间)?|{YEAR}年[一二三四]季度至{YEAR}年[一二三四]季度"
)
_POINT = (
    # the five-year plans
    rf"(?P<plan>到?(?:{PLAN})(?:期间|时期|末期?|以来|期末|期内|前[一二三四]年))"
    # a year, perhaps with a month
    rf"|(?P<year>(?:到|截至|截止|至)?(?P<y>{YEAR})年(?:度|\d{{1,2}}月(?:\d{{1,2}}日)?|上半年|下半年|前?[一二三四]季度)?"
    rf"(?:[^，。；：、0-9]{{0,4}}以来(?:至今)?|{_EDGE})(?![—~-]\d))"
    # relative to the document
    rf"|(?P<relative>(?:截至|到|至)?(?P<r>{_RELATIVE})(?:(?:上|下)半年|(?:前|第)?[一二三四]季度|前?(?:\d{{1,2}}[到至~—-])?\d{{1,2}}个?月份?(?:{_EDGE})|年?底之?前?|末|年?初|以来)?)"
    rf"|(?P<part>全年|年末|年底之?前|年底|年内|上半年|下半年|(?:前|第)[一二三]季度|(?:截至|至)?(?<!年)\d{{1,2}}月(?:底之?前|底|末))"
    rf"|(?P<years>(?:近|过去|未来|今后|刚?刚?过去的|这|连续|用)?(?P<n>{_N})年(?:以?来|间|内|时间|累计)?)(?P<tail>(?!行动|规划|计划|级|期|制|纲要|以上|以下|之|滚动|左右|[一二两三四五六七八九十]?[届轮]|的))"
    r"|(?P<now>截至目前|目前|至今|刚过去的一年)"
)
_OPENING = r"(?=[\d“一二两三四五六七八九十七到截至今去明上前本当同全年下第近过未刚这连用目])"
_PATTERN = re.compile(rf"{_OPENING}(?:(?P<span>{_BETWEEN})|{_POINT})")
_PATTERN_SINCE = re.compile(rf"(?P<span>{_SINCE}|{_BETWEEN})|{_POINT}")
_COMPARED = re.compile(r"(?:比|较|是|为|同|与|相当于|超过|高于|低于|于)$")
_NAMED = re.compile(
    r"(?:[“”》）)]?(?:规划|纲要|计划|行动|方案|工作要点|重点工作|版|收官|开局|指南|项目申报|国家科技重大专项))|[—~]\d|是[^，]{0,8}年"
)
# 增加到2025年的5万: 到 belongs to the verb.
_TURNED = frozenset("加高长升降少增减展大张跃")
_PLANS = {
    "一": 1953,
    "二": 1958,
    "三": 1966,
    "四": 1971,
    "五": 1976,
    "六": 1981,
    "七": 1986,
    "八": 1991,
    "九": 1996,
    "十": 2001,
    "十一": 2006,
    "十二": 2011,
    "十三": 2016,
    "十四": 2021,
    "十五": 2026,
}


class Time(NamedTuple):
    """A time expression: its span and the match it was read from; `whole` says that it frames what follows."""

    start: int
    end: int
    match: re.Match[str]
    compared: bool

    @property
    def plan(self) -> bool:
        """Is it a five-year plan's period (“十四五”期间)?"""
        return bool(self.match["plan"])

    @property
    def ongoing(self) -> bool:
        """Does it hold for its clause only (连续五年增产)?"""
        return self.match[0].startswith("连续")


def find_times(text: str, start: int, end: int) -> list[Time]:
    """Return the time expressions of the sentence `start:end` of a folded text, by offset."""
    found: list[Time] = []
    pattern = _PATTERN if text.find(_SINCE_MARK, start, end) < 0 else _PATTERN_SINCE
    for match in pattern.finditer(text, start, end):
        begin, stop = match.span()
        if text[begin] == "到" and text[begin - 1 : begin] in _TURNED:
            begin += 1
        if _NAMED.match(text, stop, end):
            continue
        if match["years"] and not _frames(text, match, start):
            continue
        if match["years"] and found and found[-1].match["span"] and text[found[-1].end : begin] == "的":
            # 从1971年到1980年的十年间 is one time.
            found[-1] = found[-1]._replace(end=stop)
            continue
        if match["years"] and text[stop - 2 : stop] == "累计":
            stop -= 2
        if match["years"] and text[begin] == "用":
            begin += 1
        found.append(Time(begin, stop, match, bool(_COMPARED.search(text, max(start, begin - 4), begin))))
    return found


def _frames(text: str, match: re.Match[str], start: int) -> bool:
    """Does a bare 五年 or 3年 say when, rather than how long a grant or a term is?"""
    written = match["years"]
    if text.startswith(("首次", "最", "新高", "新低"), match.end()):
        return False
    if not written[0].isdigit() and written[0] not in "一二两三四五六七八九十":
        return True
    if written[-1] == "内":
        return not text[max(start, match.start() - 2) : match.start()].endswith(
            ("毕业", "前后", "日起", "交后", "落后")
        )
    if written[-1] != "年":
        return True
    before = text[match.start() - 1 : match.start()] if match.start() > start else ""
    return before in ("", "，", "；", "：", "额", "值", "量", "业") and match["n"] not in ("一",)


def period(time: Time, year: int | None, past: int | None = None, told: str = "") -> str | None:
    """Return the period that a time stands for, "2025" or "2021/2025"; None where `year`, the document's, is needed
    and unknown.

    `past` is the last year that is over (`year` if not given), `told` the period that the stretch is of: 五年 is that,
    if it is as long.
    """
    match = time.match
    years = [year_of(y) for y in re.findall(rf"({YEAR})年?", match[0])]
    if match["span"]:
        return f"{years[0]}/{years[-1]}" if len(years) > 1 and years[0] != years[-1] else str(years[-1])
    if match["plan"]:
        first = plan_years(match)
        return str(first + 4) if "末" in match["plan"] or match["plan"].startswith("到") else f"{first}/{first + 4}"
    if match["year"]:
        first = year_of(match["y"])
        return f"{first}/{year}" if "以来" in match["year"] and year and year > first else str(first)
    if year is None:
        return None
    if told and match["r"] in _SPOKEN_OF:
        return told
    if match["relative"]:
        return str(year + _SHIFT.get(match["r"], 0))
    if match["part"]:
        # 全年, 年末 of a year that a report looks back on: of which, its section says.
        one = _years_of(told) == 1
        return told if one else str(year) if not told and past in (None, year) else None
    if match["now"]:
        return str(past or year) if match["now"].startswith("刚") else str(year)
    number = parse_number(match["n"])
    span = int(number) if number else 0
    written = match["years"]
    ahead = written.startswith(("未来", "今后"))
    if span < 2:
        return str(year if ahead or "内" in written else past or year)
    if not ahead and _years_of(told) == span and not written.startswith(("近", "过去", "刚")) and "来" not in written:
        return told
    past = past or year
    return f"{year}/{year + span - 1}" if ahead or written.endswith(("内", "时间")) else f"{past - span + 1}/{past}"


def _years_of(period: str) -> int:
    """Return how many years a period has; 0 of none."""
    return int(period[-4:]) - int(period[:4]) + 1 if period else 0


def plan_years(match: re.Match[str]) -> int:
    """Return the first of the five years of a plan that `PLAN` has matched."""
    return _PLANS[match["nth"] or match["number"]]


def year_of(written: str) -> int:
    """Return the number of a year that `YEAR` has matched."""
    number = parse_number(written)
    return int(number) if number else 0
