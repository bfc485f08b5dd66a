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
_PUNCTUATION = str.maketrans(",;:?!()", "，；：？！（）")
_LATIN = re.compile(r"[0-9A-Za-z]")
_INTERESTING = re.compile(r"[\s,;:?!()\"" + "".join(map(chr, _MAP)) + "]")


class Folded:
    """A text folded for matching: `text` is the folded text, `original` the text itself."""

    __slots__ = ("_offsets", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        if not _INTERESTING.search(original):
            self.text, self._offsets = original, None
            return
        chars: list[str] = []
        offsets: list[int] = []
        opening = True
        for index, char in enumerate(original):
            mapped = _MAP.get(ord(char), ord(char))
            if mapped is None:
                continue
            char = chr(mapped)
            if char.isspace():
                if not (_beside(original, index, -1) and _beside(original, index, 1)):
                    continue
                char = " "
            elif char == '"':
                char = "“" if opening else "”"
                opening = not opening
            elif char in "“”":
                opening = char == "”"  # “a" is closed by the straight one
            elif char in ",;:?!()" and not (
                char in ",:" and original[index - 1 : index].isdigit() and original[index + 1 : index + 2].isdigit()
            ):
                char = char.translate(_PUNCTUATION)
            chars.append(char)
            offsets.append(index)
        self.text, self._offsets = "".join(chars), offsets

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `start:end` of the folded text stands for."""
        if self._offsets is None:
            return start, end
        return self._offsets[start], self._offsets[end - 1] + 1


def fold(text: str) -> str:
    """Return `text` folded for comparison (see the module's docstring)."""
    return Folded(text).text


def _beside(text: str, index: int, step: int) -> bool:
    """Is the nearest character that is not white space on this side a Latin letter or digit?"""
    index += step
    while 0 <= index < len(text) and text[index].isspace():
        index += step
    return 0 <= index < len(text) and bool(_LATIN.match(chr(_MAP.get(ord(text[index])) or ord(text[index]))))
