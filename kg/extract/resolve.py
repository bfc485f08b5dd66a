"""Chooses among candidates: one type a span, no overlaps, everything doubtful kept for review.

1. Candidates are taken by rank: score band first (parted by `SURE` and `FLOOR`), then the longer, the better scored,
   the earlier in `PRIORITY`, the earlier in the text.  A taken span keeps out all that overlap it,
   so the longest proper name wins among names about as sure.
2. Candidates below `FLOOR` are never mentions; where they touch none they become doubts.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.candidates import Candidate
from kg.model import Doubt, EntityType, Mention, Span

FLOOR = 0.5
SURE = 0.9
_ORDER: tuple[EntityType, ...] = (
    "Document",
    "Principle",
    "Programme",
    "Honour",
    "Event",
    "Facility",
    "Institution",
    "Place",
)
PRIORITY = {kind: place for place, kind in enumerate(_ORDER)}


def resolve(text: str, candidates: Iterable[Candidate]) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Return the mentions chosen among `candidates`, and what is left to doubt, both by offset, not overlapping."""
    taken = bytearray(len(text))
    mentions: list[Mention] = []
    doubts: list[Doubt] = []
    for c in sorted(set(candidates), key=_rank):
        if taken.find(1, c.start, c.end) >= 0:
            continue
        taken[c.start : c.end] = b"\x01" * (c.end - c.start)
        if c.score >= FLOOR:
            mentions.append(Mention(c.start, c.end, c.type, text[c.start : c.end], c.score, c.rule))
        else:
            doubts.append(Doubt(Span.of(text, c.start, c.end), c.rule, c.type, c.score))
    return tuple(sorted(mentions, key=_start)), tuple(sorted(doubts, key=lambda d: d.span.start))


def _rank(c: Candidate) -> tuple[int, int, float, int, int, str]:
    band = 0 if c.score >= SURE else 1 if c.score >= FLOOR else 2
    return band, c.start - c.end, -c.score, PRIORITY[c.type], c.start, c.rule


def _start(mention: Mention) -> int:
    return mention.start
