"""`kg stats`: what is in the graph."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg import ontology
from kg.cli.language import _, language
from kg.cli.options import STORE, Store
from kg.cli.report import write

if TYPE_CHECKING:
    from kg.stats import Statistics


class Format(StrEnum):
    """How the numbers are written."""

    table = "table"
    turtle = "turtle"
    jsonld = "jsonld"
    json = "json"


def stats(
    format_: Annotated[
        Format, typer.Option("--format", help=_("Format; turtle and jsonld describe the graph in VoID."))
    ] = Format.table,
    store: Store = STORE,
) -> None:
    """Print the numbers of a store."""
    from kg.query.table import write_table
    from kg.stats import count, describe, size_on_disk
    from kg.store import Store as GraphStore

    with GraphStore.open(store) as graph_store:
        numbers = count(graph_store, size_on_disk(store))
        if format_ in (Format.turtle, Format.jsonld):
            write(describe(graph_store, numbers, format_.value))
            return
    if format_ is Format.json:
        write(json.dumps(asdict(numbers), ensure_ascii=False, indent=1) + "\n")
        return
    write_table(sys.stdout, (_("what"), _("number")), [list(row) for row in _rows(numbers)], None)


def _rows(numbers: Statistics) -> Iterator[tuple[str, str]]:
    yield _("documents"), f"{numbers.documents:,}"
    yield "  " + _("without place"), f"{numbers.without_place:,}"
    yield "  " + _("without date"), f"{numbers.without_date:,}"
    yield _("passages"), f"{numbers.passages:,}"
    yield _("mentions"), f"{numbers.mentions:,}"
    yield "  " + _("not identified"), f"{numbers.unidentified:,}"
    yield from _group(_("statements"), numbers.statements, labelled=True)
    yield from _group(_("entities"), numbers.entities, labelled=True)
    yield _("indicators"), f"{numbers.indicators:,}"
    kinds = {
        "documents": _("documents"), "entities": _("entities"), "ontology": _("ontology"), "loaded": _("loaded"),
        "other": _("other"),
    }  # fmt: skip
    yield from _group(_("quads"), {kinds[name]: number for name, number in numbers.quads.items()})
    if numbers.loaded:
        yield from _group(_("loaded graphs"), numbers.loaded)
    yield _("years"), "–".join(str(year) for year in dict.fromkeys(numbers.years or ())) or "–"
    yield _("places covered"), f"{numbers.places:,}"
    if numbers.size is not None:
        yield _("size on disk"), f"{numbers.size / 1e6:,.1f} MB"
    yield _("base"), numbers.base
    yield "kg", numbers.version


def _group(title: str, counted: Mapping[str, int], labelled: bool = False) -> Iterator[tuple[str, str]]:
    yield title, f"{sum(counted.values()):,}"
    for name, number in counted.items():
        if number:
            yield "  " + (ontology.label(name, language) if labelled else name), f"{number:,}"
