"""A new generation in the making: a checkpoint of the current one, changed, then published in one step.

1. Lock the writer's file, sweep what earlier writers left unfinished and what nobody reads any more.
2. Copy the current generation: `backup()` is a checkpoint of hard links, a millisecond whatever its size.
3. Change the copy.  Added quads travel as N-Quads, which Oxigraph parses itself, are gathered and loaded in bulk.
4. `publish`: compact where much is new or changed (reads gain up to a third), write the manifest, fsync,
   replace `current`.  Oxigraph keeps every text it ever saw, so where much was removed, or a document is to
   leave nothing behind, the data is written anew instead of compacted.

Nothing shows until `publish` has returned; leave the `with` statement without it, and nothing ever will.
Memory is that of some `_CHUNK`s, whatever the size of a graph.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.faults import reading, writing
from kg.store.files import sync, sync_tree
from kg.store.kept import Kept
from kg.store.layout import Layout
from kg.store.locks import release
from kg.store.manifest import Manifest

# Bytes of N-Quads that are loaded at a time (fifty thousand quads): loading takes ten times as much memory, and with
# half of it an eighth longer.  Below the first, `load` beats `bulk_load`, which writes files of its own.
_FEW = 1 << 20
_CHUNK = 12 << 20
# Of all quads, the share changed (removed) from which on the data is compacted (written anew).
_COMPACT = 0.1
_REWRITE = 0.25
_N_QUADS = ox.RdfFormat.N_QUADS


class Writer:
    """The one writer of a store; `manifest` is the new generation's, to be changed in place."""

    manifest: Manifest

    def __init__(self, path: Path, wait: float | None, waiting: Callable[[str], None]) -> None:
        self._layout = Layout(path)
        self._wait = wait
        self._waiting = waiting
        self._lock: int | None = None
        self._number = 0
        self._kept = Kept(path)  # of the generation, as soon as there is one
        self._store: ox.Store | None = None
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._pending_graphs: set[ox.NamedNode] = set()
        self._changed = 0
        self._rewrite = False

    def __enter__(self) -> Writer:
        self._layout.create()
        self._lock = self._layout.lock_writer(self._wait, self._waiting)
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def _begin(self) -> None:
        current = self._layout.current()
        self.manifest, source = Manifest(), None
        if current is not None:
            with reading(self._layout.path, f"generations/{current}"):
                self.manifest = Manifest.load(self._layout.generation(current) / "manifest.json")
                source = ox.Store.read_only(str(self._layout.generation(current) / "data"))
        # Only now that the current generation is known to be there: what is swept is gone.
        with writing(self._layout.path):
            self._layout.sweep()
            self._number = max([*self._layout.numbers(), current or 0]) + 1
            self._folder.mkdir(parents=True)
            (self._folder / "in-use").touch()
            self._kept = Kept(self._folder / "loaded")
            if source and current is not None:
                self._kept.inherit(self._layout.generation(current) / "loaded")
                source.backup(str(self._folder / "work"))
            self._store = ox.Store(str(self._folder / "work"))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._pending = []
        self._store = None
        try:
            if self._number and self._layout.current() != self._number:
                shutil.rmtree(self._folder, ignore_errors=True)
        finally:
            if self._lock is not None:
                release(self._lock)
                self._lock = None

    def replace_graph(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Make `quads`, all of graph `graph` (an IRI), the whole of that graph; ValueError for one of another graph."""
        name = ox.NamedNode(graph)

        def checked() -> Iterator[ox.Quad]:
            for quad in quads:
                if quad.graph_name != name:
                    raise ValueError(f"quads of other graphs than {graph}")
                yield quad

        self.load_graph(graph, [ox.serialize(checked(), format=_N_QUADS) or b""])

    def load_graph(self, graph: str, pieces: Iterable[bytes]) -> None:
        """Make `pieces` the whole of graph `graph` (an IRI): together N-Quads, all of that graph, as this program
        wrote them; they are not checked again.  Where `pieces` raises, nothing has changed."""
        name = ox.NamedNode(graph)
        with SpooledTemporaryFile(max_size=_CHUNK, dir=str(self._folder)) as spool:
            for piece in pieces:
                with writing(self._layout.path):
                    spool.write(piece)
            with writing(self._layout.path):
                small = spool.tell() <= _CHUNK
                spool.seek(0)
                if name in self._pending_graphs:
                    self._load()
                if not self._open.contains_named_graph(name):
                    self._gather(name, spool)
                elif small:
                    self._change(name, spool.read())
                else:
                    self._clear(name)
                    self._gather(name, spool)

    def _change(self, name: ox.NamedNode, nquads: bytes) -> None:
        """Make `nquads` the whole of a graph.  Most of a document read again is as it was: only what differs is
        touched."""
        fresh = set(ox.parse(nquads, format=_N_QUADS, lenient=True))
        old = set(self._open.quads_for_pattern(None, None, None, name))
        self._remove(old - fresh)
        if not fresh:
            self._open.remove_graph(name)
        self._add(name, ox.serialize(fresh - old, format=_N_QUADS) or b"")

    def remove_graph(self, graph: str) -> None:
        """Remove graph `graph` (an IRI) if it is there; of what it alone says nothing will be left on disk."""
        name = ox.NamedNode(graph)
        with writing(self._layout.path):
            self._load()
            if self._open.contains_named_graph(name):
                self._clear(name)
                self._rewrite = True

    def query(self, query: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a SELECT query over what has been added so far, as plain strings; "" is unbound."""
        with writing(self._layout.path):
            self._load()
            solutions = self._open.query(query)
            if not isinstance(solutions, ox.QuerySolutions):
                raise ValueError("not a SELECT query")
            for row in solutions:
                yield tuple(getattr(term, "value", "") for term in row)

    def keep(self, name: str, lines: Iterable[bytes]) -> None:
        """Keep `lines` of N-Triples as what was loaded as `name`."""
        with writing(self._layout.path):
            self._kept.put(name, lines)

    def kept(self, name: str) -> Iterator[bytes]:
        """Yield the lines kept as `name`, as they were given; StoreError where the store has lost them."""
        with reading(self._layout.path, f"loaded graph {name}"):
            yield from self._kept.lines(name)

    def forget(self, name: str) -> None:
        """Remove what is kept as `name`."""
        with writing(self._layout.path):
            self._kept.remove(name)

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: ox.NamedNode | ox.Literal | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match, those added so far included; None matches everything."""
        with writing(self._layout.path):
            self._load()
            yield from self._open.quads_for_pattern(subject, predicate, value, graph)

    def __len__(self) -> int:
        with writing(self._layout.path):
            self._load()
            return len(self._open)

    def publish(self) -> None:
        """Make this generation the current one; on disk when this returns.  Nothing can be written afterwards."""
        with writing(self._layout.path):
            self._load()
            self._finish(self._open)
            self._layout.publish(self._number)
        self._layout.sweep()

    def _finish(self, store: ox.Store) -> None:
        """Write the finished generation to disk."""
        size = len(store)
        if self._rewrite or self.manifest.stale > _REWRITE * size:
            store = self._written_anew(store)
            self.manifest.stale = 0
        elif self._changed > _COMPACT * size:
            store.optimize()
        store.flush()
        # Of the files RocksDB has about it, a checkpoint holds those in use.
        store.backup(str(self._folder / "data"))
        del store
        self._store = None
        for scratch in ("work", "anew", "anew.nq"):
            path = self._folder / scratch
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        sync_tree(self._folder)
        self.manifest.save(self._folder / "manifest.json")
        sync(self._folder.parent)

    def _written_anew(self, store: ox.Store) -> ox.Store:
        """Return a store with the same quads in fresh files."""
        path = self._folder / "anew.nq"
        store.dump(str(path), _N_QUADS)
        fresh = ox.Store(str(self._folder / "anew"))
        with path.open("rb") as file:
            for chunk in _chunks(file):
                fresh.bulk_load(chunk, format=_N_QUADS, lenient=True)
        return fresh

    @property
    def _folder(self) -> Path:
        return self._layout.generation(self._number)

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(
                self._layout.path,
                "this generation is not open for writing (any more)",
                "这一代图库未（或不再）打开写入",
            )
        return self._store

    def _gather(self, name: ox.NamedNode, nquads: IO[bytes]) -> None:
        for chunk in _chunks(nquads):
            self._add(name, chunk)

    def _add(self, name: ox.NamedNode, nquads: bytes) -> None:
        self._pending.append(nquads)
        self._pending_size += len(nquads)
        self._pending_graphs.add(name)
        if self._pending_size >= _CHUNK:
            self._load()

    def _load(self) -> None:
        """Load what has been gathered."""
        nquads = b"".join(self._pending)
        self._pending, self._pending_size, self._pending_graphs = [], 0, set()
        self._changed += nquads.count(b"\n")
        if len(nquads) > _FEW:
            self._open.bulk_load(nquads, format=_N_QUADS, lenient=True)
        elif nquads:
            self._open.load(nquads, format=_N_QUADS, lenient=True)

    def _clear(self, name: ox.NamedNode) -> None:
        self._remove(self._open.quads_for_pattern(None, None, None, name))
        self._open.remove_graph(name)

    def _remove(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            self._open.remove(quad)
            self._changed += 1
            self.manifest.stale += 1


def _chunks(nquads: IO[bytes]) -> Iterator[bytes]:
    """Yield N-Quads in chunks of whole lines."""
    while chunk := nquads.read(_CHUNK):
        yield chunk + nquads.readline()
