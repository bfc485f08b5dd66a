"""CSV, Excel and Parquet: read back, every cell is what it was, whatever a document says."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import corpus
import hostile
import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from openpyxl.utils.escape import unescape

from kg import ontology
from kg.errors import UsageError
from kg.export import TABLES, Column, Table, table, workbook
from kg.export.csv_file import write_csv
from kg.export.parquet import write_parquet
from kg.export.workbook import write_workbook
from kg.query.result import as_was
from kg.store import Store


@pytest.fixture(scope="module", params=["corpus", "hostile"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "hostile":
        return hostile.store()
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(corpus.BASE)])


def made(name: str, types: str, *rows: tuple) -> Table:
    """A table by hand; `types` are those of its columns."""
    columns = tuple(Column(f"c{n}", t, {"en": f"c{n}", "zh": f"列{n}"}) for n, t in enumerate(types.split()))
    return Table(name, name, columns, lambda: iter(rows))


def as_text(cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


# --- CSV


def read_csv(written: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode(encoding), newline="")))


@pytest.mark.parametrize("name", TABLES)
def test_csv_reads_back_cell_by_cell(store: Store, name: str) -> None:
    csv.field_size_limit(1_000_000)
    wanted, out = table(store, name, "zh"), io.BytesIO()
    count = write_csv(wanted, out, "zh")
    head, *rows = read_csv(out.getvalue())
    assert head == [column.label("zh") for column in wanted.columns]
    there = [[as_text(cell) for cell in row] for row in wanted.rows()]
    back = [
        [cell if isinstance(value, (int, Decimal)) else as_was(cell) for cell, value in zip(row, values, strict=True)]
        for row, values in zip(rows, wanted.rows(), strict=True)
    ]
    assert back == there
    assert count == len(there) > 0


def test_no_cell_of_csv_is_a_formula() -> None:
    texts = [(text,) for text in hostile.TEXTS]
    out = io.BytesIO()
    write_csv(made("t", "text", *texts), out)
    cells = [row[0] for row in read_csv(out.getvalue())[1:]]
    assert len(cells) == len(texts)
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝\t\r")) and len(cell) > 1]
    assert [as_was(cell) for cell in cells] == list(hostile.TEXTS)


def test_numbers_of_csv_stay_numbers() -> None:
    out = io.BytesIO()
    rows = [(-5, Decimal("-0.50"), Decimal("1E-7"), None), (0, Decimal("9" * 400), Decimal("1E+3"), date(2021, 2, 3))]
    assert write_csv(made("t", "integer decimal decimal date", *rows), out) == 2
    assert read_csv(out.getvalue())[1:] == [["-5", "-0.50", "0.0000001", ""], ["0", "9" * 400, "1000", "2021-02-03"]]


def test_csv_has_a_byte_order_mark_for_excel_on_request_only() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    write_csv(made("t", "text", ("甲",)), one, bom=True)
    write_csv(made("t", "text", ("甲",)), other)
    assert one.getvalue() == b"\xef\xbb\xbf" + other.getvalue()
    assert other.getvalue() == "c0\r\n甲\r\n".encode()


# --- Excel


def read_workbook(written: bytes) -> dict[str, list[list]]:
    book = openpyxl.load_workbook(io.BytesIO(written))
    # openpyxl leaves the escapes of control characters (ECMA-376, 22.9.2.19) as they are.
    return {
        sheet.title: [[_read(cell) for cell in row] for row in sheet.iter_rows(min_row=1)] for sheet in book.worksheets
    }


def _read(cell):
    assert cell.data_type in "sndinlineStr", cell
    assert cell.hyperlink is None
    if isinstance(cell.value, datetime):
        return cell.value.date()
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def whole(sheets: dict[str, list[list]], long: str = "Long texts") -> dict[tuple[str, str], str]:
    """The texts no cell could hold, by sheet and cell."""
    found: dict[tuple[str, str], str] = {}
    for _number, sheet, cell, _piece, text in sheets.get(long, [[]])[1:]:
        found[sheet, cell] = found.get((sheet, cell), "") + text
    return found


def cells(sheets: dict[str, list[list]], names: list[str]) -> Iterator[list]:
    """The rows of some sheets without their heads, long texts put in."""
    texts = whole(sheets)
    for name in names:
        for number, row in enumerate(sheets[name][1:], 2):
            yield [texts.get((name, f"{openpyxl.utils.get_column_letter(n)}{number}"), v) for n, v in enumerate(row, 1)]


def test_a_workbook_reads_back_cell_by_cell(store: Store) -> None:
    tables, out = [table(store, name) for name in TABLES], io.BytesIO()
    counts = write_workbook(tables, out)
    sheets = read_workbook(out.getvalue())
    assert list(sheets)[: len(TABLES)] == [each.title for each in tables]
    for each in tables:
        assert sheets[each.title][0] == [column.label("en") for column in each.columns]
        there = [[_in_excel(cell) for cell in row] for row in each.rows()]
        back = list(cells(sheets, [each.title]))
        assert back == there
        assert [[type(cell) for cell in row] for row in back] == [[type(cell) for cell in row] for row in there]
        assert counts[each.name] == len(there) > 0


def _in_excel(cell):
    """How Excel holds a value: an empty text is no cell, whole numbers come back as int, whatever they were."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral() else float(cell)
    return None if cell == "" else cell


