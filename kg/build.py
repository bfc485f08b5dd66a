"""The order of the stages: documents are read, extracted, identified, written as quads and stored.

1. Documents are read one after the other; what cannot be read is reported and the rest goes on.
2. A document whose content, kg version and lexicons are those it was built from before is skipped.
3. The others are extracted, here or in a pool of processes; what comes back is plain N-Quads.
4. Each document's graph replaces the one it had.
5. `graph/entities` is derived anew from the mentions and quantity statements of all graphs, so that
   it does not depend on what was built when, and what only a removed document said is gone.
6. The new generation is published; until then, readers see the one before.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

from kg import iri, lexicon, ontology, places, rdf
from kg.errors import InputError, KGError, StoreError, UnknownNameError, UsageError
from kg.extract import extract_document
from kg.folding import fold
from kg.link import aliases, describe, identify, indicator_name
from kg.model import Document, EntityKey, Metadata
from kg.read import read_paths
from kg.store import BuiltDocument, Store, Writer
from kg.version import __version__

# A pool takes longer to start than one process takes for so many code points.
WORTH_A_POOL = 300_000
# Documents go to a process in batches of so many code points, so that small ones do not wait on each other.
_BATCH = 100_000


@dataclass(slots=True)
class Summary:
    """What a build did.  Mentions are counted by type, statements by class, both of the documents built now;
    `quads` are those in the store afterwards, `characters` those of the documents built."""

    built: int = 0
    unchanged: int = 0
    failed: int = 0
    characters: int = 0
    passages: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    measures: int = 0
    responsibilities: int = 0
    doubts: int = 0
    quads: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: documents done of those seen so far, code points done, seconds since it began."""

    done: int
    seen: int
    characters: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Product:
    """A document's graph as N-Quads, what it was built from, and what was found in it."""

    id: str
    nquads: bytes
    built: BuiltDocument
    found: Summary


def build_graph(
    paths: Iterable[Path],
    store: Path,
    *,
    jobs: int | None = None,
    base: str | None = None,
    options: Metadata | None = None,
    lexicons: Sequence[Path] = (),
    progress: Callable[[Progress], None] = lambda _: None,
    fault: Callable[[KGError], None] = lambda _: None,
) -> Summary:
    """Return what building the documents of `paths` into the store at `store` did.

    `jobs` is the number of processes (by default one a core), `base` what IRIs begin with (by default the
    store's own).  A document that cannot be read is given to `fault` and the others are built; StoreError,
    ResourceError and UsageError (a base that is no IRI) are raised, and then nothing has changed.
    """
    began = time.monotonic()
    lexicon.use(lexicons)
    summary = Summary()
    with Store.writing(store) as writer:
        _settle_base(writer, store, base)
        documents = _changed(read_paths(paths, options), writer, summary, fault)
        for product in _products(documents, writer.manifest.base, jobs or _cores(), lexicons, store):
            if isinstance(product, KGError):
                summary.failed += 1
                fault(product)
                continue
            graph = iri.document_graph_iri(writer.manifest.base, product.id)
            writer.replace_graph(graph, rdf.from_nquads(product.nquads))
            writer.manifest.documents[product.id] = product.built
            _add(summary, product.found)
            seen = summary.built + summary.unchanged + summary.failed
            progress(Progress(summary.built, seen, summary.characters, time.monotonic() - began))
        if summary.built:
            _derive_shared(writer)
            writer.publish()
    if summary.built or summary.unchanged:
        with Store.open(store) as published:
            summary.quads = len(published)
    summary.seconds = time.monotonic() - began
    return summary


def remove_documents(identifiers: Sequence[str], store: Path) -> None:
    """Remove documents, by id, and all that only they said; UnknownNameError, and nothing done, if one is not there."""
    Store.open(store).close()  # a store that is none is told so, not made
    with Store.writing(store) as writer:
        for identifier in identifiers:
            if identifier not in writer.manifest.documents:
                near = difflib.get_close_matches(identifier, writer.manifest.documents, 3, 0.4)
                raise UnknownNameError(identifier, tuple(near))
            writer.remove_graph(iri.document_graph_iri(writer.manifest.base, identifier))
            del writer.manifest.documents[identifier]
        _derive_shared(writer)
        writer.publish()


