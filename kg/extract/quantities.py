"""Numbers with their units, wherever they stand in a paragraph: what may be the value of a target.

1. One regular expression finds a number (`numerals`), 多 or 余 behind it, and a unit of `unit.toml`; or a share
   (40%, 百分之七点九, 四成, 6折, 三分之一, 一半), percentage points, a multiple (2倍, 翻一番), or a word for
   all (全覆盖, 全部) or nil (零增长).
2. Two that a range mark joins become one with an upper number (1%—3%, 25~30项).
3. What only looks like a quantity goes: years, ordinals, voltages, numbers inside Latin names (PM2.5, T1000),
   generic 一个, and whatever is too long to be a number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from kg import lexicon
from kg.extract.numerals import ARABIC, parse_number, plain

Kind = Literal["count", "measure", "money", "duration", "percent", "points", "times", "fraction", "number", "cover"]

#: Cheap test: without one of these a paragraph holds no quantity.
HINT = re.compile(r"[\d%‰]|百分|[倍番成半]|全[覆域面部]|零|[上两二三四五六七八九十百千万亿][一-鿿]")

_CN = "零〇一二两三四五六七八九十百千万亿"
_POINT = r"(?:点[零〇一二三四五六七八九]{1,8})?"
# 亿千瓦 is a number and a unit, 千亿瓦 would be another.
_SCALE = r"(?:[十百万亿]|千(?![瓦米克伏帕卡赫字]))"
_FIGURE = rf"(?:[零〇一二两三四五六七八九]|{_SCALE})"
_FIGURES_BEFORE = frozenset("点" + _CN)
_SHARE = rf"(?:{ARABIC}|[{_CN}]{{1,6}}{_POINT})"
_PER = (
    r"(?:/(?:平方米|立方米|万人|千瓦时|千克|公顷|公里|小时|[亩人户套月年天日吨项升元家个名件次间床辆台])"
    r"(?:[·/][人月年])?)?"
)
# These units begin other words: 万亿台阶 counts no machines, 5部门 no copies, 上亿市场主体 no towns.
_GUARDED = {
    "人": "人(?![口])",
    "县": "县(?![域城])",
    "台": "台(?![阶账湾胞])",
    "市": "市(?![场值民])",
    "所": "所(?![示在有需])",
    "根": "根(?![据])",
    "部": "部(?![门队委署分])",
    "匹": "匹(?![配马])",
    "担": "担(?![任当负保心忧])",
}
_SHARES = r"%|‰|成(?![为立功果员本都就人长效套])|折(?![旧合])"
_RANGE = re.compile(r"[—~\-至到]{1,2}")
_STARTED = re.compile(r"[从由](?:[^，。；从由]{0,12}的)?$")
_NOT_SCALED = re.compile(r"[A-Za-z+/-]")
#: Things that prose counts in Chinese figures below twenty: 两所大学, but 两个方面, 三项工作.
_COUNTED = frozenset(("家", "所", "座", "名", "人", "户", "艘", "架", "辆", "届"))
_MANY = 20


class Quantity(NamedTuple):
    """A value in a text: its span, its exact number, and what is counted.

    `upper` is the upper end of a range; `more` says that 多 or 余 follows the number, `least` that 上 stands
    before it (上亿).
    """

    start: int
    end: int
    number: Decimal
    unit: str | None
    kind: Kind
    upper: Decimal | None = None
    more: bool = False
    least: bool = False


@lexicon.compiled
def _units() -> dict[str, Kind]:
    words = lexicon.load("unit")
    kinds: tuple[Kind, ...] = ("duration", "money", "measure", "count")
    return {word: kind for kind in kinds for word in words.words(kind)}


@lexicon.compiled
def _pattern() -> re.Pattern[str]:
    words = {*_units(), *lexicon.load("unit").words("never")}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    units = "|".join(_GUARDED.get(word, re.escape(word)) for word in ordered)
    return re.compile(
        # Nothing is tried where none of these stands.
        rf"(?=[\d{_CN}半过全翻倍上])"
        rf"(?:(?P<points>{_SHARE})[多余]?个?百分点"
        rf"|百分之(?P<cent>{_SHARE})(?P<centmore>[多余])?"
        rf"|(?P<fraction>[{_CN}]{{1,4}}分之[{_CN}]{{1,4}}|(?<![\d/.])\d{{1,2}}/\d{{1,2}}(?![\d/年月])|一半|半数|过半)"
        r"|(?P<cover>全域覆盖|全面覆盖|全覆盖|全部|翻番|倍增|零(?=增长|投诉|发生|上访|事故|新增)|(?<=清)零(?=[、，。；]|$))"
        r"|(?:翻(?P<turns>[一两二三四]|\d)|(?P<bare>\d|[一两二三四]))番"
        rf"|(?P<least>(?<![迈跃站登跨以])上(?=[百千万亿十]))?"
        rf"(?P<number>(?P<arabic>{ARABIC}(?P<scale>{_SCALE}{{0,3}})(?:(?<=[万亿])\d{{1,4}}[十百千万](?![瓦米克]))?)|{_FIGURE}{{1,16}}{_POINT})"
        rf"(?P<more>[多余])?(?P<scale2>[万亿]{{1,2}})?(?P<more2>[多余])?\ ?"
        rf"(?P<unit>{_SHARES}|倍|(?:{units}){_PER})?(?P<more3>[多余](?![年月日]))?)"
    )


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a folded `text`, by offset, not overlapping.

    >>> [(q.number, q.unit) for q in find_quantities("建成3.5万公里，增长一倍，覆盖三分之一以上")]
    [(Decimal('35000'), '公里'), (Decimal('1'), '倍'), (Decimal('0.3333'), None)]
    """
    found: list[Quantity] = []
    if not HINT.search(text):
        return found
    for match in _pattern().finditer(text):
        quantity = _read(text, match)
        if quantity is None:
            continue
        if found and _joins(text, found[-1], quantity):
            quantity = _range(text, found.pop(), quantity)
        # 3.4个、1个百分点: the points of both are written once.
        if found and quantity.unit == "pp" and found[-1].unit == "个" and text[found[-1].end : quantity.start] in _AND:
            found[-1] = found[-1]._replace(unit="pp", kind=quantity.kind)
        found.append(quantity)
    return [q for q in found if q.unit or q.kind != "number" or q.upper is None]


