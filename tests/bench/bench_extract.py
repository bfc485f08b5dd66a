"""Characters a second of each stage on the bundled sample, and their ratio to making spaCy's character tokens.

Run: python tests/bench/bench_extract.py [FILE…]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy

from kg import rdf
from kg.extract import extract_document
from kg.iri import DEFAULT_BASE
from kg.link import identify, indicator_name
from kg.model import Document
from kg.read import read_paths
from kg.resources import resource

REPEATS = 5


def best(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some runs."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def documents(paths: Iterable[Path]) -> list[Document]:
    return [d for d in read_paths(paths) if isinstance(d, Document)]


def main(paths: list[Path]) -> None:
    """Print a row a stage."""
    read = documents(paths)
    characters = sum(len(d.text) for d in read)
    extracted = [(d, extract_document(d)) for d in read]
    nlp = spacy.blank("zh")

    def quads() -> None:
        for document, found in extracted:
            keys = identify(document, found.mentions)
            names = [indicator_name(target.indicator.text) for target in found.targets]
            rdf.to_nquads(rdf.document_quads(document, found, keys, DEFAULT_BASE, indicators=names))

    seconds = {
        "spaCy character tokens": best(lambda: [nlp.make_doc(d.text) for d in read]),
        "read": best(lambda: documents(paths)),
        "extract": best(lambda: [extract_document(d) for d in read]),
        "identify and quads": best(quads),
    }
    unit = seconds["spaCy character tokens"]
    print(f"{characters:,} characters in {len(read)} documents, best of {REPEATS}")
    for stage, took in seconds.items():
        print(f"{stage:24s} {characters / took:12,.0f} a second  x{took / unit:6.2f} of the time for tokens")


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]] or [resource("data/sample")])
