"""`kg read` and `kg extract`: what a document says, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import lexicon
from kg.cli.language import _
from kg.cli.options import Date, Issuer, Jobs, Lexicon, Paths, Place, Title, metadata
from kg.cli.report import fail, marked, output, write
from kg.errors import KGError
from kg.model import Document, Metadata
from kg.pool import in_order


class Format(StrEnum):
    """How `kg extract` prints."""

    jsonl = "jsonl"


def read(paths: Paths, title: Title = "", date: Date = "", issuer: Issuer = "", place: Place = "") -> None:
    """Print the text of each document."""
    faults: list[KGError] = []
    for document in _documents(paths, metadata(title, date, issuer, place), faults):
        write(document.text if document.text.endswith("\n") else document.text + "\n")
    if faults:
        raise typer.Exit(1)


def extract(
    paths: Paths,
    format_: Annotated[
        Format, typer.Option("--format", help=_("Format of the output, a line a document."))
    ] = Format.jsonl,
    pretty: Annotated[bool, typer.Option("--pretty", help=_("Show the text with its entities marked up."))] = False,
    title: Title = "",
    date: Date = "",
    issuer: Issuer = "",
    place: Place = "",
    lexicons: Lexicon = None,
    jobs: Jobs = None,
) -> None:
    """Print what is found in each document."""
    from kg.extract import extract_document, record_lines, record_part  # spaCy takes a second to import
    from kg.extract.stretches import stretches

    lexicon.use(lexicons or ())
    faults: list[KGError] = []
    documents = _documents(paths, metadata(title, date, issuer, place), faults, as_given=True)
    parts = (part for document in documents for part in stretches(document))
    if pretty:
        for part, stretch, last in parts:
            if not stretch.number:
                output.print(part.id, style="bold", markup=False)
            output.print(marked(part, extract_document(part)), end="\n" if last else "")
    else:
        made = in_order(record_part, parts, size=lambda p: len(p[0].text), jobs=jobs, lexicons=lexicons or ())
        with closing(made):
            for text in record_lines(made):
                write(text)
    if faults:
        raise typer.Exit(1)


def _documents(
    paths: Sequence[Path], options: Metadata, faults: list[KGError], as_given: bool = False
) -> Iterator[Document]:
    """Yield the documents; what cannot be read is told at once, and added to `faults`."""
    from kg.read import read_paths  # a third of the start of every command

    for document in read_paths(paths, options, as_given=as_given):
        if isinstance(document, KGError):
            fail(document)
            faults.append(document)
        else:
            yield document
