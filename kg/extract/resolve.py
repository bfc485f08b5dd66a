"""Chooses among candidates: one type a span, no overlaps, everything doubtful kept for review.

1. Candidates are taken by rank: score band first (`BANDS`), then the longer, the better scored,
   the earlier in `PRIORITY`, the earlier in the text.  A taken span keeps out all that overlap it,
   so the longest proper name wins among names about as sure.
2. Candidates below `FLOOR` are never mentions; where they touch none they become doubts.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.candidates import Candidate
from kg.model import Doubt, EntityType, Mention, Span

FLOOR = 0.5
BANDS = (0.9, 0.5, 0.0)
PRIORITY: tuple[EntityType, ...] = (
    "Document",
    "Principle",
    "Programme",
    "Honour",
    "Event",
    "Facility",
    "Institution",
    "Place",
)


def resolve(text: str, candidates: Iterable[Candidate]) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Return the mentions chosen among `candidates`, and what is left to doubt, both by offset, not overlapping."""
    taken = bytearray(len(text))
    mentions: list[Mention] = []
    doubts: list[Doubt] = []
    for c in sorted(set(candidates), key=_rank):
        if any(taken[c.start : c.end]):
            continue
        taken[c.start : c.end] = b"\x01" * (c.end - c.start)
        if c.score >= FLOOR:
            mentions.append(Mention(c.start, c.end, c.type, text[c.start : c.end], c.score, c.rule))
        else:
            doubts.append(Doubt(Span.of(text, c.start, c.end), c.rule, c.type, c.score))
    return tuple(sorted(mentions, key=_start)), tuple(sorted(doubts, key=lambda d: d.span.start))


def _rank(c: Candidate) -> tuple[int, int, float, int, int, str]:
    band = next(i for i, floor in enumerate(BANDS) if c.score >= floor)
    return band, c.start - c.end, -c.score, PRIORITY.index(c.type), c.start, c.rule


def _start(mention: Mention) -> int:
    return mention.start
