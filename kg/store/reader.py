"""A published generation, opened for reading; it stays as it is while builds go on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.store.faults import reading
from kg.store.layout import Layout
from kg.store.locks import release
from kg.store.manifest import BuiltDocument, LoadedGraph, Manifest
from kg.store.writer import Writer

if TYPE_CHECKING:
    from rdflib import Dataset


class Store:
    """A read-only store.  `oxigraph` is the pyoxigraph store with the quads; its writing methods raise.

    Use it in a `with` statement, or call `close()`: until then its generation is kept on disk.
    """

    def __init__(self, quads: ox.Store, manifest: Manifest, lock: int | None = None) -> None:
        self.oxigraph = quads
        self._manifest = manifest
        self._lock = lock

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Store:
        """Return the published generation of the store at `path`.

        StoreError where there is no store (it says how to build one), the folder is something else, a newer kg
        wrote it, or it is damaged.
        """
        layout = Layout(Path(path))
        layout.check()
        number, lock = layout.hold()
        folder = layout.generation(number)
        try:
            with reading(layout.path, f"generations/{number}"):
                return cls(ox.Store.read_only(str(folder / "data")), Manifest.load(folder / "manifest.json"), lock)
        except BaseException:
            release(lock)
            raise

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad], manifest: Manifest | None = None) -> Store:
        """Return a store that holds `quads` in memory and is on no disk."""
        store = ox.Store()
        store.bulk_extend(quads)
        return cls(store, manifest or Manifest())

    @staticmethod
    def writing(
        path: str | os.PathLike[str], wait: float | None = None, waiting: Callable[[str], None] = lambda _: None
    ) -> Writer:
        """Return the writer of the store at `path`, to be entered by `with`; it makes the folder where none is.

        There is one writer at a time.  Another is told to `waiting` ("process 7 on host") and waited for: `wait`
        seconds (None: as long as it takes), then StoreError names it.
        """
        return Writer(Path(path), wait, waiting)

    @property
    def base(self) -> str:
        """What the IRIs of the things in the store begin with."""
        return self._manifest.base

    @property
    def documents(self) -> Mapping[str, BuiltDocument]:
        """The documents in the store, by id."""
        return self._manifest.documents

    @property
    def loaded(self) -> Mapping[str, LoadedGraph]:
        """The graphs in the store that were made elsewhere, by name."""
        return self._manifest.loaded

    def __len__(self) -> int:
        return len(self.oxigraph)

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        value: ox.NamedNode | ox.Literal | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match; None matches everything."""
        return self.oxigraph.quads_for_pattern(subject, predicate, value, graph)

    def about(self, subjects: Iterable[str]) -> Iterator[ox.Quad]:
        """Yield the quads whose subject is one of these IRIs, in their order."""
        for subject in subjects:
            yield from self.quads(ox.NamedNode(subject))

    def nquads(self) -> bytes:
        """Return all quads as sorted N-Quads: the same quads give the same bytes."""
        dump = self.oxigraph.dump(format=ox.RdfFormat.N_QUADS) or b""
        return b"".join(sorted(dump.splitlines(keepends=True)))

    def dataset(self) -> Dataset:
        """Return the store as an rdflib `Dataset` whose default graph is the union of all graphs; read-only too."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self.oxigraph), default_union=True)

    def close(self) -> None:
        """Let the generation go; the store must not be used afterwards."""
        if self._lock is not None:
            release(self._lock)
            self._lock = None

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
