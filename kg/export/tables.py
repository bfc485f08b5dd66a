"""The tables of a store: documents, entities, mentions, quantities, responsibilities, measures.

Each is a query of `queries/table`, whose header declares its columns in their order (`kg.query.columns`).  Cells of a
`list` are sorted and joined by "; "; the IRI behind a `class` is a column of its own, `<name>_iri`, at the end.

What is not of its column's type (RDF made elsewhere may say anything) stays the text it is: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from kg import ontology
from kg.errors import UsageError
from kg.query import NamedQuery, Result, Term, run
from kg.query.columns import Column, declared_columns
from kg.query.named import read_query
from kg.resources import resource
from kg.store import Store

TABLES = ("documents", "entities", "mentions", "quantities", "responsibilities", "measures")
Cell = str | int | Decimal | date | None
_UNIT_SEPARATOR = "\x1f"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_OF_DATATYPE = {_XSD + "integer": "integer", _XSD + "decimal": "decimal", _XSD + "date": "date"}


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
        known = ", ".join(TABLES)
        raise UsageError(f"no table {name!r}; there are: {known}", f"没有表“{name}”；可用：{known}")
    query, declared = _query(name), declared_columns(_query(name).text)
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


def of_result(query: NamedQuery, result: Result, name: str = "", language: str = "en") -> Table:
    """Return the answer to a SELECT as a table, called `name` or as the query is.

    A column that the header of the query does not declare is headed by its variable, and of the type that all its
    values are, else text.
    """
    declared = {column.name: column for column in declared_columns(query.text)}
    types = [_common({_OF_DATATYPE.get(term.datatype, "text") for term in column if term})
             for column in (zip(*result.rows, strict=True) if result.rows else [()] * len(result.columns))]  # fmt: skip
    columns = tuple(
        declared.get(variable) or Column(variable, type_, {"en": variable, "zh": variable})
        for variable, type_ in zip(result.columns, types, strict=True)
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in result.rows:
            yield tuple(_cell(term, column, language) for term, column in zip(row, columns, strict=True))

    return Table(name or query.name, query.title(language) or name or query.name, columns, rows)


@cache
def _query(name: str) -> NamedQuery:
    return read_query(resource(f"queries/table/{name}.rq"))


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
    return ontology.label(text, language) if type_ == "class" else column.word(text, language)


def _common(types: Collection[str]) -> str:
    if types == {"integer", "decimal"}:
        return "decimal"
    return next(iter(types)) if len(types) == 1 else "text"


def _text(term: Term | None) -> str:
    return term.value if term else ""
