"""Numbered headings of Chinese official prose, and the section path they make.

Levels from outermost: 第…编, 第…章, 第…节, 第…条, 一、, （一）, 1., （1）, ①, after GB/T 9704-2012
section 7.3.3; decimal numbers (1.2.3) stand by their depth.
"""

from __future__ import annotations

import re

_NUMERAL = "一二三四五六七八九十百零〇"
_DIGIT = "0-9０-９"
# Ordered from outermost; the place in this tuple is the level.
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第[{_NUMERAL}{_DIGIT}]{{1,5}}[编篇部]\s*(?!分)")),
    ("chapter", re.compile(rf"第[{_NUMERAL}{_DIGIT}]{{1,5}}章")),
    ("section", re.compile(rf"第[{_NUMERAL}{_DIGIT}]{{1,5}}节")),
    ("article", re.compile(rf"第[{_NUMERAL}{_DIGIT}]{{1,7}}条(?!第)")),
    ("first", re.compile(rf"[{_NUMERAL}]{{1,4}}\s?、")),
    ("second", re.compile(rf"[（(]\s?[{_NUMERAL}]{{1,4}}\s?[）)]")),
    ("decimal", re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[\u4e00-\u9fff])")),
    ("third", re.compile(rf"[{_DIGIT}]{{1,2}}\s?[.．、](?![{_DIGIT}])")),
    ("fourth", re.compile(rf"[（(]\s?[{_DIGIT}]{{1,2}}\s?[）)]")),
    ("fifth", re.compile("[①-⑳]")),
)
_FIRST = re.compile(rf"[第（(①-⑳{_NUMERAL}{_DIGIT}]")
_LONGEST = 60
_STOP = re.compile(r"[。！？；]")


def numbering(text: str) -> tuple[int, int] | None:
    """Return `(level, length of the mark)` of a paragraph that begins with a number, or None."""
    if not _FIRST.match(text):
        return None
    for level, (_, pattern) in enumerate(STYLES):
        match = pattern.match(text)
        if match:
            return level, match.end()
    return None


def is_numbered(text: str) -> bool:
    """Does the text begin with the number of a heading?"""
    return numbering(text) is not None


def heading_of(text: str) -> tuple[int, int] | None:
    """Return `(level, end)` of the heading that a stripped paragraph is or begins with, or None.

    A paragraph of one short clause is a heading as a whole; of a longer one the heading is its first sentence
    if that is short (（一）健全机制。统筹…), else the number alone (第三条).
    """
    found = numbering(text)
    if found is None:
        return None
    level, mark = found
    if STYLES[level][0] == "article":
        return level, mark
    stop = _STOP.search(text, mark, _LONGEST)
    if stop is None:
        return (level, len(text)) if len(text) <= _LONGEST else (level, mark)
    return level, stop.start()


class SectionPath:
    """The headings above the current paragraph, outermost first."""

    __slots__ = ("_stack",)

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []

    def enter(self, level: int, heading: str) -> None:
        """Go under `heading`, leaving all headings of its level and below."""
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, heading))

    @property
    def path(self) -> tuple[str, ...]:
        """The headings, outermost first."""
        return tuple(heading for _, heading in self._stack)
