"""`kg load`: RDF made elsewhere into a graph of its own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import _, labelled, language
from kg.cli.options import STORE, Store, Wait
from kg.cli.report import say, tell_waiting
from kg.errors import printable
from kg.iri import ONTOLOGY

# A refusal shows so many findings; the shapes' own command shows all.
_MOST = 20


class Format(StrEnum):
    """The formats of RDF that are read."""

    turtle = "turtle"
    trig = "trig"
    ntriples = "ntriples"
    nquads = "nquads"
    rdfxml = "rdfxml"
    jsonld = "jsonld"


def load(
    file: Annotated[
        Path, typer.Argument(help=_("RDF in Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, by its ending."))
    ],
    name: Annotated[str | None, typer.Option(help=_("Name of the graph; by default that of the file."))] = None,
    format_: Annotated[
        Format | None, typer.Option("--format", help=_("Format, where the ending does not say."))
    ] = None,
    no_check: Annotated[bool, typer.Option("--no-check", help=_("Load it even if it breaks the shapes."))] = False,
    store: Store = STORE,
    wait: Wait = None,
) -> None:
    """Load a file and say what came of it; exit code 1 where it breaks the shapes."""
    from kg.load import BrokenGraphError, load_file  # with kg.build comes spaCy, a second

    try:
        done = load_file(
            file,
            store,
            name=name,
            format=format_.value if format_ else None,
            check=not no_check,
            wait=wait,
            waiting=tell_waiting,
        )
    except BrokenGraphError as error:
        for finding in error.findings[:_MOST]:
            say("  " + labelled(finding.focus, finding.message(language)))
        if len(error.findings) > _MOST:
            say("  " + _("… and {more} more").format(more=len(error.findings) - _MOST))
        raise
    outcomes = {"loaded": _("loaded"), "replaced": _("replaced"), "unchanged": _("unchanged")}
    say(
        _("{outcome}: {statements:,} statements in {graph}").format(
            outcome=outcomes[done.outcome], statements=done.statements - done.withheld, graph=done.graph
        )
    )
    if done.unknown:
        shown = ", ".join(printable(name) for name in done.unknown[:_MOST])
        say(
            _("the ontology ({ontology}) has no {terms}: kept, but no query finds it").format(
                ontology=ONTOLOGY, terms=shown
            )
        )
    if done.folded:
        say(_("{folded} named graphs of the file are folded into it").format(folded=done.folded))
    if done.withheld:
        say(
            _(
                "{withheld:,} statements are kept but not shown: the documents of the store say them, decide them, or "
                "are spoken for"
            ).format(withheld=done.withheld)
        )
