"""Numbers with their units, wherever they stand in a paragraph: what may be the value of a target.

1. One regular expression finds a number (`numerals`), 多/余 behind it, and a unit of `unit.toml`; or a share
   (40%, 百分之七点九, 四成, 6折, 三分之一, 一半), percentage points, a multiple (2倍, 翻一番), or words for all (全覆盖, 全部) and nil.
2. Two that a range mark joins become one with an upper number (1%—3%, 25~30项).
3. What only looks like a quantity goes: dates, ordinals, ranks, voltages, numbers inside Latin names (PM2.5, T1000),
   generic 一个, and whatever is too long to be a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kg import lexicon
from kg.extract.numerals import ARABIC, parse_number, plain

Kind = Literal["count", "measure", "money", "duration", "percent", "points", "times", "fraction", "number", "cover"]

_CN = "零〇一二两三四五六七八九十百千万亿"
# 亿千瓦 is a number and a unit, 千亿瓦 would be another.
_SCALE = r"(?:[十百万亿]|千(?![瓦米克伏帕卡赫字]))"
_FIGURE = rf"(?:[零〇一二两三四五六七八九]|{_SCALE})"
_CN_DECIMAL = r"点[零〇一二三四五六七八九]{1,8}"
#: Cheap test: without one of these a paragraph holds no quantity.
HINT = re.compile(r"[\d%‰]|百分|[倍番成半]|全[覆域面部]|零|[上两二三四五六七八九十百千万亿][一-鿿]")
_RANGE = re.compile(r"^[—~\-至到]{1,2}$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in a text: its span, its exact number, and what is counted.

    `upper` is the upper end of a range; `more` says that 多 or 余 follows the number, `least` that 上 stands
    before it (上亿); `chinese` that the number is written in Chinese figures.
    """

    start: int
    end: int
    number: Decimal
    unit: str | None
    kind: Kind
    upper: Decimal | None = None
    more: bool = False
    least: bool = False
    chinese: bool = False


@lexicon.compiled
def _units() -> dict[str, Kind]:
    words = lexicon.load("unit")
    kinds: tuple[Kind, ...] = ("duration", "money", "measure", "count")
    return {word: kind for kind in kinds for word in words.words(kind)}