def _joins(text: str, low: Quantity, high: Quantity) -> bool:
    """Are two quantities the ends of a range?  从10万元到15万元 names two values, not one."""
    between = text[low.end : high.start]
    if low.upper is not None or not _RANGE.fullmatch(between) or low.unit not in (None, high.unit):
        return False
    if low.number >= high.number and _scale(text[high.start : high.end]) == 1:
        return False
    return between not in "至到" or not _STARTED.search(text[max(0, low.start - 14) : low.start])


def _range(text: str, low: Quantity, high: Quantity) -> Quantity:
    """Return the range; in 3—5万人 the scale is written once, with the upper number."""
    scale = _scale(text[high.start : high.end])
    once = low.unit is None and low.number < _UNSCALED and low.number * scale < high.number
    return high._replace(start=low.start, number=plain(low.number * (scale if once else 1)), upper=high.number)


_UNSCALED = 10_000
_AND = frozenset("、和")


def _scale(written: str) -> Decimal:
    return Decimal(10) ** (4 * written.count("万") + 8 * written.count("亿"))


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    before = text[start - 1 : start]
    if before and (before in "第+." or (before.isascii() and before.isalpha() and not match["cover"])):
        return None
    if match["points"]:
        return _make(start, end, match["points"], "pp", "points", "多" in match[0] or "余" in match[0])
    if match["cent"]:
        return _make(start, end, match["cent"], "%", "percent", bool(match["centmore"]))
    if match["fraction"]:
        return _fraction(start, end, match["fraction"])
    if match["cover"]:
        return _cover(start, end, match["cover"])
    if match["turns"] or match["bare"]:
        return _make(start, end, match["turns"] or match["bare"], "番", "times")
    return _number(text, match)


