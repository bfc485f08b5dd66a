"""`kg review`: what was recognised with doubt, the most valuable first, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.deciding import Decisions, Store, accept, decisions_file, merge, part, paths, reject, respan, retype
from kg.cli.examples import examples
from kg.cli.language import Command, Group, _
from kg.cli.options import STORE
from kg.cli.report import few, output, say, write
from kg.cli.reviewed import decided_line, idle_line, render, to_csv, to_jsonl
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.model import Decision
    from kg.review import Idle, Unidentified


class Format(StrEnum):
    """How the list is printed."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


review = typer.Typer(
    cls=Group,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@review.callback()
def listed(
    context: typer.Context,
    store: Store = None,
    decisions: Decisions = None,
    document: Annotated[str, typer.Option("--document", metavar="ID", help=_("Only what was doubted there."))] = "",
    type_: Annotated[str, typer.Option("--type", help=_("Only this type: Programme, Institution …"))] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("At most so many."))] = 20,
    format_: Annotated[Format, typer.Option("--format", help=_("Format of the list."))] = Format.table,
    gone: Annotated[bool, typer.Option("--stale", help=_("The decisions that do nothing, and why."))] = False,
) -> None:
    """List what to look at, unless a command says what to do."""
    if context.invoked_subcommand is not None:
        return
    from kg.review import effects, items, load, unidentified
    from kg.review.deciding import type_named
    from kg.store import Store as GraphStore

    path = store or STORE
    known = load(decisions_file(path, decisions))
    with GraphStore.open(path) as graph_store:
        if gone:
            _list_idle(effects(graph_store, known).idle)
            return
        if document and document not in graph_store.documents:
            raise UsageError(
                f"--document {document}: not in the graph; kg query documents lists the ids",
                f"--document {document}：图中没有这份文件；编号见 kg query documents",
            )
        kind = type_named(type_) if type_ else None
        found = items(graph_store, known, document=document, type=kind, limit=limit)
        unknown = unidentified(graph_store, document) if format_ is Format.table else None
    if format_ is Format.jsonl:
        write("".join(to_jsonl(item) + "\n" for item in found))
    elif format_ is Format.csv:
        write(to_csv(found))
    else:
        output.print(render(found), end="")
        say(
            _("decide with: kg review accept|reject|retype ID …; see kg review --help")
            if found
            else _("nothing to review")
        )
        if unknown:
            _tell_unidentified(unknown)


def _tell_unidentified(unknown: Unidentified) -> None:
    """Say how many mentions are not identified, and what helps."""
    if unknown.placeless:
        say(
            _(
                "{count} mentions in {documents} documents are not identified, for nothing tells whose documents these "
                "are: {names}; kg build FILE --place PLACE does"
            ).format(count=unknown.placeless, documents=len(unknown.documents), names=few(unknown.documents))
        )
    if rest := unknown.mentions - unknown.placeless:
        say(
            _("{count} more mean what cannot be told; kg review merge QUOTE NAME --document ID tells it").format(
                count=rest
            )
            if unknown.placeless
            else _(
                "{count} mentions are not identified; kg review merge QUOTE NAME --document ID tells what they mean"
            ).format(count=rest)
        )


def decided(context: typer.Context, store: Store = None, decisions: Decisions = None) -> None:
    """List the decisions, with the ids by which they are undone."""
    from kg.review import load

    _list_decisions(load(paths(context, store, decisions)[1]))


def _list_decisions(listed: Sequence[Decision]) -> None:
    for decision in listed:
        write(decided_line(decision) + "\n")
    if not listed:
        say(_("no such decision"))


def _list_idle(listed: Sequence[Idle]) -> None:
    for idle in listed:
        write(idle_line(idle) + "\n")
    if not listed:
        say(_("no such decision"))


def undo(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="ID", help=_("The id of a decision, or its quote."))],
    store: Store = None,
    decisions: Decisions = None,
) -> None:
    """Take a decision back."""
    from kg.decisions import id_of
    from kg.folding import fold
    from kg.review import changing, save

    file = paths(context, store, decisions)[1]
    with changing(file) as known:
        taken = [d for d in known if id_of(d) == which] or [d for d in known if d.quote == fold(which)]
        if len(taken) != 1:
            ids = " ".join(map(id_of, taken))
            if taken:
                raise UsageError(f"several are about {which}: {ids}", f"关于“{which}”的决定不止一条：{ids}")
            raise UsageError(
                f"no decision {which}; kg review decided lists them",
                f"没有编号或原文为“{which}”的决定；可用 kg review decided 列出",
            )
        save(file, [d for d in known if d not in taken])
    write(decided_line(taken[0]) + "\n")
    say(_("taken back, from the next kg build of the same files on"))


def export(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help=_("The file to write; by default standard output."))
    ] = None,
    undecided: Annotated[bool, typer.Option("--undecided", help=_("The other names of these passages too."))] = False,
    store: Store = None,
    decisions: Decisions = None,
) -> None:
    """Write the decided names with their passages in the gold format."""
    import json

    from kg.output import Output
    from kg.review import records
    from kg.store import Store as GraphStore

    with GraphStore.open(paths(context, store, decisions)[0]) as graph_store:
        lines = [json.dumps(r, ensure_ascii=False) + "\n" for r in records(graph_store, undecided=undecided)]
    if out is None:
        write("".join(lines))
    else:
        with Output() as files:
            files.file(out).write("".join(lines).encode())
    say(_("{count} passages").format(count=len(lines)))


for _name, _command, _help in (
    ("accept", accept, _("It is a name, of the type suggested or given.")),
    ("reject", reject, _("It is no name.")),
    ("retype", retype, _("It is a name of another type.")),
    ("respan", respan, _("The name begins or ends elsewhere.")),
    ("merge", merge, _("It is another name of something.")),
    ("part", part, _("What it names here is not what it names elsewhere.")),
    ("decided", decided, _("List the decisions, with their ids.")),
    ("undo", undo, _("Take a decision back.")),
    ("export", export, _("Write what was decided in the gold format.")),
):
    review.command(_name, help=_help, cls=Command, epilog=examples(f"review {_name}"))(_command)
