"""The result of a query: rows, a graph, or yes and no; and its formats.

`table` is for people: columns by display width, IRIs shortened, control characters escaped, on a terminal
wrapped to its width.  `csv` is for spreadsheets: a text cell that one would run as a formula (`harmless`) gets an
apostrophe before it; numbers stay numbers.  Programs read `tsv`, `json` or `xml` (SPARQL 1.1 results), or for graphs
`turtle` or `jsonld`, which are exact.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

import pyoxigraph as ox

from kg import ontology
from kg.errors import UsageError
from kg.iri import ONTOLOGY
from kg.query import html
from kg.query.columns import Column
from kg.query.frames import Value, to_pandas, to_polars, value
from kg.query.guard import engine_error
from kg.query.table import write_table

if TYPE_CHECKING:
    import pandas
    import polars

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "jsonld")
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_RESULTS = {
    "tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
}  # fmt: skip
_GRAPHS = {"turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}
_OF_ROWS, _OF_GRAPHS = {"table", "csv", *_RESULTS}, {"table", "csv", "tsv", *_GRAPHS}
_TRIPLE = ("subject", "predicate", "object")
_FORMULA = tuple("=+-@＝＋－＠\t\r")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMERIC = {_XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger", "gYear")}
_NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?")
PREFIXES = {
    "pk": ONTOLOGY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": _XSD,
}


class Term(NamedTuple):
    """A value in a row: its text, what it is, and a literal's datatype (an IRI) or language."""

    value: str
    kind: Literal["iri", "literal", "blank"]
    datatype: str = ""
    language: str = ""


