"""A result as a data frame of pandas or polars, for who has them: the extra `frames`.

A column whose values are all of one kind gets that kind: whole numbers, numbers, true and false, dates.  Any other
column is text, as written: IRIs in full, years of type xsd:gYear as whole numbers.  What is unbound is None (in a
number column of pandas <NA>, among dates NaT).

A decimal becomes a float: that is what frames calculate with, and exact for the fifteen digits that texts rarely
exceed.  `exact` keeps them as `decimal.Decimal`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars

    from kg.query.result import Term

Value = int | float | bool | str | date | Decimal | None
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte", "gYear",
)  # fmt: skip
_TYPES: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(_WHOLE, int), **dict.fromkeys(("double", "float"), float),
    "decimal": Decimal, "date": date.fromisoformat, "boolean": lambda text: text in ("true", "1"),
}  # fmt: skip
# Python takes more for a number than XML Schema does: 1_000, infinity, 20210101.
_DECIMAL, _END = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", "(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_FORMS = {
    **dict.fromkeys(_WHOLE, re.compile("[+-]?[0-9]+")),
    **dict.fromkeys(("double", "float"), re.compile(_DECIMAL + _END)),
    "decimal": re.compile(_DECIMAL),
    "date": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "boolean": re.compile("true|false|1|0"),
}
_LARGEST = 2**63


def value(term: Term | None) -> Value:
    """Return a term as the Python value it stands for: int, Decimal, float, bool, date, else its text; None unbound.

    A literal that is not of its datatype's form stays text.
    """
    if term is None:
        return None
    kind, text = term.datatype.removeprefix(_XSD), term.value
    if not (form := _FORMS.get(kind)) or not form.fullmatch(text):
        return text
    try:
        return _TYPES[kind](text)
    except (ValueError, InvalidOperation):  # no such day; more digits than Python counts with
        return text


def column(terms: Sequence[Term | None], exact: bool) -> tuple[str, list[Value]]:
    """Return the kind of a column ("whole", "number", "exact", "truth", "date" or "text") and its values."""
    values = [value(term) for term in terms]
    kinds = {type(v) for v in values if v is not None}
    if kinds == {bool}:
        return "truth", values
    if kinds == {date}:
        return "date", values
    if kinds == {int} and all(v is None or -_LARGEST <= int(v) < _LARGEST for v in values):  # type: ignore[arg-type]
        return "whole", values
    if kinds and kinds <= {int, Decimal, float}:
        if exact and float not in kinds:
            return "exact", [None if v is None else Decimal(v) for v in values]  # type: ignore[arg-type]
        return "number", [None if v is None else _float(v) for v in values]
    return "text", [None if term is None else term.value for term in terms]


def to_pandas(columns: Sequence[str], rows: Sequence[Sequence[Term | None]], exact: bool) -> pandas.DataFrame:
    """Return a pandas DataFrame; UsageError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    kinds = {
        "whole": "Int64", "number": "Float64", "exact": "object", "truth": "boolean", "date": "datetime64[s]",
        "text": "object",
    }  # fmt: skip
    found = [column(terms, exact) for terms in _turned(columns, rows)]
    series = [pandas.Series(values, dtype=kinds[kind]) for kind, values in found]
    frame = pandas.DataFrame(dict(enumerate(series)))
    frame.columns = list(columns)
    return frame


def to_polars(columns: Sequence[str], rows: Sequence[Sequence[Term | None]], exact: bool) -> polars.DataFrame:
    """Return a polars DataFrame; UsageError where polars is not installed."""
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    kinds: dict[str, Any] = {
        "whole": polars.Int64, "number": polars.Float64, "exact": polars.Object, "truth": polars.Boolean,
        "date": polars.Date, "text": polars.String,
    }  # fmt: skip
    found = [column(terms, exact) for terms in _turned(columns, rows)]
    named = zip(columns, found, strict=True)
    return polars.DataFrame([polars.Series(name, values, kinds[kind], strict=False) for name, (kind, values) in named])


def _turned(columns: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> list[list[Term | None]]:
    return [[row[n] for row in rows] for n in range(len(columns))]


def _float(number: Value) -> float:
    try:
        return float(number)  # type: ignore[arg-type]  # only numbers come here
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")  # type: ignore[operator]


def _missing(library: str) -> UsageError:
    return UsageError(
        f"{library} is not installed; pip install 'policy-kg[frames]'",
        f"没有安装 {library}；请运行 pip install 'policy-kg[frames]'",
    )
