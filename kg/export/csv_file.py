"""A table as CSV (RFC 4180): UTF-8, a heading for people, texts that no spreadsheet runs.

A text cell that a spreadsheet would take for a formula has an apostrophe before it, `kg.query.result.as_was` tells
what it was; a cell that is not known is empty.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from kg.export.tables import Cell, Table
from kg.query.result import harmless


def write_csv(table: Table, stream: BinaryIO, language: str = "en", bom: bool = False) -> int:
    """Write a table, its headings in `language`; return the number of rows.

    `bom` begins the file with a byte-order mark, by which Excel knows UTF-8.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if bom else "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.label(language) for column in table.columns])
    count = 0
    for row in table.rows():
        writer.writerow([_written(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)
