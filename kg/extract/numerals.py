"""Numbers as policy prose writes them, read exactly.

Arabic (2,000; 1.6), Chinese (三十一万五千, 二点八, 一九八二, 〇), mixed with a scale (1.6万, 4.06万亿, 5百万) or a
bare scale that counts as one (千亿, 百).  Everything is a `Decimal`; nothing passes through a float.

cn2an is not used: it returns floats for mixed forms and refuses 千亿, 4.06万亿, 2,000 and 三分之一 (version 0.5.23).
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
#: A number longer than this is no quantity of a policy but hostile or broken text.
LONGEST = 24

# In old prints a Chinese comma parts the thousands (5，960，281，000).
ARABIC = r"(?:\d{1,3}(?:，\d{3})+(?!\d)|\d+(?:,\d{3})*)(?:\.\d+)?"

_ARABIC = re.compile(rf"({ARABIC})([十百千万亿]*)(?:(\d+)([十百千万]))?$")


def parse_number(text: str) -> Decimal | None:
    """Return the number that `text` writes, 万 and 亿 multiplied out, or None where it writes none.

    >>> parse_number("4.06万亿"), parse_number("三十一万五千"), parse_number("二点八"), parse_number("千亿")
    (Decimal('4060000000000'), Decimal('315000'), Decimal('2.8'), Decimal('100000000000'))
    """
    if not text or len(text) > LONGEST:
        return None
    number = _read(text)
    return None if number is None else plain(number)


def plain(number: Decimal) -> Decimal:
    """Return `number` without an exponent and without zeros at the end of its fraction: 3.60 is 3.6."""
    whole = number.to_integral_value()
    return Decimal(int(whole)) if number == whole else number.normalize()


def _read(text: str) -> Decimal | None:
    arabic = _ARABIC.match(text)
    if arabic:
        amount = Decimal(arabic[1].replace(",", "").replace("，", ""))
        for scale in arabic[2]:
            amount *= SCALES[scale]
        # 1万6千
        return amount + Decimal(arabic[3]) * SCALES[arabic[4]] if arabic[3] else amount
    whole, point, fraction = text.partition("点")
    number = _chinese(whole) if whole else None
    if number is None or not point:
        return number
    if not fraction or any(c not in DIGITS for c in fraction):
        return None
    return number + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))


def _chinese(text: str) -> Decimal | None:
    """Return the whole number of Chinese digits and scales: 一九八二 digit by digit, else by scales."""
    if len(text) > 1 and all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last = 10**17
    for char in text:
        if char in DIGITS:
            if digit and char not in "零〇":
                return None
            digit = DIGITS[char]
        elif char in SCALES:
            scale = SCALES[char]
            if scale < 10**4:
                section += (1 if digit is None or (digit == 0 and section) else digit) * scale
            elif scale > last and not section and digit is None and total:
                total *= scale
            else:
                part = section + (digit or 0)
                # 万亿: the scale applies to all that stands before it, as does a scale with nothing before it.
                total = (total + part) * scale if scale > last else total + (part or 1) * scale
                section = 0
                last = scale
            digit = None
        else:
            return None
    if digit is not None:
        # 三万五 is colloquial for 35000, 一千二 for 1200: the last digit takes a tenth of the scale before it.
        section += digit * _trailing(text)
    return Decimal(total + section)


def _trailing(text: str) -> int:
    if len(text) >= 2 and text[-2] in SCALES and text[-2] != "十" and text[-1] in DIGITS:
        return SCALES[text[-2]] // 10
    return 1
