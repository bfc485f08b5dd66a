"""What is known of the data before shapes are checked: it leaves out work that can find nothing."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from kg.check.terms import RDFS


class Known:
    """Facts about a store, each looked up once."""

    def __init__(self, data: ox.Store) -> None:
        self._data = data
        self.classes = lru_cache(None)(self._classes)
        self.is_functional = lru_cache(None)(self._is_functional)

    def _classes(self, kind: str) -> tuple[str, ...]:
        """Return a class and those below it that have instances which are not typed with it; () where one of these
        has no IRI that a query could name."""
        below = self._rows(f"SELECT DISTINCT ?c {{ ?c <{RDFS}subClassOf>+ <{kind}> }}")
        if any(isinstance(row[0], ox.BlankNode) for row in below):
            return ()
        found = sorted({row[0].value for row in below} - {kind})
        more = [
            c for c in found if self._rows(f"SELECT ?x {{ ?x a <{c}> FILTER NOT EXISTS {{ ?x a <{kind}> }} }} LIMIT 1")
        ]
        return (kind, *more)

    def _is_functional(self, path: str) -> bool:
        """Has no node two values of this path?  False where that is not found out by a glance at one predicate."""
        if not (path.startswith("<") and path.endswith(">")):
            return False
        ((values, nodes),) = self._rows(f"SELECT (COUNT(*) AS ?v) (COUNT(DISTINCT ?x) AS ?n) {{ ?x {path} ?y }}")
        return bool(values == nodes)

    def _rows(self, query: str) -> list[ox.QuerySolution]:
        return list(self._data.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
