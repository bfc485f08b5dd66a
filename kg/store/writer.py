"""A new generation in the making: a checkpoint of the current one, changed, then published in one step.

1. Lock the writer's file, sweep what earlier writers left unfinished and what nobody reads any more.
2. Copy the current generation: `backup()` is a checkpoint of hard links, a millisecond whatever its size.
3. Change the copy.  Added quads are gathered and loaded in bulk.
4. `publish`: compact where much changed, write the manifest, fsync, replace `current`.  Oxigraph keeps every
   text it ever saw, so where much was removed, or a document is to leave nothing behind, the data is
   written anew instead of compacted.

Nothing shows until `publish` has returned; leave the `with` statement without it, and nothing ever will.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.kept import Kept
from kg.store.layout import Layout, damaged, release, sync_tree, unwritable
from kg.store.manifest import Manifest

# Quads gathered before they are loaded: below the first, `extend` beats `bulk_extend`, which writes files of its own.
_FEW = 5_000
_MANY = 100_000
# Of all quads, the share changed (removed) from which on the data is compacted (written anew).
_COMPACT = 0.1
_REWRITE = 0.25


class Writer:
    """The one writer of a store; `manifest` is the new generation's, to be changed in place."""

    manifest: Manifest

    def __init__(self, path: Path, wait: float) -> None:
        self._layout = Layout(path)
        self._wait = wait
        self._lock: int | None = None
        self._number = 0
        self._kept = Kept(path)  # of the generation, as soon as there is one
        self._store: ox.Store | None = None
        self._pending: list[ox.Quad] = []
        self._pending_graphs: set[ox.NamedNode] = set()
        self._changed = 0
        self._rewrite = False

    def __enter__(self) -> Writer:
        self._layout.create()
        self._lock = self._layout.lock_writer(self._wait)
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def _begin(self) -> None:
        self._layout.sweep()
        current = self._layout.current()
        self._number = max([*self._layout.numbers(), current or 0]) + 1
        folder = self._layout.generation(self._number)
        try:
            folder.mkdir(parents=True)
            (folder / "in-use").touch()
        except OSError as error:
            raise unwritable(self._layout.path, error) from error
        self._kept = Kept(folder / "loaded")
        if current is None:
            self.manifest = Manifest()
        else:
            source = self._layout.generation(current)
            with self._faults():
                self._kept.inherit(source / "loaded")
            try:
                self.manifest = Manifest.load(source / "manifest.json")
                ox.Store.read_only(str(source / "data")).backup(str(folder / "work"))
            except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise damaged(self._layout.path, f"generations/{current}") from error
        try:
            self._store = ox.Store(str(folder / "work"))
        except (OSError, RuntimeError) as error:
            raise unwritable(self._layout.path, error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._pending = []
        self._store = None
        if self._number and self._layout.current() != self._number:
            shutil.rmtree(self._layout.generation(self._number), ignore_errors=True)
        if self._lock is not None:
            release(self._lock)
            self._lock = None

    def replace_graph(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Make `quads`, all of graph `graph` (an IRI), the whole of that graph; ValueError for one of another graph."""
        name = ox.NamedNode(graph)
        fresh = dict.fromkeys(quads)
        if any(quad.graph_name != name for quad in fresh):
            raise ValueError(f"quads of other graphs than {graph}")
        if name in self._pending_graphs:
            self._load()
        if self._open.contains_named_graph(name):
            # Most of a document read again is as it was: only what differs is touched.
            old = set(self._open.quads_for_pattern(None, None, None, name))
            self._remove([quad for quad in old if quad not in fresh])
            if not fresh:
                self._open.remove_graph(name)
            self._add(quad for quad in fresh if quad not in old)
        else:
            self._add(fresh)

    def remove_graph(self, graph: str) -> None:
        """Remove graph `graph` (an IRI) if it is there; of what it alone says nothing will be left on disk."""
        name = ox.NamedNode(graph)
        self._load()
        if self._open.contains_named_graph(name):
            self._remove(list(self._open.quads_for_pattern(None, None, None, name)))
            self._open.remove_graph(name)
            self._rewrite = True

    def bulk(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads of any graphs."""
        self._add(quads)

    def keep(self, name: str, triples: Iterable[ox.Triple]) -> None:
        """Keep `triples` as what was loaded as `name`."""
        with self._faults():
            self._kept.put(name, triples)

    def kept(self, name: str) -> Iterator[ox.Triple]:
        """Yield the triples kept as `name`, as they were given; StoreError where the store has lost them."""
        try:
            yield from self._kept.triples(name)
        except (OSError, SyntaxError) as error:
            raise damaged(self._layout.path, f"loaded graph {name}") from error

    def forget(self, name: str) -> None:
        """Remove what is kept as `name`."""
        with self._faults():
            self._kept.remove(name)

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: ox.NamedNode | ox.Literal | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match, those added so far included; None matches everything."""
        self._load()
        return self._open.quads_for_pattern(subject, predicate, value, graph)

    def has(self, quad: ox.Quad) -> bool:
        """Is the quad there, or among those added so far?"""
        self._load()
        return quad in self._open

    def values(self, predicate: str, without: Collection[ox.NamedNode] = ()) -> Iterator[tuple[str, str]]:
        """Yield (subject, value) of every quad with `predicate` (an IRI) as plain strings, but for graphs `without`."""
        for quad in self.quads(None, ox.NamedNode(predicate)):
            if quad.graph_name in without:
                continue
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
                yield quad.subject.value, quad.object.value

    def __len__(self) -> int:
        self._load()
        return len(self._open)

    def publish(self) -> None:
        """Make this generation the current one; on disk when this returns.  Nothing can be written afterwards."""
        self._load()
        with self._faults():
            self._finish(self._open, self._layout.generation(self._number))
            self._layout.publish(self._number)
        self._layout.sweep()

    def _finish(self, store: ox.Store, folder: Path) -> None:
        """Write the finished generation to disk."""
        size = len(store)
        if self._rewrite or self.manifest.stale > _REWRITE * size:
            store = _written_anew(store, folder)
            self.manifest.stale = 0
        elif self._changed > _COMPACT * size:
            store.optimize()
        store.flush()
        # Of the files RocksDB has about it, a checkpoint holds those in use.
        store.backup(str(folder / "data"))
        del store
        self._store = None
        for scratch in ("work", "anew", "anew.nq"):
            path = folder / scratch
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        self.manifest.save(folder / "manifest.json")
        sync_tree(folder)

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(
                self._layout.path,
                "this generation is not open for writing (any more)",
                "这一代图库未（或不再）打开写入",
            )
        return self._store

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn what Oxigraph and the system raise (a full disk, no permission) into StoreError."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise unwritable(self._layout.path, error) from error

    def _add(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            self._pending.append(quad)
            if isinstance(quad.graph_name, ox.NamedNode):
                self._pending_graphs.add(quad.graph_name)
            if len(self._pending) >= _MANY:
                self._load()

    def _load(self) -> None:
        with self._faults():
            if len(self._pending) > _FEW:
                self._open.bulk_extend(self._pending)
            elif self._pending:
                self._changed += len(self._pending)
                self._open.extend(self._pending)
        self._pending = []
        self._pending_graphs = set()

    def _remove(self, quads: list[ox.Quad]) -> None:
        with self._faults():
            for quad in quads:
                self._open.remove(quad)
        self._changed += len(quads)
        self.manifest.stale += len(quads)


def _written_anew(store: ox.Store, folder: Path) -> ox.Store:
    """Return a store with the same quads in fresh files below `folder`."""
    path = folder / "anew.nq"
    store.dump(str(path), ox.RdfFormat.N_QUADS)
    fresh = ox.Store(str(folder / "anew"))
    fresh.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True)
    return fresh