def _settle_base(writer: Writer, store: Path, base: str | None) -> None:
    """Give the store its base, where it has none yet."""
    if base is None or (base == writer.manifest.base and writer.manifest.documents):
        return
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#]", base):
        raise UsageError(
            f"--base {base}: not an absolute IRI that ends in / or #", f"--base {base}：不是以 / 或 # 结尾的绝对 IRI"
        )
    if writer.manifest.documents:
        raise StoreError(
            store, f"its identifiers begin with {writer.manifest.base}; build another store for {base}",
            f"其标识符以 {writer.manifest.base} 开头；要用 {base} 请另建一个库",
        )  # fmt: skip
    writer.manifest.base = base


def _changed(
    read: Iterable[Document | KGError], writer: Writer, summary: Summary, fault: Callable[[KGError], None]
) -> Iterator[tuple[Document, BuiltDocument]]:
    """Yield the documents that must be built, with what they are built from; the others are counted."""
    fingerprint = _fingerprint()
    for document in read:
        if isinstance(document, KGError):
            summary.failed += 1
            fault(document)
            continue
        source = document.metadata.source
        # In the graph stands the file's name only: where it lies is nobody's business, and no two builds differ by it.
        document = replace(document, metadata=replace(document.metadata, source=Path(source).name))
        content = hashlib.sha256(repr(document).encode("utf-8", "surrogatepass")).hexdigest()
        built = BuiltDocument(content, __version__, fingerprint, str(Path(source).resolve()))
        old = writer.manifest.documents.get(document.id)
        if old and _other_file(old.source, built.source):
            summary.failed += 1
            fault(
                InputError(
                    source,
                    f"the id {document.id!r} is that of {old.source}, built before; rename one, or remove that",
                    f"编号“{document.id}”已属于先前建入的 {old.source}；请改名，或先移除那一份",
                )
            )
        elif old and replace(old, source="") == replace(built, source=""):
            summary.unchanged += 1
        else:
            yield document, built


def _fingerprint() -> str:
    """Return a hash of what extraction and identity go by, besides the version of kg: words, terms, divisions."""
    parts = (lexicon.fingerprint(), *map(str, ontology.load().quads), *map(str, places.divisions().values()))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _other_file(old: str, new: str) -> bool:
    """Are these two files, and both there?  A source is a path, in JSON Lines with the line."""
    first, second = (re.sub(r":\d+$", "", source) for source in (old, new))
    return first != second and Path(first).exists() and Path(second).exists()


def _products(
    documents: Iterator[tuple[Document, BuiltDocument]], base: str, jobs: int, lexicons: Sequence[Path], store: Path
) -> Iterator[_Product | KGError]:
    """Yield what each document becomes, in order; a pool is started where there is enough to do."""
    waiting: list[tuple[Document, BuiltDocument]] = []
    size = 0
    while jobs > 1 and size < WORTH_A_POOL and (item := next(documents, None)):
        waiting.append(item)
        size += len(item[0].text)
    if size < WORTH_A_POOL:
        for item in (*waiting, *documents):
            yield _product(*item, base)
        return
    running: deque[Future[list[_Product | KGError]]] = deque()
    with _pool(jobs, lexicons, store) as pool:
        for batch in _batches(_chain(waiting, documents)):
            running.append(pool.submit(_batch_products, batch, base))
            while len(running) > 2 * jobs:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


