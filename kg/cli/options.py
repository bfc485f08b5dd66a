"""Options that several commands take, each written once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kg import places
from kg.cli.language import _
from kg.errors import UsageError
from kg.model import Metadata

STORE = Path(".kg")

Paths = Annotated[
    list[Path], typer.Argument(help=_("Documents: text, Markdown or JSON Lines files, or folders of them."))
]
Store = Annotated[Path, typer.Option("--store", help=_("Folder of the store."), show_default=True)]
Wait = Annotated[
    float | None,
    typer.Option(
        min=0,
        metavar="SECONDS",
        help=_("How long to wait where another process writes the store; by default until it has finished."),
    ),
]
Lexicon = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", help=_("A folder of lexicon files that add to the bundled ones; may be repeated.")),
]
Jobs = Annotated[int | None, typer.Option("-j", "--jobs", min=1, help=_("Processes; by default one a core."))]
Bom = Annotated[bool, typer.Option("--bom", help=_("Begin CSV with a byte-order mark, for Excel."))]
Queries = Annotated[
    list[Path] | None, typer.Option("--queries", help=_("A folder of further named queries; may be repeated."))
]
Title = Annotated[str, typer.Option(help=_("Title of the document, before what its text says."))]
Date = Annotated[str, typer.Option(help=_("Date of the document: 2022-02-11, 2022-02 or 2022."))]
Issuer = Annotated[str, typer.Option(help=_("Who issued the document."))]
Place = Annotated[str, typer.Option(help=_("Whose document it is: a division by name or GB/T 2260 code."))]


def metadata(title: str, date: str, issuer: str, place: str) -> Metadata:
    """Return what the options say of a document; UsageError for a date or place that is none."""
    if date and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date):
        raise UsageError(
            f"--date {date}: write 2022-02-11, 2022-02 or 2022", f"--date {date}：应写作 2022-02-11、2022-02 或 2022"
        )
    code = ""
    if place:
        division = places.divisions().get(place) or places.find(place)
        if division is None:
            raise UsageError(
                f"--place {place}: no such division, or more than one; give the whole chain or the code",
                f"--place {place}：没有这个行政区划，或不止一个；请写全称链或代码",
            )
        code = division.code
    return Metadata(title=title, date=date, year=int(date[:4]) if date else None, issuer=issuer, place=code)
