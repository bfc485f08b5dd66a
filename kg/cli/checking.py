"""`kg check`: is the graph as it should be?"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import _, language
from kg.cli.options import STORE, Store
from kg.cli.report import say, write
from kg.errors import printable
from kg.iri import ONTOLOGY

if TYPE_CHECKING:  # the engine takes a while to import
    from kg.check import Finding, Severity

# So many rows of one check tell what is wrong; csv and json have them all.
_SHOWN = 20
_LONGEST = 200
_NAMES = {"violation": _("violation"), "warning": _("warning"), "info": _("info")}
_COLUMNS = ("check", "severity", "document", "page", "quote", "details", "message", "solution", "focus")


# What a check may show beside a finding.
_DETAILS = {
    "indicator": _("indicator"), "period": _("period"), "quotes": _("quotes"), "value": _("value"), "unit": _("unit"),
    "upper": _("upper value"), "type": _("type"), "other": _("another"), "label": _("label"), "issued": _("issued"),
    "confidence": _("confidence"), "begin": _("begin"), "end": _("end"), "entity": _("entity"), "lacks": _("lacks"),
    "says": _("says"), "property": _("property"),
}  # fmt: skip


class Format(StrEnum):
    """The formats of a list of findings."""

    table = "table"
    json = "json"
    csv = "csv"


def check(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help=_("Run this check only; may be repeated. All shapes: shape.")),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Fail on warnings, too."))] = False,
    format_: Annotated[Format, typer.Option("--format", help=_("Format of the list."))] = Format.table,
    queries_folder: Annotated[
        list[Path] | None,
        typer.Option("--queries", help=_("A folder of further checks, *-violation.rq; may be repeated.")),
    ] = None,
    shapes: Annotated[
        list[Path] | None, typer.Option("--shapes", help=_("A Turtle file of further SHACL shapes; may be repeated."))
    ] = None,
    store: Store = STORE,
) -> None:
    """Print what is wrong in the graph; exit 1 where something is."""
    from kg.check import checks, findings
    from kg.query import bounded
    from kg.stats import count_documents
    from kg.store import Store as GraphStore

    def work() -> None:
        with GraphStore.open(store) as opened:
            chosen = checks(
                opened.oxigraph, base=opened.base, only=only or (), folders=queries_folder or (), shapes=shapes or ()
            )
            found = list(findings(opened.oxigraph, chosen))
            base, documents, quads = opened.base, count_documents(opened), len(opened)
        if format_ is Format.json:
            write(json.dumps(list(map(_record, found)), ensure_ascii=False, indent=1) + "\n")
        elif format_ is Format.csv:
            _csv(found)
        else:
            _list(found, base)
        counts = Counter(finding.severity for finding in found)
        _sum_up({one.name for one in chosen}, counts, quads, documents)
        if counts["violation"] or (strict and counts["warning"]):
            raise typer.Exit(1)

    # A check of a user's may run for ever, and the engine does not look at Ctrl-C.
    bounded("check", work, seconds=0)


def _sum_up(ran: Collection[str], counts: Mapping[Severity, int], quads: int, documents: int) -> None:
    """Print how much was checked against how many checks, and what came of it."""
    from kg.check import SEVERITIES

    shapes = sum(name.startswith("shape/") for name in ran)
    found = _("{violation:,} violations, {warning:,} warnings")
    if counts["info"]:
        found = _("{violation:,} violations, {warning:,} warnings, {info:,} notes")
    say(
        _("checked {quads:,} quads of {documents:,} documents against {shapes} shapes and {queries} queries: {result}")
        .format(
            quads=quads, documents=documents, shapes=shapes, queries=len(ran) - shapes,
            result=found.format(**{s: counts[s] for s in SEVERITIES}) if any(counts.values()) else
            _("nothing is wrong"),
        )
    )  # fmt: skip


def _list(found: Sequence[Finding], base: str) -> None:
    """Print findings by check: what is wrong, each with its place, and what to do."""
    for (name, severity), group in groupby(found, key=lambda f: (f.check, f.severity)):
        findings = list(group)
        head = _("{severity} {name}: {message} ({count:,})")
        message = findings[0].message(language)
        write(
            head.format(
                severity=_NAMES[severity], name=printable(name), message=printable(message), count=len(findings)
            )
            + "\n"
        )
        for finding in findings[:_SHOWN]:
            write("".join(f"  {line}\n" for line in _lines(finding, base)))
        if len(findings) > _SHOWN:
            more = _("and {count:,} more; --format csv lists them all").format(count=len(findings) - _SHOWN)
            write(f"  … {more}\n")
        write(f"  → {printable(findings[0].solution(language))}\n\n")


def _lines(finding: Finding, base: str) -> Iterable[str]:
    place = _short(finding.document or finding.focus, base)
    if finding.page is not None:
        place += " " + _("p. {page}").format(page=finding.page)
    yield printable(place + (f" “{_cut(finding.quote)}”" if finding.quote else ""))
    details = [f"{_DETAILS.get(name, name)} {_cut(_short(value, base))}" for name, value in finding.details]
    yield printable("    " + " · ".join([*details, _short(finding.focus, base)]))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _short(text: str, base: str) -> str:
    return text.removeprefix(base).replace(ONTOLOGY, "pk:") if text.startswith((base, ONTOLOGY)) else text


def _record(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check, "severity": finding.severity, "document": finding.document, "page": finding.page,
        "quote": finding.quote, "details": dict(finding.details), "message": finding.message(language),
        "solution": finding.solution(language), "focus": finding.focus,
    }  # fmt: skip


def _csv(found: Iterable[Finding]) -> None:
    from kg.query.result import harmless

    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for finding in found:
        record = _record(finding) | {"details": "; ".join(f"{name}={value}" for name, value in finding.details)}
        writer.writerow([harmless(str(record[c])) if record[c] is not None else "" for c in _COLUMNS])