class Result:
    """What a query answers.  `columns` and `rows` (None: unbound) hold the answer; a graph's triples are its rows,
    sorted and each once; the answer to ASK is in `truth`, which is None otherwise."""

    columns: tuple[str, ...]
    truth: bool | None = None
    is_graph: bool = False

    def __init__(self, name: str, execute: Callable[[], Answer], base: str = "") -> None:
        self._name, self._execute, self._base = name, execute, base
        self._fresh: Answer | None = execute()
        if isinstance(self._fresh, ox.QueryBoolean):
            self.columns, self.truth = (), bool(self._fresh)
        elif isinstance(self._fresh, ox.QueryTriples):
            self.columns, self.is_graph = _TRIPLE, True
        else:
            self.columns = tuple(variable.value for variable in self._fresh.variables)

    @cached_property
    def rows(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows of the answer, in its order."""
        if self.truth is not None:
            return ()
        if self.is_graph:
            return tuple((_term(t.subject), _term(t.predicate), _term(t.object)) for t in self.triples)
        return tuple(self.stream())

    def cut(self, most: int) -> bool:
        """Keep the first `most` rows, and return whether there were more."""
        rows = self.rows
        self.rows = rows[:most]
        return len(rows) > most

    def stream(self) -> Iterator[tuple[Term | None, ...]]:
        """Yield the rows of an answer to SELECT one by one: of a large one `rows` would be much to hold."""
        for solution in self._read(self._answer()):
            yield tuple(map(_term, solution))

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """Yield the rows as Python values: int, Decimal, float, bool, date, else text; None where unbound."""
        for row in self.rows:
            yield tuple(map(value, row))

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        """Is the answer yes, or is there any row?"""
        return len(self.rows) > 0 if self.truth is None else self.truth

    def to_pandas(self, exact: bool = False) -> pandas.DataFrame:
        """Return the rows as a pandas frame; decimals are floats unless `exact`.  UsageError without pandas."""
        return to_pandas(self.columns, self.rows, exact)

    def to_polars(self, exact: bool = False) -> polars.DataFrame:
        """Return the rows as a polars frame; decimals are floats unless `exact`.  UsageError without polars."""
        return to_polars(self.columns, self.rows, exact)

    def _repr_html_(self) -> str:
        if self.truth is not None:
            return html.truth(self.truth)
        rows = ([self._shown(term, None) for term in row] for row in self.rows)
        return html.table(self.columns, rows, len(self.rows))

    def write(
        self,
        stream: TextIO,
        format: str | None = None,  # noqa: A002
        bom: bool = False,
        language: str | None = None,
        columns: Sequence[Column] = (),
    ) -> None:
        """Write the answer in one of `FORMATS`: by default a table, of a graph Turtle.

        `bom` begins CSV with a byte-order mark, by which Excel knows UTF-8.  With a `language` a table
        shows classes by their label in it ("医院" for pk:Hospital), and of the `columns` that the query
        declares the headings and words.  UsageError for a format that the kind of answer does not have.
        """
        chosen = format or ("turtle" if self.is_graph else "table")
        fitting = [name for name in FORMATS if name in (_OF_GRAPHS if self.is_graph else _OF_ROWS)]
        if chosen not in fitting:
            raise UsageError(
                f"this answer cannot be written as {chosen}; use one of {', '.join(fitting)}",
                f"此结果不能写成 {chosen}；请用 {'、'.join(fitting)} 之一",
            )
        if chosen in _GRAPHS:
            data = ox.serialize(self.triples, format=_GRAPHS[chosen], prefixes=PREFIXES)
            stream.write((data or b"").decode())
        elif chosen == "table":
            self._table(stream, language, {column.name: column for column in columns})
        elif chosen == "csv":
            self._csv(stream, bom)
        elif self.is_graph:
            self._triples_tsv(stream)
        else:
            self._standard(stream, _RESULTS[chosen])

    @property
    def triples(self) -> list[ox.Triple]:
        """The triples of a graph, sorted and each once."""
        return sorted(set(self._read(self._answer())), key=str)

    def _answer(self) -> Answer:
        """Return an answer that nobody has read from: Oxigraph's is an iterator."""
        answer, self._fresh = self._fresh, None
        return answer if answer is not None else self._execute()

    def _read(self, answer: Answer) -> Iterator:  # type: ignore[type-arg]  # of solutions or triples
        try:
            yield from answer  # type: ignore[misc]  # a boolean is never read
        except (RuntimeError, OSError, ValueError) as error:
            raise engine_error(self._name, error) from error

    def _standard(self, stream: TextIO, chosen: ox.QueryResultsFormat) -> None:
        answer = self._answer()
        try:
            data = b"" if isinstance(answer, ox.QueryTriples) else answer.serialize(format=chosen)
        except (RuntimeError, OSError, ValueError) as error:
            raise engine_error(self._name, error) from error
        text = (data or b"").decode()
        stream.write(text if text.endswith("\n") else text + "\n")

    def _triples_tsv(self, stream: TextIO) -> None:
        stream.write("\t".join("?" + name for name in _TRIPLE) + "\n")
        for t in self.triples:
            stream.write(f"{t.subject}\t{t.predicate}\t{t.object}\n")

    def _csv(self, stream: TextIO, bom: bool) -> None:
        if bom:
            stream.write("\ufeff")
        if self.truth is not None:
            stream.write(f"{str(self.truth).lower()}\r\n")
            return
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(term) for term in row] for row in self.rows)

    def _table(self, stream: TextIO, language: str | None, declared: Mapping[str, Column]) -> None:
        if self.truth is not None:
            stream.write(f"{str(self.truth).lower()}\n")
            return
        columns = [declared.get(name) if language else None for name in self.columns]
        names = [
            column.label(language) if column and language else name
            for column, name in zip(columns, self.columns, strict=True)
        ]
        rows = [[self._said(*cell, language) for cell in zip(row, columns, strict=True)] for row in self.rows]
        width = shutil.get_terminal_size().columns if stream.isatty() else None
        write_table(stream, names, rows, width)

    def _said(self, term: Term | None, column: Column | None, language: str | None) -> str:
        shown = self._shown(term, language)
        return column.word(shown, language) if column and language else shown

    def _shown(self, term: Term | None, language: str | None) -> str:
        if term is None:
            return ""
        if term.kind == "iri":
            if self._base and term.value.startswith(self._base):
                return term.value.removeprefix(self._base)
            if language and term.value.startswith(ONTOLOGY):
                return ontology.label(term.value, language)
            for prefix, namespace in PREFIXES.items():
                if term.value.startswith(namespace):
                    return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value


def _term(term: object) -> Term | None:
    if isinstance(term, ox.NamedNode):
        return Term(term.value, "iri")
    if isinstance(term, ox.Literal):
        return Term(term.value, "literal", term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return Term(term.value, "blank")
    return None if term is None else Term(str(term), "literal")


def harmless(text: str) -> str:
    """Return a text cell of CSV that no spreadsheet runs: an apostrophe stands before one that begins with = + - @,
    their full-width forms, a tab or a return, and is longer than that; apostrophes the text itself begins with are
    looked through, so that `as_was` can tell ours from its own.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("'quoted'"), harmless("-")
    ("'=1+1", "''=1+1", "'quoted'", '-')
    """
    begin = text.lstrip("'")
    return "'" + text if begin.startswith(_FORMULA) and len(begin) > 1 else text


def as_was(cell: str) -> str:
    """Return the text that `harmless` made this cell of.

    >>> as_was("'=1+1"), as_was("''=1+1"), as_was("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    begin = cell.lstrip("'")
    return cell[1:] if cell != begin and begin.startswith(_FORMULA) and len(begin) > 1 else cell


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    # Of what type a literal is, its file says: a formula may call itself a number.
    return term.value if term.datatype in _NUMERIC and _NUMBER.fullmatch(term.value) else harmless(term.value)
