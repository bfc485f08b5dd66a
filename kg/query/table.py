"""A table of text for a terminal: columns by display width, a Chinese character counting two.

Where the terminal is too narrow for the columns, each row is a block of its own, a line a cell that says something.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TextIO

from kg.errors import printable

_GAP = "  "
_NARROWEST = 8
# Columns narrower than this break words and names; nobody reads such a table.
_READABLE = 16


def write_table(stream: TextIO, columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> None:
    """Write columns and rows, aligned; with a `width`, lines keep within it: cells are wrapped, and where that would
    leave a column unreadably narrow, each row becomes a block with a line for each cell that is not empty.

    Control and formatting characters are shown as escapes, line breaks too: a document cannot steer a terminal.
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(display_width, (name, *column))) for name, *column in zip(columns, *cells, strict=True)]
    if width is not None:
        natural, widths = widths, _narrowed(widths, width - len(_GAP) * (len(widths) - 1))
        if any(narrow < min(wide, _READABLE) for narrow, wide in zip(widths, natural, strict=True)):
            _write_blocks(stream, columns, cells, width)
            return
    for row in (list(columns), ["─" * w for w in widths], *cells):
        for line in _lines(row, widths):
            stream.write(line + "\n")


def _write_blocks(stream: TextIO, columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> None:
    head = max(map(display_width, columns))
    widths = [head, max(_NARROWEST, width - head - len(_GAP))]
    for number, row in enumerate(cells, 1):
        title = f"── {number} "
        stream.write(title + "─" * max(0, width - display_width(title)) + "\n")
        for cell in zip(columns, row, strict=True):
            if cell[1]:
                stream.writelines(line + "\n" for line in _lines(cell, widths))


@lru_cache(maxsize=100_000)
def display_width(text: str) -> int:
    """Return how many terminal columns `text` takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _narrowed(widths: list[int], room: int) -> list[int]:
    """Return widths that fit `room` where that can be: the widest columns give way first."""
    widths = list(widths)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = max(widths)
        second = max((w for w in widths if w < widest), default=0)
        among = [i for i, w in enumerate(widths) if w == widest]
        step = max(1, min(widest - max(second, _NARROWEST), -(-(sum(widths) - room) // len(among))))
        for i in among:
            widths[i] -= step
    return widths


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [list(_wrap(cell, width)) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, wrapped), default=0)):
        parts = [cell[number] if number < len(cell) else "" for cell in wrapped]
        padded = (part + " " * (w - display_width(part)) for part, w in zip(parts, widths, strict=True))
        yield _GAP.join(padded).rstrip()


def _wrap(text: str, width: int) -> Iterator[str]:
    if display_width(text) <= width:
        yield text
        return
    line, used = "", 0
    for char in text:
        if line and used + _width(char) > width:
            yield line
            line, used = "", 0
        line += char
        used += _width(char)
    yield line
