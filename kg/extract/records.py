"""Records of the gold format on lines of JSON, put together of the stretches of their documents.

A record holds its document's text and then, one after the other, what was found in all of it: of a long document,
each field is gathered in a temporary file, so that memory is that of a stretch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile

from kg.extract.gold import to_record
from kg.extract.pipeline import extract_document
from kg.model import Document, Stretch

# Characters that a temporary file keeps in memory, and that are written at a time.
_AT_A_TIME = 1 << 20


@dataclass(frozen=True, slots=True)
class RecordPart:
    """What the record of document `id` says of a stretch: each field's JSON without the marks around it, by name;
    `last` if nothing follows."""

    id: str
    fields: dict[str, str]
    last: bool


def record_part(item: tuple[Document, Stretch, bool]) -> RecordPart:
    """Return what the record says of a stretch, one of those that `stretches` yields."""
    document, stretch, last = item
    record = to_record(document, extract_document(document), stretch.start)
    del record["id"]
    fields = {name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in record.items()}
    return RecordPart(document.id, fields, last)


def record_lines(parts: Iterable[RecordPart]) -> Iterator[str]:
    """Yield the record of each document on a line of JSON, the line's end included; that of a long one in pieces,
    as soon as all of it is known.  `parts` come in the order of the documents."""
    coming = iter(parts)
    for first in coming:
        if first.last:
            yield "".join(_line(first.id, {name: [text] for name, text in first.fields.items()}))
        else:
            yield from _gathered(first, coming)


def _gathered(first: RecordPart, following: Iterator[RecordPart]) -> Iterator[str]:
    """Yield the line of the document that begins with `first`; `following` is read to its end and no further."""
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(SpooledTemporaryFile(_AT_A_TIME, "w+", encoding="utf-8", newline=""))
            for name in first.fields
        }
        part = first
        while True:
            for name, file in files.items():
                if name != "text" and part.fields[name] and file.tell():
                    file.write(", ")
                file.write(part.fields[name])
            if part.last:
                break
            part = next(following)
        for file in files.values():
            file.seek(0)
        yield from _line(first.id, {name: iter(partial(file.read, _AT_A_TIME), "") for name, file in files.items()})


def _line(identifier: str, fields: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield '{"id": ' + json.dumps(identifier, ensure_ascii=False)
    for name, texts in fields.items():
        yield f', "{name}": ' + ('"' if name == "text" else "[")
        yield from texts
        yield '"' if name == "text" else "]"
    yield "}\n"
