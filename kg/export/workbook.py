"""Tables as an Excel workbook (ECMA-376), a sheet a table: header frozen and filtered, numbers as numbers.

Text is text, never a formula or a link, whatever it says.  Nothing is cut:

- a number that a double cannot hold exactly (more than 15 digits) is written as text;
- a text longer than a cell may be (32,767 UTF-16 units) begins in its cell, which says where it stands whole: on
  the last sheet, in pieces;
- rows beyond the limit of a sheet (1,048,576) go on in further ones.

The same tables give the same bytes.  Rows are written as they come; memory does not grow with them.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kg.export.tables import Cell, Table
from kg.query.columns import Column
from kg.query.table import display_width

ROWS = 1_048_576
_CELL, _PIECE = 32_767, 16_000  # a code point has two units at most
_DIGITS = 15
_FIRST_DATE = date(1900, 3, 1)  # before it, Excel's calendar has a day that never was
_NARROWEST, _WIDEST, _MEASURED = 6, 60, 500
_NAME = 31
_LONG = {"en": "Long texts", "zh": "长文本"}
_LONG_COLUMNS = {"en": ("number", "sheet", "cell", "piece", "text"), "zh": ("编号", "工作表", "单元格", "段", "文字")}
_CONTINUED = {
    "en": "… [whole text: sheet “{sheet}”, number {number}]",
    "zh": "……［全文见工作表“{sheet}”编号 {number}］",
}


class _Sheet(Worksheet):  # type: ignore[misc]  # it has no types
    """A sheet of untrusted text: XlsxWriter takes `<r>…</r>` for markup of its own, and lets U+FFFE pass, which XML
    has not."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)

    def _escape_control_characters(self, string: str) -> str:
        escaped: str = super()._escape_control_characters(string)
        return escaped.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


class _Sink:
    """Passes on what is written until that fails, keeps the error for `done`, and swallows the rest: ZipFile writes to
    its end whatever happens, and would complain of it once more when nobody listens."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0
        self._error: OSError | None = None

    def write(self, data: bytes) -> int:
        if self._error is None:
            try:
                self._stream.write(data)
            except OSError as error:
                self._error = error
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int) -> int:
        if self._error is None:
            self._stream.seek(offset)
        self._at = offset
        return offset

    def flush(self) -> None:
        pass

    def done(self) -> None:
        if self._error is not None:
            raise self._error


def write_workbook(tables: Sequence[Table], stream: BinaryIO, language: str = "en") -> dict[str, int]:
    """Write tables as one workbook, headings in `language`; return the number of rows of each by its name."""
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "tmpdir": folder, "use_zip64": True,
        }  # fmt: skip
        sink = _Sink(stream)
        book = Workbook(sink, options)
        # Time would make each workbook another one.
        book.set_properties({"created": datetime(2000, 1, 1), "comments": "kg export"})
        writing = _Writing(book, language)
        counts = {table.name: writing.table(table) for table in tables}
        writing.long_texts()
        book.close()
        sink.done()
    return counts


class _Writing:
    """Writes one table after the other; `_long` gathers texts that no cell can hold."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book, self._language = book, language
        self._head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._names: set[str] = {_LONG[language].casefold(), "history"}  # Excel keeps the latter to itself
        self._long: list[tuple[str, str, str]] = []

    def table(self, table: Table) -> int:
        headings = [column.label(self._language) for column in table.columns]
        sheet = self._sheet(table.title, headings)
        widths = [display_width(heading) + 3 for heading in headings]  # 3: the button of the filter
        count = row = 0
        for cells in table.rows():
            if row == ROWS - 1:
                self._finish(sheet, row, widths)
                sheet, row = self._sheet(table.title, headings), 0
            row += 1
            count += 1
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell)
                if count <= _MEASURED and cell is not None:
                    widths[column] = max(widths[column], min(_width(cell), _most(table.columns[column])))
        self._finish(sheet, row, widths)
        return count

    def long_texts(self) -> None:
        """Write the sheet of texts that no cell can hold, where there are any."""
        if not self._long:
            return
        sheet = self._book.add_worksheet(_LONG[self._language], worksheet_class=_Sheet)
        sheet.write_row(0, 0, _LONG_COLUMNS[self._language], self._head)
        row = 0
        for number, (name, cell, text) in enumerate(self._long, 1):
            for piece, begin in enumerate(range(0, len(text), _PIECE), 1):
                row += 1
                values: tuple[Cell, ...] = (number, name, cell, piece, text[begin : begin + _PIECE])
                for column, value in enumerate(values):
                    self._cell(sheet, row, column, value)
        self._finish(sheet, row, [8, 20, 8, 6, _WIDEST])

    def _sheet(self, title: str, headings: Sequence[str]) -> Worksheet:
        sheet = self._book.add_worksheet(self._name(title), worksheet_class=_Sheet)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self._head)
        return sheet

    def _finish(self, sheet: Worksheet, rows: int, widths: Sequence[int]) -> None:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows, len(widths) - 1)
        # A code such as 330411 is text, and meant to be.
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(max(rows, 1), len(widths) - 1)}"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, max(_NARROWEST, min(width, _WIDEST)))

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, date):
            if cell >= _FIRST_DATE:
                sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self._date)
                return
            cell = cell.isoformat()
        if isinstance(cell, (int, Decimal)):
            number = Decimal(cell)
            if len(number.normalize().as_tuple().digits) <= _DIGITS and Decimal(repr(float(number))) == number:
                sheet.write_number(row, column, float(number))
                return
            cell = format(number, "f")
        sheet.write_string(row, column, self._fitting(sheet, row, column, cell))

    def _fitting(self, sheet: Worksheet, row: int, column: int, text: str) -> str:
        if len(text) <= _CELL // 2 or len(text.encode("utf-16-le")) // 2 <= _CELL:
            return text
        self._long.append((sheet.get_name(), xl_rowcol_to_cell(row, column), text))
        where = _CONTINUED[self._language].format(sheet=_LONG[self._language], number=len(self._long))
        return text[:_PIECE] + where

    def _name(self, title: str) -> str:
        """Return a name for a sheet that Excel takes: 31 characters at most, some not, and not twice."""
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]", "_", title)[:_NAME].strip("' ") or "_"
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: _NAME - len(str(number)) - 3]} ({number})"
        self._names.add(name.casefold())
        return name


def _width(cell: Cell) -> int:
    text = cell if isinstance(cell, str) else str(cell)
    return display_width(text[:_WIDEST]) + 1


def _most(column: Column) -> int:
    """Return how wide a column gets at most: nobody reads IRIs."""
    return 16 if column.type == "iri" else _WIDEST
