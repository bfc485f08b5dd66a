"""Times of the named queries on a store of about 100,000 quads; run as `python tests/bench/bench_query.py [QUADS]`;
with the folder of a store in its place, times on that store, with what stands most often in it.

The store holds the hand-built corpus over and over: each copy has documents of its own, and shares its entities
with every fortieth other.  Prints milliseconds of processor time (best of three, rows read) for the first page and
for the whole answer, the ratio of the page to the goal of 300 ms, and the rows of the whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import corpus
from pyoxigraph import Quad

from kg import ontology
from kg.errors import UnknownNameError
from kg.model import Entity, EntityKey
from kg.query import card, find_entity, named_queries, question, run
from kg.rdf import document_quads, entity_quads, indicator_quads
from kg.store import Store

Parameters = Mapping[str, Mapping[str, str]]
GOAL = 0.3
PAGE = 100
SHARED = 40
GIVEN = {
    "programme": {"programme": "平安通0"},
    "entities": {"document": "yunxi/2021/0"},
    "evidence": {"entity": "阳光计划0"},
    "shared": {"first": "yunxi/2021/0", "second": "shipu/2021/0"},
    "neighbourhood": {"entity": "平安通0"},
}
FILTERED = {
    "counts": [{"document": "yunxi/2021/0"}],
    "targets": [{"year": "2021", "place": "秀洲区", "indicator": "城镇新增就业0", "kind": "Target"}],
    "measures": [{"verb": "推广", "entity": "平安通0"}],
    "programmes": [{"kind": "Platform", "year": "2021", "place": "330411"}],
}


def quads(size: int) -> Iterator[Quad]:
    """Yield about `size` quads."""
    entities: dict[EntityKey, tuple[Entity, set[str]]] = {}
    wordings: dict[str, set[str]] = {}
    labels = {entity.key: entity for entity, _ in corpus.entities()}
    written = copy = 0
    while written < size:
        for sample in corpus.corpus():
            about = replace(sample.document.metadata, title=f"{sample.document.metadata.title}{copy}")
            document = replace(sample.document, id=f"{sample.document.id}/{copy}", metadata=about)
            keys = [_copied(key, copy % SHARED) for key in sample.keys]
            indicators = [f"{name}{copy % SHARED}" for name in sample.indicators]
            for old, key, mention in zip(sample.keys, keys, sample.extraction.mentions, strict=True):
                label = labels[old].label + ("" if key == old else str(copy % SHARED))
                entities.setdefault(key, (Entity(key, labels[old].kind, label), set()))[1].add(mention.text)
            wordings |= {name: {name} for name in indicators}
            for quad in document_quads(document, sample.extraction, keys, corpus.BASE, indicators=indicators):
                written += 1
                yield quad
        copy += 1
    yield from entity_quads(entities.values(), corpus.BASE)
    yield from indicator_quads(wordings, corpus.BASE)
    yield from ontology.load().graph(corpus.BASE)


def _copied(key: EntityKey, number: int) -> EntityKey:
    return key if key.type == "Place" else replace(key, name=f"{key.name}{number}")


def best(action, times: int = 3) -> tuple[float, object]:
    """Return the least of several times, in seconds, and what came of it."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        result = action()
        seconds.append(time.process_time() - start)
    return min(seconds), result


def main() -> None:
    """Print a line for each query, without its optional parameters and with some."""
    what = sys.argv[1] if len(sys.argv) > 1 else "100000"
    if not what.isdigit():
        store = Store.open(what)
        print(f"{len(store):,} quads")
        time_queries(store, *chosen(store))
        return
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        with Store.writing(folder) as writer:
            corpus.fill(writer, quads(int(what)))
            writer.publish()
        print(f"built {time.process_time() - start:.1f} s")
        opening, store = best(lambda: Store.open(folder))
        print(f"{len(store):,} quads; open {opening * 1000:.0f} ms")
        time_queries(store, GIVEN, FILTERED)
        for name, action in (
            ("find, exact", lambda: find_entity(store, "平安通0")),
            ("find, nearest", lambda: _missed(store)),
            ("card", lambda: card(store, find_entity(store, "平安通0")[0])),
            ("nquads", store.nquads),
        ):
            print(f"{name:18}{best(action)[0] * 1000:8.0f} ms")


def time_queries(store: Store, given: Parameters, filtered: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Print a line for each named query with the parameters it needs, and with those of `filtered`."""
    for query in named_queries():
        for values in (given.get(query.name, {}), *filtered.get(query.name, ())):
            page, _ = best(lambda q=query, v=values: len(run(store, q, v, limit=PAGE).rows))
            whole, rows = best(lambda q=query, v=values: len(run(store, q, v).rows))
            print(
                f"{query.name:18}page{page * 1000:6.0f} ms {page / GOAL:6.2f}  whole{whole * 1000:6.0f} ms"
                f"  {rows:6} rows  {values or ''}"
            )


def chosen(store: Store) -> tuple[Parameters, Mapping[str, Sequence[Mapping[str, str]]]]:
    """Return parameters for a store that nobody has prepared: what stands most often in it."""
    programme = str(next(iter(run(store, question("programmes"), limit=1)))[0])
    documents = sorted(run(store, question("documents")), key=lambda row: (row[8], row[0]), reverse=True)
    first, second, year = str(documents[0][0]), str(documents[1][0]), str(documents[0][6])
    name = {"programme": programme, "entity": programme, "document": first, "first": first, "second": second}
    given = {q.name: {p.name: name[p.name] for p in q.parameters if not p.optional} for q in named_queries()}
    typical = {"year": year, "document": first, "entity": programme, "kind": "Programme", "verb": "推进"}
    kinds = {"targets": "Target", "institutions": "Hospital", "documents": "WorkReport"}
    filtered = {
        q.name: [
            {**given[q.name], p.name: kinds.get(q.name, "Programme") if p.name == "kind" else typical[p.name]}
            for p in q.parameters if p.optional and p.name in typical
        ]
        for q in named_queries()
    }  # fmt: skip
    return given, filtered


def _missed(store: Store) -> tuple[str, ...]:
    try:
        return find_entity(store, "平安桶0")
    except UnknownNameError as error:
        return error.nearest


if __name__ == "__main__":
    main()
