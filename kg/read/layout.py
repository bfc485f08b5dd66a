"""Layout text to running text: columns in order, lines joined to paragraphs, spaces mended.

1. Pages are split and their furniture taken off (`pages`).
2. Columns are found page by page (`columns`).
3. A fragment that stands on a row of its own because its mark is set half a line up or down
   goes back to the line whose end it touches.
4. An indented line begins a paragraph; any other goes on with the one before, also over the
   end of a column or page.  Where a whole document has no indents, a paragraph ends with a
   line that is short or ends a sentence.
5. Spaces that justification put between Chinese characters are dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.read.columns import Column, Segment, cells, columns, find_gutter
from kg.read.headings import is_numbered
from kg.read.pages import VIEWER, Page, split_pages, strip_furniture
from kg.read.traced import Traced, Weaver

_MARKS = "（(“‘《〈〔［【「『）)”’》〉〕］】」』，。、；：！？—…·,;:"
_END = re.compile(r"[。！？；：!?;:][”’」』）)》]*$")
_ENUMERATOR = re.compile(r"[（(]\s?[一二三四五六七八九十\d]{1,4}\s?[）)]")
_GENRE = re.compile(
    r"(?:通知|意见|方案|办法|规划|纲要|计划|决定|决议|条例|规定|批复|函|报告|公告|通告|措施|细则|指南|标准|印发|政策|规范)》?[”’]?(?:[（(][^（）()]*[）)])?$"
)
_DATE = re.compile(r"[日月号]\s*$")
_LATIN = re.compile(r"[0-9A-Za-z]")
_IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_SAMPLE_ROWS = 1500


@dataclass(slots=True)
class _Line:
    """A line of a column: its parts and indent; does it fill the column, or less than 60 % of it; is it the column's
    first (`lead`); is its indent that of first lines (`usual`); does it end
    short in a list, whose lines mostly do (`ends`); is its column the page's only one (`alone`)?"""

    parts: list[Segment]
    page: int
    indent: int
    full: bool = False
    short: bool = False
    row: int = 0
    lead: bool = False
    usual: bool = False
    ends: bool = False
    alone: bool = False

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def is_layout(text: str) -> bool:
    """Is this layout text: a viewer's page line, a page in two columns, or form feeds between hard-broken lines?"""
    head = text[: 200 * _SAMPLE_ROWS]
    if not ("\f" in head or "  " in head):
        return False
    pages = split_pages(head)[:8]
    rows = [row for page in pages for row in page.rows if not row.blank][:_SAMPLE_ROWS]
    if any(len(row.text) > 400 for row in rows) or len(rows) < 4:
        return False
    if any(VIEWER.match(row.text) for row in rows[:3]):
        return True
    for page in pages:
        content = [row for row in page.rows if not row.blank]
        metric, gutter = find_gutter(content)
        if gutter is not None:
            split = sum(metric(row.text) > gutter for row in content)
            if split >= max(6, 0.3 * len(content)) and sum(len(row.text.strip()) for row in content) > 25 * len(
                content
            ):
                return True
    if "\f" not in head:
        return False
    widths = sorted(len(row.text) for row in rows)
    widest = widths[int(len(widths) * 0.9)]
    broken = sum(w >= widest - 6 for w in widths) >= 0.3 * len(widths)
    padded = sum(row.text.startswith(" ") for row in rows) >= 0.6 * len(rows)
    return widest <= 130 and (broken or padded)


def read_layout(text: str) -> tuple[Traced, tuple[str, ...]]:
    """Return the running text of layout text, one paragraph a line, and its heads (viewer lines and running heads)."""
    pages = split_pages(text)
    strip_furniture(pages)
    blocks = [(page, found) for page in pages if (found := columns(page.rows))]
    uniform = _has_no_indents([column for _, found in blocks for column in found])
    widths = {alone: _width([c for _, f in blocks if (len(f) == 1) == alone for c in f]) for alone in (True, False)}
    heads = tuple(dict.fromkeys(head for page in pages for head in page.heads))
    pages.clear()
    lines = (
        line
        for page, found in _released(blocks)
        for column in found
        for line in _lines(page, column, len(found) == 1, widths[len(found) == 1])
    )
    weaver = Weaver()
    for number, paragraph in enumerate(_paragraphs(lines, uniform)):
        if number:
            weaver.glue("\n")
        _weave(weaver, paragraph)
    return weaver.woven(), heads


def _released(blocks: list[tuple[Page, list[Column]]]) -> Iterator[tuple[Page, list[Column]]]:
    """Yield the items in order, and let go of each: rows take ten times the memory of what they say."""
    blocks.reverse()
    while blocks:
        page, found = blocks.pop()
        page.rows.clear()
        yield page, found


def _has_no_indents(blocks: Sequence[Column]) -> bool:
    """Do lines of this document start at the margin only, so that indents tell nothing?"""
    tall = [c for c in blocks if len(c.segments) >= 8]
    return bool(tall) and all(sum(c.indent(s) > 0 for s in c.segments) <= 0.04 * len(c.segments) for c in tall)


