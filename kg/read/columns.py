"""Columns of a page: where the gutter is, and which part of a row stands in which column.

1. A character takes one cell in `pdftotext -layout`, two where a viewer pads for full-width type;
   which of these makes the right column start most often at the same place is tried page by page.
2. The gutter is left of the place where most rows go on after a gap, and few rows cross it.
3. Each row is cut at its gap nearest to the gutter; rows that cross it part the page into bands.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.read.pages import Row

Metric = Callable[[str], int]
_GAP = re.compile(r"(?<=\S)[ \t\u3000]{2,}(?=\S)")
_REACH = 9  # a first-line indent in the right column is at most so wide
_MIN_SPLIT = 3
_LONGEST_ROW = 1000  # no page is so wide; longer rows are prose
_SHARP = 0.9  # pages of pdftotext have 0.97 and more


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a row: `start:end` of its text, and the cells `left:right` it takes on the page."""

    row: Row
    start: int
    end: int
    left: int
    right: int

    @property
    def text(self) -> str:
        """What the part says."""
        return self.row.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Column:
    """Segments that read from top to bottom; `margin` is the cell at which unindented lines start.

    Starts up to `slack` cells right of the margin are due to wandering.
    """

    segments: tuple[Segment, ...]
    margin: int
    slack: int

    def indent(self, segment: Segment) -> int:
        """Return by how many cells the segment is indented; what wandering explains counts as none."""
        shift = segment.left - self.margin
        return shift if shift > self.slack else 0


@lru_cache(maxsize=65536)
def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@lru_cache(maxsize=65536)
def _legacy_width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def cells(text: str) -> int:
    """Return the width of `text` where full-width characters take two cells."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _legacy_cells(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_legacy_width, text))


METRICS: tuple[Metric, ...] = (len, cells, _legacy_cells)


def columns(rows: Sequence[Row]) -> list[Column]:
    """Return the columns of a page in reading order: left before right within each band."""
    rows = [row for row in rows if not row.blank]
    metric, gutter = find_gutter(rows)
    if gutter is None:
        return [_column([_whole(row, metric) for row in rows])] if rows else []
    wanders = _sharpness(_starts(rows, metric, gutter)) < _SHARP
    out: list[Column] = []
    left: list[Segment] = []
    right: list[Segment] = []
    spanning: list[Segment] = []

    def flush() -> None:
        if left:
            out.append(_column(left))
        if right:
            out.append(_column(right, wanders))
        left.clear()
        right.clear()

    for row in rows:
        parts = _cut(row, metric, gutter)
        if parts is None:
            flush()
            spanning.append(_whole(row, metric))
            continue
        if spanning:
            out.append(_column(spanning))
            spanning.clear()
        if parts[0]:
            left.append(parts[0])
        if parts[1]:
            right.append(parts[1])
    flush()
    if spanning:
        out.append(_column(spanning))
    return out


def find_gutter(rows: Sequence[Row]) -> tuple[Metric, int | None]:
    """Return the metric that fits the page best and the cell where its right column starts, or None for one column."""
    best: tuple[float, Metric, int | None] = (0.0, len, None)
    for metric in METRICS:
        starts = _starts(rows, metric)
        if len(starts) < _MIN_SPLIT:
            continue
        peak, _ = max(Counter(starts).items(), key=lambda item: (item[1], -item[0]))
        near = [s for s in starts if abs(s - peak) <= _REACH]
        base = _lowest(near)
        crossing = sum(_cut(row, metric, base) is None for row in rows)
        if len(near) < _MIN_SPLIT or crossing > max(1, len(near) * 0.34):
            continue
        rank = _sharpness(near) + len(near) / 1000
        if rank > best[0]:
            best = (rank, metric, base)
    return best[1], best[2]


def _starts(rows: Sequence[Row], metric: Metric, gutter: int | None = None) -> list[int]:
    """Return the cells at which rows go on after a gap; with a gutter only those near it."""
    found = [
        metric(row.text[: m.end()]) for row in rows if len(row.text) <= _LONGEST_ROW for m in _GAP.finditer(row.text)
    ]
    return found if gutter is None else [s for s in found if abs(s - gutter) <= _REACH]


def _sharpness(starts: Sequence[int]) -> float:
    """Return the share of starts at the two commonest cells, which are the margin and the first-line indent."""
    return sum(n for _, n in Counter(starts).most_common(2)) / len(starts)


def _lowest(starts: Sequence[int]) -> int:
    """Return the leftmost cell at which more than a stray line starts."""
    counts = Counter(starts)
    enough = max(2, len(starts) * 0.05)
    frequent = [start for start, n in counts.items() if n >= enough]
    return min(frequent) if frequent else min(counts)


def _whole(row: Row, metric: Metric) -> Segment:
    start = len(row.text) - len(row.text.lstrip())
    return Segment(row, start, len(row.text), metric(row.text[:start]), metric(row.text))


def _cut(row: Row, metric: Metric, gutter: int) -> tuple[Segment | None, Segment | None] | None:
    """Return the row's parts left and right of the gutter, or None where the text runs through it."""
    whole = _whole(row, metric)
    if whole.left >= gutter - 2:
        return None, whole
    if len(row.text) > _LONGEST_ROW:
        return None
    best: tuple[int, int, int] | None = None
    for match in re.finditer(r"(?<=\S)[ \t\u3000]+(?=\S)", row.text):
        at = metric(row.text[: match.end()])
        size = match.end() - match.start()
        if size < 2 and at != gutter:
            continue
        if -6 <= at - gutter <= _REACH + 2 or (size >= 8 and -20 <= at - gutter < 0):
            # The nearest start wins; of a start and an indent the wider gap does.
            rank = (-size, abs(at - gutter), match.start())
            if best is None or rank < best:
                best = rank
    if best is None:
        return (whole, None) if whole.right <= gutter + 1 else None
    cut = best[2]
    start = cut + len(row.text[cut:]) - len(row.text[cut:].lstrip())
    return (
        Segment(row, whole.start, cut, whole.left, metric(row.text[:cut])),
        Segment(row, start, len(row.text), metric(row.text[:start]), whole.right),
    )


def _column(segments: Sequence[Segment], wanders: bool = False) -> Column:
    starts = [s.left for s in segments]
    margin = _lowest(starts)
    if not wanders:
        return Column(tuple(segments), margin, 0)
    # Lines fall into two heaps, at the margin and indented, parted by the widest gap.
    near = sorted(s for s in starts if margin <= s <= margin + _REACH)
    gaps = [(b - a, a) for a, b in pairwise(near)]
    gap, last = max(gaps, key=lambda g: (g[0], -g[1]), default=(0, margin))
    return Column(tuple(segments), margin, (last if gap >= 2 else near[-1]) - margin)
