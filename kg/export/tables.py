"""The tables of a store: documents, entities, mentions, quantities, responsibilities, measures.

Each is a query of `queries/table`, whose header declares its columns in their order:

    # column: value decimal — 数值 | value

Chinese stands before the bar, English behind it; the machine name is the variable's.  Types:

- `text`, and `iri`, which is text too;
- `integer`, and `decimal`, exact;
- `date`, ISO 8601 in the precision there is: a full date is a `date`, 2022-02 and 2022 are text;
- `list`, parted by U+001F in the query, here sorted and joined by "; ";
- `word lead=牵头 …`, words that stand for a notion: in Chinese, the Chinese ones;
- `class`: the class's label in the language asked for; its IRI is a column of its own, `<name>_iri`, at the end.

What is not of its column's type (RDF made elsewhere may say anything) stays the text it is: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from kg import ontology
from kg.errors import UsageError
from kg.query import NamedQuery, Result, Term, run
from kg.query.named import read_query
from kg.query.names import nearest
from kg.resources import resource
from kg.store import Store

TABLES = ("documents", "entities", "mentions", "quantities", "responsibilities", "measures")
Cell = str | int | Decimal | date | None
_COLUMN = re.compile(
    r"#\s*column:\s*(\w+)\s+(text|iri|integer|decimal|date|list|class|word)((?: \S+=\S+)*)\s+—\s*(.+?) \| (.+)"
)
_UNIT_SEPARATOR = "\x1f"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_OF_DATATYPE = {_XSD + "integer": "integer", _XSD + "decimal": "decimal", _XSD + "date": "date"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its machine name, its type (see the module), and what people call it, by language; `words` has the
    Chinese of words that stand for a notion."""

    name: str
    type: str
    labels: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str = "en") -> str:
        """Return its heading in `language`."""
        return self.labels[language]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, title and columns; `rows` are read from the store anew each time it is called."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[tuple[Cell, ...]]]


def table(store: Store, name: str, language: str = "en", entities: Collection[str] | None = None) -> Table:
    """Return one of `TABLES`; titles and labels of classes are in `language`.

    With `entities` (IRIs), those only are rows of the table of entities.  UsageError for a table that there is not.
    """
    if name not in TABLES:
        like = ", ".join(nearest(name, TABLES) or TABLES)
        raise UsageError(f"no table {name!r}; there is: {like}", f"没有表“{name}”；可用：{like}")
    query, declared = _query(name), _columns(name)
    classes = [(index, column) for index, column in enumerate(declared) if column.type == "class"]

    def rows() -> Iterator[tuple[Cell, ...]]:
        result = run(store, query)
        of_entity = result.columns.index("entity_iri") if entities is not None and name == "entities" else None
        for row in result.stream():
            if of_entity is not None and entities is not None and _text(row[of_entity]) not in entities:
                continue
            cells = [_cell(term, column, language) for term, column in zip(row, declared, strict=True)]
            yield (*cells, *(_text(row[index]) or None for index, _ in classes))

    addresses = (
        Column(f"{column.name}_iri", "iri", {lang: f"{label} IRI" for lang, label in column.labels.items()})
        for _, column in classes
    )
    return Table(name, query.title(language), (*declared, *addresses), rows)


def of_result(name: str, title: str, result: Result) -> Table:
    """Return the answer to a SELECT as a table; a column is of the type that all its values are, else text."""
    types = [_common({_OF_DATATYPE.get(term.datatype, "text") for term in column if term})
             for column in (zip(*result.rows, strict=True) if result.rows else [()] * len(result.columns))]  # fmt: skip
    columns = tuple(
        Column(variable, type_, {"en": variable, "zh": variable})
        for variable, type_ in zip(result.columns, types, strict=True)
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in result.rows:
            yield tuple(_cell(term, column, "en") for term, column in zip(row, columns, strict=True))

    return Table(name, title, columns, rows)


@cache
def _query(name: str) -> NamedQuery:
    return read_query(resource(f"queries/table/{name}.rq"))


@cache
def _columns(name: str) -> tuple[Column, ...]:
    """Return the columns that the query of a table declares."""
    found = (_COLUMN.fullmatch(line.strip()) for line in _query(name).text.splitlines())
    return tuple(
        Column(m[1], m[2], {"zh": m[4], "en": m[5]}, dict(pair.split("=", 1) for pair in m[3].split()))
        for m in found
        if m
    )


def _cell(term: Term | None, column: Column, language: str) -> Cell:
    if term is None:
        return None
    text, type_ = term.value, column.type
    if type_ == "integer" and re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return int(text)
    if type_ == "decimal" and re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
        return Decimal(text)
    if type_ == "date" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if type_ == "list":
        return "; ".join(sorted(filter(None, text.split(_UNIT_SEPARATOR))))
    if type_ == "word" and language == "zh":
        return column.words.get(text, text)
    return ontology.label(text, language) if type_ == "class" else text


def _common(types: Collection[str]) -> str:
    if types == {"integer", "decimal"}:
        return "decimal"
    return next(iter(types)) if len(types) == 1 else "text"


def _text(term: Term | None) -> str:
    return term.value if term else ""
