"""The formats and their readers: a table from suffix to the function that reads a file of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError, KGError
from kg.model import Document, Metadata
from kg.read import encoding, jsonl
from kg.read.chrome import clean
from kg.read.dates import parse
from kg.read.faults import check
from kg.read.folder import Source, unreadable
from kg.read.identifiers import identifier
from kg.read.layout import is_layout, read_layout
from kg.read.markdown import read_markdown
from kg.read.metadata import describe, overlay
from kg.read.opened import whole
from kg.read.passages import passages
from kg.read.traced import Traced, trace_lines


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: `metadata` lies over what text and record say; `as_given` leaves plain texts untouched."""

    metadata: Metadata = field(default_factory=Metadata)
    as_given: bool = False


Reader = Callable[[Source, Options], Iterator[Document | KGError]]


def read_source(source: Source, options: Options) -> Iterator[Document | KGError]:
    """Yield the documents of a file; an error in place of each that cannot be read."""
    try:
        yield from READERS[source.path.suffix.lower()](source, options)
    except InputError as error:
        yield error
    except (OSError, UnicodeError) as error:
        yield unreadable(source.path, error)


def build_document(name: str, traced: Traced, said: Metadata, options: Options) -> Document:
    """Return the document of a text without markup, web furniture gone unless `as_given`; `name` is its id."""
    if not options.as_given:
        traced = clean(traced)
    return Document(name, traced.text, overlay(said, options.metadata), passages(traced), traced.runs)


def _read_text(source: Source, options: Options) -> Iterator[Document | KGError]:
    name = identifier(source.id, source.path)
    text = _load(source.path)
    origin = Metadata(source=str(source.path))
    if is_layout(text):
        traced, heads = read_layout(text)
        check(traced.text, source.path)
        said = overlay(describe(traced.text, heads), origin)
        yield Document(name, traced.text, overlay(said, options.metadata), passages(traced), traced.runs)
    else:
        yield build_document(name, trace_lines(text), overlay(describe(text), origin), options)


def _read_markdown(source: Source, options: Options) -> Iterator[Document | KGError]:
    name = identifier(source.id, source.path)
    read = read_markdown(_load(source.path))
    check(read.traced.text, source.path)
    front = Metadata(
        title=read.fields.get("title", ""),
        issuer=read.fields.get("issuer", ""),
        date=parse(read.fields.get("date", "")),
        url=read.fields.get("url", ""),
        source=str(source.path),
    )
    said = overlay(overlay(describe(read.traced.text), front), options.metadata)
    yield Document(name, read.traced.text, said, passages(read.traced, read.headings), read.traced.runs)


def _read_jsonl(source: Source, options: Options) -> Iterator[Document | KGError]:
    for record in jsonl.read_records(source.path):
        if isinstance(record, InputError):
            yield record
            continue
        try:
            check(record.traced.text, source.path, str(record.line))
            name = identifier(record.id or f"{source.id}/{record.line}", source.path, str(record.line))
        except InputError as error:
            yield error
            continue
        known = Metadata(
            title=record.title,
            issuer=record.issuer,
            date=parse(record.date),
            year=record.year,
            url=record.url,
            source=f"{source.path}:{record.line}",
        )
        said = overlay(describe(record.traced.text), known)
        document = build_document(name, record.traced, said, options)
        if document.text.strip():
            yield document
        else:
            place = str(record.line)
            yield InputError(source.path, "nothing but web furniture in the text", "文本中只有网页的按钮和提示", place)


READERS: Mapping[str, Reader] = {
    ".txt": _read_text,
    ".text": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
}


def _load(path: Path) -> str:
    """Return the text of a file, line ends as "\\n"; InputError where it is no Chinese text."""
    text = encoding.decode(whole(path), path).replace("\r\n", "\n")
    check(text, path)
    return text
