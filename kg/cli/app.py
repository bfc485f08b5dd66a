"""The command line's commands, and the options that all of them share."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import asking, building, checking, counting, exporting, loading, looking, reading, reviewing, trying
from kg.cli.examples import examples
from kg.cli.language import Command, Group, _
from kg.cli.report import write
from kg.version import __version__

app = typer.Typer(
    name="kg",
    cls=Group,
    help=_("Turn Chinese policy documents into a knowledge graph that you can trust, query and explore."),
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(""),
)


def _version(wanted: bool) -> None:
    if wanted:
        write(f"kg {__version__}\n")
        raise typer.Exit


@app.callback()
def _all(
    context: typer.Context,
    lang: Annotated[  # taken out before Typer sees it (see language.py); here it shows in the help
        str | None,
        typer.Option(
            metavar="zh|en", help=_("Language of messages and help; otherwise KG_LANG or the locale decides.")
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version and stop."))
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        write(context.get_help() + "\n")
        raise typer.Exit(2)


for _name, _command, _help in (
    ("read", reading.read, _("Print the text as read: columns joined, no page furniture.")),
    ("extract", reading.extract, _("Print what is found: entities, targets, roles, actions.")),
    ("build", building.build, _("Read documents, extract what they say, and add it to the graph.")),
    ("load", loading.load, _("Add RDF made elsewhere, in a graph of its own.")),
    ("remove", building.remove, _("Take documents or loaded graphs out, and all that only they said.")),
    ("query", asking.query, _("Ask the graph: a named query, a file, or SPARQL given by -e.")),
    ("queries", asking.queries, _("List the named queries with the question that each answers.")),
    ("show", asking.show, _("Show all that is known of an entity, with quotes.")),
    ("check", checking.check, _("Check the graph: shapes, evidence, dates, units, conflicts.")),
    ("stats", counting.stats, _("Say what is in the graph, in numbers, or as VoID.")),
    ("view", looking.view, _("Write an interactive graph: one HTML file that needs no network.")),
    ("export", exporting.export, _("Write the graph for other programs: Excel, data frames, Gephi, RDF.")),
    ("demo", trying.demo, _("Build the bundled sample, run two queries, write graph.html.")),
):
    app.command(_name, help=_help, cls=Command, epilog=examples(_name))(_command)
app.add_typer(
    reviewing.review,
    name="review",
    help=_("List what was recognised with doubt, the most valuable first, and decide: what is decided lasts."),
    epilog=examples("review"),
)
