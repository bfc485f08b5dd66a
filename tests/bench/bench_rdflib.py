"""Loading quads, and the named queries, on Oxigraph beside rdflib in memory.

Run: python tests/bench/bench_rdflib.py [QUADS]

Both get the same N-Quads of the graph of `bench_query`, and the same SPARQL: parameters that are not given stay
`VALUES ?x { UNDEF }` for rdflib, which is SPARQL for "any".  Of a query that rdflib has not answered in 30 seconds,
no more is known than that.
"""

from __future__ import annotations

import re
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import corpus
import rdflib
from bench_query import GIVEN, quads
from pyoxigraph import RdfFormat, Store, serialize
from rows import row

from kg.query import NamedQuery, named_queries, run
from kg.query.parameters import terms
from kg.store import Store as GraphStore

_PATIENCE = 30.0


class _EnoughError(BaseException):
    """The time is up: not an Exception, which rdflib would take for an error in a FILTER."""


def timed(work):
    """Return the processor seconds of some work, and what came of it."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def loaded(text: bytes, folder: Path) -> tuple[float, float, rdflib.Dataset]:
    """Return the seconds that Oxigraph's bulk loader and rdflib take, and rdflib's dataset."""
    file = folder / "quads.nq"
    file.write_bytes(text)
    ours, _ = timed(lambda: Store(str(folder / "bulk")).bulk_load(path=str(file), format=RdfFormat.N_QUADS))
    dataset = rdflib.Dataset(default_union=True)
    theirs, _ = timed(lambda: dataset.parse(str(file), format="nquads"))
    return ours, theirs, dataset


def answered(dataset: rdflib.Dataset, text: str) -> tuple[float, int | None]:
    """Return the seconds that rdflib takes, and how many rows it finds: None where the time was up."""

    def stop(*_: object) -> None:
        raise _EnoughError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    try:
        return timed(lambda: len(list(dataset.query(text))))
    except _EnoughError:
        return _PATIENCE, None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def written(query: NamedQuery, values: dict[str, str], store: GraphStore) -> str:
    """Return a query for rdflib with its parameters in their places."""
    text = query.text
    for name, found in terms(query.parameters, values, store).items():
        text = re.sub(rf"VALUES \?{name} {{ UNDEF }}", f"VALUES ?{name} {{ {' '.join(map(str, found))} }}", text)
    return text


def main(size: int) -> None:
    """Print a row for loading and one for each named query."""
    warnings.simplefilter("ignore", DeprecationWarning)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = serialize(quads(size), format=RdfFormat.N_QUADS) or b""
        ours, theirs, dataset = loaded(text, folder)
        count = text.count(b"\n")
        print(row("load / rdflib", count / ours, count / theirs, "quads a second", more_is_better=True))
        with GraphStore.writing(folder / "store") as writer:
            corpus.fill(writer, quads(size))
            writer.publish()
        with GraphStore.open(folder / "store") as store:
            for query in named_queries():
                values = GIVEN.get(query.name, {})
                ours, answer = timed(lambda q=query, v=values: len(run(store, q, v).rows))
                theirs, other = answered(dataset, written(query, values, store))
                note = " at least" if other is None else "" if answer == other else f"  {answer} rows, theirs {other}"
                print(row(f"{query.name} / rdflib", ours * 1000, theirs * 1000, "ms") + note, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
