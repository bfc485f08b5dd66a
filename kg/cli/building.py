"""`kg build` and `kg remove`: documents into the graph and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich import progress as bars

from kg.build import Progress, Summary, build_graph, remove_documents
from kg.cli.language import _, language
from kg.cli.options import STORE, Date, Issuer, Lexicon, Paths, Place, Store, Title, metadata
from kg.cli.report import counts, fail, messages, say


def build(
    paths: Paths,
    store: Store = STORE,
    jobs: Annotated[
        int | None, typer.Option("-j", "--jobs", min=1, help=_("Processes; by default one a core."))
    ] = None,
    base: Annotated[str | None, typer.Option(help=_("IRI that the identifiers of things begin with."))] = None,
    title: Title = "",
    date: Date = "",
    issuer: Issuer = "",
    place: Place = "",
    lexicons: Lexicon = None,
) -> None:
    """Build the graph and print a summary; exit code 1 where a document could not be read."""
    summary = run(
        paths, store, jobs=jobs, base=base, lexicons=lexicons or [], options=metadata(title, date, issuer, place)
    )
    if summary.failed:
        raise typer.Exit(1)


def run(paths: list[Path], store: Path, **options: object) -> Summary:
    """Build with a progress bar and print the summary; what cannot be read is told when it is met."""
    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.TextColumn("{task.fields[speed]}"),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=messages, transient=True) as bar:
        task = bar.add_task(_("building"), total=None, speed="")

        def advance(now: Progress) -> None:
            speed = _("{documents:,} documents, {rate:,.0f} characters a second").format(
                documents=now.done, rate=now.characters / max(now.seconds, 1e-3)
            )
            bar.update(task, completed=now.done, total=now.seen, speed=speed)

        summary = build_graph(paths, store, progress=advance, fault=fail, **options)  # type: ignore[arg-type]
    _print(summary)
    return summary


def _print(summary: Summary) -> None:
    from kg.ontology import label

    counts(_("documents"), {
        _("built"): summary.built, _("unchanged"): summary.unchanged, _("failed"): summary.failed,
    })  # fmt: skip
    counts(_("passages"), {"": summary.passages})
    counts(_("mentions"), {label(name, language): n for name, n in summary.mentions.items()})
    counts(_("quantities"), {label(name, language): n for name, n in summary.statements.items()})
    counts(
        _("deeds"),
        {label("Measure", language): summary.measures, label("Responsibility", language): summary.responsibilities},
    )
    counts(_("doubtful"), {"": summary.doubts})
    counts(_("quads"), {_("in the store"): summary.quads})
    say(
        _("{seconds:.1f} seconds, {rate:,.0f} characters a second").format(
            seconds=summary.seconds, rate=summary.characters / max(summary.seconds, 1e-3)
        )
    )


def remove(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT…", help=_("Ids of documents in the graph."))],
    store: Store = STORE,
) -> None:
    """Remove documents from the graph."""
    remove_documents(documents, store)
    for document in documents:
        say(_("removed {document}").format(document=document))
