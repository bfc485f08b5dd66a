"""Boundaries: where a name that stands unquoted in running text can begin.

Chinese has no spaces and no capitals, so the end of a name is known by its head (…局, …学院) and
its beginning by what stands before: punctuation, a verb (启用, 推进) or a function word (的, 与).
One pass of an automaton over the folded text finds these, the leftmost and longest first;
words that merely hold such a character (高等, 经济, names of places and ministries) are taken whole
and cut nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container

from kg import lexicon, places
from kg.extract.words import WordFinder, alternatives

LONGEST = 40
_OUTSIDE = re.compile(
    r"[^0-9A-Za-z\u3400-\u9fff·\-—&〇]|[\d一二三四五六七八九十百千万亿余多几两数][家所名位座项批条件只次届套处](?!合作)"
)


class Boundaries:
    """The boundaries in one text."""

    __slots__ = ("_marks", "_within", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        marks = [0, *[match.end() for match in _OUTSIDE.finditer(text)]]
        self._within: set[int] = set()
        for start, end, cuts in _words().find(text):
            if cuts:
                # The word itself is no part of a name, not even its second half.
                marks += range(start + 1, end + 1)
                self._within.update(range(start + 1, end))
        marks.sort()
        self._marks = marks

    def left(self, end: int) -> int:
        """Return the leftmost start of a name that ends at `end`: no boundary lies between, and no name is longer."""
        return max(self._marks[bisect_right(self._marks, end) - 1], end - LONGEST)

    def splits(self, start: int) -> bool:
        """Would a name that begins at `start` tear a word apart?  其中国有 has no 中国, 有关中央 no 关中."""
        return start in self._within

    def strip(self, start: int, end: int, keep: Container[int] = ()) -> int:
        """Return `start` moved over words that are verbs at the head of a name (建设, 联合), not past one of `keep`."""
        while start not in keep and (match := _loose().match(self.text, start, end)):
            start = match.end()
        return start


@lexicon.remembered
def boundaries(text: str) -> Boundaries:
    """Return the boundaries of `text`."""
    return Boundaries(text)


@lexicon.compiled
def _words() -> WordFinder[bool]:
    """Return what finds the words, with whether they cut."""
    words, bodies = lexicon.load("boundary"), lexicon.load("institution")
    whole = {*words.words("whole"), *_place_names(), *bodies.words("field"), *bodies.words("national")}
    return WordFinder(dict.fromkeys(whole, False) | dict.fromkeys(words.words("cut"), True))


def _place_names() -> set[str]:
    """Full names, and the short ones of provinces and cities: those of counties are too often words (会同, 和政)."""
    divisions = places.divisions().values()
    return {d.name for d in divisions if len(d.name) > 2} | {d.short for d in divisions if d.level < 3}


@lexicon.compiled
def _loose() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(lexicon.load('boundary').words('loose'))})(?![性化])")
