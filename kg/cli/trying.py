"""`kg demo`: the main job on the bundled sample, from texts to a graph to open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import looking
from kg.cli.building import run
from kg.cli.language import _, language
from kg.cli.options import Store
from kg.cli.report import say, write
from kg.resources import resource

QUESTIONS = (
    ("programme", {"programme": "浙食链"}),
    ("targets", {"place": "秀洲区", "year": "2022"}),
)


# Not the store of one's own documents.
DEMO_STORE = Path(".kg-demo")


def demo(
    store: Store = DEMO_STORE,
    out: Annotated[Path, typer.Option("-o", "--out", help=_("The HTML file to write."))] = Path("graph.html"),
) -> None:
    """Build the sample, run two named queries, write the graph."""
    from kg import query as ask
    from kg.query.columns import declared_columns
    from kg.store import Store as GraphStore

    sample = resource("data/sample")
    say(f"kg build {sample} --store {store}")
    run([sample], store)
    with GraphStore.open(store) as graph_store:
        for name, parameters in QUESTIONS:
            question = ask.question(name)
            words = " ".join(f"--param {key}={value}" for key, value in parameters.items())
            say(f"kg query {name} {words} --store {store}   # {question.question(language)}")
            columns = declared_columns(question.text)
            ask.run(graph_store, question, parameters).write(sys.stdout, "table", language=language, columns=columns)
            write("\n")
    say(f"kg view --out {out} --store {store}")
    looking.view(out=out, store=store)
    say(_("Open {path} in a browser.").format(path=out.resolve()))
