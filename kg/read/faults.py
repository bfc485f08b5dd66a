"""Checks that every document passes, whatever its format."""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import InputError

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HAN = re.compile(f"[{HAN}]")
_MOST_PARTS = 5_000_000
_BAD = re.compile("[\ud800-\udfff\0]")


def check(text: str, path: Path, place: str = "") -> None:
    """Raise InputError, naming `path` and `place`, for a text that is no Chinese text, or none that anybody wrote.

    200 MB of prose have 3.7 million lines and sentences.  Each is an object of its own: what is made of nothing else
    would take thirty times its size of memory.
    """
    if not text.strip():
        raise InputError(path, "only white space", "只有空白", place)
    bad = _BAD.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        what = "NUL" if bad.group() == "\0" else f"lone surrogate U+{ord(bad.group()):04X}"
        zh = "NUL" if bad.group() == "\0" else f"孤立代理项 U+{ord(bad.group()):04X}"
        raise InputError(path, f"{what} in the text", f"文本中有{zh}", place or f"{line}")
    if sum(map(text.count, "\n\f。！？!?")) > _MOST_PARTS:
        en, zh = f"more than {_MOST_PARTS:,} lines and sentences; split it", f"行与句超过 {_MOST_PARTS:,}；请先拆分"
        raise InputError(path, en, zh, place)
    if not _HAN.search(text):
        raise InputError(path, "no Chinese characters in it", "没有汉字", place)
