"""Paragraphs cut into clauses in which every mention is one opaque sign.

What stands inside a name (“深化改革行动”) must not be taken for a verb of the sentence, and what
stands in brackets must not hide the verb of the sentence around them.  So a clause keeps the length and the offsets of
its text, but mentions are masked by `NAME` and short brackets by `ASIDE`; the inside of a bracket
is a clause of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.model import Mention

NAME = "\ue000"
ASIDE = "\ue001"
LONGEST_ASIDE = 80
LONGEST_CLAUSE = 600
_BREAK = re.compile(r"[，。；：？！\n\t]|——|--")
_ASIDE = re.compile(r"（([^（）]*)）")


class Clause(NamedTuple):
    """A stretch of the paragraph between two breaks: `start`, its masked `text`, and the mentions in it, in order."""

    start: int
    text: str
    mentions: tuple[Mention, ...]

    @property
    def end(self) -> int:
        """The offset after the clause."""
        return self.start + len(self.text)


def clauses(text: str, mentions: Sequence[Mention]) -> tuple[Clause, ...]:
    """Return the clauses of `text` that hold a mention, by offset; `mentions` do not overlap."""
    ordered = sorted(mentions, key=lambda m: m.start)
    if not ordered:
        return ()
    masked = mask(text, ordered)
    found = []
    for aside in _ASIDE.finditer(masked):
        if len(aside[1]) <= LONGEST_ASIDE:
            found += _cut(masked[aside.start(1) : aside.end(1)], aside.start(1), ordered)
    outer = _ASIDE.sub(lambda m: ASIDE * len(m[0]) if len(m[1]) <= LONGEST_ASIDE else m[0], masked)
    found += _cut(outer, 0, ordered)
    return tuple(sorted(found, key=lambda clause: clause.start))


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """Return `text` with every code point of a mention replaced by `NAME`."""
    parts, at = [], 0
    for mention in mentions:
        parts += [text[at : mention.start], NAME * (mention.end - mention.start)]
        at = mention.end
    return "".join([*parts, text[at:]])


def _cut(masked: str, offset: int, mentions: Sequence[Mention]) -> list[Clause]:
    """Return the clauses of a masked text that stands at `offset`."""
    found, start = [], 0
    for edge, after in _edges(masked):
        if NAME in masked[start:edge]:
            low = bisect_left(mentions, offset + start, key=lambda m: m.start)
            high = bisect_left(mentions, offset + edge, key=lambda m: m.start)
            inside = tuple(m for m in mentions[low:high] if masked[m.start - offset] == NAME)
            if inside:
                found.append(Clause(offset + start, masked[start:edge], inside))
        start = after
    return found


def _edges(masked: str) -> Iterator[tuple[int, int]]:
    """Yield where a clause ends and the next one starts; text without any break is cut so that work stays linear."""
    start = 0
    for edge, after in [*((m.start(), m.end()) for m in _BREAK.finditer(masked)), (len(masked), len(masked))]:
        while edge - start > LONGEST_CLAUSE:
            cut = start + LONGEST_CLAUSE
            while cut < edge and masked[cut] == NAME:
                cut += 1
            yield cut, cut
            start = cut
        yield edge, after
        start = after
