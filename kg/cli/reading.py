"""`kg read` and `kg extract`: what a document says, and what is found in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg import lexicon
from kg.cli.language import _
from kg.cli.options import Date, Issuer, Lexicon, Paths, Place, Title, metadata
from kg.cli.report import fail, marked, output, write
from kg.errors import KGError
from kg.model import Document, Metadata
from kg.read import read_paths


class Format(StrEnum):
    """How `kg extract` prints."""

    jsonl = "jsonl"


def read(paths: Paths, title: Title = "", date: Date = "", issuer: Issuer = "", place: Place = "") -> None:
    """Print the text of each document."""
    failed = False
    for document in _documents(paths, metadata(title, date, issuer, place)):
        if isinstance(document, KGError):
            failed = True
            continue
        write(document.text if document.text.endswith("\n") else document.text + "\n")
    if failed:
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
) -> None:
    """Print what is found in each document."""
    from kg.extract import extract_document, to_record  # spaCy takes a second to import

    lexicon.use(lexicons or ())
    failed = False
    for document in _documents(paths, metadata(title, date, issuer, place), as_given=True):
        if isinstance(document, KGError):
            failed = True
            continue
        extraction = extract_document(document)
        if pretty:
            output.print(document.id, style="bold", markup=False)
            output.print(marked(document, extraction))
        else:
            write(json.dumps(to_record(document, extraction), ensure_ascii=False) + "\n")
    if failed:
        raise typer.Exit(1)


def _documents(paths: Sequence[Path], options: Metadata, as_given: bool = False) -> Iterator[Document | KGError]:
    """Yield the documents; what cannot be read is told at once."""
    for document in read_paths(paths, options, as_given=as_given):
        if isinstance(document, KGError):
            fail(document)
        yield document
