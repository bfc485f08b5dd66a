"""`kg build` and `kg remove`: documents into the graph and out of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import progress as bars

from kg import ontology
from kg.cli.language import _, language
from kg.cli.options import STORE, Date, Issuer, Jobs, Lexicon, Paths, Place, Store, Title, Wait, metadata
from kg.cli.report import MOST, counts, fail, few, messages, say, tell_waiting
from kg.decisions import id_of
from kg.errors import printable

if TYPE_CHECKING:  # spaCy takes a second to import: only the commands that need it do
    from kg.build import Progress, Summary
    from kg.review import Idle


def build(
    paths: Paths,
    store: Store = STORE,
    jobs: Jobs = None,
    base: Annotated[str | None, typer.Option(help=_("IRI that the identifiers of things begin with."))] = None,
    title: Title = "",
    date: Date = "",
    issuer: Issuer = "",
    place: Place = "",
    lexicons: Lexicon = None,
    prune: Annotated[
        bool, typer.Option("--prune", help=_("Remove documents whose files are gone from the folders given."))
    ] = False,
    wait: Wait = None,
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", help=_("The file of decisions; by default kg.decisions beside .kg, and so on.")),
    ] = None,
) -> None:
    """Build the graph and print a summary; exit code 1 where a document could not be read."""
    summary = run(
        paths,
        store,
        jobs=jobs,
        base=base,
        lexicons=lexicons or [],
        options=metadata(title, date, issuer, place),
        prune=prune,
        wait=wait,
        decisions=decisions,
    )
    if summary.built and not summary.unchanged and messages.is_terminal:  # most likely the first time
        where = "" if store == STORE else f" --store {shlex.quote(str(store))}"
        commands = ("kg query targets", "kg view --open", "kg review")
        say(_("next: {commands}").format(commands=", ".join(command + where for command in commands)))
    if summary.failed:
        raise typer.Exit(1)


def run(paths: list[Path], store: Path, **options: object) -> Summary:
    """Build with a progress bar and print the summary; what cannot be read is told when it is met."""
    from kg.build import build_graph

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.TextColumn("{task.fields[speed]}"),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal) as bar:
        task = bar.add_task(_("building"), total=None, speed="")

        def advance(now: Progress) -> None:
            speed = _("{documents:,} documents, {rate:,.0f} characters a second").format(
                documents=now.done, rate=now.characters / max(now.seconds, 1e-3)
            )
            bar.update(task, completed=now.done, total=now.seen, speed=speed)

        summary = build_graph(paths, store, progress=advance, fault=fail, waiting=tell_waiting, **options)  # type: ignore[arg-type]
    _print(summary)
    _tell_left(summary, paths, store)
    return summary


def _print(summary: Summary) -> None:
    from kg.rdf import STATEMENTS

    counts(
        _("documents"),
        {_("built"): summary.built, _("unchanged"): summary.unchanged, _("failed"): summary.failed},
    )
    if summary.built:  # what follows is of these documents, not of the graph
        counts(_("passages"), {"": summary.passages})
        counts(_("mentions"), {_label(name): number for name, number in summary.mentions.most_common()})
        counts(_("quantities"), {_label(name): summary.statements[name] for name in STATEMENTS.values()})
        counts(_("deeds"), {_label("Measure"): summary.measures, _label("Responsibility"): summary.responsibilities})
        counts(_("doubtful"), {"": summary.doubts})
    if summary.decisions or summary.waiting or summary.idle:
        waiting = {_("of documents not built"): summary.waiting} if summary.waiting else {}
        counts(_("decisions"), {_("applied"): summary.decisions, _("without effect"): len(summary.idle)} | waiting)
    counts(_("quads"), {_("in the store"): summary.quads})
    say(
        _("{seconds:.1f} seconds, {rate:,.0f} characters a second").format(
            seconds=summary.seconds, rate=summary.characters / max(summary.seconds, 1e-3)
        )
    )
    _warn(summary.idle)


def _warn(idle: Sequence[Idle]) -> None:
    """Name the decisions that do nothing."""
    for one in idle[:MOST]:
        text = _("the decision {id} ({verdict} {quote}) has no effect: {reason}")
        about = one.decision
        say(text.format(id=id_of(about), verdict=about.verdict, quote=about.quote[:60], reason=one.render(language)))
    if len(idle) > MOST:
        say(_("… and {more} more").format(more=len(idle) - MOST) + "  kg review --stale")


def _tell_left(summary: Summary, paths: Sequence[Path], store: Path) -> None:
    """Say which documents have lost their file, and which say the same as another."""
    where = "" if store == STORE else f" --store {shlex.quote(str(store))}"
    folders = ", ".join(str(path) for path in paths if path.is_dir())
    removed, left = summary.removed, [name for name in summary.gone if name not in set(summary.removed)]
    if removed:
        say(
            _("{count} documents that are no longer in {folders} were removed: {names}").format(
                count=len(removed), folders=folders, names=few(removed)
            )
        )
    if left:
        say(
            _("{count} documents are no longer in {folders}: {names}; {command} takes them out").format(
                count=len(left), folders=folders, names=few(left), command=_removing(left, where)
            )
        )
    if summary.copies:
        gone = set(summary.gone)
        pairs = [f"{new} = {old}" + (_(" (whose file is gone)") if old in gone else "") for new, old in summary.copies]
        say(
            _("{count} new documents have the text of another, word for word: {names}").format(
                count=len(pairs), names=few(pairs)
            )
        )


def _removing(names: Sequence[str], where: str) -> str:
    few = names if len(names) <= MOST else ["ID…"]
    return "kg remove " + " ".join(name if name == "ID…" else shlex.quote(name) for name in few) + where


def _label(name: str) -> str:
    """Return the ontology's label of a class or of a type of entities."""
    return ontology.label("CitedDocument" if name == "Document" else name, language)


def remove(
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOCUMENT…", help=_("Documents by id, title or number, or loaded graphs by name.")),
    ],
    store: Store = STORE,
    wait: Wait = None,
) -> None:
    """Remove documents from the graph."""
    from kg.build import remove_documents

    removed = remove_documents(documents, store, wait=wait, waiting=tell_waiting)
    for document in removed:
        say(_("removed {document}").format(document=document))
    for document, graphs in ((name, graphs) for name, graphs in removed.items() if graphs):
        text = _("{document} is still described by what was loaded as {graphs}; kg remove takes that out, too")
        say(text.format(document=printable(document), graphs=", ".join(map(printable, graphs))))
