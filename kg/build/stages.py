"""The order of the stages: documents are read, extracted, identified, written as quads and stored.

1. Documents are read one after the other; what cannot be read is reported and the rest goes on.
2. A document whose content, kg version, lexicons and decisions are those it was built from before is skipped.
3. The others are extracted, here or in a pool of processes; what comes back is plain N-Quads.
4. Each document's graph replaces the one it had.
5. What the graphs share is derived anew, so that it does not depend on what was built when, and what only a
   removed document said is gone.
6. The new generation is published; until then, readers see the one before.
"""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kg import iri, lexicon, rdf
from kg.build.pool import cores, products
from kg.build.shared import derive_shared
from kg.build.sources import changed
from kg.build.summary import Progress, Summary
from kg.decisions import followed
from kg.errors import KGError, StoreError, UnknownNameError, UsageError
from kg.model import Metadata
from kg.read import read_paths
from kg.review.file import beside, load
from kg.store import Store, Writer


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
) -> Summary:
    """Return what building the documents of `paths` into the store at `store` did.

    `jobs` is the number of processes (by default one a core), `base` what IRIs begin with (by default the
    store's own), `decisions` the file of what `kg review` decided (by default that beside the store).  A document
    that cannot be read is given to `fault` and the others are built; StoreError, ResourceError, InputError (decisions
    that cannot be understood) and UsageError (a base that is no IRI) are raised, and then nothing has changed.
    """
    began = time.monotonic()
    lexicon.use(lexicons)
    decided = followed(load(decisions or beside(store)))
    summary = Summary()
    with Store.writing(store) as writer:
        _settle_base(writer, store, base)
        documents = changed(read_paths(paths, options), writer, decided, summary, fault)
        for product in products(documents, writer.manifest.base, jobs or cores(), lexicons, store):
            if isinstance(product, KGError):
                summary.failed += 1
                fault(product)
                continue
            graph = iri.document_graph_iri(writer.manifest.base, product.id)
            writer.replace_graph(graph, rdf.from_nquads(product.nquads))
            writer.manifest.documents[product.id] = product.built
            summary.add(product.found)
            seen = summary.built + summary.unchanged + summary.failed
            progress(Progress(summary.built, seen, summary.characters, time.monotonic() - began))
        if summary.built:
            derive_shared(writer)
            writer.publish()
    if summary.built or summary.unchanged:
        with Store.open(store) as published:
            summary.quads = len(published)
    summary.seconds = time.monotonic() - began
    return summary


def remove_documents(identifiers: Sequence[str], store: Path) -> None:
    """Remove documents, by id, and loaded graphs, by name, and all that only they said.

    UnknownNameError, and nothing done, if one is not there.  A document comes before a loaded graph of its name.
    """
    Store.open(store).close()  # a store that is none is told so, not made
    with Store.writing(store) as writer:
        base, documents, loaded = writer.manifest.base, writer.manifest.documents, writer.manifest.loaded
        for identifier in identifiers:
            if identifier in documents:
                writer.remove_graph(iri.document_graph_iri(base, identifier))
                del documents[identifier]
            elif identifier in loaded:
                writer.remove_graph(iri.loaded_graph_iri(base, identifier))
                writer.forget(identifier)
                del loaded[identifier]
            else:
                near = difflib.get_close_matches(identifier, [*documents, *loaded], 3, 0.4)
                raise UnknownNameError(identifier, tuple(near))
        derive_shared(writer)
        writer.publish()


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