def _make(start: int, end: int, number: str, unit: str, kind: Kind, more: bool = False) -> Quantity | None:
    value = parse_number(number)
    return None if value is None else Quantity(start, end, value, unit, kind, more=more)


def _fraction(start: int, end: int, written: str) -> Quantity | None:
    if "分之" not in written and "/" not in written:
        return Quantity(start, end, Decimal("0.5"), None, "fraction")
    below, above = written.split("分之") if "分之" in written else reversed(written.split("/"))
    divisor, number = parse_number(below), parse_number(above)
    if not divisor or not number or number >= divisor:
        return None
    return Quantity(start, end, round(number / divisor, 4), None, "fraction")


def _cover(start: int, end: int, written: str) -> Quantity:
    if written in ("翻番", "倍增"):
        return Quantity(start, end, Decimal(1), "番" if written == "翻番" else "倍", "times")
    if written == "零":
        return Quantity(start, end, Decimal(0), None, "cover")
    return Quantity(start, end, Decimal(100), "%", "cover")


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    """Return a number with its unit, or without one where it is a number all the same."""
    # The last figures of a number too long for the pattern would be another number.
    if match["arabic"] is None and text[match.start() - 1 : match.start()] in _FIGURES_BEFORE:
        return None
    number = parse_number(match["number"] + (match["scale2"] or ""))
    if number is None:
        return None
    unit, start, end = match["unit"], *match.span()
    end -= text[end - 1] == " "
    more = bool(match["more"] or match["more2"] or match["more3"])
    least = bool(match["least"])
    if unit is None:
        bare = Quantity(start, end, number, None, "number", more=more, least=least)
        return bare if _stands(text, match, end) else None
    if unit in ("%", "‰"):
        return Quantity(start, end, number, unit, "percent", more=more)
    if unit in ("成", "折"):
        return Quantity(start, end, number * 10, "%", "percent", more=more)
    if unit == "倍":
        return Quantity(start, end, number, unit, "times", more=more)
    kind = _units().get(unit.split("/")[0])
    if kind is None or (unit == "年" and number > 1000):
        return None
    if match["arabic"] is None and not least and _generic(text, match, unit, kind, number):
        return None
    return Quantity(start, end, number, unit, kind, more=more, least=least)


def _stands(text: str, match: re.Match[str], end: int) -> bool:
    """Is this a number by itself: 130万老年人, 上亿群众, 容积率1.2?  Bare Chinese figures are words (统一, 百姓)."""
    written, following = match["number"], text[end : end + 1]
    if match["arabic"]:
        scaled = match["scale"] or match["scale2"]
        broken = _NOT_SCALED.match(following) or (following and following in ".、" and "." not in written)
        return bool(scaled or not broken)
    if match["least"]:
        return written[-1] in "百千万亿"
    figures = any(char not in "十百千万亿" for char in written)
    return (len(written) >= 3 and written[-1] in "万亿" and figures) or (written == "万亿" and match["more"] is None)


def _generic(text: str, match: re.Match[str], unit: str, kind: Kind, number: Decimal) -> bool:
    """Is a number in Chinese figures a word rather than a count (一个, 三项, 两个方面, 唯一家)?"""
    written = match["number"]
    if written in ("一", "二", "零", "〇"):
        return True
    if kind == "measure":
        return written in ("十", "百", "千", "万") and len(unit) == 1
    if kind in ("money", "duration"):
        return False
    if unit == "届":
        return number > 5
    if all(char in "百千万十" for char in written):
        return number == 10
    return number < _MANY and unit not in _COUNTED
