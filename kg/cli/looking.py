"""`kg view`: a graph to click through, as one HTML file."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import _, language
from kg.cli.options import STORE, Store
from kg.cli.report import say


def view(
    entities: Annotated[
        list[str] | None, typer.Argument(help=_("Names of entities to start from; without any, the whole graph."))
    ] = None,
    hops: Annotated[int, typer.Option(min=0, max=9, help=_("How far from them to go."))] = 1,
    types: Annotated[str, typer.Option(help=_("Only these types, separated by commas: Programme,Institution …"))] = "",
    document: Annotated[
        list[str] | None, typer.Option(help=_("Only what this document says; may be repeated."))
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, help=_("At most so many nodes; the rest is gathered in communities."))
    ] = 2000,
    out: Annotated[Path, typer.Option("-o", "--out", help=_("The HTML file to write."))] = Path("graph.html"),
    open_: Annotated[bool, typer.Option("--open", help=_("Open it in the browser."))] = False,
    store: Store = STORE,
) -> None:
    """Write an interactive graph as one HTML file."""
    from kg.store import Store as GraphStore
    from kg.view import select
    from kg.view.inline import View

    with GraphStore.open(store) as graph_store:
        graph = select(
            graph_store,
            entities=tuple(entities or ()),
            hops=hops,
            types=tuple(t for t in types.split(",") if t),
            documents=tuple(document or ()),
            limit=limit,
        )
    View(graph, language).save(out)
    say(
        _("{nodes} nodes and {edges} edges written to {path}").format(
            nodes=len(graph.nodes), edges=len(graph.edges), path=out
        )
    )
    if open_:
        webbrowser.open(out.resolve().as_uri())
