"""The verdicts of `kg review`: what a person decides about a name, and the options that all of its commands take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import _
from kg.cli.options import STORE
from kg.cli.report import say, write
from kg.cli.reviewed import decided_line

if TYPE_CHECKING:
    from kg.model import Verdict

Store = Annotated[
    Path | None, typer.Option("--store", help=_("Folder of the store; by default .kg."), show_default=False)
]
Decisions = Annotated[
    Path | None,
    typer.Option("--decisions", help=_("The file of decisions; by default kg.decisions beside .kg, and so on.")),
]
Quote = Annotated[str, typer.Argument(metavar="ITEM", help=_("An id from the list, or the quote itself."))]
Document = Annotated[str, typer.Option("--document", metavar="ID", help=_("Only in this document."))]
Around = Annotated[
    str, typer.Option("--context", metavar="TEXT", help=_("Only where this text stands; it has the quote once."))
]
Here = Annotated[bool, typer.Option("--here", help=_("Only in the place that the list shows."))]
OfType = Annotated[str, typer.Option("--type", metavar="TYPE", help=_("Only what has this type."))]
NewType = Annotated[
    str,
    typer.Argument(
        metavar="TYPE",
        help=_(
            "Programme, Institution, Place, Honour, Event, Facility, Document or Principle, or the same in Chinese."
        ),
    ),
]
Called = Annotated[
    str, typer.Option("--as", metavar="NAME", help=_("What to call it; by default the quote with the document's id."))
]
Note = Annotated[str, typer.Option("--note", help=_("Why; kept with the decision."))]


def accept(
    context: typer.Context,
    item: Quote,
    type_: Annotated[str, typer.Argument(metavar="TYPE", help=_("Its type, unless the list suggests one."))] = "",
    here: Here = False, document: Document = "", around: Around = "", note: Note = "",
    store: Store = None, decisions: Decisions = None,
) -> None:  # fmt: skip
    """It is a name, of the type suggested or given."""
    _decide(context, "accept", item, type_, "", (here, document, around, note), store, decisions)


def reject(
    context: typer.Context,
    item: Quote,
    here: Here = False, document: Document = "", around: Around = "", note: Note = "",
    store: Store = None, decisions: Decisions = None,
) -> None:  # fmt: skip
    """It is no name."""
    _decide(context, "reject", item, "", "", (here, document, around, note), store, decisions)


def retype(
    context: typer.Context,
    item: Quote,
    type_: NewType,
    here: Here = False, document: Document = "", around: Around = "", note: Note = "",
    store: Store = None, decisions: Decisions = None,
) -> None:  # fmt: skip
    """It is a name of another type."""
    _decide(context, "retype", item, type_, "", (here, document, around, note), store, decisions)


def respan(
    context: typer.Context,
    item: Quote,
    new: Annotated[str, typer.Argument(metavar="NEW", help=_("The whole name: longer than the quote, or inside it."))],
    type_: Annotated[str, typer.Option("--type", help=_("Its type, unless it has one."))] = "",
    here: Here = False, document: Document = "", around: Around = "", note: Note = "",
    store: Store = None, decisions: Decisions = None,
) -> None:  # fmt: skip
    """The name begins or ends elsewhere."""
    _decide(context, "respan", item, type_, new, (here, document, around, note), store, decisions)


def merge(
    context: typer.Context,
    item: Quote,
    into: Annotated[str, typer.Argument(metavar="NAME", help=_("The name of the one thing that both are."))],
    type_: OfType = "",
    here: Here = False, document: Document = "", around: Around = "", note: Note = "",
    store: Store = None, decisions: Decisions = None,
) -> None:  # fmt: skip
    """It is another name of something."""
    _decide(context, "merge", item, type_, into, (here, document, around, note), store, decisions)


def part(
    context: typer.Context,
    item: Quote,
    name: Called = "",
    type_: OfType = "",
    here: Here = False, document: Document = "", around: Around = "", note: Note = "",
    store: Store = None, decisions: Decisions = None,
) -> None:  # fmt: skip
    """What it names here is not what it names elsewhere."""
    _decide(context, "part", item, type_, name, (here, document, around, note), store, decisions)


def _decide(
    context: typer.Context,
    verdict: Verdict,
    item: str,
    type_: str,
    to: str,
    narrowed: tuple[bool, str, str, str],
    store: Path | None,
    decisions: Path | None,
) -> None:
    """Keep a decision, and say what it is and how far it reaches."""
    from kg import review as reviewing
    from kg.decisions import id_of
    from kg.review.deciding import check_effect, check_merges, check_target, type_named
    from kg.store import Store as GraphStore

    here, document, around, note = narrowed
    path, file = paths(context, store, decisions)
    with GraphStore.open(path) as graph_store, reviewing.changing(file) as known:
        new = reviewing.decision(
            graph_store, verdict, item, type=type_named(type_) if type_ else None, to=to,
            document=document, around=around, here=here, note=note,
        )  # fmt: skip
        kept = reviewing.with_decision(known, new)
        check_merges(kept)
        expected = check_effect(graph_store, new, known)
        nearest = check_target(graph_store, new, expected.types) if verdict == "merge" else None
        reviewing.save(file, kept)
    write(decided_line(new) + "\n")
    if expected.obstacle:
        say(_("the quote stands nowhere in the graph: is it written so?"))
    elif new.scope != "place":
        say(
            _("stands {times} times in {documents} documents").format(
                times=expected.times, documents=expected.documents
            )
        )
    if nearest is not None:
        say(_("nothing is called “{name}” yet: the next build makes it").format(name=new.to) + _near(nearest))
    say(
        _("kept in {file}; the next kg build of the same files applies it; kg review undo {id} takes it back").format(
            file=file, id=id_of(new)
        )
    )


def _near(names: Sequence[str]) -> str:
    return _("; nearest: {names}").format(names=_(", ").join(names)) if names else ""


def paths(context: typer.Context, store: Path | None, decisions: Path | None) -> tuple[Path, Path]:
    """Return the store and the file of decisions; the options may stand before the command or behind it."""
    above: dict[str, Path | None] = context.parent.params if context.parent else {}
    path = store or above.get("store") or STORE
    return path, decisions_file(path, decisions or above.get("decisions"))


def decisions_file(store: Path, decisions: Path | None) -> Path:
    from kg.review import beside

    return decisions or beside(store)