@lexicon.compiled
def _pattern() -> re.Pattern[str]:
    never = lexicon.load("unit").words("never")
    # Three stand apart: 万亿台阶 counts no machines, 5部门 no copies, 图1所示 no schools.
    units = "|".join(map(re.escape, sorted(({*_units(), *never} - {"台", "部", "所"}), key=lambda u: (-len(u), u))))
    per = r"(?:/(?:平方米|立方米|万人|千瓦时|公顷|公里|小时|[亩人户套月年天日吨项升元家个名件次间床辆台])(?:[·/][人月年])?)?"
    return re.compile(
        rf"(?P<pp>(?:{ARABIC}|[{_CN}]{{1,6}}(?:{_CN_DECIMAL})?)[多余]?个?百分点)"
        rf"|百分之(?P<cent>{ARABIC}|[{_CN}]{{1,6}}(?:{_CN_DECIMAL})?)(?P<centmore>[多余])?"
        rf"|(?P<fraction>[{_CN}]{{1,4}}分之[{_CN}]{{1,4}}|(?<![\d/.])\d{{1,2}}/\d{{1,2}}(?![\d/年月])|一半|半数|过半)"
        r"|(?P<cover>全域覆盖|全面覆盖|全覆盖|全部|翻番|倍增|零(?=增长|投诉|发生|上访|事故|新增))"
        rf"|(?P<turn>翻(?P<turns>[一两二三四]|\d)番|(?P<bare>(?:\d|[一两二三四])番))"
        rf"|(?P<least>(?<![迈跃站登跨])上(?=[百千万亿十]))?"
        rf"(?P<number>(?P<arabic>{ARABIC}(?P<scale>{_SCALE}{{0,3}}))|{_FIGURE}{{1,16}}(?:{_CN_DECIMAL})?)"
        rf"(?P<more>[多余])?(?P<scale2>[万亿]{{1,2}})?(?P<more2>[多余])?\ ?"
        rf"(?P<unit>%|‰|倍|成(?![为立功果员本都就人长效套])|折(?![旧合])|台(?![阶账湾胞])|部(?![门队委署分])|所(?![示在有需])|(?:{units}){per})?(?P<more3>[多余](?![年月日]))?"
    )


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a folded `text`, by offset, not overlapping."""
    found: list[Quantity] = []
    if not HINT.search(text):
        return found
    for match in _pattern().finditer(text):
        quantity = _read(text, match)
        if quantity is None:
            continue
        if found and _joins(text, found[-1], quantity):
            low = found.pop()
            scale = Decimal(1)
            if low.unit is None and low.number < quantity.number:
                # 3—5万人: the scale is written once, with the upper number.
                scale = _scale(text[quantity.start : quantity.end])
                scale = scale if low.number * scale < quantity.number and low.number < 10000 else Decimal(1)
            quantity = replace(quantity, start=low.start, number=plain(low.number * scale), upper=quantity.number)
        found.append(quantity)
    return [q for q in found if q.unit or q.kind != "number" or q.upper is None]


def _scale(written: str) -> Decimal:
    scale = Decimal(1)
    for char in written:
        scale *= {"万": 10**4, "亿": 10**8}.get(char, 1)
    return scale


def _joins(text: str, low: Quantity, high: Quantity) -> bool:
    between = text[low.end : high.start]
    if not between or not _RANGE.match(between) or low.upper is not None:
        return False
    if low.unit is not None and low.unit != high.unit:
        return False
    if low.number >= high.number and _scale(text[high.start : high.end]) == 1:
        return False
    # 从10万元到15万元 names two values, not a range.
    return not (between in "至到" and re.search(r"[从由](?:[^，。；从由]{0,12}的)?$", text[max(0, low.start - 14) : low.start]))


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    before = text[start - 1 : start]
    if before and (before in "第+." or (before.isascii() and before.isalpha() and not match["cover"])):
        return None
    if match["pp"]:
        return _make(start, end, re.sub(r"个?百分点$", "", match["pp"]).rstrip("多余"), "pp", "points", more="多" in match["pp"])
    if match["cent"]:
        return _make(start, end, match["cent"], "%", "percent", more=bool(match["centmore"]))
    if match["fraction"]:
        return _fraction(start, end, match["fraction"])
    if match["cover"]:
        return _cover(start, end, match["cover"])
    if match["turn"]:
        return _make(start, end, match["turns"] or match["bare"][:-1], "番", "times")
    return _plain_quantity(text, match)


def _make(
    start: int, end: int, number: str, unit: str | None, kind: Kind, *, more: bool = False, chinese: bool = False
) -> Quantity | None:
    value = parse_number(number)
    return None if value is None else Quantity(start, end, value, unit, kind, more=more, chinese=chinese)


def _fraction(start: int, end: int, written: str) -> Quantity | None:
    if written in ("一半", "半数", "过半"):
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


def _plain_quantity(text: str, match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    unit, chinese = match["unit"], match["arabic"] is None
    number = parse_number(match["number"] + (match["scale2"] or ""))
    if number is None:
        return None
    more = bool(match["more"] or match["more2"] or match["more3"])
    if text[end - 1] == " ":
        end -= 1
    if unit is None:
        return _unitless(text, match, number, end, more, chinese)
    if unit in ("成", "折", "%", "‰"):
        return Quantity(start, end, number * 10 if unit in ("成", "折") else number, "‰" if unit == "‰" else "%", "percent", more=more)
    if unit == "倍":
        return Quantity(start, end, number, "倍", "times", more=more)
    kind = _units().get(unit.split("/")[0])
    if kind is None or unit in lexicon.load("unit").words("never"):
        return None
    if chinese and not match["least"] and _generic(text, match, unit, kind, number):
        return None
    if unit == "年" and (number > 1000 or match["arabic"] and len(match["arabic"]) == 4):
        return None
    return Quantity(start, end, number, unit, kind, more=more, least=bool(match["least"]), chinese=chinese)


def _unitless(
    text: str, match: re.Match[str], number: Decimal, end: int, more: bool, chinese: bool
) -> Quantity | None:
    """A number without a unit: 130万老年人, 上亿群众, 容积率1.2; bare Chinese figures are words (统一, 百姓)."""
    scaled = bool(match["scale"] or match["scale2"])
    written = match["number"]
    if chinese and not match["least"] and not (
        len(written) >= 3 and written[-1] in "万亿" and any(c not in "十百千万亿" for c in written)
    ) and not (written == "万亿" and match["more"] is None):
        return None
    if match["least"] and written[-1] not in "百千万亿":
        return None
    following = text[end : end + 1]
    if not scaled and not chinese and (following.isalpha() and following.isascii() or following in "-+/" or (following in ".、" and "." not in written)):
        return None
    return Quantity(match.start(), end, number, None, "number", more=more, least=bool(match["least"]), chinese=chinese)


def _generic(text: str, match: re.Match[str], unit: str, kind: Kind, number: Decimal) -> bool:
    """Is a number in Chinese figures a word rather than a count (一个, 三项, 两个方面, 唯一家)?"""
    written = match["number"]
    if written in ("一", "二", "零", "〇") or (written[0] in "二三" and text[match.start() - 1 : match.start()] == "十"):
        return True
    if kind in ("money", "measure"):
        return written in ("一", "十", "百", "千", "万") and kind == "measure" and unit in ("里", "分", "度", "升", "斤", "克", "米")
    if kind == "duration":
        return False
    if unit == "届":
        return number > 5
    if all(c in "百千万十" for c in written):
        return number == 10
    return number < 20 and unit not in ("家", "所", "座", "名", "人", "户", "艘", "架", "辆", "届")
