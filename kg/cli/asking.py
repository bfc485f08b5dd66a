"""`kg query`, `kg queries` and `kg show`: questions to the graph."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.cards import render
from kg.cli.language import _, labelled, language
from kg.cli.options import STORE, Bom, Queries, Store
from kg.cli.report import output, say, write
from kg.errors import InputError, UsageError

if TYPE_CHECKING:  # the engine takes a while to import
    from kg.query import NamedQuery

# Rows of a listing that a person is shown at a time.
PAGE = 100


class Format(StrEnum):
    """The formats of a query's result."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    turtle = "turtle"
    jsonld = "jsonld"


def query(
    what: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE|-", help=_("A named query, a file with SPARQL, or - for standard input.")),
    ] = None,
    sparql: Annotated[str | None, typer.Option("-e", "--sparql", help=_("The SPARQL query itself."))] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="NAME=VALUE", help=_("Bind a parameter; once for each.")),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option("--format", help=_("Format of the result; by default table, or turtle for a graph.")),
    ] = None,
    bom: Bom = False,
    queries_folder: Queries = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="ROWS",
            help=_("How many rows to give, 0 for all; by default {page} of a listing as a table, else all.").format(
                page=PAGE
            ),
        ),
    ] = None,
    offset: Annotated[int, typer.Option(min=0, metavar="ROWS", help=_("How many rows to pass over first."))] = 0,
    timeout: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help=_("Stop the query after so long; 0 lets it run."))
    ] = 60,
    store: Store = STORE,
) -> None:
    """Run a query and print its result."""
    from kg import query as ask
    from kg.query.columns import declared_columns
    from kg.store import Store as GraphStore

    if (what is None) == (sparql is None):
        raise UsageError(
            "give a query's name, a file, -, or SPARQL with -e", "请给出查询名、文件、- 或用 -e 给出 SPARQL"
        )
    given = parameters(param or ())
    if bom and format_ is not Format.csv:
        raise UsageError("--bom goes with --format csv", "--bom 只能与 --format csv 同用")
    if sparql is not None:
        question = ask.inline(sparql)
    elif what == "-":
        question = ask.inline(_standard_input(), name="-")
    else:
        question = ask.question(what or "", folders=queries_folder or ())

    as_table = format_ in (None, Format.table)
    page = PAGE if limit is None and as_table and ask.has_pages(question.text) else limit or None

    def answer() -> None:
        with GraphStore.open(store) as graph_store:
            # One row more than is shown tells whether there are more.
            result = ask.run(graph_store, question, given, limit=page and page + as_table, offset=offset)
            if as_table and result.is_graph:
                result = ask.run(graph_store, question, given, limit=page, offset=offset)
            as_rows = as_table and result.truth is None and not result.is_graph
            more = as_rows and page is not None and result.cut(page)
            columns = declared_columns(question.text)
            result.write(sys.stdout, format_.value if format_ else None, bom=bom, language=language, columns=columns)
            if as_rows:
                _tell_page(len(result.rows), offset, more)

    ask.bounded(question.name, answer, timeout)


def _tell_page(rows: int, offset: int, more: bool) -> None:
    """Print which rows of the answer were shown, where that is not plain."""
    if not rows and not offset:
        say(_("nothing in the graph answers this"))
    elif not rows:
        say(_("the answer has no row behind the first {rows}").format(rows=offset))
    elif more:
        say(
            _("rows {first}–{last}; go on with --offset {last}, or give all with --limit 0").format(
                first=offset + 1, last=offset + rows
            )
        )


def parameters(pairs: Iterable[str]) -> dict[str, str]:
    """Return the values of parameters given as NAME=VALUE; UsageError for what is none, or comes twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        # A Chinese keyboard has ＝ where others have =.
        name, equals, value = pair.partition("=" if "=" in pair else "＝")
        if not equals:
            raise UsageError(f"--param {pair}: write NAME=VALUE", f"--param {pair}：应写作 名=值")
        if name.strip() in found:
            raise UsageError(f"--param {name.strip()} is given twice", f"--param {name.strip()} 给了两次")
        found[name.strip()] = value
    return found


def _standard_input() -> str:
    if sys.stdin is None:
        raise InputError("-", "standard input is closed", "标准输入已关闭")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("-", "is not UTF-8", "不是 UTF-8 编码", f"byte {error.start}") from error


def queries(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=_("Of this one, the parameters too."))] = None,
    queries_folder: Queries = None,
) -> None:
    """List the named queries, or describe one."""
    from kg import query as ask

    if name is not None:
        _describe(ask.question(name, folders=queries_folder or ()))
        return
    for named in ask.named_queries(queries_folder or ()):
        parameters = " ".join(f"[{p.name}]" if p.optional else p.name for p in named.parameters)
        write(f"{named.name:<18}{named.question(language)}\n")
        if parameters:
            write(f"{'':<18}{labelled(_('parameters'), parameters)}\n")


def _describe(named: NamedQuery) -> None:
    """Print a query's question and what can be asked of it, each parameter with what it takes."""
    write(labelled(named.title(language), named.question(language)) + "\n")
    for parameter in named.parameters:
        needed = "" if parameter.optional else f"  ({_('must be given')})"
        write(f"  -p {parameter.name + '=…':<16}{parameter.description(language)}  [{parameter.type}]{needed}\n")


def show(
    name: Annotated[str, typer.Argument(help=_("Name or IRI of an entity."))],
    store: Store = STORE,
) -> None:
    """Print the card of an entity."""
    from kg import query as ask
    from kg.store import Store as GraphStore

    with GraphStore.open(store) as graph_store:
        for iri in ask.find_entity(graph_store, name):
            output.print(render(ask.card(graph_store, iri), graph_store.base))