def test_a_workbook_has_text_where_text_was() -> None:
    out = io.BytesIO()
    write_workbook([made("t", "text", *[(text,) for text in hostile.TEXTS])], out)
    sheets = read_workbook(out.getvalue())
    assert [row[0] for row in cells(sheets, ["t"])] == list(hostile.TEXTS)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as book:
        assert not [name for name in book.namelist() if "rels" in name and "sheet" in name.lower()]  # no links
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))  # noqa: S314 - ours; well-formed, whatever the texts
            assert b"<f>" not in book.read(name)


def test_a_long_text_is_whole_on_a_sheet_of_its_own_and_its_cell_says_so() -> None:
    out = io.BytesIO()
    texts = ["长" * 32_767, "长" * 32_768, "😀" * 16_384, "😀" * 16_383]
    write_workbook([made("t", "text", *[(text,) for text in texts])], out, "zh")
    sheets = read_workbook(out.getvalue())
    shown = [row[0] for row in sheets["t"][1:]]
    assert [shown[0], shown[3]] == [texts[0], texts[3]]
    assert shown[1].endswith("长……［全文见工作表“长文本”编号 1］")
    assert shown[2].endswith("😀……［全文见工作表“长文本”编号 2］")
    assert whole(sheets, "长文本") == {("t", "A3"): texts[1], ("t", "A4"): texts[2]}
    assert (
        max(len(str(cell).encode("utf-16-le")) // 2 for rows in sheets.values() for row in rows for cell in row)
        <= 32_767
    )


def test_numbers_that_a_double_cannot_hold_are_text() -> None:
    exact = [Decimal("0.1"), Decimal("123456789012345"), Decimal("1.5E+10"), Decimal("-0.000001"), Decimal("1E+300")]
    odd = [Decimal("1234567890123456"), Decimal("0.12345678901234567"), Decimal("9" * 400), Decimal("1E+400")]
    out = io.BytesIO()
    write_workbook([made("t", "decimal", *[(number,) for number in exact + odd])], out)
    back = [row[0] for row in read_workbook(out.getvalue())["t"][1:]]
    assert [Decimal(repr(number)) for number in back[: len(exact)]] == exact
    assert back[len(exact) :] == [format(number, "f") for number in odd]


def test_dates_are_dates_and_those_before_excels_calendar_text() -> None:
    out = io.BytesIO()
    write_workbook([made("t", "date", (date(2022, 2, 11),), (date(1899, 12, 31),), ("2022-02",))], out)
    assert [row[0] for row in read_workbook(out.getvalue())["t"][1:]] == [date(2022, 2, 11), "1899-12-31", "2022-02"]
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    assert book["t"]["A2"].number_format == "yyyy-mm-dd"


def test_rows_beyond_the_limit_go_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 4)
    out = io.BytesIO()
    counts = write_workbook([made("t", "integer", *[(n,) for n in range(7)])], out)
    sheets = read_workbook(out.getvalue())
    assert list(sheets) == ["t", "t (2)", "t (3)"]
    assert [len(rows) for rows in sheets.values()] == [4, 4, 2]
    assert [row[0] for row in cells(sheets, list(sheets))] == list(range(7))
    assert all(rows[0] == ["c0"] for rows in sheets.values())
    assert counts == {"t": 7}


