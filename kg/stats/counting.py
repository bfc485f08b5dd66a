"""The numbers of a store, asked of Oxigraph as aggregates: a second for a million quads.

Graphs are of five kinds: `documents`, `entities`, `ontology`, `loaded`, and `other` for those that are none of these.
"""

from __future__ import annotations

import re
import stat
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import iri, ontology
from kg.rdf import SPATIAL, TYPE
from kg.store import Store
from kg.version import __version__

KINDS = ("documents", "entities", "ontology", "loaded", "other")
STATEMENTS = ("Target", "Result", "Baseline", "Measure", "Responsibility")
ENTITIES = (
    "Programme", "Institution", "Place", "Honour", "Event", "Facility", "CitedDocument", "Principle",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is in a store.

    `statements` and `entities` are counted by class (local names of the ontology; `classes` has every class, by IRI),
    `quads` by kind of graph.  `years` are the first and last that documents are of, None where none is known;
    `places` how many divisions documents are of or quantities are for.  `size` is in bytes, None for a store that is
    not on disk.
    """

    base: str
    version: str
    documents: int
    passages: int
    mentions: int
    statements: Mapping[str, int]
    entities: Mapping[str, int]
    indicators: int
    quads: Mapping[str, int]
    loaded: Mapping[str, int]
    size: int | None
    years: tuple[int, int] | None
    places: int
    without_place: int
    without_date: int
    unidentified: int
    classes: Mapping[str, int]


def count(store: Store, size: int | None = None) -> Statistics:
    """Return the numbers of `store`; `size` is what it takes on disk, where it is on one (`size_on_disk`)."""
    classes = aggregate(store, "SELECT ?key (COUNT(DISTINCT ?s) AS ?n) { ?s a ?key } GROUP BY ?key")
    graphs = aggregate(store, "SELECT ?key (COUNT(*) AS ?n) { GRAPH ?key { ?s ?p ?o } } GROUP BY ?key")
    of = {name: classes.get(ontology.term(name), 0) for name in ("Passage", "Mention", "Indicator")}
    quads: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for graph, number in graphs.items():
        quads[kind(store.base, graph)] += number
    documents = _documents(store)
    placed, dated = _subjects(store, SPATIAL), _subjects(store, "http://purl.org/dc/terms/issued")
    years = _years(store, documents)
    return Statistics(
        base=store.base,
        version=__version__,
        documents=len(documents),
        passages=of["Passage"],
        mentions=of["Mention"],
        statements={name: classes.get(ontology.term(name), 0) for name in STATEMENTS},
        entities={name: classes.get(ontology.term(name), 0) for name in ENTITIES},
        indicators=of["Indicator"],
        quads=dict(quads),
        loaded={name: graphs.get(iri.loaded_graph_iri(store.base, name), 0) for name in sorted(store.loaded)},
        size=size,
        years=(min(years), max(years)) if years else None,
        places=len(_values(store, SPATIAL) | _values(store, ontology.term("area"))),
        without_place=len(documents - placed),
        without_date=len(documents - dated),
        unidentified=of["Mention"] - len(_subjects(store, ontology.term("refersTo"))),
        classes=dict(sorted(classes.items())),
    )


def count_documents(store: Store) -> int:
    """Return how many documents the graphs of `store` describe, loaded ones too, as `count` does."""
    return len(_documents(store))


def size_on_disk(path: Path) -> int:
    """Return the bytes that the files below `path` take; a file with several names counts once."""
    files = {}
    for file in path.rglob("*"):
        with suppress(FileNotFoundError):  # swept meanwhile
            found = file.lstat()
            files[found.st_dev, found.st_ino] = found.st_size if stat.S_ISREG(found.st_mode) else 0
    return sum(files.values())


def aggregate(store: Store, query: str) -> dict[str, int]:
    """Return ?n by ?key, both of the rows of a query over all graphs; what has no IRI is left out."""
    answer = store.oxigraph.query(query, use_default_graph_as_union=True)
    rows = answer if isinstance(answer, ox.QuerySolutions) else ()
    return {row["key"].value: int(row["n"].value) for row in rows if isinstance(row["key"], ox.NamedNode)}


def kind(base: str, graph: str) -> str:
    """Return which of `KINDS` the graph with this IRI is of."""
    for name, head in (("documents", f"{base}graph/document/"), ("loaded", f"{base}graph/loaded/")):
        if graph.startswith(head):
            return name
    return next((name for name in ("entities", "ontology") if graph == iri.graph_iri(base, name)), "other")


def _years(store: Store, documents: set[ox.NamedNode]) -> list[int]:
    said = store.quads(None, ox.NamedNode(ontology.term("year")))
    years = (quad.object.value for quad in said if quad.subject in documents and isinstance(quad.object, ox.Literal))
    return [int(year) for year in years if re.fullmatch("[0-9]{1,9}", year)]


def _documents(store: Store) -> set[ox.NamedNode]:
    return _subjects(store, TYPE.value, ontology.term("PolicyDocument"))


def _subjects(store: Store, predicate: str, value: str | None = None) -> set[ox.NamedNode]:
    found = store.quads(None, ox.NamedNode(predicate), ox.NamedNode(value) if value else None)
    return {quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)}


def _values(store: Store, predicate: str) -> set[ox.NamedNode]:
    found = store.quads(None, ox.NamedNode(predicate))
    return {quad.object for quad in found if isinstance(quad.object, ox.NamedNode)}