@contextmanager
def _pool(jobs: int, lexicons: Sequence[Path], store: Path) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes with the lexicons in use; StoreError where one of them dies."""
    try:
        with ProcessPoolExecutor(jobs, _context(), lexicon.use, (tuple(lexicons),)) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise StoreError(
            store, "nothing changed: a worker process died, perhaps for want of memory; try --jobs 1",
            "未作改动：有工作进程意外终止，可能是内存不足；请试 --jobs 1",
        ) from error  # fmt: skip


def _chain(
    first: list[tuple[Document, BuiltDocument]], rest: Iterator[tuple[Document, BuiltDocument]]
) -> Iterator[tuple[Document, BuiltDocument]]:
    """Yield the items of both, letting go of each."""
    while first:
        yield first.pop(0)
    yield from rest


def _batches(items: Iterable[tuple[Document, BuiltDocument]]) -> Iterator[list[tuple[Document, BuiltDocument]]]:
    batch: list[tuple[Document, BuiltDocument]] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item[0].text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _batch_products(batch: list[tuple[Document, BuiltDocument]], base: str) -> list[_Product | KGError]:
    return [_product(document, built, base) for document, built in batch]


def _product(document: Document, built: BuiltDocument, base: str) -> _Product | KGError:
    """Return what a document becomes.  A fault of ours in one document must not take the others with it."""
    try:
        extraction = extract_document(document)
        quads = rdf.document_quads(
            document,
            extraction,
            identify(document, extraction.mentions),
            base,
            indicators=[indicator_name(target.indicator.text) for target in extraction.targets],
            content_hash=built.content_hash,
        )
        nquads = rdf.to_nquads(quads)
    except KGError as error:
        return error
    except Exception as error:
        kind = f"{type(error).__name__}: {error}"
        return InputError(
            built.source or document.id,
            f"{document.id}: kg failed on this document ({kind}); please report it",
            f"{document.id}：kg 处理此文件时出错（{kind}），请反馈",
        )
    found = Summary(
        built=1,
        characters=len(document.text),
        passages=len(document.passages),
        mentions=Counter(mention.type for mention in extraction.mentions),
        statements=Counter(rdf.STATEMENTS[target.status] for target in extraction.targets),
        measures=len(extraction.actions),
        responsibilities=len(extraction.roles),
        doubts=len(extraction.doubts),
    )
    return _Product(document.id, nquads, built, found)


def _add(summary: Summary, found: Summary) -> None:
    """Add what was found in a document to the summary."""
    for name in ("built", "characters", "passages", "mentions", "statements", "measures", "responsibilities", "doubts"):
        setattr(summary, name, getattr(summary, name) + getattr(found, name))


def _derive_shared(writer: Writer) -> None:
    """Derive `graph/entities` from what all document graphs say, and put the ontology beside it."""
    base = writer.manifest.base
    if not writer.manifest.documents:
        for shared in ("entities", "ontology"):
            writer.remove_graph(iri.graph_iri(base, shared))
        return
    quotes = dict(writer.values(ontology.term("quote")))
    names: dict[EntityKey, set[str]] = defaultdict(set)
    for mention, entity in writer.values(ontology.term("refersTo")):
        if key := iri.parse_entity_iri(base, entity):
            names[key].add(fold(quotes[mention]))
    for predicate in (rdf.SPATIAL, ontology.term("area")):
        for _, entity in writer.values(predicate):
            if key := iri.parse_entity_iri(base, entity):
                names[key] |= set()
    wordings = dict(writer.values(ontology.term("indicatorText")))
    indicators: dict[str, set[str]] = defaultdict(set)
    for statement, indicator in writer.values(ontology.term("indicator")):
        if name := iri.parse_indicator_iri(base, indicator):
            indicators[name].add(fold(wordings[statement]))
    entities = [(describe(key), found | set(aliases(key))) for key, found in names.items()]
    writer.replace_graph(
        iri.graph_iri(base, "entities"),
        (*rdf.entity_quads(entities, base), *rdf.indicator_quads(indicators, base)),
    )
    writer.replace_graph(iri.graph_iri(base, "ontology"), ontology.load().graph(base))


def _context() -> BaseContext:
    """Return how to start processes: forked off a clean server where the system can, never off this process,
    whose store has threads of its own."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["kg.build"])
    return context


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