def test_sheets_have_a_frozen_filtered_head_and_columns_as_wide_as_what_is_in_them(store: Store) -> None:
    out = io.BytesIO()
    write_workbook([table(store, "measures", "zh")], out, "zh")
    [sheet] = [s for s in openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets if s.title == "举措"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet["A1"].font.bold
    widths = {key: dimension.width for key, dimension in sheet.column_dimensions.items()}
    assert widths["A"] > 6
    assert all(6 <= width <= 61 for width in widths.values())


def test_any_title_makes_a_name_for_a_sheet() -> None:
    titles = [
        "a/b:c*d?[e]\\f",
        "A/b:c*d?[e]\\F",
        "",
        "'x'",
        "history",
        "名" * 40,
        "名" * 40,
        "Long texts",
        "\x00\ufffe",
    ]
    out = io.BytesIO()
    write_workbook([made(title, "integer", (1,)) for title in titles], out)
    names = list(read_workbook(out.getvalue()))
    assert len(names) == len({name.casefold() for name in names}) == len(titles)
    assert names[0] == "a_b_c_d__e__f"
    assert all(0 < len(name) <= 31 for name in names)


def test_the_same_store_gives_the_same_workbook(store: Store) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    write_workbook([table(store, name) for name in TABLES], one)
    write_workbook([table(store, name) for name in TABLES], other)
    assert one.getvalue() == other.getvalue()


def test_a_workbook_without_rows_has_its_heads() -> None:
    out = io.BytesIO()
    assert write_workbook([made("t", "text integer")], out) == {"t": 0}
    assert read_workbook(out.getvalue()) == {"t": [["c0", "c1"]]}


# --- Parquet


@pytest.mark.parametrize("name", TABLES)
def test_parquet_reads_back_cell_by_cell(store: Store, name: str, tmp_path: Path) -> None:
    wanted, path = table(store, name, "zh"), tmp_path / "t.parquet"
    with path.open("wb") as stream:
        count = write_parquet(wanted, stream)
    back = pa.parquet.read_table(path)
    assert back.column_names == [column.name for column in wanted.columns]
    labels = [field.metadata[b"zh"].decode() for field in back.schema]
    assert labels == [column.label("zh") for column in wanted.columns]
    there = [
        tuple(as_text(cell) if field.type == pa.string() and cell is not None else cell
              for cell, field in zip(row, back.schema, strict=True))
        for row in wanted.rows()
    ]  # fmt: skip
    assert list(zip(*back.to_pydict().values(), strict=True)) == there
    assert count == len(there) > 0
    types = {column.name: column.type for column in wanted.columns}
    assert {field.name for field in back.schema if field.type == pa.int64()} == {
        name for name, type_ in types.items() if type_ == "integer"
    }
    assert {field.name for field in back.schema if field.type == pa.decimal128(38, 10)} == {
        name for name, type_ in types.items() if type_ == "decimal"
    }


def test_a_number_that_does_not_fit_makes_its_column_one_of_strings(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("kg.export.parquet._BATCH", 2)
    fits, long, fine = Decimal("1.5"), Decimal("9" * 400), Decimal("0.12345678901")
    rows = [(1, fits, fits, fits)] * 3 + [(2, long, fine, Decimal("9" * 28 + ".5"))]
    path = tmp_path / "t.parquet"
    with path.open("wb") as stream:
        assert write_parquet(made("t", "integer decimal decimal decimal", *rows), stream) == 4
    back = pa.parquet.read_table(path)
    assert [str(field.type) for field in back.schema] == ["int64", "string", "string", "decimal128(38, 10)"]
    assert back["c1"].to_pylist() == ["1.5", "1.5", "1.5", "9" * 400]
    assert back["c2"].to_pylist()[-1] == "0.12345678901"
    assert back["c3"].to_pylist()[-1] == rows[-1][3]


def test_parquet_of_no_rows_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    with path.open("wb") as stream:
        assert write_parquet(made("t", "text integer"), stream) == 0
    assert pa.parquet.read_table(path).schema.types == [pa.string(), pa.int64()]


def test_without_pyarrow_one_line_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'policy-kg\[tables\]'"):
        write_parquet(made("t", "text"), io.BytesIO())
