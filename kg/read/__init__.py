"""Files to documents: layout text, plain text, Markdown, JSON Lines, and folders of them.

`read_paths` for whatever a user names, `read_document` for a file that holds one, `read_text` for a string.
Places in the source (`Document.locate`) count lines and columns from 1, columns in code points; in layout
text `page` is the viewer's page number, else the count of form feeds; in JSON Lines line and column are
those of the raw line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import InputError, KGError
from kg.model import Document, Metadata
from kg.read.faults import check
from kg.read.folder import find_sources
from kg.read.formats import READERS, Options, build_document, read_source
from kg.read.identifiers import identifier
from kg.read.metadata import describe, overlay
from kg.read.traced import trace_lines

SUFFIXES = frozenset(READERS)

__all__ = ["SUFFIXES", "read_document", "read_file", "read_paths", "read_text"]


def read_paths(
    paths: Iterable[Path | str], options: Metadata | None = None, *, as_given: bool = False
) -> Iterator[Document | KGError]:
    """Yield the documents that files and folders hold, in the order given, folders sorted.

    An error is yielded in place of what cannot be read, and of a document whose id another has already.
    `options` lie over what record and text say of a document.  With `as_given`, plain text and the texts of
    records are left untouched; else web furniture and remnants of page breaks go.  Layout text and Markdown
    are read as such in either case.
    """
    known: dict[str, str] = {}
    how = Options(options or Metadata(), as_given)
    for source in find_sources((Path(path) for path in paths), SUFFIXES):
        if isinstance(source, InputError):
            yield source
            continue
        for document in read_source(source, how):
            if isinstance(document, Document):
                place = document.metadata.source
                if document.id in known:
                    first = known[document.id]
                    yield InputError(
                        place,
                        f"the id {document.id!r} is taken already by {first}; rename one of them",
                        f"编号“{document.id}”已被 {first} 占用；请改名",
                    )
                    continue
                known[document.id] = place
            yield document


def read_file(
    path: Path | str, options: Metadata | None = None, *, as_given: bool = False
) -> Iterator[Document | KGError]:
    """Yield the documents of a file or folder, as `read_paths` does."""
    return read_paths([path], options, as_given=as_given)


def read_document(path: Path | str, options: Metadata | None = None, *, as_given: bool = False) -> Document:
    """Return the document of a file that holds one; errors are raised, InputError for more than one."""
    found = list(read_file(path, options, as_given=as_given))
    for item in found:
        if isinstance(item, KGError):
            raise item
    if len(found) != 1 or not isinstance(found[0], Document):
        raise InputError(path, f"holds {len(found)} documents, not one", f"含有 {len(found)} 篇文档，而不是一篇")
    return found[0]


def read_text(text: str, id: str = "text", metadata: Metadata | None = None) -> Document:  # noqa: A002
    """Return the document of a plain text as given, line ends made "\\n"; InputError for no Chinese text, or no id."""
    name = identifier(id, Path(id))
    text = text.replace("\r\n", "\n")
    check(text, Path(id))
    said = overlay(describe(text), metadata or Metadata())
    return build_document(name, trace_lines(text), said, Options(as_given=True))
