"""A store, or a part of it, written in a format: to a file, to a folder with a file a table, or to a stream.

What can be asked for: documents and classes (`kg.export.part`), or the answers to queries: graphs (CONSTRUCT,
DESCRIBE) as RDF, rows (SELECT) as tables.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export import rdf
from kg.export.csv_file import write_csv
from kg.export.part import part
from kg.export.tables import TABLES, Table, of_result, table
from kg.output import Output
from kg.query import NamedQuery, Result, run
from kg.store import Manifest, Store

# By the ending of a file, and what it means.
SUFFIXES = {
    ".nq": "nquads", ".trig": "trig", ".ttl": "turtle", ".nt": "ntriples", ".jsonld": "jsonld", ".graphml": "graphml",
    ".gexf": "gexf", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet",
}  # fmt: skip
FORMATS = tuple(SUFFIXES.values())
_NETWORKS = ("graphml", "gexf")
# A file holds one table.
_SINGLE = ("csv", "parquet")


@dataclass(frozen=True, slots=True)
class Request:
    """What to export: documents and classes as users name them, or queries with `parameters`; which tables (none:
    all); labels and headings in `language`; `bom` for CSV."""

    documents: Sequence[str] = ()
    types: Sequence[str] = ()
    queries: Sequence[NamedQuery] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    tables: Sequence[str] = ()
    language: str = "en"
    bom: bool = False


def export(store: Store, target: Path | BinaryIO, format: str, request: Request = Request()) -> dict[str, int]:  # noqa: A002 - frozen
    """Write `store` to `target`; return how many quads or triples, nodes, edges, or rows of each table were written.

    A path is written whole or not at all; CSV and Parquet of several tables go to a folder, a file each, where
    what else is there stays.  UsageError for what does not go together, UnknownNameError for a name that is not in the
    store, OSError, with the path, for what cannot be written.
    """
    _check(format, request)
    if format in rdf.FORMATS:
        what = "quads" if rdf.FORMATS[format].supports_datasets else "triples"
        return _one(target, lambda stream: {what: rdf.write_rdf(_asked_as_rdf(store, request), stream, format)})
    if format in _NETWORKS:
        return _one(target, lambda stream: _network(_whole_or_part(store, request), stream, format, request.language))
    return _tables(_asked(store, request), target, format, request)


def format_of(path: Path) -> str:
    """Return the format that the ending of a path stands for; UsageError where it stands for none."""
    found = SUFFIXES.get(path.suffix.lower())
    if found is None:
        endings = " ".join(SUFFIXES)
        raise UsageError(
            f"which format? Give --format, or a file ending in one of {endings}",
            f"要写成哪种格式？请给出 --format，或用下列后缀之一：{endings}",
        )
    return found


def _check(format: str, request: Request) -> None:  # noqa: A002
    tabular = format not in rdf.FORMATS and format not in _NETWORKS
    if request.queries and (request.documents or request.types or request.tables):
        raise UsageError(
            "--query says by itself what to export: leave out --document, --type and --table",
            "--query 自己决定导出什么：请去掉 --document、--type 和 --table",
        )
    if request.queries and format in _NETWORKS:
        raise UsageError(
            f"{format} is of the store or a part of it, not of a query",
            f"{format} 只能导出图库或其一部分，不能导出查询",
        )
    if request.parameters and not request.queries:
        raise UsageError("--param goes with --query", "--param 只能与 --query 同用")
    if request.tables and not tabular:
        raise UsageError("--table goes with csv, xlsx and parquet", "--table 只能与 csv、xlsx、parquet 同用")
    if request.bom and format != "csv":
        raise UsageError("--bom goes with csv", "--bom 只能与 csv 同用")


def _whole_or_part(store: Store, request: Request) -> Store:
    if not (request.documents or request.types):
        return store
    return part(store, request.documents, request.types).store(store, with_ontology=True)


def _asked_as_rdf(store: Store, request: Request) -> Store:
    """Return a store of what is to be written as RDF."""
    if request.documents or request.types:
        return part(store, request.documents, request.types).store(store)
    if not request.queries:
        return store
    triples: set[ox.Quad] = set()
    for query, result in _answers(store, request):
        if not result.is_graph:
            raise UsageError(
                f"query {query.name} answers with rows: export it as csv, xlsx or parquet, or write a CONSTRUCT",
                f"查询 {query.name} 的结果是表：请导出为 csv、xlsx 或 parquet，或改写成 CONSTRUCT",
            )
        triples |= {ox.Quad(t.subject, t.predicate, t.object) for t in result.triples}
    return Store.in_memory(triples, Manifest(base=store.base))


def _answers(store: Store, request: Request) -> list[tuple[NamedQuery, Result]]:
    """Return the answers to the queries, each with those of the parameters that it declares."""
    declared = {parameter.name for query in request.queries for parameter in query.parameters}
    if unknown := [name for name in request.parameters if name not in declared]:
        there = ", ".join(sorted(declared)) or "-"
        raise UsageError(f"no parameter {unknown[0]}; there are: {there}", f"没有参数 {unknown[0]}；可用：{there}")
    answers = []
    for query in request.queries:
        own = {parameter.name for parameter in query.parameters}
        values = {name: value for name, value in request.parameters.items() if name in own}
        answers.append((query, run(store, query, values)))
    return answers


def _network(store: Store, stream: BinaryIO, format: str, language: str) -> dict[str, int]:  # noqa: A002
    from kg.export.network import network, write_network  # networkx and what draws the page take a while to import

    graph = network(store, language)
    write_network(graph, stream, format)
    return {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}


def _asked(store: Store, request: Request) -> list[Table]:
    """Return the tables to be written, each name once."""
    if not request.queries:
        names = dict.fromkeys(request.tables or TABLES)
        if not (request.documents or request.types):
            return [table(store, name, request.language) for name in names]
        chosen = part(store, request.documents, request.types)
        store = chosen.store(store, with_ontology=True)
        return [table(store, name, request.language, chosen.things) for name in names]
    tables = {}
    for query, result in _answers(store, request):
        if result.is_graph or result.truth is not None:
            raise UsageError(
                f"query {query.name} does not answer with rows: export it as RDF, or write a SELECT",
                f"查询 {query.name} 的结果不是表：请导出为 RDF 格式，或改写成 SELECT",
            )
        name, number = query.name, 1
        while name in tables:
            number += 1
            name = f"{query.name}-{number}"
        tables[name] = of_result(query, result, name, request.language)
    return list(tables.values())


def _tables(tables: list[Table], target: Path | BinaryIO, format: str, request: Request) -> dict[str, int]:  # noqa: A002
    if format == "xlsx":
        from kg.export.workbook import write_workbook

        return _one(target, lambda stream: write_workbook(tables, stream, request.language), archive=True)
    if isinstance(target, Path) and (target.is_dir() or target.suffix.lower() != f".{format}"):
        with Output() as output:
            output.folder(target)
            return {
                each.name: _table(each, output.file(target / f"{each.name}.{format}"), format, request)
                for each in tables
            }
    if len(tables) > 1:
        names = ", ".join(each.name for each in tables)
        raise UsageError(
            f"{format} holds one table a file: name a folder by -o, or one of {names} by --table",
            f"{format} 每个文件只放一张表：请用 -o 指定文件夹，或用 --table 选 {names} 之一",
        )
    [only] = tables
    return _one(target, lambda stream: {only.name: _table(only, stream, format, request)}, archive=format == "parquet")


def _table(written: Table, stream: BinaryIO, format: str, request: Request) -> int:  # noqa: A002
    if format == "csv":
        return write_csv(written, stream, request.language, request.bom)
    from kg.export.parquet import write_parquet

    return write_parquet(written, stream)


def _one(target: Path | BinaryIO, write: Callable[[BinaryIO], dict[str, int]], archive: bool = False) -> dict[str, int]:
    """Write one file: a path as a whole; an `archive`, which is written to and fro, to a stream when it is done."""
    if isinstance(target, Path):
        with Output() as output:
            return write(output.file(target))
    if not archive:
        return write(target)
    with tempfile.TemporaryFile() as file:
        counts = write(cast(BinaryIO, file))
        file.seek(0)
        shutil.copyfileobj(file, target)
    return counts
