"""The order of the stages: documents are read, extracted, identified, written as quads and stored.

1. Documents are read one after the other; what cannot be read is reported and the rest goes on.
2. A document whose content, kg version, lexicons and decisions are those it was built from before is skipped.
3. The others are extracted, here or in a pool of processes; what comes back is plain N-Quads.
4. Each document's graph replaces the one it had.
5. Documents whose files are gone are told, and removed where that was asked for.
6. What the graphs share is derived anew, so that it does not depend on what was built when, and what only a
   removed document said is gone.
7. The new generation is published; until then, readers see the one before.
"""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode

from kg import iri, lexicon, ontology
from kg.build.leftovers import copies, gone, with_documents
from kg.build.product import Product, characters, make_product
from kg.build.shared import derive_shared
from kg.build.sources import changed
from kg.build.summary import Progress, Summary
from kg.decisions import followed
from kg.errors import KGError, StoreError, UnknownNameError, UsageError
from kg.model import Document, Metadata
from kg.pool import in_order
from kg.query.names import find_documents
from kg.read import read_paths
from kg.review.effects import effects
from kg.review.file import beside, load
from kg.store import BuiltDocument, Store, Writer


def build_graph(
    paths: Iterable[Path],
    store: Path,
    *,
    jobs: int | None = None,
    base: str | None = None,
    options: Metadata | None = None,
    lexicons: Sequence[Path] = (),
    decisions: Path | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    fault: Callable[[KGError], None] = lambda _: None,
    prune: bool = False,
    wait: float | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Return what building the documents of `paths` into the store at `store` did.

    `jobs` is the number of processes (by default one a core), `base` what IRIs begin with (by default the
    store's own), `decisions` the file of what `kg review` decided (by default that beside the store).  A document
    that cannot be read is given to `fault` and the others are built; StoreError, ResourceError, InputError (decisions
    that cannot be understood) and UsageError (a base that is no IRI) are raised, and then nothing has changed.
    With `prune` documents are removed whose files are gone from a folder of `paths`, unless no document was read there.
    Whoever else writes the store is told to `waiting` and waited for: `wait` seconds, None for as long as it takes.
    """
    began = time.monotonic()
    lexicon.use(lexicons)
    decided_in = decisions or beside(store)
    load(decided_in)  # a fault in it is told before anything is made
    paths = list(paths)
    summary = Summary()

    def tell(found: Summary) -> None:
        done = summary.built + found.built
        seen = done + summary.unchanged + summary.failed
        progress(Progress(done, seen, summary.characters + found.characters, time.monotonic() - began))

    with Store.writing(store, wait, waiting) as writer:
        known = load(decided_in)  # what was decided while another wrote holds too
        decided = followed(known)
        before = set(writer.manifest.documents)
        _settle_base(writer, store, base)
        read: set[str] = set()
        pieces = changed(_noted(read_paths(paths, options), read), writer, decided, summary, fault)
        work = partial(make_product, base=writer.manifest.base)
        with closing(in_order(work, pieces, size=characters, jobs=jobs, lexicons=lexicons)) as made:
            for identifier, parts in groupby(made, key=lambda product: product.id):
                coming = _Coming(parts, tell)
                try:
                    writer.load_graph(iri.document_graph_iri(writer.manifest.base, identifier), coming)
                except _PartError as error:
                    summary.failed += 1
                    fault(error.fault)
                else:
                    summary.add(coming.found)
                    if coming.built:
                        writer.manifest.documents[identifier] = coming.built
        documents = writer.manifest.documents
        summary.copies = copies(documents, documents.keys() - before)
        summary.gone = gone(documents, paths, read)
        if prune:
            here = with_documents(paths, (documents[name] for name in read if name in documents))
            summary.removed = gone(documents, list(here), read)
            for identifier in summary.removed:
                writer.remove_graph(iri.document_graph_iri(writer.manifest.base, identifier))
                del documents[identifier]
        if summary.built or summary.removed:
            derive_shared(writer)
            writer.publish()
    if writer.manifest.documents or writer.manifest.loaded:
        with Store.open(store) as published:
            summary.quads = len(published)
            # What was read now has its decisions in the manifest; what was not may hold some that are new.
            done = effects(published, known, published.documents.keys() - read)
            summary.decisions, summary.waiting, summary.idle = len(done.applied), len(done.waiting), done.idle
    summary.seconds = time.monotonic() - began
    return summary


def _noted(documents: Iterable[Document | KGError], read: set[str]) -> Iterator[Document | KGError]:
    """Yield the documents, and put their ids into `read`."""
    for document in documents:
        if isinstance(document, Document):
            read.add(document.id)
        yield document


class _PartError(Exception):
    """A document cannot be built, for the reason `fault`."""

    def __init__(self, fault: KGError) -> None:
        super().__init__(fault)
        self.fault = fault


class _Coming:
    """The graph of one document as its parts come in, and what they were built from; `found` is what is in those
    that have come.  _PartError where a part has no graph."""

    def __init__(self, parts: Iterator[Product], tell: Callable[[Summary], None]) -> None:
        self.found = Summary()
        self.built: BuiltDocument | None = None
        self._parts = parts
        self._tell = tell

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if part.fault:
                raise _PartError(part.fault)
            yield from part.nquads()
            self.built = part.built
            self.found.add(part.found)
            self._tell(self.found)


def remove_documents(
    names: Sequence[str],
    store: Path,
    *,
    wait: float | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> dict[str, tuple[str, ...]]:
    """Remove documents, by id, title, document number or IRI, and loaded graphs, by name, and all that only they said.

    Returns what was removed, by id or name, each with the names of the loaded graphs that describe it too: there it
    stands on.  UnknownNameError if one is not there, UsageError if several are called so, and nothing is done.  An id
    comes before the name of a loaded graph, and that before a title.  Another writer is waited for as in `build_graph`.
    """
    with Store.open(store) as published:  # a store that is none is told so, not made
        identifiers = tuple(dict.fromkeys(_meant(published, name) for name in names))
    with Store.writing(store, wait, waiting) as writer:
        base, documents, loaded = writer.manifest.base, writer.manifest.documents, writer.manifest.loaded
        ours = set(documents)
        for identifier in identifiers:
            if identifier in documents:
                writer.remove_graph(iri.document_graph_iri(base, identifier))
                del documents[identifier]
            elif identifier in loaded:
                writer.remove_graph(iri.loaded_graph_iri(base, identifier))
                writer.forget(identifier)
                del loaded[identifier]
            else:  # while we waited
                raise UnknownNameError(identifier, listed_by="documents")
        derive_shared(writer)
        standing = {name: _describing(writer, name) if name in ours else () for name in identifiers}
        writer.publish()
    return standing


def _describing(writer: Writer, identifier: str) -> tuple[str, ...]:
    """Return the names of the loaded graphs that describe a document, or what stands in it."""
    base = writer.manifest.base
    document = NamedNode(iri.document_iri(base, identifier))
    said = chain(writer.quads(document), writer.quads(None, NamedNode(ontology.term("inDocument")), document))
    graphs = {quad.graph_name for quad in said}
    return tuple(
        name for name in sorted(writer.manifest.loaded) if NamedNode(iri.loaded_graph_iri(base, name)) in graphs
    )


def _meant(store: Store, name: str) -> str:
    """Return the id of the document, or the name of the loaded graph, that `name` means."""
    if name in store.documents or name in store.loaded:
        return name
    try:
        found = find_documents(store, name)
    except UnknownNameError as error:
        near = difflib.get_close_matches(name, [*store.documents, *store.loaded], 3, 0.4)
        titles = cast("tuple[str, ...]", error.data["nearest"])
        raise UnknownNameError(name, tuple(dict.fromkeys((*near, *titles))), listed_by="documents") from error
    ids = [iri.parse_document_iri(store.base, address) or address for address in found]
    if len(ids) > 1:
        raise UsageError(
            f"{name}: {len(ids)} documents are called so; say which by its id: {', '.join(ids)}",
            f"{name}：有 {len(ids)} 份文件同名；请用编号指明：{'、'.join(ids)}",
        )
    return ids[0]


def _settle_base(writer: Writer, store: Path, base: str | None) -> None:
    """Give the store its base, where it has none yet."""
    used = writer.manifest.documents or writer.manifest.loaded
    if base is None or (base == writer.manifest.base and used):
        return
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#]", base):
        raise UsageError(
            f"--base {base}: not an absolute IRI that ends in / or #", f"--base {base}：不是以 / 或 # 结尾的绝对 IRI"
        )
    if used:
        raise StoreError(
            store, f"its identifiers begin with {writer.manifest.base}; build another store for {base}",
            f"其标识符以 {writer.manifest.base} 开头；要用 {base} 请另建一个库",
        )  # fmt: skip
    writer.manifest.base = base
