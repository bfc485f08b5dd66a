"""Pages of layout text: rows, and the furniture that is not part of what the page says.

Layout text is what `pdftotext -layout` and e-book viewers give: one row of characters for one
line on paper, columns padded with spaces, pages parted by form feeds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

VIEWER = re.compile(r"\s*Page\s+(\d{1,5})\s*[-–—]\s*(\S.{0,80}?)\s*$")
_VIEWER_NUMBER = re.compile(r"\s*P\.\s?\d{1,5}\s*$")
_PAGE_NUMBER = re.compile(
    r"\s*(?:第\s?\d{1,5}\s?页(?:\s?[,，/]?\s?共\s?\d{1,5}\s?页)?|\d{1,5}\s?/\s?\d{1,5}|[-—–―－·•~\s]{0,12}\d(?:\s{0,3}\d){0,4}[-—–―－·•~\s]{0,12})\s*$"
)
_PAGE_ROW = re.compile(r"\s*\d{1,5}(?:\s+\d{1,5}){2,}\s*$")
_RULE = re.compile(r"\s*(\S)\1{11,}\s*$")  # a printed line: —————, or a private glyph over and over
_SENTENCE_MARK = re.compile(r"[，。；：！？、,;]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EDGE = 3  # furniture stands within so many rows of the page's edge


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a page: source `line`, source column of its first character, its `text`."""

    line: int
    column: int
    text: str

    @property
    def blank(self) -> bool:
        """Has it nothing but white space?"""
        return not self.text.strip()


@dataclass(slots=True)
class Page:
    """A page: its number (the viewer's, else by counting from 1), its `rows`, and its `heads` (viewer and running)."""

    number: int
    rows: list[Row]
    heads: list[str] = field(default_factory=list)


def split_pages(text: str) -> list[Page]:
    """Return the pages of layout text that have any content, furniture included."""
    pages = [Page(1, [])]
    for number, line in enumerate(text.split("\n"), 1):
        column = 1
        for index, part in enumerate(line.split("\f")):
            if index:
                pages.append(Page(pages[-1].number + 1, []))
            pages[-1].rows.append(Row(number, column, part.rstrip()))
            column += len(part) + 1
    return [page for page in pages if not all(row.blank for row in page.rows)]


def strip_furniture(pages: Sequence[Page]) -> None:
    """Take viewer lines, page numbers, rows of page numbers and running heads off the pages, in place."""
    for page in pages:
        _strip_numbers(page)
    firsts = [_first(page) for page in pages]
    seen: dict[str, int] = {}
    for row in firsts:
        if row is not None:
            seen[_shape(row)] = seen.get(_shape(row), 0) + 1
    for page, row in zip(pages, firsts, strict=True):
        if row is not None and _is_head(page, row, repeated=seen[_shape(row)] > 1):
            page.heads.append(row.text.strip())
            page.rows.remove(row)


def _strip_numbers(page: Page) -> None:
    content = [row for row in page.rows if not row.blank]
    gone: set[int] = set()
    for row in content[:_EDGE]:
        viewer = VIEWER.match(row.text)
        if viewer:
            page.number = int(viewer[1])
            page.heads.append(viewer[2])
            gone.add(id(row))
        elif _VIEWER_NUMBER.match(row.text):
            gone.add(id(row))
    # From both edges inwards, up to the first row that says something.
    for edge in (content, content[::-1]):
        for row in edge[: _EDGE + 1]:
            if id(row) in gone:
                continue
            if not _is_number(row):
                break
            gone.add(id(row))
    page.rows = [row for row in page.rows if id(row) not in gone and not _RULE.match(row.text)]


def _is_number(row: Row) -> bool:
    text = unicodedata.normalize("NFKC", row.text)
    if len(text) > 400:
        return False
    return bool(_PAGE_NUMBER.match(text) or _PAGE_ROW.match(text))


def _first(page: Page) -> Row | None:
    """Return the page's first row if it stands off from what follows, as a head does."""
    for index, row in enumerate(page.rows):
        if not row.blank:
            after = page.rows[index + 1 :]
            return row if after and after[0].blank and len(row.text.strip()) <= 40 else None
    return None


def _shape(row: Row) -> str:
    return re.sub(r"\d+", "0", unicodedata.normalize("NFKC", "".join(row.text.split())))


def _is_head(page: Page, row: Row, repeated: bool) -> bool:
    """Is the row a running head: repeated on other pages, or short and set to one side, as no title is?"""
    said = row.text.strip()
    if _SENTENCE_MARK.search(said) or not any(not other.blank for other in page.rows if other is not row):
        return False
    if repeated:
        return True
    if not _HAN.search(said) or len(said) > 20:
        return False
    width = max(len(other.text) for other in page.rows)
    start = len(row.text) - len(row.text.lstrip())
    return width > 2 * len(said) and (start <= 1 or start > width * 0.6 or len(row.text) >= width - 1)
