"""Dates as Chinese documents write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date

_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
_D = "[0-9０-９]"
DAY = re.compile(
    rf"({_D}{{4}})\s?年\s?({_D}{{1,2}})\s?月\s?({_D}{{1,2}})\s?日|({_D}{{4}})[-/.]({_D}{{1,2}})[-/.]({_D}{{1,2}})(?!{_D})"
    r"|([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_MONTH = re.compile(rf"({_D}{{4}})\s?(?:年\s?({_D}{{1,2}})\s?月|-({_D}{{2}}))\s*$")
_YEAR = re.compile(rf"({_D}{{4}})年?\s*$")


def day_of(match: re.Match[str]) -> str:
    """Return the day that a match of `DAY` names, "" where the calendar has none such."""
    year, month, day = (g for g in match.groups() if g is not None)
    try:
        return date(_number(year), _number(month), _number(day)).isoformat()
    except ValueError:
        return ""


def parse(text: str) -> str:
    """Return the date that `text` begins with as "2022-02-11", "2022-02" or "2022"; "" where it is none."""
    text = text.strip()
    match = DAY.match(text)
    if match:
        return day_of(match)
    match = _MONTH.match(text)
    if match:
        month = int(match[2] or match[3])
        return f"{int(match[1]):04d}-{month:02d}" if 1 <= month <= 12 else ""
    match = _YEAR.match(text)
    return f"{int(match[1]):04d}" if match else ""


def _number(text: str) -> int:
    """Return the value of digits (half or full width) or of Chinese numerals up to 99 or read digit by digit."""
    if text[0] not in _NUMERALS and text[0] != "十":
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)
    value = 0
    for char in text:
        value = 10 * value + _NUMERALS[char]
    return value
