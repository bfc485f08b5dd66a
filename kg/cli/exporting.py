"""`kg export`: the graph for other programs."""

from __future__ import annotations

import codecs
import io
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import typer

from kg.cli.asking import parameters
from kg.cli.language import _, language
from kg.cli.options import STORE, Bom, Queries, Store
from kg.cli.report import say, write
from kg.errors import UsageError

COUNTED = {
    "quads": _("quads"), "triples": _("triples"), "nodes": _("nodes"), "edges": _("edges"), "documents": _("documents"),
    "entities": _("entities"), "mentions": _("mentions"), "quantities": _("quantities"),
    "responsibilities": _("responsibilities"), "measures": _("measures"),
}  # fmt: skip


class Format(StrEnum):
    """What a graph can be exported as."""

    nquads = "nquads"
    trig = "trig"
    turtle = "turtle"
    ntriples = "ntriples"
    jsonld = "jsonld"
    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


def export(
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help=_(
                "RDF: nquads, trig and jsonld keep which document says what; turtle and ntriples say it once and lose "
                "that. Networks for Gephi and Cytoscape: graphml, gexf. Tables: xlsx and csv with headings in the "
                "language of --lang, parquet with English column names. Without it, the ending of the file decides."
            ),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE|FOLDER|-",
            help=_(
                "The file to write; for csv and parquet a folder, with a file for each table; - for standard output, "
                "where one file is written."
            ),
        ),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help=_("Only what this document says (id, title or number), and what it refers to; repeatable."),
        ),
    ] = None,
    type_: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="CLASS",
            help=_(
                "Only things of this class (Programme, 医疗机构 …), what is said of them, and its evidence; repeatable."
            ),
        ),
    ] = None,
    table: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=_(
                "Only this table: documents, entities, mentions, quantities, responsibilities or measures; repeatable."
            ),
        ),
    ] = None,
    query: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME|FILE",
            help=_("What a query answers instead: rows as a table, a CONSTRUCT as RDF; repeatable."),
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="NAME=VALUE", help=_("Bind a parameter; once for each.")),
    ] = None,
    bom: Bom = False,
    queries_folder: Queries = None,
    store: Store = STORE,
) -> None:
    """Write the graph, or a part of it, as a file or a folder of tables."""
    from kg import query as ask
    from kg.export import Request, format_of
    from kg.export import export as write_export
    from kg.store import Store as GraphStore

    standard = out is None or str(out) == "-"
    if format_ is None and standard:
        raise UsageError(
            "which format? Give --format, or a file by -o", "要写成哪种格式？请给出 --format，或用 -o 给出文件"
        )
    format_name = format_.value if format_ else format_of(cast(Path, out))
    request = Request(
        documents=document or (),
        types=[name for given in type_ or () for name in given.split(",") if name.strip()],
        queries=[ask.question(what, folders=queries_folder or ()) for what in query or ()],
        parameters=parameters(param or ()),
        tables=table or (),
        language=language,
        bom=bom,
    )
    target = _standard_output(format_name) if standard else cast(Path, out)

    def work() -> None:
        with GraphStore.open(store) as graph_store:
            counts = write_export(graph_store, target, format_name, request)
        if not standard:
            written = ", ".join(f"{COUNTED.get(name, name)} {number:,}" for name, number in counts.items())
            say(_("{what} written to {path}").format(what=written, path=out))

    if request.queries:
        # The engine does not look at Ctrl-C, nor at how much memory it takes.
        ask.bounded(", ".join(one.name for one in request.queries), work, seconds=0)
    else:
        work()


def _standard_output(format_name: str) -> BinaryIO:
    """Return standard output; a terminal is spared control characters, and files that are no text."""
    if not sys.stdout.isatty():
        return sys.stdout.buffer
    if format_name in {"xlsx", "parquet"}:
        raise UsageError(f"{format_name} is no text: name a file by -o", f"{format_name} 不是文本：请用 -o 指定文件")
    return cast(BinaryIO, _Terminal())


class _Terminal(io.RawIOBase):
    """A terminal as a stream of UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # of all buffers, bytes come
        """Write text, of which a character may come in two parts."""
        write(self._decoder.decode(data))
        return len(data)
