"""A table as Parquet: machine names for columns, headings in their metadata, types that data frames keep.

Integers are int64; decimals are decimal128(38, 10), exact; texts, IRIs and dates are strings (a date may be known to
the month or year only: ISO 8601, "2022-02").  A column with a value that its type cannot hold, a number of 400
digits, is of strings as a whole: no value is ever rounded or left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import UsageError
from kg.export.tables import Cell, Table

if TYPE_CHECKING:
    import pyarrow

_BATCH = 10_000
_PRECISION, _SCALE = 38, 10


class _DoesNotFitError(Exception):
    """A value is not of its column's type: `index` of the column."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def write_parquet(table: Table, stream: BinaryIO) -> int:
    """Write a table to a file that can be sought in; return the number of rows.

    UsageError, naming the extra to install, where pyarrow is not there.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow; install it with: pip install 'policy-kg[tables]'",
            "写 Parquet 需要 pyarrow；请安装：pip install 'policy-kg[tables]'",
        ) from error
    types = {"integer": pa.int64(), "decimal": pa.decimal128(_PRECISION, _SCALE)}
    fields = [
        pa.field(column.name, types.get(column.type, pa.string()), metadata=dict(column.labels))
        for column in table.columns
    ]
    while True:
        try:
            return _write(pa, table, pa.schema(fields), stream)
        except _DoesNotFitError as odd:
            fields[odd.index] = fields[odd.index].with_type(pa.string())
            stream.seek(0)
            stream.truncate()


def _write(pa: Any, table: Table, schema: pyarrow.Schema, stream: BinaryIO) -> int:
    count = 0
    with pa.parquet.ParquetWriter(pa.PythonFile(stream, mode="w"), schema, compression="zstd") as writer:
        rows = table.rows()
        while batch := list(islice(rows, _BATCH)):
            arrays = list(_arrays(pa, batch, schema))
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def _arrays(pa: Any, rows: list[tuple[Cell, ...]], schema: pyarrow.Schema) -> Iterator[Any]:
    for index, (column, field) in enumerate(zip(zip(*rows, strict=True), schema, strict=True)):
        cells = [_text(cell) for cell in column] if field.type == pa.string() else column
        try:
            yield pa.array(cells, type=field.type)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
            raise _DoesNotFitError(index) from error


def _text(cell: Cell) -> str | None:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell if cell is None else str(cell)
