"""A store for who works in Python or a notebook: `kg.open(path)`.

    import kg

    with kg.open(".kg") as graph:
        graph.query("targets", year=2022).to_pandas()
        graph.view("浙食链")

What is wrong raises `kg.errors.KGError`, whose text is one line that says what to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kg.errors import StoreError, UsageError
from kg.query import EntityCard, NamedQuery, Result, card, find_entity, inline, named_queries, question, run
from kg.query import html as pages
from kg.query.named import read_query
from kg.stats import Statistics, count, size_on_disk
from kg.store import BuiltDocument, LoadedGraph, Store

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.export import Table
    from kg.view.inline import View
    from kg.view.page import Language


class Cards(tuple[EntityCard, ...]):
    """The cards of all that has one name; a notebook shows them."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return "".join(map(pages.card, self))


class Graph:
    """The published state of a store, as it was when it was opened: builds that go on do not change it.

    Use it in a `with` statement, or call `close()`: until then its generation is kept on disk.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open the store at `path`; StoreError where there is none."""
        self.path = Path(path)
        self._opened: Store | None = Store.open(path)

    @property
    def store(self) -> Store:
        """The store itself; StoreError once it has been closed."""
        if self._opened is None:
            raise StoreError(self.path, "is closed; open it again with kg.open", "已关闭；请用 kg.open 重新打开")
        return self._opened

    @cached_property
    def _rdflib(self) -> Dataset:
        return self.store.dataset()

    @property
    def dataset(self) -> Dataset:
        """The graph as an rdflib `Dataset`, whose default graph is the union of all graphs; read-only."""
        _ = self.store
        return self._rdflib

    @property
    def documents(self) -> Mapping[str, BuiltDocument]:
        """The documents in the graph, by id."""
        return self.store.documents

    @property
    def loaded(self) -> Mapping[str, LoadedGraph]:
        """The graphs made elsewhere, by name."""
        return self.store.loaded

    @property
    def queries(self) -> Sequence[NamedQuery]:
        """The named queries, with the question each answers and its parameters."""
        return named_queries()

    def query(
        self,
        what: str | os.PathLike[str] | NamedQuery,
        /,
        *,
        limit: int | None = None,
        offset: int = 0,
        **parameters: object,
    ) -> Result:
        """Return the answer to a named query, to SPARQL, or to the query in a file (a `Path`, or a name in `.rq`):
        `limit` rows of it (None: all) from `offset` on.

        `parameters` are those of the query; None stands for one that is not given.  QueryError for a query that is
        malformed or would leave the store, UsageError for an unknown query or parameter, UnknownNameError for a
        name that is not in the graph.
        """
        for name, number in (("limit", limit), ("offset", offset)):
            if not isinstance(number, int) and (number is not None or name == "offset"):
                raise UsageError(f"{name}={number!r}: write a whole number", f"{name}={number!r}：应为整数")
        values = {name: _typed(value) for name, value in parameters.items() if value is not None}
        return run(self.store, _question(what), values, limit=limit, offset=offset)

    def show(self, name: str) -> Cards:
        """Return the cards of the entities called `name`; UnknownNameError, with the nearest names, if none is."""
        return Cards(card(self.store, iri) for iri in find_entity(self.store, name))

    def view(
        self,
        *entities: str,
        hops: int = 1,
        types: str | Sequence[str] = (),
        documents: str | Sequence[str] = (),
        limit: int = 2000,
        language: Language = "zh",
        height: int = 640,
    ) -> View:
        """Return the interactive graph around `entities` (all of it if none): a notebook shows it, `.save` writes it.

        The arguments are those of `kg view`; `height` is in pixels.  UnknownNameError for a name that is not in the
        graph, UsageError for a type that there is not, and for numbers below 0.
        """
        from kg.view import select  # networkx and igraph, only when something is drawn
        from kg.view.inline import View

        if hops < 0 or limit < 1:
            raise UsageError(
                f"hops={hops}, limit={limit}: hops are 0 or more, nodes 1 or more",
                f"hops={hops}、limit={limit}：步数至少为 0，节点数至少为 1",
            )
        graph = select(
            self.store, entities, hops=hops, types=_several(types), documents=_several(documents), limit=limit
        )
        return View(graph, language, height)

    def table(self, name: str, language: str = "en") -> Table:
        """Return one of the tables of `kg export` ("entities", "mentions" …); UsageError where there is none.

        `pandas.DataFrame(table.rows(), columns=[column.name for column in table.columns])` is its frame.
        """
        from kg.export import table

        return table(self.store, name, language)

    def export(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,  # noqa: A002
        *,
        documents: str | Sequence[str] = (),
        types: str | Sequence[str] = (),
        language: Language = "en",
    ) -> dict[str, int]:
        """Write the graph, or what `documents` say, or things of these `types`, as `kg export` does.

        Without a `format` the ending of the path decides.  Returns how many quads or triples, nodes, edges, or rows of
        each table were written.
        """
        from kg.export import Request, export, format_of

        target = Path(path)
        request = Request(documents=_several(documents), types=_several(types), language=language)
        return export(self.store, target, format or format_of(target), request)

    def stats(self) -> Statistics:
        """Return the numbers of the graph."""
        return count(self.store, size_on_disk(self.path))

    def close(self) -> None:
        """Let the store go; nothing can be asked afterwards."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self.store)

    def __repr__(self) -> str:
        if self._opened is None:
            return f"<Graph {self.path}, closed>"
        return f"<Graph {self.path}: {len(self.documents)} documents, {len(self):,} quads>"


def _several(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _typed(value: object) -> str:
    """Return a value as a user would type it: a year that a frame has as 2022.0 is 2022."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _question(what: str | os.PathLike[str] | NamedQuery) -> NamedQuery:
    if isinstance(what, NamedQuery):
        return what
    if not isinstance(what, str):
        return read_query(Path(what))
    # Neither the name of a query nor that of a file has these; SPARQL always does.
    return inline(what, name="SPARQL") if "{" in what or "\n" in what else question(what)