def _lines(page: Page, column: Column, alone: bool, width: int) -> list[_Line]:
    """Return the lines of a column, fragments put back."""
    measure = _Measure(column)
    out: list[_Line] = []
    for index, segment in enumerate(column.segments):
        if out and measure.is_fragment(index):
            out[-1].parts.append(segment)
            continue
        indent = column.indent(segment)
        usual = indent in measure.usual
        row = segment.row.line
        out.append(_Line([segment], page.number, indent, row=row, lead=not index, usual=usual, alone=alone))
    # Ink tells how full a line is: spaces are stretched, and take other widths than characters.
    inks = [cells("".join(line.text.split())) for line in out]
    widest = _quantile(inks)
    for line, ink in zip(out, inks, strict=True):
        line.full = ink >= 0.88 * widest
        line.short = ink <= 0.6 * widest
    if len(out) >= 5 and sum(line.full for line in out) < 0.5 * len(out):
        ragged = sum(line.indent > 0 for line in out) < 0.3 * len(out)
        for line, ink in zip(out, inks, strict=True):
            line.ends = ragged and ink < 0.88 * max(width, widest)
    return out


def _width(blocks: Sequence[Column]) -> int:
    """Return how much ink a full line of these columns has, 0 for no columns."""
    inks = [cells("".join(s.text.split())) for column in blocks for s in column.segments]
    return _quantile(inks) if inks else 0


def _quantile(values: Sequence[int]) -> int:
    return sorted(values)[int((len(values) - 1) * 0.9)]


class _Measure:
    """What tells a fragment from an indented line: the usual indents, and where the lines of either kind end."""

    def __init__(self, column: Column) -> None:
        self.column = column
        segments = column.segments
        self.touching = [False] + [_touches(a, b, column.margin) for a, b in pairwise(segments)]
        plain = [s for s, t in zip(segments, self.touching, strict=True) if not t]
        self.usual = {i for i, n in Counter(map(column.indent, plain)).items() if 0 < i <= 8 and n >= 2}
        unindented = [s.right for s in plain if not column.indent(s)]
        indented = [s.right for s in plain if column.indent(s) in self.usual]
        self.ends = (_quantile(unindented), _quantile(indented)) if len(unindented) > 4 and len(indented) > 4 else None

    def is_fragment(self, index: int) -> bool:
        """Does the segment belong to the end of the one before it, though it stands on a row below?"""
        if not self.touching[index]:
            return False
        segment = self.column.segments[index]
        if segment.left - self.column.margin not in self.usual:
            return True
        # A first line may be as long as this; the rest of a line ends where unindented lines end.
        if self.ends and self.ends[1] - self.ends[0] >= 2:
            end = index
            while end + 1 < len(self.touching) and self.touching[end + 1]:
                end += 1
            right = self.column.segments[end].right
            if right >= self.ends[0] - 2:
                return right <= sum(self.ends) / 2
        return not (_ENUMERATOR.match(segment.text) or segment.text[0] in "“—")


def _touches(before: Segment, segment: Segment, margin: int) -> bool:
    """Does the segment begin with a mark where the one on the row above ends?"""
    return segment.text[0] in _MARKS and segment.left > margin and -2 <= segment.left - before.right <= 1


def _paragraphs(lines: Iterable[_Line], uniform: bool) -> Iterator[list[_Line]]:
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph, line, uniform):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _goes_on(paragraph: Sequence[_Line], line: _Line, uniform: bool) -> bool:
    """Does the line belong to the paragraph before it?"""
    last = paragraph[-1]
    if uniform:
        return last.full and not _END.search(last.text) and not is_numbered(line.text)
    if line.indent:
        return _goes_on_title(paragraph, line)
    # Below a gap a title or the short end of a paragraph is over.
    apart = line.alone and not line.lead and line.row > last.row + 1
    if last.ends and not line.lead:
        return False
    if apart and (last.short or _GENRE.search(last.text)):
        return False
    if last.short and (_END.search(last.text) or is_numbered(line.text)):
        return False
    return not (line.lead and last.short and is_numbered(last.text))


def _goes_on_title(paragraph: Sequence[_Line], line: _Line) -> bool:
    """Is the line the rest of a title that is set over centred rows?"""
    last = paragraph[-1]
    if len(paragraph) > 2 or not last.indent or line.row != last.row + 1 or line.page != last.page:
        return False
    # Rows set like the first lines of paragraphs are paragraphs.
    if (last.usual and line.usual) or len(line.text) > 30 or is_numbered(line.text):
        return False
    whole = not (_GENRE.search(last.text) or _END.search(last.text) or _DATE.search(last.text))
    return whole and bool(_GENRE.search(line.text))


def _weave(weaver: Weaver, paragraph: Sequence[_Line]) -> None:
    previous = ""
    for number, line in enumerate(paragraph):
        justified = line.full or len(paragraph) > 1
        for index, part in enumerate(line.parts):
            text = part.text
            # A row that breaks between two Latin words stood for a space.
            if number and not index and _is_letter(previous) and _is_letter(text[:1]):
                weaver.glue(" ")
            for start, end in _kept(text, justified):
                at = part.start + start
                weaver.add(text[start:end], line.page, part.row.line, part.row.column + at)
            previous = text[-1:]


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _kept(text: str, justified: bool) -> list[tuple[int, int]]:
    """Return the spans of a line to keep: all but the spaces that only fill the line."""
    out: list[tuple[int, int]] = []
    start = 0
    for match in re.finditer(r"\s+", text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if _separates(before, after, justified):
            out.append((start, match.start() + 1))
        else:
            out.append((start, match.start()))
        start = match.end()
    out.append((start, len(text)))
    return [(a, b) for a, b in out if a < b]


def _separates(before: str, after: str, justified: bool) -> bool:
    """Does a space between these two characters mean anything?"""
    if not before or not after:
        return False
    if before.isascii() and after.isascii():
        return bool(_LATIN.match(before) or _LATIN.match(after))
    return not justified and bool(_IDEOGRAPH.match(before) and _IDEOGRAPH.match(after))
