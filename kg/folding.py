"""One spelling for matching: widths, quotes, dashes and stray spaces folded, offsets kept.

A page prints 浙 食 链, “ 一本账”, ２０２２ and 5％ where another prints 浙食链, "一本账", 2022 and
5%.  Rules are written once, for the folded text, and their offsets are carried back:

1. White space is dropped unless both its neighbours are Latin letters or digits.
2. Full-width Latin letters, digits and signs become ASCII; punctuation that Chinese prose
   uses (，；：？！（）) becomes full-width, except between digits (2,000; 3:1).
3. “” for all double quotes (straight ones are paired by turns within the text), — for all
   long dashes, ~ for all waves, 〔〕 for the brackets of a document number.
4. Zero-width characters, soft hyphens and bidirectional marks are dropped; half of a surrogate pair, which no
   encoding takes, becomes U+FFFD.

Every other code point stands for itself (no NFKC: ㎡ and ① keep their length).
"""

from __future__ import annotations

import re
from bisect import bisect_right

_ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
_MAP: dict[int, int | None] = dict.fromkeys(map(ord, _ZERO_WIDTH))
# Full-width ASCII, but for the punctuation of Chinese prose: in 5，6 the comma parts two numbers.
_MAP |= {0xFF01 + i: 0x21 + i for i in range(94) if chr(0xFF01 + i) not in "，；：？！（）"}
_MAP |= {ord(a): ord(b) for a, b in zip("「」『』〝〞＂", '“”“”“”"', strict=True)}
_MAP |= {ord(c): ord("—") for c in "―–‒─━－﹣"}
_MAP |= {ord(c): ord("~") for c in "～〜∼"}
_MAP |= {ord(a): ord(b) for a, b in zip("［］【】﹝﹞", "〔〕〔〕〔〕", strict=True)}
_MAP |= {ord(c): ord("·") for c in "•‧∙⋅・"}
_MAP |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_PUNCTUATION = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_MARKS = re.compile("[“”‘’ ]+")
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LATIN = frozenset(_ALPHANUMERIC + "".join(chr(ord(c) + 0xFEE0) for c in _ALPHANUMERIC))
_INTERESTING = re.compile(r"\s+|[,;:?!()\"" + "".join(map(chr, _MAP)) + "]")
# Straight quotes are paired by turns; what else opens and closes counts for the turn.
_QUOTING = re.compile(_INTERESTING.pattern + "|[“”]")


class Folded:
    """A text folded for matching: `text` is the folded text, `original` the text itself.

    `quoted` says that it begins inside a quotation, as `is_quoted_after` tells of what stands before it.
    """

    __slots__ = ("_dropped", "original", "text")

    def __init__(self, original: str, quoted: bool = False) -> None:
        self.original = original
        # For each code point dropped, how many of the folded text stand before it.
        self._dropped: list[int] = []
        pattern = _QUOTING if '"' in original or "＂" in original else _INTERESTING
        pieces: list[str] = []
        at = 0
        opening = not quoted
        for match in pattern.finditer(original):
            start, end = match.span()
            char = original[start]
            if char.isspace():
                kept = original[start - 1 : start] in _LATIN and original[end : end + 1] in _LATIN
                folded = " " * (end - start) if kept else ""
            else:
                folded = _fold_sign(original, start, char)
                if folded == '"':
                    folded = "“" if opening else "”"
                if folded in ("“", "”"):
                    opening = folded == "”"  # “a" is closed by the straight one
            if not folded:
                shift = start - len(self._dropped)
                self._dropped += [shift] * (end - start)
            pieces += (original[at:start], folded)
            at = end
        self.text = "".join((*pieces, original[at:])) if pieces else original

    def is_quoted_after(self, quoted: bool) -> bool:
        """Is a quotation open at the end, where at the begin one was or was not?"""
        last = max(self.text.rfind("“"), self.text.rfind("”"))
        return quoted if last < 0 else self.text[last] == "“"

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `start:end` of the folded text stands for."""
        dropped = self._dropped
        if not dropped:
            return start, end
        return start + bisect_right(dropped, start), end + bisect_right(dropped, end - 1)


def fold(text: str) -> str:
    """Return `text` folded for comparison (see the module's docstring)."""
    return Folded(text).text


def bare(folded: str) -> str:
    """Return a folded text without its quotation marks and spaces, as people type names."""
    return _MARKS.sub("", folded)


def _fold_sign(text: str, at: int, char: str) -> str:
    """Return what the sign `char` at `at` is folded to, "" where it is dropped; a straight quote stays one."""
    mapped = _MAP.get(ord(char), ord(char))
    if mapped is None:
        return ""
    sign = chr(mapped)
    if sign not in _PUNCTUATION or (sign in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()):
        return sign
    return _PUNCTUATION[sign]
