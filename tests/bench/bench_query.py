"""Times of the named queries on a store of about 100,000 quads; run as `python tests/bench/bench_query.py [QUADS]`.

The store holds the hand-built corpus over and over: each copy has documents of its own, and shares its entities
with every fortieth other.  Prints milliseconds of processor time (best of three, rows read) for the first page and
for the whole answer, the ratio of the page to the goal of 300 ms, and the rows of the whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import corpus
from pyoxigraph import Quad

from kg import ontology
from kg.errors import UnknownNameError
from kg.model import Entity, EntityKey
from kg.query import card, find_entity, named_queries, run
from kg.rdf import document_quads, entity_quads, indicator_quads
from kg.store import Store

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
    "counts": {"document": "yunxi/2021/0"},
    "targets": {"year": "2021", "place": "秀洲区", "indicator": "城镇新增就业0", "kind": "Target"},
    "measures": {"verb": "推广", "entity": "平安通0"},
    "programmes": {"kind": "Platform", "year": "2021", "place": "330411"},
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
    """Print a line for each query, without its optional parameters and, for some, with them."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        with Store.writing(folder) as writer:
            corpus.fill(writer, quads(size))
            writer.publish()
        print(f"built {time.process_time() - start:.1f} s")
        opening, store = best(lambda: Store.open(folder))
        print(f"{len(store):,} quads; open {opening * 1000:.0f} ms")
        for query in named_queries():
            for values in (GIVEN.get(query.name, {}), *([FILTERED[query.name]] if query.name in FILTERED else [])):
                page, _ = best(lambda q=query, v=values: len(run(store, q, v, limit=PAGE).rows))
                whole, rows = best(lambda q=query, v=values: len(run(store, q, v).rows))
                print(
                    f"{query.name:18}page{page * 1000:6.0f} ms {page / GOAL:6.2f}  whole{whole * 1000:6.0f} ms"
                    f"  {rows:6} rows  {values or ''}"
                )
        for name, action in (
            ("find, exact", lambda: find_entity(store, "平安通0")),
            ("find, nearest", lambda: _missed(store)),
            ("card", lambda: card(store, find_entity(store, "平安通0")[0])),
            ("nquads", store.nquads),
        ):
            print(f"{name:18}{best(action)[0] * 1000:8.0f} ms")


def _missed(store: Store) -> tuple[str, ...]:
    try:
        return find_entity(store, "平安桶0")
    except UnknownNameError as error:
        return error.nearest


if __name__ == "__main__":
    main()
